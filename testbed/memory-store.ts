/** A store in memory, for tests, simulations and the demo; every call is one step, as on a file system. */

import { TransformerError } from '../transformer/errors.ts';
import { type Chunks, concat } from '../transformer/store/byte-stream.ts';
import {
  type FileStore,
  FOLDER_HABITS,
  type StoreEntry,
  type WrittenFile,
} from '../transformer/store/file-store.ts';
import { folderOf, nameOf } from '../transformer/store/store-path.ts';

type MemoryFile = { bytes: Uint8Array; modified: number };

/** @property files what the store holds, by path, for looking at and for putting files in */
export type MemoryStore = FileStore & { files: Map<string, MemoryFile>; folders: Set<string> };

export function openMemoryStore(clock: () => number = Date.now): MemoryStore {
  const files = new Map<string, MemoryFile>();
  const folders = new Set<string>(['']);
  const store = { files, folders };
  return {
    ...store,
    list: async (folder) => listMemory(store, folder),
    read: async (path) => fileAt(store, path).bytes.slice(),
    readStream: (path) => piecesOf(store, path),
    write: async (path, bytes) => writeInMemory(store, path, bytes.slice(), clock()),
    createOnce: async (path, bytes) => void writeInMemory(store, path, bytes.slice(), clock()),
    writeStream: async (path, content) => writeInMemory(store, path, await concat(content), clock()),
    move: async (from, to) => moveInMemory(store, from, to),
    rename: async (from, to) => moveInMemory(store, from, to),
    exists: async (path) => files.has(path) || folders.has(path),
    look: async (path) =>
      (folders.has(folderOf(path)) ? listMemory(store, folderOf(path)) : []).find(
        ({ name }) => name === nameOf(path),
      ),
    makeFolder: async (path) => makeFolderInMemory(store, path),
    remove: async (path) => {
      fileAt(store, path);
      files.delete(path);
    },
    habits: async () => FOLDER_HABITS,
    close: async () => {},
  };
}

type Held = Pick<MemoryStore, 'files' | 'folders'>;

function listMemory({ files, folders }: Held, folder: string): StoreEntry[] {
  if (!folders.has(folder)) throw notFound(folder);
  const inFolder = (path: string): boolean => path !== '' && folderOf(path) === folder;
  const fileEntries = [...files]
    .filter(([path]) => inFolder(path))
    .map(([path, { bytes, modified }]) => ({
      name: nameOf(path),
      size: bytes.length,
      modified,
      kind: 'file' as const,
    }));
  const folderEntries = [...folders]
    .filter(inFolder)
    .map((path) => ({ name: nameOf(path), size: 0, modified: 0, kind: 'folder' as const }));
  return [...fileEntries, ...folderEntries];
}

/** Small pieces, so that characters and cells lie across their borders. */
const PIECE_BYTES = 4096;

async function* piecesOf(held: Held, path: string): Chunks {
  const { bytes } = fileAt(held, path);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.slice(at, at + PIECE_BYTES);
}

function writeInMemory(held: Held, path: string, bytes: Uint8Array, modified: number): WrittenFile {
  refuseTaken(held, path);
  refuseMissingFolder(held, path);
  held.files.set(path, { bytes, modified });
  return { modified };
}

function moveInMemory(held: Held, from: string, to: string): void {
  const file = fileAt(held, from);
  refuseTaken(held, to);
  refuseMissingFolder(held, to);
  held.files.delete(from);
  held.files.set(to, file);
}

function makeFolderInMemory({ files, folders }: Held, path: string): void {
  const names = path.split('/');
  const above = names.map((_, index) => names.slice(0, index + 1).join('/'));
  for (const folder of above) {
    if (files.has(folder))
      throw new TransformerError('STORE_FAILED', `${folder} is a file where a folder is needed.`);
    folders.add(folder);
  }
}

function fileAt({ files }: Held, path: string): MemoryFile {
  const file = files.get(path);
  if (!file) throw notFound(path);
  return file;
}

function refuseTaken({ files, folders }: Held, path: string): void {
  if (files.has(path) || folders.has(path)) {
    throw new TransformerError('ALREADY_EXISTS', `${path} exists already and is not overwritten.`);
  }
}

function refuseMissingFolder({ folders }: Held, path: string): void {
  if (!folders.has(folderOf(path))) throw notFound(folderOf(path));
}

const notFound = (path: string): TransformerError =>
  new TransformerError('NOT_FOUND', `${path} does not exist in the memory store.`);
