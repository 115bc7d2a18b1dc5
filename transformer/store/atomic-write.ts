/** Files that appear whole or not at all: written under the folder's `.tmp/`, then moved out. */
import { hasCode } from '../errors.ts';
import { hashOf } from './byte-stream.ts';
import type { FileStore } from './file-store.ts';
import { folderOf, nameOf, storePath } from './store-path.ts';

export const temporaryPath = (path: string, mark: string): string =>
  storePath(folderOf(path), '.tmp', `${nameOf(path)}.${mark}`);

/** @throws TransformerError ALREADY_EXISTS */
export async function writeWhole(
  store: FileStore,
  path: string,
  bytes: Uint8Array,
  mark: string,
): Promise<void> {
  const temporary = temporaryPath(path, mark);
  await store.write(temporary, bytes);
  try {
    await store.move(temporary, path);
  } catch (error) {
    if (hasCode(error, 'ALREADY_EXISTS')) await store.remove(temporary);
    throw error;
  }
}

export async function readIfThere(store: FileStore, path: string): Promise<Uint8Array | undefined> {
  try {
    return await store.read(path);
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

/** @returns undefined when there is no such file */
export async function hashIfThere(store: FileStore, path: string): Promise<string | undefined> {
  try {
    return await hashOf(store.readStream(path));
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

export async function removeIfThere(store: FileStore, path: string): Promise<void> {
  try {
    await store.remove(path);
  } catch (error) {
    if (!hasCode(error, 'NOT_FOUND')) throw error;
  }
}

/**
 * Has the content stand there in the end, written now or before; another may write the same in between.
 * @returns false when other content has the name
 */
export async function writeUnlessOther(
  store: FileStore,
  path: string,
  bytes: Uint8Array,
  mark: string,
): Promise<boolean> {
  const before = await readIfThere(store, path);
  if (before) return Buffer.compare(before, bytes) === 0;
  try {
    await writeWhole(store, path, bytes, mark);
    return true;
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
  }
  const meanwhile = await readIfThere(store, path);
  return meanwhile !== undefined && Buffer.compare(meanwhile, bytes) === 0;
}

export async function isFolder(store: FileStore, path: string): Promise<boolean> {
  const entries = await store.list(folderOf(path));
  return entries.some(({ name, kind }) => name === nameOf(path) && kind === 'folder');
}
