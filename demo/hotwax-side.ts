/** What HotWax does in the demo: it allocates every order, its stores ship, and it reads what comes back. */

import { sendFile } from '../testbed/feed-folders.ts';
import {
  componentsOf,
  feedFileName,
  type ItemStates,
  itemKey,
  objection,
  openItemStates,
  type ReportedRow,
  reportedRows,
  shipParcel,
  sideOf,
  takeCompletedFiles,
} from '../testbed/hotwax.ts';
import { brokeredOrder, fulfilledOrder, type Knowledge, type Parcel } from '../testbed/hotwax-feeds.ts';
import { formatBrokeredOrders, formatFulfilledOrders } from '../testbed/hotwax-orders.ts';
import type { Order, OrderBook, OrderItem, SalesOrderIds } from '../testbed/order-book.ts';
import type { Random } from '../testbed/random.ts';
import { completeBrokeredSample, completeFulfilledSample } from './sample-feeds.ts';

export type HotWaxSide = { knowledge: Knowledge; states: ItemStates; random: Random };

export type ImportResult = {
  files: number;
  applied: number;
  refused: { orderId: string; seqId: string; why: string }[];
};

const ORDERS_PER_FILE = 60;

export const openHotWax = (
  book: OrderBook,
  ids: ReadonlyMap<string, SalesOrderIds>,
  random: Random,
): HotWaxSide => ({ knowledge: { book, ids }, states: openItemStates(book), random });

/** Writes the allocation of every order, store orders too, as the generic feed does; and a file that broke on the way. */
export function writeBrokeredFeeds({ knowledge }: HotWaxSide, folder: string, at: Date): number {
  const orders = knowledge.book.orders.filter(isGenerated);
  const files = chunks(orders, ORDERS_PER_FILE).map((part) =>
    formatBrokeredOrders(part.map((order) => brokeredOrder(order, knowledge))),
  );
  const broken = files[0]?.slice(0, 2000) ?? '';
  const all = [...files, completeBrokeredSample(knowledge), broken];
  writeFeeds(folder, 'BrokeredOrderItems', at, all);
  return all.length;
}

/** Orders of the samples travel in the files of the samples. */
const isGenerated = (order: Order): boolean => order.orderId.startsWith('HC');

/** The stores ship what is theirs: some in two parcels; one file is written twice, as a job that ran twice would. */
export function shipFromStores(hotwax: HotWaxSide, folder: string, at: Date): number {
  const { knowledge, states } = hotwax;
  const parcels = knowledge.book.orders
    .filter((order) => isGenerated(order) || order.orderId === 'SGSM10007')
    .map((order) => ({ order, parcels: packParcels(hotwax, order) }))
    .filter((shipped) => shipped.parcels.length > 0);
  const files = chunks(parcels, ORDERS_PER_FILE).map((part) =>
    formatFulfilledOrders(part.map(({ order, parcels: sent }) => fulfilledOrder(order, sent, knowledge, at))),
  );
  const sampleItem = states.get(itemKey('100000', '00101'));
  if (sampleItem) sampleItem.shipped = sampleItem.item.quantity;
  const all = [...files, completeFulfilledSample(knowledge), files[0] ?? ''];
  writeFeeds(folder, 'FulfilledOrderItems', at, all);
  return all.length;
}

function packParcels(hotwax: HotWaxSide, order: Order): Parcel[] {
  const { book } = hotwax.knowledge;
  const ours = order.items.filter(
    (item) => sideOf(book, item.facilityId) === 'oms' && item.kit === undefined,
  );
  return [...new Set(ours.map(({ facilityId }) => facilityId))].flatMap((facilityId) =>
    parcelsFrom(
      hotwax,
      ours.filter((item) => item.facilityId === facilityId),
    ),
  );
}

function parcelsFrom({ states, random }: HotWaxSide, items: readonly OrderItem[]): Parcel[] {
  const inTwo = random.chance(0.15) && items.some((item) => item.quantity > 1);
  const first = items.map((item) => ({ item, quantity: firstQuantity(item, inTwo) }));
  const rest = items.map((item) => ({ item, quantity: item.quantity - firstQuantity(item, inTwo) }));
  return [first, rest]
    .map((contents) => contents.filter(({ quantity }) => quantity > 0))
    .filter((contents) => contents.length > 0)
    .map((contents) => shipParcel(states, contents, random));
}

function firstQuantity(item: OrderItem, inTwo: boolean): number {
  if (item.trouble === 'shipped too much') return item.quantity + 1;
  return inTwo && item.quantity > 1 ? item.quantity - 1 : item.quantity;
}

export function importCompletedOrders({ states }: HotWaxSide, folder: string): ImportResult {
  const result: ImportResult = { files: 0, applied: 0, refused: [] };
  result.files = takeCompletedFiles(folder, (name, text) => {
    for (const reported of reportedRows(name, text)) completeItem(states, reported, result);
  });
  return result;
}

function completeItem(states: ItemStates, reported: ReportedRow, result: ImportResult): void {
  const { orderId, seqId } = reported;
  const state = states.get(itemKey(orderId, seqId));
  const why = objection(state, reported);
  if (!state || why) {
    result.refused.push({ orderId, seqId, why: why ?? '' });
    return;
  }
  state.completed += reported.quantity;
  result.applied += 1;
  // Completing a kit completes its components. Source: docs/contracts.md#skipped-rows.
  for (const component of componentsOf(states, state.item)) component.completed = state.completed;
}

/** Files of one moment are a second apart, as their names are: their times show which is newer. */
function writeFeeds(
  folder: string,
  feed: Parameters<typeof feedFileName>[0],
  at: Date,
  texts: readonly string[],
): void {
  texts.forEach((text, index) => {
    const time = at.getTime() + index * 1000;
    sendFile(folder, feedFileName(feed, time), text, time - 60_000);
  });
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  const parts: Value[][] = [];
  for (let start = 0; start < values.length; start += size) parts.push(values.slice(start, start + size));
  return parts;
}
