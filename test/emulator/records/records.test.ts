/** N/record: loading, values, saving, locking, and what a record refuses. */
import { expect, test } from '@jest/globals';
import { createAccount } from '../../../emulator/account.ts';
import { accountWith, fulfill, OBJECTS, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

function account(options = {}) {
  const made = accountWith({ objects: OBJECTS }, options);
  seedMasters(made);
  return made;
}

function seed(made: ReturnType<typeof accountWith>) {
  seedMasters(made);
  seedOrder(made, 1001, [{ item: 401, quantity: 3, location: 101, custcol_line: '00101' }], {
    externalid: 'SO-1',
  });
}

test('seed data is validated: an unknown field, a wrong type and a missing reference are refused', () => {
  const made = account();
  expect(() => made.addRecord('location', { name: 'X', colour: 'red' })).toThrow('field location.colour');
  expect(() => made.addRecord('location', { name: 7 })).toThrow('Invalid Field Value');
  expect(() => made.addRecord('customer', { entityid: 'X', subsidiary: 99 })).toThrow(
    'Invalid subsidiary reference key 99',
  );
  expect(() => made.addRecord('location', {})).toThrow('Please enter value(s) for: name');
  expect(() => made.addRecord('spaceship', {})).toThrow('record type spaceship');
});

test('ids are unique within a family of records', () => {
  expect(() => account().addRecord('serviceitem', { id: 401, itemid: 'X' })).toThrow(
    'already a item with internal id 401',
  );
});

test('a record read from outside is a copy', () => {
  const made = account();
  made.getRecord('location', 101).fields.name = 'changed';
  expect(made.getRecord('location', 101).fields.name).toBe('Warehouse East');
});

test('a script sees ids as text, check boxes as booleans, numbers as numbers, and empty text as empty', () => {
  const { told } = runOnce(
    `const order = record.load({ type: record.Type.SALES_ORDER, id: 1001 });
     const line = (fieldId) => order.getSublistValue({ sublistId: 'item', fieldId, line: 0 });
     tell([order.getValue({ fieldId: 'entity' }), order.getText('entity'), line('line'), line('quantity'), line('isclosed'), line('location'), order.getValue('memo'), order.getValue('orderstatus'), order.getText('orderstatus'), order.getLineCount({ sublistId: 'item' })]);`,
    { seed },
  );
  expect(told[0]).toEqual(['201', 'Ada Lovelace', '1', 3, false, '101', '', 'B', 'Pending Fulfillment', 1]);
});

test('a date is a Date at midnight where the servers are', () => {
  const { told } = runOnce(
    "tell(record.load({ type: 'salesorder', id: 1001 }).getValue('trandate').toISOString());",
    { seed, options: { clock: () => Date.UTC(2026, 6, 1, 12) } },
  );
  expect(told).toEqual(['2026-07-01T07:00:00.000Z']);
});

test.each([
  ['text in a date', "{ fieldId: 'trandate', value: '1/2/2026' }", 'INVALID_FLD_VALUE'],
  ['text in a check box', "{ fieldId: 'shipcomplete', value: 'T' }", 'INVALID_FLD_VALUE'],
  ['a number in a text', "{ fieldId: 'otherrefnum', value: 7 }", 'INVALID_FLD_VALUE'],
  [
    'more than 300 characters in a text',
    "{ fieldId: 'custbody_order', value: 'x'.repeat(301) }",
    'EXCEEDED_MAX_FIELD_LENGTH',
  ],
  ['an unknown field', "{ fieldId: 'custbody_typo', value: 'x' }", 'NOT_EMULATED'],
])('setting %s is refused', (_, options, code) => {
  const { report } = runOnce(`record.load({ type: 'salesorder', id: 1001 }).setValue(${options});`, { seed });
  expect(report.error?.name).toBe(code);
});

test('a select that points nowhere, or at something inactive, is refused when saved', () => {
  const { told } = runOnce(
    `const save = (value) => codeOf(() => record.load({ type: 'salesorder', id: 1001 }).setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value }).save());
     tell([save(999), save(103), save('102')]);`,
    { seed },
  );
  expect(told[0]).toEqual(['INVALID_KEY_OR_REF', 'INVALID_KEY_OR_REF', 'no error']);
});

test('nothing changes until it is saved', () => {
  const { account: made } = runOnce(
    "record.load({ type: 'salesorder', id: 1001 }).setValue('memo', 'lost');",
    { seed },
  );
  expect(made.getRecord('salesorder', 1001).fields.memo).toBeUndefined();
});

test('a line past the end, an unknown line field and an unknown sublist are refused', () => {
  const { told } = runOnce(
    `const order = record.load({ type: 'salesorder', id: 1001 });
     tell(codeOf(() => order.getSublistValue({ sublistId: 'item', fieldId: 'item', line: 1 })));`,
    { seed },
  );
  expect(told).toEqual(['SSS_INVALID_SUBLIST_OPERATION']);
});

test('a value set as text cannot be read as a value before it is saved, and the other way round', () => {
  const { told } = runOnce(
    `const order = record.load({ type: 'salesorder', id: 1001 });
     order.setText({ fieldId: 'location', text: 'Warehouse East' });
     tell(codeOf(() => order.getValue('location')));
     order.setValue('location', 102);
     tell(codeOf(() => order.getText('location')));`,
    { seed },
  );
  expect(told).toEqual(['SSS_INVALID_API_USAGE', 'SSS_INVALID_API_USAGE']);
});

test('a line is found by its value, number or text', () => {
  const { told } = runOnce(
    `const order = record.load({ type: 'salesorder', id: 1001 });
     const find = (fieldId, value) => order.findSublistLineWithValue({ sublistId: 'item', fieldId, value });
     tell([find('line', 1), find('line', '1'), find('custcol_line', '00101'), find('line', 2)]);`,
    { seed },
  );
  expect(told[0]).toEqual([0, 0, 0, -1]);
});

test('a line added by a script gets a new line id, and ids are not used twice', () => {
  const { told } = runOnce(
    `const change = (work) => { const order = record.load({ type: 'salesorder', id: 1001 }); work(order); order.save(); };
     const add = (order) => { const line = order.getLineCount('item'); order.setSublistValue({ sublistId: 'item', fieldId: 'item', line, value: 402 }); };
     change(add);
     change((order) => order.removeLine({ sublistId: 'item', line: 1 }));
     change(add);
     const order = record.load({ type: 'salesorder', id: 1001 });
     tell([0, 1].map((line) => order.getSublistValue({ sublistId: 'item', fieldId: 'line', line })));`,
    { seed },
  );
  expect(told[0]).toEqual(['1', '3']);
});

test('a sales order somebody else saved in between is not overwritten', () => {
  const { told, account: made } = runOnce(
    `const mine = record.load({ type: 'salesorder', id: 1001 });
     record.load({ type: 'salesorder', id: 1001 }).setValue('memo', 'theirs').save();
     tell(codeOf(() => mine.setValue('memo', 'mine').save()));`,
    { seed },
  );
  expect(told).toEqual(['RCRD_HAS_BEEN_CHANGED']);
  expect(made.getRecord('salesorder', 1001).fields.memo).toBe('theirs');
});

test('a custom record has its own code for the same', () => {
  const { told } = runOnce(
    `const id = record.create({ type: 'customrecord_file' }).setValue('name', 'a').save();
     const mine = record.load({ type: 'customrecord_file', id });
     record.submitFields({ type: 'customrecord_file', id, values: { custrecord_rows: 4 } });
     tell(codeOf(() => mine.save()));`,
  );
  expect(told).toEqual(['CUSTOM_RECORD_COLLISION']);
});

test.each([
  ['items', "record.create({ type: 'serviceitem' }).setValue('itemid', 'x')"],
  ['entities', "record.create({ type: 'employee' }).setValue('entityid', 'x')"],
  ['transactions', "record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' })"],
])('an external id is unique among all %s', (_, made) => {
  const { told } = runOnce(
    `const save = (id) => ${made}.setValue('externalid', id).save();
     tell([codeOf(() => save('TAKEN')), codeOf(() => save('FREE'))]);`,
    {
      seed: (account) => {
        seed(account);
        account.addRecord('inventoryitem', { id: 490, itemid: 'HAT', externalid: 'TAKEN' });
        account.addRecord('customer', { id: 290, entityid: 'Grace Hopper', externalid: 'TAKEN' });
        seedOrder(account, 1090, [{ item: 401, quantity: 1 }], { externalid: 'TAKEN' });
      },
    },
  );
  expect(told).toEqual([['DUP_RCRD', 'no error']]);
});

test('an external id is unique among custom records of a type, and other types may have it', () => {
  const { told } = runOnce(
    `const create = () => record.create({ type: 'customrecord_file' }).setValue('name', 'a').setValue('externalid', 'F1').save();
     create();
     tell([codeOf(create), codeOf(() => record.create({ type: 'location' }).setValue('name', 'a').setValue('externalid', 'F1').save())]);`,
  );
  expect(told).toEqual([['DUP_RCRD', 'no error']]);
});

test('a custom record keeps every kind of field', () => {
  const { told } = runOnce(
    `const file = record.create({ type: 'customrecord_file' });
     const started = new Date();
     file.setValue('name', 'a.csv'); file.setValue('custrecord_rows', 12); file.setValue('custrecord_done', true);
     file.setValue('custrecord_message', 'x'.repeat(5000)); file.setValue('custrecord_started', started); file.setValue('custrecord_place', 101);
     const loaded = record.load({ type: 'customrecord_file', id: file.save() });
     tell([loaded.getValue('custrecord_rows'), loaded.getValue('custrecord_done'), loaded.getValue('custrecord_message').length, loaded.getValue('custrecord_started').getTime() === started.getTime(), loaded.getText('custrecord_place'), loaded.getValue('isinactive')]);`,
    { seed },
  );
  expect(told[0]).toEqual([12, true, 5000, true, 'Warehouse East', false]);
});

test('submitFields changes body fields, check boxes also as T and F, and does not mind a change in between', () => {
  const { account: made } = runOnce(
    `const id = record.create({ type: 'customrecord_file' }).setValue('name', 'a').save();
     record.submitFields({ type: 'customrecord_file', id, values: { custrecord_done: 'T', custrecord_rows: 3 }, options: { enableSourcing: false, ignoreMandatoryFields: true } });`,
  );
  expect(made.listRecords('customrecord_file')[0]?.fields).toMatchObject({
    custrecord_done: true,
    custrecord_rows: 3,
  });
});

test('submitFields on a fulfillment takes memo and custom fields only', () => {
  const made = accountWith({
    scripts: [
      {
        name: 'probe',
        uses: ['N/record', 'N/search'],
        execute: `const [result] = search.create({ type: 'itemfulfillment', filters: [['mainline', 'is', 'T']] }).run().getRange({ start: 0, end: 1 });
          record.submitFields({ type: 'itemfulfillment', id: result.id, values: { custbody_sent: true, memo: 'm' } });
          record.submitFields({ type: 'itemfulfillment', id: result.id, values: { shipstatus: 'A' } });`,
      },
    ],
    objects: OBJECTS,
  });
  seed(made);
  const id = fulfill(made, 1001);
  expect(made.runDeployment('customdeploy_probe').error?.message).toContain(
    'submitFields of itemfulfillment.shipstatus',
  );
  expect(made.getRecord('itemfulfillment', id).fields).toMatchObject({
    custbody_sent: true,
    memo: 'm',
    shipstatus: 'C',
  });
});

test('in dynamic mode a line is selected, changed and committed, and not before that part of the record', () => {
  expect(
    runOnce(
      `const order = record.load({ type: 'salesorder', id: 1001, isDynamic: true });
       const quantities = () => Array.from({ length: order.getLineCount({ sublistId: 'item' }) }, (_, line) => order.getSublistValue({ sublistId: 'item', fieldId: 'quantity', line }));
       const before = quantities();
       order.selectLine({ sublistId: 'item', line: 0 });
       order.setCurrentSublistValue({ sublistId: 'item', fieldId: 'quantity', value: 7 });
       const selected = [order.getCurrentSublistIndex({ sublistId: 'item' }), order.getCurrentSublistValue({ sublistId: 'item', fieldId: 'quantity' }), quantities()[0] === before[0]];
       order.commitLine({ sublistId: 'item' });
       order.selectNewLine({ sublistId: 'item' });
       order.setCurrentSublistText({ sublistId: 'item', fieldId: 'item', text: 'SHIRT-M' });
       order.setCurrentSublistValue({ sublistId: 'item', fieldId: 'quantity', value: 2 });
       order.commitLine({ sublistId: 'item' });
       order.selectNewLine({ sublistId: 'item' });
       order.save();
       const saved = record.load({ type: 'salesorder', id: 1001 });
       tell([selected, saved.getLineCount('item') - before.length, saved.getSublistValue('item', 'quantity', 0), saved.getSublistText('item', 'item', before.length)]);`,
      {
        seed: (account) => {
          seedMasters(account);
          seedOrder(account, 1001, [{ item: 401, quantity: 3 }]);
        },
      },
    ).told,
  ).toEqual([[[0, 7, true], 1, 7, 'SHIRT-M']]);
});

test('each mode refuses the calls of the other, and a line that is not selected', () => {
  expect(
    runOnce(
      `const dynamic = record.load({ type: 'salesorder', id: 1001, isDynamic: true });
       const standard = record.load({ type: 'salesorder', id: 1001 });
       tell([
         codeOf(() => dynamic.setSublistValue({ sublistId: 'item', fieldId: 'quantity', line: 0, value: 1 })),
         codeOf(() => standard.selectLine({ sublistId: 'item', line: 0 })),
         codeOf(() => dynamic.setCurrentSublistValue({ sublistId: 'item', fieldId: 'quantity', value: 1 })),
         codeOf(() => dynamic.selectLine({ sublistId: 'item', line: 9 })),
         codeOf(() => record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment', isDynamic: true }).selectNewLine({ sublistId: 'item' })),
       ]);`,
      {
        seed: (account) => {
          seedMasters(account);
          seedOrder(account, 1001, [{ item: 401, quantity: 3 }]);
        },
      },
    ).told,
  ).toEqual([
    [
      'SSS_INVALID_API_USAGE',
      'SSS_INVALID_API_USAGE',
      'SSS_INVALID_SUBLIST_OPERATION',
      'SSS_INVALID_SUBLIST_OPERATION',
      'SSS_INVALID_SUBLIST_OPERATION',
    ],
  ]);
});

test('a copy has the lines and fields of the original, and no identity', () => {
  expect(
    runOnce(
      `const id = record.copy({ type: 'salesorder', id: 1001 }).save();
       const copied = record.load({ type: 'salesorder', id });
       tell([id === 1001, copied.getValue('externalid'), copied.getSublistValue('item', 'quantity', 0), codeOf(() => record.copy({ type: 'itemfulfillment', id: 1 }))]);`,
      {
        seed: (account) => {
          seedMasters(account);
          seedOrder(account, 1001, [{ item: 401, quantity: 3 }], { externalid: 'A' });
        },
      },
    ).told,
  ).toEqual([[false, '', 3, 'INVALID_RCRD_TYPE']]);
});

test('a run reports what it created and what it changed', () => {
  const { report } = runOnce(
    "record.create({ type: 'customrecord_file' }).setValue('name', 'a').save(); record.load({ type: 'salesorder', id: 1001 }).setValue('memo', 'm').save();",
    { seed },
  );
  expect(report.recordsCreated).toEqual([{ type: 'customrecord_file', id: expect.any(Number) }]);
  expect(report.recordsChanged).toEqual([{ type: 'salesorder', id: 1001 }]);
});

test('an account without a project has the standard records', () => {
  const made = createAccount();
  expect(made.getRecord('location', made.addRecord('location', { name: 'L' })).fields.name).toBe('L');
});
