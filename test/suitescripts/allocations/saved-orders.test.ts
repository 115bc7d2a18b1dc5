/** Allocations saved order by order: what NetSuite makes of a save, and what the rows of the order are told. */
import { expect, describe as plainDescribe, test as plainTest } from '@jest/globals';
import { type Faults, ServerDown } from '../../../emulator/account/faults.ts';
import {
  FOLDER,
  lineLocation,
  locationOf,
  reopen,
  runWith,
  SCRIPT,
  savedOrders,
  scenario,
  send,
  sendText,
} from '../allocation-scenario.ts';
import { describe, onEveryAccountInTime, test } from '../every-account.ts';
import { OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

const errorsOf = (name = 'a.csv') => scenario.errors(FOLDER, name);
const messageOf = (name = 'a.csv') => scenario.refusals(FOLDER, name)[0]?.message;

onEveryAccountInTime('saved orders', () => {
  describe('the rows of an order', () => {
    test('are saved together, wherever they are in the file', () => {
      const [one, other] = [scenario.order([{}, {}, {}]), scenario.order([{}])];
      send('a.csv', [one, 1, STORE], [other, 1, STORE], [one, 3, WAREHOUSE], [one, 2, STORE]);

      const saves = savedOrders(scenario.run(SCRIPT)).filter((id) => id === one);

      expect(saves).toHaveLength(1);
      expect([1, 2, 3].map((line) => lineLocation(one, line))).toEqual([STORE, STORE, WAREHOUSE]);
      expect(errorsOf()).toEqual([]);
    });

    test('are applied but for the one that NetSuite refuses, which carries NetSuite’s own message', () => {
      const order = scenario.order([{ quantity: 3, location: STORE }, {}, {}]);
      scenario.ship(order, {}, { lines: ['1'], quantities: { 1: 2 } });
      sendText(
        'a.csv',
        `internalId,lineId,location,quantity\n${order},2,${STORE},\n${order},1,,1\n${order},3,${STORE},\n`,
      );

      runWith({ custscript_hc_us_map_quantity: 'T' });

      expect(errorsOf()).toEqual(['2 NOT_SAVED']);
      expect(scenario.refusals(FOLDER, 'a.csv')[0]).toMatchObject({
        field: 'quantity',
        message: expect.stringMatching(/^NetSuite did not save the sales order \(USER_ERROR: .+\)$/),
        orderId: String(order),
        orderItemSeqId: '1',
      });
      expect([2, 3].map((line) => lineLocation(order, line))).toEqual([STORE, STORE]);
      expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 2 });
    });
  });
});

/** An event of the account’s own on sales orders, which runs when our scripts load or save one. */
const onOrders = (
  event: NonNullable<NonNullable<Parameters<typeof reopen>[1]>['userEvents']>[number],
): void => reopen({}, { userEvents: [{ contexts: ['SCHEDULED', 'MAPREDUCE'], ...event }] });

const NO = { name: 'CREDIT_HOLD', message: 'The customer has to pay first.' };
const held = { field: 'memo', is: 'held' };

plainDescribe('an order', () => {
  const sendBoth = (): [number, number] => {
    const orders: [number, number] = [
      scenario.order([{}, {}], { memo: 'held' }),
      scenario.order([{}], { memo: '' }),
    ];
    send('a.csv', [orders[0], 1, STORE], [orders[1], 1, STORE], [orders[0], 2, STORE]);
    return orders;
  };

  plainTest.each(['beforeLoad', 'beforeSubmit'] as const)(
    'that a script of the account refuses in its %s is refused in its words, and the others are applied',
    (event) => {
      onOrders({ record: 'salesorder', event, when: ['edit'], condition: held, throws: NO });
      const [refused, other] = sendBoth();

      expect(scenario.run(SCRIPT).ended).toBe('normally');

      expect(errorsOf()).toEqual(['1 NOT_SAVED', '3 NOT_SAVED']);
      expect(messageOf()).toContain('(CREDIT_HOLD: The customer has to pay first.)');
      expect([locationOf(refused), locationOf(other)]).toEqual([0, STORE]);
      expect(scenario.ledger('a.csv')).toMatchObject({
        custrecord_hc_ff_status: 'Done with errors',
        custrecord_hc_ff_applied: 1,
      });
    },
  );

  plainTest(
    'of many lines that is refused however its rows are divided leaves units for the others, and to settle',
    () => {
      onOrders({ record: 'salesorder', event: 'beforeSubmit', when: ['edit'], condition: held, throws: NO });
      const lines = Array.from({ length: 200 }, (_, index) => index + 1);
      const [long, other] = [
        scenario.order(
          lines.map(() => ({})),
          { memo: 'held' },
        ),
        scenario.order([{}]),
      ];
      send('a.csv', ...lines.map((line) => [long, line, STORE] as const), [other, 1, STORE]);

      expect(scenario.run(SCRIPT).ended).toBe('normally');

      const codes = new Set(errorsOf().map((error) => error.split(' ')[1]));
      expect(codes).toEqual(new Set(['NOT_SAVED', 'NOT_TOLD_APART']));
      expect(scenario.ledger('a.csv')).toMatchObject({
        custrecord_hc_ff_applied: 1,
        custrecord_hc_ff_rejected: 200,
      });
      expect(locationOf(other)).toBe(STORE);
    },
  );

  plainTest('that a workflow has locked is refused for that reason, and the others are applied', () => {
    reopen({}, { workflows: [{ record: 'salesorder', states: [{ condition: held, locks: true }] }] });
    const [, other] = sendBoth();

    scenario.run(SCRIPT);

    expect(errorsOf()).toEqual(['1 ORDER_BUSY', '3 ORDER_BUSY']);
    expect(messageOf()).toContain('This record has been locked by a user defined workflow.');
    expect(locationOf(other)).toBe(STORE);
  });

  plainTest('that somebody saves meanwhile is loaded again, and both changes stay', () => {
    onOrders({
      record: 'salesorder',
      event: 'beforeLoad',
      when: ['edit'],
      condition: held,
      changesMeanwhile: { otherrefnum: 'PO-1' },
      times: 2,
    });
    const [order] = sendBoth();

    scenario.run(SCRIPT);

    expect(errorsOf()).toEqual([]);
    expect([1, 2].map((line) => lineLocation(order, line))).toEqual([STORE, STORE]);
    expect(scenario.account.getRecord('salesorder', order).fields.otherrefnum).toBe('PO-1');
  });

  plainTest('that others save during every attempt is refused as busy, and the others are applied', () => {
    onOrders({
      record: 'salesorder',
      event: 'beforeLoad',
      when: ['edit'],
      condition: held,
      changesMeanwhile: { otherrefnum: 'PO-1' },
    });
    const [order, other] = sendBoth();

    scenario.run(SCRIPT);

    expect(errorsOf()).toEqual(['1 ORDER_BUSY', '3 ORDER_BUSY']);
    expect(messageOf()).toContain('RCRD_HAS_BEEN_CHANGED');
    expect([order, other].map(locationOf)).toEqual([0, STORE]);
  });

  plainTest('of which a script fails after NetSuite has saved it is applied', () => {
    onOrders({ record: 'salesorder', event: 'afterSubmit', condition: held, throws: NO });
    const orders = sendBoth();

    expect(scenario.run(SCRIPT).ended).toBe('normally');

    expect(orders.map(locationOf)).toEqual([STORE, STORE]);
    expect(errorsOf()).toEqual([]);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 3 });
  });

  plainTest('of which a script changes a line back is told so, and its other lines are applied', () => {
    onOrders({
      record: 'salesorder',
      event: 'beforeSubmit',
      condition: held,
      setsLines: { sublist: 'item', where: { line: '1' }, values: { location: OTHER_STORE } },
    });
    const [order] = sendBoth();

    scenario.run(SCRIPT);

    expect(errorsOf()).toEqual(['1 NOT_KEPT']);
    expect(messageOf()).toContain('location is "Other store" afterwards');
    expect([1, 2].map((line) => lineLocation(order, line))).toEqual([OTHER_STORE, STORE]);
  });

  plainTest('whose form silently loses what scripts set is told so', () => {
    reopen({}, { named: 'form without columns', doubts: { fieldsOffForm: 'kept' } });
    const order = scenario.order([{}]);
    send('a.csv', [order, 1, STORE]);

    scenario.run(SCRIPT);

    expect(errorsOf()).toEqual(['1 NOT_KEPT']);
    expect(messageOf()).toContain('form');
  });
});

plainDescribe('a server that goes down', () => {
  plainTest.each(['before', 'after'] as const)('right %s an order is saved costs nothing', (when) => {
    let went: 'not yet' | 'file read' | 'down' = 'not yet';
    reopen({
      [when]: (call: Parameters<NonNullable<Faults['before']>>[0]) => {
        if (call.name === 'Connection.download' && went === 'not yet') went = 'file read';
        if (went !== 'file read' || call.name !== 'Record.save') return;
        went = 'down';
        throw new ServerDown(call, when);
      },
    });
    const orders = [scenario.order([{}]), scenario.order([{}])];
    send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));

    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
    expect(scenario.files(`${FOLDER}/processing`)).toEqual(['a.csv']);
    scenario.run(SCRIPT);

    expect(orders.map(locationOf)).toEqual([STORE, STORE]);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 2,
      custrecord_hc_ff_skipped: 0,
    });
  });
});

plainTest('a run takes on no more orders than leave it the units to settle the file', () => {
  for (const count of [295, 310, 320]) {
    reopen();
    const orders = Array.from({ length: count }, () => scenario.order([{}]));
    send('a.csv', ...orders.map((order) => [order, 1, STORE] as const), [orders[0] ?? 0, 2, STORE]);

    expect([count, scenario.run(SCRIPT).ended]).toEqual([count, 'normally']);
  }
});
