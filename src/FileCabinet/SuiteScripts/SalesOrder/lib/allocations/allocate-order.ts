/** All rows of one sales order, of however many files: the newest of each line, judged by a search, and set in one save. */
import type { HandedPortion } from '../drain/drained-feed.ts';
import type { RowResult } from '../drain/row-results.ts';
import type { Budget } from '../netsuite/governance.ts';
import { isFulfilled, type Judge, judgeRow, type Verdict } from './judge-row.ts';
import type { KnownLine, KnownOrder } from './known-orders.ts';
import { addSaid, type Said, withoutSaid } from './newest-wins.ts';
import type { OrderField } from './order-fields.ts';
import { ownerOf } from './read-rows.ts';
import { saveRows, UNITS_PER_SAVE } from './save-order.ts';
import type { AllocatedRow, Follows, OrderRows, TaggedShipment } from './work.ts';

/** A row as it is after newer rows, or nothing when these have said all of it. */
type Newest = { portion: number; own: AllocatedRow; row: AllocatedRow | undefined };

type Judged = Newest & { verdict: Verdict };

/** 30 units when something is to be set, otherwise none. @returns nothing when the budget does not allow for it */
export function allocateOrder(
  portions: readonly HandedPortion<OrderRows>[],
  order: KnownOrder | undefined,
  judge: Judge,
  budget: Budget,
): RowResult[][] {
  const orderId = portions[0]?.work.orderId ?? '';
  const judged = newestOf(portions, orderId, judge.fields).map((newest) => ({
    ...newest,
    verdict: newest.row ? judgeRow(newest.row, orderId, order, judge) : IN_PLACE,
  }));
  const toSet = judged.flatMap(({ row, verdict }) => (row && verdict.verdict === 'to set' ? [row] : []));
  if (toSet.length > 0 && !budget.allows(UNITS_PER_SAVE)) return [];
  const refused =
    toSet.length > 0 ? saveRows(orderId, toSet, judge.fields, budget) : new Map<AllocatedRow, never>();
  const outcomes = judged.map((one) => ({
    ...one,
    verdict: (one.row && refused.get(one.row)) ?? one.verdict,
  }));
  return portions.map(({ resumed }, index) =>
    outcomes
      .filter(({ portion }) => portion === index)
      .map((outcome) => resultOf(outcome, orderId, order?.lines[outcome.own.lineId], resumed)),
  );
}

const IN_PLACE: Verdict = { verdict: 'in place' };

function newestOf(
  portions: readonly HandedPortion<OrderRows>[],
  orderId: string,
  fields: readonly OrderField[],
): Newest[] {
  const said: Said = new Map();
  const newestFirst = portions
    .map(({ work }, portion) => work.rows.map((own) => ({ portion, own })))
    .reverse()
    .map((ofFile) => {
      const newest = ofFile.map((one) => ({ ...one, row: withoutSaid(one.own, orderId, said, fields) }));
      for (const { own } of ofFile) addSaid(said, own, orderId, fields);
      return newest;
    });
  return newestFirst.reverse().flat();
}

function resultOf(
  { own, row, verdict }: Judged,
  orderId: string,
  line: KnownLine | undefined,
  resumed: boolean,
): RowResult {
  if (verdict.verdict === 'refused') {
    const { code, field, message } = verdict;
    return { ...ownerOf(own), code, field, message };
  }
  if (!row) return { row: own.row, skipped: 'SUPERSEDED' };
  const shipment = shipmentOf(own, orderId, line);
  if (own.shipped && !shipment && verdict.verdict === 'in place' && !resumed) {
    return { row: own.row, skipped: 'ALREADY_APPLIED', record: orderId };
  }
  const follows: Follows = {
    ...(verdict.verdict === 'to set' ? { set: { ...row, orderId } } : {}),
    ...(shipment ? { shipment } : {}),
  };
  const applied = { row: own.row, applied: true as const, record: orderId };
  return Object.keys(follows).length > 0 ? { ...applied, follows } : applied;
}

/**
 * Where the row names no location, its goods have left the one of the line.
 * @returns nothing when the row is no shipment, or the line is wholly fulfilled
 */
export function shipmentOf(
  { shipped, lineId }: AllocatedRow,
  orderId: string,
  line: KnownLine | undefined,
): TaggedShipment | undefined {
  if (!shipped || (line && isFulfilled(line))) return undefined;
  const locationId = shipped.locationId || (line?.fields.location?.value ?? '');
  return { orderId, lineId, quantity: shipped.quantity, locationId, tags: shipped.tags };
}
