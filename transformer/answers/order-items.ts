/** Rows from both sides that are about one order item, whichever of its ids each of them has. */
import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import { hasId, plainId } from '../row-index/indexed-row.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import { type FoundRow, rowsWithIds } from '../row-index/read-index.ts';

/** @property line, salesOrder `''` when nothing says them */
export type OrderItem = {
  orderId: string;
  orderItemSeqId: string;
  names: string[];
  salesOrder: string;
  line: string;
  fulfillments: string[];
  rows: FoundRow[];
};

/** @param asked any id; of a shipment, a tracking number or a record only its own order items are meant */
export function orderItemsFor(index: RowIndex, asked: string): OrderItem[] {
  const direct = rowsWithIds(index, [asked]);
  const orders = new Set(
    direct.flatMap(({ orderId, salesOrder }) => [orderId, salesOrder]).filter((id) => id !== ''),
  );
  const items = groupByItem([...direct.filter(isLoose), ...rowsOfOrders(index, orders)]);
  const plain = plainId(asked);
  const ofPart = direct.filter((row) => isPart(row, plain));
  if (ofPart.length < direct.length) return items;
  return items.filter(({ rows }) => rows.some((row) => hasId(row, plain)));
}

/** An order may name another one's sales order later, so that one step is not enough; more than a few are not there. */
function rowsOfOrders(index: RowIndex, orders: Set<string>): FoundRow[] {
  let rows: FoundRow[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const known = orders.size;
    rows = rowsWithIds(index, [...orders]).filter(
      ({ orderId, salesOrder }) => orders.has(orderId) || orders.has(salesOrder),
    );
    for (const { orderId, salesOrder } of rows)
      for (const id of [orderId, salesOrder]) if (id !== '') orders.add(id);
    if (orders.size === known) break;
  }
  return rows;
}

const MOST_STEPS = 3;

/** A row that was refused because it lacks its order is found by what else it says. */
const isLoose = ({ orderId, salesOrder }: FoundRow): boolean => orderId === '' && salesOrder === '';

const isPart = (row: FoundRow, plain: string): boolean =>
  [row.shipment, row.fulfillment, row.record, ...trackingNumbers(row.tracking)].some(
    (id) => plainId(id) === plain,
  ) && ![row.orderId, row.salesOrder, ...row.names].some((id) => plainId(id) === plain);

function groupByItem(rows: readonly FoundRow[]): OrderItem[] {
  const ownerOf = ownersIn(rows);
  const items = new Map<string, OrderItem>();
  for (const row of rows) {
    const own = isLoose(row) ? looseKey(row) : lineKey(row);
    const key = isOwned(row) ? itemKey(row) : (ownerOf.get(own) ?? own);
    const item = items.get(key) ?? {
      orderId: '',
      orderItemSeqId: '',
      names: [],
      salesOrder: '',
      line: '',
      fulfillments: [],
      rows: [],
    };
    items.set(key, item);
    item.rows.push(row);
    item.orderId ||= row.orderId;
    item.orderItemSeqId ||= row.orderItemSeqId;
    item.salesOrder ||= row.salesOrder;
    item.line ||= row.line;
    item.names = [...new Set([...item.names, ...row.names])];
    if (row.fulfillment !== '') item.fulfillments = [...new Set([...item.fulfillments, row.fulfillment])];
  }
  return [...items.values()].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

/** Of lines of sales orders and of item fulfillments: the order item that another row says they are. */
function ownersIn(rows: readonly FoundRow[]): Map<string, string> {
  const ownerOf = new Map<string, string>();
  for (const row of rows.filter(isOwned)) {
    if (row.line !== '') ownerOf.set(lineKey(row), itemKey(row));
    if (row.fulfillment !== '') ownerOf.set(looseKey(row), itemKey(row));
  }
  return ownerOf;
}

const isOwned = ({ orderId, orderItemSeqId }: FoundRow): boolean => orderId !== '' && orderItemSeqId !== '';

const itemKey = ({ orderId, orderItemSeqId }: FoundRow): string => JSON.stringify([orderId, orderItemSeqId]);

const lineKey = ({ salesOrder, orderId, line }: FoundRow): string =>
  JSON.stringify(['line', salesOrder || orderId, line]);

const looseKey = ({ fulfillment, fulfillmentLine, file, row }: FoundRow): string =>
  JSON.stringify(fulfillment === '' ? ['row', file.id, row] : ['fulfillment', fulfillment, fulfillmentLine]);

const sortKey = ({ orderId, orderItemSeqId, line }: OrderItem): string =>
  JSON.stringify([orderId, orderItemSeqId, line.padStart(6, '0')]);
