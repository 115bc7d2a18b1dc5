/** Converts a file record by record, in memory that does not grow with it: all that must wait is put in a storage. */
import type { ConversionContext, Feed, SourceHead } from './feed.ts';
import type { Candidate, JudgedRow, TargetLayout } from './judged-row.ts';
import { isProblem, type Problem } from './lookup.ts';
import type { Reject } from './reject.ts';
import { conflictMessage, repeatMessage } from './repeats.ts';
import type { Parts, Sorter, Storage } from './storage.ts';
import type { RowOwner, SkipReason, Warning } from './tally.ts';

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
export type Conversion = {
  counts: ConversionCounts;
  warnings: readonly Warning[];
  take(record: unknown): void;
  /** Decides about the rows that depend on others; yields now and then, so that the caller can see to other things. */
  settle(): Iterable<undefined>;
  /** The target file in pieces; one of no rows when none is applied. */
  text(): Iterable<string>;
  /** In the order of the file. */
  rejects(): Iterable<Reject>;
};

/** More would not help a person, and a file can have one for every row. */
const LISTED_WARNINGS = 20;

type Work = {
  feed: Feed;
  counts: ConversionCounts;
  warnings: Warning[];
  candidates: Parts;
  settled: Parts;
  output: Sorter;
  rejects: Sorter;
};

/** @throws FeedError NOT_THIS_FEED when the head of the file says so */
export function beginConversion(
  feed: Feed,
  head: SourceHead,
  context: ConversionContext,
  storage: Storage,
): Conversion {
  const judge = feed.judge(head, context);
  const work: Work = {
    feed,
    counts: { rows: 0, applied: 0, rejected: 0, skipped: {}, warnings: 0 },
    warnings: [],
    candidates: storage.parts(),
    settled: storage.parts(),
    output: storage.sorter(),
    rejects: storage.sorter(),
  };
  return {
    counts: work.counts,
    warnings: work.warnings,
    take: (record) => {
      for (const row of judge(record)) takeRow(work, row);
    },
    settle: () => settle(work),
    text: () => formatFile(feed.layout, work),
    rejects: () => parsed<Reject>(work.rejects.sorted()),
  };
}

function takeRow(work: Work, { owner, warning, verdict }: JudgedRow): void {
  work.counts.rows += 1;
  if (warning) addWarning(work, warning);
  if (typeof verdict === 'string') skip(work, verdict);
  else if (isProblem(verdict)) refuse(work, owner, verdict);
  else work.candidates.add(verdict.key, JSON.stringify(waitingOf(owner, verdict)));
}

function addWarning({ counts, warnings }: Work, warning: Warning): void {
  counts.warnings += 1;
  if (warnings.length < LISTED_WARNINGS) warnings.push(warning);
}

function skip({ counts }: Work, reason: SkipReason): void {
  counts.skipped[reason] = (counts.skipped[reason] ?? 0) + 1;
}

function refuse({ counts, rejects }: Work, owner: RowOwner, { code, field, message }: Problem): void {
  counts.rejected += 1;
  rejects.add(owner.row, 0, JSON.stringify({ ...owner, code, field, message } satisfies Reject));
}

/** A candidate as it waits: a tuple, as there can be millions. */
type Waiting = [row: number, orderId: string, orderItemSeqId: string, ...rest: RestOfWaiting];
type RestOfWaiting = [key: string, group: string, head: string, flag: string, text: string];

const waitingOf = (
  { row, orderId, orderItemSeqId }: RowOwner,
  { key, group, head, flag, text }: Candidate,
): Waiting => [row, orderId, orderItemSeqId, key, group, head, flag, text];

function* settle(work: Work): Generator<undefined> {
  for (const part of work.candidates.parts()) {
    settleRepeats(work, part);
    yield undefined;
  }
  for (const part of work.settled.parts()) {
    placeRows(work, part);
    yield undefined;
  }
}

/** Rows of one key are in one part, so each part can be settled by itself. */
function settleRepeats(work: Work, part: () => Iterable<string>): void {
  const keys = new Map<string, Said>();
  for (const waiting of parsed<Waiting>(part())) learn(keys, waiting);
  for (const waiting of parsed<Waiting>(part())) settleRow(work, keys.get(waiting[3]), waiting);
}

/** What the rows of one key say; `row` is the first of them. */
type Said = { row: number; content: string; conflict: boolean };

function learn(keys: Map<string, Said>, waiting: Waiting): void {
  const [row, , , key, group, , flag, text] = waiting;
  const content = JSON.stringify([group, flag, text]);
  const said = keys.get(key);
  if (!said) keys.set(key, { row, content, conflict: false });
  else if (said.content !== content) said.conflict = true;
}

function settleRow(work: Work, said: Said | undefined, waiting: Waiting): void {
  const [row, orderId, orderItemSeqId, , group, head, flag, text] = waiting;
  const owner = { row, orderId, orderItemSeqId };
  if (said?.conflict) refuse(work, owner, conflicting);
  else if (said?.row === row)
    work.settled.add(group, JSON.stringify([row, group, head, flag, text] satisfies Settled));
  else if (work.feed.repeats === 'refused') refuse(work, owner, repeated);
  else skip(work, 'REPEATED_ROW');
}

const conflicting: Problem = {
  code: 'CONFLICTING_ROWS',
  field: 'orderItemSeqId',
  message: conflictMessage,
};
const repeated: Problem = { code: 'REPEATED_ROW', field: 'orderItemSeqId', message: repeatMessage };

type Settled = [row: number, group: string, head: string, flag: string, text: string];

/** Groups stand in the order in which the file first names them, and their rows in that of the file. */
function placeRows(work: Work, part: () => Iterable<string>): void {
  const groups = new Map<string, Group>();
  for (const [row, group, head, flag] of parsed<Settled>(part())) {
    groups.set(group, joined(groups.get(group), { row, head, flag }));
  }
  for (const [row, group, , , text] of parsed<Settled>(part())) {
    const { row: first, head, flag } = groups.get(group) ?? { row, head: '', flag: '' };
    const opening = row === first ? work.feed.layout.openGroup(head, flag) : null;
    work.output.add(first, row, JSON.stringify([opening, text] satisfies Placed));
    work.counts.applied += 1;
  }
}

/** `row` is the first row of the group. */
type Group = { row: number; head: string; flag: string };

function joined(group: Group | undefined, added: Group): Group {
  if (!group) return added;
  const { row, head } = added.row < group.row ? added : group;
  const [flag = ''] = [group.flag, added.flag].filter((each) => each !== '').sort();
  return { row, head, flag };
}

/** A row in its place; `opening` begins a new group. */
type Placed = [opening: string | null, text: string];

function* formatFile({ file, betweenRows, closeGroup }: TargetLayout, work: Work): Generator<string> {
  if (work.counts.applied === 0) {
    yield file.empty;
    return;
  }
  let before = file.open;
  for (const [opening, text] of parsed<Placed>(work.output.sorted())) {
    yield `${opening === null ? betweenRows : before + opening}${text}`;
    before = closeGroup + file.between;
  }
  yield closeGroup + file.close;
}

function* parsed<Value>(texts: Iterable<string>): Generator<Value> {
  for (const text of texts) yield JSON.parse(text);
}
