import { expect, test } from '@jest/globals';
import { cutIntoBatches } from '#feeds/item-fulfillments/batches.ts';

const fulfillments = (...lines: number[]) =>
  lines.map((count, index) => ({ id: String(index + 1), lines: count }));

test('no batch has more fulfillments than it may, and their order stays', () => {
  expect(cutIntoBatches(fulfillments(1, 1, 1, 1, 1), 2)).toEqual([['1', '2'], ['3', '4'], ['5']]);
  expect(cutIntoBatches([], 2)).toEqual([]);
});

test('fulfillments of very many lines go into files that NetSuite can hold', () => {
  expect(cutIntoBatches(fulfillments(9000, 9000, 9000, 1), 100)).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(cutIntoBatches(fulfillments(30_000, 30_000), 100)).toEqual([['1'], ['2']]);
});
