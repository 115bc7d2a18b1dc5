/** The way every HotWax order feed is converted: order by order, item by item, each one applied, refused or skipped. */

import type { ConversionContext, RowReader, SourceHead } from '../contract.ts';
import { FeedError } from '../errors.ts';
import { isObject, type JsonObject, ownValue, quoteForMessage, readText } from '../format/values.ts';
import { wholeRow } from '../rows/reject.ts';
import { firstRowError, isRowError, type RowError, requiredId, valueIn } from '../rows/row-field.ts';
import type { AcceptedRow, ClassifiedRow } from '../rows/row-reader.ts';
import type { RowOwner, Warning } from '../rows/tally.ts';
import { facilityMembership, isAtFacility } from './facilities.ts';
import { isKit, ruledOut } from './order.ts';

/** How one feed differs from the other. */
export type OrderItemFeed = {
  /** The side whose facilities this feed is about. */
  side: 'netsuite' | 'oms';
  /** The items of an order, each as found, and what stands where a list of them is missing. */
  itemsOf(order: JsonObject): readonly FoundItem[];
  /** What makes two items of a file the same. */
  keyOf(orderId: string, item: JsonObject): string;
  /** What reads the items of an order that have an owner. */
  reader(order: JsonObject): (item: JsonObject, owner: RowOwner) => Omit<AcceptedRow, 'key'> | RowError;
  /** Likewise of the items that are allocated nowhere; left out by a feed for which these mean nothing. */
  unbrokeredReader?: OrderItemFeed['reader'];
};

/**
 * An element of a list of order items, which may be no order item, or the lack of the list.
 * @property field the key of the list
 */
export type FoundItem = { field: string; found: unknown } | RowError;

/** @param holder what should have the list, e.g. `The order` */
export const missingList = (field: string, holder: string): RowError => ({
  code: 'MISSING_ORDER_ITEMS',
  field,
  message: `${holder} has no list "${field}".`,
});

/** @throws FeedError NOT_THIS_FEED */
export function judgeOrderItems(
  feed: OrderItemFeed,
  head: SourceHead,
  context: ConversionContext,
): RowReader {
  if (head.format !== 'json') {
    throw new FeedError('NOT_THIS_FEED', 'The file is a table, but a JSON list of orders is expected.');
  }
  const count = { rows: 0 };
  return (order) => judgeOrder(feed, order, context, count);
}

type Count = { rows: number };

/** @param count how many rows came before, and this order's after them */
function judgeOrder(
  feed: OrderItemFeed,
  order: unknown,
  context: ConversionContext,
  count: Count,
): ClassifiedRow[] {
  if (!isObject(order)) return [broken(count, '', notAnOrder(order))];
  const orderId = readText(ownValue(order, 'orderId'));
  const read = feed.reader(order);
  const items = feed.itemsOf(order);
  const hasKit = (): boolean =>
    items.some((item) => 'found' in item && isObject(item.found) && isKit(item.found));
  return items.map((item) => {
    if (isRowError(item)) return broken(count, orderId, item);
    if (!isObject(item.found)) return broken(count, orderId, notAnOrderItem(item));
    return judgeItem({ feed, order, item: item.found, context, read, hasKit }, count);
  });
}

const notAnOrder = (found: unknown): RowError => ({
  code: 'NOT_AN_ORDER',
  field: wholeRow,
  message: `Where an order should stand there is ${quoteForMessage(found)}.`,
});

const notAnOrderItem = ({ field, found }: { field: string; found: unknown }): RowError => ({
  code: 'NOT_AN_ORDER_ITEM',
  field,
  message: `Where an order item should stand there is ${quoteForMessage(found)}.`,
});

function broken(count: Count, orderId: string, outcome: RowError): ClassifiedRow {
  count.rows += 1;
  return { owner: { row: count.rows, orderId, orderItemSeqId: '' }, outcome };
}

type ItemReader = ReturnType<OrderItemFeed['reader']>;

type FoundOrderItem = {
  feed: OrderItemFeed;
  order: JsonObject;
  item: JsonObject;
  context: ConversionContext;
  read: ItemReader;
  hasKit: () => boolean;
};

function judgeItem(found: FoundOrderItem, count: Count): ClassifiedRow {
  const { feed, order, item, context, hasKit } = found;
  const isUnbrokered =
    feed.unbrokeredReader !== undefined && isAtFacility(item, context.unbrokeredFacilities);
  count.rows += 1;
  const named = ownValue(item, 'orderId') === undefined ? order : item;
  const orderId = requiredId(named, 'orderId', 'MISSING_ORDER_ID', 'The HotWax order id');
  const seqId = requiredId(item, 'orderItemSeqId', 'MISSING_ORDER_ITEM_SEQ_ID', 'The HotWax order item id');
  const owner = { row: count.rows, orderId: valueIn(orderId), orderItemSeqId: valueIn(seqId) };
  const ruled = firstRowError(orderId, seqId) ?? ruledOut(item, hasKit, isUnbrokered);
  if (ruled === undefined && isUnbrokered) return { owner, item, outcome: unbrokeredOutcome(found, owner) };
  const outcome = ruled ?? facilityMembership(item, feed.side, context);
  if (typeof outcome === 'string' || isRowError(outcome)) return { owner, item, outcome };
  if (!outcome.own) return { owner, item, outcome: 'OTHER_FACILITY' };
  const judged = { owner, item, outcome: candidateOf(found, owner) };
  return outcome.both ? { ...judged, warning: inBothGroups(owner, item, context) } : judged;
}

/** An item that NetSuite does not know yet has no line to change: it waits for its first allocation. */
function unbrokeredOutcome(found: FoundOrderItem, owner: RowOwner): ClassifiedRow['outcome'] {
  const { feed, order } = found;
  const outcome = candidateOf({ ...found, read: (feed.unbrokeredReader ?? feed.reader)(order) }, owner);
  const isUnknown =
    isRowError(outcome) && ['MISSING_NETSUITE_ORDER_ID', 'MISSING_NETSUITE_LINE_ID'].includes(outcome.code);
  return isUnknown ? 'VIRTUAL_FACILITY' : outcome;
}

function candidateOf({ feed, item, read }: FoundOrderItem, owner: RowOwner): AcceptedRow | RowError {
  const found = read(item, owner);
  if (isRowError(found)) return found;
  const { group, head, flag, text } = found;
  return { key: feed.keyOf(owner.orderId, item), group, head, flag, text };
}

function inBothGroups({ row }: RowOwner, item: JsonObject, { facilityGroups }: ConversionContext): Warning {
  const { netsuite, oms } = facilityGroups;
  return {
    row,
    code: 'FACILITY_IN_BOTH_GROUPS',
    message: `Facility ${readText(ownValue(item, 'facilityId'))} is a current member of both ${netsuite} and ${oms}, so both feeds apply its rows. End one membership in HotWax.`,
  };
}
