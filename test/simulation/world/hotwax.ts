/** HotWax Commerce in a trace: what it knows of its order items, and every row it has sent and was told. */
import { type ItemStates, openItemStates, type ReportedRow } from '../../../testbed/hotwax.ts';
import type { Knowledge } from '../../../testbed/hotwax-feeds.ts';
import type { OrderBook, SalesOrderIds } from '../../../testbed/order-book.ts';

export type AllocatedRow = { orderId: string; seqId: string; facilityId: string };
export type ShippedRow = { orderId: string; seqId: string; shipmentId: string; quantity: number };

/**
 * @property broken it was cut off on the way, so that nothing of it can be read
 * @property tagged its rows are shipments among the allocations, in NetSuite's own folder
 */
export type SentFile<Row> = { name: string; broken: boolean; rows: readonly Row[]; tagged?: true };

export type HotWax = Knowledge & {
  items: ItemStates;
  /** Orders whose allocation it has sent. */
  allocated: Set<string>;
  allocations: SentFile<AllocatedRow>[];
  shipments: SentFile<ShippedRow>[];
  told: ReportedRow[];
  /** Files it has imported, and what they held: it takes no name twice. */
  read: Map<string, string>;
  /** Of what it was told it could not use: sentences. */
  refused: string[];
};

export const openHotWax = (book: OrderBook, ids: ReadonlyMap<string, SalesOrderIds>): HotWax => ({
  book,
  ids,
  items: openItemStates(book),
  allocated: new Set(),
  allocations: [],
  shipments: [],
  told: [],
  read: new Map(),
  refused: [],
});
