/** A file of a feed in one run: its rows group by group, as far as the budget goes, and what of a file is known that is given up. */
import { wholeRow } from '#feeds/rows/reject.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import type { SettledRows } from '../feed-files/finish-file.ts';
import { type FeedFileEntry, isResumed } from '../feed-files/ledger.ts';
import type { FileOutcome } from '../feed-files/process-files.ts';
import type { Budget } from '../netsuite/governance.ts';
import type { DrainedFeed, HandedOn, Portion, Recognized } from './drained-feed.ts';
import { decidedIn, isReject, type RowResult, settle } from './row-results.ts';

export const TOO_FEW_UNITS: FileOutcome = {
  state: 'too much',
  why: 'The run has too few units left to check newer files; a later run continues.',
};

const outOfUnits = (gotOn: boolean): FileOutcome => ({
  state: gotOn ? 'unfinished' : 'too much',
  why: 'The run used up its units in the middle of the file; a later run continues.',
});

const TOO_MANY: FileOutcome = {
  state: 'too much',
  why: 'The file is more than one run can process: it is handed over to several processors.',
};

/**
 * A last look 100, shipments that are handed on 200 or, once more, 520, two error files 230, two outcome files 230, the ledger 20, a
 * move 20.
 */
const UNITS_TO_SETTLE = 1120;

/** What an earlier run has applied the feed finds for itself. */
export function applyFile<Work, Known>(
  feed: DrainedFeed<Work, Known>,
  folder: FeedFolder,
  file: string,
  text: string,
  entry: FeedFileEntry,
  budget: Budget,
): FileOutcome {
  const read = feed.read(file, text, folder, budget);
  if (!read) return TOO_FEW_UNITS;
  const { tally } = read;
  const groups = groupsOf(read.portions);
  const known = feed.ask(groups);
  if (!budget.allows(unitsOf(feed, groups, known) + UNITS_TO_SETTLE)) return TOO_MANY;
  const resumed = isResumed(entry);
  const results: RowResult[] = [];
  for (const [index, works] of groups.entries()) {
    const portions = works.map((work) => ({ file, resumed, work }));
    const done = feed.apply(portions, known[index] as Known, budget);
    results.push(...done.flat());
    if (done.length < portions.length) return outOfUnits(results.some((result) => !isReject(result)));
  }
  if (!budget.allows(UNITS_TO_SETTLE)) return outOfUnits(true);
  return {
    state: 'settled',
    ...settledRows(feed, file, tally.counts.rows, [...decidedIn(tally), ...results]),
  };
}

export function groupsOf<Work>(portions: readonly Portion<Work>[]): Work[][] {
  const groups = new Map<string, Work[]>();
  for (const { group, work } of portions) groups.set(group, [...(groups.get(group) ?? []), work]);
  return [...groups.values()];
}

function unitsOf<Work, Known>(
  feed: DrainedFeed<Work, Known>,
  groups: readonly (readonly Work[])[],
  known: readonly Known[],
): number {
  const isOpen = (works: readonly Work[], index: number) =>
    feed.recognize(works, known[index] as Known).some(({ applied, refused }) => !applied && !refused);
  return groups.filter(isOpen).length * feed.unitsPerGroup;
}

/** @param found of every row of the file, also of those that reading it has decided */
export function settledRows<Work, Known>(
  feed: DrainedFeed<Work, Known>,
  file: string,
  count: number,
  found: readonly RowResult[],
): { rows: SettledRows; note: string } {
  const { results, note } = feed.beforeSettled?.(file, found) ?? { results: found, note: '' };
  const rows = settle(count, results);
  const { SUPERSEDED: outdated } = rows.counts.skipped;
  const late = outdated === undefined ? [] : [`Newer files have set the lines of ${outdated} of its rows.`];
  return { rows, note: [...late, note].filter((part) => part !== '').join(' ') };
}

/** The rows of a file that runs cannot get through: those that are applied count, the others are in its error file. */
export function giveUpRows<Work, Known>(
  feed: DrainedFeed<Work, Known>,
  folder: FeedFolder,
  file: string,
  text: string,
  reason: string,
  budget: Budget,
): SettledRows | undefined {
  const read = feed.read(file, text, folder, budget);
  if (!read) return undefined;
  const { tally } = read;
  const groups = groupsOf(read.portions);
  const known = feed.ask(groups);
  const recognized = groups.flatMap((works, index) => feed.recognize(works, known[index] as Known));
  const handedOn = recognized.some(({ handsOn }) => handsOn) ? feed.handedOn?.(file) : undefined;
  const results = recognized.map((row) => resultOf(row, handedOn, reason));
  return settle(tally.counts.rows, [...decidedIn(tally), ...results]);
}

function resultOf(
  { owner, applied, record, handsOn }: Recognized,
  handedOn: HandedOn | undefined,
  reason: string,
): RowResult {
  const { row } = owner;
  const known = record === undefined ? {} : { record };
  if (applied && !handsOn) return { row, applied, ...known };
  if (applied && handsOn && handedOn?.has(handsOn))
    return { row, applied, ...known, handedOn: handedOn.file };
  return { ...owner, code: 'RUNS_STOPPED', field: wholeRow, message: reason };
}
