/** At its end the pass of a feed sends again what NetSuite refused for now, as far as it is due. */
import type { Feed } from '#feeds/feed.ts';
import { neverTwice } from '../folders/claim.ts';
import type { Route } from '../folders/folders.ts';
import { type FeedReport, passingProblem } from '../report/pass-report.ts';
import { makeRetry } from '../retries/make-retry.ts';
import { planRetries } from '../retries/plan-retries.ts';
import type { RetryLook } from '../retries/retry-look.ts';
import { nameOf } from '../store/store-path.ts';
import { clockOf } from './find-files.ts';
import type { Pass } from './pass-options.ts';

/**
 * What the store refuses of it is said and left to the next pass: what the pass is for is done.
 * @param routes of the feed, whose folders are proven; all have one target folder
 * @throws TransformerError CONNECTION_LOST, TIMED_OUT
 */
export async function retryRefusals(
  pass: Pass,
  feed: Feed,
  routes: readonly Route[],
  report: FeedReport,
): Promise<void> {
  const [route] = routes;
  if (!route || feed.to !== 'NetSuite' || pass.retries.pauses.length === 0 || pass.stop.aborted) return;
  const { onEvent } = pass;
  const untried = (error: unknown): void =>
    onEvent({ event: 'retry failed', feed: feed.name, problem: passingProblem(error) });
  const look = lookOf(pass, feed, route);
  try {
    const { retries, unread } = await planRetries(look);
    for (const error of unread) untried(error);
    const nextMoment = neverTwice(pass.clock);
    for (const planned of retries) {
      if (pass.stop.aborted) return;
      const isMade = await makeRetry(look, planned, { at: nextMoment(), passId: pass.passId }).catch(untried);
      if (!isMade) continue;
      const { name, from, attempt, rows } = planned;
      report.retriedFiles.push(name);
      report.retriedRows += rows.size;
      onEvent({
        event: 'rows retried',
        feed: feed.name,
        file: name,
        of: nameOf(from),
        attempt,
        rows: rows.size,
      });
    }
  } catch (error) {
    untried(error);
  }
}

function lookOf(pass: Pass, feed: Feed, route: Route): RetryLook {
  const { store, clock, stop, index, retries } = pass;
  const { pauses, looked = new Map(), isAcknowledged = () => false } = retries;
  const own = { pauses, looked, isAcknowledged, store, feed, folder: route.targetFolder, clock, stop, index };
  return { ...own, storeClock: () => clockOf(pass, route) };
}
