/** What became of the rows of a file, as stages hand it on and a file is settled by. */
import type { Counts } from '#feeds/rows/counts.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { addReject, type SkipReason, skip, type Tally } from '#feeds/rows/tally.ts';
import { sizeOf } from './value-sizes.ts';

/** @property follows what its feed still does of it before the file is settled; what JSON keeps */
export type RowResult =
  | Reject
  | { row: number; applied: true; follows?: object }
  | { row: number; skipped: SkipReason };

/**
 * What one stage says of a file.
 * @property counts said once for each file: what reading it has decided
 */
export type FilePiece = { counts?: Counts; results: readonly RowResult[] };

export type PieceOfFile = { file: string; piece: FilePiece };

export const isReject = (result: RowResult): result is Reject => 'code' in result;

export function addResult(tally: Tally, result: RowResult): void {
  if (isReject(result)) addReject(tally, result);
  else if ('applied' in result) tally.counts.applied += 1;
  else skip(tally, result.skipped);
}

export const inFileOrder = (rejects: readonly Reject[]): Reject[] =>
  [...rejects].sort((one, other) => one.row - other.row);

/** A call that was interrupted may have spoken twice of a row; what it applied then, it has applied. */
export function oneForEachRow(results: readonly RowResult[]): RowResult[] {
  const byRow = new Map<number, RowResult>();
  for (const result of results) {
    const said = byRow.get(result.row);
    if (!said || weightOf(result) >= weightOf(said)) byRow.set(result.row, result);
  }
  return [...byRow.values()];
}

function weightOf(result: RowResult): number {
  if (isReject(result)) return 0;
  return 'applied' in result ? 2 : 1;
}

/** With every reject's message they can be more than one value may have. */
export function inPieces(results: readonly RowResult[], largest: number): RowResult[][] {
  const pieces: RowResult[][] = [];
  let bytes = largest;
  for (const result of results) {
    const size = sizeOf(result) + 1;
    if (bytes + size > largest) pieces.push([]);
    bytes = bytes + size > largest ? size : bytes + size;
    pieces[pieces.length - 1]?.push(result);
  }
  return pieces;
}
