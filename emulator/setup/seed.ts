/** Seed data: records as they are, validated like any other, with values in the account's own form. */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import { type Field, fieldOf, type RecordType, sublistFieldOf, sublistOf } from '../account/schema.ts';
import type { Subrecord, Value, Values } from '../account/store.ts';
import { newDraft } from '../records/drafts.ts';
import { saveDraft } from '../records/save-record.ts';
import { storedFromScript } from '../records/values.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';

/** `Date` for dates also; ids of other records may be numbers. */
export type SeedValue = Exclude<Value, Subrecord> | number[] | Date | SeedSubrecord | undefined;

type SeedSubrecord = {
  sublists?: Record<string, Record<string, SeedValue>[]>;
  [field: string]: SeedValue | Record<string, Record<string, SeedValue>[]>;
};

export type SeedValues = {
  /** The internal id; the next free one when left out. */
  id?: number;
  sublists?: Record<string, Record<string, SeedValue>[]>;
  [field: string]: SeedValue | Record<string, Record<string, SeedValue>[]>;
};

/** Read-only fields a seed may set, since they are the account's history. */
const SEEDABLE = [
  'line',
  'quantitycommitted',
  'quantitybackordered',
  'quantitybilled',
  'quantitylocked',
  'quantityrequestedtofulfill',
];

export function addSeedRecord(
  world: World,
  typeId: string,
  { id, sublists = {}, ...fields }: SeedValues,
): number {
  const type = world.schema.typeOf(typeId);
  if (typeId === 'itemfulfillment')
    throw new NotEmulated('an item fulfillment as seed data; transform a sales order with asUser(). It');
  if (id !== undefined) assertFree(world, typeId, id);
  const draft = newDraft(type);
  for (const [name, value] of Object.entries(fields)) {
    draft.fields[name] = seedValue(world, fieldOf(type, name), value as SeedValue);
  }
  for (const [sublistId, lines] of Object.entries(sublists)) seedLines(world, draft, sublistId, lines);
  return saveDraft(world, id === undefined ? draft : { ...draft, id });
}

function seedLines(world: World, draft: Draft, sublistId: string, lines: Record<string, SeedValue>[]): void {
  draft.sublists[sublistId] = linesFrom(world, draft.type, sublistId, lines);
  const given = draft.sublists[sublistId].map((line) => Number(line.line ?? 0));
  draft.lastLine = Math.max(draft.lastLine, ...given);
}

function linesFrom(
  world: World,
  type: RecordType,
  sublistId: string,
  lines: Record<string, SeedValue>[],
): Values[] {
  sublistOf(type, sublistId);
  return lines.map((line) => {
    const entries = Object.entries(line).map(
      ([name, value]) => [name, seedValue(world, sublistFieldOf(type, sublistId, name), value)] as const,
    );
    return Object.fromEntries(entries) as Values;
  });
}

function seedSubrecord(world: World, field: Field, { sublists = {}, ...fields }: SeedSubrecord): Subrecord {
  const type = world.schema.subrecordTypeOf(field);
  const body = Object.entries(fields).map(
    ([name, value]) => [name, seedValue(world, fieldOf(type, name), value as SeedValue)] as const,
  );
  const lines = Object.entries(sublists).map(
    ([id, given]) => [id, linesFrom(world, type, id, given)] as const,
  );
  return { fields: Object.fromEntries(body), sublists: Object.fromEntries(lines) };
}

function seedValue(world: World, field: Field, value: SeedValue): Value {
  if (field.type === 'subrecord') return seedSubrecord(world, field, value as SeedSubrecord);
  if (field.readOnly && !SEEDABLE.includes(field.id))
    throw new NotEmulated(`seeding the read-only field ${field.id}`);
  if (field.type === 'date' && typeof value === 'string') return value;
  return storedFromScript(field, value);
}

/** Ids are unique within a family: an item and another item never share one. */
function assertFree(world: World, typeId: string, id: number): void {
  const type = world.schema.typeOf(typeId);
  const taken = world.schema
    .membersOf(type.family ?? typeId)
    .some((member) => world.store.look(member.id, id));
  if (taken)
    throw suiteError('DUP_RCRD', `There is already a ${type.family ?? typeId} with internal id ${id}.`);
}
