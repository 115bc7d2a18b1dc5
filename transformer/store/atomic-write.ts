/** Files that appear whole or not at all: written under the folder's `.tmp/`, then moved out. */
import { hasCode } from '../errors.ts';
import type { FileStore } from './file-store.ts';
import { readIfThere } from './if-there.ts';
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
