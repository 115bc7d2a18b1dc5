/** The same order item more than once in one file: applied once if its rows agree, and not at all if they do not. */
import { type RowOwner, reject, skip, type Tally } from './tally.ts';

/** What the rows of one key say; `row` is the first of them. */
type KeyState = { row: number; content: string; conflict: boolean };

export type Duplicates = {
  /** In the order of the file. @returns whether an earlier row has the key */
  note(key: string, row: number, content: string): boolean;
  /** Once all rows of the key are noted. */
  outcomeOf(key: string, row: number): 'applies' | 'repeat' | 'conflict';
};

/** Nothing in a file says which of several rows is right, so rows of one key that disagree are all in conflict. */
export function makeDuplicates(): Duplicates {
  const keys = new Map<string, KeyState>();
  return {
    note: (key, row, content) => {
      const known = keys.get(key);
      if (!known) keys.set(key, { row, content, conflict: false });
      else if (known.content !== content) known.conflict = true;
      return known !== undefined;
    },
    outcomeOf: (key, row) => {
      const known = keys.get(key);
      if (known?.conflict) return 'conflict';
      return known === undefined || known.row === row ? 'applies' : 'repeat';
    },
  };
}

/** A row that would be applied, with what makes it the same row and what it says. */
export type Candidate<Row> = { owner: RowOwner; key: string; row: Row };

/** @property field that an error file names @property repeats what becomes of a row that says the same as an earlier one */
export type DuplicateRule = { field: string; repeats: 'skipped' | 'refused' };

const defaultRule: DuplicateRule = { field: 'orderItemSeqId', repeats: 'skipped' };

/** What is left to apply; the others are in the tally. Source: docs/contracts.md#brokered-order-items-hotwax. */
export function withoutDuplicates<Row>(
  candidates: readonly Candidate<Row>[],
  tally: Tally,
  { field, repeats }: DuplicateRule = defaultRule,
): Candidate<Row>[] {
  const duplicates = makeDuplicates();
  for (const { key, owner, row } of candidates) duplicates.note(key, owner.row, JSON.stringify(row));
  const left = candidates.filter(({ owner, key }) => {
    const outcome = duplicates.outcomeOf(key, owner.row);
    if (outcome === 'conflict') reject(tally, owner, 'CONFLICTING_ROWS', field, conflictMessage);
    else if (outcome === 'repeat' && repeats === 'skipped') skip(tally, owner.row, 'REPEATED_ROW');
    else if (outcome === 'repeat') reject(tally, owner, 'REPEATED_ROW', field, repeatMessage);
    return outcome === 'applies';
  });
  tally.rejects.sort((one, other) => one.row - other.row);
  return left;
}

export const conflictMessage =
  'The file has several rows for this order item that say different things; none was applied. Correct it in HotWax and send the one that is right.';

/** Two lots of one line, or the same shipment reported twice: the file does not show which, so a person must decide. */
export const repeatMessage =
  'The file has this row more than once, letter for letter. The first was applied; if both were shipped, raise its quantity in HotWax.';
