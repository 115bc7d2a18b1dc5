/**
 * Order items allocated to NetSuite-fulfilled facilities become locations of sales order lines.
 * Source: docs/contracts.md#sales-order-lines-netsuite.
 */
import type { ConversionContext, RowReader, SourceHead } from '../feed.ts';
import { quantityForm, readQuantity } from '../format/quantity.ts';
import { compositeKey, type JsonObject, ownValue, quoteForMessage, readText } from '../format/values.ts';
import { locationId } from '../hotwax/facilities.ts';
import { netsuiteOrderId, netsuiteProductId } from '../hotwax/identifications.ts';
import { netsuiteLineId } from '../hotwax/order.ts';
import { type FoundItem, judgeOrderItems, missingList, type OrderItemFeed } from '../hotwax/order-items.ts';
import { type FieldResult, firstRowError, isRowError, type RowError, valueIn } from '../rows/row-field.ts';
import type { AcceptedRow } from '../rows/row-reader.ts';
import { formatSalesOrderLineUpdate } from './netsuite.ts';

/**
 * The lines of a sales order are a group, though a file may name an order twice: an import with several threads would
 * otherwise change one record from two of them. Source: help section_1534420070.
 * @throws FeedError NOT_THIS_FEED
 */
export function judgeBrokeredOrderItems(head: SourceHead, context: ConversionContext): RowReader {
  const feed: OrderItemFeed = {
    side: 'netsuite',
    itemsOf: orderItemsOf,
    keyOf: (orderId, item) => compositeKey(orderId, readText(ownValue(item, 'orderItemSeqId'))),
    reader: (order) => {
      const internalId = netsuiteOrderId(order, context.now);
      return (item) => readLineUpdate(internalId, item, context);
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
  internalId: FieldResult,
  item: JsonObject,
  { now, productIdRequired }: ConversionContext,
): Omit<AcceptedRow, 'key'> | RowError {
  const lineId = netsuiteLineId(item);
  const product = optionalUnless(productIdRequired, netsuiteProductId(item, now));
  const location = locationId(item);
  const quantity = allocatedQuantity(item);
  const problem = firstRowError(internalId, lineId, product, location, quantity);
  if (problem) return problem;
  const text = formatSalesOrderLineUpdate({
    internalId: valueIn(internalId),
    externalId: '',
    lineId: valueIn(lineId),
    item: valueIn(product),
    location: valueIn(location),
    quantity: valueIn(quantity),
    closed: '',
    rejected: '',
    tags: '',
  });
  return { group: valueIn(internalId), head: '', flag: '', text };
}

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
