/** An SFTP host that is a folder on this disk: its root is the folder, and nothing outside is reachable. */
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join, posix } from 'node:path';
import { type RemoteEntry, RemoteFailure, type RemoteFailureKind, type RemoteFiles } from './port.ts';

export function openFolder(root: string): RemoteFiles {
  const at = (path: string) => join(root, posix.normalize(`/${path}`));
  return {
    list: (path) => attempt(path, () => listFolder(at(path))),
    isDirectory: (path) => statSync(at(path), { throwIfNoEntry: false })?.isDirectory() ?? false,
    read: (path, { maxBytes }) => attempt(path, () => readWhole(path, at(path), maxBytes)),
    write: (path, bytes, { replace }) => attempt(path, () => writeWhole(path, at(path), bytes, replace)),
    move: (from, to) => attempt(from, () => moveEntry(to, at(from), at(to))),
    makeDirectory: (path) => attempt(path, () => mkdirSync(at(path))),
    removeDirectory: (path) => attempt(path, () => rmdirSync(at(path))),
    removeFile: (path) => attempt(path, () => rmSync(at(path))),
    close: () => undefined,
  };
}

function listFolder(folder: string): RemoteEntry[] {
  return readdirSync(folder).flatMap((name) => {
    const stat = statSync(join(folder, name), { throwIfNoEntry: false });
    if (!stat) return [];
    return [
      {
        name,
        directory: stat.isDirectory(),
        size: stat.size,
        modified: Math.floor(stat.mtimeMs / 1000) * 1000,
      },
    ];
  });
}

function readWhole(path: string, file: string, maxBytes: number): Uint8Array {
  const found = statSync(file);
  const { size } = found;
  if (!found.isFile()) throw noFile(path);
  if (size > maxBytes)
    throw new RemoteFailure('too-big', `${path} has ${size} bytes, more than ${maxBytes}.`);
  return new Uint8Array(readFileSync(file));
}

/** Links are not followed, so that nothing is written outside of the folder; nor is anything but a plain file. */
function writeWhole(path: string, file: string, bytes: Uint8Array, replace: boolean): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found && !replace) throw new RemoteFailure('exists', `${path} already exists.`);
  if (found && !found.isFile()) throw noFile(path);
  if (found && (found.mode & 0o200) === 0) throw new RemoteFailure('denied', `${path} is read-only.`);
  const handle = openSync(file, found ? REPLACING : 'wx');
  try {
    writeSync(handle, bytes);
  } finally {
    closeSync(handle);
  }
}

const REPLACING = constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

const noFile = (path: string): RemoteFailure => new RemoteFailure('failed', `${path} is not a plain file.`);

/** Refuses an existing target, as plain SFTP rename does; NetSuite documents nothing about it. */
function moveEntry(to: string, source: string, target: string): void {
  if (lstatSync(target, { throwIfNoEntry: false }))
    throw new RemoteFailure('exists', `${to} already exists.`);
  renameSync(source, target);
}

const KINDS: Readonly<Record<string, RemoteFailureKind>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EEXIST: 'exists',
  ENOTEMPTY: 'not-empty',
  EACCES: 'denied',
  EPERM: 'denied',
};

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof RemoteFailure) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new RemoteFailure(KINDS[code] ?? 'failed', `${path}: ${code || String(cause)}`, cause);
  }
}
