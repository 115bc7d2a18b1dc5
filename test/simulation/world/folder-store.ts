/** A folder as the transformer's store, in which every request is one step of the trace and files have the trace's time. */
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, TransformerError } from '../../../transformer/errors.ts';
import { concat, inOneChunk } from '../../../transformer/store/byte-stream.ts';
import { type FileStore, FOLDER_HABITS, type StoreEntry } from '../../../transformer/store/file-store.ts';

export function openFolderStore(root: string, clock: () => number): FileStore {
  const at = (path: string): string => join(root, path);
  const write = (path: string, bytes: Uint8Array) =>
    named(path, () => {
      writeFileSync(at(path), bytes, { flag: 'wx' });
      const now = clock();
      giveTime(at(path), now);
      return { modified: now };
    });
  return {
    list: async (folder) =>
      named(folder, () => readdirSync(at(folder)).map((name) => entryOf(at(folder), name))),
    read: async (path) => named(path, () => readFileSync(at(path))),
    readStream: (path) => readLater(() => named(path, () => readFileSync(at(path)))),
    write: async (path, bytes) => write(path, bytes),
    createOnce: async (path, bytes) => void write(path, bytes),
    writeStream: async (path, content) => write(path, await concat(content)),
    move: async (from, to) =>
      named(from, () => {
        linkSync(at(from), at(to));
        unlinkSync(at(from));
      }),
    rename: async (from, to) => named(from, () => renameToFree(at(from), at(to))),
    exists: async (path) => existsSync(at(path)),
    look: async (path) => (existsSync(at(path)) ? entryOf(at(dirname(path)), basename(path)) : undefined),
    habits: async () => FOLDER_HABITS,
    makeFolder: async (path) => void mkdirSync(at(path), { recursive: true }),
    remove: async (path) => named(path, () => unlinkSync(at(path))),
    close: async () => {},
  };
}

/** The kernel gives files the time of this machine. */
export const giveTime = (path: string, time: number): void => utimesSync(path, time / 1000, time / 1000);

function entryOf(folder: string, name: string): StoreEntry {
  const found = lstatSync(join(folder, name));
  const kind = found.isFile() ? 'file' : 'folder';
  return { name, size: found.size, modified: Math.round(found.mtimeMs), kind };
}

async function* readLater(read: () => Uint8Array) {
  yield* inOneChunk(read());
}

function renameToFree(from: string, to: string): void {
  if (existsSync(to) && existsSync(from)) throw Object.assign(new Error(`${to} exists`), { code: 'EEXIST' });
  renameSync(from, to);
}

const CODES = { ENOENT: 'NOT_FOUND', EEXIST: 'ALREADY_EXISTS' } as const;

function named<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const code = CODES[codeOf(cause) as keyof typeof CODES] ?? 'STORE_FAILED';
    throw new TransformerError(code, `${path}: ${code}`, { cause });
  }
}
