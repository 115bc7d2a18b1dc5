/**
 * One shipment into item fulfillments, exactly once: compared with what was made of it before, judged by what its order is, one item
 * fulfillment for each address; looked at again when others have the order at the same time.
 * Source: docs/architecture.md#shipments-hotwax-to-netsuite.
 */
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { type EarlierPart, nextPartKey } from '../earlier-parts/earlier-fulfillments.ts';
import { isBusy, isNamed } from '../netsuite/failure.ts';
import { takeBackEarlier } from '../orders/order-notes.ts';
import type { Order } from '../orders/orders.ts';
import { type RowOutcome, refuseAll } from '../orders/row-outcomes.ts';
import { judgeRows } from '../orders/row-verdicts.ts';
import type { Shipment } from '../orders/shipments.ts';
import { compared, fulfillRows, orderOf, type Surroundings, shipGroupOf } from './fulfill-rows.ts';

/** How often a shipment is tried when others save its sales order at the same time. */
const ATTEMPTS = 3;

/**
 * 30 units, and 30 more when something is to be noted on its sales order; as much again for each draft that is not saved. 40 more when
 * lines want inventory detail that the feed or the deployment gives.
 */
export function fulfillShipment(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  order: Order | undefined,
  around: Surroundings,
): RowOutcome[] {
  return routesOf(shipment, order).flatMap((route, index) =>
    fulfillRoute(route, index === 0 ? earlier : around.findEarlier(route), order, around),
  );
}

/** An item fulfillment goes to one address: rows of different ones are fulfilled apart. */
function routesOf(shipment: Shipment, order: Order | undefined): Shipment[] {
  const routes = new Map<string, ShippedLineRow[]>();
  for (const row of shipment.rows) {
    const group = shipGroupOf(row, order);
    routes.set(group, [...(routes.get(group) ?? []), row]);
  }
  return [...routes.values()].map((rows) => ({ ...shipment, rows }));
}

function fulfillRoute(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  known: Order | undefined,
  around: Surroundings,
): RowOutcome[] {
  for (let attempt = 1; ; attempt += 1) {
    const parts = attempt === 1 ? earlier : around.findEarlier(shipment);
    const { open, settled } = compared(shipment, parts);
    if (open.length === 0) return settled;
    const order = attempt === 1 ? known : orderOf(shipment);
    const { fit, refused } = judgeRows(shipment.salesOrderId, open, order, around.settings.allowOverage);
    const done = [...settled, ...refused];
    const key = nextPartKey(shipment, parts);
    if (order)
      takeBackEarlier(
        refused.map(({ row }) => row),
        order,
        key,
      );
    if (!order || fit.length === 0) return done;
    try {
      return [...done, ...fulfillRows({ shipment, order, key, around }, fit)];
    } catch (thrown) {
      // Whether anything was saved is unknown: nothing may be said of the rows, and a later run finds out.
      if (!isBusy(thrown) && !isNamed(thrown, 'DUP_RCRD')) throw thrown;
      if (attempt === ATTEMPTS) return [...done, ...refuseAll(fit, thrown)];
    }
  }
}
