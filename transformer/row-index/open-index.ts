/**
 * The row index: a SQLite file of this machine that says what became of each row, made from what lies in the store. It is
 * never a truth of its own: one that is damaged is thrown away, and what it lacks is read from the store again.
 */
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, describe, TransformerError } from '../errors.ts';

export type RowIndex = {
  /** `:memory:` when it is for this answer alone. */
  path: string;
  /** Another one once the index was begun anew: numbers of before mean nothing then. */
  generation(): number;
  /** @throws TransformerError INDEX_FAILED */
  use<Result>(work: (database: DatabaseSync) => Result): Result;
  /** All of it or nothing. @throws TransformerError INDEX_FAILED */
  change<Result>(work: (database: DatabaseSync) => Result): Result;
  close(): void;
};

export const IN_MEMORY = ':memory:';

/** How a file of this program is known ("FIFA" as bytes), so that nobody's own file is thrown away; and which tables it has. */
const [APPLICATION, VERSION] = [0x46494641, 4];
/** Blocks of rows have a hundred thousand bytes: smaller pages take four times as long. */
const PAGE_BYTES = 32 * 1024;
/** How long another process is waited for, which writes one file at a time. */
const [LOCK_MILLISECONDS, IMPATIENT_MILLISECONDS] = [3000, 20];

const TABLES = `
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${VERSION};
  CREATE TABLE files (id INTEGER PRIMARY KEY, side, feed, folder, name, place, at INTEGER, made INTEGER, applied INTEGER,
    rejected INTEGER, skipped TEXT, output TEXT, errors TEXT, code TEXT, message TEXT, basis TEXT, gone INTEGER, complete INTEGER, seq INTEGER);
  CREATE UNIQUE INDEX files_by_name ON files (side, folder, place, name) WHERE complete = 1;
  CREATE INDEX files_by_time ON files (at);
  CREATE INDEX files_by_output ON files (output);
  CREATE TABLE blocks (id INTEGER PRIMARY KEY, file INTEGER, first INTEGER, last INTEGER, numbers BLOB, rows TEXT);
  CREATE INDEX blocks_by_file ON blocks (file);
  CREATE TABLE changes (file INTEGER, row INTEGER, kind TEXT, code TEXT, record TEXT, PRIMARY KEY (file, row)) WITHOUT ROWID;
  CREATE TABLE refusals (file INTEGER, row INTEGER, code TEXT, field TEXT, message TEXT, identity TEXT, orderId TEXT,
    orderItemSeqId TEXT, salesOrder TEXT, line TEXT, fulfillment TEXT, settled INTEGER DEFAULT 0, PRIMARY KEY (file, row)) WITHOUT ROWID;
  CREATE TABLE tallies (file INTEGER, facility TEXT, location TEXT, kind TEXT, code TEXT, count INTEGER,
    PRIMARY KEY (file, facility, location, kind, code)) WITHOUT ROWID;
  CREATE TABLE counters (name PRIMARY KEY, value INTEGER);
  CREATE TABLE places (folder, name, place, modified INTEGER, PRIMARY KEY (folder, place, name)) WITHOUT ROWID;
  CREATE TABLE looks (folder PRIMARY KEY, at INTEGER);`;

/** @throws TransformerError INDEX_FAILED */
export function openRowIndex(path: string): RowIndex {
  let database = explained(path, () => openOrBeginAnew(path));
  let generation = 1;
  const attempt = <Result>(work: (database: DatabaseSync) => Result): Result => {
    try {
      return work(database);
    } catch (cause) {
      // Whoever holds it may hold it for long, and a pass must not wait for each of its files.
      if (isLocked(cause)) database.exec(`PRAGMA busy_timeout = ${IMPATIENT_MILLISECONDS}`);
      if (!isDamage(cause)) throw cause;
      database.close();
      database = beginAnew(path, cause);
      generation += 1;
      throw begunAnew(path, cause);
    }
  };
  return {
    path,
    generation: () => generation,
    use: (work) => explained(path, () => attempt(work)),
    change: (work) => explained(path, () => attempt((database) => inTransaction(database, work))),
    close: () => database.close(),
  };
}

/**
 * The index of this file, or where it cannot be used one in memory, which whoever asks fills from the store.
 * @property problem why it cannot be used
 */
export function openIndexOrMemory(path: string | undefined): {
  index: RowIndex;
  problem: TransformerError | undefined;
} {
  try {
    return { index: openRowIndex(path ?? IN_MEMORY), problem: undefined };
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    return { index: openRowIndex(IN_MEMORY), problem: error };
  }
}

function openOrBeginAnew(path: string): DatabaseSync {
  try {
    return openDatabase(path);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    return beginAnew(path, cause);
  }
}

function openDatabase(path: string): DatabaseSync {
  if (path !== IN_MEMORY) makeForOwner(path);
  const database = new DatabaseSync(path, { timeout: LOCK_MILLISECONDS });
  try {
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
    inTransaction(database, () => makeTables(database, path));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Messages in it quote cells that others sent. What SQLite puts beside it gets the same rights. */
function makeForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function makeTables(database: DatabaseSync, path: string): void {
  const number = (pragma: string): number =>
    Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  const [application, version] = [number('application_id'), number('user_version')];
  const isEmpty = number('schema_version') === 0;
  if (isEmpty) database.exec(TABLES);
  else if (application !== APPLICATION) throw notOurs(path);
  else if (version > VERSION) throw tooNew(path);
  else if (version < VERSION)
    throw Object.assign(new Error('it has the tables of an older version'), OUTDATED);
}

/** As SQLite says that a database is malformed. */
const OUTDATED = { code: 'ERR_SQLITE_ERROR', errcode: 11 };

function inTransaction<Result>(database: DatabaseSync, work: (database: DatabaseSync) => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work(database);
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, with whatever details above the first byte; or a table that is not there. */
const isDamage = (cause: unknown): boolean =>
  codeOf(cause) === 'ERR_SQLITE_ERROR' &&
  ([11, 26].includes((cause as { errcode: number }).errcode & 0xff) ||
    /no such (table|column)/.test(describe(cause)));

function beginAnew(path: string, cause: unknown): DatabaseSync {
  if (path !== IN_MEMORY && !isOurs(path)) throw notOurs(path, cause);
  removeIndex(path);
  return openDatabase(path);
}

/** What SQLite keeps beside a database belongs to it. */
export function removeIndex(path: string): void {
  if (path !== IN_MEMORY) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

const HEADER = 'SQLite format 3\0';
/** Where SQLite keeps the application id: https://sqlite.org/fileformat.html, "The Database Header". */
const APPLICATION_AT = 68;

function isOurs(path: string): boolean {
  const head = Buffer.alloc(APPLICATION_AT + 4);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, head, 0, head.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return (
    head.toString('latin1', 0, HEADER.length) === HEADER && head.readUInt32BE(APPLICATION_AT) === APPLICATION
  );
}

function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TransformerError || codeOf(cause) === '') throw cause;
    throw new TransformerError(
      'INDEX_FAILED',
      `Cannot use the row index ${path}: ${describe(cause)}. ${adviceFor(cause)}`,
      {
        cause,
      },
    );
  }
}

const isLocked = (cause: unknown): boolean =>
  codeOf(cause) === 'ERR_SQLITE_ERROR' && [5, 6].includes((cause as { errcode: number }).errcode & 0xff);

const adviceFor = (cause: unknown): string =>
  isLocked(cause)
    ? 'Another process holds it for too long; what is missing in it is read from the archives later.'
    : 'Check that its folder exists on a disk of this machine, that this user may write there, and that there is room. No file is affected, and what is missing in it is read from the archives later.';

const begunAnew = (path: string, cause: unknown): TransformerError =>
  new TransformerError(
    'INDEX_FAILED',
    `The row index ${path} was damaged (${describe(cause)}) and has been begun anew. No file is affected, and what is missing in it is read from the archives later: run again.`,
    { cause },
  );

const notOurs = (path: string, cause?: unknown): TransformerError =>
  new TransformerError(
    'INDEX_FAILED',
    `${path} is not a row index of this program, or its beginning is destroyed, so it is left alone. Remove it, or name another file in index.file.`,
    { cause },
  );

const tooNew = (path: string): TransformerError =>
  new TransformerError(
    'INDEX_FAILED',
    `The row index ${path} was written by a newer version of the transformer. Use that version, or remove the file.`,
  );
