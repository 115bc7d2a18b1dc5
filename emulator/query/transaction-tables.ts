/** The tables of transactions and of their lines. */

import type { World } from '../account/account-context.ts';
import type { Field } from '../account/schema.ts';
import type { StoredRecord, Values } from '../account/store.ts';
import { linesOfType } from '../platform/inferred/other-types.ts';
import { TRANSACTIONS } from '../platform/transactions.ts';
import { findStatus } from '../records/transaction-status.ts';
import { choiceName } from '../records/values.ts';
import {
  bare,
  type Cell,
  type Column,
  columnOf,
  customFields,
  fieldColumn,
  ID,
  lineColumn,
  lineFieldColumn,
  type Row,
  recordsOf,
  type SqlType,
  type Table,
  timesOf,
  type Vague,
} from './columns.ts';

const BODY_COLUMNS = [
  'tranid',
  'trandate',
  'entity',
  'externalid',
  'memo',
  'otherrefnum',
  'email',
  'shipmethod',
  'shipdate',
  'salesrep=employee',
  'postingperiod',
];

/** Of the line, or of the record on its main line. */
const LINE_COLUMNS = [
  'item',
  'location',
  'shipgroup',
  'quantitybilled',
  'quantitypicked',
  'quantitypacked',
  'isclosed',
];

export function transactions(world: World): Table {
  const types = world.schema.membersOf('transaction');
  const [created, modified] = timesOf(world) as [Column, Column];
  return {
    name: 'transaction',
    columns: [
      ID,
      { name: 'type', type: 'TEXT', read: ({ record }) => typeCell(world, record) },
      { name: 'recordtype', type: 'TEXT', read: ({ record }) => bare(record.type) },
      { name: 'status', type: 'TEXT', read: ({ record }) => statusCell(record) },
      { name: 'voided', type: 'TEXT', read: () => bare('F') },
      { ...created, name: 'createddate' },
      { ...modified, name: 'lastmodifieddate' },
      ...BODY_COLUMNS.flatMap((field) => columnOf(world, types, field)),
      ...customFields(types).map((field) => fieldColumn(world, field, field.id)),
    ],
    rows: () => recordsOf(world, types).map((record) => ({ record, line: null })),
  };
}

const typeCell = ({ schema }: World, { type }: Readonly<StoredRecord>): Cell => ({
  value: schema.find(type)?.searchCode ?? null,
  shown: schema.find(type)?.label ?? null,
});

/** Of a kind whose statuses are not known. */
const ANY_LETTER = Object.fromEntries([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => [letter, letter]));

/** The letter; shown as `Sales Order : Pending Fulfillment`. */
function statusCell(record: Readonly<StoredRecord>): Cell | Vague {
  const kind = TRANSACTIONS[record.type];
  const cell = (letter: string, label: string): Cell => ({
    value: letter,
    shown: `${kind?.label ?? record.type} : ${label}`,
  });
  const status = findStatus(record);
  if (status === undefined) return bare(null);
  if (typeof status !== 'string') return cell(status.code.split(':').at(-1) ?? '', status.label);
  const statuses = Object.entries(kind?.statuses ?? ANY_LETTER);
  return { why: status, candidates: statuses.map(([letter, label]) => cell(letter, label)) };
}

export function transactionLines(world: World): Table {
  const types = world.schema.membersOf('transaction');
  const own = (read: Column['read'], name: string, type: SqlType = 'TEXT'): Column => ({ name, type, read });
  return {
    name: 'transactionline',
    columns: [
      own(({ line }) => bare(line ? Number(line.line) : 0), 'id', 'INTEGER'),
      own(
        ({ record }) => ({ value: record.id, shown: choiceName(world, TO_TRANSACTION, String(record.id)) }),
        'transaction',
        'INTEGER',
      ),
      own(({ line }) => bare(line ? Number(line.line) : 0), 'linesequencenumber', 'INTEGER'),
      own(
        ({ line }) => bare(line?.lineuniquekey ? Number(line.lineuniquekey) : null),
        'uniquekey',
        'INTEGER',
      ),
      own(({ line }) => bare(line ? 'F' : 'T'), 'mainline'),
      own(() => bare('F'), 'taxline'),
      own(({ record, line }) => (line ? quantityOf(record, line) : bare(null)), 'quantity', 'REAL'),
      own(
        ({ line }) => bare((line?.quantityfulfilled as number | undefined) ?? null),
        'quantityshiprecv',
        'REAL',
      ),
      ...['createdfrom', 'entity', 'subsidiary'].flatMap((field) => columnOf(world, types, field)),
      ...LINE_COLUMNS.flatMap((name) => lineColumn(world, types, name)),
      ...customFields(types, 'line').map((field) => lineFieldColumn(world, field)),
    ],
    rows: () => recordsOf(world, types).flatMap(linesOf),
  };
}

const TO_TRANSACTION = { target: 'transaction' } as Field;

/** What goes out to customers is counted below zero (published queries multiply it by -1). */
const SIGNS: Readonly<Record<string, 1 | -1>> = {
  salesorder: -1,
  estimate: -1,
  invoice: -1,
  cashsale: -1,
  returnauthorization: 1,
  creditmemo: 1,
  purchaseorder: 1,
  vendorbill: 1,
  itemreceipt: 1,
  inventoryadjustment: 1,
};

function quantityOf({ type }: Readonly<StoredRecord>, line: Readonly<Values>): Cell | Vague {
  const quantity = line.quantity ?? line.adjustqtyby ?? null;
  const sign = SIGNS[type];
  if (quantity === null || sign) return bare(quantity === null ? null : Number(quantity) * (sign ?? 1));
  const why = `the quantity of a line of ${type} in SuiteQL, above or below zero,`;
  return { why, candidates: [bare(Number(quantity)), bare(-Number(quantity))] };
}

function linesOf(record: Readonly<StoredRecord>): Row[] {
  const lines = record.sublists[linesOfType(record.type)] ?? [];
  return [{ record, line: null }, ...lines.map((line) => ({ record, line }))];
}
