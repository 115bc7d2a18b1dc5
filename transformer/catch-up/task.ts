/** What catching up is given, and what it has to do: one task for each file that the index does not know. */
import type { ConversionContext } from '#feeds/feed.ts';
import type { Route } from '../folders/folders.ts';
import { filesWhere } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { DAY } from '../row-index/prune-index.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';

/**
 * @property contextAt what the conversion knew when a file was decided, as far as the configuration is still the same
 * @property keepDays older files are left out, as they would be pruned at once
 * @property mostFiles how many files are read at the most; the rest is read another time
 * @property onFile is told of each file that is read, for progress
 */
export type CatchUp = {
  index: RowIndex;
  store: FileStore;
  routes: readonly Route[];
  contextAt: (instant: number) => ConversionContext;
  now: number;
  keepDays: number;
  mostFiles?: number;
  onFile?: (path: string) => void;
};

/** What one look has to do, in the order in which it is done. */
export type Task = { path: string; read: () => Promise<void> };

export const recent = ({ now, keepDays }: CatchUp, entries: readonly StoreEntry[]): StoreEntry[] =>
  entries.filter(({ modified }) => modified === 0 || modified > now - keepDays * DAY);

/** Names of the files that the index has of a folder. */
export const knownNames = (
  index: RowIndex,
  side: 'transformer' | 'netsuite',
  folder: string,
  places: readonly string[],
): Set<string> =>
  new Set(
    filesWhere(index, 'side = ? AND folder = ?', side, folder)
      .filter(({ place }) => places.includes(place))
      .map(({ name }) => name),
  );
