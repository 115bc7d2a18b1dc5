/** The way every HotWax order feed is converted: order by order, item by item, each one applied, refused or skipped. */
import { type ConversionContext, FeedError, type Judge, type SourceHead } from './feed.ts';
import { facilityMembership, ruledOut } from './hotwax-order.ts';
import type { Candidate, JudgedRow } from './judged-row.ts';
import { firstProblem, isProblem, type Problem, requiredId, valueIn } from './lookup.ts';
import { wholeRow } from './reject.ts';
import type { RowOwner, Warning } from './tally.ts';
import { isObject, type JsonObject, ownValue, readText, shown } from './text.ts';

/** How one feed differs from the other. */
export type OrderItemFeed = {
  /** The side whose facilities this feed is about. */
  side: 'netsuite' | 'oms';
  /** The items of an order, each as found, and what stands where a list of them is missing. */
  itemsOf(order: JsonObject): readonly FoundItem[];
  /** What makes two items of a file the same. */
  keyOf(item: JsonObject): readonly string[];
  read(order: JsonObject, item: JsonObject, owner: RowOwner): Omit<Candidate, 'key'> | Problem;
};

/**
 * An element of a list of order items, which may be no order item, or the lack of the list.
 * @property field the key of the list
 */
export type FoundItem = { field: string; found: unknown } | Problem;

/** @param holder what should have the list, e.g. `The order` */
export const missingList = (field: string, holder: string): Problem => ({
  code: 'MISSING_ORDER_ITEMS',
  field,
  message: `${holder} has no list "${field}".`,
});

/** @throws FeedError NOT_THIS_FEED */
export function judgeOrderItems(feed: OrderItemFeed, head: SourceHead, context: ConversionContext): Judge {
  if (head.format !== 'json') {
    throw new FeedError('NOT_THIS_FEED', 'The file is a table where a JSON list of orders is expected.');
  }
  const count = { rows: 0 };
  return (order) => judgeOrder(feed, order, context, count);
}

/** @param count how many rows came before, and this order's after them */
function* judgeOrder(
  feed: OrderItemFeed,
  order: unknown,
  context: ConversionContext,
  count: Count,
): Generator<JudgedRow> {
  for (const { item, owner, problem } of itemsOfOrder(feed, order, count)) {
    const membership = problem ?? ruledOut(item) ?? facilityMembership(item, feed.side, context);
    if (typeof membership === 'string' || isProblem(membership)) yield { owner, verdict: membership };
    else {
      const verdict = membership.own ? candidateOf(feed, order as JsonObject, item, owner) : 'OTHER_FACILITY';
      yield { owner, verdict, ...(membership.both && { warning: inBothGroups(owner, item, context) }) };
    }
  }
}

function candidateOf(
  feed: OrderItemFeed,
  order: JsonObject,
  item: JsonObject,
  owner: RowOwner,
): Candidate | Problem {
  const read = feed.read(order, item, owner);
  return isProblem(read) ? read : { key: JSON.stringify([owner.orderId, ...feed.keyOf(item)]), ...read };
}

type Count = { rows: number };

type ItemOfOrder = { item: JsonObject; owner: RowOwner; problem?: Problem };

function* itemsOfOrder(feed: OrderItemFeed, order: unknown, count: Count): Generator<ItemOfOrder> {
  if (!isObject(order)) {
    yield broken(count, '', {
      code: 'NOT_AN_ORDER',
      field: wholeRow,
      message: `Where an order should stand there is ${shown(order)}.`,
    });
    return;
  }
  const orderId = readText(ownValue(order, 'orderId'));
  for (const item of feed.itemsOf(order)) {
    if (isProblem(item)) yield broken(count, orderId, item);
    else if (isObject(item.found)) yield ownedItem(order, item.found, count);
    else yield broken(count, orderId, notAnOrderItem(item));
  }
}

const notAnOrderItem = ({ field, found }: { field: string; found: unknown }): Problem => ({
  code: 'NOT_AN_ORDER_ITEM',
  field,
  message: `Where an order item should stand there is ${shown(found)}.`,
});

function broken(count: Count, orderId: string, problem: Problem): ItemOfOrder {
  count.rows += 1;
  return { item: {}, owner: { row: count.rows, orderId, orderItemSeqId: '' }, problem };
}

function ownedItem(order: JsonObject, item: JsonObject, count: Count): ItemOfOrder {
  count.rows += 1;
  const named = ownValue(item, 'orderId') === undefined ? order : item;
  const orderId = requiredId(named, 'orderId', 'MISSING_ORDER_ID', 'The HotWax order id');
  const seqId = requiredId(item, 'orderItemSeqId', 'MISSING_ORDER_ITEM_SEQ_ID', 'The HotWax order item id');
  const owner = { row: count.rows, orderId: valueIn(orderId), orderItemSeqId: valueIn(seqId) };
  const problem = firstProblem(orderId, seqId);
  return problem ? { item, owner, problem } : { item, owner };
}

function inBothGroups({ row }: RowOwner, item: JsonObject, { facilityGroups }: ConversionContext): Warning {
  const { netsuite, oms } = facilityGroups;
  return {
    row,
    code: 'FACILITY_IN_BOTH_GROUPS',
    message: `Facility ${readText(ownValue(item, 'facilityId'))} is a current member of both ${netsuite} and ${oms}: each feed takes its rows. End one membership in HotWax.`,
  };
}
