/**
 * Source files of the size asked for, the same for the same number of rows: what a feed looks like on a busy day, so with
 * lines of an order that stand apart, quoted cells, several tracking numbers, and order items of the other side.
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FeedName } from '#feeds/feed.ts';
import { exportedColumns } from '#feeds/item-fulfillments/netsuite.ts';
import { seededRandom } from '../../testbed/random.ts';

type Random = ReturnType<typeof seededRandom>;

/** Characters written at once. */
const BLOCK = 1 << 18;
const SEED = 20_240_104;

const sources = {
  'item-fulfillments': exportedLines,
  'brokered-order-items': (rows, random) => elements(rows, (left, order) => brokered(left, order, random)),
  'fulfilled-order-items': (rows, random) => elements(rows, (left, order) => fulfilled(left, order, random)),
} as const satisfies Partial<Record<FeedName, (rows: number, random: Random) => Generator<string>>>;

/** The feeds that the bench measures; a new one need not be among them. */
export type MeasuredFeed = keyof typeof sources;

/** @param seed another file of the same size */
export const writeInput = (path: string, feed: MeasuredFeed, rows: number, seed = SEED): Promise<void> =>
  pipeline(Readable.from(inBlocks(sources[feed](rows, seededRandom(seed)))), createWriteStream(path));

export const inputText = (feed: MeasuredFeed, rows: number, seed = SEED): string =>
  [...sources[feed](rows, seededRandom(seed))].join('');

/** One to four lines an order; a tenth of the lines stands some orders later, as reduce calls write them. */
function* exportedLines(rows: number, random: Random): Generator<string> {
  yield `${exportedColumns.join(',')}\n`;
  const late: string[] = [];
  let written = 0;
  for (let order = 0; written < rows; order += 1) {
    const lines = Math.min(1 + random.below(4), rows - written);
    for (let line = 0; line < lines; line += 1, written += 1) {
      const text = exportedLine(order, line, written, random);
      if (random.chance(0.1)) late.push(text);
      else yield text;
    }
    if (late.length > 0 && random.chance(0.2)) yield late.shift() ?? '';
  }
  yield* late;
}

function exportedLine(order: number, line: number, row: number, random: Random): string {
  const tracking = random.chance(0.05) ? `1Z999AA1${row} | 1Z999AB1${row}` : `1Z999AA1${row}`;
  const method = random.chance(0.4) ? '"Ground, Home ""Basic"""' : 'FedEx Ground';
  const minute = String(row % 60).padStart(2, '0');
  const cells = [`HC${1_000_000 + order}`, seqId(line), 114 + random.below(8), `2024-01-04T16:${minute}:00Z`];
  return `${[...cells, 1 + random.below(3), tracking, 'FedEx', method, 3, 4_000_000 + order, line + 1].join(',')}\n`;
}

const seqId = (line: number): string => String(101 + line).padStart(5, '0');

function* elements(rows: number, make: (left: number, order: number) => Made): Generator<string> {
  let before = '[';
  let left = rows;
  for (let order = 0; left > 0; order += 1) {
    const { element, items } = make(left, order);
    yield `${before}${JSON.stringify(element)}`;
    before = ',\n';
    left -= items;
  }
  yield ']';
}

type Made = { element: object; items: number };

function brokered(left: number, order: number, random: Random): Made {
  const items = Math.min(1 + random.below(4), left);
  const orderItems = Array.from({ length: items }, (_, line) => ({
    ...commonItem(line, random.chance(0.1) ? 'OMS_FULFILLMENT' : 'NETSUITE_FULFILLMENT', random),
    orderItemQuantity: 1 + random.below(3),
    goodIdentifications: [
      { goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: String(5000 + random.below(9000)) },
    ],
  }));
  return { element: { ...orderHead(order), orderItems }, items };
}

const orderHead = (order: number) => ({
  orderId: `HC${1_000_000 + order}`,
  orderIdentifications: [
    { orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(7_000_000 + order) },
  ],
});

function commonItem(line: number, group: string, random: Random) {
  const facility = String(114 + random.below(8));
  return {
    orderItemSeqId: seqId(line),
    orderItemExternalId: `1298${line}`,
    facilityExternalId: facility,
    orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: String(line + 1) }],
    facilityGroupMembers: [{ facilityGroupId: group }],
  };
}

/** A fifth of the orders ships from two facilities. */
function fulfilled(left: number, order: number, random: Random): Made {
  const parcels = left > 1 && random.chance(0.2) ? 2 : 1;
  const group = random.chance(0.1) ? 'NETSUITE_FULFILLMENT' : 'OMS_FULFILLMENT';
  let items = 0;
  const shipments = Array.from({ length: parcels }, (_, parcel) => {
    const count = parcel === 0 ? Math.min(1 + random.below(3), left - parcels + 1) : 1;
    const first = items;
    items += count;
    return shipment(order, parcel, { first, count, group }, random);
  });
  return { element: { ...orderHead(order), shipments }, items };
}

type Contents = { first: number; count: number; group: string };

function shipment(order: number, parcel: number, { first, count, group }: Contents, random: Random) {
  const facility = String(parcel === 0 ? 1 + random.below(8) : 15);
  const shipmentItems = Array.from({ length: count }, (_, index) => ({
    ...commonItem(first + index, group, random),
    facilityExternalId: facility,
    shippedQuantity: 1 + random.below(3),
    slaShipmentMethodTypeId: 'STANDARD',
    maySplit: 'Y',
    statusDatetime: `2024-01-04T16:${String(order % 60).padStart(2, '0')}:00Z`,
  }));
  return {
    shipmentId: `${10_000 + order}-${parcel}`,
    trackingNumber: `1Z999AA1${order}${parcel}`,
    carrierPartyId: 'UPS',
    shipmentItems,
  };
}

function* inBlocks(texts: Iterable<string>): Generator<string> {
  let block = '';
  for (const text of texts) {
    block += text;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}
