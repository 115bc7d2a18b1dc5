/** Converts one local file, for looking at a feed or repairing one; writes both results or neither. */
import { randomBytes } from 'node:crypto';
import { copyFile, lstat, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ConversionContext, Feed } from '#feeds/feed.ts';
import { formatRejects } from '#feeds/reject.ts';
import type { Tally } from '#feeds/tally.ts';
import { codeOf, TransformerError } from './errors.ts';
import { explained, readSource } from './source-file.ts';

export type Conversion = {
  feed: Feed;
  input: string;
  output: string;
  rejects: string;
  context: ConversionContext;
};

/** @throws TransformerError WRONG_USAGE, NOT_FOUND, UNREADABLE_FILE, STORE_FAILED; then no file was changed */
export async function convertFile(conversion: Conversion): Promise<Tally> {
  const { feed, input, output, rejects, context } = conversion;
  await refuseSameFile(conversion);
  const bytes = await readInput(input);
  const { text, tally } = inFile(input, () => {
    const source = readSource(bytes, feed.source.format);
    return explained(() => feed.convert(source, context));
  });
  await writeBoth(
    { path: rejects, text: formatRejects(basename(input), tally.rejects) },
    { path: output, text },
  );
  return tally;
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

async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TransformerError(
      'NOT_FOUND',
      `${path} cannot be read. Name a file that exists and that this user may read.`,
      {
        cause,
      },
    );
  }
}

function inFile<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof TransformerError)) throw cause;
    throw new TransformerError(cause.code, `${path}: ${cause.message}`, { cause: cause.cause });
  }
}

type Result = { path: string; text: string };

/** The output comes last: who sees it can rely on the error file. */
async function writeBoth(rejects: Result, output: Result): Promise<void> {
  const mark = randomBytes(4).toString('hex');
  const beside = (path: string, ending: string): string =>
    join(dirname(path), `.${basename(path)}.${mark}.${ending}`);
  const [newRejects, newOutput] = [beside(rejects.path, 'new'), beside(output.path, 'new')];
  const oldRejects = beside(rejects.path, 'old');
  try {
    for (const { path } of [rejects, output]) await refuseFolder(path);
    await writeToDisk(newRejects, rejects.text);
    await writeToDisk(newOutput, output.text);
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

async function writeToDisk(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

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
