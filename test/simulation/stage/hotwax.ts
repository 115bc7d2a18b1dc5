/** HotWax Commerce: what it knows of its order items, and every row it has sent and was told. */
import type { OrderBook, OrderItem, SalesOrderIds } from '../../../testbed/order-book.ts';

/**
 * @property shipped by its own stores @property completed as NetSuite told it
 * @property formerFacilities what these have shipped meanwhile is shipped
 */
export type ItemState = {
  item: OrderItem;
  shipped: number;
  completed: number;
  formerFacilities: string[];
};

export type AllocatedRow = { orderId: string; seqId: string; facilityId: string };
export type ShippedRow = { orderId: string; seqId: string; shipmentId: string; quantity: number };
export type ToldRow = {
  file: string;
  orderId: string;
  seqId: string;
  facilityId: string;
  quantity: number;
  trackingNumber: string;
};

/** @property broken it was cut off on the way, so that nothing of it can be read */
export type SentFile<Row> = { name: string; broken: boolean; rows: readonly Row[] };

export type HotWax = {
  book: OrderBook;
  ids: ReadonlyMap<string, SalesOrderIds>;
  items: ReadonlyMap<string, ItemState>;
  /** Orders whose allocation it has sent. */
  allocated: Set<string>;
  allocations: SentFile<AllocatedRow>[];
  shipments: SentFile<ShippedRow>[];
  told: ToldRow[];
  /** Files it has imported, and what they held: it takes no name twice. */
  read: Map<string, string>;
  /** Of what it was told it could not use: sentences. */
  refused: string[];
};

export const itemKey = (orderId: string, seqId: string): string => `${orderId}/${seqId}`;

export function openHotWax(book: OrderBook, ids: ReadonlyMap<string, SalesOrderIds>): HotWax {
  const items = book.orders.flatMap((order) => order.items);
  const states = items.map((item): [string, ItemState] => [
    itemKey(item.orderId, item.seqId),
    { item, shipped: 0, completed: 0, formerFacilities: [] },
  ]);
  return {
    book,
    ids,
    items: new Map(states),
    allocated: new Set(),
    allocations: [],
    shipments: [],
    told: [],
    read: new Map(),
    refused: [],
  };
}

export const sideOf = (book: OrderBook, facilityId: string): 'netsuite' | 'oms' | undefined =>
  book.facilities.find(({ id }) => id === facilityId)?.side;
