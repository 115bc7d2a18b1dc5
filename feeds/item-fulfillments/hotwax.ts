/** Item fulfillments as HotWax imports them with its job "Order Item Fulfillment" (IMP_ODR_ITM_FLFLMNT). */
import { parseJsonList } from '../format/json.ts';
import { isObject, ownValue, readText } from '../format/values.ts';
import { jsonListFile, type TargetLayout } from '../rows/row-reader.ts';

/**
 * An order item that was shipped. Source: docs/contracts.md#completed-order-items-hotwax.
 * @property externalFacilityId external id of the facility, which is the NetSuite location's internal id
 * @property shippedDate `yyyy-MM-dd HH:mm:ss`
 * @property quantity decimal text
 * @property trackingNumber `''` when there is none
 */
export type CompletedOrderItem = {
  orderItemSeqId: string;
  externalFacilityId: string;
  shippedDate: string;
  quantity: string;
  trackingNumber: string;
  carrier?: string | undefined;
  shippingMethod?: string | undefined;
  'validation-result': 'success';
};

/** One order and the items of it that a file completes. */
export type CompletedOrder = { orderMap: { orderId: string; items: CompletedOrderItem[] } };

/** A list of `CompletedOrder`; the head of a group is the order id. */
export const completedOrderLayout: TargetLayout = {
  file: jsonListFile,
  openGroup: (orderId) => `{"orderMap":{"orderId":${JSON.stringify(orderId)},"items":[`,
  betweenRows: ',',
  closeGroup: ']}}',
};

/**
 * What HotWax reads from a file; elements that are no orders and items without an id are left out, as its import does.
 * @throws FeedError NOT_JSON, NOT_A_LIST
 */
export function parseCompletedOrders(text: string): CompletedOrder[] {
  return parseJsonList(text).flatMap((element) => {
    const order = isObject(element) ? ownValue(element, 'orderMap') : undefined;
    if (!isObject(order)) return [];
    const items = ownValue(order, 'items');
    const read = Array.isArray(items) ? items.filter(isObject).map(readItem) : [];
    return [{ orderMap: { orderId: readText(ownValue(order, 'orderId')), items: read } }];
  });
}

function readItem(item: Readonly<Record<string, unknown>>): CompletedOrderItem {
  const text = (key: string): string => readText(ownValue(item, key));
  return {
    orderItemSeqId: text('orderItemSeqId'),
    externalFacilityId: text('externalFacilityId'),
    shippedDate: text('shippedDate'),
    quantity: text('quantity'),
    trackingNumber: text('trackingNumber'),
    ...(text('carrier') && { carrier: text('carrier') }),
    ...(text('shippingMethod') && { shippingMethod: text('shippingMethod') }),
    'validation-result': 'success',
  };
}
