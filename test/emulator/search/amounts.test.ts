/** Amounts in searches: what the data tells, and a refusal where NetSuite would work something out that nobody here can. */
import { expect, test } from '@jest/globals';
import { runOnce } from '../tiny-project.ts';

const item = [
  { item: 41, quantity: 3, rate: 10 },
  { item: 41, quantity: 1, amount: 7.5 },
];
const RECORDS = {
  inventoryitem: [{ id: 41, itemid: 'MUG' }],
  salesorder: [{ id: 1001, entity: 21, total: 40.5, sublists: { item } }],
  invoice: [{ id: 1501, entity: 21, sublists: { item } }],
  creditmemo: [{ id: 1601, entity: 21, total: 5 }],
};

function amounts(type: string, mainline: string, column: string) {
  const { told, report } = runOnce(
    `const rows = search.create({ type: '${type}', filters: [['mainline', 'is', '${mainline}']], columns: [${column}] }).run().getRange({ start: 0, end: 9 });
     tell(rows.map((row) => row.getValue(row.columns[0])));`,
    { options: { data: { records: RECORDS } } },
  );
  return told[0] ?? report.error?.message;
}

test('a line shows its amount, or its rate times its quantity, and these are added', () => {
  expect(amounts('salesorder', 'F', "'amount'")).toEqual(['30.00', '7.50']);
  expect(amounts('invoice', 'F', "{ name: 'amount', summary: 'SUM' }")).toEqual(['37.5']);
});

test('the main row shows the total of the data, and is refused where the data tells none', () => {
  expect(amounts('salesorder', 'T', "'amount'")).toEqual(['40.50']);
  expect(amounts('invoice', 'T', "'amount'")).toMatch(/the amount of invoice 1501 \(give it total\)/);
});

test('the amount of a credit is refused, since searches show it with another sign', () => {
  expect(amounts('creditmemo', 'T', "'amount'")).toMatch(/the amount of creditmemo 1601/);
});

test('totals that NetSuite works out are refused by name where the data gives none', () => {
  expect(amounts('salesorder', 'T', "'total'")).toEqual(['40.50']);
  const records = {
    ...RECORDS,
    invoice: [...RECORDS.invoice, { id: 1502, entity: 21, total: 9, amountremaining: 4 }],
  };
  const asked = (execute: string) => {
    const { told, report } = runOnce(execute, { options: { data: { records } } });
    return told[0] ?? report.error?.message;
  };
  const load = (id: number) =>
    `tell(record.load({ type: 'invoice', id: ${id} }).getValue('amountremaining'));`;
  expect(asked(load(1502))).toBe(4);
  expect(asked(load(1501))).toMatch(/the amountremaining of invoice 1501, which the data does not tell/);
  expect(asked("tell(search.lookupFields({ type: 'invoice', id: 1501, columns: ['total'] }));")).toMatch(
    /the total of invoice 1501/,
  );
});

test('a line of a loaded order gives its rate times its quantity as its amount', () => {
  const { told } = runOnce(
    `const order = record.load({ type: 'salesorder', id: 1001 });
     tell([0, 1].map((line) => order.getSublistValue({ sublistId: 'item', fieldId: 'amount', line })));`,
    { options: { data: { records: RECORDS } } },
  );
  expect(told).toEqual([[30, 7.5]]);
});
