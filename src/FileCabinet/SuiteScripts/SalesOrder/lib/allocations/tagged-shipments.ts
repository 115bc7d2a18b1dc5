/**
 * Rows that HotWax's connector has tagged as fulfilled, as a file of the fulfillment feed: what they set on their lines is
 * set already, and the rest is that feed's work. Source: docs/contracts.md#shipments-among-allocations.
 */
import type { ShippedSalesOrder } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import { findEntry } from '../feed-files/ledger.ts';
import type { TaggedShipment } from './work.ts';

/** Once, whatever crashes: a name that is known is not published again. 180 units. */
export function publishShipments(
  name: string,
  shipments: readonly TaggedShipment[],
  openFolder: () => FeedFolder,
): void {
  if (findEntry('fulfilled-order-items', name)) return;
  const folder = openFolder();
  if (!folder.holds(name)) folder.publish(name, JSON.stringify(shippedOrders(shipments)));
}

/** 80 units. */
export const arePublished = (name: string, openFolder: () => FeedFolder): boolean =>
  findEntry('fulfilled-order-items', name) !== undefined || openFolder().holds(name);

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
