/** The way every HotWax order feed is converted: order by order, item by item, each one applied, refused or skipped. */
import { type ConversionContext, FeedError, type SourceRecords } from './feed.ts';
import { facilityMembership, ruledOut } from './hotwax-order.ts';
import { firstProblem, isProblem, type Problem, requiredId, valueIn } from './lookup.ts';
import { wholeRow } from './reject.ts';
import type { Candidate } from './repeats.ts';
import { type RowOwner, reject, type SkipReason, skip, type Tally } from './tally.ts';
import { isObject, type JsonObject, ownValue, readText, shown } from './text.ts';

/** How one feed differs from the other. */
export type OrderItemFeed<Row> = {
  /** The side whose facilities this feed is about. */
  side: 'netsuite' | 'oms';
  /** The items of an order, each as found, and what stands where a list of them is missing. */
  itemsOf(order: JsonObject): readonly FoundItem[];
  /** What makes two items of a file the same. */
  keyOf(item: JsonObject): readonly string[];
  read(order: JsonObject, item: JsonObject): Row | Problem;
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

/** The rows to apply; what became of the others is in the tally. */
export function convertOrderItems<Row extends object>(
  feed: OrderItemFeed<Row>,
  source: SourceRecords,
  context: ConversionContext,
  tally: Tally,
): Candidate<Row>[] {
  const candidates: Candidate<Row>[] = [];
  for (const order of elementsOf(source)) {
    for (const { item, owner, problem } of itemsOfOrder(feed, order, tally)) {
      const outcome =
        problem ?? notForFeed(feed, item, owner, context, tally) ?? feed.read(order as JsonObject, item);
      if (typeof outcome === 'string') skip(tally, outcome);
      else if (isProblem(outcome)) reject(tally, owner, outcome.code, outcome.field, outcome.message);
      else
        candidates.push({ owner, key: JSON.stringify([owner.orderId, ...feed.keyOf(item)]), row: outcome });
    }
  }
  return candidates;
}

function elementsOf(source: SourceRecords): Iterable<unknown> {
  if (source.format === 'json') return source.elements;
  throw new FeedError('NOT_THIS_FEED', 'The file is a table where a JSON list of orders is expected.');
}

type ItemOfOrder = { item: JsonObject; owner: RowOwner; problem?: Problem };

function* itemsOfOrder<Row>(feed: OrderItemFeed<Row>, order: unknown, tally: Tally): Generator<ItemOfOrder> {
  if (!isObject(order)) {
    yield broken(tally, '', {
      code: 'NOT_AN_ORDER',
      field: wholeRow,
      message: `Where an order should stand there is ${shown(order)}.`,
    });
    return;
  }
  const orderId = readText(ownValue(order, 'orderId'));
  for (const item of feed.itemsOf(order)) {
    if (isProblem(item)) yield broken(tally, orderId, item);
    else if (isObject(item.found)) yield ownedItem(order, item.found, tally);
    else yield broken(tally, orderId, notAnOrderItem(item));
  }
}

const notAnOrderItem = ({ field, found }: { field: string; found: unknown }): Problem => ({
  code: 'NOT_AN_ORDER_ITEM',
  field,
  message: `Where an order item should stand there is ${shown(found)}.`,
});

function broken(tally: Tally, orderId: string, problem: Problem): ItemOfOrder {
  tally.rows += 1;
  return { item: {}, owner: { row: tally.rows, orderId, orderItemSeqId: '' }, problem };
}

function ownedItem(order: JsonObject, item: JsonObject, tally: Tally): ItemOfOrder {
  tally.rows += 1;
  const named = ownValue(item, 'orderId') === undefined ? order : item;
  const orderId = requiredId(named, 'orderId', 'MISSING_ORDER_ID', 'The HotWax order id');
  const seqId = requiredId(item, 'orderItemSeqId', 'MISSING_ORDER_ITEM_SEQ_ID', 'The HotWax order item id');
  const owner = { row: tally.rows, orderId: valueIn(orderId), orderItemSeqId: valueIn(seqId) };
  const problem = firstProblem(orderId, seqId);
  return problem ? { item, owner, problem } : { item, owner };
}

/** Why an item is not for this feed, or cannot be told to be. */
function notForFeed<Row>(
  feed: OrderItemFeed<Row>,
  item: JsonObject,
  owner: RowOwner,
  context: ConversionContext,
  tally: Tally,
): SkipReason | Problem | undefined {
  const reason = ruledOut(item);
  if (reason) return reason;
  const membership = facilityMembership(item, feed.side, context);
  if (isProblem(membership)) return membership;
  if (membership.both) warnOfBothGroups(owner, item, context, tally);
  return membership.own ? undefined : 'OTHER_FACILITY';
}

function warnOfBothGroups(owner: RowOwner, item: JsonObject, context: ConversionContext, tally: Tally): void {
  const { netsuite, oms } = context.facilityGroups;
  tally.warnings.push({
    row: owner.row,
    code: 'FACILITY_IN_BOTH_GROUPS',
    message: `Facility ${readText(ownValue(item, 'facilityId'))} is a current member of both ${netsuite} and ${oms}: each feed takes its rows. End one membership in HotWax.`,
  });
}
