/** Sales order lines of every kind that an allocation can meet, and what becomes of the rows about them. */
import { describe, expect, test } from '@jest/globals';
import { shipOrder } from '../../../testbed/ship-order.ts';
import {
  counts,
  FOLDER,
  type Row,
  reopen,
  SCRIPT,
  savedOrders,
  scenario,
  send,
  sendText,
} from '../allocation-scenario.ts';
import {
  GIFT_CARD,
  KIT,
  LOT_ITEM,
  OTHER_STORE,
  SERIAL_ITEM,
  SERVICE,
  STORE,
  WAREHOUSE,
} from '../scenario.ts';

function allocate(name: string, ...rows: Row[]) {
  send(name, ...rows);
  scenario.run(SCRIPT);
}

const locationsOf = (order: number) =>
  (scenario.account.getRecord('salesorder', order).sublists.item ?? []).map(({ location }) =>
    Number(location ?? 0),
  );

const lineCount = (order: number) => locationsOf(order).length;

describe('a line that is', () => {
  test.each([
    ['a kit', KIT],
    ['a gift card', GIFT_CARD],
    ['serial numbered', SERIAL_ITEM],
    ['lot numbered', LOT_ITEM],
    ['a service', SERVICE],
  ])('%s gets its location like any other, and no line is added', (_what, item) => {
    const order = scenario.order([{ item }, {}]);

    allocate('a.csv', [order, 1, STORE]);

    expect(locationsOf(order)).toEqual([STORE, 0]);
  });

  test('backordered gets its location, and stays backordered', () => {
    const order = scenario.order([{ quantity: 5, committed: 0 }]);

    allocate('a.csv', [order, 1, STORE]);

    expect(scenario.line(order, 1)).toMatchObject({ location: String(STORE), quantitybackordered: 5 });
  });

  test('shipped in part can be allocated for its rest', () => {
    const order = scenario.order([{ quantity: 3, location: WAREHOUSE }]);
    shipOrder(scenario.account, order, { lines: ['1'], quantities: { 1: 1 } });

    allocate('a.csv', [order, 1, STORE]);

    expect(scenario.line(order, 1)).toMatchObject({ location: String(STORE), quantityfulfilled: 1 });
  });

  test('closed is refused, naming line and order, and the others of the order are applied', () => {
    const order = scenario.order([{ isclosed: true }, {}]);

    allocate('a.csv', [order, 1, STORE], [order, 2, STORE]);

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([
      { row: '1', field: 'lineId', code: 'LINE_CLOSED', orderId: String(order), orderItemSeqId: '1' },
    ]);
    expect(locationsOf(order)).toEqual([0, STORE]);
  });

  test('allocated elsewhere since moves again with the newest file', () => {
    const order = scenario.order([{ location: WAREHOUSE }]);

    allocate('1.csv', [order, 1, STORE]);
    allocate('2.csv', [order, 1, OTHER_STORE]);
    allocate('3.csv', [order, 1, STORE]);

    expect(locationsOf(order)).toEqual([STORE]);
    expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
  });

  test('given another location by a person after it was set stays where the person has put it', () => {
    const order = scenario.order([{}]);
    allocate('a.csv', [order, 1, STORE]);
    setLocation(order, OTHER_STORE);
    scenario.run(SCRIPT);

    expect(locationsOf(order)).toEqual([OTHER_STORE]);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 1 });
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual([]);
  });
});

const setLocation = (order: number, location: number) =>
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    loaded.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: String(location) });
    loaded.save();
  });

const closeLine = (order: number) =>
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    loaded.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: 0, value: true });
    loaded.save();
  });

/** What somebody does to the newest order when the script has looked at all lines and loads the first order. */
function beforeLoaded(act: (order: number) => void): void {
  let hasFile = false;
  reopen({
    before: ({ name }) => {
      if (name === 'Connection.download') hasFile = true;
      if (!hasFile || name !== 'N/record.load') return;
      hasFile = false;
      act(scenario.entered[scenario.entered.length - 1] ?? 0);
    },
  });
}

describe('an order that is', () => {
  test.each([
    ['cancelled', 'C', false],
    ['fully billed', 'G', false],
    ['closed', 'H', true],
  ])('%s refuses its rows, and nothing of it changes', (_what, orderstatus, isclosed) => {
    const order = scenario.order([{ isclosed }], { orderstatus });

    allocate('a.csv', [order, 1, STORE]);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 ORDER_NOT_OPEN']);
    expect(locationsOf(order)).toEqual([0]);
  });

  test('not approved yet can be allocated', () => {
    const order = scenario.order([{}], { orderstatus: 'A' });

    allocate('a.csv', [order, 1, STORE]);

    expect(locationsOf(order)).toEqual([STORE]);
  });

  test('closed after it was looked for, and before it is loaded, is refused', () => {
    beforeLoaded(closeLine);
    const order = scenario.order([{}, {}]);
    allocate('a.csv', [order, 1, STORE], [order, 2, STORE]);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 LINE_CLOSED']);
    expect(locationsOf(order)).toEqual([0, STORE]);
  });

  test('deleted after it was looked for, and before it is loaded, is refused', () => {
    beforeLoaded((order) =>
      scenario.account.asUser(({ record }) => record.delete({ type: 'salesorder', id: order })),
    );
    const order = scenario.order([{}]);
    allocate('a.csv', [order, 1, STORE]);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 NOT_SAVED']);
    expect(scenario.refusals(FOLDER, 'a.csv')[0]?.message).toContain('RCRD_DSNT_EXIST');
  });

  const run = (row: string) => {
    scenario.put(`${FOLDER}/a.csv`, `internalId,lineId,location\n${row}\n`);
    scenario.run(SCRIPT);
    return scenario.errors(FOLDER, 'a.csv');
  };

  test('called by the id of none is not there', () => {
    expect(run(`999999,1,${STORE}`)).toEqual(['1 ORDER_NOT_FOUND']);
  });

  test.each(['0', '-1', '1.5', '1e3', 'SO-1', '007', '99999999999999999999'])(
    'called %j, or its line or location, is refused by name',
    (id) => {
      const order = scenario.order([{}]);
      expect(run(`${id},1,${STORE}\n${order},${id},${STORE}\n${order},1,${id}`)).toEqual([
        '1 INVALID_ID',
        '2 INVALID_ID',
        '3 INVALID_ID',
      ]);
    },
  );
});

describe('several rows', () => {
  test('for lines of one order and several locations are applied together', () => {
    const order = scenario.order([{}, {}, {}]);

    allocate('a.csv', [order, 1, STORE], [order, 2, WAREHOUSE], [order, 3, OTHER_STORE]);

    expect(locationsOf(order)).toEqual([STORE, WAREHOUSE, OTHER_STORE]);
  });

  test('of orders that interleave cost each order one save', () => {
    const [one, other] = [scenario.order([{}, {}]), scenario.order([{}, {}])];
    send('a.csv', [one, 1, STORE], [other, 1, STORE], [one, 2, STORE], [other, 2, STORE]);

    expect(savedOrders(scenario.run(SCRIPT))).toEqual([one, other]);
    expect([one, other].map(locationsOf)).toEqual([
      [STORE, STORE],
      [STORE, STORE],
    ]);
  });

  test('that repeat each other count once, as skipped', () => {
    const order = scenario.order([{}]);

    allocate('a.csv', [order, 1, STORE], [order, 1, STORE]);

    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_rows: 2,
      custrecord_hc_ff_applied: 1,
      custrecord_hc_ff_skipped: 1,
    });
  });

  test('about one line that name its order in two ways and disagree are refused together', () => {
    const order = scenario.order([{}], { externalid: 'KR1' });
    scenario.put(
      `${FOLDER}/a.csv`,
      `internalId,externalId,lineId,location\n${order},,1,${STORE}\n,KR1,1,${WAREHOUSE}\n`,
    );
    scenario.run(SCRIPT);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 CONFLICTING_ROWS', '2 CONFLICTING_ROWS']);
    expect(locationsOf(order)).toEqual([0]);
  });

  test('of an order and of one that NetSuite does not have, whose external id looks like the id of the first, are two', () => {
    const order = scenario.order([{}]);
    sendText(
      'a.csv',
      `internalId,externalId,lineId,location\n${order},,1,${STORE}\n,${order},1,${WAREHOUSE}\n`,
    );

    scenario.run(SCRIPT);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['2 ORDER_NOT_FOUND']);
    expect(counts('a.csv')).toEqual([1, 1, 0]);
  });

  test('never add a line to an order, whatever line they name', () => {
    const order = scenario.order([{}]);
    scenario.put(
      `${FOLDER}/a.csv`,
      `internalId,lineId,location\n${['0', '2', '-1', '1.0', '01', 'x', '1;2'].map((line) => `${order},${line},${STORE}\n`).join('')}`,
    );
    scenario.run(SCRIPT);

    expect(scenario.errors(FOLDER, 'a.csv')).toHaveLength(7);
    expect(lineCount(order)).toBe(1);
    expect(locationsOf(order)).toEqual([0]);
  });
});

test('where subsidiaries are in use, a location of another one is refused, and one without a subsidiary is not', () => {
  reopen({}, { features: ['SUBSIDIARIES'] });
  const { account } = scenario;
  account.addRecord('subsidiary', { id: 1, name: 'Parent' });
  account.addRecord('subsidiary', { id: 2, name: 'Other' });
  account.addRecord('location', { id: 31, name: 'Ours', subsidiary: '1' });
  account.addRecord('location', { id: 32, name: 'Theirs', subsidiary: '2' });
  const order = scenario.order([{}, {}, {}], { subsidiary: '1' });

  allocate('a.csv', [order, 1, 31], [order, 2, 32], [order, 3, STORE]);

  expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['2 LOCATION_OF_OTHER_SUBSIDIARY']);
  expect(locationsOf(order)).toEqual([31, 0, STORE]);
});
