/** Which rows NetSuite's refusal is about, in its own words, so that the others can be fulfilled. */
import * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { DraftLine } from '../drafts/fulfillment-lines.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import type { Order } from '../orders/orders.ts';
import { isMore } from '../orders/quantities.ts';
import {
  type Refusal,
  type RowOutcome,
  refusal,
  refuseUnsaved,
  saysCommitment,
} from '../orders/row-outcomes.ts';
import { askedOf } from '../orders/row-verdicts.ts';
import type { Shipment } from '../orders/shipments.ts';

/** Whether NetSuite says that it offers nothing of the order, without saying why. */
export const offersNothing = (thrown: unknown): boolean =>
  isNamed(thrown, 'VALID_LINE_ITEM_REQD') || /no items committed/i.test(asFailure(thrown).message);

/** What the sales order itself says of a line. */
type LineAsItIs = { gone: boolean; purchase: string; committed: number };

/**
 * Why a line that is open is not on the draft: the sales order says. 10 units.
 * @param rows of lines that a search has shown as open, with something left
 */
export function notOffered(
  { salesOrderId, locationId }: Shipment,
  rows: readonly ShippedLineRow[],
  order: Order,
): RowOutcome[] {
  const lines = linesAsTheyAre(salesOrderId);
  return rows.map((row) => {
    const { line_id: id } = row.line;
    const name = `Line ${id} of sales order ${salesOrderId}`;
    const isStocked = STOCKED.includes(order.lines[id]?.kind ?? '');
    return { row, ...reasonOf(name, locationId, isStocked, lines && (lines.get(id) ?? GONE)) };
  });
}

/** Kinds that stock is committed to, by their search values. */
const STOCKED = ['InvtPart', 'Assembly', 'Kit'];

const GONE: LineAsItIs = { gone: true, purchase: '', committed: 0 };

/** By line id; nothing where the sales order cannot be opened, as a workflow may lock it. */
function linesAsTheyAre(salesOrderId: string): Map<string, LineAsItIs> | undefined {
  let order: record.Record;
  try {
    order = record.load({ type: record.Type.SALES_ORDER, id: Number(salesOrderId) });
  } catch {
    return undefined;
  }
  const value = (line: number, fieldId: string) =>
    order.getSublistValue({ sublistId: 'item', fieldId, line });
  return new Map(
    Array.from({ length: order.getLineCount({ sublistId: 'item' }) }, (_, line) => [
      textOf(value(line, 'line')),
      {
        gone: isTrue(value(line, 'isclosed')),
        purchase: textOf(value(line, 'createpo')),
        committed: Number(value(line, 'quantitycommitted') || 0),
      },
    ]),
  );
}

function reasonOf(
  name: string,
  locationId: string,
  isStocked: boolean,
  line: LineAsItIs | undefined,
): Refusal {
  if (line?.gone)
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', `${name} was closed or removed a moment ago.`);
  if (/^drop/i.test(line?.purchase ?? '')) {
    const message = `${name} is a drop shipment: NetSuite fulfills it from its purchase order, with Mark Shipped.`;
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', message);
  }
  if (!line || !isStocked || line.committed > 0) {
    const message = `${name} is open, and NetSuite does not offer it for fulfillment from location ${locationId}. Fulfill it in NetSuite, which says why.`;
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', message);
  }
  const special =
    line.purchase === '' ? '' : ' It is a special order, which waits for what was purchased for it.';
  const message = `${name} cannot be fulfilled from location ${locationId}: NetSuite has committed none of it there.${special}`;
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
  const blamed = saysCommitment(message)
    ? uncommitted(rows, (row) => of(row)?.offered ?? 0)
    : DETAIL.test(message)
      ? rows.filter((row) => of(row)?.detail)
      : [];
  return refuseUnsaved(blamed.length > 0 ? blamed : rows, thrown);
}

/** Some accounts begin drafts with zero of every line, which says nothing of stock: the order does then. */
function uncommitted(
  rows: readonly ShippedLineRow[],
  offeredOf: (row: ShippedLineRow) => number,
): ShippedLineRow[] {
  const order = rows.every((row) => offeredOf(row) === 0)
    ? linesAsTheyAre(rows[0]?.salesOrderId ?? '')
    : undefined;
  const committed = (row: ShippedLineRow) => order?.get(row.line.line_id)?.committed ?? offeredOf(row);
  return rows.filter((row) => isMore(askedOf(rows, row.line.line_id), committed(row)));
}

const DETAIL = /inventory detail/i;
