/** By which ids people ask for an order item of HotWax's feeds; what is broken about one is no reason not to find it. */
import type { ConversionContext } from '../feed.ts';
import { isObject, type JsonObject, ownValue, readText } from '../format/values.ts';
import { valueIn } from '../rows/row-field.ts';
import { noIds, type RowIds } from '../rows/row-ids.ts';
import type { ClassifiedRow } from '../rows/row-reader.ts';
import { listOf } from './identifications.ts';
import { isLineIdName } from './order.ts';
import { orderKeyReader } from './order-key.ts';

/** What the rows of an order share is read once. */
export function orderItemIds(context: ConversionContext): (record: unknown, row: ClassifiedRow) => RowIds {
  const keyOf = orderKeyReader(context);
  let last: unknown;
  let shared = noIds;
  return (record, { owner, item }) => {
    if (record !== last && isObject(record)) {
      last = record;
      shared = { ...noIds, names: namesOf(record), salesOrder: valueIn(keyOf(record)(owner.orderId)) };
    }
    return isObject(item) ? idsOfItem(item, shared) : shared;
  };
}

/** An order may be known by any of its identifications, whether or not they are current. */
function namesOf(order: JsonObject): string[] {
  const ids = listOf(ownValue(order, 'orderIdentifications')).map((found) =>
    isObject(found) ? readText(ownValue(found, 'idValue', 'IdValue')) : '',
  );
  const names = ['orderName', 'orderExternalId'].map((key) => readText(ownValue(order, key)));
  return [...new Set([...names, ...ids])].filter((name) => name !== '');
}

const idsOfItem = (item: JsonObject, { names, salesOrder }: RowIds): RowIds => ({
  names,
  salesOrder,
  line: lineOf(item),
  shipment: readText(ownValue(item, 'shipmentId')),
  shipmentItem: readText(ownValue(item, 'shipmentItemSeqId')),
  tracking: listedText(ownValue(item, 'trackingNumber')),
  fulfillment: '',
  fulfillmentLine: '',
});

function lineOf(item: JsonObject): string {
  for (const attribute of listOf(ownValue(item, 'orderItemAttributes', 'order_item_attributes'))) {
    if (isObject(attribute) && isLineIdName(readText(attribute.attrName)))
      return readText(attribute.attrValue);
  }
  return '';
}

const listedText = (value: unknown): string =>
  Array.isArray(value) ? value.map(readText).join(' | ') : readText(value);
