/**
 * Order items allocated to NetSuite-fulfilled facilities become locations of sales order lines.
 * Source: docs/contracts.md#sales-order-lines-netsuite.
 */
import type { ConversionContext, RowReader, SourceHead } from '../contract.ts';
import { quantityForm, readQuantity } from '../format/quantity.ts';
import { compositeKey, type JsonObject, ownValue, quoteForMessage, readText } from '../format/values.ts';
import { locationId } from '../hotwax/facilities.ts';
import { netsuiteProductId } from '../hotwax/identifications.ts';
import { netsuiteLineId } from '../hotwax/order.ts';
import { type FoundItem, judgeOrderItems, missingList, type OrderItemFeed } from '../hotwax/order-items.ts';
import { orderKeyKind, orderKeyReader } from '../hotwax/order-key.ts';
import { type FieldResult, firstRowError, isRowError, type RowError, valueIn } from '../rows/row-field.ts';
import type { AcceptedRow } from '../rows/row-reader.ts';
import { formatSalesOrderLineUpdate, NO_LOCATION, type SalesOrderLineUpdate } from './netsuite.ts';

/**
 * The lines of a sales order are a group, though a file may name an order twice: an import with several threads would
 * otherwise change one record from two of them. Source: help section_1534420070.
 * @throws FeedError NOT_THIS_FEED
 */
export function judgeBrokeredOrderItems(head: SourceHead, context: ConversionContext): RowReader {
  const orderKeyOf = orderKeyReader(context);
  const feed: OrderItemFeed = {
    side: 'netsuite',
    itemsOf: orderItemsOf,
    keyOf: (orderId, item) => compositeKey(orderId, readText(ownValue(item, 'orderItemSeqId'))),
    reader: (order) => {
      const keyOf = orderKeyOf(order);
      return (item, owner) => readLineUpdate(keyOf(owner.orderId), item, locationId(item), context);
    },
    unbrokeredReader: (order) => {
      const keyOf = orderKeyOf(order);
      return (item, owner) => readLineUpdate(keyOf(owner.orderId), item, { value: NO_LOCATION }, context);
    },
  };
  return judgeOrderItems(feed, head, context);
}

function orderItemsOf(order: JsonObject): readonly FoundItem[] {
  const items = ownValue(order, 'orderItems');
  return Array.isArray(items)
    ? items.map((found) => ({ field: 'orderItems', found }))
    : [missingList('orderItems', 'The order')];
}

function readLineUpdate(
  orderKey: FieldResult,
  item: JsonObject,
  location: FieldResult,
  context: ConversionContext,
): Omit<AcceptedRow, 'key'> | RowError {
  const kind = orderKeyKind(context);
  const lineId = netsuiteLineId(item);
  const product = optionalUnless(context.productIdRequired, netsuiteProductId(item, context.now));
  const quantity = allocatedQuantity(item);
  const problem = firstRowError(orderKey, lineId, product, location, quantity);
  if (problem) return problem;
  const update: SalesOrderLineUpdate = {
    internalId: '',
    externalId: '',
    [kind]: valueIn(orderKey),
    lineId: valueIn(lineId),
    item: valueIn(product),
    location: valueIn(location),
    quantity: valueIn(quantity),
    closed: '',
    rejected: rejectedAt(valueIn(location)),
    tags: '',
  };
  return { group: valueIn(orderKey), head: '', flag: '', text: formatSalesOrderLineUpdate(update, kind) };
}

/**
 * What is allocated is not rejected any more: while the box of an earlier rejection stays ticked, HotWax hears of it again
 * with every change of the order. No key of the feed says that an item is rejected; `fulfillmentStatus` `REJECT` says that
 * it was, before this allocation. Source: docs/contracts.md#sales-order-lines-netsuite.
 */
const rejectedAt = (location: string): string => (location === NO_LOCATION ? '' : 'F');

/** The item only guards against a wrong line, so an account may do without it. */
const optionalUnless = (required: boolean, product: FieldResult): FieldResult =>
  !required && isRowError(product) && product.code === 'MISSING_NETSUITE_PRODUCT_ID'
    ? { value: '' }
    : product;

/** The quantity is for people to compare: the import leaves the line's own alone unless its deployment says otherwise. */
function allocatedQuantity(item: JsonObject): FieldResult {
  const field = 'orderItemQuantity';
  const found = readQuantity(ownValue(item, field));
  if ('quantity' in found) return { value: found.quantity };
  if (found.problem === 'missing') return { value: '' };
  const message = `The quantity is ${quoteForMessage(ownValue(item, field))}, not ${quantityForm}.`;
  return { code: 'INVALID_QUANTITY', field, message };
}
