/** Joins: a field of another record, to which a field of the row points, or which stands beside it. */

import type { World } from '../../account/account-context.ts';
import type { RecordType } from '../../account/schema.ts';
import type { StoredRecord, Values } from '../../account/store.ts';
import { linkOf, orderLineOf } from '../../orders/transforms/links.ts';
import { findReferenced } from '../../records/references.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { besideOf, isStockOfItem, type Kind, kindOfJoin } from '../beside/beside.ts';
import { findReader, isPlain, itemLineReader } from '../fields/find-reader.ts';
import { pseudo } from '../fields/record-columns.ts';
import { type Cell, type CellReader, mainRow } from '../rows.ts';
import { BALANCE_JOINS, BALANCE_TYPE } from '../stock/inventory-balance.ts';

/** Joins of transactions: the field of a row that points at the joined record, and what it points at. */
const TRANSACTION_JOINS: Readonly<Record<string, { field: string; target: string }>> = {
  createdfrom: { field: 'createdfrom', target: 'transaction' },
  item: { field: 'item', target: 'item' },
  location: { field: 'location', target: 'location' },
  customer: { field: 'entity', target: 'customer' },
  customermain: { field: 'entity', target: 'customer' },
  salesrep: { field: 'salesrep', target: 'employee' },
  shipmethod: { field: 'shipmethod', target: 'shipitem' },
  tolocation: { field: 'transferlocation', target: 'location' },
  inventorylocation: { field: 'inventorylocation', target: 'location' },
  subsidiary: { field: 'subsidiary', target: 'subsidiary' },
};

export function joinedReader(
  world: World,
  types: RecordType[],
  join: string,
  name: string,
): CellReader | undefined {
  if (join === 'appliedtotransaction' && types[0]?.class === 'transaction') return appliedReader(world, name);
  if (isStockOfItem(join, name, types[0]?.family) && !isPlain(world, 'item', name))
    return itemLineReader(name, 'itemplace');
  const kind = kindOfJoin(join, types[0]?.family);
  if (kind && !types.some((type) => type.fields.has(join))) return besideReader(world, kind, name);
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

/** A field of what a search shows beside its rows: another transaction, or the record that a line of an item points at. */
function besideReader(world: World, kind: Kind, name: string): CellReader | undefined {
  if (kind === 'note') return noteReader(name);
  const target = { member: 'item', place: 'location' }[kind as string] ?? 'transaction';
  const reader = findReader(world, world.schema.membersOf(target), name);
  if (!reader) return undefined;
  return (row) => {
    const beside = besideOf(row, kind);
    if (target === 'transaction') return beside ? reader(beside) : emptyCell(reader);
    const id = beside?.line?.[kind === 'member' ? 'item' : 'location'] ?? null;
    const found = id === null ? undefined : findReferenced(world, target, String(id));
    return found ? reader(mainRow(found)) : emptyCell(reader);
  };
}

const NOTE_COLUMNS = {
  date: 'datetime',
  field: 'select',
  oldvalue: 'text',
  newvalue: 'text',
  type: 'checkbox',
} as const;

/** A column of a system note; `type` says whether it is of the record's creation. */
function noteReader(name: string): CellReader | undefined {
  const type = NOTE_COLUMNS[name as keyof typeof NOTE_COLUMNS];
  if (type === undefined) return undefined;
  return (row) => ({ field: pseudo(name, type), value: besideOf(row, 'note')?.line?.[name] ?? null });
}

/** A fulfillment's line applies to the line of its order it fulfils. */
function appliedReader(world: World, name: string): CellReader | undefined {
  const reader = findReader(world, world.schema.membersOf('transaction'), name);
  if (!reader) return undefined;
  return ({ record, line }) => {
    if (APPLIED_OTHERWISE.includes(record.type))
      throw new NotEmulated(`what ${record.type} ${record.id} is applied to`);
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

/** Transactions that are applied to others by a sublist of their own, not line by line. */
const APPLIED_OTHERWISE = [
  'creditmemo',
  'customerdeposit',
  'customerpayment',
  'customerrefund',
  'vendorpayment',
];

function joinOf(world: World, types: RecordType[], join: string): { field: string; target: string } {
  const joins = types[0]?.class === 'transaction' ? TRANSACTION_JOINS : undefined;
  const standard = (types[0] === BALANCE_TYPE ? BALANCE_JOINS : joins)?.[join];
  if (standard) return standard;
  const field = types.map((type) => type.fields.get(join)).find((candidate) => candidate !== undefined);
  const isKept = field !== undefined && world.schema.membersOf(field.target).length > 0;
  if (field?.type === 'select' && join.startsWith('cust') && isKept)
    return { field: join, target: field.target };
  throw new NotEmulated(`search join ${join} of ${types[0]?.id ?? 'nothing'}`);
}

/** Nothing of any kind stands beside a record that is not there. */
const NOTHING_BESIDE = {
  member: null,
  place: null,
  itemplace: null,
  applying: null,
  fulfilling: null,
  billing: null,
  note: null,
};

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
    field: reader({ record: nothing, line: null, kind: 'main', beside: NOTHING_BESIDE }).field,
    value: null,
    shown: '',
    text: '',
  };
}
