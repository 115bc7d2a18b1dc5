/** Sends refused rows again: a new file of these rows alone, as they came, in the folder that their file came to. */
import { feeds } from '#feeds/catalogue.ts';
import type { Feed, FeedSide } from '#feeds/feed.ts';
import { withWantedRows } from '#feeds/rows/rows-alone.ts';
import { orderItemsFor } from '../answers/order-items.ts';
import { problemOfRow } from '../answers/problems.ts';
import { type ReportedRow, readErrorFile } from '../catch-up/error-files.ts';
import { fileOfOriginals, readOriginals } from '../convert/original-rows.ts';
import { hasCode, TransformerError } from '../errors.ts';
import { originalName } from '../folders/resent-names.ts';
import type { KnownFile } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { openRefusals, type RefusedRow, rowsOvertaken } from '../row-index/settle-refusals.ts';
import { type OriginalRows, openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import { inBlocks } from '../store/byte-stream.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { nameOf, quoteName, storePath } from '../store/store-path.ts';
import { newName } from './replay.ts';

/**
 * @property file the name of the file, or of its error file, or as much of the path as is needed
 * @property order any id; @property problem the id of an open problem
 */
export type Wanted = { file?: string | undefined; order?: string | undefined; problem?: string | undefined };

/** @property overtaken rows that are left out, as a later file says something else of their order items */
export type Resent = {
  from: string;
  to: string;
  rows: number;
  overtaken: number;
  by: 'transformer' | 'NetSuite';
};

/** @throws TransformerError NOT_FOUND, WRONG_USAGE, UNSAFE_NAME */
export async function replayRefused(
  store: FileStore,
  index: RowIndex,
  wanted: Wanted,
  now: number,
): Promise<Resent[]> {
  const refused = wantedRows(index, wanted);
  if (refused.length === 0) throw nothingRefused(wanted);
  const overtaken = rowsOvertaken(index, refused);
  const files = Map.groupBy(refused, ({ file }) => file.id);
  const resent: Resent[] = [];
  for (const rows of files.values()) {
    const [first] = rows;
    const left = rows.filter((row) => !overtaken.has(row));
    if (!first) continue;
    const own = { rows: left.length, overtaken: rows.length - left.length };
    const { from, to } =
      left.length === 0 ? { from: pathOf(first.file), to: '' } : await resend(store, first.file, left, now);
    resent.push({ from, to, ...own, by: first.file.side === 'netsuite' ? 'NetSuite' : 'transformer' });
  }
  return resent;
}

function wantedRows(index: RowIndex, { file, order, problem }: Wanted): RefusedRow[] {
  const open = openRefusals(index).filter(
    (row) =>
      (file === undefined || isNamed(row.file, file)) &&
      (problem === undefined || problemOfRow(row) === problem),
  );
  if (order === undefined) return open;
  const own = new Set(orderItemsFor(index, order).flatMap(({ rows }) => rows.map(keyOf)));
  return open.filter((row) => own.has(keyOf(row)));
}

const keyOf = ({ file, row }: Pick<RefusedRow, 'file' | 'row'>): string => `${file.id} ${row}`;

function isNamed(file: KnownFile, wanted: string): boolean {
  const asked = `/${wanted.replace(/\.errors(-\d+)?\.csv$/, '')}`;
  return [pathOf(file), `${file.folder}/${file.name}`, `${file.folder}/error/${file.name}`].some((path) =>
    `/${path}`.endsWith(asked),
  );
}

const pathOf = ({ folder, place, name }: KnownFile): string => storePath(folder, place, name);

async function resend(
  store: FileStore,
  file: KnownFile,
  rows: readonly RefusedRow[],
  now: number,
): Promise<{ from: string; to: string }> {
  await refuseTwice(store, file);
  const name = newName(file.name, now);
  const to = storePath(file.folder, name);
  const temporary = storePath(
    file.folder,
    ...(file.side === 'netsuite' ? ['.tmp'] : ['error', '.tmp']),
    `${name}.resent`,
  );
  const storage = openSqliteStorage();
  try {
    const originals = storage.originals();
    const side = sideOf(file);
    const header = await originalsOf(store, file, side, new Set(rows.map(({ row }) => row)), originals);
    await store.writeStream(temporary, inBlocksOf(fileOfOriginals(side, header, originals.texts())));
  } finally {
    storage.close();
  }
  await store.move(temporary, to);
  return { from: pathOf(file), to };
}

/** Where the file came from: what a feed reads, or what it writes for NetSuite. */
function sideOf({ feed, side }: KnownFile): FeedSide {
  const found = feeds.find(({ name }) => name === feed) as Feed;
  return side === 'netsuite' ? found.target : found.source;
}

async function* inBlocksOf(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  yield* inBlocks(texts);
}

/** From the file itself, else from its error file, which keeps JSON rows whole; of a CSV file it has not the header. */
async function originalsOf(
  store: FileStore,
  file: KnownFile,
  side: FeedSide,
  rows: ReadonlySet<number>,
  originals: OriginalRows,
): Promise<readonly string[]> {
  try {
    return await readOriginals(side, store.readStream(pathOf(file)), (row) => rows.has(row), originals);
  } catch (error) {
    if (!hasCode(error, 'NOT_FOUND') || side.format === 'csv' || file.errors === '') throw error;
    const found = addReported((await readErrorFile(store, file.errors)) ?? [], side, rows, originals);
    if (found < rows.size) throw error;
    return [];
  }
}

/** An element is in the line of its first row, and the lines of its others follow without one. @returns how many were found */
function addReported(
  reported: readonly ReportedRow[],
  { rowLists = [] }: FeedSide,
  wanted: ReadonlySet<number>,
  originals: OriginalRows,
): number {
  let found = 0;
  reported.forEach(({ row, original }, at) => {
    if (original === '') return;
    const next = reported.findIndex((later, index) => index > at && later.original !== '');
    const rows = reported.slice(at, next === -1 ? undefined : next).map((one) => one.row);
    const kept = withWantedRows(JSON.parse(original), rowLists, () => wanted.has(rows.shift() ?? 0));
    if (kept === undefined) return;
    originals.add(row, JSON.stringify(kept));
    found += reported.slice(at, next === -1 ? undefined : next).filter((one) => wanted.has(one.row)).length;
  });
  return found;
}

/** Two files with the rows would deliver them twice. */
async function refuseTwice(store: FileStore, { folder, name }: KnownFile): Promise<void> {
  for (const place of [[folder], [folder, 'processing']]) {
    const entries = (await undefinedIfNotFound(() => store.list(storePath(...place)))) ?? [];
    const waiting = entries.find((entry) => {
      const own = entry.name.slice(entry.name.indexOf('~') + 1);
      return own !== originalName(own) && originalName(own) === originalName(name);
    });
    if (waiting) throw waitsAlready(storePath(...place, waiting.name));
  }
}

const waitsAlready = (path: string): TransformerError =>
  new TransformerError(
    'WRONG_USAGE',
    `${quoteName(path)} was made of this file before and is not finished yet. Wait for it, and see then what is still refused.`,
  );

function nothingRefused({ file, order }: Wanted): TransformerError {
  const what = [
    file === undefined ? '' : ` of ${quoteName(nameOf(file))}`,
    order === undefined ? '' : ` of order ${quoteName(order)}`,
  ];
  return new TransformerError(
    'NOT_FOUND',
    `No refused row${what.join('')} is open. "transformer problems" lists those that are.`,
  );
}
