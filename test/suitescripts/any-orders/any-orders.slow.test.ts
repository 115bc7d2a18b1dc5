/** As any-orders.test.ts, with more stories. */
import { test } from '@jest/globals';
import fc from 'fast-check';
import { play } from './play.ts';
import { story } from './stories.ts';

test('what NetSuite has is what HotWax shipped, once, in 500 stories', () => {
  fc.assert(fc.property(story, play), { numRuns: 500 });
}, 600_000);
