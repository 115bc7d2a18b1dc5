/** Columns of tables: what a field is to SuiteQL, and what it shows. */

import type { World } from '../account/account-context.ts';
import type { Field, RecordType } from '../account/schema.ts';
import type { StoredRecord, Value, Values } from '../account/store.ts';
import { textFromStored } from '../records/values.ts';
import { dateFromDay, dateFromInstant } from './sql-dates.ts';

export type SqlType = 'INTEGER' | 'REAL' | 'TEXT' | 'DATE';
export type Cell = { value: string | number | null; shown: string | null };
/** What the account's data does not tell, and what it may be: a query whose result depends on it is refused. */
export type Vague = { why: string; candidates: readonly Cell[] };
export type Row = { record: Readonly<StoredRecord>; line: Readonly<Values> | null };
export type Column = { name: string; type: SqlType; read(row: Row): Cell | Vague };
export type Table = { name: string; columns: readonly Column[]; rows(): Row[] };

export const bare = (value: string | number | null): Cell => ({
  value,
  shown: value === null ? null : String(value),
});

export const ID: Column = { name: 'id', type: 'INTEGER', read: ({ record }) => bare(record.id) };

export const recordsOf = (world: World, types: readonly RecordType[]): Readonly<StoredRecord>[] =>
  types.flatMap(({ id }) => [...world.store.lookAll(id)]).sort((left, right) => left.id - right.id);

const DATE_TIME = { type: 'datetime' } as Field;

/** When a record was made and changed. */
export function timesOf(world: World): Column[] {
  const time = (name: string, of: (record: Readonly<StoredRecord>) => number): Column => ({
    name,
    type: 'DATE',
    read: ({ record }) => cellOf(world, DATE_TIME, of(record)),
  });
  return [time('created', ({ created }) => created), time('lastmodified', ({ modified }) => modified)];
}

export const customFields = (types: readonly RecordType[], where: 'body' | 'line' = 'body'): Field[] => {
  const fields = types.flatMap(({ fields: body, sublists }) =>
    where === 'body' ? [...body.values()] : [...sublists.values()].flatMap((line) => [...line.values()]),
  );
  return [
    ...new Map(fields.filter(({ id }) => id.startsWith('cust')).map((field) => [field.id, field])).values(),
  ];
};

export function columnOf(world: World, types: readonly RecordType[], spec: string): Column[] {
  const [id = '', name = id] = spec.split('=');
  const field = types.map(({ fields }) => fields.get(id)).find((found) => found !== undefined);
  return field ? [fieldColumn(world, field, name)] : [];
}

export const fieldColumn = (world: World, field: Field, name: string): Column => ({
  name,
  type: typeOf(field),
  read: ({ record }) => cellOf(world, field, record.fields[field.id]),
});

export function lineColumn(world: World, types: readonly RecordType[], name: string): Column[] {
  const field = types
    .flatMap(({ sublists }) => [...sublists.values()].map((line) => line.get(name)))
    .find((found) => found !== undefined);
  return field ? [lineFieldColumn(world, field)] : [];
}

export const lineFieldColumn = (world: World, field: Field): Column => ({
  name: field.id,
  type: typeOf(field),
  read: ({ record, line }) => cellOf(world, field, line ? line[field.id] : record.fields[field.id]),
});

function typeOf({ type }: Field): SqlType {
  if (type === 'date' || type === 'datetime') return 'DATE';
  if (type === 'integer' || type === 'select' || type === 'id') return 'INTEGER';
  return type === 'float' || type === 'currency' ? 'REAL' : 'TEXT';
}

/** Check boxes are `T` and `F`, references ids, an empty text is null. */
function cellOf(world: World, field: Field, value: Value | undefined): Cell {
  if (field.type === 'checkbox')
    return { value: value === true ? 'T' : 'F', shown: value === true ? 'Yes' : 'No' };
  if (value === null || value === undefined || value === '') return { value: null, shown: null };
  const shown = textFromStored(world, field, value);
  if (field.type === 'date') return { value: dateFromDay(String(value)), shown };
  if (field.type === 'datetime')
    return { value: dateFromInstant(Number(value), world.preferences.timeZone), shown };
  if (field.type === 'select' || field.type === 'id') return { value: idOf(value), shown };
  if (Array.isArray(value)) return { value: value.join(', '), shown };
  return { value: typeof value === 'number' ? value : String(value), shown };
}

/** Ids are numbers, but for choices that have codes, as countries do. */
const idOf = (value: Value): string | number =>
  Number.isFinite(Number(value)) ? Number(value) : String(value);
