import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import { drawChart } from '../../bench/charts.ts';
import { DUCKDB, JQ, MILLER, PYTHON } from '../../bench/conversion-contenders.ts';
import { measureConversions } from '../../bench/conversions.ts';
import { measureFiles } from '../../bench/files.ts';
import { inputText } from '../../bench/inputs.ts';
import { measureNetSuite } from '../../bench/netsuite.ts';
import { writePage } from '../../bench/page.ts';
import { findDuckDb, missing, type Program } from '../../bench/programs.ts';
import { isMet, rowsOf, type Section } from '../../bench/results.ts';
import type { Sizes } from '../../bench/sizes.ts';
import { opensshMissing } from '../../testbed/sftp/openssh.ts';
import { testNeeding } from '../needs.ts';

const ROOT = join(import.meta.dirname, '../..');
const once = { runs: 1, leastRuns: 1, mostSeconds: 1 };
const tiny: Sizes = {
  mayInstall: false,
  turns: once,
  fileTurns: once,
  rows: 300,
  growth: [100, 300],
  smallRows: 100,
  smallFiles: { count: 2, bytes: 2000 },
  largeBytes: 5000,
  orders: [1, 3],
  allocationRows: [1, 3],
};
const TIMEOUT = 120_000;

/** What a test that needs a program says where it is not. */
const lacking = (program: Program): string | undefined => {
  const absent = missing(program);
  return absent && `${program} is ${absent}`;
};

const duckDb = findDuckDb(false);
const contenders: readonly (readonly [string, string | undefined])[] = [
  [PYTHON, lacking('python3')],
  [JQ, lacking('jq')],
  [MILLER, lacking('mlr')],
  [DUCKDB, duckDb.kind === 'missing' ? `DuckDB is ${duckDb.why}` : undefined],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = ['work', 'contender', 'medianSeconds', 'peakMiB', 'ratioToOurs'];

function expectRows(rows: readonly object[]): void {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(Object.keys(row)).toEqual(keys);
  expect(rows).toEqual(rows.map(() => expect.objectContaining({ medianSeconds: expect.any(Number) })));
}

function expectCharts({ charts }: Section): void {
  for (const chart of charts) {
    expect(XMLValidator.validate(drawChart(chart))).toBe(true);
    expect(drawChart(chart)).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawChart(chart)).toBe(drawChart(chart));
  }
}

describe('the conversions of the bench', () => {
  let section: Section;
  beforeAll(async () => {
    section = await measureConversions(tiny);
  }, TIMEOUT);

  test(
    'are the same as those of every contender that is here, and it names those that are not',
    async () => {
      expectRows(rowsOf(section.results));
      expectCharts(section);
      expect(section.charts).toHaveLength(8);
      const notes = section.results.flatMap(({ note }) => note ?? []);
      expect(notes.filter((note) => !/^(not installed \(.+\)|reads no quoted CSV)$/.test(note))).toEqual([]);
      const ours = rowsOf(section.results).filter(({ contender }) => contender === 'ours');
      expect(ours.map(({ ratioToOurs }) => ratioToOurs)).toEqual(ours.map(() => 1));

      copyFileSync(join(ROOT, 'docs/speed.md'), join(folder, 'speed.md'));
      await writePage(new Map([['conversions', section]]), 'test run', folder);
      const page = readFileSync(join(folder, 'speed.md'), 'utf8');
      expect(page).toContain('test run.');
      expect(page).toContain('## Where it is still slower than it could be');
      const linked = [...page.matchAll(/\(charts\/([\w-]+\.svg)\)/g)].map(([, name]) => name);
      expect(linked).toEqual(expect.arrayContaining(readdirSync(join(folder, 'charts'))));
    },
    TIMEOUT,
  );

  for (const [contender, missing] of contenders)
    testNeeding(missing)(`are compared with those of ${contender}`, () => {
      expect(rowsOf(section.results).map((row) => row.contender)).toContain(contender);
    });
});

describe('the bench', () => {
  testNeeding(opensshMissing ?? lacking('sftp'))(
    "passes over files on a real server, near and far, and has OpenSSH's client move the same ones",
    async () => {
      const section = await measureFiles(tiny);

      expectRows(rowsOf(section.results));
      expectCharts(section);
      expect(new Set(section.results.map(({ work }) => work)).size).toBe(4);
      expect(rowsOf(section.results).filter(({ contender }) => contender.startsWith('sftp'))).toHaveLength(4);
    },
    TIMEOUT,
  );

  test(
    'drains backlogs of all three scripts, for one processor and five',
    async () => {
      const section = await measureNetSuite(tiny);

      expectRows(rowsOf(section.results));
      expectCharts(section);
      expect(new Set(section.results.map(({ contender }) => contender))).toEqual(
        new Set(['ours, 1 processor', 'ours, 5 processors']),
      );
      expect(section.targets.filter((target) => isMet(target) === undefined)).toHaveLength(2);
    },
    TIMEOUT,
  );

  test(
    'writes rows as JSON from the command line',
    () => {
      const json = join(folder, 'rows.json');
      const words = ['bench/main.ts', '--quick', '--runs', '1', '--only', 'start', '--json', json];
      const { status } = spawnSync(process.execPath, words, { cwd: ROOT });

      expect(status).toBe(0);
      expectRows(JSON.parse(readFileSync(json, 'utf8')));
    },
    TIMEOUT,
  );

  test.each([
    [['--help'], 0],
    [['--only', 'nothing'], 2],
    [['--runs', 'many'], 2],
    [['--fast'], 2],
  ])('tells how it is used, given %j', (words, code) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/main.ts', ...words], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status).toBe(code);
    expect(stdout + stderr).toContain('Usage: npm run bench');
  });

  test('makes the same input again, with as many rows as were asked for', () => {
    expect(inputText('item-fulfillments', 500).trimEnd().split('\n')).toHaveLength(501);
    for (const feed of ['item-fulfillments', 'brokered-order-items', 'fulfilled-order-items'] as const)
      expect(inputText(feed, 50)).toBe(inputText(feed, 50));
    const orders: { orderItems: unknown[] }[] = JSON.parse(inputText('brokered-order-items', 500));
    expect(orders.flatMap(({ orderItems }) => orderItems)).toHaveLength(500);
  });

  test('has every chart that the page shows', () => {
    const page = readFileSync(join(ROOT, 'docs/speed.md'), 'utf8');
    const names = [...page.matchAll(/\(charts\/([\w-]+\.svg)\)/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => !existsSync(join(ROOT, 'docs/charts', name)))).toEqual([]);
  });
});
