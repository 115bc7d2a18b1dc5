/** The published sample feeds with the NetSuite ids that public samples lack; everything else as published. */
import { readFileSync } from 'node:fs';
import { formatJsonList, parseJsonList } from '#feeds/format/json.ts';
import { isObject, type JsonObject } from '#feeds/format/values.ts';
import {
  goodIdentifications,
  type Knowledge,
  orderIdentifications,
  orderItemAttributes,
} from '../testbed/hotwax-feeds.ts';
import type { Order } from '../testbed/order-book.ts';

const readSample = (name: string): string =>
  readFileSync(new URL(`./samples/${name}`, import.meta.url), 'utf8');

export const completeBrokeredSample = (knowledge: Knowledge): string =>
  completeSample('oms-brokered-order-items-feed.json', knowledge, (order, complete) => ({
    ...order,
    orderItems: listIn(order, 'orderItems').map(complete),
  }));

export const completeFulfilledSample = (knowledge: Knowledge): string =>
  completeSample('oms-fulfilled-order-items-feed.v2.json', knowledge, (order, complete) => ({
    ...order,
    shipments: listIn(order, 'shipments').map((shipment) => ({
      ...shipment,
      shipmentItems: listIn(shipment, 'shipmentItems').map(complete),
    })),
  }));

/** What NetSuite exported in 2024, letter for letter. */
export const exportedSample = (): string => readSample('ns-so-fulfillment-export.csv');

type Complete = (item: JsonObject) => JsonObject;

function completeSample(
  name: string,
  knowledge: Knowledge,
  withItems: (order: JsonObject, complete: Complete) => JsonObject,
): string {
  const orders = parseJsonList(readSample(name)).filter(isObject);
  return formatJsonList(
    orders.map((order) => {
      const known = knowledge.book.orders.find(({ orderId }) => orderId === order.orderId);
      if (!known) throw new Error(`The order book lacks ${String(order.orderId)} of ${name}.`);
      const identifications = listIn(order, 'orderIdentifications');
      return withItems(
        {
          ...order,
          orderIdentifications: [...identifications, ...orderIdentifications(known, knowledge).slice(1)],
        },
        (item) => completeItem(item, known, knowledge),
      );
    }),
  );
}

function completeItem(item: JsonObject, order: Order, knowledge: Knowledge): JsonObject {
  const known = order.items.find(({ seqId }) => seqId === item.orderItemSeqId);
  const product = knowledge.book.products.find(({ id }) => id === item.productId);
  if (!known || !product)
    throw new Error(`The order book lacks item ${String(item.orderItemSeqId)} of ${order.orderId}.`);
  return {
    ...item,
    orderItemAttributes: [...listIn(item, 'orderItemAttributes'), ...orderItemAttributes(known, knowledge)],
    goodIdentifications: withProductId(
      listIn(item, 'goodIdentifications'),
      goodIdentifications(product, known),
    ),
  };
}

/** Some of the samples' products do have their NetSuite id. */
function withProductId(
  published: readonly JsonObject[],
  made: ReturnType<typeof goodIdentifications>,
): JsonObject[] {
  const has = published.some((row) => row.goodIdentificationTypeId === 'NETSUITE_PRODUCT_ID');
  return has ? [...published] : [...published, ...made.slice(1)];
}

function listIn(object: JsonObject, key: string): JsonObject[] {
  const list = object[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}
