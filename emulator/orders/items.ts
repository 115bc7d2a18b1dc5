/** What an item is, as fulfillment sees it. */

import type { World } from '../account/account-context.ts';
import type { StoredRecord, Value, Values } from '../account/store.ts';
import { ITEM_TYPES } from '../platform/record-types.ts';
import { findReferenced } from '../records/references.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';

export type ItemFacts = {
  id: string;
  name: string;
  /** What `itemtype` shows, e.g. `InvtPart`. */
  code: string;
  fulfillable: boolean;
  /** Whether stock is committed to its lines. */
  stocked: boolean;
  /** What its inventory detail names, if it is numbered. */
  numbered: 'lot' | 'serial' | undefined;
  usesBins: boolean;
  unitsType: string | undefined;
  /** Its stock by location; without any it is never short. */
  stock: readonly Values[];
  members: readonly { item: string; quantity: number }[];
};

export function readItem(world: World, id: Value | undefined): ItemFacts {
  const record = findReferenced(world, 'item', String(id ?? ''));
  if (!record) throw suiteError('INVALID_KEY_OR_REF', `Invalid item reference key ${String(id ?? '')}.`);
  return factsOf(record);
}

function factsOf(record: Readonly<StoredRecord>): ItemFacts {
  const kind = ITEM_TYPES[record.type];
  if (!kind) throw new NotEmulated(`an item of the type ${record.type}`);
  const { isfulfillable } = record.fields;
  return {
    id: String(record.id),
    name: String(record.fields.itemid ?? ''),
    code: kind.code,
    fulfillable: typeof isfulfillable === 'boolean' ? isfulfillable : kind.fulfillable,
    stocked: kind.stocked,
    numbered: kind.numbered,
    usesBins: record.fields.usebins === true,
    unitsType: typeof record.fields.unitstype === 'string' ? record.fields.unitstype : undefined,
    stock: record.sublists.locations ?? [],
    members: (record.sublists.member ?? []).map((line) => ({
      item: String(line.item),
      quantity: Number(line.quantity ?? 1),
    })),
  };
}
