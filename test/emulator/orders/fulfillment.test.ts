/** Sales order to item fulfillment: what is offered, what is refused, and what the order knows afterwards. */
import { expect, test } from '@jest/globals';
import type { Account, AccountOptions } from '../../../emulator/account.ts';
import { accountWith, fulfill, OBJECTS, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const TRANSFORM = `const transform = (fromId, more = {}) => record.transform({ fromType: 'salesorder', fromId, toType: 'itemfulfillment', isDynamic: false, ...more });
  const lineOf = (fulfillment, fieldId, line) => fulfillment.getSublistValue({ sublistId: 'item', fieldId, line });
  const setLine = (fulfillment, line, values) => Object.keys(values).forEach((fieldId) => fulfillment.setSublistValue({ sublistId: 'item', fieldId, line, value: values[fieldId] }));
  const lines = (fulfillment, fieldIds) => Array.from({ length: fulfillment.getLineCount({ sublistId: 'item' }) }, (_, line) => fieldIds.map((fieldId) => lineOf(fulfillment, fieldId, line)));`;

const ORDER = [
  { item: 401, quantity: 3, location: 101, custcol_line: '00101', custcol_only_sale: 'x' },
  { item: 402, quantity: 2, location: 102, custcol_line: '00102' },
  { item: 403, quantity: 1 },
];

function account(lines: Parameters<typeof seedOrder>[2] = ORDER, options: AccountOptions = {}): Account {
  const made = accountWith({ objects: OBJECTS }, options);
  seedMasters(made);
  seedOrder(made, 1001, lines, { custbody_order: 'HC1', externalid: 'SHOP-1' });
  return made;
}

const run = (execute: string, lines: Parameters<typeof seedOrder>[2] = ORDER, options: AccountOptions = {}) =>
  runOnce(`${TRANSFORM}\n${execute}`, {
    options,
    seed: (made) => {
      seedMasters(made);
      seedOrder(made, 1001, lines, { custbody_order: 'HC1' });
    },
  });

const orderLine = (made: Account, line: number) =>
  made.getRecord('salesorder', 1001).sublists.item?.[line - 1];
const status = (made: Account) => made.getRecord('salesorder', 1001).fields.orderstatus;

test('open fulfillable lines are offered, ready to be received, with what remains and the order line as text', () => {
  const { told } = run(
    "tell(lines(transform(1001), ['orderline', 'item', 'quantity', 'quantityremaining', 'itemreceive', 'location', 'itemtype', 'custcol_line']));",
  );
  expect(told[0]).toEqual([
    ['1', '401', 3, 3, true, '101', 'InvtPart', '00101'],
    ['2', '402', 2, 2, true, '102', 'InvtPart', '00102'],
  ]);
});

test('fields that apply to both records are copied, others are not there', () => {
  const { told, report } = run(
    "const made = transform(1001); tell([made.getValue('custbody_order'), made.getValue('entity'), made.getValue('createdfrom'), made.getText('createdfrom'), made.getValue('shipstatus')]); lineOf(made, 'custcol_only_sale', 0);",
  );
  expect(told[0]).toEqual(['HC1', '201', '1001', 'Sales Order #SO1001', 'C']);
  expect(report.error?.message).toContain('itemfulfillment.item.custcol_only_sale');
});

test('closed lines and lines with nothing left are not offered', () => {
  const made = account([
    { item: 401, quantity: 3, isclosed: true },
    { item: 402, quantity: 2 },
  ]);
  expect(fulfill(made, 1001)).toBeGreaterThan(0);
  expect(() => fulfill(made, 1001)).toThrow('You must have at least one valid line item');
});

test('only what is committed is offered, and no more can be fulfilled', () => {
  const { told } = run(
    "const made = transform(1001); tell(lineOf(made, 'quantity', 0)); setLine(made, 0, { quantity: 3 }); tell(codeOf(() => made.save()));",
    [{ item: 401, quantity: 3, quantitycommitted: 2 }],
  );
  expect(told).toEqual([2, 'USER_ERROR']);
});

test.each([
  ['does not exist', '99', {}, 'INVALID_INITIALIZE_REF'],
  ['is pending approval', '1001', { orderstatus: 'A' }, 'INVALID_INITIALIZE_REF'],
  ['is cancelled', '1001', { orderstatus: 'C' }, 'INVALID_INITIALIZE_REF'],
  ['has nothing to fulfill', '1002', {}, 'VALID_LINE_ITEM_REQD'],
])('an order that %s cannot be transformed', (_, id, more, code) => {
  const { told } = runOnce(`${TRANSFORM} tell(codeOf(() => transform(${id})));`, {
    seed: (made) => {
      seedMasters(made);
      seedOrder(made, 1001, ORDER, more as Record<string, string>);
      seedOrder(made, 1002, [{ item: 403 }]);
    },
  });
  expect(told).toEqual([code]);
});

test('a fulfillment in part ships a part: quantities and status of the order follow', () => {
  const { account: made } = run(
    'const made = transform(1001); setLine(made, 0, { quantity: 1 }); setLine(made, 1, { itemreceive: false }); made.save();',
  );
  expect(orderLine(made, 1)).toMatchObject({ quantityfulfilled: 1, quantitycommitted: 2 });
  expect(orderLine(made, 2)).toMatchObject({ quantityfulfilled: 0, quantitycommitted: 2 });
  expect(status(made)).toBe('E');
  fulfill(made, 1001);
  expect(orderLine(made, 1)).toMatchObject({ quantityfulfilled: 3, quantitycommitted: 0 });
  expect(made.getRecord('salesorder', 1001).fields).toMatchObject({
    orderstatus: 'F',
    status: 'Pending Billing',
  });
});

test('lines not received are not part of the saved fulfillment', () => {
  const { account: made } = run(
    'const made = transform(1001); setLine(made, 1, { itemreceive: false }); made.save();',
  );
  expect(made.listRecords('itemfulfillment')[0]?.sublists.item).toMatchObject([
    { orderline: '1', item: '401' },
  ]);
});

test.each([
  ['more than remains', 'setLine(made, 0, { quantity: 4 })', 'USER_ERROR'],
  ['nothing of a line', 'setLine(made, 0, { quantity: 0 })', 'USER_ERROR'],
  [
    'no line at all',
    'setLine(made, 0, { itemreceive: false }); setLine(made, 1, { itemreceive: false })',
    'USER_ERROR',
  ],
  ['from a location nobody has', 'setLine(made, 0, { location: 999 })', 'INVALID_KEY_OR_REF'],
  ['from an inactive location', 'setLine(made, 0, { location: 103 })', 'INVALID_KEY_OR_REF'],
  [
    'in a package without weight',
    "made.setSublistValue({ sublistId: 'package', fieldId: 'packagetrackingnumber', line: 0, value: '1Z' })",
    'USER_ERROR',
  ],
])('fulfilling %s is refused, and the sales order is unchanged', (_, change, code) => {
  const { told, account: made } = run(
    `const made = transform(1001); ${change}; tell(codeOf(() => made.save()));`,
  );
  expect(told).toEqual([code]);
  expect(made.listRecords('itemfulfillment')).toEqual([]);
  expect(status(made)).toBe('B');
});

test('two people cannot fulfill the same goods', () => {
  const { told } = run(
    'const mine = transform(1001); transform(1001).save(); tell(codeOf(() => mine.save()));',
  );
  expect(told).toEqual(['USER_ERROR']);
});

test('with several locations in use a line needs one, of the subsidiary of its order', () => {
  const made = account([{ item: 401, quantity: 1 }], { features: ['MULTILOCINVT', 'SUBSIDIARIES'] });
  made.addRecord('subsidiary', { id: 2, name: 'Abroad' });
  made.addRecord('location', { id: 104, name: 'Far away', subsidiary: 2 });
  const somewhere = { sublistId: 'item', fieldId: 'location', line: 0 };
  made.asUser(({ record }) => {
    const order = record.load({ type: 'salesorder', id: 1001 });
    order.setSublistValue({ ...somewhere, value: 101 }).save();
    const fulfillment = record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' });
    fulfillment.setSublistValue({ ...somewhere, value: null });
    expect(() => fulfillment.save()).toThrow('Please enter value(s) for: Location');
  });
  const from = (location: number) =>
    made.asUser(({ record }) =>
      record
        .transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' })
        .setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: location })
        .save(),
    );
  expect(() => from(104)).toThrow('another subsidiary');
  expect(from(101)).toBeGreaterThan(0);
});

test('a transform for one location offers its lines only', () => {
  const { told } = run(
    "tell(lines(transform(1001, { defaultValues: { inventorylocation: 102 } }), ['orderline'])); tell(codeOf(() => transform(1001, { defaultValues: { inventorylocation: 103 } })));",
  );
  expect(told).toEqual([[['2']], 'VALID_LINE_ITEM_REQD']);
});

test('an external id is used for one fulfillment only, so a repeat changes nothing', () => {
  const { told, account: made } = run(
    `const ship = () => { const made = transform(1001); made.setValue('externalid', 'KEY'); setLine(made, 0, { quantity: 1 }); setLine(made, 1, { itemreceive: false }); return made.save(); };
     ship(); tell(codeOf(ship));`,
  );
  expect(told).toEqual(['DUP_RCRD']);
  expect(orderLine(made, 1)?.quantityfulfilled).toBe(1);
});

test('a kit is fulfilled by its main line; its components come along without an order line', () => {
  const { told, account: made } = run(
    `const made = transform(1001); tell(lines(made, ['orderline', 'item', 'quantity', 'kitmemberof']));
     setLine(made, 0, { quantity: 1 }); setLine(made, 1, { quantity: 1 }); setLine(made, 2, { quantity: 2 }); made.save();`,
    [{ item: 404, quantity: 2, location: 101 }],
  );
  expect(told[0]).toEqual([
    ['1', '404', 2, ''],
    ['', '401', 2, '1'],
    ['', '402', 4, '1'],
  ]);
  const saved = made.listRecords('itemfulfillment')[0]?.sublists.item;
  expect(saved).toMatchObject([
    { item: '404', quantity: 1 },
    { item: '401', quantity: 1 },
    { item: '402', quantity: 2 },
  ]);
  expect(orderLine(made, 1)?.quantityfulfilled).toBe(1);
});

test('lot numbered items need inventory detail', () => {
  expect(() => fulfill(account([{ item: 405, quantity: 1 }]), 1001)).toThrow(
    'Please configure the inventory detail in line 1',
  );
});

test('a picked fulfillment takes from what remains but ships nothing yet', () => {
  const made = account();
  const id = fulfill(made, 1001, { shipstatus: 'A' });
  expect(orderLine(made, 1)).toMatchObject({ quantitypicked: 3, quantityfulfilled: 0, quantitycommitted: 0 });
  expect(status(made)).toBe('B');
  made.asUser(({ record }) =>
    record.load({ type: 'itemfulfillment', id }).setValue({ fieldId: 'shipstatus', value: 'C' }).save(),
  );
  expect(orderLine(made, 1)?.quantityfulfilled).toBe(3);
  expect(status(made)).toBe('F');
});

test('in accounts that pick, pack and ship, a fulfillment begins as picked', () => {
  const { told } = run("tell(transform(1001).getValue('shipstatus'));", ORDER, {
    features: ['PICKPACKSHIP'],
  });
  expect(told).toEqual(['A']);
});

test('deleting a fulfillment gives the quantities back', () => {
  const made = account();
  const id = fulfill(made, 1001);
  made.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id }));
  expect(orderLine(made, 1)).toMatchObject({ quantityfulfilled: 0, quantitycommitted: 3 });
  expect(status(made)).toBe('B');
});

test('an order with fulfillments is not deleted, and its lines cannot shrink below what was shipped', () => {
  const made = account();
  fulfill(made, 1001);
  expect(() => made.asUser(({ record }) => record.delete({ type: 'salesorder', id: 1001 }))).toThrow(
    'has item fulfillments',
  );
  const shrink = () =>
    made.asUser(({ record }) =>
      record
        .load({ type: 'salesorder', id: 1001 })
        .setSublistValue({ sublistId: 'item', fieldId: 'quantity', line: 0, value: 2 })
        .save(),
    );
  expect(shrink).toThrow('3 are already fulfilled');
});

test('an order somebody holds is stale once one of its fulfillments is saved', () => {
  const { told } = run(
    "const order = record.load({ type: 'salesorder', id: 1001 }); transform(1001).save(); tell(codeOf(() => order.save()));",
  );
  expect(told).toEqual(['RCRD_HAS_BEEN_CHANGED']);
});

test('a fulfillment cannot be created directly, nor lines added to it', () => {
  const { told } = run(
    "tell(codeOf(() => record.create({ type: 'itemfulfillment' }))); const made = transform(1001); tell(codeOf(() => setLine(made, 2, { quantity: 1 }))); tell(codeOf(() => made.insertLine({ sublistId: 'item', line: 0 })));",
  );
  expect(told).toEqual([
    'INVALID_RCRD_TYPE',
    'SSS_INVALID_SUBLIST_OPERATION',
    'SSS_INVALID_SUBLIST_OPERATION',
  ]);
});

test('ship date, method and packages are kept, and the carrier follows the method', () => {
  const { account: made } = run(
    `const made = transform(1001); made.setValue('trandate', new Date(2026, 0, 31)); made.setValue('shipmethod', '301');
     made.setSublistValue({ sublistId: 'package', fieldId: 'packagetrackingnumber', line: 0, value: '1Z' });
     made.setSublistValue({ sublistId: 'package', fieldId: 'packageweight', line: 0, value: 0.5 }); made.save();`,
  );
  expect(made.listRecords('itemfulfillment')[0]).toMatchObject({
    fields: { trandate: '2026-01-31', shipmethod: '301', shipcarrier: 'nonups', status: 'Shipped' },
    sublists: { package: [{ packagetrackingnumber: '1Z', packageweight: 0.5 }] },
  });
});

test('other transforms are refused by name', () => {
  expect(
    run("record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'location' });").report.error
      ?.message,
  ).toContain('transform of salesorder to location');
});
