/** Conditions on a record's fields, as an account file writes them. */
import type { World } from '../account/account-context.ts';
import type { ConditionData } from '../account/event-data.ts';
import type { Field, RecordType } from '../account/schema.ts';
import type { Value, Values } from '../account/store.ts';
import { badData, readValues } from '../setup/restore-values.ts';

export type Condition = (now: Values, before: Values | undefined) => boolean;

export const holds = (conditions: readonly Condition[], now: Values, before?: Values): boolean =>
  conditions.every((condition) => condition(now, before));

export function readConditions(
  world: World,
  type: RecordType,
  given: ConditionData | readonly ConditionData[] | undefined,
  where: string,
): Condition[] {
  return [given ?? []].flat().map((data) => readCondition(world, type, data as ConditionData, where));
}

function readCondition(world: World, type: RecordType, data: ConditionData, where: string): Condition {
  const field = knownField(type, data.field, where);
  const texts = (values: unknown) =>
    [values].flat().map((value) => {
      const read = readValues(world, type.fields, { [field.id]: value }, where);
      return textOf(field, read[field.id]);
    });
  const wanted = data.is === undefined ? undefined : texts(data.is);
  const unwanted = data.isNot === undefined ? [] : texts(data.isNot);
  return (now, before) => {
    const text = textOf(field, now[field.id]);
    if (wanted && !wanted.includes(text)) return false;
    if (unwanted.includes(text)) return false;
    const changed = text !== textOf(field, before?.[field.id]);
    return data.changed === undefined || changed === data.changed;
  };
}

/** @throws Error ACCOUNT_DATA, as for a record of the file */
export function knownField(type: RecordType, id: string, where: string): Field {
  const field = type.fields.get(id);
  if (field) return field;
  throw badData(where, `${type.id} has no field ${String(id)}`);
}

function textOf(field: Field, value: Value | undefined): string {
  if (field.type === 'checkbox') return value === true ? 'T' : 'F';
  return value === null || value === undefined ? '' : String(value);
}
