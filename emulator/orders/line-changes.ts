/**
 * What may no longer change of a sales order: lines in a wave, on a fulfillment request, picked or fulfilled, and places of other subsidiaries.
 * Texts are those of NetSuite's own script of the order form, as published; it validates lines that scripts edit as well (section_4273166777).
 */

import type { Saving, World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { hasFeature } from '../account/switches.ts';
import { findReferenced } from '../records/references.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { unitRate } from './units.ts';

const IN_WAVE = {
  item: 'You cannot change the item for a line item associated with a wave transaction.',
  units:
    'You cannot change the unit of measure of an item when the line item is associated with a wave transaction.',
  place:
    'You cannot change the location in the header or the inventory location of line items associated with a wave transaction.',
  gone: 'You cannot delete a line item associated with a wave transaction.',
};

/** What a wave has released of the line, in base units. */
export const releasedOf = (world: World, line: Readonly<Values>): number =>
  hasFeature(world, 'WMSSYSTEM') ? Number(line.quantitylocked ?? 0) : 0;

/** What stores are asked to ship of the line. */
export const requestedOf = (world: World, line: Readonly<Values>): number =>
  hasFeature(world, 'FULFILLMENTREQUEST') ? Number(line.quantityrequestedtofulfill ?? 0) : 0;

export function assertChangesAllowed(
  world: World,
  draft: Draft,
  previous: StoredRecord | undefined,
  { execution }: Pick<Saving, 'execution'>,
): void {
  if (execution) assertOwnPlaces(world, draft, previous);
  if (!previous) return;
  assertBodyAllowed(world, draft, previous);
  for (const before of previous.sublists.item ?? []) {
    const after = draft.sublists.item?.find(({ line }) => line === before.line);
    if (after) assertLineAllowed(world, before, after);
    else assertRemovable(world, before);
  }
}

function assertBodyAllowed(world: World, draft: Draft, previous: StoredRecord): void {
  const lines = previous.sublists.item ?? [];
  const [now, before] = [draft.fields, previous.fields];
  if (changed('location', before, now) && lines.some((line) => releasedOf(world, line) > 0))
    throw refusal(IN_WAVE.place);
  const cancelled = now.orderstatus === 'C' && changed('orderstatus', before, now);
  if (cancelled && lines.some((line) => requestedOf(world, line) > 0))
    throw refusal(`Sales order ${previous.id} has a fulfillment request, so it cannot be canceled.`);
  if (before.shipaddresslist && !changed('shipaddresslist', before, now) && isOtherAddress(draft, previous))
    throw new NotEmulated('another shipping address while shipaddresslist still names one of the customer');
}

const isOtherAddress = ({ fields }: Draft, previous: StoredRecord): boolean =>
  JSON.stringify(fields.shippingaddress ?? null) !== JSON.stringify(previous.fields.shippingaddress ?? null);

function assertLineAllowed(world: World, before: Values, after: Values): void {
  if (releasedOf(world, before) > 0) assertWaveAllows(world, before, after);
  assertPlaceKnown(world, before, after);
  if (!changed('item', before, after)) return;
  if (requestedOf(world, before) > 0)
    throw refusal('You cannot change the item on lines that have already been requested.');
  const step = stepOf(before);
  if (step) throw refusal(`You cannot change the selected item because it has already been ${step}.`);
}

function assertWaveAllows(world: World, before: Values, after: Values): void {
  if (changed('item', before, after)) throw refusal(IN_WAVE.item);
  if (changed('units', before, after)) throw refusal(IN_WAVE.units);
  if (changed('inventorylocation', before, after)) throw refusal(IN_WAVE.place);
  if (placeField(world) === 'location' && changed('location', before, after)) throw refusal(IN_WAVE.place);
  const released = releasedOf(world, before) / unitRate(world, before);
  if (Number(after.quantity ?? 0) >= released) return;
  throw refusal(
    `You cannot decrease the line item quantity below the quantity released to the warehouse. Quantity of released items: ${released}`,
  );
}

/**
 * The form locks the place of a line for people as soon as something of it is fulfilled (its hidden islinefulfilled), and published scripts
 * pass such lines over; what NetSuite makes of a script that sets it is published nowhere.
 */
function assertPlaceKnown(world: World, before: Values, after: Values): void {
  const place = placeField(world);
  const fulfilled = Number(before.quantityfulfilled ?? 0);
  if (fulfilled === 0 || !changed(place, before, after)) return;
  const doubt = world.doubts.placeOfFulfilled;
  if (doubt === 'kept') after[place] = before[place] ?? null;
  if (doubt === 'refused')
    throw refusal(`Line ${String(before.line)}: the ${place} of a fulfilled line stays.`);
  if (doubt === undefined && fulfilled >= Number(before.quantity ?? 0))
    throw new NotEmulated(`another ${place} of a line that is wholly fulfilled`);
}

function assertRemovable(world: World, line: Values): void {
  if (releasedOf(world, line) > 0) throw refusal(IN_WAVE.gone);
  if (requestedOf(world, line) > 0) throw new NotEmulated('removing a line that is on a fulfillment request');
  if (Number(line.quantitypicked ?? 0) === 0) return;
  throw refusal(
    'Items on this line have been fulfilled.  If you wish to delete the line, you must first delete the corresponding line(s) in the associated transaction(s).',
  );
}

function stepOf(line: Values): string | undefined {
  const reached = (field: string) => Number(line[field] ?? 0) > 0;
  if (reached('quantityfulfilled')) return 'fulfilled';
  if (reached('quantitypacked')) return 'packed';
  return reached('quantitypicked') ? 'picked' : undefined;
}

/** A transaction names locations of its own subsidiary; where stock comes from may be in another (the message is that of imports). */
function assertOwnPlaces(world: World, draft: Draft, previous: StoredRecord | undefined): void {
  const { subsidiary } = draft.fields;
  if (!hasFeature(world, 'SUBSIDIARIES') || typeof subsidiary !== 'string') return;
  assertOwnPlace(world, subsidiary, draft.fields, previous?.fields);
  for (const line of draft.sublists.item ?? []) {
    const before = previous?.sublists.item?.find((candidate) => candidate.line === line.line);
    assertOwnPlace(world, subsidiary, line, before);
  }
}

function assertOwnPlace(world: World, subsidiary: string, now: Values, before: Values = {}): void {
  if (typeof now.location !== 'string' || !changed('location', before, now)) return;
  const location = findReferenced(world, 'location', now.location);
  const own = location?.fields.subsidiary ?? subsidiary;
  if (own === subsidiary) return;
  throw suiteError(
    'INVALID_KEY_OR_REF',
    `Invalid location reference key ${now.location} for subsidiary ${subsidiary}.`,
  );
}

const placeField = (world: World): 'location' | 'inventorylocation' =>
  hasFeature(world, 'CROSSSUBSIDIARYFULFILLMENT') ? 'inventorylocation' : 'location';

const changed = (id: string, before: Readonly<Values>, now: Readonly<Values>): boolean =>
  (before[id] ?? '') !== (now[id] ?? '');

const refusal = (message: string): Error => suiteError('USER_ERROR', message);
