/** How a waiting date of NetSuite is read. Where day and month can be either, nothing but a person's look shows a wrong setting. */
import { formatWallClock, parseDate } from '#feeds/format/dates.ts';
import { parseExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { type Route, shownFeed } from '../folders/folders.ts';
import { listWaiting } from '../pass/list-files.ts';
import { asWaiting } from '../pass/plan-feed.ts';
import { quoteName } from '../store/store-path.ts';
import type { Finding, SetupOptions } from './setup-findings.ts';

/** Enough for some hundred rows. */
const MOST_BYTES = 64 * 1024;

/** @returns nothing for feeds of HotWax, whose dates have the year in front, and where no date can be read in two ways */
export async function checkDates({ store, clock, context }: SetupOptions, route: Route): Promise<Finding[]> {
  if (route.feed.name !== 'item-fulfillments') return [];
  const { ready } = await listWaiting(store, route, clock());
  const [found] = ready.map(asWaiting(route));
  if (!found) return [];
  const text = await beginningOf(store.readStream(found.from, found.entry.size));
  const date = datesIn(text).find(isEither);
  if (date === undefined) return [];
  const { netsuiteDateOrder: order } = context;
  const read = formatWallClock(parseDate(date, order)?.wallClock ?? 0);
  const says = `"${date}" in ${quoteName(found.name)} is read as ${read}, with the ${order === 'DMY' ? 'day before the month' : 'month before the day'}. If that is wrong, set netsuite.dateOrder as the account's date preference says.`;
  return [{ what: `dates of ${shownFeed(route)}`, fine: true, says }];
}

async function beginningOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= MOST_BYTES) break;
  }
  return bytes.toString();
}

/** Of whole rows; a file that is none of this feed is told elsewhere. */
function datesIn(text: string): string[] {
  try {
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    return parseExportedLines(whole).map(({ line }) => line.shippedDate);
  } catch {
    return [];
  }
}

function isEither(text: string): boolean {
  const [one, other] = [parseDate(text, 'MDY'), parseDate(text, 'DMY')];
  return one !== undefined && other !== undefined && one.wallClock !== other.wallClock;
}
