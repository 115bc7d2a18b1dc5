/** The rows of a file that are about one sales order, and what follows from them, as they are handed from stage to stage. */
import type { Wishes } from './order-fields.ts';

/**
 * @property named what the file calls the order, for messages
 * @property wishes what it asks for that no newer row of its line has said otherwise
 * @property shipped what of the line HotWax has shipped, when the row is a shipment: it is handed on to be fulfilled
 * @property doubt newer files that could not be checked, when the file arrived late
 */
export type AllocatedRow = {
  row: number;
  named: string;
  lineId: string;
  item: string;
  wishes: Wishes;
  shipped?: { quantity: string; locationId: string; tags: string };
  doubt?: readonly string[];
};

/** @property orderId internal id of the sales order, `''` when NetSuite does not have it */
export type OrderRows = { orderId: string; rows: readonly AllocatedRow[] };

/** A row that was set: before its file is settled it is seen whether NetSuite has kept it. */
export type SetRow = AllocatedRow & { orderId: string };

/** What HotWax has shipped of a line. */
export type TaggedShipment = {
  orderId: string;
  lineId: string;
  quantity: string;
  locationId: string;
  tags: string;
};

/** What is still to be done of a row that was applied. */
export type Follows = { set?: SetRow; shipment?: TaggedShipment };
