/** Joins of searches: what applies to an order's lines, where a transfer goes, members of kits, stock by location. */
import { expect, test } from '@jest/globals';
import type { AccountData } from '../../../emulator/account.ts';
import { runOnce } from '../tiny-project.ts';

const line = (number: number, item: number, quantity: number) => ({
  line: number,
  item,
  quantity,
  location: 11,
  rate: 1,
});

const DATA: AccountData = {
  records: {
    location: [
      { id: 11, name: 'Boston', locationtype: 1 },
      { id: 12, name: 'Store', locationtype: 2 },
    ],
    customer: [{ id: 21, entityid: 'Grace Hopper' }],
    inventoryitem: [
      {
        id: 41,
        itemid: 'MUG',
        sublists: {
          locations: [
            { location: 11, quantityonhand: 5 },
            { location: 12, quantityonhand: 0 },
          ],
        },
      },
      { id: 42, itemid: 'SHIRT' },
    ],
    kititem: [
      {
        id: 43,
        itemid: 'SET',
        sublists: {
          member: [
            { item: 41, quantity: 1 },
            { item: 42, quantity: 2 },
          ],
        },
      },
    ],
    salesorder: [
      { id: 1001, tranid: 'SO-1', entity: 21, sublists: { item: [line(1, 41, 5), line(2, 42, 1)] } },
      { id: 1002, tranid: 'SO-2', entity: 21, sublists: { item: [line(1, 42, 1)] } },
    ],
    itemfulfillment: [2001, 2002].map((id, index) => ({
      id,
      createdfrom: 1001,
      tranid: `IF-${id}`,
      sublists: { item: [{ item: 41, orderline: 1, quantity: index + 1, location: 11 }] },
    })),
    transferorder: [
      {
        id: 3001,
        tranid: 'TO-1',
        location: 11,
        transferlocation: 12,
        orderstatus: 'B',
        sublists: { item: [line(1, 41, 2)] },
      },
    ],
    itemreceipt: [
      { id: 4001, createdfrom: 3001, sublists: { item: [{ line: 1, orderline: 1, item: 41, quantity: 2 }] } },
    ],
    inventoryadjustment: [
      { id: 5001, sublists: { inventory: [{ line: 1, item: 41, adjustqtyby: -3, location: 11 }] } },
    ],
    inventorytransfer: [
      {
        id: 6001,
        location: 11,
        transferlocation: 12,
        sublists: { inventory: [{ line: 1, item: 41, adjustqtyby: 4 }] },
      },
    ],
    creditmemo: [{ id: 7001, entity: 21, status: 'Open' }],
  },
};

const FIND = `const find = (type, filters, columns) => search.create({ type, filters, columns }).run().getRange({ start: 0, end: 99 }).map((row) => [Number(row.id), ...row.columns.map((column) => row.getValue(column))]);`;

function find(type: string, filters: string, columns: string, more: AccountData['records'] = {}) {
  const { told, report } = runOnce(`${FIND} tell(find('${type}', ${filters}, ${columns}));`, {
    options: { data: { records: { ...DATA.records, ...more } } },
  });
  return report.error?.message ?? told[0];
}

const LINES = "['mainline', 'is', 'F'], 'and', ['type', 'anyof', 'SalesOrd']";

test('an order line is shown once for each line that applies to it, and once if none does', () => {
  expect(
    find(
      'transaction',
      `[${LINES}]`,
      "['line', 'applyingtransaction', { name: 'quantity', join: 'applyingTransaction' }]",
    ),
  ).toEqual([
    [1001, '1', '2001', '1'],
    [1001, '1', '2002', '2'],
    [1001, '2', '', ''],
    [1002, '1', '', ''],
  ]);
});

test('what applies to lines can be asked for, added up and used in formulas', () => {
  expect(
    find(
      'salesorder',
      "[['fulfillingtransaction.tranid', 'is', 'IF-2002'], 'and', ['mainline', 'is', 'F']]",
      "['internalid', 'line']",
    ),
  ).toEqual([[1001, '1001', '1']]);
  const { told } = runOnce(
    `const [row] = search.create({ type: 'salesorder', filters: [['mainline', 'is', 'F'], 'and', ['internalid', 'anyof', 1001], 'and', ['line', 'equalto', 1]],
       columns: [{ name: 'formulanumeric', formula: '{applyingtransaction.quantity} * 2', summary: 'SUM' }, { name: 'quantity', join: 'billingTransaction', summary: 'SUM' }] }).run().getRange({ start: 0, end: 9 });
     tell(row.columns.map((column) => row.getValue(column)));`,
    { options: { data: DATA } },
  );
  expect(told).toEqual([['6', '0']]);
});

test('only deposits apply to an order as a whole', () => {
  const customerdeposit = [{ id: 9001, salesorder: 1001, status: 'Deposited' }];
  const none = "[['mainline', 'is', 'T'], 'and', ['applyingtransaction.type', 'noneof', 'CustDep']]";
  expect(find('salesorder', none, '[]', { customerdeposit })).toEqual([[1002]]);
  expect(
    find('salesorder', "[['mainline', 'is', 'T']]", "['applyingtransaction']", { customerdeposit }),
  ).toEqual([
    [1001, '9001'],
    [1002, ''],
  ]);
});

const SHIP = `const made = record.transform({ fromType: 'salesorder', fromId: 1002, toType: 'itemfulfillment' });
  made.setValue({ fieldId: 'shipstatus', value: 'A' });
  const id = made.save();
  const mark = (fieldId, value) => { const one = record.load({ type: 'itemfulfillment', id }); one.setValue({ fieldId, value }); one.save(); };
  mark('shipstatus', 'C');
  mark('memo', 'checked');`;

const ofStatus = (id: string) =>
  `[['internalid', 'anyof', ${id}], 'and', ['mainline', 'is', 'T'], 'and', ['systemnotes.field', 'anyof', 'TRANDOC.KSTATUS']]`;

test('a fulfillment is shown once for each system note of its status, the first of them of its creation', () => {
  const { told, report } = runOnce(
    `${FIND} ${SHIP} tell(find('itemfulfillment', ${ofStatus('id')}, ['systemNotes.oldvalue', 'systemNotes.newvalue', 'systemNotes.type']));
     tell(find('itemfulfillment', ${ofStatus('id')}, ['systemNotes.date'])[0][1]);`,
    { options: { data: DATA } },
  );
  expect(report.error).toBeUndefined();
  expect(told[0]).toMatchObject([
    [expect.anything(), '', 'Picked', true],
    [expect.anything(), 'Picked', 'Shipped', false],
  ]);
  expect(told[1]).toMatch(/\d [ap]m$/);
});

test('the actual ship date of a fulfillment is the day it was marked as shipped, or the one somebody has given', () => {
  const { told } = runOnce(
    `${FIND} ${SHIP} const date = () => find('itemfulfillment', ${ofStatus('id')}, ['actualshipdate'])[0][1];
     tell(date() === format.format({ value: new Date(), type: format.Type.DATE }));
     mark('shippeddate', new Date(2026, 0, 5, 12));
     tell(date());`,
    { options: { data: DATA } },
  );
  expect(told).toEqual([true, '1/5/2026']);
});

test('records that were there before have no system notes, and those of other fields are refused', () => {
  expect(find('itemfulfillment', ofStatus('2001'), "['systemNotes.date']")).toEqual([]);
  expect(find('itemfulfillment', "[['mainline', 'is', 'T']]", "['systemNotes.date']")).toMatch(
    /system notes of other fields/,
  );
});

test('receipts apply to the lines of transfer orders', () => {
  expect(
    find(
      'transferorder',
      "[['applyingtransaction.type', 'anyof', 'ItemRcpt'], 'and', ['mainline', 'is', 'F']]",
      "['applyingtransaction.quantity']",
    ),
  ).toEqual([[3001, '2']]);
});

test('a transfer goes to its other location, and so does what is made from a transfer order', () => {
  expect(
    find(
      'transferorder',
      "[['mainline', 'is', 'T']]",
      "['transferlocation', 'tolocation.name', 'tolocation.locationtype']",
    ),
  ).toEqual([[3001, '12', 'Store', '2']]);
  expect(
    find(
      'itemreceipt',
      "[['mainline', 'is', 'T'], 'and', ['tolocation.locationtype', 'equalto', 2]]",
      "['createdfrom.tranid']",
    ),
  ).toEqual([[4001, 'TO-1']]);
  expect(find('salesorder', "[['mainline', 'is', 'T']]", "['tolocation.name']")).toEqual([
    [1001, ''],
    [1002, ''],
  ]);
});

test('a kit is shown once for each member', () => {
  expect(
    find('item', "[['type', 'anyof', 'Kit']]", "['memberitem', 'memberquantity', 'memberitem.itemid']"),
  ).toEqual([
    [43, '41', '1', 'MUG'],
    [43, '42', '2', 'SHIRT'],
  ]);
  expect(find('kititem', '[]', "['itemid']")).toEqual([[43, 'SET']]);
});

test('an item is shown once for each location where it has stock', () => {
  expect(
    find(
      'inventoryitem',
      "[['internalid', 'anyof', 41]]",
      "['inventorylocation', 'locationquantityonhand', { name: 'name', join: 'inventoryLocation' }]",
    ),
  ).toEqual([
    [41, '11', '5', 'Boston'],
    [41, '12', '0', 'Store'],
  ]);
  expect(
    find(
      'inventoryitem',
      "[['internalid', 'anyof', 41], 'and', ['inventorylocation.internalid', 'anyof', 12]]",
      "['itemid']",
    ),
  ).toEqual([[41, 'MUG']]);
});

test('a line is shown once for each location of its item where its stock is asked for', () => {
  const lines = "['mainline', 'is', 'F'], 'and', ['item', 'anyof', 41]";
  const stock = (name: string) => `{ name: '${name}', join: 'item' }`;
  expect(
    find(
      'salesorder',
      `[${lines}]`,
      `['line', ${stock('inventorylocation')}, ${stock('locationquantityonhand')}]`,
    ),
  ).toEqual([
    [1001, '1', '11', '5'],
    [1001, '1', '12', '0'],
  ]);
  const own =
    "['formulanumeric: CASE WHEN {item.inventorylocation} = {locationnohierarchy} THEN 1 ELSE 0 END', 'equalto', 1]";
  expect(
    find('salesorder', `[${lines}, 'and', ${own}]`, `['line', ${stock('locationquantityonhand')}]`),
  ).toEqual([[1001, '1', '5']]);
  expect(find('salesorder', "[['mainline', 'is', 'T']]", `[${stock('inventorylocation')}]`)).toEqual([
    [1001, ''],
    [1002, ''],
  ]);
});

test('lines of adjustments are rows, and a transfer has a row for each side', () => {
  expect(
    find(
      'inventoryadjustment',
      "[['mainline', 'is', 'F']]",
      "['quantity', { name: 'quantity', function: 'absoluteValue' }]",
    ),
  ).toEqual([[5001, '-3', '3']]);
  expect(find('inventorytransfer', "[['mainline', 'is', 'F']]", "['location', 'quantity']")).toEqual([
    [6001, '11', '-4'],
    [6001, '12', '4'],
  ]);
});

test('plain data of a name comes before what the name stands for elsewhere', () => {
  expect(
    find('kititem', '[]', "['memberitem']", { kititem: [{ id: 43, itemid: 'SET', memberitem: 'as given' }] }),
  ).toEqual([[43, 'as given']]);
});

const vague = {
  invoice: [
    { id: 8001, createdfrom: 1001, status: 'Open', sublists: { item: [{ line: 1, item: 41, quantity: 5 }] } },
  ],
};

test.each([
  [
    'on main rows',
    'transferorder',
    "[['mainline', 'is', 'T']]",
    "['applyingtransaction']",
    'applyingtransaction of transferorder 3001',
    {},
  ],
  [
    'of what is paid',
    'creditmemo',
    '[]',
    "['applyingtransaction']",
    'applyingtransaction of creditmemo 7001',
    {},
  ],
  [
    'of lines that do not say',
    'salesorder',
    "[['mainline', 'is', 'F']]",
    "['applyingtransaction.tranid']",
    'which lines of salesorder 1001 invoice 8001 applies to',
    vague,
  ],
  [
    'of a credit memo',
    'creditmemo',
    '[]',
    "['appliedtotransaction.tranid']",
    'what creditmemo 7001 is applied to',
    {},
  ],
  [
    'of an item without stock lines',
    'inventoryitem',
    "[['internalid', 'anyof', 42]]",
    "['locationquantityonhand']",
    'inventorylocation of inventoryitem 42',
    {},
  ],
  [
    'of a line of such an item',
    'salesorder',
    "[['internalid', 'anyof', 1002], 'and', ['mainline', 'is', 'F']]",
    "['item.locationquantityonhand']",
    "the item's stock by location of a line of salesorder 1002",
    {},
  ],
  [
    'of a transfer without a destination',
    'transferorder',
    "[['mainline', 'is', 'T']]",
    "['tolocation.name']",
    'where transferorder 3002 transfers to',
    { transferorder: [{ id: 3002, orderstatus: 'B' }] },
  ],
  [
    'of another kind of record',
    'salesorder',
    '[]',
    "['memberitem.itemid']",
    'search join memberitem of salesorder',
    {},
  ],
])('a join %s that the data does not tell is refused by name', (_, type, filters, columns, refusal, more) => {
  expect(find(type, filters, columns, more)).toContain(`NOT_EMULATED: ${refusal}`);
});

test('what is joined to the members of a kit is empty for an item that is no kit', () => {
  expect(
    find(
      'item',
      "[['internalid', 'anyof', 42]]",
      "['itemid', { name: 'inventorylocation', join: 'memberItem' }, { name: 'locationquantityavailable', join: 'memberItem' }]",
    ),
  ).toEqual([[42, 'SHIRT', '', '']]);
});

test('a line of a transfer order has its own id as the line of the transfer order', () => {
  expect(find('transferorder', "[['mainline', 'is', 'F']]", "['transferorderitemline', 'line']")).toEqual([
    [3001, '1', '1'],
  ]);
  expect(find('itemreceipt', '[]', "['transferorderitemline']")).toMatch(
    /the transfer order's line of itemreceipt/,
  );
});
