/**
 * What an account's data has and no table describes is kept as plain data: scripts may read, set and search it, no rule of
 * NetSuite applies to it. It is reported to whoever loads the data.
 */
import {
  type AccountData,
  type InferredSchema,
  isFieldName,
  recordsOf,
  type ValuesData,
} from '../account/account-data.ts';
import { createSchema, type RecordType } from '../account/schema.ts';
import type { RecordTypeSpec } from '../platform/record-types.ts';
import type { SdfProject } from '../sdf/project.ts';

/** Codes of transaction types in `type` and `status` filters, for those without a table of their own. */
const SEARCH_CODES: Readonly<Record<string, string>> = {
  purchaseorder: 'PurchOrd',
  transferorder: 'TrnfrOrd',
  invoice: 'CustInvc',
  cashsale: 'CashSale',
  creditmemo: 'CustCred',
  returnauthorization: 'RtnAuth',
  itemreceipt: 'ItemRcpt',
  customerdeposit: 'CustDep',
  estimate: 'Estimate',
  inventoryadjustment: 'InvAdjst',
  inventorytransfer: 'InvTrnfr',
};

type Place = { recordType: string; sublist: string | undefined };

export function inferSchema(
  data: AccountData,
  project: SdfProject,
): { inferred: InferredSchema; notices: string[] } {
  const inferred: InferredSchema = { types: {}, fields: [] };
  const known = createSchema(project);
  const notices: string[] = [];
  for (const [id, records] of Object.entries(recordsOf(data))) {
    const type = known.find(id);
    if (!type) {
      inferred.types[id] = inferType(id);
      notices.push(`record type ${id} is kept as plain data: no rule of NetSuite applies to it`);
    }
    const place = { recordType: id, sublist: undefined };
    inferFields(inferred, notices, place, records, (name) => isBodyField(type, inferred.types[id], name));
    for (const sublist of new Set(records.flatMap(({ sublists }) => Object.keys(sublists ?? {}))))
      inferFields(
        inferred,
        notices,
        { recordType: id, sublist },
        records.flatMap(({ sublists }) => sublists?.[sublist] ?? []),
        (name) => type?.sublists.get(sublist)?.has(name) === true,
      );
  }
  return { inferred, notices };
}

const isBodyField = (type: RecordType | undefined, spec: RecordTypeSpec | undefined, name: string): boolean =>
  !isFieldName(name) || type?.fields.has(name) === true || (spec !== undefined && name in spec.fields);

function inferType(id: string): RecordTypeSpec {
  if (id.startsWith('customrecord') || id.startsWith('customlist'))
    return {
      label: id,
      class: 'custom',
      nameField: 'name',
      fields: { externalid: 'text', name: 'text', isinactive: 'checkbox' },
    };
  const searchCode = SEARCH_CODES[id];
  if (!searchCode)
    return {
      label: id,
      class: 'other',
      nameField: 'name',
      fields: { externalid: 'text', name: 'text', isinactive: 'checkbox' },
    };
  const fields = {
    externalid: 'text',
    tranid: 'text',
    trandate: 'date',
    memo: 'textarea',
    entity: 'select entity',
    createdfrom: 'select transaction',
    location: 'select location',
    subsidiary: 'select subsidiary',
  };
  const item = {
    item: 'select item',
    line: 'id',
    lineuniquekey: 'id',
    quantity: 'float',
    location: 'select location',
  };
  return {
    label: id,
    class: 'transaction',
    searchCode,
    family: 'transaction',
    nameField: 'tranid',
    fields,
    sublists: { item },
  };
}

function inferFields(
  inferred: InferredSchema,
  notices: string[],
  { recordType, sublist }: Place,
  entries: readonly ValuesData[],
  isKnown: (name: string) => boolean,
): void {
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))].filter(
    (name) => isFieldName(name) && !isKnown(name),
  );
  for (const id of names) {
    const values = entries.map((entry) => entry[id]).filter((value) => value !== null && value !== undefined);
    inferred.fields.push({ recordType, sublist, id, spec: specOf(values) });
  }
  if (names.length === 0) return;
  const place = sublist === undefined ? recordType : `${recordType}.${sublist}`;
  notices.push(
    `fields of ${place} kept as plain data, as no table and no object of the project has them: ${names.join(', ')}`,
  );
}

function specOf(values: readonly unknown[]): string {
  const all = (test: (value: unknown) => boolean) => values.length > 0 && values.every(test);
  if (all((value) => typeof value === 'boolean' || value === 'T' || value === 'F')) return 'checkbox';
  if (all((value) => typeof value === 'number')) return 'float';
  if (all((value) => /^\d{4}-\d\d-\d\d$/.test(String(value)))) return 'date';
  if (all((value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(String(value)))) return 'datetime';
  return all((value) => String(value).length <= 4_000) ? 'textarea' : 'clobtext';
}
