/** A sales order as the two feeds and the export have left it: its lines, its item fulfillments, and what HotWax was told. */
import * as search from 'N/search';
import type { Result } from 'N/search';
import { placeField } from '../netsuite/features.ts';
import { bodyField, exportedFulfillment, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, inChunks, itemLines, textOf } from '../netsuite/searches.ts';

/** @property quantity and shipped: in base units, as searches count */
export type OrderLine = {
  line: string;
  item: string;
  orderItem: string;
  place: string;
  tag: string;
  quantity: number;
  shipped: number;
  closed: boolean;
  rejected: boolean;
};

/** @property record what HC Exported Fulfillment has of it, undefined without one @property made when that record was made */
export type Fulfillment = {
  id: string;
  number: string;
  status: string;
  day: string;
  shipmentId: string;
  tracking: string;
  exported: boolean;
  lines: { orderItem: string; item: string; quantity: string; place: string }[];
  record: ExportRecord | undefined;
};

export type ExportRecord = {
  recordId: string;
  status: string;
  file: string;
  made: string;
  notTicked: boolean;
  message: string;
};

export type Order = {
  id: string;
  number: string;
  status: string;
  statusText: string;
  day: string;
  hotwaxId: string;
  externalId: string;
  lines: OrderLine[];
  fulfillments: Fulfillment[];
};

/**
 * Every line, however many: what is counted and concluded must not depend on how many a page shows. 20 units, 5 more for each 1,000
 * lines, and 10 for each 100 item fulfillments.
 */
export function readOrders(ids: readonly string[]): Order[] {
  if (ids.length === 0) return [];
  const orders = new Map<string, Order>();
  for (const row of orderRows(ids)) {
    const order = orders.get(textOf(row.id)) ?? orderOf(row);
    orders.set(order.id, order);
    order.lines.push(lineOf(row));
  }
  for (const [orderId, fulfillment] of readFulfillments(ids))
    orders.get(orderId)?.fulfillments.push(fulfillment);
  return [...orders.values()];
}

const sorted = (name: string) => search.createColumn({ name, sort: search.Sort.ASC });

const orderRows = (ids: readonly string[]): Result[] =>
  allRows({
    type: 'salesorder',
    filters: [['internalid', 'anyof', ids], 'and', ...itemLines],
    columns: [
      sorted('internalid'),
      sorted('line'),
      'tranid',
      'status',
      'trandate',
      'externalid',
      bodyField.orderId,
      'item',
      lineField.orderItemSeqId,
      placeField(),
      lineField.tag,
      'quantity',
      'quantityshiprecv',
      'closed',
      lineField.rejected,
    ],
  });

const orderOf = (row: Result): Order => ({
  id: textOf(row.id),
  number: textOf(row.getValue('tranid')),
  status: textOf(row.getValue('status')),
  statusText: textOf(row.getText('status')),
  day: textOf(row.getValue('trandate')),
  hotwaxId: textOf(row.getValue(bodyField.orderId)),
  externalId: textOf(row.getValue('externalid')),
  lines: [],
  fulfillments: [],
});

const lineOf = (row: Result): OrderLine => ({
  line: textOf(row.getValue('line')),
  item: textOf(row.getText('item')),
  orderItem: textOf(row.getValue(lineField.orderItemSeqId)),
  place: textOf(row.getText(placeField())),
  tag: textOf(row.getValue(lineField.tag)),
  quantity: Number(row.getValue('quantity') || 0),
  shipped: Number(row.getValue('quantityshiprecv') || 0),
  closed: isTrue(row.getValue('closed')),
  rejected: isTrue(row.getValue(lineField.rejected)),
});

/** With the order that each is of. */
function readFulfillments(orderIds: readonly string[]): [orderId: string, Fulfillment][] {
  const found = new Map<string, [string, Fulfillment]>();
  for (const row of fulfillmentRows(orderIds)) {
    const known = found.get(textOf(row.id));
    const [orderId, fulfillment] = known ?? [textOf(row.getValue('createdfrom')), fulfillmentOf(row)];
    found.set(fulfillment.id, [orderId, fulfillment]);
    fulfillment.lines.push({
      orderItem: textOf(row.getValue(lineField.orderItemSeqId)),
      item: textOf(row.getText('item')),
      quantity: textOf(row.getValue('quantity')),
      place: textOf(row.getText('location')),
    });
  }
  const records = readRecords([...found.keys()]);
  for (const [id, [, fulfillment]] of found) fulfillment.record = records.get(id);
  return [...found.values()];
}

const fulfillmentRows = (orderIds: readonly string[]): Result[] =>
  allRows({
    type: 'itemfulfillment',
    filters: [['createdfrom', 'anyof', orderIds], 'and', ...itemLines, 'and', ['cogs', 'is', 'F']],
    columns: [
      sorted('internalid'),
      sorted('line'),
      'createdfrom',
      'tranid',
      'status',
      'trandate',
      bodyField.shipmentId,
      'trackingnumbers',
      bodyField.exported,
      lineField.orderItemSeqId,
      'item',
      'quantity',
      'location',
    ],
  });

const fulfillmentOf = (row: Result): Fulfillment => ({
  id: textOf(row.id),
  number: textOf(row.getValue('tranid')),
  status: textOf(row.getText('status')),
  day: textOf(row.getValue('trandate')),
  shipmentId: textOf(row.getValue(bodyField.shipmentId)),
  tracking: textOf(row.getValue('trackingnumbers')),
  exported: isTrue(row.getValue(bodyField.exported)),
  lines: [],
  record: undefined,
});

function readRecords(fulfillmentIds: readonly string[]): Map<string, ExportRecord> {
  const ids = exportedFulfillment;
  const rows = inChunks(fulfillmentIds, 100).flatMap((chunk) =>
    search
      .create({
        type: ids.type,
        filters: chunk.flatMap((id, index) => [...(index > 0 ? ['or'] : []), [ids.fulfillment, 'is', id]]),
        columns: [ids.fulfillment, ids.status, ids.file, 'created', ids.notTicked, ids.message],
      })
      .run()
      .getRange({ start: 0, end: 100 }),
  );
  return new Map(
    rows.map((row) => [
      textOf(row.getValue(ids.fulfillment)),
      {
        recordId: textOf(row.id),
        status: textOf(row.getValue(ids.status)),
        file: textOf(row.getValue(ids.file)),
        made: textOf(row.getValue('created')),
        notTicked: isTrue(row.getValue(ids.notTicked)),
        message: textOf(row.getValue(ids.message)),
      },
    ]),
  );
}
