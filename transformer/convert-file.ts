/** Converts one local file, for looking at a feed or repairing one; writes both results or neither. */
import { randomBytes } from 'node:crypto';
import { copyFile, type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ConversionCounts } from '#feeds/conversion.ts';
import type { ConversionContext, Feed } from '#feeds/feed.ts';
import type { Warning } from '#feeds/tally.ts';
import type { Chunks } from './chunks.ts';
import { convertSource } from './convert-source.ts';
import { codeOf, hasCode, TransformerError } from './errors.ts';
import { openSpillingStorage } from './spilling-storage.ts';

export type Conversion = {
  feed: Feed;
  input: string;
  output: string;
  rejects: string;
  context: ConversionContext;
};

/** What became of the rows. @property warnings the first ones; `counts` has their number */
export type ConversionSummary = { counts: ConversionCounts; warnings: readonly Warning[] };

/** @throws TransformerError WRONG_USAGE, NOT_FOUND, UNREADABLE_FILE, STORE_FAILED; then no file was changed */
export async function convertFile(conversion: Conversion): Promise<ConversionSummary> {
  const { feed, input, output, rejects, context } = conversion;
  await refuseSameFile(conversion);
  const storage = openSpillingStorage();
  try {
    const converted = await inFile(input, () => convertSource(feed, readInput(input), context, storage));
    await writeBoth(
      { path: rejects, content: converted.rejects(basename(input)) },
      { path: output, content: converted.output() },
    );
    return converted;
  } finally {
    storage.close();
  }
}

async function refuseSameFile({ input, output, rejects }: Conversion): Promise<void> {
  const names = ['the input file', '--output', '--rejects'];
  const places = await Promise.all([input, output, rejects].map(placeOf));
  places.forEach((place, index) => {
    const first = places.indexOf(place);
    if (first === index) return;
    throw new TransformerError(
      'WRONG_USAGE',
      `${names[first]} and ${names[index]} are the same file. Name three different files.`,
    );
  });
}

/** Where a path leads, through links and another spelling of its folder. */
async function placeOf(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch {
    const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute)); // told apart when it is written
    return join(folder, basename(absolute));
  }
}

async function* readInput(path: string): Chunks {
  try {
    yield* piecesOf(await open(path));
  } catch (cause) {
    throw new TransformerError(
      'NOT_FOUND',
      `${path} cannot be read. Name a file that exists and that this user may read.`,
      { cause },
    );
  }
}

const PIECE_BYTES = 256 * 1024;

/** The memory of a piece is used again for the next one: buffers that are thrown away are collected late. */
async function* piecesOf(file: FileHandle): Chunks {
  try {
    const memory = Buffer.allocUnsafeSlow(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(memory, 0, PIECE_BYTES, null);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function inFile<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!hasCode(cause, 'UNREADABLE_FILE')) throw cause;
    const { message, cause: reason } = cause as TransformerError;
    throw new TransformerError('UNREADABLE_FILE', `${path}: ${message}`, { cause: reason });
  }
}

type Result = { path: string; content: Chunks };

/** The output comes last: who sees it can rely on the error file. */
async function writeBoth(rejects: Result, output: Result): Promise<void> {
  const mark = randomBytes(4).toString('hex');
  const beside = (path: string, ending: string): string =>
    join(dirname(path), `.${basename(path)}.${mark}.${ending}`);
  const [newRejects, newOutput] = [beside(rejects.path, 'new'), beside(output.path, 'new')];
  const oldRejects = beside(rejects.path, 'old');
  try {
    for (const { path } of [rejects, output]) await refuseFolder(path);
    await writeToDisk(newRejects, rejects.content);
    await writeToDisk(newOutput, output.content);
    await copyIfThere(rejects.path, oldRejects);
    await rename(newRejects, rejects.path);
    await renameOr(newOutput, output.path, () => putBack(oldRejects, rejects.path));
  } catch (cause) {
    throw cause instanceof TransformerError ? cause : notWritten(cause);
  } finally {
    for (const path of [newRejects, newOutput, oldRejects]) await rm(path, { force: true });
  }
}

async function refuseFolder(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined); // absent is fine; whatever else is wrong shows when writing
  if (!found?.isDirectory()) return;
  throw new TransformerError('STORE_FAILED', `${path} is a folder. Name a file to write.`);
}

async function writeToDisk(path: string, content: Chunks): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const chunk of content) {
      await file.writeFile(chunk);
      giveBack(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Since ES2024, which the types here are older than. */
type Transferable = ArrayBuffer & { transfer(length: number): ArrayBuffer };

/** Memory outside of the heap is collected late, as the heap hardly grows by it: here nobody else has the chunk. */
const giveBack = ({ buffer }: Uint8Array): unknown => (buffer as Transferable).transfer(0);

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function renameOr(from: string, to: string, undo: () => Promise<void>): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    await undo();
    throw error;
  }
}

async function putBack(old: string, path: string): Promise<void> {
  try {
    await rename(old, path);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await rm(path, { force: true }); // there was none before
  }
}

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const notWritten = (cause: unknown): TransformerError =>
  new TransformerError(
    'STORE_FAILED',
    'The results cannot be written. Check that the folders of --output and --rejects exist, that this user may write there, and that the disk is not full.',
    { cause },
  );
