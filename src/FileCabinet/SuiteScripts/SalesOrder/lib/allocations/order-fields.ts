/** What rows can set on a sales order and its lines: each column with its field, and where a search shows it. */
import {
  addressColumns,
  columnOf,
  NO_LOCATION,
  type SalesOrderLineWish,
} from '#feeds/brokered-order-items/netsuite.ts';
import { lineQuantityColumn, placeField } from '../netsuite/features.ts';
import { lineField } from '../netsuite/ids.ts';
import { textOf } from '../netsuite/searches.ts';
import type { UpdateSettings } from './settings.ts';

/**
 * @property on a line, the body of the order, or the address it ships to
 * @property searchColumn what a search calls the field
 * @property further the column, when it is one of the account's own
 * @property kind a `choice` is of records, which rows name by internal id or by name
 */
export type OrderField = {
  column: string;
  on: 'line' | 'order' | 'address';
  fieldId: string;
  searchColumn: string;
  kind: 'text' | 'flag' | 'number' | 'choice';
  further?: string;
};

/** What a row asks for, by column; `''` clears the field. What it does not ask for is missing. */
export type Wishes = Readonly<Record<string, string>>;

/** In the order in which they are set: closing a line comes last, as nothing else of it can be changed then. */
export function fieldsOf({ withQuantity, shipMethod, shipTo, further }: UpdateSettings): OrderField[] {
  const place = placeField();
  const line = (column: string, fieldId: string, kind: OrderField['kind'], searchColumn: string = fieldId) =>
    ({ column, on: 'line', fieldId, searchColumn, kind }) as const;
  return [
    line('location', place, 'text'),
    ...(withQuantity ? [line('quantity', 'quantity', 'number', lineQuantityColumn())] : []),
    line('tags', lineField.tag, 'text'),
    line('rejected', lineField.rejected, 'flag'),
    ...further.map(({ column, fieldId }) => furtherField(column, fieldId)),
    line('closed', 'isclosed', 'flag', 'closed'),
    ...(shipMethod ? [SHIP_METHOD] : []),
    ...(shipTo ? ADDRESS : []),
  ];
}

/** A column that is read already, such as `tags`, may be wanted on a field of the account's own besides. */
const furtherField = (column: string, fieldId: string): OrderField => ({
  column: columnOf(column) === undefined ? column : `${column} = ${fieldId}`,
  further: column,
  on: fieldId.startsWith('custcol') ? 'line' : 'order',
  fieldId,
  searchColumn: fieldId,
  kind: 'text',
});

const SHIP_METHOD: OrderField = {
  column: 'shippingMethod',
  on: 'order',
  fieldId: 'shipmethod',
  searchColumn: 'shipmethod',
  kind: 'choice',
};

/** The country comes first: it decides what the other fields take. */
const ADDRESS: readonly OrderField[] = (
  [
    ['country', 'country', 'shipcountry'],
    ['addressee', 'addressee', 'shipaddressee'],
    ['address1', 'addr1', 'shipaddress1'],
    ['address2', 'addr2', 'shipaddress2'],
    ['city', 'city', 'shipcity'],
    ['state', 'state', 'shipstate'],
    ['zip', 'zip', 'shipzip'],
  ] as const
).map(([column, fieldId, searchColumn]) => ({ column, on: 'address', fieldId, searchColumn, kind: 'text' }));

/** Cells that are empty ask for nothing, except in an address, which is one thing: there they clear what stood there. */
export function wishesOf(update: SalesOrderLineWish, fields: readonly OrderField[]): Wishes {
  const { further, ...own } = update;
  const cells: Readonly<Record<string, string>> = own;
  const hasAddress = addressColumns.some((column) => update[column] !== '');
  const asked = fields.flatMap((field) => {
    const { column, on, further: name } = field;
    const cell = (name === undefined ? cells[column] : further[name]) ?? '';
    const asksFor = on === 'address' ? hasAddress : cell !== '';
    return asksFor ? [[column, normal(cell, field)] as const] : [];
  });
  return Object.fromEntries(asked);
}

/** Columns of the account's own may have any name, such as that of a property which every object has. */
export const wishFor = (column: string, wishes: Wishes): string | undefined =>
  Object.hasOwn(wishes, column) ? wishes[column] : undefined;

function normal(cell: string, { column, kind }: OrderField): string {
  if (column === 'location' && cell === NO_LOCATION) return '';
  return kind === 'number' ? String(Number(cell)) : cell;
}

/** Whether the field has it, as a search or a record shows its value, or as people read it. */
export function isAsWished(wish: string, value: unknown, text: unknown, kind: OrderField['kind']): boolean {
  if (kind === 'number') return Number(wish) === Number(value || 0);
  if (kind === 'flag' || (isFlag(value) && isFlag(wish))) return isYes(wish) === isYes(value);
  return wish === textOf(value) || (wish !== '' && wish === textOf(text));
}

export const isFlag = (value: unknown): boolean => /^(t|f|true|false)$/i.test(textOf(value));

/** Files, records and searches each write it in their own way. */
export const isYes = (value: unknown): boolean => /^(t|true)$/i.test(textOf(value));
