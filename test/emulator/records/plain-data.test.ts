/** Transactions that are plain data: what NetSuite would do with them is refused by name, never with an error of NetSuite. */
import { expect, test } from '@jest/globals';
import { runOnce } from '../tiny-project.ts';

const DATA = {
  records: {
    location: [{ id: 11, name: 'Boston' }],
    inventoryitem: [{ id: 41, itemid: 'MUG' }],
    transferorder: [{ id: 3001, tranid: 'TO-1', sublists: { item: [{ line: 1, item: 41, quantity: 2 }] } }],
    itemfulfillment: [
      {
        id: 4001,
        createdfrom: 3001,
        sublists: { item: [{ item: 41, orderline: 1, quantity: 2, location: 11 }] },
      },
    ],
  },
};

const run = (execute: string) => runOnce(execute, { options: { data: DATA } });

test.each([
  ['saved', "record.load({ type: 'itemfulfillment', id: 4001 }).save();"],
  ['deleted', "record.delete({ type: 'itemfulfillment', id: 4001 });"],
])('a fulfillment of a transfer order is read, but not %s', (_, execute) => {
  const { told, report, account } = run(
    `tell(record.load({ type: 'itemfulfillment', id: 4001 }).getText({ fieldId: 'createdfrom' }));
     try { ${execute} } catch (error) { }`,
  );
  expect(told).toEqual([expect.stringContaining('#TO-1')]);
  expect(report.error?.message).toContain('an item fulfillment of transferorder 3001');
  expect(account.getRecord('itemfulfillment', 4001).id).toBe(4001);
});
