/** The same order item twice in one file: once if the rows agree, in the error file if they do not. */
import { type RowOwner, reject, skip, type Tally } from './tally.ts';

/** A row that would be applied, with what makes it the same row and what it says. */
export type AcceptedRow<Row> = { owner: RowOwner; key: string; row: Row };

/**
 * What is left to apply. Repeats with the same content are skipped; when rows of one key disagree all of them are
 * refused, as nothing in the file shows which is right. Source: docs/contracts.md#brokered-order-items-hotwax.
 */
export function settleRepeats<Row>(
  candidates: readonly AcceptedRow<Row>[],
  tally: Tally,
  field = 'orderItemSeqId',
): AcceptedRow<Row>[] {
  const contents = new Map<string, Set<string>>();
  for (const { key, row } of candidates) {
    contents.set(key, (contents.get(key) ?? new Set()).add(JSON.stringify(row)));
  }
  const seen = new Set<string>();
  const settled = candidates.filter(({ owner, key }) => {
    if ((contents.get(key)?.size ?? 0) > 1) {
      reject(tally, owner, 'CONFLICTING_ROWS', field, conflictMessage);
      return false;
    }
    if (seen.has(key)) {
      skip(tally, 'REPEATED_ROW');
      return false;
    }
    seen.add(key);
    return true;
  });
  tally.rejects.sort((one, other) => one.row - other.row);
  return settled;
}

export const conflictMessage =
  'The file has several rows for this order item that say different things; none was applied. Correct it in HotWax and send the one that is right.';

/** Two lots of one line, or the same shipment reported twice: the file does not show which, so a person must decide. */
export const repeatMessage =
  'The file has this row more than once, letter for letter. The first was applied; if both were shipped, raise its quantity in HotWax.';
