/** Columns of transactions that are not fields of the record or of its lines under the same name. */

import type { World } from '../../account/account-context.ts';
import type { StoredRecord, Value } from '../../account/store.ts';
import { trackingNumbersOf } from '../../orders/packages.ts';
import { unitRate } from '../../orders/units.ts';
import { lineAmount } from '../../records/computed-fields.ts';
import { findReferenced } from '../../records/references.ts';
import { transactionStatus } from '../../records/transaction-status.ts';
import { NotEmulated } from '../../strictness/not-emulated.ts';
import type { Cell, Row } from '../rows.ts';
import { ADDRESS_COLUMNS } from './address-columns.ts';
import { IDENTITY_COLUMNS, pseudo } from './record-columns.ts';

export const TRANSACTION_COLUMNS: Readonly<Record<string, (row: Row, world: World) => Cell>> = {
  ...IDENTITY_COLUMNS,
  ...ADDRESS_COLUMNS,
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
  amount: (row) => ({ field: pseudo('amount', 'currency'), value: amountOf(row) }),
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
  transferorderitemline: ({ record, line }) => ({
    field: pseudo('transferorderitemline', 'integer'),
    value: transferLineOf(record, line),
  }),
  transferlocation: ({ record }, world) => ({
    field: { ...pseudo('transferlocation', 'select'), target: 'location' },
    value: transferLocationOf(world, record),
  }),
  location: (row) => locationCell(row, 'location'),
  locationnohierarchy: (row) => locationCell(row, 'locationnohierarchy'),
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

/** Transactions of which a search shows amounts as their lines do; of returns and credits it shows them with the other sign. */
const PLAIN_AMOUNTS = ['salesorder', 'estimate', 'invoice', 'cashsale', 'purchaseorder'];

/** Of a line what it gives, or rate times quantity; of the main row the total, which only the data tells. */
function amountOf({ record, line, kind }: Row): Value {
  if (record.type === '') return null;
  const isPlain = PLAIN_AMOUNTS.includes(record.type) && kind !== 'cogs';
  const given = line ? lineAmount(line) : record.fields.total;
  if (isPlain && typeof given === 'number') return given;
  const where = line ? `line ${String(line.line)} of ` : '';
  const how = isPlain ? `give it ${line ? 'amount or rate' : 'total'}` : 'its sign in searches is not known';
  throw new NotEmulated(`the amount of ${where}${record.type} ${record.id} (${how})`);
}
/** Locations are named here without those above them, so that both columns show the same. */
const locationCell = ({ record, line }: Row, name: string): Cell => ({
  field: { ...pseudo(name, 'select'), target: 'location' },
  value: (line ? line.location : record.fields.location) ?? null,
});

/** The line id of the order's own line, by which published scripts find it on the record. */
function transferLineOf({ type, id }: Readonly<StoredRecord>, line: Row['line']): number | null {
  if (type === 'itemfulfillment' || type === 'itemreceipt')
    throw new NotEmulated(`the transfer order's line of ${type} ${id}; that`);
  return type === 'transferorder' && line ? Number(line.line) : null;
}

/** Where a transfer goes; what is made from a transfer order goes where that one does. */
function transferLocationOf(world: World, record: Readonly<StoredRecord>): string | null {
  const order = findReferenced(world, 'transaction', String(record.fields.createdfrom ?? ''));
  const place = record.fields.transferlocation ?? order?.fields.transferlocation;
  if (place !== undefined && place !== null) return String(place);
  const source = record.type === 'transferorder' ? record : order;
  if (source?.type === 'transferorder' || record.type === 'inventorytransfer')
    throw new NotEmulated(`where ${record.type} ${record.id} transfers to (give it transferlocation); that`);
  return null;
}

/** Filters say `SalesOrd:B`, values say `pendingFulfillment`, text says `Pending Fulfillment`. */
function statusCell(record: Readonly<StoredRecord>): Cell {
  const { code, name, label } = transactionStatus(record) ?? { code: null, name: '', label: '' };
  return { field: pseudo('status', 'select'), value: code, shown: name, text: label };
}

/** Searches count in base units whatever unit the line has. */
export const baseUnits = (world: World, line: Row['line'], quantity: Value | undefined): Value =>
  line && typeof quantity === 'number' ? quantity * unitRate(world, line) : (quantity ?? null);

const flag = (id: string, value: boolean): Cell => ({ field: pseudo(id, 'checkbox'), value });
