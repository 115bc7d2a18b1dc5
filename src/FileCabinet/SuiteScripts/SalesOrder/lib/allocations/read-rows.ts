/** The rows of an allocation file by sales order: repeats left out, and what newer files have said of a file that comes late. */
import { parseSalesOrderLineUpdates, type SalesOrderLineRow } from '#feeds/brokered-order-items/netsuite.ts';
import { defaultTag } from '#feeds/fulfilled-order-items/netsuite.ts';
import { withoutDuplicates } from '#feeds/rows/duplicates.ts';
import { reject, skip, type Tally } from '#feeds/rows/tally.ts';
import type { Portion } from '../drain/drained-feed.ts';
import { findByExternalIds } from '../netsuite/external-ids.ts';
import { type NewerFiles, orderKey, withoutSaid } from './newest-wins.ts';
import { type OrderField, wishesOf, wishFor } from './order-fields.ts';
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
  // A piece of a line may ship: what has shipped is not what was ordered.
  const wished = isShipment ? { ...update, quantity: '' } : update;
  return {
    row,
    orderId: internalId || (byExternalId.get(externalId) ?? ''),
    named: internalId || externalId,
    lineId,
    item,
    wishes: wishesOf(wished, fields),
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
      key: JSON.stringify([orderKey(row.orderId, row), row.lineId]),
      row: [row.item, row.wishes],
    }));
  const kept = new Set(withoutDuplicates(candidates, tally).map(({ owner }) => owner.row));
  return rows.filter(({ row, shipped }) => shipped || kept.has(row));
}

/**
 * A line has one place for what its shipments say of it, such as a piece from each of two stores: the last one has its say,
 * and what another row says otherwise is refused.
 */
export function withShipmentsLast(
  rows: readonly FoundRow[],
  fields: readonly OrderField[],
  tally: Tally,
): FoundRow[] {
  const said = lastOfShipments(rows, fields);
  return withLocationsOfLines(rows).flatMap((row) => {
    const overruled = keyedWishes('line', row, fields)
      .filter(({ key, wish }) => (said.get(key) ?? wish) !== wish)
      .map(({ column }) => column);
    const [first] = overruled;
    if (first === undefined) return [row];
    if (row.shipped) return [without(row, overruled)];
    reject(tally, ownerOf(row), 'CONFLICTING_ROWS', first, SHIPPED_OTHERWISE);
    return [];
  });
}

/** A shipment that names no location has left the one that its line gets by the same file, if by any. */
function withLocationsOfLines(rows: readonly FoundRow[]): FoundRow[] {
  const keyOf = (row: FoundRow) => JSON.stringify([orderKey(row.orderId, row), row.lineId]);
  const locations = new Map(
    rows.filter(({ wishes }) => wishes.location).map((row) => [keyOf(row), row.wishes.location ?? '']),
  );
  return rows.map((row) => {
    if (row.shipped?.locationId !== '') return row;
    return { ...row, shipped: { ...row.shipped, locationId: locations.get(keyOf(row)) ?? '' } };
  });
}

const SHIPPED_OTHERWISE =
  'The file also says that some of this line has shipped, with another value of this field: that one counts. If this one is right, correct it in HotWax and send it again.';

const lastOfShipments = (rows: readonly FoundRow[], fields: readonly OrderField[]) =>
  new Map(
    rows
      .filter(({ shipped }) => shipped)
      .flatMap((row) => keyedWishes('line', row, fields).map(({ key, wish }) => [key, wish])),
  );

const without = (row: FoundRow, columns: readonly string[]): FoundRow => ({
  ...row,
  wishes: Object.fromEntries(Object.entries(row.wishes).filter(([column]) => !columns.includes(column))),
});

/** An order has one ship method and one address: nothing in a file says which of several is right. */
export function withoutConflicts(
  rows: readonly FoundRow[],
  fields: readonly OrderField[],
  tally: Tally,
): FoundRow[] {
  const wished = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const { key, wish } of keyedWishes('order', row, fields))
      wished.set(key, (wished.get(key) ?? new Set()).add(wish));
  }
  return rows.filter((row) => {
    const [conflict] = keyedWishes('order', row, fields).filter(
      ({ key }) => (wished.get(key)?.size ?? 0) > 1,
    );
    if (conflict) reject(tally, ownerOf(row), 'CONFLICTING_ROWS', conflict.column, ORDER_CONFLICT);
    return !conflict;
  });
}

const ORDER_CONFLICT =
  'Rows of the file ask for different values of this field, of which a sales order has one; none of them was applied. Correct it in HotWax and send the rows again.';

/** What a row wishes of its line, or of the whole order with its address; the key is that of the one place for it. */
const keyedWishes = (of: 'line' | 'order', row: FoundRow, fields: readonly OrderField[]) =>
  fields.flatMap(({ column, on }) => {
    const wish = wishFor(column, row.wishes);
    if ((on === 'line') !== (of === 'line') || wish === undefined) return [];
    const key = JSON.stringify([orderKey(row.orderId, row), of === 'line' ? row.lineId : '', column]);
    return [{ key, wish, column }];
  });

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
    skip(tally, row.row, 'SUPERSEDED');
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
    const group = orderKey(orderId, row);
    const order = orders.get(group) ?? { orderId, rows: [] };
    orders.set(group, order);
    order.rows.push(row);
  }
  return [...orders].map(([group, work]) => ({ group, work }));
}
