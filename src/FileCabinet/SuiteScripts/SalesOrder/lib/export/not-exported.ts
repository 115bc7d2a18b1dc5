/** Shipped fulfillments of HotWax orders that are not marked as exported: what a run has to decide about. */
import * as search from 'N/search';
import { bodyField } from '../netsuite/ids.ts';
import { allRows, textOf } from '../netsuite/searches.ts';
import { hotwaxOrderId, orderColumns, shippedLines } from './shipped-lines.ts';

/** @property created as the search shows it @property stampedFile where a version before HC Exported Fulfillment has put it */
export type FoundFulfillment = {
  id: string;
  number: string;
  order: string;
  lines: number;
  hasPlace: boolean;
  hasTracking: boolean;
  created: string;
  stampedFile: string;
  stampedShipped: string;
};

/** Those whose box is not ticked, by `lastmodifieddate`: it is never before a fulfillment was shipped. */
const notExported = (operator: 'onorafter' | 'before', day: string) => [
  ...shippedLines,
  'and',
  [bodyField.exported, 'is', 'F'],
  'and',
  ['lastmodifieddate', operator, day],
];

/** @param since a day in the account's format. 5 units, and 5 for each 1,000 lines. */
export function findNotExported(since: string): FoundFulfillment[] {
  const rows = allRows({
    type: 'itemfulfillment',
    filters: notExported('onorafter', since),
    columns: [
      search.createColumn({ name: 'internalid', sort: search.Sort.ASC }),
      'tranid',
      ...orderColumns(),
      'location',
      'trackingnumbers',
      'datecreated',
      bodyField.exportFile,
      bodyField.shippedAt,
    ],
  });
  const found = new Map<string, FoundFulfillment>();
  for (const row of rows) {
    const fulfillment = found.get(textOf(row.id)) ?? newFulfillment(row);
    found.set(fulfillment.id, fulfillment);
    fulfillment.lines += 1;
    fulfillment.hasPlace ||= textOf(row.getValue('location')) !== '';
  }
  return [...found.values()];
}

const newFulfillment = (row: search.Result): FoundFulfillment => ({
  id: textOf(row.id),
  number: textOf(row.getValue('tranid')),
  order: hotwaxOrderId(row),
  lines: 0,
  hasPlace: false,
  hasTracking: textOf(row.getValue('trackingnumbers')) !== '',
  created: textOf(row.getValue('datecreated')),
  stampedFile: textOf(row.getValue(bodyField.exportFile)),
  stampedShipped: textOf(row.getValue(bodyField.shippedAt)),
});

/** Lines that are too old to be exported. 5 units. */
export const countOlder = (day: string): number =>
  search
    .create({ type: 'itemfulfillment', filters: notExported('before', day), columns: ['internalid'] })
    .runPaged({ pageSize: 1000 }).count;
