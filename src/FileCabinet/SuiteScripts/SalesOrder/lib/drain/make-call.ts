/** The second stage of a drain: a call applies one group, and says of each row of it what became of it. */
import type { EntryPoints } from 'N/types';
import { renewLease } from '../feed-files/feed-lock.ts';
import { type Budget, LONGEST_CALL, startBudget } from '../netsuite/governance.ts';
import type { Drain, HandedPortion } from './drained-feed.ts';
import { inPieces, type PieceOfFile, type RowResult } from './row-results.ts';
import type { DrainTask, GroupTask, HeldLease } from './share-out.ts';
import { LARGEST_VALUE } from './value-sizes.ts';

/** How a call ended, under its own name: it also says of a call that failed that it succeeded when it was tried again. */
export const CALL_ENDED = { complete: '', outOfBudget: 'out of budget' } as const;

export function makeCall<Work, Known>(
  context: EntryPoints.MapReduce.reduceContext,
  drain: Drain<Work, Known>,
): void {
  const task = JSON.parse(context.values[0] ?? '') as DrainTask<Work, Known>;
  const isAgain = context.isRestarted || context.executionNo > 1;
  const { pieces, left } =
    'file' in task ? { pieces: [task], left: false } : applyGroup(task, drain, isAgain);
  for (const { file, piece } of pieces) context.write({ key: file, value: JSON.stringify([piece]) });
  context.write({ key: context.key, value: left ? CALL_ENDED.outOfBudget : CALL_ENDED.complete });
}

/**
 * @property pieces what the call says of the files
 * @property left whether it has got on and would have gone on with a larger budget
 */
type Applied = { pieces: readonly PieceOfFile[]; left: boolean };

function applyGroup<Work, Known>(
  task: GroupTask<Work, Known>,
  drain: Drain<Work, Known>,
  isAgain: boolean,
): Applied {
  if (!isStillHeld(task.lease, drain.now())) return { pieces: [], left: false };
  const budget = startBudget(drain.now, LONGEST_CALL);
  const { portions, known } = prepare(task, drain, isAgain, budget);
  const results = drain.feed.apply(portions, known, budget);
  const left = results.length > 0 && results.length < portions.length;
  return { pieces: results.flatMap((ofPortion, index) => piecesOf(ofPortion, portions[index]?.file)), left };
}

const piecesOf = (results: readonly RowResult[], file = ''): PieceOfFile[] =>
  inPieces(results, LARGEST_VALUE).map((piece) => ({ file, piece: { results: piece } }));

/**
 * Nobody else takes a lease within 70 minutes of its last sign of life, and a call lasts 15 at the most. So the calls of the
 * first half hour need not look; each later one does, and gives a sign of life if there was none for long. That leaves the
 * stage after the calls 25 minutes to wait for its turn.
 */
const isStillHeld = (lease: HeldLease, now: number): boolean =>
  now - lease.since < SURELY_HELD || renewLease(lease, now) !== undefined;

const SURELY_HELD = 30 * 60_000;

/** What was asked before the calls is out of date once one was begun. */
function prepare<Work, Known>(
  task: GroupTask<Work, Known>,
  drain: Drain<Work, Known>,
  isAgain: boolean,
  budget: Budget,
): { portions: readonly HandedPortion<Work>[]; known: Known } {
  if ('portions' in task && !isAgain) return task;
  const handed = 'portions' in task ? task.portions : readPortions(task, drain, budget);
  const portions = isAgain ? handed.map((portion) => ({ ...portion, resumed: true })) : handed;
  const [known] = drain.feed.ask([portions.map(({ work }) => work)]);
  return { portions, known: known as Known };
}

/** The files are in processing as long as the run has the lease. */
function readPortions<Work, Known>(
  { group, files }: Extract<GroupTask<Work, Known>, { group: string }>,
  { feed, openFolder }: Drain<Work, Known>,
  budget: Budget,
): HandedPortion<Work>[] {
  const folder = openFolder();
  return files.flatMap(({ file, resumed }) => {
    const portions = feed.read(file, folder.read(file), folder, budget)?.portions ?? [];
    return portions.filter((portion) => portion.group === group).map(({ work }) => ({ file, resumed, work }));
  });
}
