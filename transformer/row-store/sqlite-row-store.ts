/** A storage for conversions: a database that SQLite holds in its cache, and beyond that in a file without a name. */
import { tmpdir } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import type { Candidates, RejectedRows, Storage } from '#feeds/conversion/row-store.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { codeOf } from '../errors.ts';
import { temporaryFolderFailed } from './spill-file.ts';
import { makeCandidates } from './waiting-rows.ts';

/**
 * @property folder where what does not fit in memory goes
 * @property cacheBytes how much is in memory
 * @property marks how many there are to distinguish keys by
 */
export type SqliteOptions = { folder?: string; cacheBytes?: number; marks?: number };

/** Rows as they came, by their numbers. */
export type OriginalRows = {
  add(row: number, text: string): void;
  /** `''` when there is none. */
  textOf(row: number): string;
  /** In the order of the file. */
  texts(): Iterable<string>;
};

export type SqliteStorage = Storage<Uint8Array> & { originals(): OriginalRows; close(): void };

/** Pages of 4 kB take an eighth more time. */
const PAGE_BYTES = 16 * 1024;
const CACHE_BYTES = 16 * 2 ** 20;
const LEAST_PAGES = 10;

/** Its functions throw TransformerError STORE_FAILED when the folder is needed and cannot be used. */
export function openSqliteStorage(options: SqliteOptions = {}): SqliteStorage {
  const { folder = tmpdir(), cacheBytes = CACHE_BYTES, marks = 2 ** 32 } = options;
  const pages = Math.max(Math.ceil(cacheBytes / PAGE_BYTES), LEAST_PAGES);
  const database = openTemporaryDatabase(folder, pages);
  return {
    candidates: (layout) => candidatesIn(folder, makeCandidates(database, layout, marks)),
    rejected: () => rejectedIn(folder, makeRejectedRows(database)),
    originals: () => originalsIn(folder, makeOriginalRows(database)),
    close: () => database.close(),
  };
}

/**
 * A database without a path is private, and SQLite takes the name from its file as it makes it (https://sqlite.org/inmemorydb.html,
 * "Temporary Databases"). Nothing is rolled back, so there is no journal, which `defensive` would insist on.
 */
export function openTemporaryDatabase(folder: string, pages: number): DatabaseSync {
  const database = new DatabaseSync('', { defensive: false });
  const most = useFolder(database, folder) ? '' : `PRAGMA max_page_count = ${pages};`;
  database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA cache_size = ${pages}; ${most}
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;`);
  return database;
}

/** Without it SQLite looks for another folder. @returns false when it cannot be used, which matters to large files only */
function useFolder(database: DatabaseSync, folder: string): boolean {
  try {
    database.exec(`PRAGMA temp_store_directory = '${folder.replaceAll("'", "''")}'`);
    return true;
  } catch {
    return false;
  }
}

/** The index keeps SQLite from sorting whole rejects, which would take their room again. */
function makeRejectedRows(database: DatabaseSync): RejectedRows {
  database.exec('CREATE TABLE rejected (row, reject); CREATE INDEX by_row ON rejected (row)');
  const insert = database.prepare('INSERT INTO rejected VALUES (?, ?)');
  return {
    add: (reject) => {
      insert.run(reject.row, JSON.stringify(reject));
    },
    sorted: function* () {
      const rejects = database.prepare('SELECT reject FROM rejected INDEXED BY by_row ORDER BY row, rowid');
      for (const { reject } of rejects.iterate()) yield JSON.parse(String(reject)) as Reject;
    },
  };
}

function makeOriginalRows(database: DatabaseSync): OriginalRows {
  database.exec('CREATE TABLE originals (row INTEGER PRIMARY KEY, text)');
  const insert = database.prepare('INSERT INTO originals VALUES (?, ?)');
  const select = database.prepare('SELECT text FROM originals WHERE row = ?');
  return {
    add: (row, text) => void insert.run(row, text),
    textOf: (row) => String(select.get(row)?.text ?? ''),
    texts: function* () {
      for (const { text } of database.prepare('SELECT text FROM originals ORDER BY row').iterate())
        yield String(text);
    },
  };
}

const candidatesIn = (folder: string, candidates: Candidates<Uint8Array>): Candidates<Uint8Array> => ({
  add: (row) => onDisk(folder, () => candidates.add(row)),
  resolveDuplicates: (...asked) => eachOnDisk(folder, candidates.resolveDuplicates(...asked)),
  size: candidates.size,
  file: () => eachOnDisk(folder, candidates.file()),
});

const originalsIn = (folder: string, originals: OriginalRows): OriginalRows => ({
  add: (row, text) => onDisk(folder, () => originals.add(row, text)),
  textOf: (row) => onDisk(folder, () => originals.textOf(row)),
  texts: () => eachOnDisk(folder, originals.texts()),
});

const rejectedIn = (folder: string, rejected: RejectedRows): RejectedRows => ({
  add: (reject) => onDisk(folder, () => rejected.add(reject)),
  sorted: () => eachOnDisk(folder, rejected.sorted()),
});

function onDisk<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw isOfDisk(cause) ? temporaryFolderFailed(folder, cause) : cause;
  }
}

function* eachOnDisk<Item>(folder: string, items: Iterable<Item>): Generator<Item> {
  try {
    yield* items;
  } catch (cause) {
    throw isOfDisk(cause) ? temporaryFolderFailed(folder, cause) : cause;
  }
}

/** SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN, each with whatever details above the first byte. */
const isOfDisk = (cause: unknown): boolean =>
  codeOf(cause) === 'ERR_SQLITE_ERROR' &&
  [10, 13, 14].includes((cause as { errcode: number }).errcode & 0xff);
