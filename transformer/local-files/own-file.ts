/**
 * Decides what may be replaced where a person names a file: nothing but a plain file that may be written. Devices, pipes,
 * sockets, links, folders and read-only files stay as they are, also when root asks. Links are not followed, as who can make
 * a link in a folder would choose what is overwritten elsewhere.
 */
import type { Stats } from 'node:fs';
import { access, constants, lstat, readlink } from 'node:fs/promises';
import { codeOf, describe, TransformerError } from '../errors.ts';

export const RIGHTS = 0o777;
const OWNER_MAY_WRITE = 0o200;

/**
 * The file that would be replaced; undefined where there is none.
 * @throws TransformerError ALREADY_EXISTS, PERMISSION_DENIED when what is there must stay, STORE_FAILED
 */
export async function requireOwn(path: string): Promise<Stats | undefined> {
  const found = await explained(path, () => unlessAbsent(lstat(path)));
  if (!found) return undefined;
  if (!found.isFile()) throw new TransformerError('ALREADY_EXISTS', await refusal(path, found));
  // Root may write what its owner may not, so asking the system is not enough.
  if ((found.mode & OWNER_MAY_WRITE) === 0) throw readOnly(path, found);
  await access(path, constants.W_OK).catch((cause: unknown) => {
    throw notAllowed(path, cause);
  });
  return found;
}

export async function unlessAbsent<Result>(looking: Promise<Result>): Promise<Result | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @throws TransformerError STORE_FAILED for what the file system says */
export async function explained<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof TransformerError ? cause : notWritten(path, cause);
  }
}

async function refusal(path: string, found: Stats): Promise<string> {
  if (found.isDirectory()) return `${path} is a folder. Name a file to write.`;
  if (found.isSymbolicLink())
    return `${path} is a symbolic link to ${await readlink(path)}, and links are neither followed nor replaced. Name the file itself, or remove the link.`;
  return `${path} is a ${kindOf(found)}, and only plain files are replaced. Name a file to write.`;
}

function kindOf(found: Stats): string {
  if (found.isFIFO()) return 'pipe';
  if (found.isSocket()) return 'socket';
  return found.isBlockDevice() ? 'disk' : 'device';
}

const readOnly = (path: string, { mode }: Stats): TransformerError =>
  new TransformerError(
    'PERMISSION_DENIED',
    `${path} is read-only (mode ${(mode & RIGHTS).toString(8).padStart(3, '0')}) and is not replaced. Make it writable (chmod u+w), or name another file.`,
  );

const notAllowed = (path: string, cause: unknown): TransformerError =>
  new TransformerError(
    'PERMISSION_DENIED',
    `This user may not write ${path}, so it is not replaced. Grant the right, or name another file.`,
    { cause },
  );

function notWritten(path: string, cause: unknown): TransformerError {
  const advice =
    codeOf(cause) === 'EBUSY'
      ? 'It is a mount point and so cannot be replaced: mount its folder instead.'
      : 'Check that its folder exists, that this user may write there, and that the disk is not full.';
  return new TransformerError('STORE_FAILED', `Cannot write ${path}: ${describe(cause)}. ${advice}`, {
    cause,
  });
}
