/** Whether a sales order line can take an update, has it already, or why not. No N module: rows and records in, verdicts out. */
import type { SalesOrderLineUpdate } from '#feeds/brokered-order-items/netsuite.ts';
import { areDifferent, type Location, locationProblem } from '../netsuite/locations.ts';
import {
  externalKey,
  hasEnded,
  type SalesOrder,
  type SalesOrderLine,
  type SalesOrders,
} from './sales-order-lines.ts';

export type Verdict =
  | { verdict: 'refused'; code: string; field: string; message: string }
  | { verdict: 'in place' }
  | { verdict: 'to import'; salesOrderId: string };

/**
 * A line id that matches nothing would add a line to the order, and a script never learns what an import did to a row
 * (help section_N451889, section_4345798668): so every row is judged before its import, and again after it.
 */
export function judgeUpdate(
  update: SalesOrderLineUpdate,
  orders: SalesOrders,
  locations: ReadonlyMap<string, Location>,
  withQuantity: boolean,
): Verdict {
  const order = orders.get(update.internalId || externalKey(update.externalId));
  if (!order)
    return refused(
      'ORDER_NOT_FOUND',
      'internalId',
      `NetSuite has no sales order ${update.internalId || update.externalId}.`,
    );
  const line = order.lines.get(update.lineId);
  if (!line) {
    return refused('LINE_NOT_FOUND', 'lineId', `Sales order ${order.id} has no line ${update.lineId}.`);
  }
  if (isInPlace(update, line, withQuantity)) return { verdict: 'in place' };
  return objection(update, order, line, locations) ?? { verdict: 'to import', salesOrderId: order.id };
}

const refused = (code: string, field: string, message: string): Verdict => ({
  verdict: 'refused',
  code,
  field,
  message,
});

/** Empty cells ask for nothing. */
function isInPlace(update: SalesOrderLineUpdate, line: SalesOrderLine, withQuantity: boolean): boolean {
  return (
    (update.location === '' || update.location === line.location) &&
    (update.closed === '' || line.closed) &&
    (update.rejected === '' || line.rejected) &&
    (update.tags === '' || update.tags === line.tag) &&
    (!withQuantity || update.quantity === '' || Number(update.quantity) === line.quantity) &&
    !isOtherItem(update, line)
  );
}

/** Older files name the item instead of giving its id, and a name cannot be compared with an id. */
const isOtherItem = (update: SalesOrderLineUpdate, line: SalesOrderLine): boolean =>
  /^\d+$/.test(update.item) && update.item !== line.item;

function objection(
  update: SalesOrderLineUpdate,
  order: SalesOrder,
  line: SalesOrderLine,
  locations: ReadonlyMap<string, Location>,
): Verdict | undefined {
  if (hasEnded(order))
    return refused('ORDER_NOT_OPEN', 'internalId', `Sales order ${order.id} is ${order.status}.`);
  if (line.closed)
    return refused('LINE_CLOSED', 'lineId', `Line ${update.lineId} of sales order ${order.id} is closed.`);
  if (isOtherItem(update, line)) {
    return refused(
      'ITEM_DIFFERS',
      'item',
      `Line ${update.lineId} of sales order ${order.id} has item ${line.item}, but the row has item ${update.item}.`,
    );
  }
  return update.location === '' ? undefined : locationObjection(update.location, order, locations);
}

function locationObjection(
  id: string,
  order: SalesOrder,
  locations: ReadonlyMap<string, Location>,
): Verdict | undefined {
  const problem = locationProblem(id, locations);
  if (problem) return refused(problem.code, 'location', problem.message);
  const location = locations.get(id);
  if (areDifferent(location?.subsidiary, order.subsidiary)) {
    return refused(
      'LOCATION_OF_OTHER_SUBSIDIARY',
      'location',
      `Location ${id} (${location?.name}) belongs to another subsidiary than sales order ${order.id}.`,
    );
  }
  return undefined;
}
