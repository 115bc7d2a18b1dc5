/** From when on shipments are exported: what was shipped before HotWax was connected, or before its own export stopped, is not new. */
import * as format from 'N/format';
import * as record from 'N/record';
import * as search from 'N/search';
import type { FeedName } from '#feeds/feed.ts';
import { formatInstant } from '#feeds/format/dates.ts';
import type { FeedLease } from '../feed-files/feed-lock.ts';
import { failure } from '../netsuite/failure.ts';
import { exportParameter, feedFile as ids } from '../netsuite/ids.ts';
import { textParameter } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { countOlder } from './not-exported.ts';
import { instantOf } from './shipped-at.ts';

const DAY = 24 * 60 * 60_000;

/** What the parameter is by default. */
const FIRST_RUN = 'first run';

export type Since = { instant: number; day: string };

/**
 * The day of the parameter, or a day before the first entry of the feed in the ledger was made: what was shipped while the export was
 * being set up is new. The entry of the lease says what is left out. 11 units, and 7 when that has changed.
 * @throws SINCE_NOT_READ
 */
export function exportSince(feed: FeedName, lease: FeedLease): Since {
  const since = foreseeSince(feed);
  noteSince(lease, since);
  return since;
}

/** The same without the note. @param now the first run, where there was none yet. 10 units. @throws SINCE_NOT_READ */
export function foreseeSince(feed: FeedName, now = 0): Since {
  const given = textParameter(exportParameter.since, FIRST_RUN);
  const instant = given.toLowerCase() === FIRST_RUN ? (firstRun(feed) ?? now) - DAY : timeIn(given);
  // The search compares days, in the zone of whoever runs it: a day more does no harm, one less would.
  return { instant, day: dayText(instant - DAY) };
}

function timeIn(given: string): number {
  const time = /^\d{4}-\d\d-\d\d(T|$)/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw failure(
    'SINCE_NOT_READ',
    `The deployment's parameter "Export shipments since" is "${given}", which is neither a day such as 2026-03-01 nor a time such as 2026-03-01T05:00:00Z. Correct it; nothing is exported until then.`,
  );
}

/** When the first entry of the feed was made: a run that has the feed's lease has made one. */
function firstRun(feed: FeedName): number | undefined {
  const [found] = search
    .create({
      type: ids.type,
      filters: [[ids.feed, 'is', feed]],
      columns: [search.createColumn({ name: 'internalid', sort: search.Sort.ASC }), 'created'],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  return found && instantOf(textOf(found.getValue('created')));
}

const dayText = (instant: number): string =>
  format.format({ value: new Date(instant), type: format.Type.DATE });

/** Who expected what is left out to be exported reads it here. */
function noteSince({ id }: FeedLease, { instant, day }: Since): void {
  const what = `Exports what was marked as shipped since ${formatInstant(instant)}.`;
  const found = search.lookupFields({ type: ids.type, id, columns: [ids.message] });
  if (textOf(found[ids.message]).startsWith(what)) return;
  const message = `${what} Left out: ${countOlder(day)} older lines that are not marked as exported. To export them, set "Export shipments since" of both deployments.`;
  record.submitFields({ type: ids.type, id, values: { [ids.message]: message } });
}
