/** The newest allocation of a line wins, field by field: what newer rows have said is taken out of an older one. No N module. */
import type { OrderField } from './order-fields.ts';
import type { AllocatedRow } from './work.ts';

/** Columns that rows have asked for, by line; those of the order and its address under the line `''`. */
export type Said = Map<string, Set<string>>;

/** @property unread newer files of which it is not known what they have said */
export type NewerFiles = { said: Said; unread: readonly string[] };

/** Of orders that NetSuite does not have, each by what its rows call it, which may look like the id of another. */
export const orderKey = (orderId: string, { named }: Pick<AllocatedRow, 'named'>): string =>
  orderId === '' ? `unknown order ${named}` : `order ${orderId}`;

const keyOf = (order: string, lineId: string): string => JSON.stringify([order, lineId]);

export function addSaid(said: Said, row: AllocatedRow, orderId: string, fields: readonly OrderField[]): void {
  for (const column of Object.keys(row.wishes)) placeOf(said, orderId, row, column, fields).add(column);
}

function placeOf(
  said: Said,
  orderId: string,
  row: AllocatedRow,
  column: string,
  fields: readonly OrderField[],
): Set<string> {
  const isOfLine = fields.some((field) => field.column === column && field.on === 'line');
  const key = keyOf(orderKey(orderId, row), isOfLine ? row.lineId : '');
  const columns = said.get(key) ?? new Set<string>();
  said.set(key, columns);
  return columns;
}

/** @returns nothing when newer rows have said all of it; a shipment is one whatever they have said */
export function withoutSaid(
  row: AllocatedRow,
  orderId: string,
  said: Said,
  fields: readonly OrderField[],
): AllocatedRow | undefined {
  const wished = Object.entries(row.wishes);
  const left = wished.filter(([column]) => !placeOf(said, orderId, row, column, fields).has(column));
  if (left.length === 0 && wished.length > 0 && !row.shipped) return undefined;
  return left.length === wished.length ? row : { ...row, wishes: Object.fromEntries(left) };
}
