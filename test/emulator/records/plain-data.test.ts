/** Transactions that are plain data: what NetSuite would do with them is refused by name, never with an error of NetSuite. */
import { expect, test } from '@jest/globals';
import type { AccountData } from '../../../emulator/account.ts';
import { OBJECTS, runOnce } from '../tiny-project.ts';

const DATA = {
  records: {
    location: [{ id: 11, name: 'Boston' }],
    inventoryitem: [{ id: 41, itemid: 'MUG' }],
    transferorder: [{ id: 3003, tranid: 'TO-1', sublists: { item: [{ line: 1, item: 41, quantity: 2 }] } }],
    purchaseorder: [{ id: 3001, tranid: 'PO-1', sublists: { item: [{ line: 1, item: 41, quantity: 2 }] } }],
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
])('a fulfillment of an order of another kind is read, but not %s', (_, execute) => {
  const { told, report, account } = run(
    `tell(record.load({ type: 'itemfulfillment', id: 4001 }).getText({ fieldId: 'createdfrom' }));
     try { ${execute} } catch (error) { }`,
  );
  expect(told).toEqual(['Purchase Order #PO-1']);
  expect(report.error?.message).toContain('an item fulfillment of purchaseorder 3001');
  expect(account.getRecord('itemfulfillment', 4001).id).toBe(4001);
});

test('submitFields changes what it names and nothing else, on a fulfillment of any order', () => {
  const orders = {
    salesorder: [
      {
        id: 3002,
        entity: 21,
        orderstatus: 'B',
        sublists: { item: [{ line: 1, item: 41, quantity: 2, location: 11 }] },
      },
    ],
  };
  const shipped = { ...DATA.records.itemfulfillment[0], id: 4002, createdfrom: 3002 };
  const itemfulfillment = [...DATA.records.itemfulfillment, shipped];
  const { account, report } = runOnce(
    "for (const id of [4001, 4002]) record.submitFields({ type: 'itemfulfillment', id, values: { custbody_sent: true } });",
    { options: { data: { records: { ...DATA.records, ...orders, itemfulfillment } } } },
  );
  expect(report.error).toBeUndefined();
  for (const id of [4001, 4002]) {
    const { fields, sublists } = account.getRecord('itemfulfillment', id);
    expect(fields.custbody_sent).toBe(true);
    expect(fields).not.toHaveProperty('pickeddate');
    expect(sublists.item?.[0]).not.toHaveProperty('quantityremaining');
  }
});

/** What a search of that type finds with the status, as value and text, and what a record shows. */
function statusOf(type: string, record: object, filter: string) {
  const { told, report } = runOnce(
    `const rows = search.create({ type: '${type}', filters: [['mainline', 'is', 'T'], 'and', ['status', 'anyof', '${filter}']], columns: ['status'] }).run().getRange({ start: 0, end: 9 });
     tell(rows.map((row) => [row.id, row.getValue('status'), row.getText('status')]));
     tell(record.load({ type: '${type}', id: 7 }).getValue({ fieldId: 'status' }));`,
    { options: { data: { records: { [type]: [{ id: 7, ...record }] } } } },
  );
  return told.length === 0 ? report.error?.message : told;
}

test.each([
  ['invoice', { status: 'Open' }, 'CustInvc:A', 'open', 'Open'],
  ['invoice', { status: 'CustInvc:B' }, 'CustInvc:B', 'paidInFull', 'Paid In Full'],
  ['purchaseorder', { status: 'pendingReceipt' }, 'PurchOrd:B', 'pendingReceipt', 'Pending Receipt'],
  ['returnauthorization', { status: 'D' }, 'RtnAuth:D', 'partiallyReceived', 'Partially Received'],
  ['creditmemo', { status: 'Fully Applied' }, 'CustCred:B', 'fullyApplied', 'Fully Applied'],
])('the status of %s %j is found as %s', (type, record, filter, value, text) => {
  expect(statusOf(type, record, filter)).toEqual([[['7', value, text]], text]);
  expect(statusOf(type, record, 'SalesOrd:A')).toEqual([[], text]);
});

test('a transfer order keeps its status as a letter, and one set by a script is found', () => {
  const { told } = runOnce(
    `const found = (status) => search.create({ type: 'transaction', filters: [['status', 'anyof', status]], columns: ['status'] }).run().getRange({ start: 0, end: 9 }).map((row) => row.getText('status'));
     const order = record.load({ type: 'transferorder', id: 7 }); order.setValue({ fieldId: 'orderstatus', value: 'F' });
     tell([found('TrnfrOrd:E'), order.save(), found('TrnfrOrd:E'), found('TrnfrOrd:F')]);`,
    { options: { data: { records: { transferorder: [{ id: 7, orderstatus: 'TrnfrOrd:E' }] } } } },
  );
  expect(told).toEqual([[['Pending Receipt/Partially Fulfilled'], 7, [], ['Pending Receipt']]]);
});

test('a status that the data does not give, or gives wrong, is not taken for none', () => {
  expect(statusOf('invoice', {}, 'CustInvc:A')).toMatch(/the status of invoice 7 \(the data gives none\)/);
  expect(statusOf('invoice', { status: 'Late' }, 'CustInvc:A')).toMatch(/Late is not one of CustInvc/);
});

test('a transaction that is plain data is not numbered as an item fulfillment', () => {
  const { told } = runOnce(
    "const id = record.create({ type: 'customerdeposit' }).save(); tell(record.load({ type: 'customerdeposit', id }).getValue('tranid'));",
    { options: { data: { records: { invoice: [{ id: 7 }] } } } },
  );
  expect(told).toEqual(['']);
});

test('a transaction of a kind without statuses has none', () => {
  expect(statusOf('inventoryadjustment', {}, 'CustInvc:A')).toEqual([[]]);
});

const field = (kind: string, id: string, ...flags: string[]) =>
  `<${kind} scriptid="${id}"><fieldtype>CHECKBOX</fieldtype><label>${id}</label>${flags.map((flag) => `<${flag}>T</${flag}>`).join('')}</${kind}>`;

test.each([
  ['inventoryadjustment', 'bodyinventoryadjustment'],
  ['purchaseorder', 'bodypurchase'],
  ['transferorder', 'bodytransferorder'],
  ['itemreceipt', 'bodyitemreceipt'],
  ['returnauthorization', 'bodysale'],
  ['customerdeposit', 'bodycustomerpayment'],
])('a custom field of the project is set and found on %s', (type, flag) => {
  const notices: string[] = [];
  const { told } = runOnce(
    `record.submitFields({ type: '${type}', id: 7, values: { custbody_seen: true } });
     tell(search.create({ type: '${type}', filters: [['custbody_seen', 'is', 'T'], 'and', ['mainline', 'is', 'T']] }).run().getRange({ start: 0, end: 9 }).map(({ id }) => id));`,
    {
      objects: { ...OBJECTS, custbody_seen: field('transactionbodycustomfield', 'custbody_seen', flag) },
      options: {
        data: { records: { [type]: [{ id: 7, custbody_seen: false }, { id: 8 }] } },
        onNotice: (notice) => notices.push(notice),
      },
    },
  );
  expect(told).toEqual([['7']]);
  expect(notices.join()).not.toContain('custbody_seen');
});

test('a custom line field of the project is set and found on the lines of a transfer order', () => {
  const { told } = runOnce(
    `const order = record.load({ type: 'transferorder', id: 3003 });
     order.setSublistValue({ sublistId: 'item', fieldId: 'custcol_seen', line: 0, value: true }); order.save();
     tell(search.create({ type: 'transferorder', filters: [['custcol_seen', 'is', 'T']], columns: ['line'] }).run().getRange({ start: 0, end: 9 }).map((row) => row.getValue('line')));`,
    {
      objects: { custcol_seen: field('transactioncolumncustomfield', 'custcol_seen', 'coltransferorder') },
      options: { data: DATA },
    },
  );
  expect(told).toEqual([['1']]);
});

const CHOICES = {
  records: {
    invoice: [
      {
        id: 7,
        terms: { value: '3', text: 'Net 30' },
        tags: [{ value: 1, text: 'Gift' }],
        class: 5,
        note: 'late',
      },
      { id: 8, terms: { value: '4', text: 'Net 60' }, tags: [], class: 6, note: '' },
    ],
  },
};

const choosing = (execute: string, data: AccountData = CHOICES) => runOnce(execute, { options: { data } });

test('a choice of the data is an id with a name, for records, searches and the account that is written', () => {
  const ask = `const invoice = record.load({ type: 'invoice', id: 7 });
    tell([invoice.getValue('terms'), invoice.getText('terms'), invoice.getValue('tags'), invoice.getText('tags')]);
    tell(search.create({ type: 'invoice', filters: [['terms', 'anyof', '3'], 'and', ['mainline', 'is', 'T']], columns: ['terms', 'tags'] }).run().getRange({ start: 0, end: 9 }).map((row) => [row.getValue('terms'), row.getText('terms'), row.getText('tags')]));
    tell(search.lookupFields({ type: 'invoice', id: 8, columns: ['terms'] }));`;
  const first = choosing(ask);
  expect(first.told).toEqual([
    ['3', 'Net 30', ['1'], 'Gift'],
    [['3', 'Net 30', 'Gift']],
    { terms: [{ value: '4', text: 'Net 60' }] },
  ]);
  expect(choosing(ask, first.account.dump()).told).toEqual(first.told);
});

test('a choice may be set by its name; names that the data does not know are refused as not emulated', () => {
  const set = (name: string) =>
    choosing(
      `const invoice = record.load({ type: 'invoice', id: 7 }); invoice.setText('terms', '${name}'); invoice.save(); tell(record.load({ type: 'invoice', id: 7 }).getValue('terms'));`,
    );
  expect(set('Net 60').told).toEqual(['4']);
  expect(set('Net 90').report.error?.message).toContain('NOT_EMULATED: what terms chooses from');
});

test('anyof finds the id of a choice that is written as a number or a text', () => {
  const find = (filter: string) =>
    choosing(
      `tell(search.create({ type: 'invoice', filters: [${filter}, 'and', ['mainline', 'is', 'T']] }).run().getRange({ start: 0, end: 9 }).map(({ id }) => id));`,
    );
  expect(find("['class', 'anyof', ['5', '9']]").told).toEqual([['7']]);
  expect(find("['class', 'noneof', '5']").told).toEqual([['8']]);
  expect(find("['note', 'anyof', 'late']").told).toEqual([['7']]);
  expect(find("['note', 'onorafter', 'today']").report.error?.message).toContain(
    'NOT_EMULATED: search operator onorafter on note',
  );
});
