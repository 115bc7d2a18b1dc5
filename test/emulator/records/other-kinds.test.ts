/** Kinds of records that no table describes: the account's data may have them, and what points at them finds them. */
import { expect, test } from '@jest/globals';
import type { AccountData } from '../../../emulator/account.ts';
import { runOnce } from '../tiny-project.ts';

const RECORDS = {
  customer: [{ id: 21, entityid: 'Grace Hopper' }],
  vendor: [{ id: 31, entityid: 'Mug Works', email: 'mugs@example.com' }],
  job: [{ id: 23, entityid: 'Project One' }],
  otherchargeitem: [{ id: 47, itemid: 'HANDLING' }],
  inventoryitem: [{ id: 41, itemid: 'MUG' }],
  purchaseorder: [{ id: 3001, tranid: 'PO-1', entity: 31, status: 'PurchOrd:B' }],
  salesorder: [
    { id: 1001, tranid: 'SO-1', entity: 23, sublists: { item: [{ item: 47, quantity: 1, rate: 5 }] } },
  ],
  journalentry: [
    {
      id: 5001,
      tranid: 'JE-1',
      sublists: {
        line: [
          { account: 1, debit: 5 },
          { account: 2, credit: 5 },
        ],
      },
    },
  ],
};

const run = (execute: string, records: AccountData['records'] = RECORDS) =>
  runOnce(execute, { options: { data: { records } } });

test('an order names its vendor or project by the record of the data', () => {
  const { told } = run(
    `for (const [type, id] of [['purchaseorder', 3001], ['salesorder', 1001]])
       tell(record.load({ type, id }).getText('entity'));
     tell(search.lookupFields({ type: 'purchaseorder', id: 3001, columns: ['entity'] }).entity);`,
  );
  expect(told).toEqual(['Mug Works', 'Project One', [{ value: '31', text: 'Mug Works' }]]);
});

test('an other charge item is an item of its own type on the lines of an order', () => {
  const { told } = run(
    `const order = record.load({ type: 'salesorder', id: 1001 });
     tell(['item', 'itemtype'].map((fieldId) => order.getSublistText({ sublistId: 'item', fieldId, line: 0 })));
     tell(search.create({ type: 'item', filters: [['type', 'anyof', 'OthCharge']], columns: ['itemid'] }).run().getRange({ start: 0, end: 9 }).map((row) => row.getValue('itemid')));`,
  );
  expect(told).toEqual([['HANDLING', 'OthCharge'], ['HANDLING']]);
});

test('a search of all transactions finds every kind, with its lines', () => {
  const { told } = run(
    `const rows = search.create({ type: 'transaction', filters: [['type', 'anyof', 'Journal']], columns: ['tranid', 'mainline', 'debit'] }).run().getRange({ start: 0, end: 9 });
     tell(rows.map((row) => ['tranid', 'mainline', 'debit'].map((name) => row.getValue(name))));`,
  );
  expect(told).toEqual([
    [
      ['JE-1', '*', ''],
      ['JE-1', ' ', '5'],
      ['JE-1', ' ', ''],
    ],
  ]);
});

test('the status of a kind whose statuses are unknown is refused by name', () => {
  const { report } = run(
    `search.create({ type: 'journalentry', columns: ['status'] }).run().getRange({ start: 0, end: 9 }).map((row) => row.getValue('status'));`,
  );
  expect(report.error?.message).toContain('the status of journalentry');
});

test('an order of an item group is refused by name', () => {
  const { itemgroup, salesorder } = {
    itemgroup: [{ id: 48, itemid: 'GROUP' }],
    salesorder: [{ id: 1001, entity: 21, sublists: { item: [{ item: 48, quantity: 1 }] } }],
  };
  expect(() => run('', { ...RECORDS, itemgroup, salesorder })).toThrow(/an item of the type itemgroup/);
});

test('a script may name any type of record; one without data is refused when it is used', () => {
  const { told, report } = run(
    `tell([record.Type.JOB, record.Type.BOM_REVISION, search.Type.VENDOR_PAYMENT]);
     try { record.load({ type: record.Type.BOM_REVISION, id: 1 }); } catch (error) { }`,
  );
  expect(told).toEqual([['job', 'bomrevision', 'vendorpayment']]);
  expect(report.error?.message).toContain('record type bomrevision');
});

test('a field whose name tells what it chooses from is a choice, though the data gives bare ids', () => {
  const records = {
    employee: [{ id: 61, entityid: 'Ann Admin' }],
    customer: [{ id: 21, entityid: 'Grace Hopper', salesrep: 61 }],
    job: [{ id: 23, entityid: 'Project One', parent: 21 }],
  };
  const { told } = run(
    `tell(JSON.parse(JSON.stringify(search.create({ type: 'customer', columns: ['salesrep'] }).run().getRange({ start: 0, end: 1 })[0])).values);
     tell(record.load({ type: 'job', id: 23 }).getText('parent'));`,
    records,
  );
  expect(told).toEqual([{ salesrep: [{ value: '61', text: 'Ann Admin' }] }, 'Grace Hopper']);
});

test('a shipment of the data keeps its dates when a script saves it', () => {
  const records = {
    ...RECORDS,
    salesorder: [{ id: 1002, entity: 21, sublists: { item: [{ item: 41, quantity: 1, location: 11 }] } }],
    itemfulfillment: [
      {
        id: 2001,
        createdfrom: 1002,
        trandate: '2026-01-03',
        sublists: { item: [{ item: 41, quantity: 1, location: 11 }] },
      },
    ],
  };
  const { told } = run(
    `const dates = () => ['pickeddate', 'packeddate', 'shippeddate'].map((fieldId) => record.load({ type: 'itemfulfillment', id: 2001 }).getText({ fieldId }));
     tell(dates()); record.load({ type: 'itemfulfillment', id: 2001 }).save(); tell(dates());`,
    records,
  );
  expect(told).toEqual([Array(3).fill('1/3/2026'), Array(3).fill('1/3/2026')]);
});
