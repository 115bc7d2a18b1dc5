/** The sales orders that a statement is about. */
import * as search from 'N/search';
import { allRows, type Criteria, textOf } from '../netsuite/searches.ts';
import { searchedDay } from './settings.ts';

/**
 * Internal ids of those that have changed since, in their order, and those of which an item fulfillment has: nobody says whether a
 * fulfillment always changes the date of its order. 10 units, and 10 for each 1,000 orders.
 */
export function findSalesOrders(since: number | undefined): string[] {
  const found = new Set<number>();
  for (const row of allRows(changed('salesorder', since, 'internalid'))) found.add(Number(row.id));
  if (since !== undefined)
    for (const row of allRows(changed('itemfulfillment', since, 'createdfrom')))
      if (textOf(row.getValue('createdfrom')) !== '') found.add(Number(row.getValue('createdfrom')));
  return [...found].sort((one, other) => one - other).map(String);
}

const changed = (
  type: 'salesorder' | 'itemfulfillment',
  since: number | undefined,
  column: string,
): Criteria => ({
  type,
  filters: [
    ['mainline', 'is', 'T'],
    ...(type === 'itemfulfillment' ? ['and', ['createdfrom.type', 'anyof', ['SalesOrd']]] : []),
    ...(since === undefined ? [] : ['and', ['lastmodifieddate', 'onorafter', searchedDay(since)]]),
  ],
  columns: [
    search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
    ...(column === 'internalid' ? [] : [column]),
  ],
});

/** For a dry run. 5 units. */
export const countSalesOrders = (since: number | undefined): number =>
  search.create(changed('salesorder', since, 'internalid')).runPaged({ pageSize: 1000 }).count;
