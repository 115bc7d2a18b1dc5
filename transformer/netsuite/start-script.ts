/** Has NetSuite start the script of a feed at once, by what HC_RL_StartFeed and HotWax's HC_RL_RunSuiteScript both take and answer. */
import type { FeedName } from '#feeds/feed.ts';
import { type Answer, callRestlet, type Restlet, startFailed } from './call-restlet.ts';

/** `running`: a run is under way, and may not find the files any more */
export type Started = 'started' | 'running';

const JOBS: Partial<Record<FeedName, string>> = {
  'brokered-order-items': 'HC_SC_UpdateSalesOrders',
  'fulfilled-order-items': 'HC_SC_CreateItemFulfillment',
};

/** Whether a script in NetSuite takes what the feed delivers. */
export const isStartable = (feed: FeedName): boolean => JOBS[feed] !== undefined;

/** The RESTlet takes as many; those beyond wait until they are as old as the script wants them. */
const MOST_FILES = 200;

/**
 * @param files names of those that were published, which the script takes whatever their age
 * @throws TransformerError START_FAILED
 */
export async function startScript(
  restlet: Restlet,
  feed: FeedName,
  files: readonly string[],
  now: number,
): Promise<Started> {
  const body = { jobName: JOBS[feed], scriptType: 'SCHEDULED', files: files.slice(0, MOST_FILES) };
  const answer = await callRestlet(restlet, now, body);
  if (answer.outcome === 'running') return 'running';
  if (answer.status === 'success' && /^success\b/i.test(messageOf(answer))) return 'started';
  throw startFailed(`NetSuite started nothing: ${messageOf(answer) || 'it gave no reason'}`);
}

/** Asks whether the login works; nothing is started. @throws TransformerError START_FAILED */
export async function askReady(restlet: Restlet, now: number): Promise<void> {
  const answer = await callRestlet(restlet, now);
  if (answer.outcome !== 'ready')
    throw startFailed('NetSuite answered, but not as HC_RL_StartFeed does. Check netsuite.start.');
}

const LONGEST = 300;

const messageOf = ({ message }: Answer): string =>
  typeof message === 'string' ? message.toWellFormed().replace(/\p{C}/gu, ' ').trim().slice(0, LONGEST) : '';
