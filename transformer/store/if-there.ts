/** Looks at what need not be there, such as a folder before the first pass. */
import { hasCode } from '../errors.ts';
import { hashOf } from './byte-stream.ts';
import type { FileStore } from './file-store.ts';
import { folderOf, nameOf } from './store-path.ts';

/** @returns undefined when it is not there */
export async function undefinedIfNotFound<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

export const readIfThere = (store: FileStore, path: string): Promise<Uint8Array | undefined> =>
  undefinedIfNotFound(() => store.read(path));

export const hashIfThere = (store: FileStore, path: string): Promise<string | undefined> =>
  undefinedIfNotFound(() => hashOf(store.readStream(path)));

export const removeIfThere = (store: FileStore, path: string): Promise<void> =>
  undefinedIfNotFound(() => store.remove(path));

export async function isFolder(store: FileStore, path: string): Promise<boolean> {
  const entries = await store.list(folderOf(path));
  return entries.some(({ name, kind }) => name === nameOf(path) && kind === 'folder');
}
