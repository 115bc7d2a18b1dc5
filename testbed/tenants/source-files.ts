/** Files of a feed with rows that are all known: what a sender writes, and what has to become of each row of it. */
import type { FeedName } from '#feeds/feed.ts';
import type { Random } from '../random.ts';

/**
 * @property delivered what names the row in an output, alone in its tenant and feed
 * @property refused what names it in an error file
 * @property isSound whether it belongs into the output; otherwise into the error file
 */
export type KnownRow = { delivered: string; refused: string; isSound: boolean };

export type SourceText = { text: string; rows: readonly KnownRow[] };

type Line = { line: number; quantity: string };
type Order = { id: string; hotwaxId: string; lines: readonly Line[] };

const MOST_LINES = 3;
const SHARE_OF_BAD_ROWS = 0.05;
/** Nobody ships this many. */
const NO_QUANTITY = 'a few';

/** @param firstId digits that no other file of any tenant begins its order ids with */
export function makeSource(feed: KnownFeed, rows: number, firstId: string, random: Random): SourceText {
  const orders = makeOrders(rows, firstId, random);
  return { text: texts[feed](orders), rows: orders.flatMap((order) => knownRows(feed, order)) };
}

function makeOrders(rows: number, firstId: string, random: Random): Order[] {
  const orders: Order[] = [];
  for (let left = rows; left > 0; ) {
    const lines = Math.min(left, 1 + random.below(MOST_LINES));
    const id = `${firstId}${String(orders.length).padStart(5, '0')}`;
    orders.push({
      id,
      hotwaxId: `HC${id}`,
      lines: Array.from({ length: lines }, (_, at) => line(at, random)),
    });
    left -= lines;
  }
  return orders;
}

const line = (at: number, random: Random): Line => ({
  line: at + 1,
  quantity: random.chance(SHARE_OF_BAD_ROWS) ? NO_QUANTITY : String(1 + random.below(4)),
});

const seqId = ({ line }: Line): string => String(100 + line).padStart(5, '0');

const knownRows = (feed: KnownFeed, { id, hotwaxId, lines }: Order): KnownRow[] =>
  lines.map((line) => ({
    delivered: feed === 'item-fulfillments' ? `${hotwaxId}/${seqId(line)}` : `${id}/${line.line}`,
    refused: `${hotwaxId}/${seqId(line)}`,
    isSound: line.quantity !== NO_QUANTITY,
  }));

const texts = {
  'item-fulfillments': (orders) =>
    [
      'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId,itemFulfillmentId,itemFulfillmentLineId',
      ...orders.flatMap(exportedLines),
      '',
    ].join('\n'),
  'brokered-order-items': (orders) => JSON.stringify(orders.map(allocated)),
  'fulfilled-order-items': (orders) => JSON.stringify(orders.map(shipped)),
} as const satisfies Partial<Record<FeedName, (orders: readonly Order[]) => string>>;

/** The feeds that tenants have here; a new one need not be among them. */
export type KnownFeed = keyof typeof texts;

const exportedLines = ({ id, hotwaxId, lines }: Order): string[] =>
  lines.map((line) =>
    [hotwaxId, seqId(line), '114', '2026-01-04T16:23:00Z', line.quantity, `1Z${id}${line.line}`]
      .concat(['FedEx', 'FedEx Ground', '3', id, String(line.line)])
      .join(','),
  );

const allocated = (order: Order) => ({
  ...head(order),
  orderItems: order.lines.map((line) => ({
    ...commonItem(line, 'NETSUITE_FULFILLMENT'),
    orderItemQuantity: line.quantity,
    goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: '40675' }],
  })),
});

const shipped = (order: Order) => ({
  ...head(order),
  shipments: [
    {
      shipmentId: order.id,
      trackingNumber: `1Z${order.id}`,
      carrierPartyId: 'UPS',
      shipmentItems: order.lines.map((line) => ({
        ...commonItem(line, 'OMS_FULFILLMENT'),
        shippedQuantity: line.quantity,
        slaShipmentMethodTypeId: 'STANDARD',
        statusDatetime: '2026-01-04T16:23:00Z',
      })),
    },
  ],
});

const head = ({ id, hotwaxId }: Order) => ({
  orderId: hotwaxId,
  orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: id }],
});

const commonItem = (line: Line, facilityGroupId: string) => ({
  orderItemSeqId: seqId(line),
  orderItemExternalId: `1298${line.line}`,
  facilityExternalId: '114',
  orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: String(line.line) }],
  facilityGroupMembers: [{ facilityGroupId }],
});
