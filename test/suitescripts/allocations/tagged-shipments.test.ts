/** Shipments among allocations: each is handed on once and for itself, or its row is in the error file. */
import { describe, expect, test } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import {
  counts,
  FOLDER,
  lineLocation,
  reopen,
  runWith,
  SCRIPT,
  SHIPMENTS,
  scenario,
  sendText,
} from '../allocation-scenario.ts';
import { OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

const FULFILL = 'customdeploy_create_itemfulfillment';
const SHIPPED = 'hotwax-fulfilled';

type Row = readonly [order: number, line: number, location: number | '', quantity: number | '', tags: string];

const send = (name: string, ...rows: readonly Row[]): void =>
  sendText(
    name,
    `internalId,lineId,location,quantity,tags\n${rows.map((row) => `${row.join(',')}\n`).join('')}`,
  );

/** Where item fulfillments have shipped from. */
const places = (): unknown[] =>
  scenario.account
    .listRecords('itemfulfillment')
    .map(({ id }) => scenario.account.getRecord('itemfulfillment', id).sublists.item?.[0]?.location);

/** What the lines of an order have been fulfilled of. */
const fulfilled = (order: number): number[] =>
  scenario.lines(order).map((line) => Number(line.quantityfulfilled ?? 0));

const errors = (name = 'a.csv') => scenario.errors(FOLDER, name);

describe('of one line in one file', () => {
  test('pieces from two stores are both fulfilled, each from its own, and the last one has its say on the line', () => {
    const order = scenario.order([{ quantity: 2 }]);
    send('a.csv', [order, 1, STORE, 1, SHIPPED], [order, 1, OTHER_STORE, 1, SHIPPED]);

    scenario.run(SCRIPT);
    expect([errors(), lineLocation(order, 1)]).toEqual([[], OTHER_STORE]);
    scenario.run(FULFILL);

    expect(places().sort()).toEqual([String(STORE), String(OTHER_STORE)].sort());
    expect(fulfilled(order)).toEqual([2]);
  });

  test('one is applied, and a row that is none and says otherwise is refused, naming the field', () => {
    const order = scenario.order([{ quantity: 2 }]);
    send('a.csv', [order, 1, STORE, '', ''], [order, 1, OTHER_STORE, 1, SHIPPED]);

    scenario.run(SCRIPT);
    scenario.run(FULFILL);

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([
      { row: '1', code: 'CONFLICTING_ROWS', field: 'location' },
    ]);
    expect([lineLocation(order, 1), fulfilled(order), counts('a.csv')]).toEqual([
      OTHER_STORE,
      [1],
      [1, 1, 0],
    ]);
  });

  test('one that names no location leaves the one that another row of the file gives the line', () => {
    const order = scenario.order([{ quantity: 2, location: WAREHOUSE }]);
    send('a.csv', [order, 1, STORE, '', ''], [order, 1, '', 1, SHIPPED]);

    for (const script of [SCRIPT, FULFILL]) scenario.run(script);

    expect([lineLocation(order, 1), places(), fulfilled(order)]).toEqual([STORE, [String(STORE)], [1]]);
  });

  test('the quantities are what has shipped, and the line keeps its own where quantities are set', () => {
    const order = scenario.order([{ quantity: 3 }]);
    send('a.csv', [order, 1, STORE, 1, SHIPPED], [order, 1, STORE, 1, SHIPPED]);

    runWith({ custscript_hc_us_map_quantity: 'T' });
    scenario.run(FULFILL);

    expect([scenario.line(order, 1).quantity, fulfilled(order)]).toEqual([3, [2]]);
  });
});

describe('a row that is not in the file that is there already', () => {
  /** The second order is refused the first time, and the server goes down once the first one's shipment is handed on. */
  function openWithHeldOrder(): { isDown: boolean } {
    const server = { isDown: true };
    reopen(
      {
        before: (call) => {
          if (server.isDown && scenario.files(SHIPMENTS).length > 0) throw new ServerDown(call, 'before');
        },
      },
      {
        userEvents: [
          {
            record: 'salesorder',
            event: 'beforeSubmit',
            when: ['edit'],
            contexts: ['SCHEDULED'],
            condition: { field: 'memo', is: 'held' },
            throws: { name: 'CREDIT_HOLD', message: 'The customer has to pay first.' },
            times: 1,
          },
        ],
      },
    );
    return server;
  }

  test('is refused, as only a later run could set it, and is fulfilled once when it is sent again', () => {
    const server = openWithHeldOrder();
    const [one, held] = [scenario.order([{}]), scenario.order([{}], { memo: 'held' })];
    send('a.csv', [one, 1, STORE, 1, SHIPPED], [held, 1, STORE, 1, SHIPPED]);
    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
    server.isDown = false;

    scenario.run(SCRIPT);
    scenario.run(FULFILL);

    expect([errors(), counts('a.csv')]).toEqual([['2 NOT_HANDED_ON'], [1, 1, 0]]);
    expect([one, held].map(fulfilled)).toEqual([[1], [0]]);
    send('b.csv', [held, 1, STORE, 1, SHIPPED]);
    for (const script of [SCRIPT, FULFILL]) scenario.run(script);
    expect([one, held].map(fulfilled)).toEqual([[1], [1]]);
  });

  test('is refused when somebody else has put a file of that name there', () => {
    const order = scenario.order([{}]);
    scenario.put(`${SHIPMENTS}/a.csv.shipments.json`, '[]');
    send('a.csv', [order, 1, STORE, 1, SHIPPED]);

    scenario.run(SCRIPT);

    expect(errors()).toEqual(['1 NOT_HANDED_ON']);
    expect(scenario.refusals(FOLDER, 'a.csv')[0]?.message).toContain('a.csv.shipments.json');
  });
});

test('a file of shipments that is given up with a long error says so in the entry of the allocations', () => {
  let isIll = true;
  let hasFile = false;
  reopen({
    before: ({ deploymentId, name, number }) => {
      if (number === 1) hasFile = false;
      if (isIll && deploymentId === FULFILL && hasFile && name.startsWith('Search.run'))
        throw Object.assign(new Error('x'.repeat(5_000)), { name: 'LONG' });
      if (name === 'Connection.download') hasFile = true;
    },
  });
  const order = scenario.order([{}]);
  send('a.csv', [order, 1, STORE, 1, SHIPPED]);
  scenario.run(SCRIPT);

  for (let run = 1; run <= 6; run += 1) scenario.run(FULFILL);
  isIll = false;
  scenario.run(FULFILL);

  expect(scenario.files(`${SHIPMENTS}/failed`)).toEqual(['a.csv.shipments.json']);
  expect(scenario.ledger('a.csv')?.custrecord_hc_ff_handed_on_outcome).toContain('Failed: 0 of');
});
