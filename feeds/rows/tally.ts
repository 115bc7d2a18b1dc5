/** Why rows are skipped, and what became of the rows of one file. */
import { type Counts, countSkipped, noCounts } from './counts.ts';
import type { Reject, RejectCode } from './reject.ts';

/** Why a row is by rule not for a feed. */
export const skipReasons = {
  KIT_COMPONENT: 'a kit component: NetSuite knows only the kit',
  OTHER_FACILITY: 'its facility is fulfilled by the other side',
  VIRTUAL_FACILITY: 'its facility is virtual: nothing is shipped from it',
  DIGITAL_ITEM: 'a digital item: nothing is shipped',
  POS_COMPLETED: 'completed at the point of sale: it becomes a cash sale',
  CANCELLED: 'cancelled before it was sent',
  REPEATED_ROW: 'the file already has the same order item with the same content',
  SUPERSEDED: 'a newer file has set the line since',
  ALREADY_APPLIED: 'an earlier file or run has applied it',
} as const;

export type SkipReason = keyof typeof skipReasons;

/** Something an operator should know although the row was applied. */
export type Warning = { row: number; code: 'FACILITY_IN_BOTH_GROUPS'; message: string };

/** A row that was skipped. */
export type Skip = { row: number; skipped: SkipReason };

/** What became of the rows of a file that is read as a whole. */
export type Tally = { counts: Counts; rejects: Reject[]; skips: Skip[] };

export const emptyTally = (): Tally => ({ counts: noCounts(), rejects: [], skips: [] });

/** Whose row it is, for the error file: known as far as the row could be read. */
export type RowOwner = { row: number; orderId: string; orderItemSeqId: string };

export function reject(
  tally: Tally,
  owner: RowOwner,
  code: RejectCode,
  field: string,
  message: string,
): void {
  addReject(tally, { ...owner, code, field, message });
}

export function addReject({ counts, rejects }: Tally, one: Reject): void {
  counts.rejected += 1;
  rejects.push(one);
}

export function skip({ counts, skips }: Tally, row: number, reason: SkipReason): void {
  countSkipped(counts, reason);
  skips.push({ row, skipped: reason });
}
