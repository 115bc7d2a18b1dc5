/** Subrecords as stored values: what they are made of, and which are worth keeping. */

import type { Field, RecordType, Schema } from '../../account/schema.ts';
import type { StoredRecord, Subrecord, Value, Values } from '../../account/store.ts';

/** Values and the fields they are values of: a body, or one line of a sublist. */
export type Part = { fields: ReadonlyMap<string, Field>; values: Values; where: string };

export const isSubrecord = (value: Value | undefined): value is Subrecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body and the lines of a record or subrecord. `where` is for messages: ` in line 2 of item`. */
export function partsOf(
  type: RecordType,
  { fields, sublists }: Readonly<Pick<StoredRecord, 'fields' | 'sublists'>>,
  where = '',
): Part[] {
  const lines = [...type.sublists].flatMap(([id, known]) =>
    (sublists[id] ?? []).map((values, index) => ({
      fields: known,
      values,
      where: ` in line ${index + 1} of ${id}${where}`,
    })),
  );
  return [{ fields: type.fields, values: fields, where }, ...lines];
}

/** The parts of the subrecords inside a part. */
export function subrecordPartsOf(schema: Schema, { fields, values, where }: Part): Part[] {
  return [...fields.values()].flatMap((field) => {
    const value = values[field.id];
    return isSubrecord(value) ? partsOf(schema.subrecordTypeOf(field), value, ` of ${field.id}${where}`) : [];
  });
}

/** A subrecord that was looked at and left empty is not saved (a guess: the help says only that a get creates it). */
export function dropEmptySubrecords(type: RecordType, record: Subrecord): void {
  for (const { fields, values } of partsOf(type, record)) {
    for (const { id, type: kind } of fields.values()) {
      const value = values[id];
      if (kind === 'subrecord' && isSubrecord(value) && isEmpty(value)) values[id] = null;
    }
  }
}

const isEmpty = ({ fields, sublists }: Subrecord): boolean =>
  Object.values(fields).every((value) => value === null || value === false) &&
  Object.values(sublists).every((lines) => lines.length === 0);
