import { expect, test } from '@jest/globals';
import type { Found } from '../../testbed/tenants/found.ts';
import { filesOf, judgeFeed } from '../../testbed/tenants/judge.ts';
import { makePlan } from '../../testbed/tenants/plan.ts';

const [tenant] = makePlan(1, { files: 3, rows: 40 }).tenants;
const files = tenant ? filesOf(tenant, 'brokered-order-items') : [];

/** As it is when all went well. */
const sound: Found = {
  outputs: files.map(({ name, rows }, at) => ({
    name: `2026-${name}`,
    at: BigInt(at),
    rows: rows.filter(({ isSound }) => isSound).map(({ delivered }) => delivered),
  })),
  refused: files.flatMap(({ rows }) => rows.filter(({ isSound }) => !isSound).map(({ refused }) => refused)),
  archived: new Map(files.map(({ name, text }) => [name, text])),
  failed: [],
  waiting: [],
};

const [first, second, third] = sound.outputs;
if (!first || !second || !third) throw new Error('There are no three files.');

test('the judge of many tenants finds nothing where nothing is wrong', () => {
  expect(files.flatMap(({ rows }) => rows)).toHaveLength(120);
  expect(sound.refused.length).toBeGreaterThan(0);
  expect(judgeFeed(files, sound)).toEqual([]);
});

test.each<[string, Partial<Found>, RegExp]>([
  [
    'a row that is lost',
    { outputs: [{ ...first, rows: first.rows.slice(1) }, second, third] },
    /delivered 0 times/,
  ],
  [
    'a row that comes twice',
    { outputs: [{ ...first, rows: [...first.rows, ...first.rows] }, second, third] },
    /delivered 2 times/,
  ],
  ['a refused row that is in no error file', { refused: sound.refused.slice(1) }, /refused 0 times/],
  [
    'a refused row twice in error files',
    { refused: [...sound.refused, ...sound.refused] },
    /refused 2 times/,
  ],
  ['a row of somebody else', { refused: [...sound.refused, 'HC99/00101'] }, /sent by nobody/],
  [
    'an output with rows of two files',
    { outputs: [{ ...first, rows: [...first.rows, ...second.rows] }, third] },
    /rows of several files/,
  ],
  ['an output that came before an older one', { outputs: [{ ...first, at: 9n }, second, third] }, /overtook/],
  ['names in another order', { outputs: [{ ...first, name: '2027' }, second, third] }, /comes before/],
  ['a file that is not in the archive', { archived: new Map() }, /not in the archive/],
  ['a file that failed', { failed: ['feed-0001.json'] }, /failed/],
  ['a file that still waits', { waiting: ['feed-0001.json'] }, /still waits/],
])('the judge of many tenants finds %s', (_, change, fault) => {
  expect(judgeFeed(files, { ...sound, ...change }).join('\n')).toMatch(fault);
});
