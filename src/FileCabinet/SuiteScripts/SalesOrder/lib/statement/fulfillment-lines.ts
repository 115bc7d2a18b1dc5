/** What item fulfillments have of the lines of sales orders, and whether HotWax was told of it. */
import * as search from 'N/search';
import { formatInstant } from '#feeds/format/dates.ts';
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { NotExported, StatementRow } from '#feeds/statement/rows.ts';
import { type ExportRecord, findRecords } from '../export/export-records.ts';
import { instantOf } from '../export/shipped-at.ts';
import { HOTWAX_SHIPPED, hotwaxOrderId, orderColumns } from '../export/shipped-lines.ts';
import { lineQuantityColumn } from '../netsuite/features.ts';
import { bodyField, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, itemLines, textOf, unique } from '../netsuite/searches.ts';
import { flag } from './order-lines.ts';

/** By the key of the line of the sales order. */
export type FulfilledLines = ReadonlyMap<string, FulfilledLine[]>;

export type FulfilledLine = Pick<
  StatementRow,
  | 'fulfillmentId'
  | 'fulfillmentLineId'
  | 'fulfillmentStatus'
  | 'fulfilledAt'
  | 'shipmentId'
  | 'shippedQuantity'
  | 'shippedFrom'
  | 'trackingNumber'
  | 'exported'
  | 'exportFile'
  | 'notExported'
>;

export const lineKey = (transactionId: string, lineId: string): string => `${transactionId} ${lineId}`;

/** Of a sales order: what finds a line by the id that HotWax has given it, where one line alone has it. */
function linesByItem(lines: readonly StatementRow[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { salesOrderId, lineId, orderItemSeqId } of lines) {
    if (orderItemSeqId === '') continue;
    const key = lineKey(salesOrderId, orderItemSeqId);
    found.set(key, found.has(key) ? undefined : lineKey(salesOrderId, lineId));
  }
  return found;
}

/**
 * 10 units, 10 for each 1,000 lines of fulfillments, and 10 for each 500 fulfillments.
 * @param salesOrderIds at most 500 @param lines theirs
 */
export function findFulfilledLines(
  salesOrderIds: readonly string[],
  lines: readonly StatementRow[],
): FulfilledLines {
  const rows = allRows(fulfillmentsOf(salesOrderIds));
  const fulfilled = new Map<string, FulfilledLine[]>();
  if (rows.length === 0) return fulfilled;
  const byItem = linesByItem(lines);
  const orderLines = findOrderLineKeys(salesOrderIds);
  const records = findRecords(unique(rows.map(({ id }) => textOf(id))));
  for (const row of rows) {
    const key =
      orderLines.get(lineKey(textOf(row.id), textOf(row.getValue('line')))) ??
      byItem.get(
        lineKey(textOf(row.getValue('createdfrom')), textOf(row.getValue(lineField.orderItemSeqId))),
      );
    // A component of a kit has none: the kit's own line is fulfilled with it.
    if (key === undefined) continue;
    fulfilled.set(key, [...(fulfilled.get(key) ?? []), fulfilledLine(row, records.get(textOf(row.id)))]);
  }
  return fulfilled;
}

const fulfillmentsOf = (salesOrderIds: readonly string[]) => ({
  type: 'itemfulfillment',
  filters: [['createdfrom', 'anyof', salesOrderIds], 'and', ['cogs', 'is', 'F'], 'and', ...itemLines],
  columns: [
    search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
    search.createColumn({ name: 'line', sort: search.Sort.ASC }),
    'createdfrom',
    'status',
    'datecreated',
    'location',
    lineQuantityColumn(),
    'trackingnumbers',
    bodyField.shipmentId,
    bodyField.exported,
    bodyField.exportFile,
    ...orderColumns(),
    lineField.orderItemSeqId,
    lineField.tag,
  ],
});

/**
 * Which line of a sales order a line of a fulfillment is of: no column of the fulfillment says so, but the order's search has what
 * fulfills each line beside it (published searches).
 */
function findOrderLineKeys(salesOrderIds: readonly string[]): Map<string, string> {
  const rows = allRows({
    type: 'salesorder',
    filters: [
      ['internalid', 'anyof', salesOrderIds],
      'and',
      ...itemLines,
      'and',
      ['fulfillingtransaction.type', 'anyof', ['ItemShip']],
    ],
    columns: [
      search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
      search.createColumn({ name: 'line', sort: search.Sort.ASC }),
      search.createColumn({ name: 'internalid', join: 'fulfillingtransaction' }),
      search.createColumn({ name: 'line', join: 'fulfillingtransaction' }),
    ],
  });
  return new Map(
    rows.map((row) => [
      lineKey(
        textOf(row.getValue({ name: 'internalid', join: 'fulfillingtransaction' })),
        textOf(row.getValue({ name: 'line', join: 'fulfillingtransaction' })),
      ),
      lineKey(textOf(row.id), textOf(row.getValue('line'))),
    ]),
  );
}

function fulfilledLine(row: search.Result, record: ExportRecord | undefined): FulfilledLine {
  const exportFile = record?.file || textOf(row.getValue(bodyField.exportFile));
  return {
    fulfillmentId: textOf(row.id),
    fulfillmentLineId: textOf(row.getValue('line')),
    fulfillmentStatus: textOf(row.getValue('status')),
    fulfilledAt: formatInstant(instantOf(textOf(row.getValue('datecreated')))),
    shipmentId: textOf(row.getValue(bodyField.shipmentId)),
    shippedQuantity: textOf(row.getValue(lineQuantityColumn())),
    shippedFrom: textOf(row.getValue('location')),
    trackingNumber: trackingNumbers(textOf(row.getValue('trackingnumbers'))).join(' | '),
    exported: flag(isTrue(row.getValue(bodyField.exported))),
    exportFile,
    notExported: exportFile === '' ? notExported(row, record) : '',
  };
}

/** The same conditions as those of the export's own search. */
function notExported(row: search.Result, record: ExportRecord | undefined): string {
  const isOfHotWax =
    textOf(row.getValue(bodyField.shipmentId)) !== '' ||
    textOf(row.getValue(lineField.tag)).includes(HOTWAX_SHIPPED);
  if (isOfHotWax) return because('SHIPPED_BY_HOTWAX');
  if (record?.status === 'Waiting') return because('WAITING', record.message);
  if (record?.status === 'Given up') return because('GIVEN_UP', record.message);
  if (textOf(row.getValue('status')) !== SHIPPED) return because('NOT_SHIPPED');
  if (textOf(row.getValue(lineField.orderItemSeqId)) === '' || hotwaxOrderId(row) === '')
    return because('NO_HOTWAX_ID');
  return because(isTrue(row.getValue(bodyField.exported)) ? 'TICKED' : 'NOT_YET');
}

/** Its value in searches, which is the same in every language. */
const SHIPPED = 'shipped';

const because = (code: NotExported, message = ''): string => `${code} ${message}`.trim();
