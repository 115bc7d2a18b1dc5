/** Orders, accounts and files nobody thought of: NetSuite has what HotWax shipped, once, and each row that is refused has a true reason. */
import { test } from '@jest/globals';
import fc from 'fast-check';
import { play } from './play.ts';
import { story } from './stories.ts';

test('what NetSuite has is what HotWax shipped, once, and each reason of a refused row is true', () => {
  fc.assert(fc.property(story, play), { numRuns: 60 });
});
