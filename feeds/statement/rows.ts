/** Rows of a statement: sales order lines as NetSuite has them, once for each line of an item fulfillment that they have. */
import { FeedError } from '../errors.ts';
import { formatCsv } from '../format/csv.ts';
import { columnIndexes, trimmedCell } from '../format/csv-columns.ts';

/** `allocated`: open, and at a location. `closed`: the line, or its order, which may be cancelled, too. */
export type LineState = 'open' | 'allocated' | 'partly fulfilled' | 'fulfilled' | 'closed';

/** Why a shipped fulfillment is in no export file, as far as the account says. */
export type NotExported =
  | 'SHIPPED_BY_HOTWAX'
  | 'NOT_SHIPPED'
  | 'NO_HOTWAX_ID'
  | 'WAITING'
  | 'GIVEN_UP'
  | 'TICKED'
  | 'NOT_YET';

/**
 * A row as text; what is not known is `''`. What begins with `fulfillment` to `notExported` is empty where the line has no item
 * fulfillment.
 * @property salesOrderId internal id
 * @property externalId of the sales order
 * @property orderId HotWax's
 * @property orderStatus of the sales order, such as `pendingFulfillment`
 * @property closed with `rejected` and `exported`, `T` or `F`
 * @property quantity with `fulfilled` and `shippedQuantity`, in the unit of the line
 * @property locationId where the line ships from, internal id
 * @property fulfillmentId internal id of the item fulfillment
 * @property fulfillmentStatus `picked`, `packed` or `shipped`
 * @property fulfilledAt when the item fulfillment was made, ISO 8601 in UTC
 * @property shipmentId HotWax's, where its shipment was fulfilled
 * @property trackingNumber several are joined by ` | `
 * @property exportFile the file that told HotWax
 * @property notExported why there is none: a `NotExported`, and a sentence where the account has one
 */
export type StatementRow = Record<(typeof statementColumns)[number], string>;

export const statementColumns = [
  'salesOrderId',
  'lineId',
  'externalId',
  'orderId',
  'orderItemSeqId',
  'orderStatus',
  'itemId',
  'state',
  'quantity',
  'fulfilled',
  'locationId',
  'closed',
  'rejected',
  'tags',
  'fulfillmentId',
  'fulfillmentLineId',
  'fulfillmentStatus',
  'fulfilledAt',
  'shipmentId',
  'shippedQuantity',
  'shippedFrom',
  'trackingNumber',
  'exported',
  'exportFile',
  'notExported',
] as const;

export const formatStatementRows = (rows: readonly StatementRow[]): string =>
  formatCsv(
    statementColumns,
    rows.map((row) => statementColumns.map((column) => row[column])),
  );

const spellings = Object.fromEntries(
  statementColumns.map((column) => [column, [column.toLowerCase()]]),
) as unknown as Record<(typeof statementColumns)[number], readonly string[]>;

/**
 * What reads the rows below a header. A later version may add columns.
 * @throws FeedError NOT_THIS_FEED
 */
export function statementRowReader(header: readonly string[]): (cells: readonly string[]) => StatementRow {
  const indexes = columnIndexes(header, spellings);
  const missing = statementColumns.filter((column) => indexes[column] === -1);
  if (missing.length > 0)
    throw new FeedError(
      'NOT_THIS_FEED',
      `The header "${header.join(',').slice(0, 200)}" lacks ${missing.join(', ')}: this is no part of a statement.`,
    );
  return (cells) =>
    Object.fromEntries(
      statementColumns.map((column) => [column, trimmedCell(cells, indexes[column])]),
    ) as StatementRow;
}
