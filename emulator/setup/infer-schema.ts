/**
 * What an account's data has and no table describes is kept as plain data: scripts may read, set and search it, no rule of
 * NetSuite applies to it. It is reported to whoever loads the data.
 */
import {
  type AccountData,
  type InferredSchema,
  isFieldName,
  type RecordData,
  recordsOf,
  type ValuesData,
} from '../account/account-data.ts';
import { createSchema, type RecordType } from '../account/schema.ts';
import { knownSpec } from '../platform/inferred/known-fields.ts';
import { otherType } from '../platform/inferred/other-types.ts';
import { RECORD_TYPES } from '../platform/record-types.ts';
import { ADDRESS_FIELDS, INVENTORY_DETAIL_FIELDS } from '../platform/subrecord-fields.ts';
import { TRANSACTION_TYPES } from '../platform/transaction-types.ts';
import type { SdfProject } from '../sdf/project.ts';

export function inferSchema(
  data: AccountData,
  project: SdfProject,
): { inferred: InferredSchema; notices: string[] } {
  const records = Object.entries(recordsOf(data));
  const known = createSchema(project);
  const unknown = records.map(([id]) => id).filter((id) => !known.find(id));
  const types = Object.fromEntries(unknown.map((id) => [id, otherType(id)]));
  const inferred: InferredSchema = { types, fields: [] };
  const plain = records.map(([id]) => id).filter((id) => unknown.includes(id) || isPlainTransaction(id));
  const notices = plain.map(
    (id) => `record type ${id} is kept as plain data: no rule of NetSuite applies to it`,
  );
  const schema = createSchema(project, inferred);
  for (const [id, entries] of records) inferRecord(inferred, notices, schema.typeOf(id), entries);
  return { inferred, notices };
}

const isPlainTransaction = (id: string): boolean => id in TRANSACTION_TYPES && !(id in RECORD_TYPES);

function inferRecord(
  inferred: InferredSchema,
  notices: string[],
  type: RecordType,
  records: readonly RecordData[],
): void {
  inferFields(inferred, notices, type, undefined, records, (name) => type.fields.has(name));
  for (const sublist of new Set(records.flatMap(({ sublists }) => Object.keys(sublists ?? {}))))
    inferFields(
      inferred,
      notices,
      type,
      sublist,
      records.flatMap(({ sublists }) => sublists?.[sublist] ?? []),
      (name) => type.sublists.get(sublist)?.has(name) === true,
    );
}

/** Fields whose name says that they hold a subrecord, whatever record they are on. */
const SUBRECORD_FIELDS: Readonly<Record<string, string>> = {
  ...ADDRESS_FIELDS,
  inventorydetail: INVENTORY_DETAIL_FIELDS.inventorydetail,
};

function inferFields(
  inferred: InferredSchema,
  notices: string[],
  type: RecordType,
  sublist: string | undefined,
  entries: readonly ValuesData[],
  isKnown: (name: string) => boolean,
): void {
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))].filter(
    (name) => isFieldName(name) && !isKnown(name),
  );
  for (const id of names) {
    const values = entries.map((entry) => entry[id]).filter((value) => value !== null && value !== undefined);
    inferred.fields.push({
      recordType: type.id,
      sublist,
      id,
      spec: SUBRECORD_FIELDS[id] ?? knownSpec(type.family ?? type.id, id, values) ?? specOf(values),
      choices: choicesIn(values),
    });
  }
  if (names.length === 0) return;
  const place = sublist === undefined ? type.id : `${type.id}.${sublist}`;
  notices.push(
    `fields of ${place} kept as plain data, as no table and no object of the project has them: ${names.map((id) => shownAs(inferred, id)).join(', ')}`,
  );
}

/** What the values were taken for, since bare numbers may be meant as ids. */
function shownAs({ fields }: InferredSchema, name: string): string {
  const [type = '', target = ''] = (fields.findLast(({ id }) => id === name)?.spec ?? '').split(' ');
  if (type === 'float') return `${name} (a number; as a choice it is written { "value": 1 })`;
  return target === '' ? name : `${name} (a ${target})`;
}

function specOf(values: readonly unknown[]): string {
  const all = (test: (value: unknown) => boolean) => values.length > 0 && values.every(test);
  if (all(isChoice)) return 'select';
  if (
    all((value) => Array.isArray(value) && value.every((part) => isChoice(part) || typeof part !== 'object'))
  )
    return 'multiselect';
  if (all((value) => typeof value === 'boolean' || value === 'T' || value === 'F')) return 'checkbox';
  if (all((value) => typeof value === 'number')) return 'float';
  if (all((value) => /^\d{4}-\d\d-\d\d$/.test(String(value)))) return 'date';
  if (all((value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(String(value)))) return 'datetime';
  return all((value) => String(value).length <= 4_000) ? 'textarea' : 'clobtext';
}

/** A choice as NetSuite's own JSON writes it. */
type Choice = { value: unknown; text?: unknown };

const isChoice = (value: unknown): value is Choice =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'value' in value;

function choicesIn(values: readonly unknown[]): Record<string, string> {
  const named = values.flat().filter((value): value is Choice => isChoice(value) && value.text !== undefined);
  return Object.fromEntries(named.map(({ value, text }) => [String(value), String(text)]));
}
