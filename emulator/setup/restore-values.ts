/** Values of an account's data as stored: JSON a person writes by hand, read by the type of the field. */

import type { World } from '../account/account-context.ts';
import { isFieldName, type ValuesData } from '../account/account-data.ts';
import type { Field } from '../account/schema.ts';
import type { Subrecord, Value, Values } from '../account/store.ts';
import { instantOf, parseDateTime, parseDay, wallDay } from '../platform/dates.ts';
import { LISTS } from '../platform/record-types.ts';
import { resolveReference } from '../records/references.ts';

export function readValues(
  world: World,
  fields: ReadonlyMap<string, Field>,
  data: ValuesData,
  where: string,
): Values {
  const entries = Object.entries(data)
    .filter(([name]) => isFieldName(name))
    .map(
      ([name, value]) =>
        [name, valueFrom(world, fields.get(name) as Field, value, `${where}.${name}`)] as const,
    );
  return Object.fromEntries(entries);
}

function valueFrom(world: World, field: Field, given: unknown, where: string): Value {
  const value = bare(given);
  if (value === null || value === undefined || value === '') return field.type === 'checkbox' ? false : null;
  switch (field.type) {
    case 'checkbox':
      return value === true || /^(t|true|yes)$/i.test(String(value));
    case 'radio':
      return /^(t|true|yes)$/i.test(String(value)) ? 'T' : 'F';
    case 'integer':
    case 'float':
    case 'currency':
      return numberFrom(value, where);
    case 'date':
      return dayFrom(world, String(value), where);
    case 'datetime':
      return instantFrom(world, value, where);
    case 'select':
      return referenceFrom(world, field, String(value));
    case 'multiselect':
      return (Array.isArray(value) ? value : String(value).split(/[,|]/)).map((id) =>
        referenceFrom(world, field, String(bare(id))),
      );
    case 'list':
      return listFrom(field, String(value));
    case 'subrecord':
      return subrecordFrom(world, field, value, where);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** Written like a record: its fields, and its lines under `sublists`. */
function subrecordFrom(world: World, field: Field, value: unknown, where: string): Subrecord {
  const type = world.schema.subrecordTypeOf(field);
  if (typeof value !== 'object' || Array.isArray(value))
    throw badData(where, `it must be an object with the fields of ${type.id}`);
  const { sublists = {}, ...body } = value as ValuesData;
  const lines = Object.entries(sublists as Record<string, ValuesData[]>).map(([id, given]) => {
    const place = `${where}.sublists.${id}`;
    const known = type.sublists.get(id);
    if (!known || !Array.isArray(given)) throw badData(place, `${type.id} has no such list of lines`);
    return [id, given.map((line, index) => partFrom(world, known, line, `${place}[${index}]`))] as const;
  });
  return { fields: partFrom(world, type.fields, body, where), sublists: Object.fromEntries(lines) };
}

function partFrom(world: World, fields: ReadonlyMap<string, Field>, data: ValuesData, where: string): Values {
  const unknown = Object.keys(data).find((name) => isFieldName(name) && !fields.has(name));
  if (unknown === undefined) return readValues(world, fields, data, where);
  throw badData(`${where}.${unknown}`, 'the emulator knows no such field of this subrecord');
}

/** The value of a choice written with its text. */
const bare = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && 'value' in given ? given.value : given;

function numberFrom(value: unknown, where: string): number {
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw badData(where, `${JSON.stringify(value)} is not a number`);
}

function dayFrom(world: World, text: string, where: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text)) return text.slice(0, 10);
  const day = parseDay(text.split(' ')[0] ?? '', world.preferences.dateFormat);
  if (day) return day;
  throw badData(where, `${text} is not a date; write 2026-01-31 or ${world.preferences.dateFormat}`);
}

/** With a zone or an offset as it says, without one in the account's time zone. */
export function instantFrom(world: Pick<World, 'preferences'>, value: unknown, where: string): number {
  if (typeof value === 'number') return value;
  const text = String(value);
  const { timeZone } = world.preferences;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return instantOf(wallDay(text), timeZone);
  const local = /^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?$/.exec(text);
  if (local) {
    const [, day = '', hour, minute, second = 0] = local;
    return instantOf(
      { ...wallDay(day), hour: Number(hour), minute: Number(minute), second: Number(second) },
      timeZone,
    );
  }
  const instant = /^\d{4}-/.test(text) ? Date.parse(text) : parseDateTime(text, world.preferences);
  if (instant !== undefined && !Number.isNaN(instant)) return instant;
  throw badData(where, `${text} is not a date and time; write 2026-01-31T08:00:00Z`);
}

/** An id, or the name or external id of a record in the same data. */
function referenceFrom(world: World, field: Field, text: string): string {
  if (/^-?\d+$/.test(text)) return text;
  const id =
    resolveReference(world, field.target, text, 'NAME') ??
    resolveReference(world, field.target, text, 'EXTERNAL_ID');
  return id === undefined ? text : String(id);
}

/** `B`, `SalesOrd:B`, `Pending Fulfillment` and `pendingFulfillment` are the same. */
export function listFrom(field: Field, text: string): string {
  const code = text.split(':').at(-1) ?? text;
  const plain = (label: string) => label.toLowerCase().replace(/[^a-z]/g, '');
  const found = Object.entries(LISTS[field.target] ?? {}).find(
    ([id, label]) => id === code || plain(label) === plain(text),
  );
  return found?.[0] ?? code;
}

export function badData(where: string, what: string, cause?: unknown): Error {
  return new Error(
    `ACCOUNT_DATA: ${where}: ${what}. Correct the account file.`,
    cause === undefined ? {} : { cause },
  );
}
