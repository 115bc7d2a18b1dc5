/** Brokered order items as NetSuite reads them: one CSV row per sales order line and its location. */

import { FeedError } from '../errors.ts';
import { formatCsvLine, parseCsv, type Table } from '../format/csv.ts';
import { type ColumnIndexes, cellsByColumn, columnIndexes } from '../format/csv-columns.ts';
import { quantityForm, readQuantity } from '../format/quantity.ts';
import { plainName, quoteForMessage } from '../format/values.ts';
import type { RejectCode } from '../rows/reject.ts';
import {
  type FieldResult,
  firstRowError,
  internalIdIn,
  isRowError,
  type RowError,
  requiredId,
  wrongWidth,
} from '../rows/row-field.ts';
import type { TargetLayout } from '../rows/row-reader.ts';
import { emptyTally, type RowOwner, reject, type Tally } from '../rows/tally.ts';

/**
 * A change to one sales order line. Cells left empty change nothing.
 * @property internalId internal id of the sales order; empty when the file names it by `externalId`
 * @property location internal id of the location, or `_NA_` for none
 * @property closed `T` to close the line, else empty
 * @property rejected `T` or `F`, else empty
 */
export type SalesOrderLineUpdate = {
  internalId: string;
  externalId: string;
  lineId: string;
  item: string;
  location: string;
  quantity: string;
  closed: string;
  rejected: string;
  tags: string;
};

/**
 * What files of HotWax's own connector say of the whole order besides; deployments apply it that are told to.
 * @property shippingMethod internal id or name of a ship method
 */
export type ShippingWish = Record<(typeof shippingColumns)[number], string>;

export const addressColumns = [
  'addressee',
  'address1',
  'address2',
  'city',
  'state',
  'country',
  'zip',
] as const;

const shippingColumns = ['shippingMethod', ...addressColumns] as const;

/**
 * Everything a row may ask for.
 * @property further cells of columns that an account maps to fields of its own, by the column's name as the account gives it
 */
export type SalesOrderLineWish = SalesOrderLineUpdate & ShippingWish & { further: Record<string, string> };

/** The row of the file an update is in, for the error file. */
export type SalesOrderLineRow = { row: number; update: SalesOrderLineWish };

/** In place of a location: HotWax has taken the item back from where it was allocated. */
export const NO_LOCATION = '_NA_';

/** The column that names the sales order. */
type OrderColumn = 'internalId' | 'externalId';

/**
 * Every column the published import map has, so that accounts which still use it read the file too.
 * Source: docs/contracts.md#sales-order-lines-netsuite.
 */
const writtenColumns = (order: OrderColumn): readonly (keyof SalesOrderLineUpdate)[] => [
  order,
  'lineId',
  'item',
  'location',
  'quantity',
  'closed',
  'rejected',
];

/**
 * Header spellings found in the wild, without case, blanks and underscores.
 * Source: docs/contracts.md#sales-order-lines-netsuite.
 */
const spellings: Readonly<Record<keyof SalesOrderLineUpdate | keyof ShippingWish, readonly string[]>> = {
  internalId: ['internalid'],
  externalId: ['externalid'],
  lineId: ['lineid', 'line'],
  item: ['item'],
  location: ['location', 'itemlocation'],
  quantity: ['quantity'],
  closed: ['closed'],
  rejected: ['rejected'],
  tags: ['tags', 'tag'],
  shippingMethod: ['shippingmethod', 'shipmethod'],
  addressee: ['addressee'],
  address1: ['address1'],
  address2: ['address2'],
  city: ['city'],
  state: ['state'],
  country: ['country'],
  zip: ['zip', 'postalcode'],
};

/** What a header cell is read as. */
export function columnOf(header: string): string | undefined {
  const name = plainName(header);
  return Object.entries(spellings).find(([, accepted]) => accepted.includes(name))?.[0];
}

const headerLine = (order: OrderColumn): string => `${formatCsvLine(writtenColumns(order))}\n`;

/** A table has nothing around the rows of a sales order. */
export const salesOrderLineLayout = (order: OrderColumn): TargetLayout => ({
  file: { open: headerLine(order), between: '', close: '', empty: headerLine(order) },
  openGroup: () => '',
  betweenRows: '',
  closeGroup: '',
});

/** A row with its end of line. */
export const formatSalesOrderLineUpdate = (
  update: SalesOrderLineUpdate,
  order: OrderColumn = 'internalId',
): string => `${formatCsvLine(writtenColumns(order).map((column) => update[column]))}\n`;

export const formatSalesOrderLineUpdates = (updates: readonly SalesOrderLineUpdate[]): string =>
  headerLine('internalId') + updates.map((update) => formatSalesOrderLineUpdate(update)).join('');

/**
 * @param further names of the columns that an account maps to fields of its own
 * @throws FeedError NOT_THIS_FEED, REPEATED_COLUMN, and as `parseCsv`
 */
export const parseSalesOrderLineUpdates = (
  text: string,
  further: readonly string[] = [],
): { updates: SalesOrderLineRow[]; tally: Tally } => readSalesOrderLineUpdates(parseCsv(text), further);

/** @throws FeedError NOT_THIS_FEED, REPEATED_COLUMN */
export function readSalesOrderLineUpdates(
  table: Table,
  further: readonly string[] = [],
): { updates: SalesOrderLineRow[]; tally: Tally } {
  const tally = emptyTally();
  const updates: SalesOrderLineRow[] = [];
  if (table.header.length === 0) return { updates, tally };
  const indexes = columnIndexes(table.header, spellings);
  const furtherIndexes = columnIndexes(table.header, spelledAs(further));
  refuseOtherFeed(table.header, indexes);
  for (const cells of table.rows) {
    tally.counts.rows += 1;
    const raw = { ...cellsByColumn(cells, indexes), further: cellsByColumn(cells, furtherIndexes) };
    const update = readUpdate(raw, wrongWidth(cells.length, table.header.length), tally);
    if (update) updates.push({ row: tally.counts.rows, update });
  }
  return { updates, tally };
}

const spelledAs = (columns: readonly string[]): Record<string, string[]> =>
  Object.fromEntries(columns.map((column) => [column, [plainName(column)]]));

type Indexes = ColumnIndexes<'internalId' | 'externalId' | 'lineId'>;

function refuseOtherFeed(header: readonly string[], indexes: Indexes): void {
  const named = indexes.internalId !== -1 || indexes.externalId !== -1;
  if (named && indexes.lineId !== -1) return;
  throw new FeedError(
    'NOT_THIS_FEED',
    `The header "${header.join(',').slice(0, 200)}" lacks ${named ? 'lineId' : 'internalId'}: this is no file of sales order line updates.`,
  );
}

function readUpdate(
  raw: SalesOrderLineWish,
  shifted: RowError | undefined,
  tally: Tally,
): SalesOrderLineWish | undefined {
  const owner: RowOwner = {
    row: tally.counts.rows,
    orderId: raw.internalId || raw.externalId,
    orderItemSeqId: raw.lineId,
  };
  const update = shifted ?? idProblem(raw) ?? checkedUpdate(raw);
  if (!isRowError(update)) return update;
  reject(tally, owner, update.code, update.field, update.message);
  return undefined;
}

/** An external id, and the name of an item that older files give instead of its id, can be any text. */
function idProblem(raw: SalesOrderLineUpdate): RowError | undefined {
  const byExternalId = raw.internalId === '' && raw.externalId !== '';
  const order = byExternalId
    ? requiredId(raw, 'externalId', 'MISSING_NETSUITE_ORDER_ID', 'The id of the sales order')
    : internalId(raw, 'internalId', 'MISSING_NETSUITE_ORDER_ID', 'The id of the sales order');
  const line = internalId(raw, 'lineId', 'MISSING_NETSUITE_LINE_ID', 'The line id of the sales order');
  const item = raw.item === '' ? ABSENT : requiredId(raw, 'item', 'INVALID_ID', 'The item id');
  const location =
    raw.location === '' || raw.location === NO_LOCATION
      ? ABSENT
      : internalId(raw, 'location', 'INVALID_ID', 'The location id');
  return firstRowError(order, line, item, location);
}

const ABSENT: FieldResult = { value: '' };

const internalId = (
  raw: SalesOrderLineUpdate,
  field: keyof SalesOrderLineUpdate,
  missing: RejectCode,
  what: string,
): FieldResult => internalIdIn(requiredId(raw, field, missing, what), field, what);

function checkedUpdate(raw: SalesOrderLineWish): SalesOrderLineWish | RowError {
  const quantity = readQuantity(raw.quantity);
  const invalid = 'problem' in quantity && quantity.problem === 'invalid';
  // Not `F`: it would reopen a line that somebody has closed.
  const closed = readFlag(raw.closed)?.replace('F', '');
  const rejected = readFlag(raw.rejected);
  if (invalid) return notA('INVALID_QUANTITY', 'quantity', raw.quantity, quantityForm);
  if (closed === undefined) return notA('INVALID_FLAG', 'closed', raw.closed, 'true or false');
  if (rejected === undefined) return notA('INVALID_FLAG', 'rejected', raw.rejected, 'true or false');
  const update = { ...raw, quantity: 'quantity' in quantity ? quantity.quantity : '', closed, rejected };
  return asksForSomething(update) ? update : nothingToUpdate;
}

const asksForSomething = (wish: SalesOrderLineWish): boolean =>
  [...Object.values({ ...wish, internalId: '', externalId: '', lineId: '', item: '', further: '' })]
    .concat(Object.values(wish.further))
    .some((cell) => cell !== '');

const notA = (code: RejectCode, field: string, text: string, expected: string): RowError => ({
  code,
  field,
  message: `${quoteForMessage(text)} is not ${expected}.`,
});

const nothingToUpdate: RowError = {
  code: 'NOTHING_TO_UPDATE',
  field: 'location',
  message: 'The row has neither a location nor anything else to set on the line.',
};

function readFlag(text: string): string | undefined {
  if (text === '') return '';
  if (/^(t|true|y|yes|1)$/i.test(text)) return 'T';
  return /^(f|false|n|no|0)$/i.test(text) ? 'F' : undefined;
}
