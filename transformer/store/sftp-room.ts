/** Whether there was no room for a file: SFTP has no code for a full disk, so the server is asked how much is left. */
import { hasCode, TransformerError } from '../errors.ts';
import type { Ask } from './sftp-requests.ts';

/** OpenSSH's `statvfs@openssh.com`; numbers can be larger than JavaScript's are exact. */
type FileSystem = Readonly<Record<'f_frsize' | 'f_bavail' | 'f_files' | 'f_favail', number | bigint>>;

/** A part of the file is still there, so a full disk has less than one block or a few. */
const NO_ROOM_BYTES = 64 * 1024;

/** @returns the failure itself, unless the disk that the path is on is full */
export async function orNoRoom(ask: Ask, absolute: string, failure: unknown): Promise<unknown> {
  if (!hasCode(failure, 'STORE_FAILED')) return failure;
  const found = await fileSystemOf(ask, absolute);
  if (!found) return failure;
  const bytes = Number(found.f_bavail) * Number(found.f_frsize);
  const isOutOfFiles = Number(found.f_files) > 0 && Number(found.f_favail) === 0;
  if (bytes > NO_ROOM_BYTES && !isOutOfFiles) return failure;
  const what = isOutOfFiles && bytes > NO_ROOM_BYTES ? 'has no room for another file' : 'is full';
  return new TransformerError(
    'STORE_FAILED',
    `${absolute} does not fit: the disk of the SFTP server ${what}. Have room made there; nothing is lost, and the next pass goes on.`,
    { cause: failure },
  );
}

/** @returns undefined where the server does not say */
async function fileSystemOf(ask: Ask, absolute: string): Promise<FileSystem | undefined> {
  try {
    return await ask<FileSystem>((sftp, done) => sftp.ext_openssh_statvfs(absolute, done));
  } catch {
    return undefined; // why the file could not be written matters more
  }
}
