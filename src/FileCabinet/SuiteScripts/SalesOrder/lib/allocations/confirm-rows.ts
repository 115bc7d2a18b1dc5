/**
 * The last look at rows that were set: a script or a workflow of the account may have changed them back as the order was
 * saved, and NetSuite says nothing of it.
 */
import { isReject, type RowResult } from '../drain/row-results.ts';
import { missingOf } from './judge-row.ts';
import { findKnownOrders, type KnownOrder } from './known-orders.ts';
import type { OrderField } from './order-fields.ts';
import { ownerOf } from './read-rows.ts';
import type { Follows, SetRow } from './work.ts';

/** 10 units for each 500 orders that something was set on, and 5 for each 1,000 lines. */
export function confirmRows(results: readonly RowResult[], fields: readonly OrderField[]): RowResult[] {
  const orders = findKnownOrders(
    results.flatMap((result) => setOf(result)?.orderId ?? []),
    fields,
    false,
  );
  return results.map((result) => {
    const set = setOf(result);
    return set ? confirmed(result, set, orders[set.orderId], fields) : result;
  });
}

export const followsOf = (result: RowResult): Follows =>
  isReject(result) || !('applied' in result) ? {} : ((result.follows ?? {}) as Follows);

const setOf = (result: RowResult): SetRow | undefined => followsOf(result).set;

function confirmed(
  result: RowResult,
  set: SetRow,
  order: KnownOrder | undefined,
  fields: readonly OrderField[],
): RowResult {
  const line = order?.lines[set.lineId];
  const [missing] = order && line ? missingOf(set.wishes, order, line, fields) : [undefined];
  if (order && line && !missing) return result;
  const column = missing?.column ?? 'lineId';
  const found = (missing?.on === 'line' ? line : order)?.fields[column];
  const has = line ? `${column} is ${JSON.stringify(found?.text || found?.value || '')}` : 'the line is gone';
  const message = `NetSuite saved the sales order, but ${has} afterwards, not what the row asks for: a script, a workflow or the form of the account does not keep it.`;
  return { ...ownerOf(set), code: 'NOT_KEPT', field: column, message };
}
