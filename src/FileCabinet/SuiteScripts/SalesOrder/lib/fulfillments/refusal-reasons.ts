/** Which rows NetSuite's refusal is about, in its own words, so that the others can be fulfilled. */
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { DraftLine } from '../drafts/fulfillment-lines.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { isMore } from '../orders/quantities.ts';
import { type Refusal, type RowOutcome, refusal, refuseAll } from '../orders/row-outcomes.ts';
import { askedOf } from '../orders/row-verdicts.ts';
import type { Shipment } from '../orders/shipments.ts';

/** Whether NetSuite says that it offers nothing of the order, without saying why. */
export const offersNothing = (thrown: unknown): boolean =>
  isNamed(thrown, 'VALID_LINE_ITEM_REQD') || /no items committed/i.test(asFailure(thrown).message);

/**
 * Why a line that is open is not on the draft: the sales order says. 10 units.
 * @param rows of lines that a search has shown as open, with something left
 */
export function notOffered(
  { salesOrderId, locationId }: Shipment,
  rows: readonly ShippedLineRow[],
): RowOutcome[] {
  const order = record.load({ type: record.Type.SALES_ORDER, id: Number(salesOrderId) });
  const count = order.getLineCount({ sublistId: 'item' });
  const value = (line: number, fieldId: string) =>
    order.getSublistValue({ sublistId: 'item', fieldId, line });
  const lines = Array.from({ length: count }, (_, line) => line);
  return rows.map((row) => {
    const line = lines.find((candidate) => textOf(value(candidate, 'line')) === row.line.line_id);
    const found = {
      gone: line === undefined || isTrue(value(line, 'isclosed')),
      dropShip: line !== undefined && textOf(value(line, 'createpo')) !== '',
      committed: line === undefined ? 0 : Number(value(line, 'quantitycommitted') || 0),
    };
    return { row, ...reasonOf(`Line ${row.line.line_id} of sales order ${salesOrderId}`, locationId, found) };
  });
}

function reasonOf(
  name: string,
  locationId: string,
  { gone, dropShip, committed }: { gone: boolean; dropShip: boolean; committed: number },
): Refusal {
  if (gone) return refusal('LINE_NOT_FULFILLABLE', 'line_id', `${name} was closed or removed a moment ago.`);
  if (dropShip) {
    const message = `${name} is a drop shipment: NetSuite fulfills it from its purchase order, with Mark Shipped.`;
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', message);
  }
  if (committed > 0) {
    const message = `${name} is open, and NetSuite does not offer it for fulfillment from location ${locationId}. Fulfill it in NetSuite, which says why.`;
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', message);
  }
  const message = `${name} cannot be fulfilled from location ${locationId}: NetSuite has committed none of it there.`;
  return refusal('NOT_COMMITTED', 'quantity', message);
}

/** Those of the rows that NetSuite's words are about, or all of them; each with these words. */
export function refuseBlamed(
  rows: readonly ShippedLineRow[],
  lines: ReadonlyMap<string, DraftLine> | undefined,
  thrown: unknown,
): RowOutcome[] {
  const { message } = asFailure(thrown);
  const of = (row: ShippedLineRow): DraftLine | undefined => lines?.get(row.line.line_id);
  const blamed = COMMITMENT.test(message)
    ? rows.filter((row) => isMore(askedOf(rows, row.line.line_id), of(row)?.offered ?? 0))
    : DETAIL.test(message)
      ? rows.filter((row) => of(row)?.detail)
      : [];
  return refuseAll(blamed.length > 0 ? blamed : rows, thrown);
}

const COMMITMENT = /commit/i;
const DETAIL = /inventory detail/i;
