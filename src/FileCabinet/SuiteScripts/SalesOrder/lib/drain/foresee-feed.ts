/** A dry run of a feed into NetSuite: what a run would do with the files that wait, said in the log, and nothing is changed. */
import * as log from 'N/log';
import { skippedRows } from '#feeds/rows/counts.ts';
import type { FoundFile, Place } from '../feed-files/feed-folder.ts';
import { findLeaseHolder } from '../feed-files/feed-lock.ts';
import { findEntry, isFinal, MOST_STOPS } from '../feed-files/ledger.ts';
import type { ReadableFolder } from '../feed-files/peek-folder.ts';
import { isStill } from '../feed-files/process-files.ts';
import { asFailure } from '../netsuite/failure.ts';
import { type Budget, startBudget } from '../netsuite/governance.ts';
import { groupsOf } from './apply-file.ts';
import type { Drain, DrainedFeed } from './drained-feed.ts';

/**
 * What would become of a file.
 * @property toApply rows that are not applied and that nothing known speaks against: NetSuite may still refuse them
 * @property codes how many rows would be refused for which reason
 */
export type Foreseen =
  | { rows: number; toApply: number; applied: number; skipped: number; codes: Record<string, number> }
  | { instead: string };

/** The drain of a dry run, whose folder can be looked at alone. */
export type ForeseenDrain<Work, Known> = Omit<Drain<Work, Known>, 'openFolder'> & {
  folder: ReadableFolder & { exists: boolean };
};

/** More of them in the log are read by nobody; the counts go on. */
const MOST_LOGGED = 50;

export function foreseeFeed<Work, Known>(drain: ForeseenDrain<Work, Known>): void {
  const { feed, folder } = drain;
  const budget = startBudget(drain.now);
  const waiting = folder.list('waiting');
  const begun = folder.list('processing');
  const still = waiting.filter((file) => isStill(file, drain));
  const files = [...begun.map(at('processing')), ...still.map(at('waiting'))];
  const seen: Foreseen[] = [];
  for (const { file, place } of files) {
    if (!budget.allows(feed.unitsPerFile)) break;
    const foreseen = foreseeFile(drain, file, place, budget);
    if (seen.length < MOST_LOGGED)
      log.audit({ title: `Dry run: ${place}`, details: { file: file.name, ...foreseen } });
    seen.push(foreseen);
  }
  log.audit({
    title: 'Dry run: nothing was changed',
    details: {
      feed: feed.name,
      folder: `${folder.path}${folder.exists ? '' : ', which the first run makes'}`,
      files: { waiting: waiting.length, begun: begun.length, young: waiting.length - still.length },
      notLookedAt: files.length - seen.length,
      ...sumOf(seen),
      ...runningOf(findLeaseHolder(feed.name)),
      next: 'Clear "Dry run" on the deployment to have it done.',
    },
  });
}

const at = (place: Place) => (file: FoundFile) => ({ file, place });

const runningOf = (deployment: string): { running?: string } =>
  deployment === '' ? {} : { running: deployment };

function foreseeFile<Work, Known>(
  { feed, folder }: ForeseenDrain<Work, Known>,
  { name }: FoundFile,
  place: Place,
  budget: Budget,
): Foreseen {
  const entry = findEntry(feed.name, name);
  if (entry && isFinal(entry) && place === 'processing')
    return { instead: 'is finished, and would be put away' };
  if (entry && isFinal(entry) && entry.status !== 'Failed')
    return { instead: 'has the name of a file that was applied, and would be put into failed/' };
  if (entry && place === 'processing' && entry.stops >= MOST_STOPS)
    return { instead: `stopped ${entry.stops} runs, and would be given up` };
  try {
    return foreseeRows(feed, folder, name, folder.read(name, place), budget);
  } catch (thrown) {
    const { name: code, message } = asFailure(thrown);
    return { instead: `would be put into failed/, or stop the run: ${code}: ${message}` };
  }
}

function foreseeRows<Work, Known>(
  feed: DrainedFeed<Work, Known>,
  folder: ReadableFolder,
  file: string,
  text: string,
  budget: Budget,
): Foreseen {
  const read = feed.read(file, text, folder, budget);
  if (!read) return { instead: 'was not looked at, for want of units' };
  const { counts, rejects } = read.tally;
  const groups = groupsOf(read.portions);
  const known = feed.ask(groups);
  const recognized = groups.flatMap((works, index) => feed.recognize(works, known[index] as Known));
  const open = recognized.filter(({ applied }) => !applied);
  const refused = open.flatMap(({ objection }) => objection ?? []);
  return {
    rows: counts.rows,
    toApply: open.length - refused.length,
    applied: recognized.length - open.length,
    skipped: skippedRows(counts),
    codes: countEach([...rejects.map(({ code }) => code), ...refused]),
  };
}

function countEach(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function sumOf(seen: readonly Foreseen[]) {
  const sum = { rows: 0, toApply: 0, applied: 0, skipped: 0, refused: 0, filesNotApplied: 0 };
  for (const one of seen) {
    if ('instead' in one) {
      sum.filesNotApplied += 1;
      continue;
    }
    sum.rows += one.rows;
    sum.toApply += one.toApply;
    sum.applied += one.applied;
    sum.skipped += one.skipped;
    sum.refused += Object.values(one.codes).reduce((total, count) => total + count, 0);
  }
  return sum;
}
