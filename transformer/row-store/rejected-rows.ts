/** Refused rows, by their rows. */

import type { RejectedRows } from '#feeds/conversion/row-store.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { ENTRY_HEADER_BYTES, type EntryPiece, writeEntryHeader } from './merge-runs.ts';
import type { SortedRuns } from './sorted-runs.ts';

export function makeRejectedRows(runs: SortedRuns): RejectedRows {
  let last = Number.POSITIVE_INFINITY;
  return {
    add: (reject) => {
      if (reject.row < last) runs.beginRun();
      last = reject.row;
      const text = JSON.stringify(reject);
      const length = Buffer.byteLength(text);
      const { bytes, at } = runs.claim(ENTRY_HEADER_BYTES + length);
      writeEntryHeader({ bytes, at }, reject.row, length);
      bytes.write(text, at + ENTRY_HEADER_BYTES);
    },
    sorted: () => parsed(runs.pieces()),
  };
}

function* parsed(pieces: Iterable<EntryPiece>): Generator<Reject> {
  let entry: Buffer[] = [];
  for (const { opens, bytes, start, end } of pieces) {
    if (opens && entry.length > 0) yield JSON.parse(Buffer.concat(entry).toString());
    if (opens) entry = [];
    entry.push(Buffer.from(bytes.subarray(start, end)));
  }
  if (entry.length > 0) yield JSON.parse(Buffer.concat(entry).toString());
}
