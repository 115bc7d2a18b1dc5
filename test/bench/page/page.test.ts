import { expect, test } from '@jest/globals';
import { measurePage } from '../../../bench/page/page.ts';
import { rowsOf } from '../../../bench/harness/results.ts';
import { expectRows, tiny } from '../tiny.ts';

test('every view of the page is measured, and the slowest decides whether the target is met', async () => {
  const { results, targets, tables } = await measurePage(tiny);
  expectRows(rowsOf(results));
  expect(results.map(({ work }) => work)).toEqual(
    expect.arrayContaining(['page: open problems', 'page: flowing', 'page: agree', 'page: files']),
  );
  const slowest = Math.max(...results.map(({ medianSeconds }) => medianSeconds ?? 0));
  expect(targets).toMatchObject([{ limit: 1, found: slowest }]);
  expect(tables[0]?.rows).toHaveLength(results.length);
});
