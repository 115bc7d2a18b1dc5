/** A folder on an SFTP server as a store. It draws conclusions from what is not there, so it asks the protocol itself. */
import type { Stats } from 'ssh2';
import { type Chunks, gathered, inOneChunk } from '../chunks.ts';
import { codeOf, describe, isConnectionFailure, TransformerError } from '../errors.ts';
import type { FileStore, Target } from '../file-store.ts';
import { folderOf, storePath } from '../store-path.ts';
import { connectSftp, type SftpConnection, type SftpSettings } from './sftp-connection.ts';
import { listEntries } from './sftp-listing.ts';
import type { Start } from './sftp-requests.ts';
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
  const about = (path: string): Ask => askAbout(connection, path);
  const moving =
    (rename: (ask: Ask, from: string, to: string) => Promise<void>) =>
    async (from: string, to: string, target: Target = {}): Promise<void> => {
      if (!target.isFree) await refuseTaken(look, to, from);
      await explained(look, from, to, () => rename(about(from), at(from), at(to)));
    };
  return {
    inOrder: true,
    list: (folder) => listEntries(about(folder), at(folder)),
    read: (path) => gathered(readPieces(about(path), at(path))),
    readStream: (path, size) => readPieces(about(path), at(path), size),
    write: (path, bytes) => writeNew(about(path), look, path, at(path), inOneChunk(bytes)),
    writeStream: (path, content) => writeNew(about(path), look, path, at(path), content),
    move: moving(plainRename),
    rename: moving(oneStepRename),
    exists: async (path) => (await look(path)) !== undefined,
    makeFolder: (path) => makeFolders(connection, look, at, path),
    remove: (path) => about(path)<void>((sftp, done) => sftp.unlink(at(path), done)),
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

async function writeNew(
  ask: Ask,
  look: Look,
  path: string,
  absolute: string,
  content: Chunks,
): Promise<void> {
  const { written, size } = await writePieces(ask, absolute, content).catch(async (error: unknown) => {
    throw isRefusal(error) && (await look(path)) ? alreadyExists(path) : error;
  });
  if (size !== written) throw sizeMismatch(path, size, written);
}

/** OpenSSH refuses an existing target; on servers that do not, only the look before keeps it. */
const plainRename = (ask: Ask, from: string, to: string): Promise<void> =>
  ask<void>((sftp, done) => sftp.rename(from, to, done));

/** OpenSSH's plain rename is two steps (link, unlink); its extension is one. */
const oneStepRename = (ask: Ask, from: string, to: string): Promise<void> =>
  ask<void>((sftp, done) => {
    try {
      sftp.ext_openssh_rename(from, to, done);
    } catch {
      sftp.rename(from, to, done); // ssh2 throws when the server does not offer it
    }
  });

/** What the server has said no to, but not because of rights. */
const isRefusal = (error: unknown): boolean =>
  error instanceof TransformerError && !isConnectionFailure(error) && error.code !== 'PERMISSION_DENIED';

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
    if (!isRefusal(error)) throw error;
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
