/**
 * Inventory detail on the lines of a draft, in dynamic mode: the subrecord of the line that is selected is part of it once that is committed.
 * Source: docs/contracts.md#inventory-detail.
 */
import type * as record from 'N/record';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { textOf } from '../netsuite/searches.ts';
import type { Order } from '../orders/orders.ts';
import type { RowOutcome } from '../orders/row-outcomes.ts';
import type { Shipment } from '../orders/shipments.ts';
import { assignLine, type Pool } from './assignments.ts';
import type { BinsByLocation } from './bins-by-location.ts';
import type { Assignment } from './earliest-lots.ts';
import { findStock, type Stock } from './stock.ts';

export type DetailSettings = { binByLocation: BinsByLocation; earliestLots: boolean };

/** Asked for when a line first wants detail; what the account has of the items on a draft. */
export type StockSource = (items: readonly string[]) => Stock;

/** Writes the detail of the selected line. @returns the rows for which there is none */
export type DetailWriter = (
  fulfillment: record.Record,
  line: { item: string; lineId: string; rows: readonly ShippedLineRow[] },
) => RowOutcome[];

/** Remembers what it found: the rows of a try that was refused are among those of the first. */
export function stockOf(
  { locationId }: Shipment,
  rows: readonly ShippedLineRow[],
  { binByLocation, earliestLots }: DetailSettings,
): StockSource {
  let stock: Stock | undefined;
  const named = rows.flatMap(({ line }) => [
    line.lot_number ?? '',
    ...(line.serial_numbers ?? '').split(' | '),
  ]);
  const bins = [binByLocation[locationId] ?? '', ...rows.map(({ line }) => line.bin ?? '')];
  return (items) => {
    stock ??= findStock({ locationId, items, numbers: named, bins, withLots: earliestLots });
    return stock;
  };
}

/** Leaves everything to NetSuite, and asks for nothing, where neither the feed nor the deployment says what to take. */
export function detailWriter(
  { locationId }: Shipment,
  rows: readonly ShippedLineRow[],
  order: Order,
  { binByLocation, earliestLots }: DetailSettings,
  stock: StockSource,
): DetailWriter {
  const bin = binByLocation[locationId] ?? '';
  if (bin === '' && !earliestLots && !rows.some(namesGoods)) return () => [];
  let pool: Pool | undefined;
  return (fulfillment, { item, lineId, rows: ofLine }) => {
    pool ??= newPool(stock(itemsOf(fulfillment)), { locationId, bin, earliestLots });
    const baseUnits = order.lines[lineId]?.baseUnits ?? 1;
    const line = { item, rows: ofLine, baseUnits, hasNumbers: hasNumbers(fulfillment) };
    const { assignments, problems } = assignLine(line, pool);
    if (assignments.length > 0) write(fulfillment, assignments);
    return problems;
  };
}

const namesGoods = ({ line }: ShippedLineRow): boolean =>
  [line.lot_number, line.serial_numbers, line.bin].some((name) => name !== undefined);

const newPool = (stock: Stock, settings: Pick<Pool, 'locationId' | 'bin' | 'earliestLots'>): Pool => ({
  ...settings,
  stock,
  lots: stock.lots.map((lot) => ({ ...lot })),
  taken: new Set(),
});

function itemsOf(fulfillment: record.Record): string[] {
  const count = fulfillment.getLineCount({ sublistId: 'item' });
  return Array.from({ length: count }, (_, line) =>
    textOf(fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'item', line })),
  );
}

const DETAIL = { sublistId: 'item', fieldId: 'inventorydetail' };
const sublistId = 'inventoryassignment';

/** Whether somebody has chosen lots or serial numbers on the sales order, which NetSuite has taken over. */
function hasNumbers(fulfillment: record.Record): boolean {
  if (!fulfillment.hasCurrentSublistSubrecord(DETAIL)) return false;
  const detail = fulfillment.getCurrentSublistSubrecord(DETAIL);
  const count = detail.getLineCount({ sublistId });
  return Array.from({ length: count }, (_, line) => line).some(
    (line) => textOf(detail.getSublistValue({ sublistId, fieldId: 'issueinventorynumber', line })) !== '',
  );
}

/** In place of what NetSuite has filled in. The quantity comes last: NetSuite may fill it in with the number. */
function write(fulfillment: record.Record, assignments: readonly Assignment[]): void {
  const detail = fulfillment.getCurrentSublistSubrecord(DETAIL);
  for (let line = detail.getLineCount({ sublistId }) - 1; line >= 0; line -= 1)
    detail.removeLine({ sublistId, line });
  for (const { number, bin, quantity } of assignments) {
    const set = (fieldId: string, value: record.FieldValue) =>
      detail.setCurrentSublistValue({ sublistId, fieldId, value });
    detail.selectNewLine({ sublistId });
    if (number !== '') set('issueinventorynumber', number);
    if (bin !== '') set('binnumber', bin);
    set('quantity', Number(quantity));
    detail.commitLine({ sublistId });
  }
}
