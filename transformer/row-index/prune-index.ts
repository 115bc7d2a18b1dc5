/** Takes out of the index what is older than it is to be kept, and what died with a process that was writing it. */
import { removeFile } from './files-table.ts';
import type { RowIndex } from './open-index.ts';

export const DAY = 86_400_000;

/** So long nobody writes one file. */
const LONGEST_WRITE = DAY;
/** At once; the rest goes with the next pass. */
const MOST_FILES = 500;

/** @returns how many files went */
export function pruneIndex(index: RowIndex, now: number, keepDays: number): number {
  return index.change((database) => {
    const old = database
      .prepare('SELECT id FROM files WHERE (complete = 1 AND at < ?) OR (complete = 0 AND at < ?) LIMIT ?')
      .all(now - keepDays * DAY, now - LONGEST_WRITE, MOST_FILES);
    for (const { id } of old) removeFile(database, Number(id));
    return old.length;
  });
}
