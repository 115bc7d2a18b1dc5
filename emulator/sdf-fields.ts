/** Custom fields and custom record types, as their SDF XML defines them. */
import { NotEmulated } from './not-emulated.ts';
import { childrenIn, flagOf, reference, textOf, type XmlElement } from './sdf-xml.ts';

export type CustomFieldDefinition = {
  id: string;
  label: string;
  /** The schema's words for it, see FieldSpec in record-types.ts. */
  spec: string;
};

/** A field on transactions, and the places it applies to. */
export type CustomField = CustomFieldDefinition & {
  places: readonly { recordType: string; sublist?: string }[];
};

export type CustomRecordType = {
  id: string;
  label: string;
  includesName: boolean;
  optimisticLocking: boolean;
  fields: readonly CustomFieldDefinition[];
};

/** Which flags of a transaction field put it on which record the emulator knows. */
const PLACES: Readonly<Record<string, { recordType: string; sublist?: string }>> = {
  bodysale: { recordType: 'salesorder' },
  bodyitemfulfillment: { recordType: 'itemfulfillment' },
  colsale: { recordType: 'salesorder', sublist: 'item' },
  colitemfulfillment: { recordType: 'itemfulfillment', sublist: 'item' },
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

/** Numbers SDF uses for standard record types in `selectrecordtype`. */
const STANDARD_TARGETS: Readonly<Record<string, string>> = {
  '-2': 'customer',
  '-4': 'employee',
  '-10': 'item',
  '-30': 'transaction',
  '-103': 'location',
  '-117': 'subsidiary',
};

/** A body or line field on transactions; undefined for any other object. */
export function readTransactionField(object: XmlElement): CustomField | undefined {
  if (object.name !== 'transactionbodycustomfield' && object.name !== 'transactioncolumncustomfield') {
    return undefined;
  }
  const places = Object.entries(PLACES)
    .filter(([flag]) => flagOf(object, flag))
    .map(([, place]) => place);
  return { ...readDefinition(object), places };
}

/** Documented defaults: optimistic locking on, name field included (SDFxml_372451363). */
export function readCustomRecordType(object: XmlElement): CustomRecordType {
  return {
    id: object.attributes.scriptid ?? '',
    label: textOf(object, 'recordname'),
    includesName: flagOf(object, 'includename', true),
    optimisticLocking: flagOf(object, 'enableoptimisticlocking', true),
    fields: childrenIn(object, 'customrecordcustomfields', 'customrecordcustomfield').map(readDefinition),
  };
}

function readDefinition(field: XmlElement): CustomFieldDefinition {
  const id = field.attributes.scriptid ?? '';
  const required = flagOf(field, 'ismandatory') ? ' required' : '';
  return { id, label: textOf(field, 'label') || id, spec: `${typeOf(field, id)}${required}` };
}

function typeOf(field: XmlElement, id: string): string {
  const declared = textOf(field, 'fieldtype') || 'TEXT';
  const type = FIELD_TYPES[declared];
  if (!type) throw new NotEmulated(`field type ${declared} of ${id}`);
  return type === 'select' || type === 'multiselect' ? `${type} ${targetOf(field, id)}` : type;
}

function targetOf(field: XmlElement, id: string): string {
  const target = reference(textOf(field, 'selectrecordtype'));
  const standard = STANDARD_TARGETS[target];
  if (standard) return standard;
  if (target.startsWith('customrecord')) return target;
  throw new NotEmulated(`selectrecordtype ${target || '(empty)'} of ${id}`);
}
