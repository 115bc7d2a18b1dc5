/** The files that the index knows, each with what became of it. */
import type { DatabaseSync } from 'node:sqlite';
import type { FeedName } from '#feeds/feed.ts';
import { TransformerError } from '../errors.ts';
import type { RowIndex } from './open-index.ts';

/**
 * @property side who decided about its rows: the transformer, or the scripts in NetSuite
 * @property folder the folder that it came to
 * @property place below `folder`, where it lies now; `repeat` when it is in the archive and only came again
 * @property at when its rows were decided, as far as is known, epoch ms
 * @property made when it was written, epoch ms: of two files, that of the later one counts
 * @property code with `message` why it failed as a whole, or `''`
 * @property basis how it is known what became of its rows
 */
export type FileEntry = {
  side: 'transformer' | 'netsuite';
  feed: FeedName;
  folder: string;
  name: string;
  place: 'archive' | 'failed' | 'repeat';
  at: number;
  made: number;
  applied: number;
  rejected: number;
  skipped: Readonly<Record<string, number>>;
  output: string;
  errors: string;
  code: string;
  message: string;
  basis: Basis;
};

export type Basis = 'decided' | 'judged again' | 'outcome file' | 'error file' | 'whole file';

/**
 * @property seq in which order files were noted, which never has a number twice
 * @property gone when it was seen to have left `failed/`, epoch ms; 0 while it is there
 */
export type KnownFile = FileEntry & { id: number; gone: number; seq: number };

const COLUMNS = [
  'side',
  'feed',
  'folder',
  'name',
  'place',
  'at',
  'made',
  'applied',
  'rejected',
  'skipped',
  'output',
  'errors',
  'code',
  'message',
  'basis',
] as const satisfies readonly (keyof FileEntry)[];

/** The row of a file whose rows are still being written: nobody else sees it. Its time is that of writing, for `pruneIndex`. */
export function insertIncomplete(database: DatabaseSync): number {
  const insert = database.prepare('INSERT INTO files (at, gone, complete) VALUES (unixepoch() * 1000, 0, 0)');
  return Number(insert.run().lastInsertRowid);
}

/** In place of what was known of the file before. */
export function completeFile(database: DatabaseSync, id: number, entry: FileEntry): void {
  const known = database.prepare(
    'SELECT id FROM files WHERE side = ? AND folder = ? AND place = ? AND name = ? AND complete = 1',
  );
  for (const { id: old } of known.all(entry.side, entry.folder, entry.place, stored(entry.name)))
    removeFile(database, Number(old));
  const set = COLUMNS.map((column) => `${column} = ?`).join(', ');
  const cells = COLUMNS.map((column) =>
    column === 'skipped' ? JSON.stringify(entry.skipped) : storedCell(entry[column]),
  );
  const seq = counter(database, 'completed') + 1;
  setCounter(database, 'completed', seq);
  const complete = database.prepare(`UPDATE files SET ${set}, complete = 1, seq = ? WHERE id = ?`);
  if (complete.run(...cells, seq, id).changes === 0) throw removedMeanwhile(entry.name);
}

const removedMeanwhile = (name: string): TransformerError =>
  new TransformerError(
    'INDEX_FAILED',
    `What was noted of ${name} was removed before it was complete; the file is read from the archive later.`,
  );

/** 0 until it is set. */
export const counter = (database: DatabaseSync, name: string): number =>
  Number(database.prepare('SELECT value FROM counters WHERE name = ?').get(name)?.value ?? 0);

export const setCounter = (database: DatabaseSync, name: string, value: number): void =>
  void database.prepare('INSERT OR REPLACE INTO counters VALUES (?, ?)').run(name, value);

export function removeFile(database: DatabaseSync, id: number): void {
  for (const table of ['blocks', 'changes', 'refusals', 'tallies'])
    database.prepare(`DELETE FROM ${table} WHERE file = ?`).run(id);
  database.prepare('DELETE FROM files WHERE id = ?').run(id);
}

/** SQLite ends a text at a NUL, and has only whole characters; names of files have neither. */
const stored = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

const storedCell = (value: string | number): string | number =>
  typeof value === 'string' ? stored(value) : value;

/** A file without rows of its own: one that failed as a whole, or came again. */
export const noteFile = (index: RowIndex, entry: FileEntry): void =>
  index.change((database) => completeFile(database, insertIncomplete(database), entry));

export const knowsFile = (
  index: RowIndex,
  { side, folder, place, name }: Pick<FileEntry, 'side' | 'folder' | 'place' | 'name'>,
): boolean =>
  index.use((database) =>
    Boolean(
      database
        .prepare(
          'SELECT 1 FROM files WHERE side = ? AND folder = ? AND place = ? AND name = ? AND complete = 1',
        )
        .get(side, folder, place, stored(name)),
    ),
  );

/** @param where a condition in SQL, with its values */
export const filesWhere = (index: RowIndex, where: string, ...values: (string | number)[]): KnownFile[] =>
  index.use((database) =>
    database
      .prepare(`SELECT * FROM files WHERE complete = 1 AND ${where} ORDER BY at, id`)
      .all(...values)
      .map(knownFile),
  );

const knownFile = (found: Record<string, unknown>): KnownFile =>
  ({ ...found, skipped: JSON.parse(String(found.skipped)) }) as unknown as KnownFile;
