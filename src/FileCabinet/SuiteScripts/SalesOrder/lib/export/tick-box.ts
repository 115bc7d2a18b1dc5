/** The box of a fulfillment that people, HotWax's other scripts and the next search go by. NetSuite may refuse to tick it. */
import * as record from 'N/record';
import * as search from 'N/search';
import { formatInstant } from '#feeds/format/dates.ts';
import { asFailure } from '../netsuite/failure.ts';
import { bodyField, exportedFulfillment as ids } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { type ExportRecord, shortened, updateRecord } from './export-records.ts';

/**
 * Ticks the box, or notes on the record why NetSuite does not have it: the fulfillment is exported either way. 10 units, 14 more
 * when it is refused.
 */
export function tickBox(known: ExportRecord, now: number): void {
  const thrown = tryTwice(known);
  if (thrown !== undefined) noteRefusal(known, thrown, now);
  else if (known.notTicked) updateRecord(known, { [ids.notTicked]: false, [ids.message]: '' });
}

/** Somebody may just have saved it. @returns what NetSuite said the second time; undefined when the box is ticked */
function tryTwice({ id, file, shipped }: ExportRecord): unknown {
  const values = { [bodyField.exported]: true, [bodyField.exportFile]: file, [bodyField.shippedAt]: shipped };
  for (let attempt = 1; ; attempt += 1) {
    try {
      record.submitFields({ type: record.Type.ITEM_FULFILLMENT, id, values });
      return undefined;
    } catch (thrown) {
      if (isTicked(id)) return undefined;
      if (attempt === 2) return thrown;
    }
  }
}

/** A script of the account may throw after NetSuite has saved. */
function isTicked(id: string): boolean {
  const found = search.lookupFields({ type: 'itemfulfillment', id, columns: [bodyField.exported] });
  return isTrue(found[bodyField.exported]);
}

function noteRefusal(known: ExportRecord, thrown: unknown, now: number): void {
  const { name, message } = asFailure(thrown);
  const what = known.status === 'Given up' ? '' : 'Exported all the same. ';
  updateRecord(known, {
    [ids.notTicked]: true,
    [ids.attempts]: known.attempts + 1,
    [ids.tried]: formatInstant(now),
    [ids.message]: shortened(
      `${what}NetSuite does not let HC Item Fulfillment Exported be ticked: ${name}: ${message}`,
    ),
  });
}
