/**
 * A folder on an SFTP server as a store. Where ssh2-sftp-client takes any failure to look for "not there", or leaves a
 * file's kind to the server's wording, the protocol is asked itself: the transformer draws conclusions from what is not there.
 */
import type { Attributes, FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2';
import type SftpClient from 'ssh2-sftp-client';
import { type Chunks, gathered, inOneChunk } from '../chunks.ts';
import { codeOf, describe, isConnectionFailure, TransformerError } from '../errors.ts';
import type { FileStore, StoreEntry } from '../file-store.ts';
import { folderOf, storePath } from '../store-path.ts';
import { connectSftp, type SftpConnection, type SftpSettings } from './sftp-connection.ts';
import { type Ask, readPieces, writePieces } from './sftp-transfer.ts';

/** SFTP status codes. Everything OpenSSH has no code for is "failure". */
const NO_SUCH_FILE = '2';
const NO_PERMISSION = '3';

/** @throws TransformerError NOT_FOUND when the root is not there: a mistyped root must not become a new tree */
export async function openSftp(settings: SftpSettings, root: string): Promise<FileStore> {
  const connection = await connectSftp(settings);
  const base = root.replace(/\/+$/, '');
  const at = (path: string): string => (path === '' ? root : `${base}/${storePath(path)}`);
  const store = storeOver(connection, at);
  try {
    if (await store.exists('')) return store;
    throw new TransformerError(
      'NOT_FOUND',
      `${root} does not exist on the server. Check "root" in the configuration.`,
    );
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function storeOver(connection: SftpConnection, at: (path: string) => string): FileStore {
  const look = (path: string) => statOf(connection, path, at(path));
  return {
    list: async (folder) => {
      const entries = await ask<FileEntryWithStats[]>(connection, folder, (sftp, done) =>
        sftp.readdir(at(folder), done),
      );
      return entries.filter(({ filename }) => filename !== '.' && filename !== '..').map(entryOf);
    },
    read: (path) => gathered(readPieces(askAbout(connection, path), at(path))),
    readStream: (path) => readPieces(askAbout(connection, path), at(path)),
    write: (path, bytes) => writeNew(connection, look, path, at(path), inOneChunk(bytes)),
    writeStream: (path, content) => writeNew(connection, look, path, at(path), content),
    move: async (from, to) => {
      await refuseTaken(look, to, from);
      await explained(look, from, to, () => plainRename(connection, from, at(from), at(to)));
    },
    rename: async (from, to) => {
      await refuseTaken(look, to, from);
      await explained(look, from, to, () => oneStepRename(connection, from, at(from), at(to)));
    },
    exists: async (path) => (await look(path)) !== undefined,
    makeFolder: (path) => makeFolders(connection, look, at, path),
    remove: async (path) => {
      await use(connection, path, (client) => client.delete(at(path)));
    },
    close: () => connection.close(),
  };
}

type Look = (path: string) => Promise<Stats | undefined>;

async function statOf(
  connection: SftpConnection,
  path: string,
  absolute: string,
): Promise<Stats | undefined> {
  try {
    return await ask<Stats>(connection, path, (sftp, done) => sftp.lstat(absolute, done));
  } catch (error) {
    if (error instanceof TransformerError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

function entryOf({ filename, attrs }: FileEntryWithStats): StoreEntry {
  return { name: filename, size: attrs.size, modified: attrs.mtime * 1000, kind: kindOf(attrs) };
}

/** The type bits of a POSIX mode. */
function kindOf({ mode }: Attributes): StoreEntry['kind'] {
  const type = mode & 0o170000;
  return type === 0o100000 ? 'file' : type === 0o040000 ? 'folder' : 'other';
}

async function writeNew(
  connection: SftpConnection,
  look: Look,
  path: string,
  absolute: string,
  content: Chunks,
): Promise<void> {
  await refuseTaken(look, path);
  const written = await writePieces(askAbout(connection, path), absolute, content);
  const size = (await look(path))?.size;
  if (size !== written) throw sizeMismatch(path, size, written);
}

/** OpenSSH refuses an existing target; on servers that do not, only the look before keeps it. */
const plainRename = (connection: SftpConnection, what: string, from: string, to: string): Promise<unknown> =>
  use(connection, what, (client) => client.rename(from, to));

/** OpenSSH's plain rename is two steps (link, unlink); its extension is one. */
const oneStepRename = (
  connection: SftpConnection,
  what: string,
  from: string,
  to: string,
): Promise<unknown> =>
  use(connection, what, (client) =>
    client.posixRename(from, to).catch((error: unknown) => {
      // ssh2 does not send what the server does not offer.
      if (/does not support this extended request/.test(describe(error))) return client.rename(from, to);
      throw error;
    }),
  );

/** A refused rename has one code for everything, so what it was is looked up. */
async function explained(
  look: Look,
  from: string,
  to: string,
  rename: () => Promise<unknown>,
): Promise<void> {
  try {
    await rename();
  } catch (error) {
    if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
    if (error.code === 'PERMISSION_DENIED') throw error;
    if (!(await look(from))) throw notFound(from, error);
    if (!(await look(folderOf(to)))) throw notFound(folderOf(to), error);
    if (await look(to)) throw alreadyExists(to);
    throw error;
  }
}

async function refuseTaken(look: Look, path: string, from?: string): Promise<void> {
  if (!(await look(path))) return;
  if (from !== undefined && !(await look(from))) throw notFound(from, undefined);
  throw alreadyExists(path);
}

async function makeFolders(
  connection: SftpConnection,
  look: Look,
  at: (path: string) => string,
  path: string,
): Promise<void> {
  const found = await look(path);
  if (found?.isDirectory()) return;
  if (found)
    throw new TransformerError('STORE_FAILED', `${path} is a file where a folder is needed. Move it away.`);
  if (folderOf(path) !== '') await makeFolders(connection, look, at, folderOf(path));
  try {
    await ask<void>(connection, path, (sftp, done) => sftp.mkdir(at(path), done));
  } catch (error) {
    if (isConnectionFailure(error) || !(await look(path))?.isDirectory()) throw error; // else another made it meanwhile
  }
}

async function use<Result>(
  connection: SftpConnection,
  path: string,
  work: (client: SftpClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await connection.run(path, work);
  } catch (error) {
    throw error instanceof TransformerError ? error : failure(error, path);
  }
}

type Start<Result> = (sftp: SFTPWrapper, done: (error?: Error | null, result?: Result) => void) => void;

async function ask<Result>(connection: SftpConnection, path: string, start: Start<Result>): Promise<Result> {
  try {
    return await connection.ask<Result>(path === '' ? 'The root folder' : path, start);
  } catch (error) {
    throw error instanceof TransformerError ? error : failure(error, path);
  }
}

const askAbout =
  (connection: SftpConnection, path: string): Ask =>
  (start) =>
    ask(connection, path, start);

function failure(error: unknown, path: string): TransformerError {
  const code = codeOf(error);
  const text = describe(error);
  const cause = new Error(text);
  if (code === NO_SUCH_FILE) return notFound(path, cause);
  if (code === NO_PERMISSION) {
    return new TransformerError(
      'PERMISSION_DENIED',
      `${path} may not be used by this SFTP user. Have it given the rights to read, write and rename in that folder.`,
      { cause },
    );
  }
  return new TransformerError(
    'STORE_FAILED',
    `The SFTP server cannot do what was asked with ${path}: ${text}.`,
    { cause },
  );
}

const notFound = (path: string, cause: unknown): TransformerError =>
  new TransformerError('NOT_FOUND', `${path} does not exist on the SFTP server.`, { cause });

const alreadyExists = (path: string): TransformerError =>
  new TransformerError('ALREADY_EXISTS', `${path} exists already on the SFTP server and is not overwritten.`);

const sizeMismatch = (path: string, found: number | undefined, expected: number): TransformerError =>
  new TransformerError(
    'SIZE_MISMATCH',
    `${path} has ${found ?? 'no'} bytes after writing ${expected}. Check the server's disk.`,
  );
