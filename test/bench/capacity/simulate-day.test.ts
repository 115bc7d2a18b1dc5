import { describe, expect, test } from '@jest/globals';
import { type Day, shareOfQuarter, shareOut, simulateDay } from '../../../bench/capacity/simulate-day.ts';

const HOUR = 3600;
const feed = {
  name: 'a feed',
  secondsPerRun: 60,
  secondsPerOrder: 3,
  ordersOfOneRun: 300,
  processors: 5,
  ordersPerDay: 9_600,
};
const day = (change: Partial<Day>): Day => ({ feeds: [feed], processors: 5, busiest: 1, ...change });

describe('a day of an account', () => {
  test('keeps its processors busy with each order, and with a run every quarter of an hour', () => {
    const { busy } = simulateDay(day({}));
    expect(busy * 5 * 24 * HOUR).toBeCloseTo(9_600 * 3 + 96 * 60, 0);
  });

  test('lets an order wait for the end of its quarter of an hour, and for the run that takes it', () => {
    // A hundred orders a quarter, one after the other.
    expect(simulateDay(day({})).oldest).toBe(900 + 60 + 100 * 3);
  });

  test('is never done if it brings more than one processor does in two days', () => {
    const found = simulateDay(day({ processors: 1, feeds: [{ ...feed, ordersPerDay: 70_000 }] }));
    expect(found.drained).toBeUndefined();
  });

  test('has orders wait longer when they come together in the evening', () => {
    const [even, peak] = [1, 6].map((busiest) => simulateDay(day({ busiest })).oldest);
    expect(peak).toBeGreaterThan(even ?? Number.NaN);
  });

  test('uses several processors for what one run cannot take, up to the limit of the deployment', () => {
    const feeds = [{ ...feed, ordersPerDay: 60_000 }];
    const [one, five] = [1, 5].map(
      (processors) => simulateDay(day({ feeds, processors, busiest: 2 })).oldest,
    );
    expect(five).toBeLessThan((one ?? Number.NaN) / 4);
  });
});

test.each([1, 2.5, 8])(
  'the quarters of a day bring all of its orders, with %d times the mean in the evening',
  (busiest) => {
    const ends = Array.from({ length: 96 }, (_, index) => (index + 1) * 900);
    expect(ends.reduce((sum, end) => sum + shareOfQuarter(end, busiest), 0)).toBeCloseTo(1);
  },
);

test.each([
  [[1, 1], 2, [1, 1]],
  [[1, 5], 4, [1, 3]],
  [[5, 5], 4, [2, 2]],
  [[5, 1, 5], 7, [3, 1, 3]],
  [[], 2, []],
])('runs that want %j of %d processors get %j', (wants, processors, shares) => {
  expect(shareOut(wants, processors)).toEqual(shares);
});
