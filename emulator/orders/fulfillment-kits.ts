/**
 * Kits on an item fulfillment: their components follow them by themselves in dynamic mode only. In standard mode a component that does not
 * agree with its kit makes the save fail (community: suitedynamix.com on dynamic and standard mode, with the answer of Oracle's support).
 */

import type { World } from '../account/account-context.ts';
import type { Values } from '../account/store.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { readItem } from './items.ts';

export const isComponent = (line: Readonly<Values>): boolean =>
  line.kitmemberof !== null && line.kitmemberof !== undefined;

/** Lines marked for receipt; a component goes where its kit goes. */
export function receivedLines(lines: readonly Values[]): Values[] {
  const kits = new Set(
    lines.filter((line) => !isComponent(line) && line.itemreceive === true).map(({ orderline }) => orderline),
  );
  return lines.filter((line) =>
    isComponent(line) ? kits.has(line.kitmemberof ?? null) : line.itemreceive === true,
  );
}

export function followKit(world: World, line: Values, lines: readonly Values[]): void {
  const main = kitOf(line, lines);
  line.quantity = Number(main?.quantity ?? 0) * perKit(world, main, line);
  line.location = main?.location ?? null;
  line.itemreceive = true;
}

export function assertKitsWhole(world: World, lines: readonly Values[]): void {
  const torn = lines.filter(isComponent).some((line) => {
    const main = kitOf(line, lines);
    const goes = main?.itemreceive === true;
    if ((line.itemreceive === true) !== goes) return true;
    return goes && Number(line.quantity ?? 0) !== Number(main?.quantity ?? 0) * perKit(world, main, line);
  });
  if (!torn) return;
  throw suiteError(
    'THE_KIT_DEFINITION_HAS_BEEN_CHANGED_PLEASE_USE_THE_UPDATE_ORDERS_KIT_MEMBERS_WITH_CURRENT_KIT_MEMBERS_MASS_UPDATE_IN_ORDER_TO_FULFILL_THIS_ORDER',
    'The kit definition has been changed. Please use the Update Orders Kit Members with Current Kit Members Mass Update in order to fulfill this order.',
  );
}

const kitOf = (line: Readonly<Values>, lines: readonly Values[]): Values | undefined =>
  lines.find((candidate) => !isComponent(candidate) && candidate.orderline === line.kitmemberof);

function perKit(world: World, main: Values | undefined, line: Readonly<Values>): number {
  if (!main) return 1;
  return readItem(world, main.item).members.find(({ item }) => item === line.item)?.quantity ?? 1;
}
