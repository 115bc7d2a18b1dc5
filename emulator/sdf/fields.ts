/** Custom fields and custom record types, as their SDF XML defines them. */
import { ITEM_TYPES } from '../platform/record-types.ts';
import { TRANSACTIONS } from '../platform/transactions.ts';
import { childrenIn, flagOf, reference, textOf, type XmlElement } from './xml.ts';

export type CustomFieldDefinition = {
  id: string;
  label: string;
  /** The schema's words for it, see FieldSpec in record-types.ts. */
  spec: string;
};

/** A field on standard records, and the places it applies to. */
export type CustomField = CustomFieldDefinition & {
  places: readonly { recordType: string; sublist?: string }[];
};

export type CustomRecordType = {
  id: string;
  label: string;
  includesName: boolean;
  optimisticLocking: boolean;
  /** Who may see its records: `NONENEEDED` is everybody. */
  accessType: string;
  fields: readonly CustomFieldDefinition[];
};

const FIELD_TYPES: Readonly<Record<string, string>> = {
  TEXT: 'text',
  TEXTAREA: 'textarea',
  CLOBTEXT: 'clobtext',
  RICHTEXT: 'clobtext',
  EMAIL: 'text',
  PHONE: 'text',
  URL: 'text',
  INTEGER: 'integer',
  FLOAT: 'float',
  CURRENCY: 'currency',
  PERCENT: 'float',
  CHECKBOX: 'checkbox',
  DATE: 'date',
  DATETIMETZ: 'datetime',
  SELECT: 'select',
  MULTISELECT: 'multiselect',
};

/** Kinds of fields with no rule here: text, as long as it need be. */
const OTHER_TYPE = 'clobtext';

/** Numbers SDF uses for standard record types in `selectrecordtype`. */
const STANDARD_TARGETS: Readonly<Record<string, string>> = {
  '-2': 'customer',
  '-4': 'employee',
  '-10': 'item',
  '-30': 'transaction',
  '-103': 'location',
  '-117': 'subsidiary',
};

type Place = { recordType: string; sublist?: string };

/** A field on standard records; undefined for any other object. */
export function readStandardField(object: XmlElement): CustomField | undefined {
  const places = PLACES_BY_KIND[object.tag]?.(object);
  return places && { ...readDefinition(object), places };
}

const PLACES_BY_KIND: Readonly<Record<string, (object: XmlElement) => Place[]>> = {
  transactionbodycustomfield: bodyPlaces,
  transactioncolumncustomfield: linePlaces,
  entitycustomfield: (object) =>
    flagged(object, { appliestocustomer: 'customer', appliestoemployee: 'employee' }),
  itemcustomfield: () => Object.keys(ITEM_TYPES).map((recordType) => ({ recordType })),
  othercustomfield: (object) => {
    const target = STANDARD_TARGETS[reference(textOf(object, 'rectype'))];
    return target === undefined ? [] : [{ recordType: target }];
  },
};

/** On every transaction that one of the object's flags names, whether there are rules for that transaction here or not. */
function bodyPlaces(object: XmlElement): Place[] {
  return Object.entries(TRANSACTIONS)
    .filter(([, { body }]) => body.some((flag) => flagOf(object, flag)))
    .map(([recordType]) => ({ recordType }));
}

function linePlaces(object: XmlElement): Place[] {
  return Object.entries(TRANSACTIONS)
    .filter(([, { column }]) => column.some((flag) => flagOf(object, flag)))
    .map(([recordType, { lines }]) => ({ recordType, sublist: lines }));
}

function flagged(object: XmlElement, types: Readonly<Record<string, string>>): Place[] {
  return Object.entries(types)
    .filter(([flag]) => flagOf(object, flag))
    .map(([, recordType]) => ({ recordType }));
}

/** A list of values; NetSuite numbers them as they are deployed, here in the order of the file. */
export type CustomList = { id: string; label: string; values: readonly string[] };

export function readCustomList(object: XmlElement): CustomList {
  return {
    id: object.scriptid,
    label: textOf(object, 'name'),
    values: childrenIn(object, 'customvalues', 'customvalue').map((value) => textOf(value, 'value')),
  };
}

/** Documented defaults: optimistic locking on, name field included (SDFxml_372451363). */
export function readCustomRecordType(object: XmlElement): CustomRecordType {
  return {
    id: object.scriptid,
    label: textOf(object, 'recordname'),
    includesName: flagOf(object, 'includename', true),
    optimisticLocking: flagOf(object, 'enableoptimisticlocking', true),
    accessType: textOf(object, 'accesstype'),
    fields: childrenIn(object, 'customrecordcustomfields', 'customrecordcustomfield').map(readDefinition),
  };
}

function readDefinition(field: XmlElement): CustomFieldDefinition {
  const id = field.scriptid;
  const required = flagOf(field, 'ismandatory') ? ' required' : '';
  return { id, label: textOf(field, 'label') || id, spec: `${typeOf(field)}${required}` };
}

function typeOf(field: XmlElement): string {
  const type = FIELD_TYPES[textOf(field, 'fieldtype') || 'TEXT'] ?? OTHER_TYPE;
  return type === 'select' || type === 'multiselect' ? `${type} ${targetOf(field)}` : type;
}

/** What a standard record's number stands for, or the custom record or list; others point at what the account has not. */
function targetOf(field: XmlElement): string {
  const target = reference(textOf(field, 'selectrecordtype'));
  return STANDARD_TARGETS[target] ?? (target || 'nothing');
}
