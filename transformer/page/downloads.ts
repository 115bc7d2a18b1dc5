/** Files to take away: refused rows as they came, safe to open in a spreadsheet. */
import { rejectLines } from '#feeds/rows/reject.ts';
import { pathOfFile } from '../answers/file-list.ts';
import { problemOfRow } from '../answers/problems.ts';
import { readErrorFile } from '../catch-up/error-files.ts';
import { TransformerError } from '../errors.ts';
import type { KnownFile } from '../row-index/files-table.ts';
import { openRefusals, type RefusedRow } from '../row-index/settle-refusals.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { folderOf, nameOf } from '../store/store-path.ts';
import { type Seat, withStoreOf } from './desk.ts';
import { storyOf } from './gather.ts';
import type { FileContent } from './parts/links.ts';

/** In the columns of an error file. @param originals whether the rows are there as they came @throws TransformerError NOT_FOUND */
export async function refusedRowsCsv(seat: Seat, problem: string, originals = true): Promise<string> {
  const rows = openRefusals(seat.index).filter((row) => problemOfRow(row) === problem);
  if (rows.length === 0) throw new TransformerError('NOT_FOUND', 'This problem is not open any more.');
  const lines = originals
    ? await withStoreOf(seat, (store) => csvLines(rows, (errors) => originalsOf(store, errors)))
    : await csvLines(rows);
  return lines.join('');
}

type Originals = (errors: string) => Promise<ReadonlyMap<number, string>>;

async function csvLines(rows: readonly RefusedRow[], originalsIn?: Originals): Promise<string[]> {
  const lines: string[] = [];
  for (const ofFile of Map.groupBy(rows, ({ file }) => file.id).values()) {
    const [first] = ofFile;
    if (!first) continue;
    const originals = await originalsIn?.(first.file.errors);
    const all = rejectLines(first.file.name, ofFile, originals && ((row) => originals.get(row) ?? ''));
    const [header = '', ...others] = all;
    lines.push(...(lines.length === 0 ? [header] : []), ...others);
  }
  return lines;
}

/** An error file that is not there any more costs the cells, not the rows. */
async function originalsOf(store: FileStore, errors: string): Promise<Map<number, string>> {
  if (errors === '') return new Map();
  const reported = (await readErrorFile(store, errors)) ?? [];
  return new Map(reported.map(({ row, original }) => [row, original]));
}

export type Download = { name: string; content: ReadableStream<Uint8Array> };

/** A file of the store by what the index knows of it, never by a path that somebody names. @throws TransformerError NOT_FOUND */
export async function contentOf(seat: Seat, id: number, what: FileContent): Promise<Download> {
  const { file } = storyOf(seat, id);
  const store = await seat.open();
  try {
    for (const path of pathsOf(file, what)) {
      const chunks = store.readStream(path)[Symbol.asyncIterator]();
      const first = await undefinedIfNotFound(() => chunks.next());
      if (first) return { name: nameOf(path), content: streamOf(first, chunks, store) };
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  await store.close();
  throw new TransformerError('NOT_FOUND', 'The file is not there any more.');
}

/** Where it was put, and where its receiver moves what it has taken. */
function pathsOf(file: KnownFile, what: FileContent): string[] {
  if (what === 'source') return [pathOfFile(file)];
  if (what === 'errors') return file.errors === '' ? [] : [file.errors];
  if (file.output === '' || file.side === 'netsuite') return [];
  const [folder, name] = [folderOf(file.output), nameOf(file.output)];
  return [file.output, ...['archive', 'processing', 'failed'].map((place) => `${folder}/${place}/${name}`)];
}

function streamOf(
  first: IteratorResult<Uint8Array>,
  chunks: AsyncIterator<Uint8Array>,
  store: FileStore,
): ReadableStream<Uint8Array> {
  let next: Promise<IteratorResult<Uint8Array>> | undefined = Promise.resolve(first);
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { value, done } = await (next ?? chunks.next());
        next = undefined;
        if (!done) return controller.enqueue(value);
        await store.close();
        controller.close();
      } catch (error) {
        await store.close();
        throw error;
      }
    },
    cancel: () => store.close(),
  });
}
