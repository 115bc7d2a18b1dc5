/** Which rows of a shipment NetSuite can fulfill by what its order is now, and why the others cannot be. No N module. */
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { Order, OrderLine } from './orders.ts';
import { isMore, sumOfQuantities } from './quantities.ts';
import { type Refusal, type RowOutcome, refusal } from './row-outcomes.ts';

export type Verdicts = { fit: ShippedLineRow[]; refused: RowOutcome[] };

/** @param allowOverage whether the account fulfills more than remains (Allow Overage on Item Fulfillments) */
export function judgeRows(
  salesOrderId: string,
  rows: readonly ShippedLineRow[],
  order: Order | undefined,
  allowOverage: boolean,
): Verdicts {
  const verdicts: Verdicts = { fit: [], refused: [] };
  const whole = orderProblem(salesOrderId, order);
  for (const row of rows) {
    const problem = whole ?? lineProblem(row, rows, order?.lines[row.line.line_id], allowOverage);
    if (problem) verdicts.refused.push({ row, ...problem });
    else verdicts.fit.push(row);
  }
  return verdicts;
}

/** Of a status that is none of these NetSuite decides, when it is asked for an item fulfillment. */
const NOT_APPROVED = 'pendingApproval';
const NOT_OPEN = ['cancelled', 'closed'];
const SHIPPED = ['pendingBilling', 'fullyBilled'];

function orderProblem(salesOrderId: string, order: Order | undefined): Refusal | undefined {
  if (!order)
    return refusal('ORDER_NOT_FOUND', 'order_id', `NetSuite has no sales order ${salesOrderId} with lines.`);
  const { status, statusText } = order;
  if (SHIPPED.includes(status)) {
    const message = `Nothing is left to fulfill on sales order ${salesOrderId}: it is ${statusText}.`;
    return refusal('NOTHING_TO_FULFILL', 'order_id', message);
  }
  if (status === NOT_APPROVED) {
    const message = `Sales order ${salesOrderId} is not open for fulfillment yet: it is ${statusText}.`;
    return refusal('ORDER_NOT_APPROVED', 'order_id', message);
  }
  if (!NOT_OPEN.includes(status)) return undefined;
  const message = `Sales order ${salesOrderId} is not open for fulfillment: it is ${statusText}.`;
  return refusal('ORDER_NOT_FULFILLABLE', 'order_id', message);
}

function lineProblem(
  row: ShippedLineRow,
  rows: readonly ShippedLineRow[],
  line: OrderLine | undefined,
  allowOverage: boolean,
): Refusal | undefined {
  const id = row.line.line_id;
  const name = `Line ${id} of sales order ${row.salesOrderId}`;
  if (!line) {
    const message = `Sales order ${row.salesOrderId} has no line ${id}.`;
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', message);
  }
  if (line.closed) return refusal('LINE_NOT_FULFILLABLE', 'line_id', `${name} is closed.`);
  if (!line.fulfillable) {
    const message = `${name} is of a kind that NetSuite does not fulfill (${line.kind}).`;
    return refusal('LINE_NOT_FULFILLABLE', 'line_id', message);
  }
  if (line.remaining <= 0) return refusal('LINE_NOT_FULFILLABLE', 'line_id', `${name} is ${takenBy(line)}.`);
  const asked = askedOf(rows, id);
  if (allowOverage || !isMore(asked, line.remaining)) return undefined;
  const message = `HotWax shipped ${asked} of line ${id}, of which ${line.remaining} can still be fulfilled.`;
  return refusal('MORE_THAN_REMAINS', 'quantity', message);
}

const takenBy = ({ underWay }: OrderLine): string =>
  underWay > 0
    ? `on an item fulfillment that is picked or packed in NetSuite and not shipped (${underWay}): ship or delete that one`
    : 'already fulfilled';

/** What the rows of a line ask for together. */
export const askedOf = (rows: readonly ShippedLineRow[], lineId: string): number =>
  Number(
    sumOfQuantities(rows.filter(({ line }) => line.line_id === lineId).map(({ line }) => line.quantity)),
  );
