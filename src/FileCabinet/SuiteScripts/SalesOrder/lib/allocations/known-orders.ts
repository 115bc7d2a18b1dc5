/** Sales orders and their lines as a search sees them, without loading a record. */
import type { Result } from 'N/search';
import { isInternalId } from '#feeds/format/values.ts';
import { type Subsidiary, subsidiaryOf } from '../netsuite/locations.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, inChunks, itemLines, textOf, unique } from '../netsuite/searches.ts';
import type { OrderField } from './order-fields.ts';

/** A field's value as the search gives it, and as people read it. */
export type Known = { value: string; text: string };

/** By the column of the feed. */
export type KnownFields = Record<string, Known>;

/** @property shipped how many of it are on item fulfillments, in base units @property quantity in the same */
export type KnownLine = {
  item: string;
  closed: boolean;
  quantity: number;
  shipped: number;
  fields: KnownFields;
};

/** @property status search value, e.g. `pendingFulfillment`, and as people read it */
export type KnownOrder = {
  status: string;
  statusText: string;
  subsidiary?: Subsidiary;
  /** Of the order and its address. */
  fields: KnownFields;
  lines: Record<string, KnownLine>;
};

/** 10 units for each 500 orders, and 5 for each 1,000 lines. @returns by internal id; those not found are missing */
export function findKnownOrders(
  ids: readonly string[],
  fields: readonly OrderField[],
  withSubsidiaries: boolean,
): Record<string, KnownOrder> {
  const found: Record<string, KnownOrder> = {};
  for (const chunk of inChunks(unique(ids).filter(isInternalId))) {
    const rows = allRows({
      type: 'salesorder',
      filters: [['internalid', 'anyof', chunk], 'and', ...itemLines],
      columns: [
        'status',
        'line',
        'item',
        'closed',
        'quantity',
        'quantityshiprecv',
        ...new Set(
          fields.map(({ searchColumn }) => searchColumn).filter((column) => !ALWAYS.includes(column)),
        ),
        ...(withSubsidiaries ? ['subsidiary'] : []),
      ],
    });
    for (const row of rows) addRow(found, row, fields, withSubsidiaries);
  }
  return found;
}

/** Columns that are asked for whatever the deployment sets. */
const ALWAYS = ['closed', 'quantity'];

function addRow(
  found: Record<string, KnownOrder>,
  row: Result,
  fields: readonly OrderField[],
  withSubsidiaries: boolean,
): void {
  const id = textOf(row.id);
  const order = found[id] ?? {
    status: textOf(row.getValue('status')),
    statusText: textOf(row.getText('status')),
    ...(withSubsidiaries ? { subsidiary: subsidiaryOf(row) } : {}),
    fields: fieldsIn(row, fields, false),
    lines: {},
  };
  found[id] = order;
  order.lines[textOf(row.getValue('line'))] = {
    item: textOf(row.getValue('item')),
    closed: isTrue(row.getValue('closed')),
    quantity: Number(row.getValue('quantity') || 0),
    shipped: Number(row.getValue('quantityshiprecv') || 0),
    fields: fieldsIn(row, fields, true),
  };
}

const fieldsIn = (row: Result, fields: readonly OrderField[], ofLine: boolean): KnownFields =>
  Object.fromEntries(
    fields
      .filter(({ on }) => (on === 'line') === ofLine)
      .map(({ column, searchColumn }) => [
        column,
        { value: textOf(row.getValue(searchColumn)), text: textOf(row.getText(searchColumn)) },
      ]),
  );

/** Statuses in which nothing can be allocated or shipped any more. */
const ENDED = ['closed', 'cancelled', 'fullyBilled', 'pendingBilling'];

export const hasEnded = ({ status }: KnownOrder): boolean => ENDED.includes(status);
