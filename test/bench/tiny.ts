/** Sizes that take seconds, and what every row of the bench has. */
import { expect } from '@jest/globals';
import { missing, type Program } from '../../bench/harness/programs.ts';
import type { Sizes } from '../../bench/harness/sizes.ts';

const once = { runs: 1, leastRuns: 1, mostSeconds: 1 };

export const tiny: Sizes = {
  mayInstall: false,
  turns: once,
  fileTurns: once,
  rows: 300,
  growth: [100, 300],
  smallRows: 100,
  smallFiles: { count: 2, bytes: 2000 },
  largeBytes: 5000,
  orders: [1, 3],
  scale: {
    turns: once,
    loads: { files: 1, rows: 20 },
    seeds: 1,
    story: { files: 1, rows: 20 },
    asDeployed: false,
  },
};

/** For the bench of many tenants: it only ends what hangs. */
export const TIMEOUT = 900_000;

/** What a test that needs a program says where it is not. */
export function lacking(program: Program): string | undefined {
  const absent = missing(program);
  return absent && `${program} is ${absent}`;
}

const keys = ['work', 'contender', 'medianSeconds', 'peakMiB', 'ratioToOurs'];

export function expectRows(rows: readonly object[]): void {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(Object.keys(row)).toEqual(keys);
  expect(rows).toEqual(rows.map(() => expect.objectContaining({ medianSeconds: expect.any(Number) })));
}
