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
  scale: ScaleSizes;
};

/**
 * Many tenants. Of each feed and tenant so many files of so many rows.
 * @property seeds worlds in which a process is killed, of the size `story`
 * @property loads for what is timed, in `turns`
 * @property asDeployed whether it is really waited for what takes minutes
 */
export type ScaleSizes = {
  turns: Turns;
  loads: { files: number; rows: number };
  seeds: number;
  story: { files: number; rows: number };
  asDeployed: boolean;
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
  scale: {
    turns: turnsOf(runs, { runs: 3, leastRuns: 3, mostSeconds: 120 }),
    loads: { files: 4, rows: 3000 },
    seeds: 50,
    story: { files: 2, rows: 120 },
    asDeployed: true,
  },
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
  scale: {
    turns: turnsOf(runs, { runs: 1, leastRuns: 1, mostSeconds: 60 }),
    loads: { files: 2, rows: 500 },
    seeds: 2,
    story: { files: 2, rows: 120 },
    asDeployed: false,
  },
});

export const withLarge = (sizes: Sizes): Sizes => ({
  ...sizes,
  growth: [...sizes.growth, 10_000_000],
  orders: [...sizes.orders, 100_000],
});

/** Asked for by number, every contender takes every turn, however long it lasts. */
const turnsOf = (runs: number | undefined, usual: Turns): Turns =>
  runs === undefined ? usual : { runs, leastRuns: runs, mostSeconds: Number.POSITIVE_INFINITY };
