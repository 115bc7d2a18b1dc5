/**
 * What is in stock and for whom: quantities on hand by item and location, given to the lines of orders as they are saved.
 * Sources: section_N2281482 (commitment), section_N2225190 (kits are as available as their members).
 */

import type { World } from '../account/account-context.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { type ItemFacts, readItem } from './items.ts';
import { asDecimal, unitRate } from './units.ts';

/** A stocked item that a line takes, and how much of it for one of the line's own unit. */
type Part = { item: ItemFacts; perUnit: number };

/** The location a line's stock comes from (with cross-subsidiary fulfillment its inventory location). */
export function stockLocationOf(world: World, line: Readonly<Values>): string | null {
  const { inventorylocation, location } = line;
  const place = hasFeature(world, 'CROSSSUBSIDIARYFULFILLMENT') ? (inventorylocation ?? location) : location;
  return typeof place === 'string' ? place : null;
}

/** How much of what is still free of a line can be given to it now. Changes nothing. */
export function availableFor(
  world: World,
  order: { id: number | null; lines: readonly Values[] },
  line: Values,
): number {
  const location = stockLocationOf(world, line);
  if (location === null && hasFeature(world, 'MULTILOCINVT')) return 0;
  const inUnits = partsOf(world, line).map(({ item, perUnit }) => {
    if (item.stock.length === 0) return Number.POSITIVE_INFINITY;
    const left = onHand(item, location) - taken(world, order, line, item.id, location);
    return Math.floor(asDecimal(left / perUnit));
  });
  return Math.max(0, Math.min(...inUnits));
}

/** Stock leaves as a fulfillment is shipped, and comes back when that is undone. Quantities of the line's own unit. */
export function moveStock(world: World, fulfillment: Readonly<StoredRecord>, sign: 1 | -1): void {
  for (const line of fulfillment.sublists.item ?? []) {
    const item = readItem(world, line.item);
    const location = typeof line.location === 'string' ? line.location : null;
    if (!item.stocked || item.members.length > 0 || item.stock.length === 0) continue;
    changeOnHand(world, item.id, location, sign * Number(line.quantity ?? 0) * unitRate(world, line));
  }
}

function changeOnHand(world: World, itemId: string, location: string | null, change: number): void {
  const type = world.schema.membersOf('item').find(({ id }) => world.store.look(id, Number(itemId)));
  const record = type && world.store.read(type.id, Number(itemId));
  const place = record?.sublists.locations?.find((stock) => isAt(stock, location));
  if (!record || !place) return;
  place.quantityonhand = asDecimal(Number(place.quantityonhand ?? 0) + change);
  world.store.write(record);
}

const onHand = ({ stock }: ItemFacts, location: string | null): number =>
  stock
    .filter((line) => isAt(line, location))
    .reduce((sum, line) => sum + Number(line.quantityonhand ?? 0), 0);

const isAt = (stock: Readonly<Values>, location: string | null): boolean =>
  location === null || stock.location === location;

/** What other lines hold of the item there: those of this order come as they are being saved. */
function taken(
  world: World,
  order: { id: number | null; lines: readonly Values[] },
  line: Values,
  itemId: string,
  location: string | null,
): number {
  const others = world.store.lookAll('salesorder').filter(({ id }) => id !== order.id);
  const lines = [...others.flatMap(({ sublists }) => sublists.item ?? []), ...before(order.lines, line)];
  return lines
    .filter((other) => location === null || stockLocationOf(world, other) === location)
    .reduce((sum, other) => sum + heldBy(world, other, itemId), 0);
}

/** Lines are given stock in their order: those after it have none yet. */
const before = (lines: readonly Values[], line: Values): readonly Values[] =>
  lines.slice(0, lines.indexOf(line));

function heldBy(world: World, line: Readonly<Values>, itemId: string): number {
  const picked = Number(line.quantitypicked ?? 0) - Number(line.quantityfulfilled ?? 0);
  const held = Number(line.quantitycommitted ?? 0) + picked;
  if (held <= 0) return 0;
  return partsOf(world, line)
    .filter(({ item }) => item.id === itemId)
    .reduce((sum, { perUnit }) => sum + held * perUnit, 0);
}

function partsOf(world: World, line: Readonly<Values>): Part[] {
  const item = readItem(world, line.item);
  const rate = unitRate(world, line);
  if (item.members.length === 0) return [{ item, perUnit: rate }];
  return item.members
    .map((member) => ({ item: readItem(world, member.item), perUnit: rate * member.quantity }))
    .filter((part) => part.item.stocked);
}
