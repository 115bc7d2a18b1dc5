/** Which lines ship with inventory detail: numbered items, items in bins, and all stock where it has a status. */

import type { World } from '../account/account-context.ts';
import type { Value } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { findReferenced } from '../records/references.ts';
import type { ItemFacts } from './items.ts';

export function needsDetail(world: World, item: ItemFacts, location: Value | undefined): boolean {
  if (!item.stocked || item.members.length > 0) return false;
  return (
    item.numbered !== undefined || shipsFromBin(world, item, location) || hasFeature(world, 'INVENTORYSTATUS')
  );
}

export function shipsFromBin(world: World, item: ItemFacts, location: Value | undefined): boolean {
  if (!hasFeature(world, 'BINMANAGEMENT') || !item.usesBins || !location) return false;
  return findReferenced(world, 'location', String(location))?.fields.usebins === true;
}
