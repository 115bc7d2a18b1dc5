/** The shipped lines of a file as the item fulfillments they become: one per sales order, location and shipment. */
import type { ShippedLine, ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';

export type Shipment = {
  /** Idempotency key: NetSuite holds one item fulfillment with this external id, or with it and a part number. */
  key: string;
  salesOrderId: string;
  locationId: string;
  /** HotWax's shipment id; of older files, which have none, the file's name. */
  shipmentId: string;
  maySplit: 'Y' | 'N' | '';
  rows: ShippedLineRow[];
};

/** Rows keep their order, and shipments the order of their first row. */
export function groupIntoShipments(fileName: string, rows: readonly ShippedLineRow[]): Shipment[] {
  const shipments = new Map<string, Shipment>();
  for (const row of rows) {
    const shipmentId = row.line.shipment_id ?? `file:${fileName}`;
    const key = `hc-shipment-${shipmentId}-${row.salesOrderId}-${row.line.location_id}`;
    const shipment = shipments.get(key) ?? newShipment(key, shipmentId, row);
    shipments.set(key, shipment);
    shipment.rows.push(row);
  }
  return [...shipments.values()];
}

const newShipment = (key: string, shipmentId: string, row: ShippedLineRow): Shipment => ({
  key,
  salesOrderId: row.salesOrderId,
  locationId: row.line.location_id,
  shipmentId,
  maySplit: row.maySplit,
  rows: [],
});

/** The first value any row of the shipment has. */
export const firstOf = (shipment: Shipment, field: keyof ShippedLine): string =>
  shipment.rows.map(({ line }) => line[field] ?? '').find((value) => value !== '') ?? '';
