/** A folder of this machine as a store; what it reports as done has reached the disk. */
import { constants } from 'node:fs';
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf, describe, TransformerError, type TransformerErrorCode } from '../errors.ts';
import { type Chunks, inOneChunk } from './byte-stream.ts';
import { type FileStore, FOLDER_HABITS, type StoreEntry, type WrittenFile } from './file-store.ts';
import { folderOf, nameOf, storePath } from './store-path.ts';

/** @throws TransformerError NOT_FOUND when the root is not a folder: a mistyped root must not become a new tree */
export async function openLocalFolder(root: string): Promise<FileStore> {
  const absolute = resolve(root);
  const found = await stat(absolute).catch((cause: unknown) => {
    throw failure(cause, `The folder ${root}`);
  });
  if (!found.isDirectory()) {
    throw new TransformerError(
      'NOT_FOUND',
      `${root} is not a folder. Name the folder that contains the feeds' folders.`,
    );
  }
  const at = (path: string): string => (path === '' ? absolute : join(absolute, storePath(path)));
  return {
    list: (folder) => named(folder, () => listFolder(at(folder))),
    read: (path) => named(path, () => readFile(at(path))),
    readStream: (path) => readPieces(path, at(path)),
    write: (path, bytes) => named(path, () => writeNew(at(path), inOneChunk(bytes))),
    createOnce: (path, bytes) => named(path, () => createOnce(at(path), bytes)),
    writeStream: (path, content) => named(path, () => writeNew(at(path), content)),
    move: (from, to) => named(`${from} to ${to}`, () => moveExclusively(at(from), at(to))),
    rename: (from, to) => named(`${from} to ${to}`, () => renameToFree(at(from), at(to))),
    exists: (path) => named(path, () => isThere(at(path))),
    look: (path) => named(path, () => entryOf(dirname(at(path)), nameOf(at(path)))),
    makeFolder: (path) => named(path, () => makeFolders(absolute, path)),
    remove: (path) => named(path, () => unlink(at(path))),
    habits: async () => FOLDER_HABITS,
    close: async () => {},
  };
}

async function listFolder(folder: string): Promise<StoreEntry[]> {
  const entries = await Promise.all((await readdir(folder)).map((name) => entryOf(folder, name)));
  return entries.filter((entry) => entry !== undefined);
}

/** A file may go between the listing and the look at it: another took it. */
async function entryOf(folder: string, name: string): Promise<StoreEntry | undefined> {
  try {
    const found = await lstat(join(folder, name));
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    return { name, size: found.size, modified: Math.floor(found.mtimeMs), kind };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    // A name that is not UTF-8 cannot be asked for; it is passed on for the caller to refuse and report.
    return name.includes('\uFFFD') ? { name, size: 0, modified: 0, kind: 'file' } : undefined;
  }
}

const PIECE_BYTES = 256 * 1024;

async function* readPieces(path: string, absolute: string): Chunks {
  const file = await named(path, () => open(absolute, constants.O_RDONLY));
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
      const { bytesRead } = await named(path, () => file.read(buffer, 0, PIECE_BYTES));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function writeNew(path: string, content: Chunks): Promise<WrittenFile> {
  const file = await open(path, 'wx');
  let written: WrittenFile;
  try {
    written = await writePieces(file, nameOf(path), content);
  } catch (error) {
    await unlink(path).catch(() => {}); // why it could not be written matters more than what is left of it
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
  return written;
}

async function createOnce(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writePieces(file, nameOf(path), inOneChunk(bytes));
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

async function writePieces(file: FileHandle, name: string, content: Chunks): Promise<WrittenFile> {
  let expected = 0;
  for await (const chunk of content) {
    await file.writeFile(chunk);
    expected += chunk.length;
  }
  await file.sync();
  const { size, mtimeMs } = await file.stat();
  if (size !== expected) throw sizeMismatch(name, size, expected);
  return { modified: Math.floor(mtimeMs) };
}

/** A hard link is refused where the target exists, whoever made it and however late. */
async function moveExclusively(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) throw error;
    return renameToFree(from, to); // a file system without hard links
  }
  try {
    await unlink(from);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') await unlink(to); // another moved it elsewhere first; this link is ours
    throw error;
  }
  await syncBoth(from, to);
}

async function renameToFree(from: string, to: string): Promise<void> {
  if (await isThere(to)) {
    await lstat(from); // which throws when the source is missing
    throw Object.assign(new Error(`${to} exists`), { code: 'EEXIST' });
  }
  await rename(from, to);
  await syncBoth(from, to);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function makeFolders(root: string, path: string): Promise<void> {
  await mkdir(join(root, storePath(path)), { recursive: true });
}

async function syncBoth(from: string, to: string): Promise<void> {
  await syncFolder(dirname(to));
  if (folderOf(from) !== folderOf(to)) await syncFolder(dirname(from));
}

/** Names reach the disk with their folder. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function named<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof TransformerError ? error : failure(error, what);
  }
}

const codes: Readonly<Record<string, { code: TransformerErrorCode; says: string }>> = {
  ENOENT: { code: 'NOT_FOUND', says: 'does not exist' },
  EEXIST: { code: 'ALREADY_EXISTS', says: 'already exists and is not overwritten' },
  EACCES: {
    code: 'PERMISSION_DENIED',
    says: 'may not be used by this user; grant it the rights to the folder',
  },
  EPERM: {
    code: 'PERMISSION_DENIED',
    says: 'may not be used by this user; grant it the rights to the folder',
  },
  EROFS: { code: 'PERMISSION_DENIED', says: 'is on a file system mounted read-only' },
  ENOSPC: { code: 'STORE_FAILED', says: 'does not fit: the disk is full' },
  EXDEV: { code: 'STORE_FAILED', says: 'cannot be moved: the two folders are on different file systems' },
};

function failure(cause: unknown, what: string): TransformerError {
  const known = codes[codeOf(cause)];
  if (known) return new TransformerError(known.code, `${what} ${known.says}.`, { cause });
  return new TransformerError('STORE_FAILED', `${what}: ${describe(cause)}`, { cause });
}

const sizeMismatch = (name: string, found: number, expected: number): TransformerError =>
  new TransformerError(
    'SIZE_MISMATCH',
    `${name} has ${found} bytes after writing ${expected}. Check the disk.`,
  );
