/** What people read of a row that is sent again. */
import { shortTime } from '../report/layout.ts';
import type { RetryState } from './retry-state.ts';

/** Since when a row is refused, and what becomes of it. */
export function retryText({ since, refusals, next, state }: RetryState): string {
  const times = refusals === 1 ? 'once' : `${refusals} times`;
  const ends = {
    resent: 'some rows of its file were sent again by hand, and their file is not finished yet',
    planned: `a pass sends it again at ${shortTime(next ?? '')}`,
    due: `the next pass sends it again, due since ${shortTime(next ?? '')}, unless a later file has it`,
    waits: 'a pass has sent it again, and NetSuite has not answered yet',
    ended: 'it is not sent again by itself any more',
    off: 'it is not sent again by itself, as retries are switched off',
  };
  return `Refused ${times} since ${shortTime(since)}; ${ends[state]}.`;
}
