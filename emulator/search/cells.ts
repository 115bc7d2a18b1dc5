/** What a search column or filter name stands for, on each kind of record; names nobody knows are refused. */

import type { World } from '../account/account-context.ts';
import type { Field, FieldType, RecordType } from '../account/schema.ts';
import type { StoredRecord, Value, Values } from '../account/store.ts';
import { trackingNumbersOf } from '../orders/packages.ts';
import { linkOf, orderLineOf } from '../orders/transforms/links.ts';
import { unitRate } from '../orders/units.ts';
import { ITEM_TYPES } from '../platform/record-types.ts';
import { findReferenced } from '../records/references.ts';
import { transactionStatus } from '../records/transaction-status.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { formulaReader } from './formula.ts';
import { type Cell, type CellReader, mainRow, type Row } from './rows.ts';

type NameErrorCode = 'SSS_INVALID_SRCH_COL' | 'SSS_INVALID_SRCH_FILTER';

/** The reader of a name on a search type (a record type or a family), or a refusal. */
export function readerOf(
  world: World,
  searchType: string,
  name: string,
  join: string | undefined,
  errorCode: NameErrorCode,
  formula?: string,
): CellReader {
  if (formula !== undefined)
    return formulaReader(world, name, formula, (field, via) =>
      readerOf(world, searchType, field, via, errorCode),
    );
  const types = world.schema.membersOf(searchType);
  const reader = join === undefined ? findReader(world, types, name) : joinedReader(world, types, join, name);
  if (reader) return reader;
  throw unknownName(world, searchType, join === undefined ? name : `${join}.${name}`, errorCode);
}

/**
 * An account has its custom fields from the project and its data, so one that nobody has is NetSuite's own error. Of NetSuite's own
 * columns and filters only some are here: what is missing is missing from the emulator.
 */
function unknownName(world: World, searchType: string, name: string, errorCode: NameErrorCode): Error {
  const isColumn = errorCode === 'SSS_INVALID_SRCH_COL';
  const id = name.split('.').at(-1) ?? name;
  if (!id.startsWith('cust') || world.schema.hasField(id))
    return new NotEmulated(`search ${isColumn ? 'column' : 'filter'} ${name} on ${searchType}`);
  const what = isColumn
    ? 'nlobjSearchColumn contains an invalid column'
    : 'nlobjSearchFilter contains an invalid filter';
  return suiteError(errorCode, `An ${what}, or is not in proper syntax: ${name} on ${searchType}.`);
}

/** Joins of transactions: the field of a row that points at the joined record, and what it points at. */
const TRANSACTION_JOINS: Readonly<Record<string, { field: string; target: string }>> = {
  createdfrom: { field: 'createdfrom', target: 'transaction' },
  item: { field: 'item', target: 'item' },
  location: { field: 'location', target: 'location' },
  customer: { field: 'entity', target: 'customer' },
  customermain: { field: 'entity', target: 'customer' },
  salesrep: { field: 'salesrep', target: 'employee' },
  shipmethod: { field: 'shipmethod', target: 'shipitem' },
  subsidiary: { field: 'subsidiary', target: 'subsidiary' },
};

function joinedReader(world: World, types: RecordType[], join: string, name: string): CellReader | undefined {
  if (join === 'appliedtotransaction' && types[0]?.class === 'transaction') return appliedReader(world, name);
  const { field, target } = joinOf(world, types, join);
  const pointer = findReader(world, types, field);
  const reader = findReader(world, world.schema.membersOf(target), name);
  if (!pointer || !reader) return undefined;
  return (row) => {
    const id = pointer(row).value;
    const joined = id === null ? undefined : findReferenced(world, target, String(id));
    return joined ? reader(mainRow(joined)) : emptyCell(reader);
  };
}

/** A fulfillment's line applies to the line of its order it fulfils. */
function appliedReader(world: World, name: string): CellReader | undefined {
  const reader = findReader(world, world.schema.membersOf('transaction'), name);
  if (!reader) return undefined;
  return ({ record, line }) => {
    const order = findReferenced(world, 'transaction', String(record.fields.createdfrom ?? ''));
    const applied = line && order && appliedLine(order, record, line);
    return order && applied ? reader({ record: order, line: applied, kind: 'line' }) : emptyCell(reader);
  };
}

function appliedLine(
  order: Readonly<StoredRecord>,
  { type }: Readonly<StoredRecord>,
  line: Readonly<Values>,
) {
  const lines = order.sublists.item ?? [];
  const link = linkOf(order.type, type);
  return link ? orderLineOf(link, lines, line) : lines.find((candidate) => candidate.line === line.orderline);
}

function joinOf(world: World, types: RecordType[], join: string): { field: string; target: string } {
  const standard = types[0]?.class === 'transaction' ? TRANSACTION_JOINS[join] : undefined;
  if (standard) return standard;
  const field = types.map((type) => type.fields.get(join)).find((candidate) => candidate !== undefined);
  const isKept = field !== undefined && world.schema.membersOf(field.target).length > 0;
  if (field?.type === 'select' && join.startsWith('cust') && isKept)
    return { field: join, target: field.target };
  throw new NotEmulated(`search join ${join} of ${types[0]?.id ?? 'nothing'}`);
}

/** A cell of the same type with nothing in it, for rows whose join leads nowhere. */
function emptyCell(reader: CellReader): Cell {
  const nothing: StoredRecord = {
    type: '',
    id: 0,
    version: 0,
    created: 0,
    modified: 0,
    fields: {},
    sublists: {},
    lastLine: 0,
  };
  return {
    field: reader({ record: nothing, line: null, kind: 'main' }).field,
    value: null,
    shown: '',
    text: '',
  };
}

function findReader(world: World, types: RecordType[], name: string): CellReader | undefined {
  if (types[0]?.class === 'transaction') return transactionReader(world, types, name);
  return OTHER_COLUMNS[name] ?? aliasReader(types, name) ?? bodyReader(types, name);
}

function transactionReader(world: World, types: RecordType[], name: string): CellReader | undefined {
  const special = TRANSACTION_COLUMNS[name];
  if (special) return (row) => special(row, world);
  const lineField = types
    .map((type) => type.sublists.get('item')?.get(name))
    .find((field) => field !== undefined);
  if (lineField && (lineField.free || LINE_COLUMNS.includes(name) || name.startsWith('custcol')))
    return QUANTITY_COLUMNS.includes(name) ? inBaseUnits(world, lineField) : lineReader(lineField);
  const searchable = BODY_COLUMNS.includes(name) || name.startsWith('custbody') || isFree(types, name);
  return searchable ? bodyReader(types, name) : undefined;
}

const isFree = (types: RecordType[], name: string): boolean =>
  types.some((type) => type.fields.get(name)?.free);

/** Searches count in base units whatever unit the line has; `quantityuom` is in the line's own (published searches). */
const QUANTITY_COLUMNS = [
  'quantity',
  'quantitycommitted',
  'quantitybilled',
  'quantitypicked',
  'quantitypacked',
];

/** Columns read from the line; a line field without one is blank on the main row. */
const LINE_COLUMNS = [
  ...QUANTITY_COLUMNS,
  'item',
  'inventorylocation',
  'inventorysubsidiary',
  'shipgroup',
  'rate',
  'amount',
];

const BODY_COLUMNS = [
  'tranid',
  'trandate',
  'entity',
  'subsidiary',
  'shipmethod',
  'shipcarrier',
  'shipdate',
  'createdfrom',
  'salesrep',
  'otherrefnum',
  'email',
  'postingperiod',
];

function inBaseUnits(world: World, field: Field): CellReader {
  return ({ line }) => ({ field, value: baseUnits(world, line, line?.[field.id]) });
}

const baseUnits = (world: World, line: Row['line'], quantity: Value | undefined): Value =>
  line && typeof quantity === 'number' ? quantity * unitRate(world, line) : (quantity ?? null);

const lineReader =
  (field: Field): CellReader =>
  ({ line }) => ({ field, value: line?.[field.id] ?? null });

function bodyReader(types: RecordType[], name: string): CellReader | undefined {
  const field = types.map((type) => type.fields.get(name)).find((candidate) => candidate !== undefined);
  return field && (({ record }) => ({ field, value: record.fields[field.id] ?? null }));
}

/** `name` in an item search is the item's own number. */
const aliasReader = (types: RecordType[], name: string): CellReader | undefined =>
  name === 'name' && types[0]?.family === 'item' ? bodyReader(types, 'itemid') : undefined;

/** Columns every record has. An external id is chosen like a reference, an internal id also. */
const IDENTITY_COLUMNS: Readonly<Record<string, CellReader>> = {
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

const OTHER_COLUMNS: Readonly<Record<string, CellReader>> = {
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

const TRANSACTION_COLUMNS: Readonly<Record<string, (row: Row, world: World) => Cell>> = {
  ...IDENTITY_COLUMNS,
  type: ({ record }, world) => {
    const type = world.schema.find(record.type);
    return { field: pseudo('type', 'select'), value: type?.searchCode ?? null, text: type?.label ?? '' };
  },
  status: ({ record }) => statusCell(record),
  statusref: ({ record }) => statusCell(record),
  mainline: ({ kind }) => ({
    field: pseudo('mainline', 'checkbox'),
    value: kind === 'main',
    shown: kind === 'main' ? '*' : ' ',
  }),
  cogs: ({ kind }) => flag('cogs', kind === 'cogs'),
  taxline: () => flag('taxline', false),
  shipping: () => flag('shipping', false),
  voided: () => flag('voided', false),
  closed: ({ record, line }) =>
    flag('closed', line ? line.isclosed === true : record.fields.orderstatus === 'H'),
  line: ({ line }) => ({ field: pseudo('line', 'integer'), value: line ? Number(line.line) : 0 }),
  linesequencenumber: ({ line }) => ({
    field: pseudo('linesequencenumber', 'integer'),
    value: line ? Number(line.line) : 0,
  }),
  lineuniquekey: ({ line }) => ({
    field: pseudo('lineuniquekey', 'integer'),
    value: line ? Number(line.lineuniquekey) : null,
  }),
  quantityshiprecv: ({ record, line }, world) => ({
    field: pseudo('quantityshiprecv', 'float'),
    value: record.type === 'salesorder' ? baseUnits(world, line, line?.quantityfulfilled) : null,
  }),
  quantityuom: ({ line }) => ({ field: pseudo('quantityuom', 'float'), value: line?.quantity ?? null }),
  unit: ({ line }) => ({ field: pseudo('unit', 'text'), value: line?.units ?? null }),
  location: ({ record, line }) => ({
    field: { ...pseudo('location', 'select'), target: 'location' },
    value: (line ? line.location : record.fields.location) ?? null,
  }),
  name: ({ record }) => ({
    field: { ...pseudo('name', 'select'), target: 'entity' },
    value: record.fields.entity ?? null,
  }),
  memo: ({ record, line }) => ({
    field: pseudo('memo', 'text'),
    value: line ? null : (record.fields.memo ?? null),
  }),
  numbertext: ({ record }) => ({ field: pseudo('numbertext', 'text'), value: record.fields.tranid ?? null }),
  memomain: ({ record }) => ({ field: pseudo('memomain', 'text'), value: record.fields.memo ?? null }),
  trackingnumbers: ({ record }) => ({
    field: pseudo('trackingnumbers', 'text'),
    value: trackingNumbersOf(record),
  }),
  actualshipdate: ({ record }) => ({
    field: pseudo('actualshipdate', 'date'),
    value: record.fields.shippeddate ?? null,
  }),
  datecreated: ({ record }) => ({ field: pseudo('datecreated', 'datetime'), value: record.created }),
  lastmodifieddate: ({ record }) => ({
    field: pseudo('lastmodifieddate', 'datetime'),
    value: record.modified,
  }),
};

/** Filters say `SalesOrd:B`, values say `pendingFulfillment`, text says `Pending Fulfillment`. */
function statusCell(record: Readonly<StoredRecord>): Cell {
  const { code, name, label } = transactionStatus(record) ?? { code: null, name: '', label: '' };
  return { field: pseudo('status', 'select'), value: code, shown: name, text: label };
}

const flag = (id: string, value: boolean): Cell => ({ field: pseudo(id, 'checkbox'), value });

const pseudo = (id: string, type: FieldType): Field => ({
  id,
  label: id,
  type,
  target: '',
  required: false,
  readOnly: true,
});
