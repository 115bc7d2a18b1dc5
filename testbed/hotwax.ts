/** HotWax Commerce as far as its feeds go: what it knows of its order items, what it ships, and how it reads what comes back. */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parseCompletedOrders } from '#feeds/item-fulfillments/hotwax.ts';
import { namesIn } from './feed-folders.ts';
import type { Parcel } from './hotwax-feeds.ts';
import type { OrderBook, OrderItem } from './order-book.ts';
import type { Random } from './random.ts';

/**
 * @property shipped by its own stores @property completed as NetSuite reported it
 * @property formerFacilities what these have shipped meanwhile is shipped
 */
export type ItemState = {
  item: OrderItem;
  shipped: number;
  completed: number;
  formerFacilities: string[];
};

export type ItemStates = ReadonlyMap<string, ItemState>;

export const itemKey = (orderId: string, seqId: string): string => `${orderId}/${seqId}`;

export const openItemStates = ({ orders }: OrderBook): ItemStates =>
  new Map(
    orders
      .flatMap(({ items }) => items)
      .map((item) => [
        itemKey(item.orderId, item.seqId),
        { item, shipped: 0, completed: 0, formerFacilities: [] },
      ]),
  );

export const sideOf = (book: OrderBook, facilityId: string): 'netsuite' | 'oms' | undefined =>
  book.facilities.find(({ id }) => id === facilityId)?.side;

export const componentsOf = (states: ItemStates, kit: OrderItem): ItemState[] =>
  [...states.values()].filter(({ item }) => item.orderId === kit.orderId && item.kit === kit.seqId);

/** `STORE-HotWaxFulfilledOrderItemsFeed-2023-01-31-04-22-05.json` */
export function feedFileName(feed: 'BrokeredOrderItems' | 'FulfilledOrderItems', at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return `STORE-HotWax${feed}Feed-${time}.json`;
}

/** What a store sends away; the components of a kit travel with it. */
export function shipParcel(states: ItemStates, shipped: Parcel['contents'], random: Random): Parcel {
  for (const { item, quantity } of shipped) {
    const state = states.get(itemKey(item.orderId, item.seqId));
    if (state) state.shipped += quantity;
  }
  const components = shipped.flatMap(({ item, quantity }) =>
    componentsOf(states, item).map((state) => ({ item: state.item, quantity })),
  );
  return {
    shipmentId: String(5_000_000 + random.below(900_000_000)),
    trackingNumber: shipped.every(({ item }) => item.pickup) ? null : `1Z${random.below(999_999_999)}`,
    contents: [...shipped, ...components],
  };
}

export type ReportedRow = {
  file: string;
  orderId: string;
  seqId: string;
  facilityId: string;
  quantity: number;
  trackingNumber: string;
  shippedDate: string;
};

/** HotWax's job "Order Item Fulfillment" takes every file that waits, and moves it to its archive. */
export function takeCompletedFiles(folder: string, take: (name: string, text: string) => void): number {
  const names = namesIn(folder);
  mkdirSync(join(folder, 'archive'), { recursive: true });
  for (const name of names) {
    take(name, readFileSync(join(folder, name), 'utf8'));
    renameSync(join(folder, name), join(folder, 'archive', name));
  }
  return names.length;
}

export const reportedRows = (file: string, text: string): ReportedRow[] =>
  parseCompletedOrders(text).flatMap(({ orderMap }) =>
    orderMap.items.map((item) => ({
      file,
      orderId: orderMap.orderId,
      seqId: item.orderItemSeqId,
      facilityId: item.externalFacilityId,
      quantity: Number(item.quantity),
      trackingNumber: item.trackingNumber,
      shippedDate: item.shippedDate,
    })),
  );

/** Why HotWax cannot use a row: each item is completed as far as it was ordered. */
export function objection(state: ItemState | undefined, reported: ReportedRow): string | undefined {
  if (!state) return 'unknown order item';
  if (![state.item.facilityId, ...state.formerFacilities].includes(reported.facilityId))
    return `facility ${reported.facilityId} is not its own`;
  if (state.completed + reported.quantity > state.item.quantity) return 'completed already';
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(reported.shippedDate)
    ? undefined
    : `"${reported.shippedDate}" is not a date`;
}
