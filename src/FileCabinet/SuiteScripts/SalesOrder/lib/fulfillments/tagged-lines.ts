/**
 * Lines that are tagged as fulfilled by HotWax and not fulfilled, as files of the fulfillment feed: that feed fulfills them, or
 * says in an error file why it cannot. Source: docs/upgrading.md.
 */
import * as log from 'N/log';
import { defaultTag, type ShippedSalesOrder } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import type { ReadableFolder } from '../feed-files/peek-folder.ts';
import { failure } from '../netsuite/failure.ts';
import { lineField } from '../netsuite/ids.ts';
import { allRows, inChunks, itemLines, textOf } from '../netsuite/searches.ts';
import { findOrders, type Order } from '../orders/orders.ts';

/** An order has few lines, and a file of these is read in one call. */
const ORDERS_PER_FILE = 500;

/**
 * Some 200 units for each 500 orders. What is handed over twice is fulfilled once: the key of its shipment is the same.
 * @throws SHIPMENTS_WAITING before anything is written
 */
export function handOverTaggedLines(folder: FeedFolder, now: number): void {
  const problem = waitingProblem(folder);
  if (problem) throw failure('SHIPMENTS_WAITING', problem);
  const time = new Date(now).toISOString().replace(/[:.TZ]/g, '-');
  findTagged().forEach((shipped, index) => {
    if (shipped.length === 0) return;
    const name = `${time}tagged-lines-${index + 1}.json`;
    folder.publish(name, JSON.stringify(shipped));
    log.audit({ title: 'Tagged lines handed over', details: { file: name, orders: shipped.length } });
  });
}

/** What would be handed over, in the log; nothing is written. Some 200 units for each 500 orders. */
export function foreseeTaggedLines(folder: ReadableFolder): void {
  const files = findTagged();
  const orders = files.flat();
  const problem = waitingProblem(folder);
  const details = {
    orders: orders.length,
    lines: orders.reduce((lines, { items }) => lines + items.length, 0),
    files: files.filter((shipped) => shipped.length > 0).length,
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

/** What is tagged and not fulfilled, for one file after the other. */
function findTagged(): ShippedSalesOrder[][] {
  const tagged = findTaggedLines();
  return inChunks([...tagged.keys()], ORDERS_PER_FILE).map((ids) =>
    Object.entries(findOrders(ids)).flatMap(([id, order]) => shippedOf(id, order, tagged.get(id))),
  );
}

/** Of a line that is fulfilled in part nobody knows whether the rest has shipped. @returns line ids by order */
function findTaggedLines(): Map<string, Set<string>> {
  const rows = allRows({
    type: 'salesorder',
    filters: [
      [lineField.tag, 'contains', defaultTag],
      'and',
      ['closed', 'is', 'F'],
      'and',
      ['quantityshiprecv', 'equalto', '0'],
      'and',
      ['status', 'anyof', OPEN],
      'and',
      ...itemLines,
    ],
    columns: ['line'],
  });
  const tagged = new Map<string, Set<string>>();
  for (const row of rows) {
    const id = textOf(row.id);
    tagged.set(id, (tagged.get(id) ?? new Set()).add(textOf(row.getValue('line'))));
  }
  return tagged;
}

function shippedOf(id: string, { lines }: Order, tagged = new Set<string>()): ShippedSalesOrder[] {
  const items = Object.entries(lines)
    .filter(([lineId, line]) => tagged.has(lineId) && line.fulfillable && line.remaining > 0)
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
}
