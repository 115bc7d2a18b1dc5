/** Error files that stand although their file is gone from the archive: what they report refused is refused still. */
import type { ConversionContext, Feed } from '#feeds/feed.ts';
import { noIds } from '#feeds/rows/row-ids.ts';
import { timeInFileName } from '#feeds/format/file-name.ts';
import { convertSource } from '../convert/convert-stream.ts';
import { fileOfOriginals } from '../convert/original-rows.ts';
import { hasCode } from '../errors.ts';
import { parseClaimedName, withoutMark } from '../folders/claim.ts';
import { type FileEntry, filesWhere, noteFile } from '../row-index/files-table.ts';
import type { IndexedRow } from '../row-index/indexed-row.ts';
import { noteRows, observerFor } from '../row-index/note-rows.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import { inBlocks } from '../store/byte-stream.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { isWholeFile, type ReportedRow, readErrorFiles } from './error-files.ts';
import { isOfChanged, noteGone } from './failed-files.ts';
import { receivedRows } from './received-rows.ts';
import { look } from './store-looks.ts';
import { type CatchUp, recent, type Task } from './task.ts';

export type Standing = { side: FileEntry['side']; feed: Feed; folder: string };

/**
 * Of files that the index does not know and that lie nowhere.
 * @param errors what is in `error/`
 */
export async function readStanding(
  options: CatchUp,
  standing: Standing,
  errors: readonly StoreEntry[],
): Promise<Task[]> {
  const { store, index } = options;
  const { side, folder } = standing;
  const known = new Set(
    filesWhere(index, 'side = ? AND folder = ?', side, folder).flatMap(({ name }) => namesOf(name)),
  );
  const unknown = recent(options, errors).filter((entry) => {
    const name = nameOfReported(entry);
    return name !== undefined && !known.has(name);
  });
  if (unknown.length === 0) return [];
  const there = await namesIn(store, folder);
  const present = new Set(errors.map(({ name }) => name));
  return unknown
    .filter((entry) => !there.has(nameOfReported(entry) ?? ''))
    .map((entry) => ({
      path: storePath(folder, 'error', entry.name),
      read: () => noteStanding(options, standing, entry, present),
    }));
}

/** Further parts are read with the first. */
const nameOfReported = (entry: StoreEntry): string | undefined =>
  isOfChanged(entry) ? undefined : /^(.+)\.errors\.csv$/.exec(entry.name)?.[1];

/** A file may have been moved beside another of its name. */
const namesOf = (name: string): string[] => [name, withoutMark(name)];

/** In the order in which a file moves on, so that one that moves meanwhile is seen; its error file was there before. */
async function namesIn(store: FileStore, folder: string): Promise<Set<string>> {
  const names = new Set<string>();
  for (const place of [[], ['processing'], ['archive'], ['failed']])
    for (const { name } of await look(store, folder, ...place))
      for (const one of namesOf(parseClaimedName(name)?.name ?? name)) names.add(one);
  return names;
}

async function noteStanding(
  { index, store, now, contextAt }: CatchUp,
  standing: Standing,
  { name: errorFile, modified }: StoreEntry,
  present: ReadonlySet<string>,
): Promise<void> {
  const { side, feed, folder } = standing;
  const name = errorFile.replace(/\.errors\.csv$/, '');
  const reported = await readErrorFiles(store, folder, name, present);
  const rows = reported.filter((row) => !isWholeFile(row));
  const whole = rows.length === 0 ? reported[0] : undefined;
  const entry: FileEntry = {
    ...{ side, feed: feed.name, folder, name, at: modified, basis: 'error file' },
    place: whole ? 'failed' : 'archive',
    made: (side === 'netsuite' ? timeInFileName(name) : undefined) ?? modified,
    ...{ applied: 0, rejected: rows.length, skipped: {}, output: '' },
    errors: storePath(folder, 'error', errorFile),
    ...{ code: whole?.code ?? '', message: whole?.message ?? '' },
  };
  if (rows.length === 0) {
    noteFile(index, entry);
    noteGone(index, standing, await look(store, folder, 'failed'), now);
    return;
  }
  const notes = noteRows(index, { side, feed: feed.name });
  const ids = await idsOf(standing, rows, contextAt(modified));
  rows.forEach((refusal, at) => {
    const outcome = { kind: 'refused', code: refusal.code } as const;
    const ofRow = ids[at] ?? bareIds(standing, refusal);
    const told = { ...refusal, message: `${refusal.message} ${DOUBT}` };
    notes.add({ ...ofRow, row: refusal.row, outcome, record: '' }, told);
  });
  notes.finish(entry);
}

/** Whoever empties an archive removes later files, too. */
const DOUBT =
  '(Its file is gone from archive/. If a later file that is gone, too, has applied the row, acknowledge the problem; without index.file, remove the error file.)';

type Ids = Omit<IndexedRow, 'row' | 'outcome' | 'record'>;

/** Error files for allocations in NetSuite name its order and line in these columns. */
const bareIds = ({ side, feed }: Standing, { orderId, orderItemSeqId }: ReportedRow): Ids =>
  side === 'netsuite' && feed.target.format === 'csv'
    ? { ...noIds, orderId: '', orderItemSeqId: '', salesOrder: orderId, line: orderItemSeqId }
    : { ...noIds, orderId, orderItemSeqId };

/**
 * All ids of the rows as they came, which the error file of a JSON feed keeps; of a CSV file it has not the header.
 * @returns none where they cannot be told
 */
async function idsOf(
  standing: Standing,
  rows: readonly ReportedRow[],
  context: ConversionContext,
): Promise<Ids[]> {
  const { side, feed } = standing;
  const format = side === 'netsuite' ? feed.target : feed.source;
  const originals = rows.map(({ original }) => original).filter((text) => text !== '');
  if (format.format === 'csv' || originals.length === 0) return [];
  try {
    const text = [...fileOfOriginals(format, [], originals)];
    const found =
      side === 'netsuite'
        ? receivedRows(feed, '', Buffer.from(text.join('')))
        : await judged(feed, text, context);
    return found.length === rows.length ? found : [];
  } catch (error) {
    if (!hasCode(error, 'UNREADABLE_FILE')) throw error;
    return [];
  }
}

async function judged(feed: Feed, text: readonly string[], context: ConversionContext): Promise<Ids[]> {
  const found: Ids[] = [];
  const notes = {
    add: (row: Ids) => void found.push(row),
    change: () => {},
    finish: () => {},
    discard: () => {},
  };
  const storage = openSqliteStorage();
  try {
    await convertSource(feed, inBlocksOf(text), context, storage, observerFor(notes, feed, context));
    return found;
  } finally {
    storage.close();
  }
}

async function* inBlocksOf(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  yield* inBlocks(texts);
}
