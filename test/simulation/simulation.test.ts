import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { simulate } from './simulation.ts';

const project = join(import.meta.dirname, '../../dist/netsuite');

/** Seeds that once broke the promise: a ledger entry nobody finished, a temporary file left behind. */
const once = [23, 29, 147, 168];

test.each(once)('seed %d, which once broke the promise, keeps it', async (seed) => {
  expect((await simulate(seed, { project })).differences).toEqual([]);
});

const CHUNK = 25;
const chunks = Array.from({ length: 8 }, (_, index) => 1000 + index * CHUNK);

test.each(chunks)(
  `every row is applied exactly once or stands in an error file: ${CHUNK} seeds from %d`,
  async (first) => {
    for (let seed = first; seed < first + CHUNK; seed += 1) {
      const { story, differences } = await simulate(seed, { project });
      if (differences.length > 0) throw new Error([`Seed ${seed}:`, ...differences, ...story].join('\n'));
    }
  },
  120_000,
);

test('the same seed tells the same story', async () => {
  const [one, other] = [await simulate(42, { project }), await simulate(42, { project })];
  // File names carry the time of day.
  const withoutTimes = (story: string[]) =>
    story.join('\n').replace(/\d{4}(-\d\d){5}-\d{3}-[0-9a-f]{8}/g, 'TIME');

  expect(withoutTimes(one.story)).toBe(withoutTimes(other.story));
});
