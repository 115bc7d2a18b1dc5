/** Converts a file record by record, in memory that does not grow with it: all that must wait is put in a storage. */
import type { ConversionContext, Feed, SourceHead } from '../feed.ts';
import { compositeKey } from '../format/values.ts';
import { conflictMessage, repeatMessage } from '../rows/duplicates.ts';
import type { Reject } from '../rows/reject.ts';
import { isRowError, type RowError } from '../rows/row-field.ts';
import type { AcceptedRow, ClassifiedRow } from '../rows/row-reader.ts';
import type { RowOwner, SkipReason, Warning } from '../rows/tally.ts';
import { makeRowSet, type RowSet } from './row-set.ts';
import type { Candidates, KeyedRows, RejectedRows, Storage, WaitingRow } from './row-store.ts';

/** What became of the rows: rows = applied + rejected + skipped, once the conversion has settled. */
export type ConversionCounts = {
  rows: number;
  applied: number;
  rejected: number;
  skipped: Partial<Record<SkipReason, number>>;
  warnings: number;
};

/**
 * One conversion, in this order: all records, then `settle`, then the results.
 * @property warnings the first ones; `counts` has their number
 */
export type Conversion<Piece> = {
  counts: ConversionCounts;
  warnings: readonly Warning[];
  take(record: unknown): void;
  /** Decides about the rows that depend on others; yields now and then, so that the caller can see to other things. */
  resolveDuplicates(): Iterable<undefined>;
  /** The target file in pieces; one of no rows when none is applied. */
  file(): Iterable<Piece>;
  /** In the order of the file. */
  rejects(): Iterable<Reject>;
};

/** More would not help a person, and a file can have one for every row. */
const LISTED_WARNINGS = 20;

type ConversionState = {
  feed: Feed;
  counts: ConversionCounts;
  warnings: Warning[];
  candidates: Candidates<unknown>;
  /** The candidates that turn out not to apply. */
  dropped: RowSet;
  rejected: RejectedRows;
};

/** @throws FeedError NOT_THIS_FEED when the head of the file says so */
export function beginConversion<Piece>(
  feed: Feed,
  head: SourceHead,
  context: ConversionContext,
  storage: Storage<Piece>,
): Conversion<Piece> {
  const judge = feed.judge(head, context);
  const candidates = storage.candidates(feed.layout);
  const work: ConversionState = {
    feed,
    counts: { rows: 0, applied: 0, rejected: 0, skipped: {}, warnings: 0 },
    warnings: [],
    candidates,
    dropped: makeRowSet(),
    rejected: storage.rejected(),
  };
  return {
    counts: work.counts,
    warnings: work.warnings,
    take: (record) => {
      for (const row of judge(record)) takeRow(work, row);
    },
    resolveDuplicates: () => resolveDuplicates(work),
    file: () => candidates.file(),
    rejects: () => work.rejected.sorted(),
  };
}

function takeRow(work: ConversionState, { owner, warning, outcome }: ClassifiedRow): void {
  work.counts.rows += 1;
  if (warning) addWarning(work, warning);
  if (typeof outcome === 'string') skip(work, outcome);
  else if (isRowError(outcome)) refuse(work, owner, outcome);
  else accept(work, owner, outcome);
}

function addWarning({ counts, warnings }: ConversionState, warning: Warning): void {
  counts.warnings += 1;
  if (warnings.length < LISTED_WARNINGS) warnings.push(warning);
}

function skip({ counts }: ConversionState, reason: SkipReason): void {
  counts.skipped[reason] = (counts.skipped[reason] ?? 0) + 1;
}

function refuse(
  { counts, rejected }: ConversionState,
  owner: RowOwner,
  { code, field, message }: RowError,
): void {
  counts.rejected += 1;
  rejected.add({ ...owner, code, field, message });
}

/** It counts as applied until another row of its key says otherwise. */
function accept({ counts, candidates }: ConversionState, owner: RowOwner, candidate: AcceptedRow): void {
  const { key, group, head, flag, text } = candidate;
  counts.applied += 1;
  candidates.add({ owner, key, group, head, flag, text });
}

const resolveDuplicates = (work: ConversionState): Iterable<undefined> =>
  work.candidates.resolveDuplicates(
    (rows) => settleRepeats(work, rows),
    (row) => !work.dropped.has(row),
  );

function settleRepeats(work: ConversionState, rows: KeyedRows): void {
  const keys = new Map<string, KeyState>();
  let repeats = 0;
  for (const waiting of rows) if (noteKey(keys, waiting)) repeats += 1;
  if (repeats === 0) return;
  for (const waiting of rows) settleRow(work, keys.get(waiting.key), waiting);
}

/** What the rows of one key say; `row` is the first of them. */
type KeyState = { row: number; content: string; conflict: boolean };

/** @returns whether the key was known */
function noteKey(keys: Map<string, KeyState>, { owner, key, group, flag, text }: WaitingRow): boolean {
  const content = compositeKey(group, flag, text);
  const said = keys.get(key);
  if (!said) keys.set(key, { row: owner.row, content, conflict: false });
  else if (said.content !== content) said.conflict = true;
  return said !== undefined;
}

function settleRow(work: ConversionState, said: KeyState | undefined, { owner, key }: WaitingRow): void {
  if (!said?.conflict && said?.row === owner.row) return;
  work.counts.applied -= 1;
  work.dropped.add(owner.row);
  if (said?.conflict) refuse(work, owner, conflicting);
  else if (work.feed.repeats(key) === 'refused') refuse(work, owner, repeated);
  else skip(work, 'REPEATED_ROW');
}

const conflicting: RowError = {
  code: 'CONFLICTING_ROWS',
  field: 'orderItemSeqId',
  message: conflictMessage,
};
const repeated: RowError = { code: 'REPEATED_ROW', field: 'orderItemSeqId', message: repeatMessage };
