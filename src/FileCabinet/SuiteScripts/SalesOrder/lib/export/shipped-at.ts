/** When a fulfillment was shipped: the last change of its status, and the day that NetSuite gives where it is another one. */
import * as format from 'N/format';
import * as search from 'N/search';
import { formatInstant } from '#feeds/format/dates.ts';
import { dayOf, isDate } from '../netsuite/dates.ts';
import { failure } from '../netsuite/failure.ts';
import { allRows, inChunks, textOf } from '../netsuite/searches.ts';

/**
 * @property marked epoch ms at which it was marked as shipped
 * @property told ISO 8601, what HotWax is told: a day alone when somebody has given another day than that
 */
export type ShippedAt = { marked: number; told: string };

/** How system notes call the status (published searches of item fulfillments); their words for it differ by account. */
const STATUS = 'TRANDOC.KSTATUS';

type Noted = { marked: number; text: string; day: string };

/**
 * By internal id, of fulfillments that are shipped: their last note is of that. One that has none, as in a sandbox that was refreshed, has
 * the time it was made. 10 units for each 500.
 */
export function findShippedAt(
  fulfillments: readonly { id: string; created: string }[],
): Map<string, ShippedAt> {
  const noted = new Map<string, Noted>();
  for (const ids of inChunks(fulfillments.map(({ id }) => id))) {
    for (const row of allRows(notesOf(ids))) {
      const text = textOf(row.getValue({ name: 'date', join: 'systemNotes' }));
      const one = { marked: instantOf(text), text, day: textOf(row.getValue('actualshipdate')) };
      const other = noted.get(textOf(row.id));
      if (!other || other.marked <= one.marked) noted.set(textOf(row.id), one);
    }
  }
  return new Map(fulfillments.map(({ id, created }) => [id, shippedAt(noted.get(id), created)]));
}

const notesOf = (ids: readonly string[]): Parameters<typeof search.create>[0] => ({
  type: 'itemfulfillment',
  filters: [
    ['internalid', 'anyof', ids],
    'and',
    ['mainline', 'is', 'T'],
    'and',
    ['systemnotes.field', 'anyof', STATUS],
  ],
  columns: ['internalid', 'actualshipdate', search.createColumn({ name: 'date', join: 'systemNotes' })],
});

function shippedAt(noted: Noted | undefined, created: string): ShippedAt {
  const { marked, text, day } = noted ?? { marked: instantOf(created), text: created, day: '' };
  // Both are shown in one format and zone, so that a note of that day begins with it.
  const told = day === '' || text.startsWith(day) ? '' : dayOf(day);
  return { marked, told: told || formatInstant(marked) };
}

/** @param text a date and time as searches show them @throws DATE_NOT_READ */
export function instantOf(text: string): number {
  const parsed: unknown = format.parse({ value: text, type: format.Type.DATETIME });
  if (isDate(parsed)) return parsed.getTime();
  throw failure('DATE_NOT_READ', `"${text}" is not a date in the format of the user who runs the script.`);
}
