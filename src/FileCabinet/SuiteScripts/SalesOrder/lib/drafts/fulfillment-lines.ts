/**
 * The lines of an item fulfillment that a sales order was transformed to: what was shipped is received, the rest is not. In dynamic mode
 * the components of a kit follow their kit, as in the user interface; in standard mode NetSuite takes them for a changed kit.
 * Source: docs/contracts.md#fulfilling-in-netsuite.
 */
import type * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { DetailWriter } from '../detail/write-detail.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import type { RowOutcome } from '../orders/row-outcomes.ts';
import { askedOf } from '../orders/row-verdicts.ts';

/**
 * @property offered what NetSuite filled in
 * @property detail whether it wants inventory detail
 * @property problems rows for which there is no such detail
 */
export type DraftLine = { offered: number; detail: boolean; problems: readonly RowOutcome[] };

/** @returns by order line, those of the rows that NetSuite offers */
export function setLines(
  fulfillment: record.Record,
  rows: readonly ShippedLineRow[],
  locationId: string,
  writeDetail: DetailWriter,
): Map<string, DraftLine> {
  const found = new Map<string, DraftLine>();
  const count = fulfillment.getLineCount({ sublistId: 'item' });
  for (let line = 0; line < count; line += 1) {
    const id = orderLineOf(fulfillment, line);
    if (id === '') continue;
    const asked = askedOf(rows, id);
    const offered = Number(valueAt(fulfillment, line, 'quantity') || 0);
    fulfillment.selectLine({ sublistId: 'item', line });
    setCurrent(fulfillment, 'itemreceive', asked > 0);
    if (asked > 0) {
      // The order's line is there already, but some accounts have locations on the body of orders only.
      setCurrent(fulfillment, 'location', locationId);
      setCurrent(fulfillment, 'quantity', asked);
      const ofLine = rows.filter((row) => row.line.line_id === id);
      found.set(id, { offered, ...settleDetail(fulfillment, id, ofLine, writeDetail) });
    }
    fulfillment.commitLine({ sublistId: 'item' });
  }
  return found;
}

/** Only NetSuite knows whether it wants detail, by the line as it is now. */
function settleDetail(
  fulfillment: record.Record,
  lineId: string,
  rows: readonly ShippedLineRow[],
  writeDetail: DetailWriter,
): Omit<DraftLine, 'offered'> {
  const current = (fieldId: string) => fulfillment.getCurrentSublistValue({ sublistId: 'item', fieldId });
  const detail = isTrue(current('inventorydetailreq'));
  const item = textOf(current('item'));
  return { detail, problems: detail ? writeDetail(fulfillment, { item, lineId, rows }) : [] };
}

/** Text or number by the account's mood: docs/contracts.md#fulfilling-in-netsuite. Components of a kit have none. */
const orderLineOf = (fulfillment: record.Record, line: number): string =>
  textOf(valueAt(fulfillment, line, 'orderline'));

const valueAt = (fulfillment: record.Record, line: number, fieldId: string): record.FieldValue =>
  fulfillment.getSublistValue({ sublistId: 'item', fieldId, line });

function setCurrent(fulfillment: record.Record, fieldId: string, value: record.FieldValue): void {
  fulfillment.setCurrentSublistValue({ sublistId: 'item', fieldId, value });
}
