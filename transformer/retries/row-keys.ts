/** By what rows of a file for NetSuite are told apart: whose they are in an error file, and which goods or line they are about. */
import { parseSalesOrderLineUpdates } from '#feeds/brokered-order-items/netsuite.ts';
import type { Feed } from '#feeds/feed.ts';
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { describe, TransformerError } from '../errors.ts';
import { quoteName } from '../store/store-path.ts';

/**
 * @property owner order and order item, as an error file names them
 * @property goods the same for the same goods, or the same line, in any file
 * @property isKnownAgain whether NetSuite sees that it has the row when it comes in another file
 */
export type RowKey = { owner: string; goods: string; isKnownAgain: boolean };

export const ownerKey = (orderId: string, orderItemSeqId: string): string =>
  JSON.stringify([orderId, orderItemSeqId]);

/** Rows that cannot be read as such are left out. @throws TransformerError UNREADABLE_FILE */
export function rowKeys(feed: Feed, path: string, bytes: Uint8Array): Map<number, RowKey> {
  const text = Buffer.from(bytes).toString();
  try {
    return new Map(feed.target.format === 'csv' ? lineKeys(text) : goodsKeys(text));
  } catch (cause) {
    throw new TransformerError('UNREADABLE_FILE', `${quoteName(path)} cannot be read: ${describe(cause)}`, {
      cause,
    });
  }
}

const lineKeys = (text: string): [number, RowKey][] =>
  parseSalesOrderLineUpdates(text).updates.map(({ row, update }) => {
    const order = update.internalId || update.externalId;
    const goods = JSON.stringify([update.internalId === '', order, update.lineId]);
    return [row, { owner: ownerKey(order, update.lineId), goods, isKnownAgain: true }];
  });

/** Goods without a shipment are those of their line: nobody can tell two of them apart. */
const goodsKeys = (text: string): [number, RowKey][] =>
  parseShippedSalesOrders(text).lines.map(
    ({ row, orderId, orderItemSeqId, salesOrderId, externalId, line }) => {
      const { line_id: lineId, shipment_id: shipment, shipment_item_seq_id: item = '' } = line;
      const isKnownAgain = shipment !== undefined;
      const goods = [
        salesOrderId,
        externalId,
        lineId,
        ...(isKnownAgain ? [shipment, item, orderItemSeqId] : []),
      ];
      return [row, { owner: ownerKey(orderId, orderItemSeqId), goods: JSON.stringify(goods), isKnownAgain }];
    },
  );
