/**
 * Rows that HotWax's connector has tagged as fulfilled, as a file of the fulfillment feed: what they set on their lines is
 * set already, and the rest is that feed's work. Source: docs/contracts.md#shipments-among-allocations.
 */

import { FeedError } from '#feeds/errors.ts';
import { parseJsonList } from '#feeds/format/json.ts';
import { isObject, ownValue, readText } from '#feeds/format/values.ts';
import type { ShippedSalesOrder } from '#feeds/fulfilled-order-items/netsuite.ts';
import { type FeedFolder, NOT_READABLE, type Place } from '../feed-files/feed-folder.ts';
import { findEntry } from '../feed-files/ledger.ts';
import { isNamed } from '../netsuite/failure.ts';
import type { TaggedShipment } from './work.ts';

/** Whether a shipment is in a published file; each that is there is found once. */
export type IsPublished = (shipment: TaggedShipment) => boolean;

/**
 * Once, whatever crashes: a name that is known is not published again. 200 units, or 500 where the file is there before: an earlier
 * run has published it and may have had fewer rows to hand on, or somebody else has.
 */
export function publishShipments(
  name: string,
  shipments: readonly TaggedShipment[],
  openFolder: () => FeedFolder,
): IsPublished {
  const folder = openFolder();
  const before = findPublished(name, folder);
  if (before) return before;
  const isOurs = folder.publish(name, JSON.stringify(shippedOrders(shipments)));
  return isOurs ? () => true : (findPublished(name, folder) ?? (() => false));
}

/** 500 units at the most. @returns nothing when no file of the name was ever there */
export function findPublished(name: string, folder: FeedFolder): IsPublished | undefined {
  const isKnown = findEntry('fulfilled-order-items', name) !== undefined;
  if (!isKnown && !folder.holds(name)) return undefined;
  const left = readPublished(name, folder).map(keyOf);
  return (shipment) => {
    const index = left.indexOf(keyOf(shipment));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  };
}

/** Where a row names no location, that of its line may be another one by now. */
const keyOf = ({
  orderId,
  lineId,
  quantity,
}: Pick<TaggedShipment, 'orderId' | 'lineId' | 'quantity'>): string =>
  JSON.stringify([orderId, lineId, quantity]);

const PLACES: readonly Place[] = ['waiting', 'processing', 'archive', 'failed'];

function readPublished(name: string, folder: FeedFolder): Parameters<typeof keyOf>[0][] {
  for (const place of PLACES) {
    try {
      return shipmentsIn(folder.read(name, place));
    } catch (thrown) {
      if (!(thrown instanceof FeedError) && !isNamed(thrown, ...NOT_READABLE)) throw thrown;
    }
  }
  return [];
}

const shipmentsIn = (text: string): Parameters<typeof keyOf>[0][] =>
  parseJsonList(text)
    .filter(isObject)
    .flatMap((order) => {
      const items = ownValue(order, 'items');
      return (Array.isArray(items) ? items.filter(isObject) : []).map((item) => ({
        orderId: readText(ownValue(order, 'order_id')),
        lineId: readText(ownValue(item, 'line_id')),
        quantity: readText(ownValue(item, 'quantity')),
      }));
    });

export function shippedOrders(shipments: readonly TaggedShipment[]): ShippedSalesOrder[] {
  const orders = new Map<string, ShippedSalesOrder>();
  for (const { orderId, lineId, locationId, quantity, tags } of shipments) {
    const order = orders.get(orderId) ?? { order_id: orderId, items: [] };
    orders.set(orderId, order);
    order.items.push({
      line_id: lineId,
      location_id: locationId,
      quantity,
      tags,
      shipment_method_type_id: null,
    });
  }
  return [...orders.values()];
}
