/** What is in the folders of the store at a moment, and how the index remembers what waits there. */
import { isConnectionFailure, TransformerError } from '../errors.ts';
import { parseClaimedName } from '../folders/claim.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { isSafeName, storePath } from '../store/store-path.ts';

/** Plain files that people and programs are meant to see, oldest first; none where there is no folder. */
export async function look(store: FileStore, ...folder: string[]): Promise<StoreEntry[]> {
  const entries = (await undefinedIfNotFound(() => store.list(storePath(...folder)))) ?? [];
  return entries
    .filter(({ kind, name }) => kind === 'file' && !name.startsWith('.') && isSafeName(name))
    .sort((one, other) => one.modified - other.modified || (one.name < other.name ? -1 : 1));
}

type Places = { waiting: readonly StoreEntry[]; processing: readonly StoreEntry[] };

/** In place of what was there at the look before. */
export function rememberPlaces(index: RowIndex, folder: string, found: Places, now: number): void {
  index.change((database) => {
    database.prepare('DELETE FROM places WHERE folder = ?').run(folder);
    const insert = database.prepare('INSERT OR REPLACE INTO places VALUES (?, ?, ?, ?)');
    for (const { name, modified } of found.waiting) insert.run(folder, name, 'waiting', modified);
    for (const { name, modified } of found.processing)
      insert.run(folder, parseClaimedName(name)?.name ?? name, 'processing', modified);
    database.prepare('INSERT OR REPLACE INTO looks VALUES (?, ?)').run(folder, now);
  });
}

/** @property modified when it was written, epoch ms */
export type PlaceFound = { folder: string; name: string; place: 'waiting' | 'processing'; modified: number };

export const placesIn = (index: RowIndex): PlaceFound[] =>
  index.use((database) => database.prepare('SELECT * FROM places ORDER BY modified').all() as PlaceFound[]);

/** When a folder was last looked into, epoch ms; undefined before the first time. */
export const lookedAt = (index: RowIndex, folder: string): number | undefined =>
  index.use((database) => {
    const found = database.prepare('SELECT at FROM looks WHERE folder = ?').get(folder);
    return found === undefined ? undefined : Number(found.at);
  });

/** What cannot be read of one file is said, and hides no other. @throws what is about more than this file */
export async function readOrNote(
  { path, read }: { path: string; read: () => Promise<void> },
  unread: string[],
): Promise<void> {
  try {
    await read();
  } catch (error) {
    const isOfFile =
      error instanceof TransformerError && error.code !== 'INDEX_FAILED' && !isConnectionFailure(error);
    if (!isOfFile) throw error;
    if (error.code !== 'NOT_FOUND') unread.push(`${path}: ${error.message}`); // somebody has moved it since
  }
}
