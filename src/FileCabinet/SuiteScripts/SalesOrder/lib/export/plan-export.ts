/** What becomes of each fulfillment that is not marked as exported, decided from what is known of it. */
import type { ExportRecord } from './export-records.ts';
import type { FoundFulfillment } from './not-exported.ts';
import type { ShippedAt } from './shipped-at.ts';

export type Known = { found: FoundFulfillment; known: ExportRecord | undefined; shippedAt: ShippedAt };

/**
 * @property since epoch ms: what was marked as shipped before is left out
 * @property wait ms that a shipment waits for a tracking number
 * @property openFiles export files that a run has begun and none has finished
 */
export type Circumstances = { since: number; wait: number; now: number; openFiles: readonly string[] };

/**
 * `adopt`: an earlier version has put it into a file that is not finished. `tick`: HotWax knows it, and its box could not be ticked.
 * `refuse`: as it stands HotWax would reject it. `leave`: nothing now.
 */
export type Fate = 'export' | 'adopt' | 'tick' | 'refuse' | 'leave';

export function fateOf({ found, known, shippedAt }: Known, circumstances: Circumstances): Fate {
  const { since, wait, now, openFiles } = circumstances;
  if (known && isReported(known)) {
    if (openFiles.includes(known.file)) return 'leave';
    if (known.notTicked) return isDue(known, now) ? 'tick' : 'leave';
  } else if (known?.notTicked) {
    return 'leave';
  }
  if (!known && openFiles.includes(found.stampedFile)) return 'adopt';
  if (!known && shippedAt.marked < since) return 'leave';
  if (!found.hasPlace) return known?.status !== 'Waiting' || isDue(known, now) ? 'refuse' : 'leave';
  if (!found.hasTracking && shippedAt.marked + wait > now) return 'leave';
  return 'export';
}

/** Whether HotWax knows it. If its box is not ticked all the same, a person has cleared it to have it sent again. */
export const isReported = ({ status }: ExportRecord): boolean =>
  status === 'Exported' || status === 'Changed' || status === 'Deleted';

export const MOST_ATTEMPTS = 10;
const HOUR = 60 * 60_000;

/** Once an hour, as what stands in the way is mostly a person, and not for ever. */
const isDue = ({ attempts, tried }: ExportRecord, now: number): boolean =>
  attempts < MOST_ATTEMPTS && !(Date.parse(tried) + HOUR > now);
