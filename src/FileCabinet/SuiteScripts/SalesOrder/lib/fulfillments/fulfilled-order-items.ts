/**
 * Fulfilled order items as a feed whose files are applied in a scheduled run or by a drain: the shipments of a sales order are
 * a group, so that no two calls work on one order. Source: docs/architecture.md#shipments-hotwax-to-netsuite.
 */
import { type CreateSettings, UNITS_PER_FILE } from '../drafts/settings.ts';
import type { DrainedFeed, HandedPortion, Recognized } from '../drain/drained-feed.ts';
import type { RowResult } from '../drain/row-results.ts';
import { type EarlierPart, findEarlierParts } from '../earlier-parts/earlier-fulfillments.ts';
import type { Budget } from '../netsuite/governance.ts';
import { knownLocations } from '../netsuite/locations.ts';
import { findOrders, type Order } from '../orders/orders.ts';
import { judgeRows } from '../orders/row-verdicts.ts';
import type { Shipment } from '../orders/shipments.ts';
import { applyShipment, readShipments, surroundings } from './fulfill-file.ts';
import { compared } from './fulfill-rows.ts';
import { makeKnownOrders } from './known-orders.ts';

/**
 * @property parts earlier ones, by the key of their shipment
 * @property order missing when NetSuite has no such order
 */
type KnownOrder = { parts: [string, EarlierPart[]][]; order?: Order };

/** An order that is noted on, and its item fulfillment. */
const UNITS_PER_ORDER = 60;

export function fulfilledOrderItems(settings: CreateSettings): DrainedFeed<Shipment, KnownOrder> {
  const locations = knownLocations();
  return {
    name: 'fulfilled-order-items',
    unitsPerFile: UNITS_PER_FILE,
    unitsPerGroup: UNITS_PER_ORDER,
    read: (file, text) => {
      const { shipments, tally } = readShipments(file, text, locations, settings.externalId);
      return { portions: shipments.map((work) => ({ group: `order ${work.salesOrderId}`, work })), tally };
    },
    ask: askOfOrders,
    apply: (portions, known, budget) => fulfillOrder(portions, known, settings, budget),
    recognize: (shipments, { parts, order }) => {
      const earlier = new Map(parts);
      return shipments.flatMap((shipment) =>
        recognized(shipment, earlier.get(shipment.key) ?? [], order, settings),
      );
    },
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

function recognized(
  shipment: Shipment,
  parts: readonly EarlierPart[],
  order: Order | undefined,
  { allowOverage }: CreateSettings,
): Recognized[] {
  const { open, settled } = compared(shipment, parts);
  const { refused } = judgeRows(shipment.salesOrderId, open, order, allowOverage);
  const outcomes = new Map([...settled, ...refused].map((outcome) => [outcome.row.row, outcome]));
  return shipment.rows.map(({ row, orderId, orderItemSeqId }) => {
    const outcome = outcomes.get(row);
    const owner = { row, orderId, orderItemSeqId };
    if (!outcome) return { owner, applied: false };
    return outcome.outcome === 'refused'
      ? { owner, applied: false, objection: outcome.code }
      : { owner, applied: true, record: String(outcome.part) };
  });
}

const orderIdOf = ([first]: readonly Shipment[]): string => first?.salesOrderId ?? '';

function fulfillOrder(
  portions: readonly HandedPortion<Shipment>[],
  { parts, order }: KnownOrder,
  settings: CreateSettings,
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
