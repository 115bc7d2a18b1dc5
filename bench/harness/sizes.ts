/** How much work each part of the bench does. */
import type { Turns } from './alternate.ts';

export type Sizes = {
  /** Whether a contender that is not here may be installed from npm. */
  mayInstall: boolean;
  turns: Turns;
  /** Turns of passes over SFTP; those of slow clients are few, as waiting for a round trip hardly varies. */
  fileTurns: Turns;
  /** Rows of a file that everybody converts. */
  rows: number;
  /** Rows of the files that only we convert, to see how cost grows. */
  growth: readonly number[];
  /** Rows of the file that a whole process is timed with. */
  smallRows: number;
  smallFiles: { count: number; bytes: number };
  largeBytes: number;
  /** Files of NetSuite's scripts, in orders. */
  orders: readonly number[];
};

export const fullSizes = (runs: number | undefined): Sizes => ({
  mayInstall: true,
  turns: turnsOf(runs, { runs: 5, leastRuns: 3, mostSeconds: 75 }),
  fileTurns: turnsOf(runs, { runs: 5, leastRuns: 1, mostSeconds: 40 }),
  rows: 1_000_000,
  growth: [10_000, 100_000, 1_000_000],
  smallRows: 10_000,
  smallFiles: { count: 500, bytes: 20_000 },
  largeBytes: 100_000_000,
  orders: [1, 100, 1000, 10_000],
});

export const quickSizes = (runs: number | undefined): Sizes => ({
  mayInstall: true,
  turns: turnsOf(runs, { runs: 3, leastRuns: 1, mostSeconds: 6 }),
  fileTurns: turnsOf(runs, { runs: 3, leastRuns: 1, mostSeconds: 5 }),
  rows: 100_000,
  growth: [10_000, 100_000],
  smallRows: 10_000,
  smallFiles: { count: 50, bytes: 20_000 },
  largeBytes: 10_000_000,
  orders: [1, 100, 1000],
});

export const withLarge = (sizes: Sizes): Sizes => ({
  ...sizes,
  growth: [...sizes.growth, 10_000_000],
  orders: [...sizes.orders, 100_000],
});

/** Asked for by number, every contender takes every turn, however long it lasts. */
const turnsOf = (runs: number | undefined, usual: Turns): Turns =>
  runs === undefined ? usual : { runs, leastRuns: runs, mostSeconds: Number.POSITIVE_INFINITY };
