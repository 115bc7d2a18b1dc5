/** The shipped lines of a file as the item fulfillments they become: one per sales order, shipment and location. */

import { compositeKey } from '#feeds/format/values.ts';
import type { ShippedLine, ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';

export type Shipment = {
  /** What finds the item fulfillments that hold parts of the shipment: no location is in it, as one may be corrected. */
  key: string;
  salesOrderId: string;
  locationId: string;
  /** HotWax's shipment id; of older files, which have none, the file's name. */
  shipmentId: string;
  maySplit: 'Y' | 'N' | '';
  rows: ShippedLineRow[];
  /** Rows of the file that say other locations have shipped of it, and do not say which shipment item they are. */
  elsewhere: ShippedLineRow[];
};

export const shipmentKey = (salesOrderId: string, shipmentId: string): string =>
  `${salesOrderId} ${shipmentId}`;

/** Rows keep their order, and shipments the order of their first row. */
export function groupIntoShipments(fileName: string, rows: readonly ShippedLineRow[]): Shipment[] {
  const shipments = new Map<string, Shipment>();
  for (const row of rows) {
    const shipmentId = shipmentIdOf(row, fileName);
    const key = shipmentKey(row.salesOrderId, shipmentId);
    const place = compositeKey(key, row.line.location_id);
    const shipment = shipments.get(place) ?? newShipment(key, shipmentId, row);
    shipments.set(place, shipment);
    shipment.rows.push(row);
  }
  addElsewhere([...shipments.values()]);
  return [...shipments.values()];
}

export const shipmentIdOf = ({ line }: ShippedLineRow, fileName: string): string =>
  line.shipment_id ?? `file:${fileName}`;

const newShipment = (key: string, shipmentId: string, row: ShippedLineRow): Shipment => ({
  key,
  salesOrderId: row.salesOrderId,
  locationId: row.line.location_id,
  shipmentId,
  maySplit: row.maySplit,
  rows: [],
  elsewhere: [],
});

function addElsewhere(shipments: readonly Shipment[]): void {
  const byKey = new Map<string, Shipment[]>();
  for (const shipment of shipments) byKey.set(shipment.key, [...(byKey.get(shipment.key) ?? []), shipment]);
  for (const places of byKey.values()) {
    for (const place of places)
      place.elsewhere = places.filter((other) => other !== place).flatMap(unnamedRows);
  }
}

const unnamedRows = ({ rows }: Shipment): ShippedLineRow[] =>
  rows.filter(({ line }) => line.shipment_item_seq_id === undefined);

/** The first value any of the rows has. */
export const firstOf = (rows: readonly ShippedLineRow[], field: keyof ShippedLine): string =>
  rows.map(({ line }) => line[field] ?? '').find((value) => value !== '') ?? '';
