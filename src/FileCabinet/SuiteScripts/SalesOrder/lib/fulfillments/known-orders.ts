/** What is known of shipments and their orders: asked for many at once, and again of an order once it was fulfilled in part. */
import {
  type EarlierPart,
  type EarlierParts,
  findEarlierParts,
} from '../earlier-parts/earlier-fulfillments.ts';
import { findOrders, type Order, type Orders } from '../orders/orders.ts';
import type { Shipment } from '../orders/shipments.ts';

export type KnownOrders = {
  partsOf(shipment: Shipment): readonly EarlierPart[];
  /** Missing when NetSuite has no such order. */
  orderOf(shipment: Shipment): Order | undefined;
  /** An item fulfillment was made of the shipment. */
  outdate(shipment: Shipment): void;
};

/** Only what was written to is asked again, and not before it is needed: what is found applied then costs nothing. */
export function makeKnownOrders(earlier: EarlierParts, orders: Orders): KnownOrders {
  const oldShipments = new Set<string>();
  const oldOrders = new Set<string>();
  return {
    partsOf: (shipment) => {
      // What another location has shipped of it is a part by now.
      if (oldShipments.delete(shipment.key)) earlier.set(shipment.key, [...findPartsAgain(shipment)]);
      return earlier.get(shipment.key) ?? [];
    },
    orderOf: ({ salesOrderId }) => {
      if (oldOrders.delete(salesOrderId)) {
        const found = findOrders([salesOrderId])[salesOrderId];
        if (found) orders[salesOrderId] = found;
        else delete orders[salesOrderId];
      }
      return orders[salesOrderId];
    },
    outdate: ({ key, salesOrderId }) => {
      oldShipments.add(key);
      oldOrders.add(salesOrderId);
    },
  };
}

export const findPartsAgain = (shipment: Shipment): readonly EarlierPart[] =>
  findEarlierParts([shipment]).get(shipment.key) ?? [];
