/**
 * Fulfilled order items as a feed whose backlog is drained: the shipments of a sales order are a group, so that no two calls
 * work on one order.
 */
import { type FulfillmentSettings, UNITS_PER_FILE } from '../drafts/settings.ts';
import type { DrainedFeed, HandedPortion } from '../drain/drained-feed.ts';
import type { RowResult } from '../drain/row-results.ts';
import { type EarlierPart, findEarlierParts } from '../earlier-parts/earlier-fulfillments.ts';
import type { Budget } from '../netsuite/governance.ts';
import { knownLocations } from '../netsuite/locations.ts';
import { findOrders, type Order } from '../orders/orders.ts';
import type { Shipment } from '../orders/shipments.ts';
import { applyShipment, readShipments, surroundings } from './fulfill-file.ts';
import { makeKnownOrders } from './known-orders.ts';

/**
 * @property parts earlier ones, by the key of their shipment
 * @property order missing when NetSuite has no such order
 */
type KnownOrder = { parts: [string, EarlierPart[]][]; order?: Order };

export function fulfilledOrderItems(settings: FulfillmentSettings): DrainedFeed<Shipment, KnownOrder> {
  const locations = knownLocations();
  return {
    name: 'fulfilled-order-items',
    unitsPerFile: UNITS_PER_FILE,
    read: (file, text) => {
      const { shipments, tally } = readShipments(file, text, locations);
      return { portions: shipments.map((work) => ({ group: `order ${work.salesOrderId}`, work })), tally };
    },
    ask: askOfOrders,
    apply: (portions, known, budget) => fulfillOrder(portions, known, settings, budget),
  };
}

function askOfOrders(groups: readonly (readonly Shipment[])[]): KnownOrder[] {
  const earlier = findEarlierParts(groups.flat());
  const orders = findOrders(groups.map(orderIdOf));
  return groups.map((shipments) => {
    const keys = [...new Set(shipments.map(({ key }) => key))];
    const order = orders[orderIdOf(shipments)];
    return {
      parts: keys.flatMap((key): KnownOrder['parts'] => {
        const parts = earlier.get(key);
        return parts ? [[key, parts]] : [];
      }),
      ...(order ? { order } : {}),
    };
  });
}

const orderIdOf = ([first]: readonly Shipment[]): string => first?.salesOrderId ?? '';

function fulfillOrder(
  portions: readonly HandedPortion<Shipment>[],
  { parts, order }: KnownOrder,
  settings: FulfillmentSettings,
  budget: Budget,
): RowResult[][] {
  const id = orderIdOf(portions.map(({ work }) => work));
  const known = makeKnownOrders(new Map(parts), order ? { [id]: order } : {});
  const around = surroundings(settings);
  const done: RowResult[][] = [];
  for (const { resumed, work } of portions) {
    const results = applyShipment(work, known, resumed, around, budget);
    if (!results) break;
    done.push(results);
  }
  return done;
}
