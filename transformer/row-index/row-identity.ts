/** What makes two rows the same piece of goods. */
import type { KnownFile } from './files-table.ts';
import type { IndexedRow } from './indexed-row.ts';

/** An order item can be shipped in parts, and a line of an item fulfillment is known without its order. */
export function identityOf(
  file: Pick<KnownFile, 'side' | 'feed' | 'id'>,
  row: Omit<IndexedRow, 'outcome'>,
): string {
  const { orderId, orderItemSeqId, salesOrder, line, shipment, shipmentItem, fulfillment, fulfillmentLine } =
    row;
  const item =
    file.feed === 'item-fulfillments' && fulfillment !== ''
      ? [fulfillment, fulfillmentLine]
      : [orderId || salesOrder, orderItemSeqId || line, shipment, shipmentItem];
  const isKnown = item.some((id) => id !== '');
  return JSON.stringify([file.side, file.feed, ...(isKnown ? item : [file.id, row.row])]);
}
