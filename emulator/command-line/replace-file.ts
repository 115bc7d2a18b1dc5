/**
 * Replaces a file that a person names, as a whole, and only where nothing is or a plain file that may be written: devices,
 * pipes, links, folders and read-only files stay as they are, also when root asks.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** The file that would be replaced; undefined where there is none. @throws Error when what is there must stay */
export function requireOwn(file: string): Stats | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (found.isSymbolicLink())
    throw refused(file, 'is a link, which is neither followed nor replaced. Name the file itself.');
  if (!found.isFile()) throw refused(file, 'is not a plain file. Name another one.');
  if ((found.mode & 0o200) === 0)
    throw refused(file, 'is read-only. Make it writable (chmod u+w), or name another with --out.');
  return found;
}

/** A run that is cut short leaves the file as it was. */
export function replaceFile(file: string, text: string): void {
  const fresh = path.join(path.dirname(file), `.emulator-${randomBytes(8).toString('hex')}.new`);
  try {
    writeNew(fresh, text, requireOwn(file));
    requireOwn(file);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function writeNew(fresh: string, text: string, old: Stats | undefined): void {
  const descriptor = openSync(fresh, 'wx', old ? 0o600 : 0o666);
  try {
    writeFileSync(descriptor, text);
    if (old) takeAfter(descriptor, old);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function takeAfter(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
    fchmodSync(descriptor, mode & 0o777);
  } catch {
    fchmodSync(descriptor, mode & 0o700); // only root gives files away: no other group gets the rights
  }
}

const refused = (file: string, why: string): Error => new Error(`NOT_REPLACED: ${file} ${why}`);
