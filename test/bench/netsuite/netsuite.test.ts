import { expect, test } from '@jest/globals';
import { isMet, rowsOf } from '../../../bench/harness/results.ts';
import { measureNetSuite } from '../../../bench/netsuite/netsuite.ts';
import { expectRows, tiny } from '../tiny.ts';

test('the bench drains backlogs of all three scripts, for one processor and five', async () => {
  const section = await measureNetSuite(tiny);

  expectRows(rowsOf(section.results));
  expect(new Set(section.results.map(({ contender }) => contender))).toEqual(
    new Set(['ours, 1 processor', 'ours, 5 processors', 'ours', "HotWax's scripts"]),
  );
  expect(section.targets.filter((target) => isMet(target) === undefined)).toHaveLength(5);
  const missed = section.targets.filter((target) => isMet(target) === false).map(({ claim }) => claim);
  expect(missed.filter((claim) => !claim.endsWith("units, in times of HotWax's"))).toEqual([]);
});
