/** A file for what does not fit in memory. It has no name, so nothing of it is left behind however the process ends. */
import { closeSync, mkdtempSync, openSync, readSync, rmdirSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, TransformerError } from '../errors.ts';

/** Where something lies in the file. */
export type Extent = { offset: number; length: number };

/** Synchronous, as what waits here is asked for in the middle of a computation; pieces are small and the disk is near. */
export type SpillFile = {
  append(bytes: Uint8Array): Extent;
  /** To the beginning of the target. */
  readInto(target: Uint8Array, extent: Extent): void;
  close(): void;
};

/** @throws TransformerError STORE_FAILED, as do all functions of the file */
export function openSpillFile(folder: string = tmpdir()): SpillFile {
  const descriptor = onDisk(folder, () => openNameless(folder));
  let end = 0;
  return {
    append: (bytes) => {
      const extent = { offset: end, length: bytes.length };
      onDisk(folder, () => writeAll(descriptor, bytes, end));
      end += bytes.length;
      return extent;
    },
    readInto: (target, extent) => onDisk(folder, () => readAll(descriptor, target, extent)),
    close: () => closeSync(descriptor),
  };
}

function openNameless(folder: string): number {
  const own = mkdtempSync(join(folder, 'transformer-'));
  const path = join(own, 'spill');
  const descriptor = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  rmdirSync(own);
  return descriptor;
}

function writeAll(descriptor: number, bytes: Uint8Array, at: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, at + written);
  }
}

function readAll(descriptor: number, target: Uint8Array, { offset, length }: Extent): void {
  let read = 0;
  while (read < length) {
    const more = readSync(descriptor, target, read, length - read, offset + read);
    if (more === 0) throw new Error(`it ends ${length - read} bytes too soon`);
    read += more;
  }
}

function onDisk<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw temporaryFolderFailed(folder, cause);
  }
}

export const temporaryFolderFailed = (folder: string, cause: unknown): TransformerError =>
  new TransformerError(
    'STORE_FAILED',
    `Cannot use the temporary folder ${folder}, in which a large file needs room: ${describe(cause)}. Free disk space, or name another folder in the environment variable TMPDIR. Nothing is lost: run again.`,
    { cause },
  );
