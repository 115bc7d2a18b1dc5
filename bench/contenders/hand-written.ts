/** The floor in Node: loops written for exactly these files, everything in memory, nothing checked. `<feed> <in> <out>` */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';

const [, , feed = '', source = '', target = ''] = argv;
const PIECE = 1 << 20;

const loops: Readonly<Record<string, (text: string) => Generator<string>>> = {
  'item-fulfillments': splitLines,
  'brokered-order-items': allocations,
  'fulfilled-order-items': shipments,
};

const loop = loops[feed];
if (!loop) throw new Error(`There is no feed ${feed}.`);
writePieces(loop(readFileSync(source, 'utf8')));

function* splitLines(text: string): Generator<string> {
  const orders = new Map<string, object[]>();
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let start = text.indexOf('\n') + 1; start < end; ) {
    const stop = text.indexOf('\n', start);
    const line = text.slice(start, stop === -1 ? end : stop);
    const cells = line.includes('"') ? splitQuoted(line) : line.split(',');
    const [orderId = '', orderItemSeqId, externalFacilityId, date = ''] = cells;
    const [quantity, trackingNumber, carrier, shippingMethod] = cells.slice(4);
    const shippedDate = date.replace('T', ' ').replace('Z', '');
    const item = {
      orderItemSeqId,
      externalFacilityId,
      shippedDate,
      quantity,
      trackingNumber,
      carrier,
      shippingMethod,
      'validation-result': 'success',
    };
    const items = orders.get(orderId);
    if (items) items.push(item);
    else orders.set(orderId, [item]);
    start = stop === -1 ? end : stop + 1;
  }
  let before = '[';
  for (const [orderId, items] of orders) {
    yield `${before}${JSON.stringify({ orderMap: { orderId, items } })}`;
    before = ',';
  }
  yield ']';
}

function splitQuoted(line: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const comma = line.indexOf(',', at);
      cells.push(line.slice(at, comma === -1 ? line.length : comma));
      at = comma === -1 ? line.length + 1 : comma + 1;
      continue;
    }
    let close = line.indexOf('"', at + 1);
    while (line[close + 1] === '"') close = line.indexOf('"', close + 2);
    cells.push(line.slice(at + 1, close).replaceAll('""', '"'));
    at = close + 2;
  }
  return cells;
}

type Row = Readonly<Record<string, string>>;
type Item = {
  facilityExternalId: string;
  orderItemQuantity: number;
  shippedQuantity: number;
  orderItemSeqId: string;
  slaShipmentMethodTypeId: string;
  statusDatetime: string;
  orderItemAttributes: Row[];
  goodIdentifications: Row[];
  facilityGroupMembers: Row[];
};
type Parcel = { shipmentId: string; trackingNumber: string; carrierPartyId: string; shipmentItems: Item[] };
type Order = { orderId: string; orderIdentifications: Row[]; orderItems: Item[]; shipments: Parcel[] };

function salesOrderOf({ orderIdentifications }: Order): string {
  return (
    orderIdentifications.find((row) => row.orderIdentificationTypeId === 'NETSUITE_ORDER_ID')?.idValue ?? ''
  );
}

function lineOf({ orderItemAttributes }: Item): string {
  return orderItemAttributes.find((row) => row.attrName === 'NetsuiteItemLineId')?.attrValue ?? '';
}

function productOf({ goodIdentifications }: Item): string {
  return (
    goodIdentifications.find((row) => row.goodIdentificationTypeId === 'NETSUITE_PRODUCT_ID')?.idValue ?? ''
  );
}

function isOf({ facilityGroupMembers }: Item, group: string): boolean {
  return facilityGroupMembers.some((member) => member.facilityGroupId === group);
}

function* allocations(text: string): Generator<string> {
  yield 'internalId,lineId,item,location,quantity,closed,rejected\n';
  for (const order of JSON.parse(text) as Order[]) {
    const salesOrder = salesOrderOf(order);
    for (const item of order.orderItems) {
      if (!isOf(item, 'NETSUITE_FULFILLMENT')) continue;
      const { facilityExternalId, orderItemQuantity } = item;
      yield `${salesOrder},${lineOf(item)},${productOf(item)},${facilityExternalId},${orderItemQuantity},,\n`;
    }
  }
}

function* shipments(text: string): Generator<string> {
  let before = '[';
  for (const order of JSON.parse(text) as Order[]) {
    for (const shipment of order.shipments) {
      const items = shipment.shipmentItems.filter((item) => isOf(item, 'OMS_FULFILLMENT'));
      if (items.length === 0) continue;
      const made = {
        order_id: salesOrderOf(order),
        hotwax_order_id: order.orderId,
        maySplit: 'Y',
        items: items.map((item) => shippedLine(item, shipment)),
      };
      yield `${before}${JSON.stringify(made)}`;
      before = ',';
    }
  }
  yield ']';
}

function shippedLine(item: Item, shipment: Parcel): object {
  return {
    line_id: lineOf(item),
    location_id: item.facilityExternalId,
    quantity: String(item.shippedQuantity),
    tags: 'hotwax-fulfilled',
    shipment_method_type_id: item.slaShipmentMethodTypeId,
    order_item_seq_id: item.orderItemSeqId,
    shipment_id: shipment.shipmentId,
    tracking_number: shipment.trackingNumber,
    carrier_party_id: shipment.carrierPartyId,
    shipped_date: item.statusDatetime,
  };
}

/** In pieces, as one string may not be longer than 512 MB. */
function writePieces(pieces: Iterable<string>): void {
  writeFileSync(target, '');
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    writeFileSync(target, text, { flag: 'a' });
    text = '';
  }
  writeFileSync(target, text, { flag: 'a' });
}
