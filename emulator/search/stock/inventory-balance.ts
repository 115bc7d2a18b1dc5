/** Stock as searches of type `inventorybalance` see it: no records that a script could load, but a row for each number, location and bin. */

import type { World } from '../../account/account-context.ts';
import type { Field, FieldType, RecordType } from '../../account/schema.ts';
import type { StoredRecord, Values } from '../../account/store.ts';

const field = (id: string, type: FieldType, target = ''): Field => ({
  id,
  label: id,
  type,
  target,
  required: false,
  readOnly: true,
});

const FIELDS = [
  field('item', 'select', 'item'),
  field('location', 'select', 'location'),
  field('binnumber', 'select', 'bin'),
  field('inventorynumber', 'select', 'inventorynumber'),
  field('onhand', 'float'),
  field('available', 'float'),
];

/** Columns and filters: those that published searches of balances have. */
export const BALANCE_TYPE: RecordType = {
  id: 'inventorybalance',
  label: 'Inventory Balance',
  class: 'other',
  searchCode: undefined,
  family: undefined,
  nameField: 'inventorynumber',
  optimisticLocking: false,
  fields: new Map(FIELDS.map((each) => [each.id, each])),
  sublists: new Map(),
};

/** What published searches join to a balance. */
export const BALANCE_JOINS: Readonly<Record<string, { field: string; target: string }>> = {
  item: { field: 'item', target: 'item' },
  location: { field: 'location', target: 'location' },
  binnumber: { field: 'binnumber', target: 'bin' },
  inventorynumber: { field: 'inventorynumber', target: 'inventorynumber' },
};

/** Only stock with numbers is counted by number and bin here; that of other items is not in it. */
export function balanceRecords(world: World): StoredRecord[] {
  const places = world.store
    .lookAll('inventorynumber')
    .flatMap((number) => (number.sublists.locations ?? []).map((place) => ({ number, place })));
  return places.map(({ number, place }, index) => balanceOf(number, place, index + 1));
}

function balanceOf(number: Readonly<StoredRecord>, place: Readonly<Values>, id: number): StoredRecord {
  const { location = null, binnumber = null, quantityonhand = null } = place;
  const fields = {
    item: number.fields.item ?? null,
    location,
    binnumber,
    inventorynumber: String(number.id),
    onhand: quantityonhand,
    available: quantityonhand,
  };
  return { ...number, type: BALANCE_TYPE.id, id, fields, sublists: {} };
}
