/** Figures of HotWax's scripts are those of stand-ins; what these do is what was read, as the page says it. */
import { expect, test } from '@jest/globals';
import { drainSide, workOf } from '../../../bench/netsuite/beside.ts';
import { SECONDS_PER_IMPORTED_RECORD } from '../../../bench/netsuite/costs.ts';
import { unitsOf } from '../../../bench/netsuite/operations.ts';
import { sides } from '../../../bench/netsuite/sides.ts';

const theirs = (feed: keyof typeof sides, orders: number) => {
  const side = sides[feed]?.theirs;
  if (!side) throw new Error(`There is no feed ${feed}.`);
  return drainSide(side, orders);
};

test.each(['allocation', 'export'] as const)(
  'the stand-in of the %s is charged what the table of operations adds up to',
  (feed) => {
    expect(theirs(feed, 3).units).toBe(unitsOf(feed, 1, 1, 3));
  },
);

test('a fulfillment is charged its own operations and, as its lines are tagged by an import, those of an allocation', () => {
  expect(theirs('fulfillment', 3).units).toBe(
    unitsOf('fulfillment', 1, 1, 3) + unitsOf('allocation', 1, 1, 3),
  );
});

test('an import takes the time of each of its orders, and no units', () => {
  const [few, more] = [theirs('allocation', 2), theirs('allocation', 5)];

  expect([few.imported, more.imported]).toEqual([2, 5]);
  expect(more.units).toBe(few.units);
  expect(more.seconds - few.seconds).toBeCloseTo(3 * SECONDS_PER_IMPORTED_RECORD);
  expect(workOf(more) - workOf(few)).toBe(3 * 30);
});

test('their fulfillments are made of 150 lines a run: the 76th order of two lines waits for the next quarter of an hour', () => {
  expect([theirs('fulfillment', 75).starts, theirs('fulfillment', 76).starts]).toEqual([1, 2]);
});
