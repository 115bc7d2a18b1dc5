/**
 * Shipped item fulfillments of HotWax orders that were not reported to HotWax: found, stamped, read and flagged.
 * Source: docs/architecture.md#item-fulfillments-netsuite-to-hotwax.
 */
import * as format from 'N/format';
import * as record from 'N/record';
import * as search from 'N/search';
import { formatInstant } from '#feeds/format/dates.ts';
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { FulfillmentToExport } from '#feeds/item-fulfillments/batches.ts';
import type { ExportedLine } from '#feeds/item-fulfillments/netsuite.ts';
import { isDate } from '../netsuite/dates.ts';
import { failure } from '../netsuite/failure.ts';
import { lineQuantityColumn } from '../netsuite/features.ts';
import { bodyField, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, itemLines, textOf, unique } from '../netsuite/searches.ts';

/**
 * Lines that came from a HotWax order: lines added in NetSuite have no order item, discount lines have a line type.
 * No date window: a missed day must not lose a shipment. Source: docs/contracts.md#published-scripts.
 */
const shippedLines = [
  ['status', 'anyof', ['ItemShip:C']],
  'and',
  ['createdfrom.type', 'anyof', ['SalesOrd']],
  'and',
  ...itemLines,
  'and',
  ['cogs', 'is', 'F'],
  'and',
  [lineField.orderItemSeqId, 'isnotempty', ''],
  'and',
  [lineField.lineType, 'isempty', ''],
];

/** Fulfillments to export by the export file they are stamped with, under `''` those of no file yet. */
export function findUnexported(): Map<string, FulfillmentToExport[]> {
  const rows = allRows({
    type: 'itemfulfillment',
    filters: [...shippedLines, 'and', [bodyField.exported, 'is', 'F']],
    columns: [search.createColumn({ name: 'internalid', sort: search.Sort.ASC }), bodyField.exportFile],
  });
  const byFile = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const file = textOf(row.getValue(bodyField.exportFile));
    const lines = byFile.get(file) ?? new Map<string, number>();
    byFile.set(file, lines.set(textOf(row.id), (lines.get(textOf(row.id)) ?? 0) + 1));
  }
  return new Map([...byFile].map(([file, ids]) => [file, [...ids].map(([id, lines]) => ({ id, lines }))]));
}

/**
 * Marks a fulfillment as carried by a file, unless another run has marked or exported it. The time goes with the mark:
 * the mark itself changes the modification date, and a file made again must be the same. 11 units.
 */
export function stamp(id: string, file: string): boolean {
  const found = search.lookupFields({
    type: 'itemfulfillment',
    id,
    columns: [bodyField.exported, bodyField.exportFile, 'lastmodifieddate'],
  });
  const taken = textOf(found[bodyField.exportFile]);
  if (isTrue(found[bodyField.exported]) || (taken !== '' && taken !== file)) return false;
  if (taken === file) return true;
  const values = { [bodyField.exportFile]: file, [bodyField.shippedAt]: shippedAt(found.lastmodifieddate) };
  record.submitFields({ type: record.Type.ITEM_FULFILLMENT, id, values });
  return true;
}

/** Takes the mark off again, so that another file carries the fulfillment. 10 units. */
export function release(id: string): void {
  const values = { [bodyField.exportFile]: '', [bodyField.shippedAt]: '' };
  record.submitFields({ type: record.Type.ITEM_FULFILLMENT, id, values });
}

/** NetSuite has no time of shipping; marking as shipped is what last changed a fulfillment in the ordinary run of things. */
function shippedAt(lastModified: unknown): string {
  const parsed: unknown = format.parse({ value: textOf(lastModified), type: format.Type.DATETIME });
  if (!isDate(parsed)) {
    throw failure(
      'DATE_NOT_READ',
      `"${textOf(lastModified)}" is not a date in the format of the user who runs the script.`,
    );
  }
  return formatInstant(parsed.getTime());
}

/**
 * The rows of an export file: every line stamped with it, flagged or not, always in the same order, those of one HotWax
 * order together.
 */
export function readStampedLines(file: string): { unflagged: string[]; lines: ExportedLine[] } {
  const rows = allRows({
    type: 'itemfulfillment',
    filters: [...shippedLines, 'and', [bodyField.exportFile, 'is', file]],
    columns: [
      search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
      search.createColumn({ name: 'line', sort: search.Sort.ASC }),
      bodyField.orderId,
      search.createColumn({ name: bodyField.orderId, join: 'createdfrom' }),
      search.createColumn({ name: 'externalid', join: 'createdfrom' }),
      lineField.orderItemSeqId,
      'location',
      lineQuantityColumn(),
      'trackingnumbers',
      'shipcarrier',
      'shipmethod',
      bodyField.shippedAt,
      bodyField.exported,
    ],
  });
  const unflagged = rows.filter((row) => !isTrue(row.getValue(bodyField.exported)));
  return { unflagged: unique(unflagged.map(({ id }) => textOf(id))), lines: byOrder(rows.map(exportedLine)) };
}

function byOrder(lines: readonly ExportedLine[]): ExportedLine[] {
  const orders = new Map<string, ExportedLine[]>();
  for (const line of lines) {
    const others = orders.get(line.orderId);
    if (others) others.push(line);
    else orders.set(line.orderId, [line]);
  }
  return [...orders.values()].flat();
}

function exportedLine(row: search.Result): ExportedLine {
  return {
    orderId: hotwaxOrderId(row),
    orderItemSeqId: textOf(row.getValue(lineField.orderItemSeqId)),
    externalFacilityId: textOf(row.getValue('location')),
    shippedDate: textOf(row.getValue(bodyField.shippedAt)),
    quantity: textOf(row.getValue(lineQuantityColumn())),
    trackingNumber: trackingNumbers(textOf(row.getValue('trackingnumbers'))).join(' | '),
    carrier: textOf(row.getText('shipcarrier')),
    shippingMethod: textOf(row.getText('shipmethod')),
    shippingMethodId: textOf(row.getValue('shipmethod')),
    itemFulfillmentId: textOf(row.id),
    itemFulfillmentLineId: textOf(row.getValue('line')),
  };
}

/**
 * The external id of an order is not always HotWax's order id, so it comes last.
 * Source: docs/contracts.md#ids-on-both-sides.
 */
function hotwaxOrderId(row: search.Result): string {
  return (
    textOf(row.getValue(bodyField.orderId)) ||
    textOf(row.getValue({ name: bodyField.orderId, join: 'createdfrom' })) ||
    textOf(row.getValue({ name: 'externalid', join: 'createdfrom' }))
  );
}

/** 10 units. */
export function flagExported(id: string): void {
  record.submitFields({ type: record.Type.ITEM_FULFILLMENT, id, values: { [bodyField.exported]: true } });
}
