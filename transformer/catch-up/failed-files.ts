/** Files in `failed/`, why they are there, and that some have left it. */
import type { FeedName } from '#feeds/feed.ts';
import { withoutMark } from '../folders/claim.ts';
import type { Route } from '../folders/folders.ts';
import { filesWhere, noteFile } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { isWholeFile, readErrorFile } from './error-files.ts';
import { type CatchUp, knownNames, type Task } from './task.ts';

export type Reason = { code: string; message: string; errors: string };

/** Of a file that went on changing after it was taken there is an error file alone. Source: docs/operating.md#error-files. */
export const isOfChanged = ({ name }: StoreEntry): boolean => name.endsWith('.changed.errors.csv');

/** @param failed what is in `failed/`, and the error files of files that went on changing */
export function readFailed(options: CatchUp, route: Route, failed: readonly StoreEntry[]): Task[] {
  const { index, now } = options;
  const { sourceFolder: folder, feed } = route;
  noteGone(index, { side: 'transformer', folder }, failed, now);
  const known = knownNames(index, 'transformer', folder, ['failed']);
  return failed
    .filter(({ name }) => !known.has(name))
    .map((entry) => ({
      path: storePath(folder, 'failed', entry.name),
      read: () => readFailedFile(options, { side: 'transformer', folder, feed: feed.name }, entry),
    }));
}

/** A file that somebody has taken out of `failed/` is no problem any more. One that came back is one again. */
export function noteGone(
  index: RowIndex,
  { side, folder }: { side: string; folder: string },
  failed: readonly StoreEntry[],
  now: number,
): void {
  const there = new Set(failed.map(({ name }) => name));
  const known = filesWhere(index, "side = ? AND folder = ? AND place = 'failed'", side, folder);
  const changed = known.filter(({ name, gone }) => there.has(name) !== (gone === 0));
  if (changed.length === 0) return;
  index.change((database) => {
    const set = database.prepare('UPDATE files SET gone = ? WHERE id = ?');
    for (const { id, name } of changed) set.run(there.has(name) ? 0 : now, id);
  });
}

async function readFailedFile(
  { index, store }: CatchUp,
  place: { side: 'transformer' | 'netsuite'; folder: string; feed: FeedName },
  entry: StoreEntry,
): Promise<void> {
  const { name, modified } = entry;
  const reason = await reasonFor(
    store,
    place.folder,
    isOfChanged(entry) ? name.replace(/\.errors\.csv$/, '') : name,
  );
  const nothing = { applied: 0, rejected: 0, skipped: {}, output: '', basis: 'whole file' as const };
  noteFile(index, { ...place, ...nothing, ...reason, name, place: 'failed', at: modified, made: modified });
}

/** A file that was moved beside another of its name may have its reason under the name that it came with. */
export async function reasonFor(store: FileStore, folder: string, name: string): Promise<Reason> {
  for (const own of [name, withoutMark(name)]) {
    const errors = storePath(folder, 'error', `${own}.errors.csv`);
    const found = (await readErrorFile(store, errors))?.find(isWholeFile);
    if (found) return { code: found.code, message: found.message, errors };
  }
  return { code: '', message: '', errors: '' };
}
