/** What became of the rows of one file: rows = applied + rejected + skipped, always. */
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

export type Tally = {
  rows: number;
  applied: number;
  rejects: Reject[];
  skipped: Partial<Record<SkipReason, number>>;
  warnings: Warning[];
};

export const emptyTally = (): Tally => ({ rows: 0, applied: 0, rejects: [], skipped: {}, warnings: [] });

/** Whose row it is, for the error file: known as far as the row could be read. */
export type RowOwner = { row: number; orderId: string; orderItemSeqId: string };

export function reject(
  tally: Tally,
  owner: RowOwner,
  code: RejectCode,
  field: string,
  message: string,
): void {
  tally.rejects.push({ ...owner, code, field, message });
}

export function skip(tally: Tally, reason: SkipReason): void {
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
}

export const skippedRows = (tally: Pick<Tally, 'skipped'>): number =>
  Object.values(tally.skipped).reduce((sum, count) => sum + count, 0);
