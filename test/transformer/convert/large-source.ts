/** Large source files, written piece by piece. Rows of one order lie as far apart as the file allows. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportedColumns } from '#feeds/item-fulfillments/netsuite.ts';

/** How many rows an order has. */
const ROWS_PER_ORDER = 4;

export type LargeSource = (rows: number) => Generator<string>;

export const writeLarge = (path: string, source: Generator<string>): Promise<void> =>
  pipeline(Readable.from(inBlocks(source)), createWriteStream(path));

export function* exportedRows(rows: number): Generator<string> {
  yield `${exportedColumns.join(',')}\n`;
  for (const { order, line, row } of scattered(rows)) {
    yield `HC${order},${line},114,2024-01-04T16:23:00Z,1,1Z999AA10123${row},FedEx,"Ground, Home",3,${4_000_000 + row},1\n`;
  }
}

export function* orderElements(rows: number): Generator<string> {
  let before = '[';
  for (const { order, line } of scattered(rows)) {
    yield `${before}${JSON.stringify(orderOfOneItem(order, line))}`;
    before = ',\n';
  }
  yield ']';
}

function* scattered(rows: number): Generator<{ order: number; line: number; row: number }> {
  const orders = Math.ceil(rows / ROWS_PER_ORDER);
  for (let row = 0; row < rows; row += 1) {
    yield { order: 1_000_000 + (row % orders), line: 101 + Math.floor(row / orders), row };
  }
}

/** For both HotWax feeds, at a facility of both sides. */
function orderOfOneItem(order: number, line: number): object {
  const item = {
    orderItemSeqId: String(line),
    orderItemExternalId: '1',
    shippedQuantity: 1,
    facilityExternalId: '114',
    goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: '40675' }],
    orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: String(line) }],
    facilityGroupMembers: [
      { facilityGroupId: 'NETSUITE_FULFILLMENT' },
      { facilityGroupId: 'OMS_FULFILLMENT' },
    ],
  };
  const id = { orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(order) };
  const orderIdentifications = [id];
  return {
    orderId: `HC${order}`,
    orderIdentifications,
    orderItems: [item],
    shipments: [{ shipmentItems: [item] }],
  };
}

function* inBlocks(texts: Iterable<string>): Generator<string> {
  let block = '';
  for (const text of texts) {
    block += text;
    if (block.length < 1 << 18) continue;
    yield block;
    block = '';
  }
  yield block;
}
