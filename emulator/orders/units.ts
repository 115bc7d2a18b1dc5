/** Multiple Units of Measure: a line counts in its own unit, stock in the base unit of its item. */

import type { World } from '../account/account-context.ts';
import type { Values } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { readItem } from './items.ts';

/** NetSuite counts in decimals: 0.3 less 0.1 is 0.2. */
export const asDecimal = (number: number): number => Math.round(number * 1e8) / 1e8;

/** Base units in one unit of the line. */
export function unitRate(world: World, line: Readonly<Values>): number {
  if (!hasFeature(world, 'UNITSOFMEASURE') || !line.units) return 1;
  const { unitsType } = readItem(world, line.item);
  const type = world.store.look('unitstype', Number(unitsType));
  const unit = type?.sublists.uom?.find(
    ({ internalid, unitname }) => internalid === line.units || unitname === line.units,
  );
  return Number(unit?.conversionrate ?? 1);
}
