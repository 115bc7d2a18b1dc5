/**
 * Replaces a file that a person names, as a whole. The new file is made beside the old one, under a name that is free, and put
 * in its place at the end, which follows no link. Where nothing was that is a hard link, which is refused if something came
 * meanwhile. Where a file was it is a rename: what takes the file's place between the last look and the rename is replaced,
 * as Node has no call that compares. Mode and owner are kept; access lists, and further names of the old file, are not.
 */
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '../errors.ts';
import { type Chunks, inOneChunk } from '../store/byte-stream.ts';
import { explained, RIGHTS, requireOwn } from './own-file.ts';

/** The new content of a file, whole and on disk. */
export type PreparedFile = {
  path: string;
  /** @throws TransformerError STORE_FAILED, and as `requireOwn` for what came meanwhile */
  put(): Promise<void>;
  /** Removes what was not put. */
  discard(): Promise<void>;
};

/** @throws TransformerError STORE_FAILED, and as `requireOwn` */
export async function prepareFile(path: string, content: Chunks): Promise<PreparedFile> {
  const temporary = nameBeside(path, 'new');
  const discard = (): Promise<void> => rm(temporary, { force: true });
  try {
    await explained(path, async () => writeNew(temporary, content, await requireOwn(path)));
  } catch (error) {
    await discard();
    throw error;
  }
  return { path, discard, put: () => explained(path, () => putInPlace(temporary, path)) };
}

/** @throws TransformerError as `prepareFile` */
export async function replaceFile(path: string, text: string): Promise<void> {
  const prepared = await prepareFile(path, inOneChunk(Buffer.from(text)));
  try {
    await prepared.put();
  } finally {
    await prepared.discard();
  }
}

/** A name nobody has, short enough for every file system whatever the file is called. */
export const nameBeside = (path: string, ending: string): string =>
  join(dirname(path), `.transformer-${randomBytes(8).toString('hex')}.${ending}`);

async function writeNew(temporary: string, content: Chunks, old: Stats | undefined): Promise<void> {
  const file = await open(temporary, 'wx', old ? 0o600 : 0o666);
  try {
    for await (const chunk of content) await file.writeFile(chunk);
    if (old) await file.chmod(await rightsAs(old, file));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives the file the owner of the old one where it can be done, and no other group the rights that the old one had. */
async function rightsAs({ uid, gid, mode }: Stats, file: FileHandle): Promise<number> {
  const given = (owner: number): Promise<boolean> =>
    file.chown(owner, gid).then(
      () => true,
      () => false, // only root gives files away, and to a group only its members
    );
  const keepsGroup = (await given(uid)) || (await given(-1));
  return keepsGroup ? mode & RIGHTS : (mode & 0o707) | ((mode & 0o007) << 3);
}

async function putInPlace(temporary: string, path: string): Promise<void> {
  if (!(await requireOwn(path)) && (await isLinked(temporary, path))) return rm(temporary);
  await requireOwn(path); // also for what came meanwhile, which may be a plain file of another run
  await rename(temporary, path);
}

/** @returns false when something is there, or on a file system without hard links */
async function isLinked(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || WITHOUT_LINKS.includes(codeOf(error))) return false;
    throw error;
  }
}

export const WITHOUT_LINKS = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'];
