/** Rows that may apply, as bytes in memory or on disk: parted by key to find repeats, and by group to be written. */

import type { Candidates } from '#feeds/conversion/row-store.ts';
import type { TargetLayout } from '#feeds/rows/row-reader.ts';
import { inBlocks } from '../store/byte-stream.ts';
import { GROUPED_TEXTS, groupedTexts, placePart } from './grouped-rows.ts';
import { KEYED_TEXTS, keyedTexts, sharedKeysOf } from './keyed-rows.ts';
import type { EntryPiece } from './merge-runs.ts';
import type { RecordPile } from './record-pile.ts';
import type { SortedRuns } from './sorted-runs.ts';

/**
 * @property most how many bytes of rows are looked at together
 * @property elements of the target file, by the row that first names their group
 */
export type Means = { pile: (texts: number) => RecordPile; elements: SortedRuns; most: number };

/** Rows of one key may be of different groups: each row waits twice. */
export function makeCandidates(
  layout: TargetLayout,
  { pile, elements, most }: Means,
): Candidates<Uint8Array> {
  const keyed = pile(KEYED_TEXTS);
  const grouped = pile(GROUPED_TEXTS);
  return {
    add: (row) => {
      keyed.add(row.key, row.owner.row, keyedTexts(row));
      grouped.add(row.group, row.owner.row, groupedTexts(row));
    },
    resolveDuplicates: function* (settleKeys, applies) {
      for (const part of keyed.parts()) {
        for (const rows of sharedKeysOf(part, most)) settleKeys(rows);
        yield undefined;
      }
      for (const part of grouped.parts()) {
        placePart(layout, part, elements, applies, most);
        yield undefined;
      }
    },
    file: () => inBlocks(formatFile(layout.file, elements.pieces())),
  };
}

/** Rows of one key are of one group, so that a part has all that is needed to settle its keys. */
export function makeCandidatesByGroup(
  layout: TargetLayout,
  { pile, elements, most }: Means,
): Candidates<Uint8Array> {
  const rows = pile(KEYED_TEXTS + GROUPED_TEXTS);
  return {
    add: (row) => rows.add(row.group, row.owner.row, [...keyedTexts(row), ...groupedTexts(row)]),
    resolveDuplicates: function* (settleKeys, applies) {
      for (const part of rows.parts()) {
        for (const shared of sharedKeysOf(part, most)) settleKeys(shared);
        placePart(layout, part, elements, applies, most);
        yield undefined;
      }
    },
    file: () => inBlocks(formatFile(layout.file, elements.pieces())),
  };
}

function* formatFile(file: TargetLayout['file'], pieces: Iterable<EntryPiece>): Generator<EntryPiece> {
  const wrapped = (text: string): EntryPiece => {
    const bytes = Buffer.from(text);
    return { opens: false, bytes, start: 0, end: bytes.length };
  };
  const between = wrapped(file.between);
  let before = wrapped(file.open);
  let isEmpty = true;
  for (const piece of pieces) {
    if (piece.opens) yield before;
    yield piece;
    before = between;
    isEmpty = false;
  }
  yield wrapped(isEmpty ? file.empty : file.close);
}
