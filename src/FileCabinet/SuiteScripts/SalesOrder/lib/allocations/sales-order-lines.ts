/** Sales orders and their lines as a search sees them, without loading a record. */
import type { Result } from 'N/search';
import { isInternalId } from '#feeds/format/values.ts';
import { lineQuantityColumn } from '../netsuite/features.ts';
import { lineField } from '../netsuite/ids.ts';
import { type Subsidiary, subsidiaryOf } from '../netsuite/locations.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, inChunks, itemLines, textOf, unique } from '../netsuite/searches.ts';

export type SalesOrderLine = {
  item: string;
  location: string;
  closed: boolean;
  quantity: number;
  tag: string;
  rejected: boolean;
};

export type SalesOrder = {
  id: string;
  externalId: string;
  /** Search value of the status, e.g. `pendingFulfillment`. */
  status: string;
  subsidiary: Subsidiary | undefined;
  lines: Map<string, SalesOrderLine>;
};

/** Sales orders by internal id, and by external id under `external:`; those not found are missing. */
export type SalesOrders = Map<string, SalesOrder>;

/** At most 1 unit per 60 lines: 5 units for each 500 orders, and for each 1,000 lines. */
export function findSalesOrders(
  keys: { internalIds: readonly string[]; externalIds: readonly string[] },
  withSubsidiaries: boolean,
): SalesOrders {
  const found: SalesOrders = new Map();
  for (const ids of inChunks(unique(keys.internalIds).filter(isInternalId))) {
    addRows(found, ['internalid', 'anyof', ids], withSubsidiaries);
  }
  for (const ids of inChunks(unique(keys.externalIds)))
    addRows(found, ['externalid', 'anyof', ids], withSubsidiaries);
  return found;
}

export const externalKey = (externalId: string): string => `external:${externalId}`;

function addRows(found: SalesOrders, filter: unknown[], withSubsidiaries: boolean): void {
  const rows = allRows({
    type: 'salesorder',
    filters: [filter, 'and', ...itemLines],
    columns: [
      'externalid',
      'status',
      'line',
      'item',
      'location',
      'closed',
      lineQuantityColumn(),
      lineField.tag,
      lineField.rejected,
      ...(withSubsidiaries ? ['subsidiary'] : []),
    ],
  });
  for (const row of rows) addRow(found, row, withSubsidiaries);
}

function addRow(found: SalesOrders, row: Result, withSubsidiaries: boolean): void {
  const id = textOf(row.id);
  const order = found.get(id) ?? {
    id,
    externalId: textOf(row.getValue('externalid')),
    status: textOf(row.getValue('status')),
    subsidiary: withSubsidiaries ? subsidiaryOf(row) : undefined,
    lines: new Map<string, SalesOrderLine>(),
  };
  found.set(id, order);
  if (order.externalId !== '') found.set(externalKey(order.externalId), order);
  order.lines.set(textOf(row.getValue('line')), {
    item: textOf(row.getValue('item')),
    location: textOf(row.getValue('location')),
    closed: isTrue(row.getValue('closed')),
    quantity: Number(row.getValue(lineQuantityColumn()) || 0),
    tag: textOf(row.getValue(lineField.tag)),
    rejected: isTrue(row.getValue(lineField.rejected)),
  });
}

/** Statuses in which nothing can be allocated or shipped any more. */
const endedStatuses = ['closed', 'cancelled', 'fullyBilled', 'pendingBilling'];

export const hasEnded = ({ status }: SalesOrder): boolean => endedStatuses.includes(status);
