/** What people do in NetSuite: they ship from their warehouses, and save, close and cancel orders whenever they like. */

import { namedAccount } from '../../../testbed/accounts/named-accounts.ts';
import { itemKey } from '../../../testbed/hotwax.ts';
import type { Random } from '../../../testbed/random.ts';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { chooseOne, chooseSome, streamOf } from '../plan/random-streams.ts';
import { placeFieldOf, type World } from '../world/world.ts';

type Line = Readonly<Record<string, unknown>>;

const linesOf = ({ netsuite: { account } }: World, salesOrderId: number): Line[] =>
  account.getRecord('salesorder', salesOrderId).sublists.item ?? [];

/** @param all everything that can be shipped, not of some orders only */
export function shipFromWarehouses(world: World, id: string, all = false): boolean {
  const warehouses = world.hotwax.book.facilities.filter(({ side }) => side === 'netsuite');
  const shippable = [...world.netsuite.ids].flatMap(([orderId, { salesOrderId }]) =>
    warehouses
      .map((warehouse) => ({ orderId, salesOrderId, place: warehouse.id }))
      .filter(({ place }) => openLinesAt(world, salesOrderId, place).length > 0),
  );
  const keyOf = ({ orderId, place }: (typeof shippable)[number]) => `${orderId} ${place}`;
  const count = 1 + streamOf(world.seed, id, 'how many').below(4);
  const chosen = all ? shippable : chooseSome(shippable, count, keyOf, world.seed, id, 'which');
  const shipped = chosen.filter((one) =>
    ship(world, one.salesOrderId, one.place, streamOf(world.seed, id, keyOf(one)), all),
  );
  if (shipped.length > 0) world.trace.tell(`Warehouses ship: ${shipped.map(keyOf).join(', ')}.`);
  world.activity += shipped.length;
  return shipped.length > 0;
}

const openLinesAt = (world: World, salesOrderId: number, place: string): Line[] =>
  isOpen(world, salesOrderId)
    ? linesOf(world, salesOrderId).filter(
        (line) => String(line[placeFieldOf(world)] ?? '') === place && remaining(line) > 0,
      )
    : [];

const isOpen = ({ netsuite: { account } }: World, salesOrderId: number): boolean =>
  ['B', 'D', 'E'].includes(String(account.getRecord('salesorder', salesOrderId).fields.orderstatus));

const remaining = (line: Line): number =>
  line.isclosed === true ? 0 : Number(line.quantity ?? 0) - Number(line.quantityfulfilled ?? 0);

function ship(world: World, fromId: number, place: string, random: Random, all: boolean): boolean {
  const lines = openLinesAt(world, fromId, place).map(({ line }) => String(line));
  const inPart = !all && random.chance(0.25);
  const trackingNumbers: string[] = [];
  while (trackingNumbers.length < (random.chance(0.2) ? 2 : 1))
    trackingNumbers.push(String(788_000_000_000 + random.below(999_999_999)));
  const fields = namedAccount(world.accountName).shipmentFields ?? {};
  shipOrder(world.netsuite.account, fromId, { lines, inPart, trackingNumbers, fields });
  return true;
}

function chooseOrder(world: World, id: string, isFit: (salesOrderId: number) => boolean) {
  const open = [...world.netsuite.ids].filter(([, { salesOrderId }]) => isFit(salesOrderId));
  const chosen = chooseOne(open, ([orderId]) => orderId, world.seed, id, 'which');
  return chosen && { orderId: chosen[0], ...chosen[1] };
}

/** Somebody looks at an order and saves it: the record has changed, and nothing in it. */
export function saveOrder(world: World, id: string): boolean {
  const order = chooseOrder(world, id, () => true);
  if (!order) return false;
  change(world, order, (record) => record.setValue({ fieldId: 'memo', value: `looked at in action ${id}` }));
  world.trace.tell(`A user saves ${order.orderId}.`);
  return true;
}

/** A line of NetSuite's own, which HotWax knows nothing of and nobody may ship for it. */
export function addLine(world: World, id: string): boolean {
  const order = chooseOrder(world, id, (salesOrderId) => isOpen(world, salesOrderId));
  if (!order) return false;
  change(world, order, (record) => {
    const line = record.getLineCount({ sublistId: 'item' });
    record.setSublistValue({ sublistId: 'item', fieldId: 'item', line, value: '28198' });
    record.setSublistValue({ sublistId: 'item', fieldId: 'quantity', line, value: 1 });
  });
  const { linesAdded } = world.known;
  linesAdded.set(order.orderId, (linesAdded.get(order.orderId) ?? 0) + 1);
  world.trace.tell(`A user adds a line to ${order.orderId}.`);
  return true;
}

type Saved = { orderId: string; salesOrderId: number };
type OrderRecord = Parameters<Parameters<World['netsuite']['account']['asUser']>[0]>[0]['record'] extends {
  load(options: never): infer Loaded;
}
  ? Loaded
  : never;

function change(world: World, { orderId, salesOrderId }: Saved, how: (order: OrderRecord) => unknown): void {
  world.netsuite.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: salesOrderId });
    how(loaded);
    loaded.save();
  });
  const { saves } = world.known;
  saves.set(orderId, (saves.get(orderId) ?? 0) + 1);
}

const closable = (line: Line): boolean => remaining(line) > 0 && Number(line.quantityfulfilled ?? 0) === 0;

export function closeLine(world: World, id: string): boolean {
  const order = chooseOrder(world, id, (salesOrderId) => linesOf(world, salesOrderId).some(closable));
  if (!order) return false;
  const lines = linesOf(world, order.salesOrderId);
  const chosen = chooseOne(lines.filter(closable), ({ line }) => String(line), world.seed, id, 'which line');
  if (!chosen) return false;
  close(world, order, [lines.indexOf(chosen)]);
  const seqId = [...order.lineIds].find(([, lineId]) => lineId === String(chosen.line))?.[0];
  if (seqId) world.known.closedItems.add(itemKey(order.orderId, seqId));
  world.trace.tell(`A user closes line ${String(chosen.line)} of ${order.orderId}.`);
  return true;
}

function close(world: World, order: Saved, lines: readonly number[]): void {
  change(world, order, (record) => {
    for (const line of lines)
      record.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line, value: true });
  });
}

export function closeOrder(world: World, id: string): boolean {
  const order = chooseOrder(world, id, (salesOrderId) => linesOf(world, salesOrderId).every(closable));
  if (!order) return false;
  close(world, order, [...linesOf(world, order.salesOrderId).keys()]);
  world.known.closedOrders.add(order.orderId);
  world.trace.tell(`A user closes ${order.orderId}.`);
  return true;
}

/** Only what nothing has shipped of can be cancelled. */
export function cancelOrder(world: World, id: string): boolean {
  const order = chooseOrder(
    world,
    id,
    (salesOrderId) => isOpen(world, salesOrderId) && linesOf(world, salesOrderId).every(closable),
  );
  if (!order) return false;
  change(world, order, (record) => record.setValue({ fieldId: 'orderstatus', value: 'C' }));
  world.known.closedOrders.add(order.orderId);
  world.trace.tell(`A user cancels ${order.orderId}.`);
  return true;
}
