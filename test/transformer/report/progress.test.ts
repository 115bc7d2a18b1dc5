import { describe, expect, test } from '@jest/globals';
import type { FilePhase, PassEvent } from '../../../transformer/report/pass-report.ts';
import { terminalReporter } from '../../../transformer/report/report.ts';

const feed = 'item-fulfillments';

/** What a terminal of these columns shows while one file of a million bytes goes on evenly, a phase after the other. */
function shownWhile(columns: number, name = 'acme', file = 'export.csv'): string[] {
  let now = 0;
  const shown: string[] = [];
  const report = terminalReporter((text) => shown.push(text), {
    name,
    clock: () => now,
    columns: () => columns,
  });
  const events: PassEvent[] = [
    { event: 'files found', feed, files: 1, bytes: 1_000_000 },
    { event: 'file claimed', feed, file, size: 1_000_000, adopted: false },
    ...phase('reading', file),
    ...phase('converting', file),
    ...phase('writing', file),
    { event: 'file archived', feed, file, path: `in/archive/${file}`, repeated: false },
  ];
  for (const event of events) {
    report(event);
    now += 500;
  }
  return shown.filter((text) => text !== CLEAR_LINE);
}

const CLEAR_LINE = '\r\u001b[2K';

const phase = (name: FilePhase, file: string): PassEvent[] =>
  [0.2, 0.4, 0.6, 0.8, 1].map((share) => ({ event: 'file progress', feed, file, phase: name, share }));

const secondsLeft = (line: string): number => Number(/about (\d+) s left/.exec(line)?.[1] ?? Number.NaN);

describe('the bar of a pass', () => {
  test('goes on while a file is read, converted and written', () => {
    const bars = shownWhile(120).map((line) => line.split('#').length);
    expect(new Set(bars).size).toBeGreaterThan(8);
    expect(bars).toEqual([...bars].sort((one, other) => one - other));
  });

  test('says less time left the nearer the end is, and none before anything is known of it', () => {
    const lines = shownWhile(120);
    expect(lines.slice(0, 2).filter((line) => line.includes('left'))).toEqual([]);
    const left = lines.map(secondsLeft).filter((seconds) => !Number.isNaN(seconds));
    expect(left.length).toBeGreaterThan(8);
    expect(left.at(-1)).toBeLessThanOrEqual(1);
    expect(Math.max(...left)).toBeLessThan(30);
  });

  test.each([60, 80, 120, 200])('fits a terminal of %d columns, whatever the tenant is called', (columns) => {
    for (const line of shownWhile(columns, 'a-tenant-with-a-name-that-is-longer-than-most'.repeat(2)))
      expect(line.length).toBeLessThan(columns);
  });
});
