/** Item fulfillments that HotWax has not been told of as they are: HC Exported Fulfillment in any status but Exported. */
import * as search from 'N/search';
import { exportedFulfillment as ids } from '../netsuite/ids.ts';
import { allRows, textOf } from '../netsuite/searches.ts';
import { dayBefore, isWithin, timeShown } from './times.ts';

/** How many there are, by status. */
export type ExportProblems = ReadonlyMap<string, number>;

/** All there are, counted by NetSuite. 10 units. */
export const countExportProblems = (): ExportProblems => countBy([]);

const isProblem = [[ids.status, 'isnot', 'Exported']];

/** Those that wait, and of the others those that have become so from one minute on and before another. 15 units. */
export function countNewExportProblems(from: number, until: number): ExportProblems {
  const counts = new Map(countBy(['and', [ids.status, 'is', 'Waiting']]));
  const since = [
    'and',
    [ids.status, 'isnot', 'Waiting'],
    'and',
    ['lastmodified', 'onorafter', dayBefore(from)],
  ];
  const columns = [ids.status, 'lastmodified'];
  for (const row of allRows({ type: ids.type, filters: [...isProblem, ...since], columns })) {
    const [status, changed] = columns.map((column) => textOf(row.getValue(column)));
    const at = timeShown(changed ?? '');
    if (status && isWithin(at, from, until)) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

function countBy(further: readonly unknown[]): ExportProblems {
  const status = search.createColumn({ name: ids.status, summary: search.Summary.GROUP });
  const count = search.createColumn({ name: 'internalid', summary: search.Summary.COUNT });
  const rows = search
    .create({ type: ids.type, filters: [...isProblem, ...further], columns: [status, count] })
    .run()
    .getRange({ start: 0, end: 100 });
  return new Map(rows.map((row) => [textOf(row.getValue(status)), Number(row.getValue(count) || 0)]));
}
