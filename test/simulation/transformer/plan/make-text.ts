/** The rows of a file, and the file as its sender lastingFaults it. */
import type { Random } from '../../../../testbed/random.ts';
import type { FeedName, FileText, Row, RowKind } from './plan.ts';

const kinds: Record<FeedName, readonly RowKind[]> = {
  'brokered-order-items': ['no location', 'bad quantity', 'not a row', 'of the other side', 'cancelled'],
  'item-fulfillments': ['no location', 'bad quantity', 'again', 'part', 'part'],
  'fulfilled-order-items': [
    'no location',
    'bad quantity',
    'of the other side',
    'cancelled',
    'part',
    'part',
    'part',
  ],
};

/** @param first the number of the first row */
export function makeText(feed: FeedName, first: number, random: Random, whole: FileText['whole']): FileText {
  const count = random.chance(0.06) ? 300 : 1 + random.below(random.pick([2, 4, 8]));
  const places = random.below(LINES);
  const rows = Array.from({ length: count }, (_, index): Row => {
    const id = first + index + 1;
    const kind = random.chance(0.3) ? random.pick(kinds[feed]) : 'good';
    const place = feed === 'brokered-order-items' && index < LINES ? (places + index) % LINES : id;
    const quantity = 1 + random.below(9);
    return { id, kind, order: Math.floor(place / 4), line: place % 4, item: id, quantity };
  });
  return { rows: rows.map(besideBefore), whole, style: random.below(6) };
}

/** Allocations are about few lines, so that files say different things of them. */
const LINES = 12;

/** Rows about the order item of the row before need one that can be applied. */
function besideBefore(row: Row, index: number, rows: readonly Row[]): Row {
  if (row.kind !== 'part' && row.kind !== 'again') return row;
  const before = rows[index - 1];
  if (before?.kind !== 'good') return { ...row, kind: 'good' };
  const { order, line, item, quantity } = before;
  return row.kind === 'again'
    ? { ...before, kind: 'again' }
    : { ...row, order, line, item, quantity: quantity + 1 };
}

/** What a sender makes of it. */
export function lasting(feed: FeedName, { rows, whole, style }: FileText): string {
  const text =
    feed === 'item-fulfillments' ? lastingFaultTable(rows, style) : lastingFaultList(feed, rows, style);
  if (whole === 'cut off') return feed === 'item-fulfillments' ? `${text}"cut` : text.slice(0, -3);
  if (whole === 'of another feed')
    return feed === 'item-fulfillments' ? text.replace('orderId', 'x') : '{"a":1}';
  return text;
}

const internalId = (order: number): string => String(7000 + order);

/** What tells a row in a file that comes out: the location of an allocation, else the tracking number. */
export const tokenOf = (feed: FeedName, row: Row): string =>
  feed === 'brokered-order-items' ? locationOf(feed, row) : `TN${row.id}X`;

const locationOf = (feed: FeedName, { id, order }: Row): string =>
  feed === 'brokered-order-items' ? String(100_000_000 + id) : String(110 + (order % 7));

/** How the row's own place is called in the file that comes out. */
export const placeOf = (feed: FeedName, row: Row): { order: string; line: string; location: string } => ({
  order: feed === 'item-fulfillments' ? `HC${row.order}` : internalId(row.order),
  line: feed === 'item-fulfillments' ? seqId(row) : String(row.line + 1),
  location: locationOf(feed, row),
});

export const seqId = ({ item }: Row): string => String(item);

function lastingFaultTable(rows: readonly Row[], style: number): string {
  const end = style % 2 === 0 ? '\n' : '\r\n';
  const quoted = (cell: string): string => (style > 2 ? `"${cell}"` : cell);
  const header =
    'orderId,orderItemSeqId,externalFacilityId,shippedDate,quantity,trackingNumber,carrier,shippingMethod,shippingMethodId';
  const lines = rows.map((row) => {
    const { order, line, location } = placeOf('item-fulfillments', row);
    const quantity = row.kind === 'bad quantity' ? 'many' : String(row.quantity);
    const facility = row.kind === 'no location' ? '' : location;
    const cells = [
      order,
      line,
      facility,
      '2026-03-01T10:00:00Z',
      quantity,
      tokenOf('item-fulfillments', row),
      'UPS',
      'Ground',
      '4',
    ];
    return cells.map(quoted).join(',');
  });
  return [header, ...lines].join(end) + (style === 4 ? '' : end);
}

function lastingFaultList(feed: FeedName, rows: readonly Row[], style: number): string {
  const orders = new Map<number, Row[]>();
  for (const row of rows) orders.set(row.order, [...(orders.get(row.order) ?? []), row]);
  const elements = [...orders].map(([order, own]) => {
    const head = {
      orderId: `HC${order}`,
      orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: internalId(order) }],
    };
    const items = own.map((row) => (row.kind === 'not a row' ? `no row ${row.id}` : itemOf(feed, row)));
    if (feed === 'brokered-order-items') return { ...head, orderItems: items };
    return { ...head, shipments: [{ shipmentId: `S${order}`, shipmentItems: items }] };
  });
  const text = style === 1 ? JSON.stringify(elements, null, 2) : JSON.stringify(elements);
  return `${style === 2 ? '\uFEFF' : ''}${text}${style === 3 ? '' : '\n'}`;
}

function itemOf(feed: FeedName, row: Row): object {
  const own = feed === 'brokered-order-items' ? 'NETSUITE_FULFILLMENT' : 'OMS_FULFILLMENT';
  const others = feed === 'brokered-order-items' ? 'OMS_FULFILLMENT' : 'NETSUITE_FULFILLMENT';
  const { location } = placeOf(feed, row);
  const quantity = row.kind === 'bad quantity' ? 'many' : row.quantity;
  return {
    orderItemSeqId: `${seqId(row)}`,
    orderItemExternalId: `E${row.id}`,
    facilityId: `F${location}`,
    facilityExternalId: row.kind === 'no location' ? null : location,
    facilityGroupMembers: [{ facilityGroupId: row.kind === 'of the other side' ? others : own }],
    orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: String(row.line + 1) }],
    goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: '40675' }],
    ...(row.kind === 'cancelled' && { itemStatusId: 'ITEM_CANCELLED' }),
    ...(feed === 'brokered-order-items'
      ? { orderItemQuantity: quantity }
      : { shippedQuantity: quantity, shipmentItemSeqId: `0${row.id}`, trackingNumber: tokenOf(feed, row) }),
  };
}

/** The rows in the order in which they stand in the file: those of an order stand together. */
export function inFileOrder(feed: FeedName, rows: readonly Row[]): Row[] {
  if (feed === 'item-fulfillments') return [...rows];
  const orders = [...new Set(rows.map(({ order }) => order))];
  return orders.flatMap((order) => rows.filter((row) => row.order === order));
}
