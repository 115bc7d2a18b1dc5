import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { measureConversions } from '../../../bench/conversions/conversions.ts';
import { DUCKDB, JQ, PYTHON } from '../../../bench/conversions/converters.ts';
import { inputText } from '../../../bench/conversions/inputs.ts';
import { difference } from '../../../bench/conversions/same-output.ts';
import { benchPages, writePage } from '../../../bench/harness/page.ts';
import { findDuckDb } from '../../../bench/harness/programs.ts';
import { rowsOf, type Section } from '../../../bench/harness/results.ts';
import { testNeeding } from '../../needs.ts';
import { expectRows, lacking, tiny } from '../tiny.ts';

const DOCS = join(import.meta.dirname, '../../../docs');
const duckDb = findDuckDb(false);
const contenders: readonly (readonly [string, string | undefined])[] = [
  [PYTHON, lacking('python3')],
  [JQ, lacking('jq')],
  [DUCKDB, duckDb.kind === 'missing' ? `DuckDB is ${duckDb.why}` : undefined],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the conversions of the bench', () => {
  let section: Section;
  beforeAll(async () => {
    section = await measureConversions(tiny);
  });

  test('are the same as those of every contender that is here, and it names those that are not', async () => {
    expectRows(rowsOf(section.results));
    const notes = section.results.flatMap(({ note }) => note ?? []);
    expect(notes.filter((note) => !/^not installed \(.+\)$/.test(note))).toEqual([]);
    const ours = rowsOf(section.results).filter(({ contender }) => contender === 'ours');
    expect(ours.map(({ ratioToOurs }) => ratioToOurs)).toEqual(ours.map(() => 1));

    for (const page of benchPages) copyFileSync(join(DOCS, page), join(folder, page));
    await writePage(new Map([['conversions', section]]), 'test run', folder);
    const page = readFileSync(join(folder, 'speed.md'), 'utf8');
    expect(page).toContain('test run.');
    expect(page).toContain('## Where it is still slower than it could be');
  });

  for (const [contender, missing] of contenders)
    testNeeding(missing)(`are compared with those of ${contender}`, () => {
      expect(rowsOf(section.results).map((row) => row.contender)).toContain(contender);
    });
});

test('the bench makes the same input again, with as many rows as were asked for', () => {
  expect(inputText('item-fulfillments', 500).trimEnd().split('\n')).toHaveLength(501);
  for (const feed of ['item-fulfillments', 'brokered-order-items', 'fulfilled-order-items'] as const)
    expect(inputText(feed, 50)).toBe(inputText(feed, 50));
  const orders: { orderItems: unknown[] }[] = JSON.parse(inputText('brokered-order-items', 500));
  expect(orders.flatMap(({ orderItems }) => orderItems)).toHaveLength(500);
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('contenders are found out when they convert to something else', () => {
  const csv = file('ours.csv', 'a,b\n1,"x"\n2,y\n');
  expect(difference('brokered-order-items', csv, file('same.csv', '"a","b"\n1,x\n"2",y\n'))).toBeUndefined();
  expect(difference('brokered-order-items', csv, file('other.csv', 'a,b\n1,x\n2,z\n'))).toMatch(/^record 3 /);
  expect(difference('brokered-order-items', csv, file('less.csv', 'a,b\n1,x\n'))).toMatch(/^2 records/);
  const json = file('ours.json', '[{"a":"1"},{"a":"2"}]');
  expect(
    difference('item-fulfillments', json, file('same.json', '[ {"a": "1"},\n{"a":"2"}]')),
  ).toBeUndefined();
  expect(difference('item-fulfillments', json, file('turned.json', '[{"a":"2"},{"a":"1"}]'))).toMatch(
    /^record 1 /,
  );
});
