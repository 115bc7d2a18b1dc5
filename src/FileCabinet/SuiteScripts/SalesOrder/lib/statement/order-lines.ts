/** The lines of sales orders as a statement has them, before anything is said of their item fulfillments. */
import * as search from 'N/search';
import type { LineState, StatementRow } from '#feeds/statement/rows.ts';
import { isFeatureOn, lineQuantityColumn, placeField } from '../netsuite/features.ts';
import { bodyField, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, itemLines, textOf } from '../netsuite/searches.ts';
import { baseUnitsOf, isShipped, itemColumns } from '../orders/orders.ts';

/**
 * Lines that ship, and others that came from HotWax but for discounts. 5 units, and 5 for each 1,000 lines.
 * @param salesOrderIds at most 500
 */
export function findOrderLines(salesOrderIds: readonly string[]): StatementRow[] {
  const place = placeField();
  const units = isFeatureOn('UNITSOFMEASURE');
  const rows = allRows({
    type: 'salesorder',
    filters: [['internalid', 'anyof', salesOrderIds], 'and', ...itemLines],
    columns: [
      search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
      search.createColumn({ name: 'line', sort: search.Sort.ASC }),
      'externalid',
      'status',
      'item',
      'closed',
      'quantity',
      'quantityshiprecv',
      place,
      bodyField.orderId,
      lineField.orderItemSeqId,
      lineField.lineType,
      lineField.rejected,
      lineField.tag,
      ...itemColumns,
      ...(units ? ['quantityuom'] : []),
    ],
  });
  return rows.filter(isOfGoods).map((row) => lineOf(row, place, units));
}

const isOfGoods = (row: search.Result): boolean =>
  textOf(row.getValue(lineField.lineType)) === '' &&
  (isShipped(row) || textOf(row.getValue(lineField.orderItemSeqId)) !== '');

function lineOf(row: search.Result, place: string, units: boolean): StatementRow {
  const quantity = Number(row.getValue(lineQuantityColumn()) || 0);
  const fulfilled = rounded(Number(row.getValue('quantityshiprecv') || 0) / baseUnitsOf(row, units));
  const isClosed = isTrue(row.getValue('closed'));
  const locationId = textOf(row.getValue(place));
  return {
    ...noFulfillment,
    salesOrderId: textOf(row.id),
    lineId: textOf(row.getValue('line')),
    externalId: textOf(row.getValue('externalid')),
    orderId: textOf(row.getValue(bodyField.orderId)) || textOf(row.getValue('externalid')),
    orderItemSeqId: textOf(row.getValue(lineField.orderItemSeqId)),
    orderStatus: textOf(row.getValue('status')),
    itemId: textOf(row.getValue('item')),
    state: stateOf(isClosed, isOver(row), quantity, fulfilled, locationId),
    quantity: String(quantity),
    fulfilled: String(fulfilled),
    locationId,
    closed: flag(isClosed),
    rejected: flag(isTrue(row.getValue(lineField.rejected))),
    tags: textOf(row.getValue(lineField.tag)),
  };
}

const rounded = (quantity: number): number => Math.round(quantity * 1e8) / 1e8;

export const flag = (value: boolean): 'T' | 'F' => (value ? 'T' : 'F');

/** Whether NetSuite ticks Closed on the lines of an order that is cancelled as a whole is not documented. */
const isOver = (row: search.Result): boolean =>
  ['cancelled', 'closed'].includes(textOf(row.getValue('status')));

function stateOf(
  isClosed: boolean,
  isOrderOver: boolean,
  quantity: number,
  fulfilled: number,
  locationId: string,
): LineState {
  if (isClosed) return 'closed';
  if (fulfilled >= quantity && fulfilled > 0) return 'fulfilled';
  if (isOrderOver) return 'closed';
  if (fulfilled > 0) return 'partly fulfilled';
  return locationId === '' ? 'open' : 'allocated';
}

const noFulfillment = {
  fulfillmentId: '',
  fulfillmentLineId: '',
  fulfillmentStatus: '',
  fulfilledAt: '',
  shipmentId: '',
  shippedQuantity: '',
  shippedFrom: '',
  trackingNumber: '',
  exported: '',
  exportFile: '',
  notExported: '',
} as const;
