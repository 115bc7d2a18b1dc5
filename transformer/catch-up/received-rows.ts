/** The rows of a file that NetSuite has taken, by the ids that they have. */
import { parseSalesOrderLineUpdates } from '#feeds/brokered-order-items/netsuite.ts';
import type { Feed } from '#feeds/feed.ts';
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { noIds } from '#feeds/rows/row-ids.ts';
import { describe, TransformerError } from '../errors.ts';
import type { IndexedRow } from '../row-index/indexed-row.ts';
import { quoteName } from '../store/store-path.ts';

export type BareRow = Omit<IndexedRow, 'outcome' | 'record'>;

/** @throws TransformerError UNREADABLE_FILE */
export function receivedRows(feed: Feed, path: string, bytes: Uint8Array): BareRow[] {
  const text = Buffer.from(bytes).toString();
  try {
    return feed.target.format === 'csv' ? allocationsIn(text) : shipmentsIn(text);
  } catch (cause) {
    throw new TransformerError('UNREADABLE_FILE', `${quoteName(path)} cannot be read: ${describe(cause)}`, {
      cause,
    });
  }
}

/** Rows that cannot be read as such are named in the error file by their row alone. */
function allocationsIn(text: string): BareRow[] {
  const { updates, tally } = parseSalesOrderLineUpdates(text);
  const readable = updates.map(({ row, update }) => ({
    ...noOwner(row),
    salesOrder: update.internalId || update.externalId,
    line: update.lineId,
    location: update.location,
    quantity: update.quantity,
  }));
  const broken = tally.rejects.map(({ row, orderId, orderItemSeqId }) => ({
    ...noOwner(row),
    salesOrder: orderId,
    line: orderItemSeqId,
  }));
  return [...readable, ...broken].sort((one, other) => one.row - other.row);
}

const noOwner = (row: number): BareRow => ({ ...noIds, row, orderId: '', orderItemSeqId: '' });

function shipmentsIn(text: string): BareRow[] {
  const { lines, tally } = parseShippedSalesOrders(text);
  const readable = lines.map(({ row, orderId, orderItemSeqId, salesOrderId, externalId, line }) => ({
    ...noIds,
    row,
    // Files that do not name HotWax's order have its NetSuite id there.
    orderId: [salesOrderId, externalId].includes(orderId) ? '' : orderId,
    orderItemSeqId,
    salesOrder: salesOrderId || externalId,
    line: line.line_id,
    shipment: line.shipment_id ?? '',
    shipmentItem: line.shipment_item_seq_id ?? '',
    tracking: line.tracking_number ?? '',
    location: line.location_id,
    quantity: line.quantity,
  }));
  const broken = tally.rejects.map(({ row, orderId, orderItemSeqId }) => ({
    ...noOwner(row),
    orderId,
    orderItemSeqId,
  }));
  return [...readable, ...broken].sort((one, other) => one.row - other.row);
}
