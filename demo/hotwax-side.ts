/** HotWax Commerce as far as the demo needs it: it writes its feeds as the real one does, and reads what comes back. */
import { mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrokeredOrder, formatBrokeredOrders } from '#feeds/brokered-order-items/hotwax.ts';
import { type FulfilledOrder, formatFulfilledOrders } from '#feeds/fulfilled-order-items/hotwax.ts';
import { parseCompletedOrders } from '#feeds/item-fulfillments/hotwax.ts';
import { brokeredOrder, fulfilledOrder, type Knowledge, type Parcel } from './hotwax-feeds.ts';
import type { SalesOrderIds } from './netsuite-side.ts';
import type { Order, OrderBook, OrderItem } from './order-book.ts';
import type { Random } from './random.ts';
import { completeBrokeredSample, completeFulfilledSample } from './sample-feeds.ts';

/** What HotWax knows of an order item. @property shipped by its own stores @property completed as NetSuite told it */
export type ItemState = {
  item: OrderItem;
  shipped: number;
  completed: number;
  trackingNumbers: string[];
  closed?: boolean;
  /** Facilities it was allocated to before: what they have shipped meanwhile is shipped. */
  formerFacilities?: string[];
};

export type HotWaxSide = {
  knowledge: Knowledge;
  states: Map<string, ItemState>;
  /** Names of the files it has imported: it takes no name twice. */
  importedNames: Set<string>;
  ordersPerFile: number;
  random: Random;
};

export type ImportResult = {
  files: number;
  applied: number;
  refused: { orderId: string; seqId: string; why: string }[];
};

export const stateKey = (orderId: string, seqId: string): string => `${orderId}/${seqId}`;

export function openHotWax(
  book: OrderBook,
  ids: ReadonlyMap<string, SalesOrderIds>,
  random: Random,
  ordersPerFile = 60,
): HotWaxSide {
  const items = book.orders.flatMap((order) => order.items);
  return {
    knowledge: { book, ids },
    states: new Map(
      items.map((item) => [
        stateKey(item.orderId, item.seqId),
        { item, shipped: 0, completed: 0, trackingNumbers: [] },
      ]),
    ),
    importedNames: new Set(),
    ordersPerFile,
    random,
  };
}

/** Writes the allocation of every order, store orders too, as the generic feed does; and a file that broke on the way. */
export function writeBrokeredFeeds(hotwax: HotWaxSide, folder: string, at: Date): number {
  const orders = hotwax.knowledge.book.orders.filter(isGenerated);
  const files = chunks(orders, hotwax.ordersPerFile).map((part) =>
    formatBrokeredOrders(part.map((order): BrokeredOrder => brokeredOrder(order, hotwax.knowledge))),
  );
  const sample = completeBrokeredSample(hotwax.knowledge);
  const broken = files[0]?.slice(0, 2000) ?? '';
  const all = [...files, sample, broken];
  all.forEach((text, index) => {
    writeWhole(folder, 'HotWaxBrokeredOrderItemsFeed', at, index, text);
  });
  return all.length;
}

/** Allocates an order item to another facility and says so in a file of its own. */
export function rebroker(
  hotwax: HotWaxSide,
  state: ItemState,
  facilityId: string,
  folder: string,
  at: Date,
): void {
  state.formerFacilities = [...(state.formerFacilities ?? []), state.item.facilityId];
  state.item.facilityId = facilityId;
  const order = hotwax.knowledge.book.orders.find(({ orderId }) => orderId === state.item.orderId);
  if (!order) return;
  const text = formatBrokeredOrders([brokeredOrder(order, hotwax.knowledge)]);
  writeWhole(folder, 'HotWaxBrokeredOrderItemsFeed', at, 0, text);
}

/** Orders of the samples travel in the files of the samples. */
const isGenerated = (order: Order): boolean => order.orderId.startsWith('HC');

/** The stores ship what is theirs: some in two parcels; one file is written twice, as a job that ran twice would. */
export function shipFromStores(hotwax: HotWaxSide, folder: string, at: Date): number {
  const parcels = hotwax.knowledge.book.orders
    .filter((order) => isGenerated(order) || order.orderId === 'SGSM10007')
    .map((order) => ({ order, parcels: packParcels(hotwax, order) }))
    .filter((shipped) => shipped.parcels.length > 0);
  const files = chunks(parcels, hotwax.ordersPerFile).map((part) =>
    formatFulfilledOrders(
      part.map(
        ({ order, parcels: sent }): FulfilledOrder => fulfilledOrder(order, sent, hotwax.knowledge, at),
      ),
    ),
  );
  const sampleItem = hotwax.states.get(stateKey('100000', '00101'));
  if (sampleItem) sampleItem.shipped = sampleItem.item.quantity;
  const all = [...files, completeFulfilledSample(hotwax.knowledge), files[0] ?? ''];
  all.forEach((text, index) => {
    writeWhole(folder, 'HotWaxFulfilledOrderItemsFeed', at, index, text);
  });
  return all.length;
}

function packParcels(hotwax: HotWaxSide, order: Order): Parcel[] {
  const { book } = hotwax.knowledge;
  const ours = order.items.filter((item) => sideOf(book, item) === 'oms' && item.kit === undefined);
  return [...new Set(ours.map(({ facilityId }) => facilityId))].flatMap((facilityId) =>
    parcelsFrom(
      hotwax,
      facilityId,
      ours.filter((item) => item.facilityId === facilityId),
    ),
  );
}

function parcelsFrom(hotwax: HotWaxSide, facilityId: string, items: readonly OrderItem[]): Parcel[] {
  const inTwo = hotwax.random.chance(0.15) && items.some((item) => item.quantity > 1);
  const first = items.map((item) => ({ item, quantity: firstQuantity(item, inTwo) }));
  const rest = items.map((item) => ({ item, quantity: item.quantity - firstQuantity(item, inTwo) }));
  return [first, rest]
    .map((contents) => contents.filter(({ quantity }) => quantity > 0))
    .filter((contents) => contents.length > 0)
    .map((contents) => makeParcel(hotwax, facilityId, contents));
}

const firstQuantity = (item: OrderItem, inTwo: boolean): number => {
  if (item.trouble === 'shipped too much') return item.quantity + 1;
  return inTwo && item.quantity > 1 ? item.quantity - 1 : item.quantity;
};

function makeParcel(hotwax: HotWaxSide, facilityId: string, contents: Parcel['contents']): Parcel {
  for (const { item, quantity } of contents) {
    const state = hotwax.states.get(stateKey(item.orderId, item.seqId));
    if (state) state.shipped += quantity;
  }
  const pickup = contents.every(({ item }) => item.pickup);
  return {
    shipmentId: String(5_600_000 + hotwax.random.below(9_000_000)),
    facilityId,
    trackingNumber: pickup ? null : `1Z${hotwax.random.below(999_999_999)}`,
    contents,
  };
}

export function sideOf(book: OrderBook, { facilityId }: OrderItem): 'netsuite' | 'oms' | undefined {
  return book.facilities.find(({ id }) => id === facilityId)?.side;
}

/** HotWax's job "Order Item Fulfillment": each file once, each item as far as it was ordered. */
export function importCompletedOrders(hotwax: HotWaxSide, folder: string): ImportResult {
  const result: ImportResult = { files: 0, applied: 0, refused: [] };
  mkdirSync(join(folder, 'archive'), { recursive: true });
  for (const name of filesIn(folder)) {
    if (hotwax.importedNames.has(name)) continue;
    hotwax.importedNames.add(name);
    result.files += 1;
    for (const { orderMap } of parseCompletedOrders(readFileSync(join(folder, name), 'utf8'))) {
      for (const item of orderMap.items) completeItem(hotwax, orderMap.orderId, item, result);
    }
    renameSync(join(folder, name), join(folder, 'archive', name));
  }
  return result;
}

type CompletedItem = ReturnType<typeof parseCompletedOrders>[number]['orderMap']['items'][number];

function completeItem(hotwax: HotWaxSide, orderId: string, told: CompletedItem, result: ImportResult): void {
  const state = hotwax.states.get(stateKey(orderId, told.orderItemSeqId));
  const why = objection(state, told);
  if (!state || why) {
    result.refused.push({ orderId, seqId: told.orderItemSeqId, why: why ?? 'unknown order item' });
    return;
  }
  state.completed += Number(told.quantity);
  state.trackingNumbers.push(...told.trackingNumber.split(' | '));
  result.applied += 1;
  completeComponents(hotwax, state);
}

function objection(state: ItemState | undefined, told: CompletedItem): string | undefined {
  if (!state) return 'unknown order item';
  const facilities = [state.item.facilityId, ...(state.formerFacilities ?? [])];
  if (!facilities.includes(told.externalFacilityId))
    return `facility ${told.externalFacilityId} is not its own`;
  if (state.completed + Number(told.quantity) > state.item.quantity) return 'completed already';
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(told.shippedDate)
    ? undefined
    : `"${told.shippedDate}" is no date`;
}

/** Completing a kit completes its components. Source: docs/contracts.md#skipped-rows. */
function completeComponents(hotwax: HotWaxSide, kit: ItemState): void {
  for (const state of hotwax.states.values()) {
    if (state.item.orderId === kit.item.orderId && state.item.kit === kit.item.seqId)
      state.completed = kit.completed;
  }
}

export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

/** `${productStoreId}-HotWaxFulfilledOrderItemsFeed-2023-01-31-04-22-05.json`, a number more where a second has several. */
function feedName(feed: string, at: Date, index: number): string {
  const time = new Date(at.getTime() + index * 1000).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return `STORE-${feed}-${time}.json`;
}

/** Files of one moment are a second apart, as their names are: it is by their times that they are told to be newer. */
function writeWhole(folder: string, feed: string, at: Date, index: number, text: string): void {
  const name = feedName(feed, at, index);
  mkdirSync(join(folder, '.tmp'), { recursive: true });
  writeFileSync(join(folder, '.tmp', name), text);
  const written = at.getTime() / 1000 - 60 + index;
  utimesSync(join(folder, '.tmp', name), written, written);
  renameSync(join(folder, '.tmp', name), join(folder, name));
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  const parts: Value[][] = [];
  for (let start = 0; start < values.length; start += size) parts.push(values.slice(start, start + size));
  return parts;
}
