/** Compares NetSuite and HotWax by a statement of NetSuite, again when there is a new one. */
import type { Difference } from '../answers/agreement/differences.ts';
import type { Reconciliation } from '../answers/reconcile.ts';
import { TransformerError } from '../errors.ts';
import { counter } from '../row-index/files-table.ts';
import type { RowIndex } from '../row-index/open-index.ts';

/**
 * How the two sides are compared, by a statement of NetSuite.
 * @property newest the path of the newest statement; undefined when there is none
 * @property run @throws TransformerError when it cannot be compared
 */
export type Comparison = {
  newest: () => Promise<string | undefined>;
  run: (index: RowIndex, onDifference: (difference: Difference) => void) => Promise<Reconciliation>;
};

/**
 * @property problem why nothing could be compared
 * @property differences the first of them
 */
export type Sides = {
  path: string;
  at: number;
  completed: number;
  problem: string | undefined;
  answer: Reconciliation | undefined;
  differences: Difference[];
};

type Compared = { comparison: Comparison; index: RowIndex; sides: Sides | undefined };

/** To compare takes seconds where there are many rows: again for a new statement, and for new files only now and then. */
const COMPARE_EVERY_MILLISECONDS = 10 * 60_000;
const MOST_DIFFERENCES = 20_000;

export async function compareSides(seat: Compared, now: number): Promise<void> {
  const { comparison, index, sides } = seat;
  const path = await comparison.newest();
  const completed = index.use((database) => counter(database, 'completed'));
  const isOld = sides && completed !== sides.completed && now - sides.at >= COMPARE_EVERY_MILLISECONDS;
  if (path === undefined) seat.sides = undefined;
  else if (sides?.path !== path || isOld)
    seat.sides = await comparedSides(seat, { path, at: now, completed });
}

async function comparedSides(
  { comparison, index }: Compared,
  known: Pick<Sides, 'path' | 'at' | 'completed'>,
): Promise<Sides> {
  const differences: Difference[] = [];
  const add = (one: Difference): void => {
    if (differences.length < MOST_DIFFERENCES) differences.push(one);
  };
  try {
    const answer = await comparison.run(index, add);
    return { ...known, answer, differences, problem: undefined };
  } catch (error) {
    if (!(error instanceof TransformerError)) throw error;
    return { ...known, answer: undefined, differences, problem: `${error.code}: ${error.message}` };
  }
}
