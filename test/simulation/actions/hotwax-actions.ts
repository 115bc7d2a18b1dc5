/** What HotWax does: it allocates, allocates anew, ships from its stores, and reads what was completed. */
import { join } from 'node:path';
import { ALLOCATIONS, COMPLETED, namesIn, SHIPMENTS } from '../../../testbed/feed-folders.ts';
import {
  type ItemState,
  itemKey,
  objection,
  type ReportedRow,
  reportedRows,
  shipParcel,
  sideOf,
  takeCompletedFiles,
} from '../../../testbed/hotwax.ts';
import { brokeredOrder, fulfilledOrder, type Parcel } from '../../../testbed/hotwax-feeds.ts';
import {
  type FulfilledOrder,
  formatBrokeredOrders,
  formatFulfilledOrders,
} from '../../../testbed/hotwax-orders.ts';
import type { Order, OrderItem } from '../../../testbed/order-book.ts';
import type { Random } from '../../../testbed/random.ts';
import { chooseOne, chooseSome, streamOf } from '../plan/random-streams.ts';
import type { HotWax, ShippedRow } from '../world/hotwax.ts';
import { isShippable } from '../world/order-book.ts';
import { nextFeedName, putFile } from '../world/places.ts';
import type { World } from '../world/world.ts';

/** @param most how many orders at the most */
export function allocate(world: World, id: string, most = 4): boolean {
  const { hotwax, seed } = world;
  const random = streamOf(seed, id, 'how many');
  const open = hotwax.book.orders.filter(({ orderId }) => !hotwax.allocated.has(orderId));
  const orders = open.slice(0, most === 4 ? 1 + random.below(most) : most);
  if (orders.length === 0) return false;
  for (const { orderId } of orders) hotwax.allocated.add(orderId);
  sendAllocation(world, orders, `HotWax allocates ${list(orders)}`, random.chance(0.12));
  return true;
}

const list = (orders: readonly Order[]): string => orders.map(({ orderId }) => orderId).join(', ');

function sendAllocation(world: World, orders: readonly Order[], what: string, alsoBroken = false): void {
  const { hotwax } = world;
  const text = formatBrokeredOrders(orders.map((order) => brokeredOrder(order, hotwax)));
  if (alsoBroken) {
    const broken = nextFeedName(world, 'BrokeredOrderItems');
    world.trace.tell(`HotWax sends ${broken}, which breaks off half-way.`);
    hotwax.allocations.push({ name: broken, broken: true, rows: [] });
    putFile(world, ALLOCATIONS, broken, text.slice(0, text.length / 2));
  }
  const name = nextFeedName(world, 'BrokeredOrderItems');
  world.trace.tell(`${what}: ${name}.`);
  const rows = orders.flatMap(({ items }) =>
    items.map(({ orderId, seqId, facilityId }) => ({ orderId, seqId, facilityId })),
  );
  hotwax.allocations.push({ name, broken: false, rows });
  putFile(world, ALLOCATIONS, name, text);
}

/** The newest allocation must win, whatever happened to the files on the way. @param isOne which items may move */
export function allocateAnew(
  world: World,
  id: string,
  isOne: (item: OrderItem) => boolean = () => true,
): boolean {
  const { hotwax, seed } = world;
  const candidates = [...hotwax.items.values()].filter(
    (state) => mayMove(state, hotwax) && isOne(state.item),
  );
  const state = chooseOne(candidates, ({ item }) => itemKey(item.orderId, item.seqId), seed, id, 'which');
  if (!state) return false;
  const { item } = state;
  const facilityId = item.facilityId === '114' ? '121' : '114';
  moveItem(state, facilityId);
  if (item.trouble === 'location inactive') delete item.trouble;
  const order = hotwax.book.orders.find(({ orderId }) => orderId === item.orderId);
  if (order)
    sendAllocation(world, [order], `HotWax allocates ${item.orderId} item ${item.seqId} to ${facilityId}`);
  return true;
}

export function moveItem(state: ItemState, facilityId: string): void {
  state.formerFacilities.push(state.item.facilityId);
  state.item.facilityId = facilityId;
}

/** To another warehouse, also from a store that has shipped nothing of it. */
function mayMove({ item, shipped, completed }: ItemState, { allocated }: HotWax): boolean {
  return (
    allocated.has(item.orderId) &&
    isShippable(item) &&
    !item.pickup &&
    (!item.trouble || item.trouble === 'location inactive') &&
    shipped === 0 &&
    completed === 0
  );
}

/** Stores ship an order in one parcel or in several, all of it or what they have. */
export function shipFromStores(world: World, id: string, all = false): boolean {
  const { hotwax, seed } = world;
  const open = hotwax.book.orders.filter(
    (order) => hotwax.allocated.has(order.orderId) && itemsToShip(hotwax, order).length > 0,
  );
  const count = 1 + streamOf(seed, id, 'how many').below(3);
  const orders = all ? open : chooseSome(open, count, ({ orderId }) => orderId, seed, id, 'which');
  if (orders.length === 0) return false;
  const rows: ShippedRow[] = [];
  const at = new Date(world.clock.now);
  const shipped = orders.map((order): FulfilledOrder => {
    const parcels = packParcels(hotwax, order, streamOf(seed, id, order.orderId), all);
    rows.push(...parcels.flatMap(rowsOf));
    return fulfilledOrder(order, parcels, hotwax, at);
  });
  const name = nextFeedName(world, 'FulfilledOrderItems');
  world.trace.tell(`HotWax ships of ${list(orders)}: ${name}.`);
  hotwax.shipments.push({ name, broken: false, rows });
  putFile(world, SHIPMENTS, name, formatFulfilledOrders(shipped));
  return true;
}

const rowsOf = ({ shipmentId, contents }: Parcel): ShippedRow[] =>
  contents
    .filter(({ item }) => item.kit === undefined)
    .map(({ item: { orderId, seqId }, quantity }) => ({ orderId, seqId, shipmentId, quantity }));

const stateOf = (hotwax: HotWax, orderId: string, seqId: string): ItemState | undefined =>
  hotwax.items.get(itemKey(orderId, seqId));

function itemsToShip(hotwax: HotWax, order: Order) {
  return order.items
    .filter((item) => isShippable(item) && sideOf(hotwax.book, item.facilityId) === 'oms')
    .map((item) => ({
      item,
      left: item.quantity - (stateOf(hotwax, item.orderId, item.seqId)?.shipped ?? 0),
    }))
    .filter(({ left }) => left > 0);
}

function packParcels(hotwax: HotWax, order: Order, random: Random, all: boolean): Parcel[] {
  const open = itemsToShip(hotwax, order);
  const facilities = [...new Set(open.map(({ item }) => item.facilityId))];
  return facilities.flatMap((facilityId) => {
    const whole = all || random.chance(0.7);
    const contents = open
      .filter(({ item }) => item.facilityId === facilityId)
      .map(({ item, left }) => ({ item, quantity: quantityToShip(item, left, whole, random) }));
    const parts = contents.length > 1 && random.chance(0.3) ? contents.map((one) => [one]) : [contents];
    return parts.map((part) => shipParcel(hotwax.items, part, random));
  });
}

function quantityToShip(
  { trouble }: Order['items'][number],
  left: number,
  whole: boolean,
  random: Random,
): number {
  if (trouble === 'shipped too much') return left + 1;
  return whole ? left : 1 + random.below(left);
}

/** HotWax's job "Order Item Fulfillment": each file once, each item as far as it was ordered. */
export function readCompleted(world: World): boolean {
  const folder = join(world.home, COMPLETED);
  const names = namesIn(folder);
  if (names.length === 0) return false;
  world.trace.tell(`HotWax reads ${names.length === 1 ? names[0] : `${names.length} files`}.`);
  world.activity += takeCompletedFiles(folder, (name, text) => readFileOnce(world.hotwax, name, text));
  return true;
}

function readFileOnce(hotwax: HotWax, name: string, text: string): void {
  const known = hotwax.read.get(name);
  if (known !== undefined) {
    if (known !== text) hotwax.refused.push(`${name} came twice, with other content.`);
    return;
  }
  hotwax.read.set(name, text);
  for (const told of reportedRows(name, text)) take(hotwax, told);
}

function take(hotwax: HotWax, told: ReportedRow): void {
  hotwax.told.push(told);
  const state = stateOf(hotwax, told.orderId, told.seqId);
  const why = objection(state, told);
  if (why) hotwax.refused.push(`${told.orderId} item ${told.seqId} in ${told.file}: ${why}.`);
  if (state) state.completed += told.quantity;
}
