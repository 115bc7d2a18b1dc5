/** An SFTP host that is a folder on this disk: its root is the folder, and nothing outside is reachable. */
import {
  closeSync,
  existsSync,
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
  const { size } = statSync(file);
  if (size > maxBytes)
    throw new RemoteFailure('too-big', `${path} has ${size} bytes, more than ${maxBytes}.`);
  return new Uint8Array(readFileSync(file));
}

function writeWhole(path: string, file: string, bytes: Uint8Array, replace: boolean): void {
  if (!replace && existsSync(file)) throw new RemoteFailure('exists', `${path} already exists.`);
  const handle = openSync(file, 'w');
  try {
    writeSync(handle, bytes);
  } finally {
    closeSync(handle);
  }
}

/** Refuses an existing target, as plain SFTP rename does; NetSuite documents nothing about it. */
function moveEntry(to: string, source: string, target: string): void {
  if (existsSync(target)) throw new RemoteFailure('exists', `${to} already exists.`);
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
