/** Converts a file record by record for the transformer, in bounded memory: all that must wait is put in a storage. */
import type { ConversionContext, FeedContract, SourceHead } from '../contract.ts';
import { compositeKey } from '../format/values.ts';
import { type Counts, countSkipped, noCounts } from '../rows/counts.ts';
import { conflictMessage, type Duplicates, makeDuplicates, repeatMessage } from '../rows/duplicates.ts';
import type { Reject } from '../rows/reject.ts';
import { isRowError, type RowError } from '../rows/row-field.ts';
import type { AcceptedRow, ClassifiedRow } from '../rows/row-reader.ts';
import type { RowOwner, SkipReason, Warning } from '../rows/tally.ts';
import { makeRowSet, type RowSet } from './row-set.ts';
import type { Candidates, KeyedRows, RejectedRows, Storage, WaitingRow } from './row-store.ts';

/**
 * One conversion, in this order: all records, then `resolveDuplicates`, then the results.
 * @property warnings the first ones; `counts` has their number
 */
export type Conversion<Piece> = {
  counts: Counts;
  warnings: readonly Warning[];
  take(record: unknown): void;
  /** Decides about the rows that depend on others; yields now and then, so that the caller can see to other things. */
  resolveDuplicates(): Iterable<undefined>;
  /** About how many characters the target file will have. */
  size(): number;
  /** The target file in pieces; one of no rows when none is applied. */
  file(): Iterable<Piece>;
  /** In the order of the file. */
  rejects(): Iterable<Reject>;
};

/**
 * Hears what becomes of each row.
 * @property taken a row as it is judged by itself
 * @property settled what became of it instead, because of other rows of the file
 */
export type Observer = {
  taken(record: unknown, row: ClassifiedRow): void;
  settled(row: number, outcome: SkipReason | RowError): void;
};

/** More would not help a person, and a file can have one for every row. */
const LISTED_WARNINGS = 20;

type ConversionState = {
  feed: FeedContract;
  counts: Counts;
  warnings: Warning[];
  candidates: Candidates<unknown>;
  /** The candidates that turn out not to apply. */
  dropped: RowSet;
  rejected: RejectedRows;
  observer: Observer | undefined;
};

/** @throws FeedError NOT_THIS_FEED when the head of the file says so */
export function beginConversion<Piece>(
  feed: FeedContract,
  head: SourceHead,
  context: ConversionContext,
  storage: Storage<Piece>,
  observer?: Observer,
): Conversion<Piece> {
  const judge = feed.judge(head, context);
  const candidates = storage.candidates(feed.layout(context));
  const work: ConversionState = {
    feed,
    counts: noCounts(),
    warnings: [],
    candidates,
    dropped: makeRowSet(),
    rejected: storage.rejected(),
    observer,
  };
  return {
    counts: work.counts,
    warnings: work.warnings,
    take: (record) => {
      for (const row of judge(record)) {
        takeRow(work, row);
        observer?.taken(record, row);
      }
    },
    resolveDuplicates: () => resolveDuplicates(work),
    size: () => candidates.size(),
    file: () => candidates.file(),
    rejects: () => work.rejected.sorted(),
  };
}

function takeRow(work: ConversionState, { owner, warning, outcome }: ClassifiedRow): void {
  work.counts.rows += 1;
  if (warning) addWarning(work, warning);
  if (typeof outcome === 'string') countSkipped(work.counts, outcome);
  else if (isRowError(outcome)) refuse(work, owner, outcome);
  else accept(work, owner, outcome);
}

function addWarning({ counts, warnings }: ConversionState, warning: Warning): void {
  counts.warnings += 1;
  if (warnings.length < LISTED_WARNINGS) warnings.push(warning);
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
    (rows) => settleDuplicates(work, rows),
    (row) => !work.dropped.has(row),
  );

function settleDuplicates(work: ConversionState, rows: KeyedRows): void {
  const duplicates = makeDuplicates();
  let found = 0;
  for (const { key, owner, ...waiting } of rows) {
    if (duplicates.note(key, owner.row, contentOf(waiting))) found += 1;
  }
  if (found === 0) return;
  for (const waiting of rows) settleRow(work, duplicates, waiting);
}

const contentOf = ({ group, flag, text }: Pick<WaitingRow, 'group' | 'flag' | 'text'>): string =>
  compositeKey(group, flag, text);

function settleRow(work: ConversionState, duplicates: Duplicates, { owner, key }: WaitingRow): void {
  const outcome = duplicates.outcomeOf(key, owner.row);
  if (outcome === 'applies') return;
  work.counts.applied -= 1;
  work.dropped.add(owner.row);
  const instead = insteadOf(work, outcome, key);
  if (typeof instead === 'string') countSkipped(work.counts, instead);
  else refuse(work, owner, instead);
  work.observer?.settled(owner.row, instead);
}

function insteadOf(
  { feed }: ConversionState,
  outcome: 'repeat' | 'conflict',
  key: string,
): SkipReason | RowError {
  if (outcome === 'conflict') return conflicting;
  return feed.repeats(key) === 'refused' ? repeated : 'REPEATED_ROW';
}

const conflicting: RowError = {
  code: 'CONFLICTING_ROWS',
  field: 'orderItemSeqId',
  message: conflictMessage,
};
const repeated: RowError = { code: 'REPEATED_ROW', field: 'orderItemSeqId', message: repeatMessage };
