/** Where rows wait while a file is converted; the transformer has a storage that moves to the disk when there are many. */
import type { TargetLayout } from './judged-row.ts';
import type { Reject } from './reject.ts';
import type { RowOwner } from './tally.ts';

/** @property content what the row says, to be compared with that of other rows of the key */
export type KeyedRow = { owner: RowOwner; key: string; content: string };

/** A row with what `Candidate` says of its group. */
export type GroupedRow = { row: number; group: string; head: string; flag: string; text: string };

/** Rows are added in the order of the file, but for rejects. */
export type Storage<Piece> = {
  keyed(): KeyedRows;
  grouped(layout: TargetLayout): GroupedRows<Piece>;
  rejected(): RejectedRows;
};

/** Rows of one key come back in one part, in the order of the file; those whose key nobody shares may be left out. */
export type KeyedRows = {
  add(row: KeyedRow): void;
  parts(): Iterable<KeyedPart>;
};

/** Can be gone through as often as needed until the next part is asked for. */
export type KeyedPart = { each(visit: (waiting: WaitingRow) => void): void };

/** A row that is read as far as it is asked for; good only until the next one is visited. */
export type WaitingRow = { row(): number; key(): string; content(): string; owner(): RowOwner };

/** Groups come back in the order in which the file first names them, each whole. */
export type GroupedRows<Piece> = {
  add(row: GroupedRow): void;
  /** Once, before `file` is asked for; yields now and then. */
  place(applies: (row: number) => boolean): Iterable<undefined>;
  /** The target file; one of no rows when none applies. */
  file(): Iterable<Piece>;
};

/** Rejects come back by their rows. */
export type RejectedRows = { add(reject: Reject): void; sorted(): Iterable<Reject> };
