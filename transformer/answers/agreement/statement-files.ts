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

/** @throws TransformerError NO_STATEMENT */
export async function newestStatement(store: FileStore, folder: string): Promise<Statement> {
  const entries = (await undefinedIfNotFound(() => store.list(folder))) ?? [];
  const newest = entries
    .map(({ name }) => name)
    .filter(isManifestName)
    .sort()
    .at(-1);
  if (newest !== undefined) return readStatement(store, storePath(folder, newest));
  throw new TransformerError(
    'NO_STATEMENT',
    `There is no complete statement in ${folder}. Ask for one with "transformer reconcile --request", or run the on-demand deployment of HC_MR_SalesOrderStatement in NetSuite.`,
  );
}

/** @param path of the last part, which ends in .json @throws TransformerError NO_STATEMENT, UNREADABLE_FILE */
export async function readStatement(store: FileStore, path: string): Promise<Statement> {
  const bytes = await undefinedIfNotFound(() => store.read(path));
  if (!bytes)
    throw new TransformerError(
      'NO_STATEMENT',
      `There is no file ${quoteName(path)}. Name the last part of a statement, which ends in .json.`,
    );
  return { path, manifest: explained(path, () => parseManifest(Buffer.from(bytes).toString())) };
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
        read = explained(name, () => statementRowReader(cells));
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

const incomplete = (name: string, what: string): TransformerError =>
  new TransformerError(
    'INCOMPLETE_STATEMENT',
    `${quoteName(name)} ${what}, so the statement is not whole and was not compared. Ask for a new one: transformer reconcile --request.`,
  );

function explained<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new TransformerError('UNREADABLE_FILE', `${quoteName(path)} cannot be read: ${describe(cause)}`, {
      cause,
    });
  }
}
