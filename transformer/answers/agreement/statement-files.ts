/** Statements as NetSuite has put them into a folder: the newest that is complete, and its rows. */
import { isManifestName, parseManifest, type StatementManifest } from '#feeds/statement/manifest.ts';
import { type StatementRow, statementRowReader } from '#feeds/statement/rows.ts';
import { shortHash } from '#feeds/format/file-name.ts';
import { describe, hasCode, TransformerError } from '../../errors.ts';
import { readCsvRows } from '../../convert/csv-reader.ts';
import { inOneChunk } from '../../store/byte-stream.ts';
import type { FileStore } from '../../store/file-store.ts';
import { undefinedIfNotFound } from '../../store/if-there.ts';
import { folderOf, quoteName, storePath } from '../../store/store-path.ts';

/** @property path of its last part */
export type Statement = { path: string; manifest: StatementManifest };

/** Path of the last part of the newest statement, whether or not it can be read; undefined when there is none. */
export async function newestStatementPath(store: FileStore, folder: string): Promise<string | undefined> {
  const entries = (await undefinedIfNotFound(() => store.list(folder))) ?? [];
  const newest = entries
    .map(({ name }) => name)
    .filter(isManifestName)
    .sort()
    .at(-1);
  return newest === undefined ? undefined : storePath(folder, newest);
}

/** @throws TransformerError NO_STATEMENT, INCOMPLETE_STATEMENT */
export async function newestStatement(store: FileStore, folder: string): Promise<Statement> {
  const path = await newestStatementPath(store, folder);
  if (path !== undefined) return readStatement(store, path);
  throw new TransformerError(
    'NO_STATEMENT',
    `There is no complete statement in ${folder}. Ask for one with "transformer reconcile --request", or run the on-demand deployment of HC_MR_SalesOrderStatement in NetSuite.`,
  );
}

/** @param path of the last part, which ends in .json @throws TransformerError NO_STATEMENT, INCOMPLETE_STATEMENT */
export async function readStatement(store: FileStore, path: string): Promise<Statement> {
  const bytes = await undefinedIfNotFound(() => store.read(path));
  if (!bytes)
    throw new TransformerError(
      'NO_STATEMENT',
      `There is no file ${quoteName(path)}. Name the last part of a statement, which ends in .json.`,
    );
  try {
    return { path, manifest: parseManifest(Buffer.from(bytes).toString()) };
  } catch (cause) {
    throw incomplete(path, `cannot be read as the last part of a statement (${describe(cause)})`, cause);
  }
}

/**
 * One part after the other; each must be there and be what the last part says of it.
 * @throws TransformerError INCOMPLETE_STATEMENT: what is compared must be whole
 */
export async function readRows(
  store: FileStore,
  { path, manifest }: Statement,
  onRow: (row: StatementRow) => void,
): Promise<void> {
  for (const { name, rows, checksum } of manifest.parts) {
    const text = await textOf(store, storePath(folderOf(path), name));
    if (shortHash(text) !== checksum) throw incomplete(name, 'is not what NetSuite wrote');
    let read: ((cells: readonly string[]) => StatementRow) | undefined;
    let found = 0;
    await readCsvRows(inOneChunk(Buffer.from(text)), (cells) => {
      if (!read) {
        read = readerOf(name, cells);
        return;
      }
      found += 1;
      onRow(read(cells));
    });
    if (found !== rows) throw incomplete(name, `has ${found} rows of ${rows}`);
  }
}

async function textOf(store: FileStore, path: string): Promise<string> {
  try {
    return Buffer.from(await store.read(path)).toString();
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) throw incomplete(path, 'is not there any more');
    throw error;
  }
}

const incomplete = (name: string, what: string, cause?: unknown): TransformerError =>
  new TransformerError(
    'INCOMPLETE_STATEMENT',
    `${quoteName(name)} ${what}, so the statement is not whole and was not compared. Ask for a new one with "transformer reconcile --request", or name an older one with --statement.`,
    { cause },
  );

function readerOf(name: string, header: readonly string[]): (cells: readonly string[]) => StatementRow {
  try {
    return statementRowReader(header);
  } catch (cause) {
    throw incomplete(name, `cannot be read (${describe(cause)})`, cause);
  }
}
