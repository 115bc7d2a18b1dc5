/** Files that appear whole or not at all: written under the folder's `.tmp/`, then moved out. */
import { hasCode, TransformerError } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { hashOf } from './held-source.ts';
import { folderOf, nameOf, storePath, withMark } from './store-path.ts';

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
 * Writes a file unless it stands there already with the same content; beside other content it goes under a name marked
 * with `otherwise`, which must be the same for the same content.
 */
export async function writeOnce(
  store: FileStore,
  path: string,
  bytes: Uint8Array,
  marks: { mark: string; otherwise: string },
): Promise<void> {
  const marked = storePath(folderOf(path), withMark(nameOf(path), marks.otherwise));
  if (await stands(store, path, bytes, marks.mark)) return;
  if (await stands(store, marked, bytes, marks.mark)) return;
  throw new TransformerError(
    'ALREADY_EXISTS',
    `${path} and ${marked} are taken by other content. Move them away.`,
  );
}

/** Moves a file to `path`, or beside it under a marked name when that is taken; tells where it went. */
export async function moveBeside(
  store: FileStore,
  from: string,
  path: string,
  mark: string,
): Promise<string> {
  try {
    await store.move(from, path);
    return path;
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
  }
  const marked = storePath(folderOf(path), withMark(nameOf(path), mark));
  await store.move(from, marked);
  return marked;
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

/** Whether the content is there in the end, written now or before; another may write the same in between. */
async function stands(store: FileStore, path: string, bytes: Uint8Array, mark: string): Promise<boolean> {
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
