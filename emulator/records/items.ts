/** What an item is, as fulfillment sees it. */

import type { World } from '../account/account-context.ts';
import type { StoredRecord, Value } from '../account/store.ts';
import { ITEM_TYPES } from '../platform/record-types.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { findReferenced } from './references.ts';

export type ItemFacts = {
  id: string;
  name: string;
  /** What `itemtype` shows, e.g. `InvtPart`. */
  code: string;
  fulfillable: boolean;
  /** Whether stock is committed to its lines. */
  stocked: boolean;
  /** Lot and serial numbered items need inventory detail. */
  detail: boolean;
  members: readonly { item: string; quantity: number }[];
};

export function readItem(world: World, id: Value | undefined): ItemFacts {
  const record = findReferenced(world, 'item', String(id ?? ''));
  if (!record) throw suiteError('INVALID_KEY_OR_REF', `Invalid item reference key ${String(id ?? '')}.`);
  return factsOf(record);
}

function factsOf(record: Readonly<StoredRecord>): ItemFacts {
  const kind = ITEM_TYPES[record.type];
  if (!kind) throw suiteError('INVALID_KEY_OR_REF', `${record.type} ${record.id} is not an item.`);
  const { isfulfillable } = record.fields;
  return {
    id: String(record.id),
    name: String(record.fields.itemid ?? ''),
    code: kind.code,
    fulfillable: typeof isfulfillable === 'boolean' ? isfulfillable : kind.fulfillable,
    stocked: kind.stocked,
    detail: kind.detail,
    members: (record.sublists.member ?? []).map((line) => ({
      item: String(line.item),
      quantity: Number(line.quantity ?? 1),
    })),
  };
}
