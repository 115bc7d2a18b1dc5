/** The first stage of a drain: the run takes the feed's lease and its files, and shares their rows out by group. */
import { acquireLease, type FeedLease } from '../feed-files/feed-lock.ts';
import { type FeedFileEntry, isResumed } from '../feed-files/ledger.ts';
import { processInTurn } from '../feed-files/process-files.ts';
import { startBudget } from '../netsuite/governance.ts';
import { giveUpRows, TOO_FEW_UNITS } from './apply-file.ts';
import type { Drain, DrainedFeed, HandedPortion } from './drained-feed.ts';
import { decidedIn, inPieces, type PieceOfFile } from './row-results.ts';
import { LARGEST_VALUE, makeRoom } from './value-sizes.ts';

/** Summarize has 10,000 units, and a file with errors takes 276 of them. */
const MOST_FILES = 30;

/** Enough for hours of work, and not too much to hold in memory. */
const MOST_ROWS = 30_000;

/** A file costs a call 100 units to read, of 5,000; the group's portions in the others wait until these are settled. */
const MOST_FILES_READ = 10;

/** @property since when it was certain that the run has it, epoch ms */
export type HeldLease = FeedLease & { since: number };

export type FileToRead = { file: string; resumed: boolean };

/** A group with all that is to be applied to it, or with the files to read where this is more than a call can be handed. */
export type GroupTask<Work, Known> = { lease: HeldLease } & (
  | { portions: readonly HandedPortion<Work>[]; known: Known }
  | { group: string; files: readonly FileToRead[] }
);

/** What one call is given: a group, or what is known of a file already. */
export type DrainTask<Work, Known> = GroupTask<Work, Known> | PieceOfFile;

/** @returns the tasks by a name; nothing while another deployment has the lease */
export function shareOut<Work, Known>(drain: Drain<Work, Known>): Record<string, DrainTask<Work, Known>> {
  const since = drain.now();
  const lease = acquireLease(drain.feed.name, since);
  if (!lease) return {};
  const { pieces, groups } = takeFiles(drain);
  const tasks: Record<string, DrainTask<Work, Known>> = {};
  pieces.forEach((task, index) => {
    tasks[nameOf('file', index, task.file)] = task;
  });
  groupTasks(drain.feed, groups, { ...lease, since }).forEach(([group, task], index) => {
    tasks[nameOf('group', index, group)] = task;
  });
  return tasks;
}

/** The number keeps names apart that are alike, or are cut short: a key has 3,000 bytes at the most. */
const nameOf = (kind: string, index: number, text: string): string =>
  `${kind} ${index + 1}: ${text.slice(0, 200)}`;

type Taken<Work> = { pieces: PieceOfFile[]; groups: Map<string, HandedPortion<Work>[]> };

function takeFiles<Work, Known>({
  feed,
  openFolder,
  minimumAgeSeconds,
  now,
}: Drain<Work, Known>): Taken<Work> {
  const taken: Taken<Work> = { pieces: [], groups: new Map() };
  const budget = startBudget(now);
  let files = 0;
  let rows = 0;
  const folder = openFolder();
  processInTurn({
    feed: feed.name,
    folder,
    now,
    minimumAgeSeconds,
    unitsPerFile: feed.unitsPerFile,
    budget: { allows: (units) => files < MOST_FILES && rows < MOST_ROWS && budget.allows(units) },
    apply: (file, text, entry) => {
      files += 1;
      const read = feed.read(file, text, folder, budget);
      if (!read) return TOO_FEW_UNITS;
      rows += addFile(taken, file, entry, read);
      return { state: 'delegated' };
    },
    giveUp: (file, text, reason) => giveUpRows(feed, folder, file, text, reason, budget),
  });
  return taken;
}

/** @returns how many rows it has */
function addFile<Work>(
  { pieces, groups }: Taken<Work>,
  file: string,
  entry: FeedFileEntry,
  { portions, tally }: NonNullable<ReturnType<DrainedFeed<Work, unknown>['read']>>,
): number {
  const { rows } = tally.counts;
  pieces.push({ file, piece: { rows, results: [] } });
  for (const results of inPieces(decidedIn(tally), LARGEST_VALUE)) pieces.push({ file, piece: { results } });
  for (const { group, work } of portions) {
    const handed = groups.get(group) ?? [];
    groups.set(group, handed);
    handed.push({ file, resumed: isResumed(entry), work });
  }
  return rows;
}

function groupTasks<Work, Known>(
  feed: DrainedFeed<Work, Known>,
  groups: ReadonlyMap<string, readonly HandedPortion<Work>[]>,
  lease: HeldLease,
): [string, GroupTask<Work, Known>][] {
  const hasRoom = makeRoom();
  const known = feed.ask([...groups.values()].map((portions) => portions.map(({ work }) => work)));
  return [...groups].map(([group, portions], index) => {
    const task = { lease, portions, known: known[index] as Known };
    return [group, hasRoom(task) ? task : { lease, group, files: filesOf(portions) }];
  });
}

function filesOf(portions: readonly HandedPortion<unknown>[]): FileToRead[] {
  const files = new Map(portions.map(({ file, resumed }) => [file, { file, resumed }]));
  return [...files.values()].slice(0, MOST_FILES_READ);
}
