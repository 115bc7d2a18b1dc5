/** By which ids people ask for an order item of HotWax's feeds; what is broken about one is no reason not to find it. */
import type { ConversionContext } from '../contract.ts';
import { isObject, type JsonObject, ownValue, readText } from '../format/values.ts';
import { valueIn } from '../rows/row-field.ts';
import { noIds, type RowIds } from '../rows/row-ids.ts';
import type { ClassifiedRow } from '../rows/row-reader.ts';
import { isAtFacility } from './facilities.ts';
import { listOf } from './identifications.ts';
import { isLineIdName } from './order.ts';
import { orderKeyReader } from './order-key.ts';

/** What the rows of an order share is read once. */
export function orderItemIds(context: ConversionContext): (record: unknown, row: ClassifiedRow) => RowIds {
  const keyOf = orderKeyReader(context);
  const byInternalId = context.externalIdTemplate === undefined;
  let last: unknown;
  let shared = noIds;
  return (record, { owner, item }) => {
    if (record !== last && isObject(record)) {
      last = record;
      const only = byInternalId ? onlyInternalId(record) : undefined;
      shared = {
        ...noIds,
        names: namesOf(record),
        salesOrder: only ?? valueIn(keyOf(record)(owner.orderId)),
      };
    }
    return isObject(item) ? idsOfItem(item, shared, context) : shared;
  };
}

const identificationsOf = (order: JsonObject): readonly unknown[] =>
  listOf(ownValue(order, 'orderIdentifications'));

/** Where an order has one alone, whether it is current need not be found out: people look for it either way. */
function onlyInternalId(order: JsonObject): string | undefined {
  let only: string | undefined;
  for (const found of identificationsOf(order)) {
    if (!isObject(found) || found.orderIdentificationTypeId !== 'NETSUITE_ORDER_ID') continue;
    if (only !== undefined) return undefined;
    only = readText(ownValue(found, 'idValue', 'IdValue'));
  }
  return only;
}

/** An order may be known by any of its identifications, whether or not they are current. */
function namesOf(order: JsonObject): readonly string[] {
  const names: string[] = [];
  const add = (name: string): void => {
    if (name !== '' && !names.includes(name)) names.push(name);
  };
  add(readText(ownValue(order, 'orderName')));
  add(readText(ownValue(order, 'orderExternalId')));
  for (const found of identificationsOf(order))
    if (isObject(found)) add(readText(ownValue(found, 'idValue', 'IdValue')));
  return names;
}

const idsOfItem = (
  item: JsonObject,
  { names, salesOrder }: RowIds,
  { unbrokeredFacilities }: ConversionContext,
): RowIds => ({
  names,
  salesOrder,
  line: lineOf(item),
  shipment: readText(ownValue(item, 'shipmentId')),
  shipmentItem: readText(ownValue(item, 'shipmentItemSeqId')),
  tracking: listedText(ownValue(item, 'trackingNumber')),
  fulfillment: '',
  fulfillmentLine: '',
  location: isAtFacility(item, unbrokeredFacilities)
    ? NOWHERE
    : readText(ownValue(item, 'facilityExternalId', 'externalFacilityId')),
  quantity: QUANTITIES.map((field) => readText(ownValue(item, field))).find((found) => found !== '') ?? '',
  facility: readText(ownValue(item, 'facilityId')),
});

/** What a row of an item that is allocated nowhere asks for. */
const NOWHERE = '_NA_';

/** Of a shipment, of its item, and of an allocation. */
const QUANTITIES = ['shippedQuantity', 'itemQuantity', 'orderItemQuantity'] as const;

function lineOf(item: JsonObject): string {
  for (const attribute of listOf(ownValue(item, 'orderItemAttributes', 'order_item_attributes'))) {
    if (isObject(attribute) && isLineIdName(readText(attribute.attrName)))
      return readText(attribute.attrValue);
  }
  return '';
}

const listedText = (value: unknown): string =>
  Array.isArray(value) ? value.map(readText).join(' | ') : readText(value);
