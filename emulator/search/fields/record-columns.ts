/** Columns that every kind of record has, and fields read as they are. */

import type { Field, FieldType, RecordType } from '../../account/schema.ts';
import { ITEM_TYPES } from '../../platform/record-types.ts';
import { knownValue } from '../../records/computed-fields.ts';
import type { CellReader } from '../rows.ts';

/** Columns every record has. An external id is chosen like a reference, an internal id also. */
export const IDENTITY_COLUMNS: Readonly<Record<string, CellReader>> = {
  internalid: ({ record }) => ({ field: pseudo('internalid', 'select'), value: String(record.id), text: '' }),
  internalidnumber: ({ record }) => ({ field: pseudo('internalidnumber', 'integer'), value: record.id }),
  externalid: ({ record }) => ({
    field: pseudo('externalid', 'select'),
    value: record.fields.externalid ?? null,
    text: '',
  }),
  externalidstring: ({ record }) => ({
    field: pseudo('externalidstring', 'text'),
    value: record.fields.externalid ?? null,
  }),
};

export const OTHER_COLUMNS: Readonly<Record<string, CellReader>> = {
  ...IDENTITY_COLUMNS,
  created: ({ record }) => ({ field: pseudo('created', 'datetime'), value: record.created }),
  lastmodified: ({ record }) => ({ field: pseudo('lastmodified', 'datetime'), value: record.modified }),
  datecreated: ({ record }) => ({ field: pseudo('datecreated', 'datetime'), value: record.created }),
  lastmodifieddate: ({ record }) => ({
    field: pseudo('lastmodifieddate', 'datetime'),
    value: record.modified,
  }),
  type: ({ record }) => ({
    field: pseudo('type', 'select'),
    value: ITEM_TYPES[record.type]?.code ?? null,
    text: '',
  }),
};

const isNumbered =
  (name: string, kind: 'lot' | 'serial'): CellReader =>
  ({ record }) => ({
    field: pseudo(name, 'checkbox'),
    value: ITEM_TYPES[record.type]?.numbered === kind,
  });

/** A field of the record itself. */
export function bodyReader(types: RecordType[], name: string): CellReader | undefined {
  const field = types.map((type) => type.fields.get(name)).find((candidate) => candidate !== undefined);
  return field && (({ record }) => ({ field, value: knownValue(field.id, record.fields[field.id], record) }));
}

/** True when the data of an account has a field of that name that no table describes. */
export const isFree = (types: RecordType[], name: string): boolean =>
  types.some((type) => type.fields.get(name)?.free);

/** A field that is made for a column. */
export const pseudo = (id: string, type: FieldType): Field => ({
  id,
  label: id,
  type,
  target: '',
  required: false,
  readOnly: true,
});

/** What kind of numbers an item has. */
export const ITEM_COLUMNS: Readonly<Record<string, CellReader>> = {
  islotitem: isNumbered('islotitem', 'lot'),
  isserialitem: isNumbered('isserialitem', 'serial'),
};
