/** What an order item is called, and what comes next in its life, in words for people. */
import { quoteName } from '../store/store-path.ts';
import type { ItemLife } from './find.ts';
import type { Step } from './steps.ts';

type Named = Pick<ItemLife, 'orderId' | 'orderItemSeqId' | 'names' | 'salesOrder' | 'line' | 'fulfillments'>;

export function titleOf({ orderId, orderItemSeqId, names, salesOrder, line, fulfillments }: Named): string {
  const order = orderId === '' ? `Order not known in HotWax${fulfilledBy(fulfillments)}` : `Order ${orderId}`;
  const others = names.filter((name) => name !== salesOrder);
  const also = others.length === 0 ? '' : ` (${others.join(', ')})`;
  const netsuite =
    salesOrder === '' ? '' : `; sales order ${salesOrder}${line === '' ? '' : `, line ${line}`}`;
  return `${order}${also}${orderItemSeqId === '' ? '' : `, item ${orderItemSeqId}`}${netsuite}`;
}

/** All by which somebody finds the goods in NetSuite, where no row says their order. */
const fulfilledBy = (fulfillments: readonly string[]): string =>
  fulfillments.length === 0
    ? ''
    : `, item fulfillment${fulfillments.length === 1 ? '' : 's'} ${fulfillments.join(', ')}`;

/** What comes next, where nothing is wrong. */
export function standingOf(steps: readonly Step[]): string {
  const last = steps.at(-1);
  if (!last) return 'Nothing is known of it.';
  if (last.outcome === 'skipped') return `Nothing to do here: ${last.says}.`;
  if (last.by === 'HotWax') return 'Complete: HotWax has taken it.';
  if (last.outcome === 'handed on') return `Next: NetSuite fulfills it, from ${quoteName(last.output)}.`;
  if (last.feed === 'brokered-order-items')
    return 'Next: NetSuite ships it, and exports the item fulfillment.';
  if (last.feed === 'fulfilled-order-items' && last.by === 'NetSuite')
    return 'Complete: NetSuite has taken the shipment.';
  return 'On its way.';
}
