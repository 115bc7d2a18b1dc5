/**
 * Feeds that somebody has paused, by a box of the configuration record: a deployment resets the status of the scheduled deployments,
 * and leaves records alone.
 */
import * as log from 'N/log';
import * as search from 'N/search';
import type { FeedName } from '#feeds/feed.ts';
import { pauseField, sftpConfiguration } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { notePause } from './feed-lock.ts';

/** What a run says that did nothing because its feed is paused. */
export const PAUSED = 'paused';

/** Of several active records any can pause: nothing runs with several, and what is paused must not go on by chance. 10 units. */
export function pausedFeeds(): FeedName[] {
  const found = search
    .create({
      type: sftpConfiguration.type,
      filters: [['isinactive', 'is', 'F']],
      columns: Object.values(pauseField),
    })
    .run()
    .getRange({ start: 0, end: 1000 });
  const feeds = Object.keys(pauseField) as (keyof typeof pauseField)[];
  return feeds.filter((feed) => found.some((row) => isTrue(row.getValue(pauseField[feed]))));
}

/** Looked at before a run does anything, and noted in the ledger. 10 units, and 14 more for the first run that is held up. */
export function isPaused(feed: FeedName): boolean {
  if (!pausedFeeds().includes(feed)) return false;
  notePause(feed);
  log.audit({
    title: 'This feed is paused',
    details: `By its box on the HC SFTP Configuration record: nothing of ${feed} was done.`,
  });
  return true;
}
