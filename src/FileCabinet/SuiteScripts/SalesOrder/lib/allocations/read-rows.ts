/** The rows of an allocation file by sales order: repeats left out, and what newer files have said of a file that comes late. */
import { parseSalesOrderLineUpdates, type SalesOrderLineRow } from '#feeds/brokered-order-items/netsuite.ts';
import { defaultTag } from '#feeds/fulfilled-order-items/netsuite.ts';
import { withoutDuplicates } from '#feeds/rows/duplicates.ts';
import { reject, skip, type Tally } from '#feeds/rows/tally.ts';
import type { Portion } from '../drain/drained-feed.ts';
import { findByExternalIds } from '../netsuite/external-ids.ts';
import { type NewerFiles, withoutSaid } from './newest-wins.ts';
import { type OrderField, wishesOf } from './order-fields.ts';
import type { UpdateSettings } from './settings.ts';
import type { AllocatedRow, OrderRows } from './work.ts';

type FoundRow = AllocatedRow & { orderId: string };

/** @throws FeedError when the file as a whole cannot be read */
export function readRows(
  text: string,
  settings: Pick<UpdateSettings, 'externalId' | 'further'>,
  fields: readonly OrderField[],
): { rows: FoundRow[]; tally: Tally } {
  const further = settings.further.map(({ column }) => column);
  const { updates, tally } = parseSalesOrderLineUpdates(text, further);
  const named = updates.map(({ update }) => (update.internalId === '' ? update.externalId : ''));
  const byExternalId = findByExternalIds(named, settings.externalId);
  return { rows: updates.map((found) => rowOf(found, byExternalId, fields)), tally };
}

function rowOf(
  { row, update }: SalesOrderLineRow,
  byExternalId: ReadonlyMap<string, string>,
  fields: readonly OrderField[],
): FoundRow {
  const { internalId, externalId, lineId, item, location: locationId, quantity, tags } = update;
  const isShipment = tags.toLowerCase().includes(defaultTag);
  return {
    row,
    orderId: internalId || (byExternalId.get(externalId) ?? ''),
    named: internalId || externalId,
    lineId,
    item,
    wishes: wishesOf(update, fields),
    ...(isShipment ? { shipped: { quantity, locationId, tags } } : {}),
  };
}

/**
 * Two rows for one line, such as two order items of it: once if they agree, in the error file if they do not. Quantities
 * that are not set need not agree, nor the ways in which they name their order. Of shipments each is another piece of goods.
 */
export function withoutRepeats(rows: readonly FoundRow[], tally: Tally): FoundRow[] {
  const candidates = rows
    .filter(({ shipped }) => !shipped)
    .map((row) => ({
      owner: ownerOf(row),
      key: JSON.stringify([row.orderId || row.named, row.lineId]),
      row: [row.item, row.wishes],
    }));
  const kept = new Set(withoutDuplicates(candidates, tally).map(({ owner }) => owner.row));
  return rows.filter(({ row, shipped }) => shipped || kept.has(row));
}

/** An order has one ship method and one address: nothing in a file says which of several is right. */
export function withoutConflicts(
  rows: readonly FoundRow[],
  fields: readonly OrderField[],
  tally: Tally,
): FoundRow[] {
  const wished = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const [key, wish] of orderWishes(row, fields))
      wished.set(key, (wished.get(key) ?? new Set()).add(wish));
  }
  return rows.filter((row) => {
    const [conflict] = orderWishes(row, fields).filter(([key]) => (wished.get(key)?.size ?? 0) > 1);
    if (conflict) reject(tally, ownerOf(row), 'CONFLICTING_ROWS', conflict[2], ORDER_CONFLICT);
    return !conflict;
  });
}

const ORDER_CONFLICT =
  'Rows of the file ask for different values of this field, of which a sales order has one; none of them was applied. Correct it in HotWax and send the rows again.';

/** What a row wishes of the whole order: a key for each thing, the wish, and the column of it. */
function orderWishes(
  { wishes, orderId, named }: FoundRow,
  fields: readonly OrderField[],
): (readonly [key: string, wish: string, column: string])[] {
  return fields.flatMap(({ column, on }) => {
    const wish = wishes[column];
    if (on === 'line' || wish === undefined) return [];
    return [[JSON.stringify([orderId || named, column]), wish, column] as const];
  });
}

/** What a newer file has set stays; where that cannot be known of a row, a person must decide. */
export function withoutOutdated(
  rows: readonly FoundRow[],
  newer: NewerFiles,
  fields: readonly OrderField[],
  tally: Tally,
): FoundRow[] {
  const doubt = newer.unread.length > 0 ? { doubt: newer.unread } : {};
  return rows.flatMap((row) => {
    const left = withoutSaid(row, row.orderId, newer.said, fields);
    if (left) return [{ ...left, orderId: row.orderId, ...doubt }];
    skip(tally, 'SUPERSEDED');
    return [];
  });
}

export const ownerOf = ({ row, named, lineId }: AllocatedRow) => ({
  row,
  orderId: named,
  orderItemSeqId: lineId,
});

/** An order is a group, however its rows name it. */
export function byOrder(rows: readonly FoundRow[]): Portion<OrderRows>[] {
  const orders = new Map<string, { orderId: string; rows: AllocatedRow[] }>();
  for (const { orderId, ...row } of rows) {
    const group = orderId === '' ? `unknown order ${row.named}` : `order ${orderId}`;
    const order = orders.get(group) ?? { orderId, rows: [] };
    orders.set(group, order);
    order.rows.push(row);
  }
  return [...orders].map(([group, work]) => ({ group, work }));
}
