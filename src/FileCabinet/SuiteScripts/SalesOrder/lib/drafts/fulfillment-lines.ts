/**
 * The lines of an item fulfillment that a sales order was transformed to: what was shipped is received, the rest is not. In dynamic mode
 * the components of a kit follow their kit, as in the user interface; in standard mode NetSuite takes them for a changed kit.
 * Source: docs/contracts.md#fulfilling-in-netsuite.
 */
import type * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { DetailWriter } from '../detail/write-detail.ts';
import { asFailure } from '../netsuite/failure.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { type RowOutcome, refuseAll } from '../orders/row-outcomes.ts';
import { askedOf } from '../orders/row-verdicts.ts';

/**
 * @property offered what NetSuite filled in
 * @property detail whether it, or a component of the kit it is, wants inventory detail
 * @property problems rows for which there is no such detail
 */
export type DraftLine = { offered: number; detail: boolean; problems: readonly RowOutcome[] };

type ShippedFrom = { rows: readonly ShippedLineRow[]; locationId: string; writeDetail: DetailWriter };

/** @returns by order line, those of the rows that NetSuite offers */
export function setLines(fulfillment: record.Record, shipped: ShippedFrom): Map<string, DraftLine> {
  const found = new Map<string, DraftLine>();
  const count = fulfillment.getLineCount({ sublistId: 'item' });
  let last: DraftLine | undefined;
  for (let line = 0; line < count; line += 1) {
    const id = orderLineOf(fulfillment, line);
    if (id !== '') {
      last = setLine(fulfillment, line, id, shipped);
      if (last) found.set(id, last);
    }
    // A component follows its kit, and what it wants is left to NetSuite.
    else if (last && isTrue(valueAt(fulfillment, line, 'inventorydetailreq'))) last.detail = true;
  }
  return found;
}

/** @returns undefined for a line of which nothing was shipped */
function setLine(
  fulfillment: record.Record,
  line: number,
  lineId: string,
  { rows, locationId, writeDetail }: ShippedFrom,
): DraftLine | undefined {
  const ofLine = rows.filter((row) => row.line.line_id === lineId);
  const offered = Number(valueAt(fulfillment, line, 'quantity') || 0);
  fulfillment.selectLine({ sublistId: 'item', line });
  setCurrent(fulfillment, 'itemreceive', ofLine.length > 0);
  if (ofLine.length === 0) {
    fulfillment.commitLine({ sublistId: 'item' });
    return undefined;
  }
  // The order's line is there already, but some accounts have locations on the body of orders only.
  setCurrent(fulfillment, 'location', locationId);
  setCurrent(fulfillment, 'quantity', askedOf(ofLine, lineId));
  // Only NetSuite knows whether it wants detail, by the line as it is now.
  const detail = isTrue(currentValue(fulfillment, 'inventorydetailreq'));
  const item = textOf(currentValue(fulfillment, 'item'));
  const problems = detail ? writeDetail(fulfillment, { item, lineId, rows: ofLine }) : [];
  if (problems.length === 0) return { offered, detail, problems: commit(fulfillment, ofLine) };
  fulfillment.cancelLine({ sublistId: 'item' });
  return { offered, detail, problems };
}

/** NetSuite may miss detail as soon as a line is committed: then it is known which line that is. */
function commit(fulfillment: record.Record, rows: readonly ShippedLineRow[]): RowOutcome[] {
  try {
    fulfillment.commitLine({ sublistId: 'item' });
    return [];
  } catch (thrown) {
    if (!/inventory detail/i.test(asFailure(thrown).message)) throw thrown;
    fulfillment.cancelLine({ sublistId: 'item' });
    return refuseAll(rows, thrown);
  }
}

/**
 * Text or number by the account's mood: docs/contracts.md#fulfilling-in-netsuite. Components of a kit follow it by themselves, and are left
 * alone whether they have an order line (as published scripts read it) or none.
 */
const orderLineOf = (fulfillment: record.Record, line: number): string =>
  textOf(valueAt(fulfillment, line, 'kitmemberof')) === ''
    ? textOf(valueAt(fulfillment, line, 'orderline'))
    : '';

const valueAt = (fulfillment: record.Record, line: number, fieldId: string): record.FieldValue =>
  fulfillment.getSublistValue({ sublistId: 'item', fieldId, line });

const currentValue = (fulfillment: record.Record, fieldId: string): record.FieldValue =>
  fulfillment.getCurrentSublistValue({ sublistId: 'item', fieldId });

function setCurrent(fulfillment: record.Record, fieldId: string, value: record.FieldValue): void {
  fulfillment.setCurrentSublistValue({ sublistId: 'item', fieldId, value });
}
