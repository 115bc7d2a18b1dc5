/**
 * Lines that are tagged as fulfilled by HotWax and not fulfilled, as files of the fulfillment feed: that feed fulfills them, or
 * says in an error file why it cannot. A tag does not say how much was shipped, and a line that is fulfilled in part is tagged just the
 * same: what remains of it is refused. Source: docs/upgrading.md.
 */
import * as log from 'N/log';
import { defaultTag, type ShippedSalesOrder } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import type { ReadableFolder } from '../feed-files/peek-folder.ts';
import { failure } from '../netsuite/failure.ts';
import { lineField } from '../netsuite/ids.ts';
import { allRows, inChunks, itemLines, textOf, unique } from '../netsuite/searches.ts';
import { findOrders, type Order, type OrderLine, type Orders } from '../orders/orders.ts';

/** An order has few lines, and a file of these is read in one call. */
const ORDERS_PER_FILE = 500;

/**
 * Some 300 units for each 500 orders. What is handed over twice is fulfilled once: the key of its shipment is the same.
 * @throws SHIPMENTS_WAITING before anything is written
 */
export function handOverTaggedLines(folder: FeedFolder, now: number): void {
  const problem = waitingProblem(folder);
  if (problem) throw failure('SHIPMENTS_WAITING', problem);
  const time = new Date(now).toISOString().replace(/[:.TZ]/g, '-');
  findTagged().forEach(({ shipped, begun }, index) => {
    const name = `${time}tagged-lines-${index + 1}.json`;
    if (begun.length > 0) folder.writeErrors(`${time}tagged-lines-begun-${index + 1}`, begun);
    if (shipped.length > 0) folder.publish(name, JSON.stringify(shipped));
    log.audit({
      title: 'Tagged lines handed over',
      details: { file: name, orders: shipped.length, partlyFulfilled: begun.length },
    });
  });
}

/** What would be handed over, in the log; nothing is written. Some 200 units for each 500 orders. */
export function foreseeTaggedLines(folder: ReadableFolder): void {
  const tagged = findTagged();
  const orders = tagged.flatMap(({ shipped }) => shipped);
  const problem = waitingProblem(folder);
  const details = {
    orders: orders.length,
    lines: orders.reduce((lines, { items }) => lines + items.length, 0),
    files: tagged.filter(({ shipped }) => shipped.length > 0).length,
    partlyFulfilled: tagged.reduce((lines, { begun }) => lines + begun.length, 0),
    ...(problem && { problem }),
  };
  log.audit({ title: 'Dry run: nothing was changed', details });
}

/** Files that wait may have the same lines. */
function waitingProblem(folder: ReadableFolder): string | undefined {
  const waiting = [...folder.list('waiting'), ...folder.list('processing')];
  if (waiting.length === 0) return undefined;
  return `${waiting.length} files wait in ${folder.path}, such as ${waiting[0]?.name}. They may have lines that are tagged: run HC_SC_CreateItemFulfillment until none is left, then start this script again.`;
}

/** Status of orders that ship: pending fulfillment, partially fulfilled, and the latter when it is to be billed too. */
const OPEN = ['SalesOrd:B', 'SalesOrd:D', 'SalesOrd:E'];

function findTaggedOrders(): string[] {
  const rows = allRows({
    type: 'salesorder',
    filters: [
      [lineField.tag, 'contains', defaultTag],
      'and',
      ['closed', 'is', 'F'],
      'and',
      ['status', 'anyof', OPEN],
      'and',
      ...itemLines,
    ],
    columns: ['internalid'],
  });
  return unique(rows.map(({ id }) => textOf(id)));
}

/** @property shipped what is handed over @property begun lines of which a part is fulfilled, in the words of an error file */
type Tagged = { shipped: ShippedSalesOrder[]; begun: Reject[] };

/** One for each file. */
const findTagged = (): Tagged[] =>
  inChunks(findTaggedOrders(), ORDERS_PER_FILE).map((ids) => {
    const orders = findOrders(ids);
    return { shipped: shippedOf(orders), begun: begunOf(orders) };
  });

const shippedOf = (orders: Orders): ShippedSalesOrder[] =>
  Object.entries(orders).flatMap(([id, order]) => {
    const items = openLines(order)
      .filter(([, { begun }]) => !begun)
      .map(([lineId, { place, remaining, tag }]) => ({
        line_id: lineId,
        location_id: place,
        quantity: String(remaining),
        tags: tag,
        shipment_method_type_id: null,
        shipment_id: 'tagged-lines',
        shipment_item_seq_id: lineId,
      }));
    return items.length === 0 ? [] : [{ order_id: id, items }];
  });

const begunOf = (orders: Orders): Reject[] =>
  Object.entries(orders)
    .flatMap(([id, order]) =>
      openLines(order)
        .filter(([, { begun }]) => begun)
        .map(([lineId, { remaining }]) => ({ id, lineId, remaining })),
    )
    .map(({ id, lineId, remaining }, index) => ({
      row: index + 1,
      field: 'quantity',
      code: 'PARTLY_FULFILLED',
      message: `Line ${lineId} of sales order ${id} is tagged and fulfilled in part, and its tag does not say whether HotWax Commerce has shipped the ${remaining} that remain. If it has, fulfill them in NetSuite.`,
      orderId: id,
      orderItemSeqId: lineId,
    }));

const openLines = ({ lines }: Order): [string, OrderLine][] =>
  Object.entries(lines).filter(
    ([, line]) => line.tag.includes(defaultTag) && !line.closed && line.fulfillable && line.remaining > 0,
  );
