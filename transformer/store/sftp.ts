/** A folder on an SFTP server as a store. It draws conclusions from what is not there, so it asks the protocol itself. */
import type { Stats } from 'ssh2';
import { codeOf, describe, hasCode, isConnectionFailure, TransformerError } from '../errors.ts';
import { type Chunks, concat, inOneChunk } from './byte-stream.ts';
import type { FileStore, StoreEntry, Target, WrittenFile } from './file-store.ts';
import { connectSftp, type SftpConnection, type SftpSettings } from './sftp-connection.ts';
import { tryHabits } from './sftp-habits.ts';
import { kindOf, listEntries } from './sftp-listing.ts';
import type { Ask, Start } from './sftp-requests.ts';
import { orNoRoom } from './sftp-room.ts';
import { openNew, readPieces, writePieces } from './sftp-transfer.ts';
import { folderOf, nameOf, storePath } from './store-path.ts';

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
      await renamed(look, from, to, () => rename(about(from), at(from), at(to)));
    };
  return {
    inOrder: true,
    list: (folder) => listEntries(about(folder), at(folder)),
    read: (path) => concat(readPieces(about(path), at(path))),
    readStream: (path, size) => readPieces(about(path), at(path), size),
    write: (path, bytes) => writeNew(about(path), look, path, at(path), inOneChunk(bytes)),
    createOnce: async (path, bytes) =>
      void (await writeNew(about(path), look, path, at(path), inOneChunk(bytes), true)),
    writeStream: (path, content) => writeNew(about(path), look, path, at(path), content),
    move: moving(plainRename),
    rename: moving(oneStepRename),
    exists: async (path) => (await look(path)) !== undefined,
    look: async (path) => entryFrom(path, await look(path)),
    hasOwnClock: true,
    habits: (folder, name, now) => tryHabits(about(folder), at(storePath(folder, name)), now),
    makeFolder: (path) => makeFolders(connection, look, at, path),
    remove: (path) =>
      removed(look, path, () => about(path)<void>((sftp, done) => sftp.unlink(at(path), done))),
    silence: () => connection.silence(),
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
  keep = false,
): Promise<WrittenFile> {
  // Only while it is opened: what fails later has to do with this file, which is new.
  const handle = await openNew(ask, absolute).catch(async (error: unknown) => {
    if (isRefusal(error) && (await look(path))) throw alreadyExists(path);
    throw await orNoRoom(ask, folderOf(absolute), error);
  });
  const { written, found } = await writePieces(ask, handle, absolute, content, keep);
  if (found.size !== written) await refuseCut(ask, path, absolute, { said: found.size, written });
  return { modified: (found.mtime ?? 0) * 1000 };
}

/** Some servers report a wrong size, or none: then reading the file shows whether it is whole. */
async function refuseCut(
  ask: Ask,
  path: string,
  absolute: string,
  { said, written }: { said: number | undefined; written: number },
): Promise<void> {
  let readable = 0;
  for await (const piece of readPieces(ask, absolute)) readable += piece.length;
  if (readable !== written) throw sizeMismatch(path, said ?? readable, written);
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

/**
 * A refused rename has one code for everything, so what it was is looked up. Servers have been seen that refuse what they
 * have done: the target was free, so when it is there and the source is not, this is how the rename has ended.
 */
async function renamed(look: Look, from: string, to: string, rename: () => Promise<unknown>): Promise<void> {
  try {
    await rename();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [isThere, isTaken] = [await look(from), await look(to)];
    if (!isThere && isTaken) return;
    if (!isThere) throw notFound(from, error);
    if (!(await look(folderOf(to)))) throw notFound(folderOf(to), error);
    if (isTaken) throw alreadyExists(to);
    throw error;
  }
}

/** As with renames: what is gone was removed, whatever the server answers. */
async function removed(look: Look, path: string, remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!isRefusal(error) || hasCode(error, 'NOT_FOUND') || (await look(path))) throw error;
  }
}

function entryFrom(path: string, found: Stats | undefined): StoreEntry | undefined {
  if (!found) return undefined;
  const { size = 0, mtime = 0 }: Partial<Stats> = found;
  return { name: nameOf(path), size, modified: mtime * 1000, kind: kindOf(found) };
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
  if (found && canBeFolder(found)) return;
  if (found)
    throw new TransformerError('STORE_FAILED', `${path} is a file where a folder is needed. Move it away.`);
  if (folderOf(path) !== '') await makeFolders(connection, look, at, folderOf(path));
  try {
    await ask<void>(connection, path, (sftp, done) => sftp.mkdir(at(path), done));
  } catch (error) {
    const now = isConnectionFailure(error) ? undefined : await look(path);
    if (!now || !canBeFolder(now))
      throw await orNoRoom(askAbout(connection, path), folderOf(at(path)), error); // else another made it meanwhile
  }
}

/** A server that does not say of what kind it is gets the benefit of the doubt: what is put there would be refused. */
const canBeFolder = (found: Stats): boolean => ['folder', 'unknown'].includes(kindOf(found));

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
      `This SFTP user may not use ${path}. Grant it the rights to read, write and rename in that folder.`,
      { cause },
    );
  }
  const says = `The SFTP server refused a request for ${path}: ${text}. If it stays so, look at the server's log, its disk and its quotas.`;
  return new TransformerError('STORE_FAILED', says, { cause });
}

const notFound = (path: string, cause: unknown): TransformerError =>
  new TransformerError('NOT_FOUND', `${path} does not exist on the SFTP server.`, { cause });

const alreadyExists = (path: string): TransformerError =>
  new TransformerError('ALREADY_EXISTS', `${path} already exists on the SFTP server and is not overwritten.`);

const sizeMismatch = (path: string, found: number | undefined, expected: number): TransformerError =>
  new TransformerError(
    'SIZE_MISMATCH',
    `${path} has ${found ?? 'no'} bytes after writing ${expected}. Check the server's disk.`,
  );
