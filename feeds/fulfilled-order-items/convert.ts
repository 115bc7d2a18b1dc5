/**
 * What HotWax facilities have shipped becomes lines to fulfill on sales orders.
 * Source: docs/contracts.md#shipped-lines-netsuite.
 */

import type { ConversionContext, RowReader, SourceHead } from '../contract.ts';
import { memoize } from '../conversion/memoize.ts';
import {
  formatInstant,
  formatWallClock,
  formatWithOffset,
  parseDate,
  toInstant,
  toWallClock,
  type ZoneOffset,
} from '../format/dates.ts';
import { readQuantity } from '../format/quantity.ts';
import {
  compositeKey,
  isObject,
  type JsonObject,
  ownValue,
  quoteForMessage,
  readText,
} from '../format/values.ts';
import { locationId } from '../hotwax/facilities.ts';
import { netsuiteLineId } from '../hotwax/order.ts';
import { type FoundItem, judgeOrderItems, missingList, type OrderItemFeed } from '../hotwax/order-items.ts';
import { orderKeyKind, orderKeyReader } from '../hotwax/order-key.ts';
import { type FieldResult, firstRowError, internalIdIn, type RowError, valueIn } from '../rows/row-field.ts';
import type { AcceptedRow } from '../rows/row-reader.ts';
import { defaultTag, readMaySplit, type ShippedLine, shippedSalesOrderHead } from './netsuite.ts';
import { optionalId, optionalSerialNumbers, optionalTrackingNumbers } from './optional-fields.ts';

/**
 * What one location ships of a sales order is a group, as the published readers make one fulfillment of it.
 * @throws FeedError NOT_THIS_FEED
 */
export function judgeFulfilledOrderItems(head: SourceHead, context: ConversionContext): RowReader {
  const orderKeyOf = orderKeyReader(context);
  const dateOf = memoize((text) => readDate(text, context));
  const feed: OrderItemFeed = {
    side: 'oms',
    itemsOf: shipmentItemsOf,
    keyOf: shipmentItemKey,
    reader: (order) => {
      const keyOf = orderKeyOf(order);
      return (item, { orderId }) => readShippedItem(keyOf(orderId), item, orderId, context, dateOf);
    },
  };
  return judgeOrderItems(feed, head, context);
}

/** What an item of the older shape leaves to its shipment. */
const shipmentFields = ['shipmentId', 'trackingNumber', 'carrierPartyId', 'shipmentMethodTypeId'] as const;

function shipmentItemsOf(order: JsonObject): readonly FoundItem[] {
  const shipments = ownValue(order, 'shipments');
  return Array.isArray(shipments)
    ? shipments.flatMap(itemsOfShipment)
    : [missingList('shipments', 'The order')];
}

function itemsOfShipment(shipment: unknown): readonly FoundItem[] {
  if (!isObject(shipment)) return [{ field: 'shipments', found: shipment }];
  const items = ownValue(shipment, 'shipmentItems');
  if (!Array.isArray(items)) return [missingList('shipmentItems', 'A shipment of the order')];
  return items.map((item) => ({
    field: 'shipmentItems',
    found: isObject(item) ? withShipment(item, shipment) : item,
  }));
}

function withShipment(item: JsonObject, shipment: JsonObject): JsonObject {
  const complete: Record<string, unknown> = { ...item };
  for (const field of shipmentFields) complete[field] = ownValue(item, field) ?? ownValue(shipment, field);
  return complete;
}

/** An order item can be shipped in parts, each a shipment item of its own. */
const shipmentItemKey = (orderId: string, item: JsonObject): string =>
  compositeKey(
    orderId,
    readText(ownValue(item, 'orderItemSeqId')),
    readText(ownValue(item, 'shipmentId')),
    readText(ownValue(item, 'shipmentItemSeqId')),
  );

function readShippedItem(
  salesOrder: FieldResult,
  item: JsonObject,
  hotwaxOrderId: string,
  context: ConversionContext,
  dateOf: (text: string) => FieldResult,
): Omit<AcceptedRow, 'key'> | RowError {
  const lineId = netsuiteLineId(item);
  const location = locationId(item);
  const method = shipMethodId(item, context);
  const quantity = shippedQuantity(item);
  const shippedDate = dateOf(readText(ownValue(item, shippedDateField)));
  const shipment = optionalId(item, 'shipmentId', 'The shipment id');
  const shipmentItem = optionalId(item, 'shipmentItemSeqId', 'The shipment item id');
  const tracking = optionalTrackingNumbers(item, 'trackingNumber');
  const lot = optionalId(item, 'lotId', 'The lot');
  const serials = optionalSerialNumbers(item, serialField(item), quantity);
  const bin = optionalId(item, 'binNumber', 'The bin');
  const problem = firstRowError(
    salesOrder,
    lineId,
    location,
    quantity,
    shippedDate,
    shipment,
    shipmentItem,
    tracking,
    method,
    lot,
    serials,
    bin,
  );
  if (problem) return problem;
  const line: ShippedLine = {
    line_id: valueIn(lineId),
    location_id: valueIn(location),
    quantity: valueIn(quantity),
    tags: defaultTag,
    shipment_method_type_id: readText(ownValue(item, 'slaShipmentMethodTypeId')) || null,
    order_item_seq_id: readText(ownValue(item, 'orderItemSeqId')) || undefined,
    shipment_id: valueIn(shipment) || undefined,
    shipment_item_seq_id: valueIn(shipmentItem) || undefined,
    tracking_number: valueIn(tracking) || undefined,
    carrier_party_id: realCarrier(readText(ownValue(item, 'carrierPartyId'))) || undefined,
    ship_method_id: valueIn(method) || undefined,
    shipped_date: valueIn(shippedDate) || undefined,
    lot_number: valueIn(lot) || undefined,
    serial_numbers: valueIn(serials) || undefined,
    bin: valueIn(bin) || undefined,
  };
  return {
    group: compositeKey(valueIn(salesOrder), line.location_id),
    head: shippedSalesOrderHead({ [orderKeyKind(context)]: valueIn(salesOrder) }, hotwaxOrderId),
    flag: readMaySplit(item),
    text: JSON.stringify(line),
  };
}

/** An inventory item of HotWax has one serial number; several pieces have a list. */
const serialField = (item: JsonObject): string =>
  ownValue(item, 'serialNumbers') === undefined ? 'serialNumber' : 'serialNumbers';

const realCarrier = (carrier: string): string => (carrier === '_NA_' ? '' : carrier);

/** What was shipped, or else what the item had. Source: docs/contracts.md#shipments-hotwax. */
function shippedQuantity(item: JsonObject): FieldResult {
  const shipped = ownValue(item, 'shippedQuantity');
  const absent = shipped === undefined || (typeof shipped === 'string' && shipped.trim() === '');
  const field = absent ? 'itemQuantity' : 'shippedQuantity';
  const found = readQuantity(ownValue(item, field));
  if ('quantity' in found) return { value: found.quantity };
  if (found.problem === 'missing') {
    const message = 'The row has neither a shippedQuantity nor an itemQuantity.';
    return { code: 'MISSING_QUANTITY', field: 'shippedQuantity', message };
  }
  const message = `The quantity is ${quoteForMessage(ownValue(item, field))}, not a positive decimal number.`;
  return { code: 'INVALID_QUANTITY', field, message };
}

const shippedDateField = 'statusDatetime';

function readDate(text: string, { hotwaxZone }: ConversionContext): FieldResult {
  const field = shippedDateField;
  if (text === '') return { value: '' };
  const date = parseDate(text);
  if (!date)
    return { code: 'INVALID_DATE', field, message: `${quoteForMessage(text)} is not a date and time.` };
  if (/z$/i.test(text)) return { value: inZone(date.wallClock, hotwaxZone) };
  if (date.offsetMinutes !== undefined)
    return { value: formatWithOffset(date.wallClock, date.offsetMinutes) };
  if (hotwaxZone) return { value: inZone(toInstant(date, hotwaxZone), hotwaxZone) };
  return { value: formatWallClock(date.wallClock).replace(' ', 'T') };
}

/** UTC says when, and not where: the zone of HotWax is the best guess, and without one NetSuite takes its company's. */
const inZone = (instant: number, zone: ZoneOffset | undefined): string =>
  zone ? formatWithOffset(toWallClock(instant, zone), zone(instant)) : formatInstant(instant);

function shipMethodId(item: JsonObject, { shippingMethods }: ConversionContext): FieldResult {
  const shipped = readText(ownValue(item, 'shipmentMethodTypeId'));
  const promised = readText(ownValue(item, 'slaShipmentMethodTypeId'));
  const method = [shipped, promised].find((id) => Object.hasOwn(shippingMethods, id));
  const value = method === undefined ? '' : (shippingMethods[method] ?? '');
  const what = `What the configuration has for the shipping method ${quoteForMessage(method)}`;
  return internalIdIn({ value }, 'shipmentMethodTypeId', what);
}
