/** Converts a source file that arrives in pieces to results that leave in pieces. */

import { beginConversion, type Conversion, type Observer } from '#feeds/conversion/conversion.ts';
import { makeRowSet } from '#feeds/conversion/row-set.ts';
import type { Storage } from '#feeds/conversion/row-store.ts';
import type { ConversionContext, Feed } from '#feeds/feed.ts';
import type { Counts } from '#feeds/rows/counts.ts';
import { type Reject, rejectLines } from '#feeds/rows/reject.ts';
import type { Warning } from '#feeds/rows/tally.ts';
import { describe, TransformerError } from '../errors.ts';
import type { SqliteStorage } from '../row-store/sqlite-row-store.ts';
import { type Chunks, inBlocks } from '../store/byte-stream.ts';
import { makeYielder } from './event-loop.ts';
import { readOriginals } from './original-rows.ts';
import { readSource } from './source-file.ts';

/**
 * @property warnings the first ones; `counts` has their number
 * @property output the target file, to be asked for once
 * @property outputSize about how many bytes the output will have
 * @property rejects the error file about a source of this name, to be asked for once
 */
export type ConvertedSource = {
  counts: Counts;
  warnings: readonly Warning[];
  outputSize: number;
  output(): Chunks;
  rejects(name: string): Chunks;
  /** In the order of the file, as often as asked for. */
  refused(): Iterable<Reject>;
};

/**
 * @param storage must stay open until the results have been read
 * @param observer hears what becomes of each row
 * @throws TransformerError UNREADABLE_FILE when nothing of the file can be used
 */
export async function convertSource(
  feed: Feed,
  source: Chunks,
  context: ConversionContext,
  storage: Storage<Uint8Array>,
  observer?: Observer,
): Promise<ConvertedSource> {
  try {
    const conversion = await convert(feed, source, context, storage, observer);
    return {
      counts: conversion.counts,
      warnings: conversion.warnings,
      outputSize: conversion.size(),
      output: () => yieldingBetween(conversion.file()),
      refused: () => conversion.rejects(),
      rejects: (name) => yieldingBetween(inBlocks(rejectLines(name, conversion.rejects()))),
    };
  } catch (cause) {
    throw cause instanceof TransformerError ? cause : internalError(cause);
  }
}

async function convert(
  feed: Feed,
  source: Chunks,
  context: ConversionContext,
  storage: Storage<Uint8Array>,
  observer: Observer | undefined,
): Promise<Conversion<Uint8Array>> {
  let conversion: Conversion<Uint8Array> | undefined;
  await readSource(source, feed.source.format, (head) => {
    conversion = beginConversion(feed, head, context, storage, observer);
    return conversion.take;
  });
  if (!conversion) throw new Error('the file was read without its head');
  const yieldIfDue = makeYielder();
  for (const _ of conversion.resolveDuplicates()) await yieldIfDue();
  return conversion;
}

async function* yieldingBetween(blocks: Iterable<Uint8Array>): Chunks {
  const yieldIfDue = makeYielder();
  for (const block of blocks) {
    yield block;
    await yieldIfDue();
  }
}

/** A converter that throws would throw again at every pass, so its file is treated as one that cannot be read. */
const internalError = (cause: unknown): TransformerError =>
  new TransformerError(
    'UNREADABLE_FILE',
    `Internal error during the conversion: ${describe(cause)}. This is a bug in the transformer; report it with the file.`,
    { cause },
  );

/** An error file must stay one that can be read back, and the archive has longer rows, too. */
const LONGEST_ORIGINAL = 400_000;
const tooLong = JSON.stringify('It is too long for this file: see the one in archive/.');

/** The same results, whose error file keeps each row as it came: the source is read once more when there are any. */
export const keepingOriginals = (
  converted: ConvertedSource,
  { source }: Feed,
  again: () => Chunks,
  storage: SqliteStorage,
): ConvertedSource => ({
  ...converted,
  rejects: async function* (name) {
    const rows = makeRowSet();
    for (const { row } of converted.refused()) rows.add(row);
    const originals = storage.originals();
    await readOriginals(source, again(), rows.has, originals);
    const originalOf = (row: number): string => {
      const text = originals.textOf(row);
      return text.length > LONGEST_ORIGINAL ? tooLong : text;
    };
    yield* yieldingBetween(inBlocks(rejectLines(name, converted.refused(), originalOf)));
  },
});
