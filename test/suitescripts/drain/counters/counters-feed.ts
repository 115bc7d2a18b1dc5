/**
 * A made-up feed of another kind: rows add amounts to custom records, a record for each counter. Adding twice shows in the
 * sum, and the feed believes what it asked before its calls: only the room that drains it keeps it right.
 */
import * as record from 'N/record';
import * as search from 'N/search';
import { parseCsv } from '#feeds/format/csv.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { addReject, emptyTally, skip, type Tally } from '#feeds/rows/tally.ts';
import type {
  DrainedFeed,
  HandedPortion,
} from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/drain/drained-feed.ts';
import type { RowResult } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/drain/row-results.ts';
import type { Budget } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/netsuite/governance.ts';
import { numberParameter } from '../../../../src/FileCabinet/SuiteScripts/SalesOrder/lib/netsuite/parameters.ts';

type Row = { row: number; id: string; counter: string; amount: number; note: string };

/** Missing ids: there is no such counter. @property applied ids of rows that it has */
type Known = { id?: number; applied: string[] };

const TYPE = 'customrecord_counter';
const [TOTAL, APPLIED] = ['custrecord_counter_total', 'custrecord_counter_applied'];

export const counters: DrainedFeed<Row, Known> = {
  // The name of a feed that there is: the ledger keeps it as text.
  name: 'brokered-order-items',
  unitsPerFile: 300,
  unitsPerGroup: 0,
  read: (_, text) => {
    const tally = emptyTally();
    const rows = readRows(text, tally);
    return { portions: rows.map((row) => ({ group: row.counter.toUpperCase(), work: row })), tally };
  },
  ask: (groups) => {
    const known = findCounters();
    return groups.map(([first]) => known.get(first?.counter.toUpperCase() ?? '') ?? { applied: [] });
  },
  apply: (portions, known, budget) => addAll(portions, known, budget),
  recognize: (rows, { applied }) =>
    rows.map(({ row, id }) => ({
      owner: { row, orderId: id, orderItemSeqId: '' },
      applied: applied.includes(id),
    })),
};

function readRows(text: string, tally: Tally): Row[] {
  const { rows } = parseCsv(text);
  return rows.flatMap(([id = '', counter = '', amount = '', note = ''], index) => {
    const row = { row: index + 1, id, counter, amount: Number(amount), note };
    tally.counts.rows += 1;
    if (amount === '0') skip(tally, row.row, 'CANCELLED');
    else if (Number.isNaN(row.amount)) addReject(tally, refused(row, 'INVALID_QUANTITY'));
    else return [row];
    return [];
  });
}

const refused = ({ row, id, note }: Row, code: string): Reject => ({
  row,
  orderId: id,
  orderItemSeqId: '',
  field: 'counter',
  code,
  message: note,
});

function findCounters(): Map<string, Known> {
  const found = search
    .create({ type: TYPE, columns: ['name', APPLIED] })
    .run()
    .getRange({ start: 0, end: 99 });
  return new Map(
    found.map((one) => {
      const applied = idsIn(one.getValue(APPLIED));
      return [String(one.getValue('name')).toUpperCase(), { id: Number(one.id), applied }];
    }),
  );
}

const idsIn = (text: unknown): string[] =>
  String(text ?? '')
    .split(' ')
    .filter((id) => id !== '');

function addAll(portions: readonly HandedPortion<Row>[], known: Known, budget: Budget): RowResult[][] {
  const done: RowResult[][] = [];
  for (const { resumed, work } of portions) {
    if (!budget.allows(numberParameter('custscript_counter_units', 10))) break;
    done.push([addOnce(work, resumed, known)]);
  }
  return done;
}

function addOnce(row: Row, resumed: boolean, { id, applied }: Known): RowResult {
  if (id === undefined) return refused(row, 'NO_COUNTER');
  if (applied.includes(row.id))
    return resumed ? { row: row.row, applied: true } : { row: row.row, skipped: 'ALREADY_APPLIED' };
  add(id, row);
  applied.push(row.id);
  return { row: row.row, applied: true };
}

function add(id: number, row: Row): void {
  const counter = record.load({ type: TYPE, id });
  const total = Number(counter.getValue({ fieldId: TOTAL }) ?? 0);
  const applied = idsIn(counter.getValue({ fieldId: APPLIED }));
  counter.setValue({ fieldId: TOTAL, value: total + row.amount });
  counter.setValue({ fieldId: APPLIED, value: [...applied, row.id].join(' ') });
  counter.save();
}
