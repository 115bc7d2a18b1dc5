/** Field values in their four forms: as stored, as a script sees them, as a search returns them, and as text. */
import { isDate } from 'node:util/types';
import type { World } from '../account/account-context.ts';
import type { Field } from '../account/schema.ts';
import type { Value } from '../account/store.ts';
import {
  dayOf,
  formatDateTime,
  formatDay,
  instantOf,
  parseDateTime,
  parseDay,
  SERVER_TIME_ZONE,
  wallDay,
  wallTime,
} from '../platform/dates.ts';
import { LISTS } from '../platform/record-types.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { isReadable, referenceName, resolveReference } from './references.ts';

/** Longest value of a field; more is refused (custom field help: text 300, text area 4,000, long text 1,000,000). */
const MAX_LENGTHS: Readonly<Record<string, number>> = { text: 300, textarea: 4_000, clobtext: 1_000_000 };

/** Makes a date a script can take; a script's own dates belong to its own context. */
export type DateMaker = (instant: number) => Date;

/** A script's value as stored; `dayZone` is that in which a date is a day. Sources: section_4273155868 for types; numbers as text are taken in production code. */
export function storedFromScript(field: Field, value: unknown, dayZone = SERVER_TIME_ZONE): Value {
  if (field.type === 'subrecord') throw noPlainValue(field);
  if (value === null || value === undefined || value === '') return emptyOf(field);
  switch (field.type) {
    case 'checkbox':
      return typeof value === 'boolean' ? value : wrongType(field, value);
    case 'radio':
      return radioFrom(field, typeof value === 'boolean' ? String(value) : value);
    case 'integer':
    case 'float':
    case 'currency':
      return numberFrom(field, value);
    case 'date':
      return isDate(value) ? dayOf(wallTime(validInstant(field, value), dayZone)) : wrongType(field, value);
    case 'datetime':
      return isDate(value) ? validInstant(field, value) : wrongType(field, value);
    case 'select':
    case 'list':
    case 'id':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : wrongType(field, value);
    case 'multiselect':
      return Array.isArray(value) ? value.map(String) : wrongType(field, value);
    default:
      return typeof value === 'string' ? withinLength(field, value) : wrongType(field, value);
  }
}

/** A stored value as a script sees it: ids as text, dates as Date at the server's midnight. */
export function scriptFromStored(field: Field, value: Value | undefined, makeDate: DateMaker): unknown {
  if (field.type === 'subrecord') throw noPlainValue(field);
  if (value === null || value === undefined) return emptyForScript(field);
  if (field.type === 'date') return makeDate(instantOf(wallDay(String(value)), SERVER_TIME_ZONE));
  if (field.type === 'datetime') return makeDate(Number(value));
  return value;
}

/** Text typed by a person or read from a file, as stored. `by` says how it names another record. */
export function storedFromText(world: World, field: Field, text: string, by: NamedBy = 'NAME'): Value {
  if (field.type === 'subrecord') throw noPlainValue(field);
  if (text === '') return emptyOf(field);
  switch (field.type) {
    case 'checkbox':
      return checkboxFrom(field, text);
    case 'radio':
      return radioFrom(field, text);
    case 'date':
      return parseDay(text, world.preferences.dateFormat) ?? wrongType(field, text);
    case 'datetime':
      return parseDateTime(text, world.preferences) ?? wrongType(field, text);
    case 'select':
      return choiceFrom(world, field, text, by);
    case 'multiselect':
      return text.split('|').map((part) => choiceFrom(world, field, part, by));
    case 'list':
      return listIdFrom(field, text);
    case 'integer':
    case 'float':
    case 'currency':
      return numberFrom(field, text);
    default:
      return withinLength(field, text);
  }
}

type NamedBy = 'NAME' | 'INTERNAL_ID' | 'EXTERNAL_ID';

/** The id of what a text names. What no record here can be, an account may have all the same: only an id can be taken as it is. */
function choiceFrom(world: World, field: Field, text: string, by: NamedBy): string {
  const found = resolveReference(world, field.target, text, by);
  if (found !== undefined) return String(found);
  if (world.schema.membersOf(field.target).length > 0) return unknownReference(field, text);
  const named = Object.entries(field.choices ?? {}).find(([, name]) => name === text);
  if (named && by === 'NAME') return named[0];
  if (by === 'INTERNAL_ID') return text;
  throw new NotEmulated(`what ${field.id} chooses from (${text})`);
}

/** The name of what a select points at. */
export const choiceName = (world: World, { target, choices }: Field, id: string): string =>
  choices?.[id] ?? referenceName(world, target, id);

/** What a person sees in the field: names for selects, the account's own format for dates. */
export function textFromStored(world: World, field: Field, value: Value | undefined): string {
  if (field.type === 'subrecord') throw noPlainValue(field);
  if (value === null || value === undefined) return '';
  switch (field.type) {
    case 'checkbox':
      return value ? 'Yes' : 'No';
    case 'date':
      return formatDay(String(value), world.preferences.dateFormat);
    case 'datetime':
      return formatDateTime(Number(value), world.preferences, { seconds: false });
    case 'select':
      return choiceName(world, field, String(value));
    case 'multiselect':
      return (value as string[]).map((id) => choiceName(world, field, id)).join(',');
    case 'list':
      return LISTS[field.target]?.[String(value)] ?? String(value);
    case 'currency':
      return Number(value).toFixed(2);
    default:
      return String(value);
  }
}

/** A stored value as `Result.getValue` gives it: always text, except checkboxes (see README, "Values"). */
export function searchFromStored(world: World, field: Field, value: Value | undefined): string | boolean {
  if (field.type === 'subrecord') throw noPlainValue(field);
  if (field.type === 'checkbox') return value === true;
  if (value === null || value === undefined) return '';
  if (field.type === 'select' || field.type === 'list') return String(value);
  if (field.type === 'multiselect') return (value as string[]).join(',');
  return textFromStored(world, field, value);
}

/** Throws INVALID_KEY_OR_REF when a select points at a record that does not exist or is inactive. */
export function assertReference(world: World, field: Field, value: Value | undefined): void {
  if (value === null || value === undefined) return;
  if (field.type === 'list' && !(String(value) in (LISTS[field.target] ?? {})))
    unknownReference(field, String(value));
  if (field.type !== 'select' && field.type !== 'multiselect') return;
  // What a field points at may be of a kind this account does not keep.
  if (world.schema.membersOf(field.target).length === 0) return;
  for (const id of Array.isArray(value) ? value : [String(value)]) {
    if (!isReadable(world, field.target, id)) unknownReference(field, id);
  }
}

/** A subrecord is read and changed by its own members; what its field gives otherwise is not documented. */
const noPlainValue = ({ id }: Field): Error => new NotEmulated(`the value of the subrecord field ${id}`);

const emptyOf = (field: Field): Value => (field.type === 'checkbox' ? false : null);

function emptyForScript(field: Field): unknown {
  if (field.type === 'checkbox') return false;
  if (field.type === 'multiselect') return [];
  return ['date', 'datetime', 'integer', 'float', 'currency'].includes(field.type) ? null : '';
}

function numberFrom(field: Field, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return wrongType(field, value);
  if (field.type === 'integer' && !Number.isInteger(number)) return wrongType(field, value);
  return number;
}

function checkboxFrom(field: Field, text: string): boolean {
  if (/^(t|true|yes|y)$/i.test(text)) return true;
  if (/^(f|false|no|n)$/i.test(text)) return false;
  return wrongType(field, text);
}

const radioFrom = (field: Field, value: unknown): 'T' | 'F' =>
  checkboxFrom(field, typeof value === 'string' ? value : wrongType(field, value)) ? 'T' : 'F';

function listIdFrom(field: Field, text: string): string {
  const entry = Object.entries(LISTS[field.target] ?? {}).find(
    ([id, label]) => id === text || label === text,
  );
  return entry?.[0] ?? unknownReference(field, text);
}

function validInstant(field: Field, value: Date): number {
  const instant = value.getTime();
  return Number.isNaN(instant) ? wrongType(field, value) : instant;
}

function withinLength(field: Field, text: string): string {
  const limit = MAX_LENGTHS[field.type] ?? 300;
  if (text.length <= limit) return text;
  throw suiteError(
    'EXCEEDED_MAX_FIELD_LENGTH',
    `The field ${field.id} contained more than the maximum number (${limit}) of characters allowed.`,
  );
}

function wrongType(field: Field, value: unknown): never {
  const shown = isDate(value) ? 'a date' : `${typeof value} ${JSON.stringify(value)}`;
  throw suiteError(
    'INVALID_FLD_VALUE',
    `You have entered an Invalid Field Value ${shown} for the following field: ${field.id}`,
  );
}

function unknownReference(field: Field, key: string): never {
  throw suiteError('INVALID_KEY_OR_REF', `Invalid ${field.id} reference key ${key}.`);
}
