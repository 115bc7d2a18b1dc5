/** Whether a sales order line can take what a row asks, has it already, or why not. No N module: rows and searches in, verdicts out. */
import { areDifferent, type Location, locationProblem } from '../netsuite/locations.ts';
import { hasEnded, type KnownFields, type KnownLine, type KnownOrder } from './known-orders.ts';
import { isAsWished, type OrderField, type Wishes, wishFor } from './order-fields.ts';
import type { AllocatedRow } from './work.ts';

export type Refusal = { verdict: 'refused'; code: string; field: string; message: string };

export type Verdict = Refusal | { verdict: 'in place' } | { verdict: 'to set' };

export type Judge = {
  fields: readonly OrderField[];
  locations: ReadonlyMap<string, Location>;
  /** Whether locations of other subsidiaries ship too. */
  crossSubsidiary: boolean;
};

export const refusal = (code: string, field: string, message: string): Refusal => ({
  verdict: 'refused',
  code,
  field,
  message,
});

export function judgeRow(
  row: AllocatedRow,
  orderId: string,
  order: KnownOrder | undefined,
  judge: Judge,
): Verdict {
  if (!order)
    return refusal('ORDER_NOT_FOUND', 'internalId', `NetSuite has no sales order ${row.named} with lines.`);
  const line = order.lines[row.lineId];
  if (!line) {
    return refusal('LINE_NOT_FOUND', 'lineId', `Sales order ${orderId} has no line ${row.lineId}.`);
  }
  const missing = missingOf(row.wishes, order, line, judge.fields);
  if (missing.length === 0 && !isOtherItem(row, line)) return { verdict: 'in place' };
  const isMoved = missing.some(({ column }) => column === 'location');
  return objection(row, orderId, order, { ...line, isMoved }, judge) ?? { verdict: 'to set' };
}

/** Older files name the item instead of giving its id, and a name cannot be compared with an id. */
const isOtherItem = ({ item }: AllocatedRow, line: KnownLine): boolean =>
  /^\d+$/.test(item) && item !== line.item;

/** The fields that are not as a row asks. */
export function missingOf(
  wishes: Wishes,
  order: { fields: KnownFields },
  line: { fields: KnownFields },
  fields: readonly OrderField[],
): OrderField[] {
  return fields.filter(({ column, on, kind }) => {
    const wish = wishFor(column, wishes);
    if (wish === undefined) return false;
    const known = (on === 'line' ? line : order).fields[column];
    return !isAsWished(wish, known?.value, known?.text, kind);
  });
}

function objection(
  row: AllocatedRow,
  orderId: string,
  order: KnownOrder,
  line: KnownLine & { isMoved: boolean },
  judge: Judge,
): Refusal | undefined {
  const name = `Line ${row.lineId} of sales order ${orderId}`;
  if (hasEnded(order)) {
    return refusal('ORDER_NOT_OPEN', 'internalId', `Sales order ${orderId} is ${order.statusText}.`);
  }
  if (line.closed) return refusal('LINE_CLOSED', 'lineId', `${name} is closed.`);
  if (isOtherItem(row, line)) {
    const message = `${name} has item ${line.item}, but the row has item ${row.item}.`;
    return refusal('ITEM_DIFFERS', 'item', message);
  }
  if (row.doubt) return outOfOrder(row.doubt);
  if (line.isMoved && isFulfilled(line)) {
    const message = `${name} is fulfilled: where it shipped from cannot be changed any more.`;
    return refusal('LINE_FULFILLED', 'location', message);
  }
  const location = row.wishes.location ?? '';
  return location === '' ? undefined : locationObjection(location, orderId, order, judge);
}

/** NetSuite locks the location of a line then (its own script of the order form). */
export const isFulfilled = ({ quantity, shipped }: KnownLine): boolean => quantity > 0 && shipped >= quantity;

function outOfOrder(unread: readonly string[]): Refusal {
  const files = `${unread.slice(0, 3).join(', ')}${unread.length > 3 ? ` and ${unread.length - 3} more` : ''}`;
  const message = `The file arrived late, and it is unknown whether newer files have set the line since: ${files} in archive could not all be checked. If the row is still valid, send it again in a file whose name does not begin with a time.`;
  return refusal('OUT_OF_ORDER', 'lineId', message);
}

function locationObjection(
  id: string,
  orderId: string,
  order: KnownOrder,
  { locations, crossSubsidiary }: Judge,
): Refusal | undefined {
  const problem = locationProblem(id, locations);
  if (problem) return refusal(problem.code, 'location', problem.message);
  const location = locations.get(id);
  if (crossSubsidiary || !areDifferent(location?.subsidiary, order.subsidiary)) return undefined;
  const message = `Location ${id} (${location?.name}) belongs to another subsidiary than sales order ${orderId}.`;
  return refusal('LOCATION_OF_OTHER_SUBSIDIARY', 'location', message);
}
