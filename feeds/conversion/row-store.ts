/** Where rows wait while a file is converted; the transformer has a storage that moves to the disk when there are many. */

import type { Reject } from '../rows/reject.ts';
import type { TargetLayout } from '../rows/row-reader.ts';
import type { RowOwner } from '../rows/tally.ts';

/** A row that may apply, with what `AcceptedRow` says of it. */
export type CandidateRow = {
  owner: RowOwner;
  key: string;
  group: string;
  head: string;
  flag: string;
  text: string;
};

export type Storage<Piece> = {
  candidates(layout: TargetLayout): Candidates<Piece>;
  rejected(): RejectedRows;
};

/** Groups come back in the order in which the file first names them, each whole. */
export type Candidates<Piece> = {
  /** In the order of the file. */
  add(row: CandidateRow): void;
  /**
   * Once, before `file` is asked for; yields now and then.
   * @param settleKeys is given the rows of some keys at a time, until all keys that several rows share have been there
   * @param applies is asked about these rows then; all others apply
   */
  resolveDuplicates(
    settleKeys: (rows: KeyedRows) => void,
    applies: (row: number) => boolean,
  ): Iterable<undefined>;
  /** How many characters the rows have that were added, about as many as their file. */
  size(): number;
  /** The target file; one of no rows when none applies. */
  file(): Iterable<Piece>;
};

/** All rows of some keys, in the order of the file, as often as asked for; those whose key nobody shares may be left out. */
export type KeyedRows = Iterable<WaitingRow>;

export type WaitingRow = Omit<CandidateRow, 'head'>;

/** Rejects come back by their rows. */
export type RejectedRows = { add(reject: Reject): void; sorted(): Iterable<Reject> };
