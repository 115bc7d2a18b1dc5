/** Records that point at other records: finding them by id, name or external id, and naming them. */

import type { World } from '../account/account-context.ts';
import type { RecordType } from '../account/schema.ts';
import type { StoredRecord } from '../account/store.ts';

/** The record a select's value stands for; families such as `item` look in every member. */
export function findReferenced(world: World, target: string, id: string): Readonly<StoredRecord> | undefined {
  const number = Number(id);
  for (const type of world.schema.membersOf(target)) {
    const record = world.store.look(type.id, number);
    if (record) return record;
  }
  return undefined;
}

/** The id of the record that a text names, or undefined. */
export function resolveReference(
  world: World,
  target: string,
  text: string,
  by: 'NAME' | 'INTERNAL_ID' | 'EXTERNAL_ID',
): number | undefined {
  if (by === 'INTERNAL_ID') return findReferenced(world, target, text)?.id;
  for (const type of world.schema.membersOf(target)) {
    const fieldId = by === 'NAME' ? type.nameField : 'externalid';
    const [match] = world.store.lookBy(type.id, fieldId, text);
    if (match) return match.id;
  }
  return undefined;
}

/** How a record is shown in a select; transactions carry their type and number. */
export function referenceName(world: World, target: string, id: string): string {
  const record = findReferenced(world, target, id);
  return record ? recordName(world.schema.typeOf(record.type), record) : '';
}

export function recordName(type: RecordType, record: Readonly<StoredRecord>): string {
  const name = String(record.fields[type.nameField] ?? record.id);
  return type.class === 'transaction' ? `${type.label} #${name}` : name;
}

/** True when a select may point there: the record exists and is not inactive. */
export function isReadable(world: World, target: string, id: string): boolean {
  const record = findReferenced(world, target, id);
  return record !== undefined && record.fields.isinactive !== true;
}
