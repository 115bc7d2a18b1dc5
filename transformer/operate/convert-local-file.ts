/** Converts one local file, for looking at a feed or repairing one. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ConversionContext, Feed } from '#feeds/feed.ts';
import type { Counts } from '#feeds/rows/counts.ts';
import type { Warning } from '#feeds/rows/tally.ts';
import { convertSource } from '../convert/convert-stream.ts';
import { codeOf, describe, hasCode, TransformerError } from '../errors.ts';
import {
  calledFor,
  isStandardInput,
  refuseSamePlace,
  type Target,
  targetOf,
} from '../local-files/named-files.ts';
import type { StandardStreams } from '../local-files/standard-streams.ts';
import { endPipes, writeResults } from '../local-files/write-results.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import type { Chunks } from '../store/byte-stream.ts';

/** @property input, output, rejects paths, or `-` for standard input and output */
export type Conversion = {
  feed: Feed;
  input: string;
  output: string;
  rejects: string;
  context: ConversionContext;
  streams: StandardStreams;
};

/** What became of the rows. @property warnings the first ones; `counts` has their number @property rejects for people */
export type ConversionSummary = {
  counts: Counts;
  warnings: readonly Warning[];
  rejects: string;
};

/**
 * Both results are written, or neither; what is no plain file is written before the other is put in its place.
 * @throws TransformerError WRONG_USAGE, NOT_FOUND, UNREADABLE_FILE, STORE_FAILED, ALREADY_EXISTS, PERMISSION_DENIED; then
 * no file was changed
 */
export async function convertFile(conversion: Conversion): Promise<ConversionSummary> {
  await refuseSamePlace(conversion);
  try {
    const rejects = await targetOf(conversion.rejects);
    const output = await targetOf(conversion.output);
    return await convertTo(rejects, output, conversion);
  } catch (error) {
    await endPipes([conversion.rejects, conversion.output]);
    throw error;
  }
}

/** The output comes last: who sees it can rely on the error file. */
async function convertTo(
  rejects: Target,
  output: Target,
  { feed, input, context, streams }: Conversion,
): Promise<ConversionSummary> {
  const storage = openSqliteStorage();
  const piped = isStandardInput(input);
  const name = piped ? 'standard input' : input;
  try {
    const source = readInput(name, () => (piped ? streams.input() : piecesOf(input)));
    const converted = await inFile(name, () => convertSource(feed, source, context, storage));
    const results = [
      { target: rejects, content: converted.rejects(piped ? 'stdin' : basename(input)) },
      { target: output, content: converted.output() },
    ];
    await writeResults(results, streams);
    const { counts, warnings } = converted;
    return { counts, warnings, rejects: calledFor(rejects) };
  } finally {
    storage.close();
  }
}

async function* readInput(name: string, content: () => Chunks): Chunks {
  try {
    yield* content();
  } catch (cause) {
    throw notRead(name, cause);
  }
}

const PIECE_BYTES = 256 * 1024;

/** The memory of a piece is used again for the next one: buffers that are thrown away are collected late. */
async function* piecesOf(path: string): Chunks {
  const file = await open(path);
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

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by this user',
};

const notRead = (name: string, cause: unknown): TransformerError =>
  new TransformerError(
    'NOT_FOUND',
    `${name} ${REASONS[codeOf(cause)] ?? `cannot be read: ${describe(cause)}`}. Name a file that exists and that this user may read.`,
    { cause },
  );
