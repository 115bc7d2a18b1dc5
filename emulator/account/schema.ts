/** What records exist in this account and what fields they have: the standard table plus the project's own XML. */

import type { RecordClass } from '../platform/governance.ts';
import { RECORD_TYPES, type RecordTypeSpec } from '../platform/record-types.ts';
import { STANDARD_CHOICES } from '../platform/sale-fields.ts';
import { SUBRECORD_TYPES } from '../platform/subrecord-types.ts';
import { TRANSACTION_TYPES } from '../platform/transaction-types.ts';
import type { CustomFieldDefinition, CustomList, CustomRecordType } from '../sdf/fields.ts';
import type { SdfProject } from '../sdf/project.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import type { InferredSchema } from './account-data.ts';

export type FieldType =
  | 'text'
  | 'textarea'
  | 'clobtext'
  | 'id'
  | 'integer'
  | 'float'
  | 'currency'
  | 'checkbox'
  | 'radio'
  | 'select'
  | 'multiselect'
  | 'list'
  | 'date'
  | 'datetime'
  | 'subrecord';

/** `free`: of a field no rule is known; searches take it as it is. A `radio` is `T` or `F`, and no boolean as a check box is. */
export type Field = {
  id: string;
  label: string;
  type: FieldType;
  /** For `select` and `multiselect` a record type or family, for `list` the name of the list, for `subrecord` its type. */
  target: string;
  required: boolean;
  readOnly: boolean;
  free?: boolean;
  /** Names of the choices of a field of which no table knows what it chooses from, as the data gives them. */
  choices?: Readonly<Record<string, string>>;
};

export type RecordType = {
  id: string;
  label: string;
  class: RecordClass;
  searchCode: string | undefined;
  family: 'item' | 'entity' | 'transaction' | undefined;
  nameField: string;
  optimisticLocking: boolean;
  fields: ReadonlyMap<string, Field>;
  sublists: ReadonlyMap<string, ReadonlyMap<string, Field>>;
};

export type Schema = {
  /** The record type, or a refusal by name. */
  typeOf(id: string): RecordType;
  find(id: string): RecordType | undefined;
  /** What a field of type `subrecord` holds: scripts reach it through the field only. */
  subrecordTypeOf(field: Field): RecordType;
  /** The record types a select target stands for: itself, or every member of a family. */
  membersOf(target: string): RecordType[];
  /** True when any record type has a field of that id, on its body or its lines. */
  hasField(id: string): boolean;
};

const MUTABLE = { required: false, readOnly: false };

const TARGETED: readonly FieldType[] = ['select', 'multiselect', 'list', 'subrecord'];

const NOTHING_INFERRED: InferredSchema = { types: {}, fields: [] };

export function createSchema(project: SdfProject, inferred: InferredSchema = NOTHING_INFERRED): Schema {
  const types = new Map<string, RecordType>();
  for (const [id, spec] of Object.entries({ ...TRANSACTION_TYPES, ...RECORD_TYPES, ...inferred.types }))
    types.set(id, standardType(id, spec, project));
  for (const custom of project.customRecordTypes) types.set(custom.id, customType(custom));
  for (const list of project.customLists) types.set(list.id, listType(list));
  for (const type of types.values()) addInferred(type, inferred);
  const subrecords = new Map(
    Object.entries(SUBRECORD_TYPES).map(([id, spec]) => [id, standardType(id, spec, project)]),
  );
  return {
    find: (id) => types.get(id),
    subrecordTypeOf: ({ id, target }) => {
      const type = subrecords.get(target);
      if (!type) throw new NotEmulated(`the subrecord ${id}`);
      return type;
    },
    typeOf: (id) => {
      const type = types.get(id);
      if (!type)
        throw new NotEmulated(
          `record type ${id}`,
          'If NetSuite has it, give the account one record of it: scripts may then make, read and search others.',
        );
      return type;
    },
    membersOf: (target) => [...types.values()].filter((type) => type.id === target || type.family === target),
    hasField: (id) =>
      project.customFields.some((field) => field.id === id) ||
      [...types.values()].some(({ fields, sublists }) =>
        [fields, ...sublists.values()].some((known) => known.has(id)),
      ),
  };
}

/** What the project defines comes first. */
function addInferred(type: RecordType, { fields }: InferredSchema): void {
  for (const { recordType, sublist, id, spec, choices } of fields) {
    if (recordType !== type.id) continue;
    const own =
      sublist === undefined ? type.fields : (type.sublists.get(sublist) ?? new Map<string, Field>());
    if (sublist !== undefined) (type.sublists as Map<string, typeof own>).set(sublist, own);
    if (!own.has(id))
      (own as Map<string, Field>).set(id, {
        ...parseDefinition({ id, label: id, spec }),
        free: true,
        choices,
      });
  }
}

/** What one record has is inferred to be there for all: setup/infer-schema.ts. */
export const GIVE_ONE =
  'If NetSuite has it, give one record of the account a value there: scripts may then read, set and search it.';

/** The field, or a refusal by name. */
export function fieldOf(type: RecordType, id: string): Field {
  const field = type.fields.get(id);
  if (!field) throw new NotEmulated(`field ${type.id}.${id}`, GIVE_ONE);
  return field;
}

/** The fields of a sublist, or a refusal by name. */
export function sublistOf(type: RecordType, sublistId: string): ReadonlyMap<string, Field> {
  const sublist = type.sublists.get(sublistId);
  if (!sublist) throw new NotEmulated(`sublist ${type.id}.${sublistId}`, GIVE_ONE);
  return sublist;
}

/** A field of a sublist, or a refusal by name. */
export function sublistFieldOf(type: RecordType, sublistId: string, id: string): Field {
  const field = sublistOf(type, sublistId).get(id);
  if (!field) throw new NotEmulated(`field ${type.id}.${sublistId}.${id}`, GIVE_ONE);
  return field;
}

function standardType(id: string, spec: RecordTypeSpec, project: SdfProject): RecordType {
  const sublists = Object.entries(spec.sublists ?? {}).map(
    ([sublist, fields]) =>
      [sublist, fieldMap([...specFields(fields), ...customFields(project, id, sublist)])] as const,
  );
  return {
    id,
    label: spec.label,
    class: spec.class,
    searchCode: spec.searchCode,
    family: spec.family,
    nameField: spec.nameField,
    optimisticLocking: spec.class === 'transaction',
    fields: fieldMap([...specFields(spec.fields), ...customFields(project, id, undefined)]),
    sublists: new Map(sublists),
  };
}

function customType(custom: CustomRecordType): RecordType {
  const standard = {
    externalid: 'text',
    isinactive: 'checkbox',
    created: 'datetime readonly',
    lastmodified: 'datetime readonly',
    ...(custom.includesName ? { name: 'text required' } : { name: 'text readonly' }),
  };
  return {
    id: custom.id,
    label: custom.label,
    class: 'custom',
    searchCode: undefined,
    family: undefined,
    nameField: 'name',
    optimisticLocking: custom.optimisticLocking,
    fields: fieldMap([...specFields(standard), ...custom.fields.map(parseDefinition)]),
    sublists: new Map(),
  };
}

function listType({ id, label }: CustomList): RecordType {
  return {
    id,
    label,
    class: 'custom',
    searchCode: undefined,
    family: undefined,
    nameField: 'name',
    optimisticLocking: false,
    fields: fieldMap(specFields({ externalid: 'text', name: 'text required', isinactive: 'checkbox' })),
    sublists: new Map(),
  };
}

function customFields(project: SdfProject, recordType: string, sublist: string | undefined): Field[] {
  return project.customFields
    .filter((field) =>
      field.places.some((place) => place.recordType === recordType && place.sublist === sublist),
    )
    .map(parseDefinition);
}

const specFields = (specs: Readonly<Record<string, string>>): Field[] =>
  Object.entries(specs).map(([id, spec]) => parseDefinition({ id, label: id, spec }));

function parseDefinition({ id, label, spec }: CustomFieldDefinition): Field {
  const words = spec.split(' ');
  const type = (words[0] ?? 'text') as FieldType;
  return {
    ...MUTABLE,
    id,
    label,
    type,
    target: TARGETED.includes(type) ? (words[1] ?? '') : '',
    required: words.includes('required'),
    readOnly: words.includes('readonly'),
    ...(words.includes('free') ? { free: true } : {}),
    ...(STANDARD_CHOICES[words[1] ?? ''] ? { choices: STANDARD_CHOICES[words[1] ?? ''] } : {}),
  };
}

const fieldMap = (fields: Field[]): ReadonlyMap<string, Field> =>
  new Map(fields.map((field) => [field.id, field]));
