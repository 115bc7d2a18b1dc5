/** Fulfillments that are in no file: what HotWax would reject is refused here, where people see it, and boxes are tried again. */
import { formatInstant } from '#feeds/format/dates.ts';
import { renewLease } from '../feed-files/feed-lock.ts';
import { asFailure, failure } from '../netsuite/failure.ts';
import { exportedFulfillment as ids } from '../netsuite/ids.ts';
import type { Item } from './export-batches.ts';
import { type ExportStatus, findRecords, writeRecord } from './export-records.ts';
import type { Chore } from './find-work.ts';
import { MOST_ATTEMPTS } from './plan-export.ts';
import { tickBox } from './tick-box.ts';

/**
 * 6 units for each that is refused, 10 more when it is given up; 12 for each box.
 * @returns a sentence for each fulfillment that is given up, or could not even be noted
 */
export function doChore({ refused, toTick, lease }: Chore, now: () => number): string[] {
  if (!renewLease(lease, now())) throw failure('LOCK_LOST', 'Another deployment took over.');
  for (const known of toTick) tickBox(known, now());
  return refused.flatMap((item) => {
    try {
      return refuse(item, now());
    } catch (thrown) {
      const { name, message } = asFailure(thrown);
      return [`${item.number}: ${name}: ${message}`];
    }
  });
}

const NO_LOCATION =
  'Its lines have no location, as with a drop shipment, so that HotWax Commerce could not tell who has shipped it. ' +
  'Set the location on the item fulfillment; if HotWax Commerce need not know of it, leave it.';

function refuse({ id, number, order, shipped, known }: Item, now: number): string[] {
  const attempts = known?.status === 'Waiting' ? known.attempts + 1 : 1;
  const isGivenUp = attempts >= MOST_ATTEMPTS;
  const status: ExportStatus = isGivenUp ? 'Given up' : 'Waiting';
  const how = isGivenUp
    ? `Not exported. Given up after ${attempts} attempts; to have it tried again, clear HC Item Fulfillment Exported.`
    : 'Not exported yet.';
  const isWritten = writeRecord(id, known, {
    [ids.number]: number,
    [ids.order]: order,
    [ids.status]: status,
    [ids.file]: '',
    [ids.shipped]: shipped,
    [ids.reported]: '',
    [ids.notTicked]: false,
    [ids.attempts]: attempts,
    [ids.tried]: formatInstant(now),
    [ids.message]: `${how} ${NO_LOCATION}`,
  });
  if (!isWritten || !isGivenUp) return [];
  // With its box ticked the search does not find it any more.
  const written = findRecords([id]).get(id);
  if (written) tickBox(written, now);
  return [`${number}: ${how} ${NO_LOCATION}`];
}
