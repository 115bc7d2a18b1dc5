/**
 * Inventory detail on the lines of a fulfillment: who needs it, what NetSuite fills in by itself, and what it has to add up to.
 * Sources: section_N2273755 (bins), section_0326021504 (statuses, and what has to add up), production code for `inventorydetailreq`; texts of errors are ours.
 */

import type { World } from '../account/account-context.ts';
import type { StoredRecord, Subrecord, Value, Values } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { findReferenced } from '../records/references.ts';
import { isSubrecord } from '../records/subrecords/subrecord-values.ts';
import { suiteError } from '../strictness/suite-error.ts';
import type { ItemFacts } from './items.ts';
import { asDecimal } from './units.ts';

/** Numbered items, items in bins, and all stock where it has a status. */
export function needsDetail(world: World, item: ItemFacts, location: Value | undefined): boolean {
  if (!item.stocked || item.members.length > 0) return false;
  return (
    item.numbered !== undefined || isInBins(world, item, location) || hasFeature(world, 'INVENTORYSTATUS')
  );
}

/** As scripts read it. */
export const detailFlag = (world: World, item: ItemFacts, location: Value | undefined): 'T' | 'F' =>
  needsDetail(world, item, location) ? 'T' : 'F';

/** Fills in what NetSuite knows (the preferred bin, the usual status) and refuses what it cannot know or what does not add up. */
export function completeDetail(world: World, item: ItemFacts, line: Values, index: number): void {
  line.inventorydetailreq = detailFlag(world, item, line.location);
  if (line.inventorydetailreq === 'F') return;
  const detail = isSubrecord(line.inventorydetail) ? line.inventorydetail : filledIn(world, item, line);
  const assignments = detail?.sublists.inventoryassignment ?? [];
  if (!detail || assignments.length === 0) {
    throw suiteError(
      'USER_ERROR',
      `Please configure the inventory detail in line ${index + 1} of the item list.`,
    );
  }
  for (const assignment of assignments) checkAssignment(world, item, line, assignment);
  const assigned = asDecimal(assignments.reduce((sum, { quantity }) => sum + Number(quantity ?? 0), 0));
  if (assigned !== Number(line.quantity)) {
    throw suiteError(
      'USER_ERROR',
      `The total inventory detail quantity must be ${Number(line.quantity)} in line ${index + 1} of the item list; it is ${assigned}.`,
    );
  }
  line.inventorydetail = detail;
}

/** What was shipped of each number leaves its location, or comes back. */
export function moveNumbers(world: World, { sublists }: Readonly<StoredRecord>, sign: 1 | -1): void {
  for (const line of sublists.item ?? []) {
    const detail = isSubrecord(line.inventorydetail) ? line.inventorydetail : undefined;
    for (const assignment of detail?.sublists.inventoryassignment ?? []) {
      const { issueinventorynumber, quantity } = assignment;
      const number = world.store.read('inventorynumber', Number(issueinventorynumber));
      const place = placeOf(number, line, assignment);
      if (!number || !place) continue;
      place.quantityonhand = asDecimal(Number(place.quantityonhand ?? 0) + sign * Number(quantity ?? 0));
      world.store.write(number);
    }
  }
}

function isInBins(world: World, item: ItemFacts, location: Value | undefined): boolean {
  if (!hasFeature(world, 'BINMANAGEMENT') || !item.usesBins || !location) return false;
  return findReferenced(world, 'location', String(location))?.fields.usebins === true;
}

function filledIn(world: World, item: ItemFacts, line: Values): Subrecord | undefined {
  const bin = preferredBin(item, line.location);
  if (item.numbered !== undefined || (isInBins(world, item, line.location) && bin === null)) return undefined;
  const assignment = {
    quantity: line.quantity ?? null,
    ...(isInBins(world, item, line.location) ? { binnumber: bin } : {}),
    ...(hasFeature(world, 'INVENTORYSTATUS') ? { inventorystatus: usualStatus(world) } : {}),
  };
  return { fields: {}, sublists: { inventoryassignment: [assignment] } };
}

const preferredBin = ({ stock }: ItemFacts, location: Value | undefined): Value =>
  stock.find((place) => place.location === location)?.preferredbin ?? null;

/** The first that makes stock available; every account with the feature has "Good". */
function usualStatus(world: World): Value {
  const statuses = world.store.lookAll('inventorystatus');
  const usual = statuses.find(({ fields }) => fields.inventoryavailable === true) ?? statuses[0];
  return usual ? String(usual.id) : null;
}

function checkAssignment(world: World, item: ItemFacts, line: Values, assignment: Values): void {
  const quantity = Number(assignment.quantity ?? 0);
  const { issueinventorynumber, binnumber } = assignment;
  if (item.numbered !== undefined) {
    const number = world.store.look('inventorynumber', Number(issueinventorynumber));
    if (!number || number.fields.item !== item.id)
      throw wrongDetail(item, 'serial/lot number', issueinventorynumber);
    const place = placeOf(number, line, assignment);
    if (number.sublists.locations?.length && Number(place?.quantityonhand ?? 0) < quantity)
      throw wrongDetail(item, 'serial/lot number', issueinventorynumber);
    if (item.numbered === 'serial' && quantity !== 1)
      throw wrongDetail(item, 'quantity of a serial number', quantity);
  }
  if (!isInBins(world, item, line.location)) return;
  const bin = findReferenced(world, 'bin', String(binnumber));
  if (bin?.fields.location !== line.location) throw wrongDetail(item, 'bin', binnumber);
}

/** Where a number is: at the location of the line, in the bin of the assignment where bins are counted. */
const placeOf = (
  number: Readonly<StoredRecord> | undefined,
  line: Readonly<Values>,
  assignment: Readonly<Values>,
): Values | undefined =>
  number?.sublists.locations?.find(
    ({ location, binnumber = null }) =>
      location === line.location && (binnumber === null || binnumber === assignment.binnumber),
  );

const wrongDetail = (item: ItemFacts, what: string, value: Value | undefined): Error =>
  suiteError(
    'USER_ERROR',
    `The inventory detail of ${item.name} has a ${what} that is not available: ${String(value ?? '(empty)')}.`,
  );
