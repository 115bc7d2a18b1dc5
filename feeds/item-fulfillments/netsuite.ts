/** Item fulfillments as NetSuite exports them: one CSV row per shipped line. */

import { FeedError } from '../errors.ts';
import { formatCsv, parseCsv } from '../format/csv.ts';
import { type ColumnIndexes, columnIndexes, trimmedCell } from '../format/csv-columns.ts';

/**
 * A shipped line of a sales order, as text.
 * @property orderId HotWax order id
 * @property externalFacilityId internal id of the location
 * @property shippedDate ISO 8601 with offset, or the older `M/D/YYYY h:mm am/pm`
 * @property trackingNumber several are joined by ` | `
 * @property itemFulfillmentId with `itemFulfillmentLineId`, its line, what distinguishes two shipped lines that are alike
 */
export type ExportedLine = {
  orderId: string;
  orderItemSeqId: string;
  externalFacilityId: string;
  shippedDate: string;
  quantity: string;
  trackingNumber: string;
  carrier: string;
  shippingMethod: string;
  shippingMethodId: string;
  itemFulfillmentId: string;
  itemFulfillmentLineId: string;
};

/**
 * A row of the file: its cells by column, and whether it is as wide as the header.
 * @property facilityExternalId what is in the column that other feeds have for `externalFacilityId`
 */
export type ExportedRow = {
  line: ExportedLine;
  facilityExternalId: string;
  cells: number;
  expectedCells: number;
};

/**
 * Files of January 2024 and before end after `carrier`, those of 0.1.0 after `shippingMethodId`; readers that do not know
 * the columns after it ignore them. Source: docs/contracts.md#item-fulfillments-netsuite.
 */
export const exportedColumns = [
  'orderId',
  'orderItemSeqId',
  'externalFacilityId',
  'shippedDate',
  'quantity',
  'trackingNumber',
  'carrier',
  'shippingMethod',
  'shippingMethodId',
  'itemFulfillmentId',
  'itemFulfillmentLineId',
] as const satisfies readonly (keyof ExportedLine)[];

const requiredColumns = exportedColumns.slice(0, 5);

type ReadColumn = keyof ExportedLine | 'facilityExternalId';

const readColumns: readonly ReadColumn[] = [...exportedColumns, 'facilityExternalId'];

const spellings = Object.fromEntries(
  readColumns.map((column) => [column, [column.toLowerCase()]]),
) as unknown as Record<ReadColumn, readonly string[]>;

export function formatExportedLines(lines: readonly ExportedLine[]): string {
  return formatCsv(
    exportedColumns,
    lines.map((line) => exportedColumns.map((column) => line[column])),
  );
}

/** @throws FeedError NOT_THIS_FEED, UNCLOSED_QUOTE */
export function parseExportedLines(text: string): ExportedRow[] {
  const { header, rows } = parseCsv(text);
  return rows.map(exportedRowReader(header));
}

/**
 * What reads the rows below a header; that of an empty file has none.
 * @throws FeedError NOT_THIS_FEED when a column that every generation has is not in the header
 */
export function exportedRowReader(header: readonly string[]): (cells: readonly string[]) => ExportedRow {
  const indexes = columnIndexes(header, spellings);
  if (header.length > 0) refuseOtherFeed(header, indexes);
  return (cells) => ({
    line: {
      orderId: cellAt(cells, indexes.orderId),
      orderItemSeqId: cellAt(cells, indexes.orderItemSeqId),
      externalFacilityId: cellAt(cells, indexes.externalFacilityId),
      shippedDate: cellAt(cells, indexes.shippedDate),
      quantity: cellAt(cells, indexes.quantity),
      trackingNumber: cellAt(cells, indexes.trackingNumber),
      carrier: cellAt(cells, indexes.carrier),
      shippingMethod: cellAt(cells, indexes.shippingMethod),
      shippingMethodId: cellAt(cells, indexes.shippingMethodId),
      itemFulfillmentId: cellAt(cells, indexes.itemFulfillmentId),
      itemFulfillmentLineId: cellAt(cells, indexes.itemFulfillmentLineId),
    },
    facilityExternalId: cellAt(cells, indexes.facilityExternalId),
    cells: cells.length,
    expectedCells: header.length,
  });
}

/** The published script writes the word `undefined` for an empty select. Source: docs/contracts.md#published-scripts. */
function cellAt(cells: readonly string[], index: number): string {
  const cell = trimmedCell(cells, index);
  return cell === 'undefined' || cell === 'null' ? '' : cell;
}

function refuseOtherFeed(header: readonly string[], indexes: ColumnIndexes<ReadColumn>): void {
  const isThere = (column: ReadColumn): boolean => indexes[column] !== -1;
  const missing = requiredColumns.filter(
    (column) => !isThere(column) && !(column === 'externalFacilityId' && isThere('facilityExternalId')),
  );
  if (missing.length === 0) return;
  throw new FeedError(
    'NOT_THIS_FEED',
    `The header "${header.join(',').slice(0, 200)}" lacks ${missing.join(', ')}: this is no file of exported item fulfillments.`,
  );
}
