/** The lines of an item fulfillment that a sales order was transformed to: what was shipped is received, the rest is not. */
import type * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { textOf } from '../netsuite/searches.ts';
import { isMore, sumOfQuantities } from './quantities.ts';
import { type Refusal, type RowOutcome, refusal } from './row-outcomes.ts';
import type { Shipment } from './shipments.ts';

/**
 * Every line of the order arrives marked as received, so what HotWax has not shipped is unmarked.
 * Source: docs/contracts.md#fulfilling-in-netsuite.
 * @param onlyCommitted refuses what is more than NetSuite offers, for accounts that fulfill what is committed only
 * @returns and how many lines received more than was offered
 */
export function setLines(
  fulfillment: record.Record,
  { rows, locationId }: Shipment,
  onlyCommitted: boolean,
): { outcomes: RowOutcome[]; uncommitted: number } {
  const outcomes = new Map<ShippedLineRow, RowOutcome>();
  let uncommitted = 0;
  for (const line of lineIndexes(fulfillment)) {
    const orderLine = orderLineOf(fulfillment, line);
    if (orderLine === '') continue;
    const wanted = rows.filter((row) => row.line.line_id === orderLine);
    const asked = sumOf(wanted);
    const offered = offeredOf(fulfillment, line);
    const objection =
      wanted.length > 0 ? lineObjection(fulfillment, line, orderLine, asked, onlyCommitted) : undefined;
    for (const row of wanted)
      outcomes.set(row, objection ? { row, ...objection } : { row, outcome: 'applied' });
    if (wanted.length === 0 || objection) setLine(fulfillment, line, 'itemreceive', false);
    else receiveLine(fulfillment, line, locationId, asked);
    if (wanted.length > 0 && isMore(asked, offered)) uncommitted += 1;
  }
  return { outcomes: rows.map((row) => outcomes.get(row) ?? notFulfillable(row)), uncommitted };
}

const lineIndexes = (fulfillment: record.Record): number[] =>
  Array.from({ length: fulfillment.getLineCount({ sublistId: 'item' }) }, (_, line) => line);

/** Text or number by the account's mood: docs/contracts.md#fulfilling-in-netsuite. Components of a kit have none. */
const orderLineOf = (fulfillment: record.Record, line: number): string =>
  textOf(lineValue(fulfillment, line, 'orderline'));

/** What NetSuite fills in: what remains, limited to what is committed. */
const offeredOf = (fulfillment: record.Record, line: number): number =>
  Number(lineValue(fulfillment, line, 'quantity') || 0);

const lineValue = (fulfillment: record.Record, line: number, fieldId: string): record.FieldValue =>
  fulfillment.getSublistValue({ sublistId: 'item', fieldId, line });

function receiveLine(fulfillment: record.Record, line: number, locationId: string, quantity: number): void {
  setLine(fulfillment, line, 'itemreceive', true);
  setLine(fulfillment, line, 'location', locationId);
  setLine(fulfillment, line, 'quantity', quantity);
}

function setLine(fulfillment: record.Record, line: number, fieldId: string, value: record.FieldValue): void {
  fulfillment.setSublistValue({ sublistId: 'item', fieldId, line, value });
}

const sumOf = (rows: readonly ShippedLineRow[]): number =>
  Number(sumOfQuantities(rows.map(({ line }) => line.quantity)));

function lineObjection(
  fulfillment: record.Record,
  line: number,
  id: string,
  asked: number,
  onlyCommitted: boolean,
): Refusal | undefined {
  const offered = offeredOf(fulfillment, line);
  const remaining = Number(lineValue(fulfillment, line, 'quantityremaining') || offered);
  if (isMore(asked, remaining)) {
    const message = `HotWax shipped ${asked} of line ${id}, of which ${remaining} can still be fulfilled.`;
    return refusal('MORE_THAN_REMAINS', 'quantity', message);
  }
  if (isTrue(lineValue(fulfillment, line, 'inventorydetailreq'))) {
    const message = `Line ${id} has a lot or serial numbered item: NetSuite requires its inventory detail, which the feed does not have. Fulfill it in NetSuite.`;
    return refusal('INVENTORY_DETAIL_NEEDED', 'line_id', message);
  }
  if (onlyCommitted && isMore(asked, offered)) {
    const message = `HotWax shipped ${asked} of line ${id}, of which ${offered} are committed: NetSuite has too little in stock at the location.`;
    return refusal('NOT_COMMITTED', 'quantity', message);
  }
  return undefined;
}

const notFulfillable = (row: ShippedLineRow): RowOutcome => ({
  row,
  ...refusal(
    'LINE_NOT_FULFILLABLE',
    'line_id',
    `Sales order ${row.salesOrderId} has no line ${row.line.line_id} to fulfill: it does not exist, is closed, or is already fulfilled.`,
  ),
});
