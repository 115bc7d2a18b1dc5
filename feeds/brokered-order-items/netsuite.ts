/** Brokered order items as NetSuite reads them: one CSV row per sales order line and its location. */

import { FeedError } from '../errors.ts';
import { formatCsvLine, parseCsv, type Table } from '../format/csv.ts';
import { type ColumnIndexes, cellsByColumn, columnIndexes } from '../format/csv-columns.ts';
import { quantityForm, readQuantity } from '../format/quantity.ts';
import { quoteForMessage } from '../format/values.ts';
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
 * @property location internal id of the location
 * @property closed `T` to close the line, else empty
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

/** The row of the file an update is in, for the error file. */
export type SalesOrderLineRow = { row: number; update: SalesOrderLineUpdate };

/** Where a location should stand: HotWax has taken the line back from the one it had. */
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
const spellings: Readonly<Record<keyof SalesOrderLineUpdate, readonly string[]>> = {
  internalId: ['internalid'],
  externalId: ['externalid'],
  lineId: ['lineid', 'line'],
  item: ['item'],
  location: ['location', 'itemlocation'],
  quantity: ['quantity'],
  closed: ['closed'],
  rejected: ['rejected'],
  tags: ['tags', 'tag'],
};

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

/** @throws FeedError NOT_THIS_FEED, and as `parseCsv` */
export const parseSalesOrderLineUpdates = (text: string): { updates: SalesOrderLineRow[]; tally: Tally } =>
  readSalesOrderLineUpdates(parseCsv(text));

/** @throws FeedError NOT_THIS_FEED */
export function readSalesOrderLineUpdates(table: Table): { updates: SalesOrderLineRow[]; tally: Tally } {
  const tally = emptyTally();
  const updates: SalesOrderLineRow[] = [];
  if (table.header.length === 0) return { updates, tally };
  const indexes = columnIndexes(table.header, spellings);
  refuseOtherFeed(table.header, indexes);
  for (const cells of table.rows) {
    tally.counts.rows += 1;
    const update = readUpdate(cells, table.header, indexes, tally);
    if (update) updates.push({ row: tally.counts.rows, update });
  }
  return { updates, tally };
}

type Indexes = ColumnIndexes<keyof SalesOrderLineUpdate>;

function refuseOtherFeed(header: readonly string[], indexes: Indexes): void {
  const named = indexes.internalId !== -1 || indexes.externalId !== -1;
  if (named && indexes.lineId !== -1) return;
  throw new FeedError(
    'NOT_THIS_FEED',
    `The header "${header.join(',').slice(0, 200)}" lacks ${named ? 'lineId' : 'internalId'}: this is no file of sales order line updates.`,
  );
}

function readUpdate(
  cells: readonly string[],
  header: readonly string[],
  indexes: Indexes,
  tally: Tally,
): SalesOrderLineUpdate | undefined {
  const raw = cellsByColumn(cells, indexes);
  const owner: RowOwner = {
    row: tally.counts.rows,
    orderId: raw.internalId || raw.externalId,
    orderItemSeqId: raw.lineId,
  };
  const update = wrongWidth(cells.length, header.length) ?? idProblem(raw) ?? checkedUpdate(raw);
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
    raw.location === '' ? ABSENT : internalId(raw, 'location', 'INVALID_ID', 'The location id');
  return firstRowError(order, line, item, location);
}

const ABSENT: FieldResult = { value: '' };

const internalId = (
  raw: SalesOrderLineUpdate,
  field: keyof SalesOrderLineUpdate,
  missing: RejectCode,
  what: string,
): FieldResult => internalIdIn(requiredId(raw, field, missing, what), field, what);

function checkedUpdate(raw: SalesOrderLineUpdate): SalesOrderLineUpdate | RowError {
  const quantity = readQuantity(raw.quantity);
  const invalid = 'problem' in quantity && quantity.problem === 'invalid';
  const closed = readFlag(raw.closed);
  const rejected = readFlag(raw.rejected);
  if (invalid) return notA('INVALID_QUANTITY', 'quantity', raw.quantity, quantityForm);
  if (closed === undefined) return notA('INVALID_FLAG', 'closed', raw.closed, 'true or false');
  if (rejected === undefined) return notA('INVALID_FLAG', 'rejected', raw.rejected, 'true or false');
  const update = { ...raw, quantity: 'quantity' in quantity ? quantity.quantity : '', closed, rejected };
  const asksForSomething = update.location || closed || rejected || update.tags || update.quantity;
  return asksForSomething ? update : nothingToUpdate;
}

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

/** `F` becomes empty: it asks for nothing on an open line, and would reopen a closed one. */
function readFlag(text: string): string | undefined {
  if (/^(t|true|y|yes|1)$/i.test(text)) return 'T';
  return text === '' || /^(f|false|n|no|0)$/i.test(text) ? '' : undefined;
}
