/** What became of the rows of a file, as stages hand it on and a file is settled by. */
import { noCounts } from '#feeds/rows/counts.ts';
import type { OutcomeRow } from '#feeds/rows/outcome-file.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { addReject, type Skip, skip, type Tally } from '#feeds/rows/tally.ts';
import type { SettledRows } from '../feed-files/finish-file.ts';
import { sizeOf } from './value-sizes.ts';

/**
 * @property record internal id of what the row made or changed, as far as it is known
 * @property handedOn the file in which the rest of what it asks for goes on
 * @property follows what its feed still does of it before the file is settled; what JSON keeps
 */
export type RowResult =
  | Reject
  | { row: number; applied: true; record?: string; handedOn?: string; follows?: object }
  | (Skip & { record?: string });

/**
 * What one stage says of a file.
 * @property rows said once for each file: how many it has
 */
export type FilePiece = { rows?: number; results: readonly RowResult[] };

export type PieceOfFile = { file: string; piece: FilePiece };

export const isReject = (result: RowResult): result is Reject => 'code' in result;

/** The rows that reading a file has decided. */
export const decidedIn = ({ rejects, skips }: Tally): RowResult[] => [...rejects, ...skips];

/** @param results of all rows, in any order */
export function settle(rows: number, results: readonly RowResult[]): SettledRows {
  const sorted = [...results].sort((one, other) => one.row - other.row);
  const tally: Tally = { counts: { ...noCounts(), rows }, rejects: [], skips: [] };
  for (const result of sorted) addResult(tally, result);
  return { counts: tally.counts, rejects: tally.rejects, outcomes: sorted.map(outcomeOf) };
}

function addResult(tally: Tally, result: RowResult): void {
  if (isReject(result)) addReject(tally, result);
  else if ('applied' in result) tally.counts.applied += 1;
  else skip(tally, result.row, result.skipped);
}

function outcomeOf(result: RowResult): OutcomeRow {
  const { row } = result;
  if (isReject(result)) {
    const { code, field, message } = result;
    return { row, outcome: 'refused', code, field, message, record: '' };
  }
  const { record = '' } = result;
  const none = { code: '', field: '', message: '' };
  if ('skipped' in result) return { row, outcome: 'skipped', ...none, code: result.skipped, record };
  const { handedOn } = result;
  return handedOn === undefined
    ? { row, outcome: 'applied', ...none, record }
    : { row, outcome: 'handed on', ...none, message: handedOn, record };
}

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
