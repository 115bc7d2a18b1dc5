/** What the published HC_SC_UpdateSalesOrders did wrong with several files and its error files, claim by claim. */
import { expect } from '@jest/globals';
import { FOLDER, locationOf, reopen, SCRIPT, scenario, send } from '../allocation-scenario.ts';
import { describe, onEveryAccountInTime, test } from '../every-account.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

onEveryAccountInTime('allocation files', () => {
  describe('several files', () => {
    test('are taken oldest first, by the time in their names, not by their letters or dates', () => {
      const order = scenario.order([{}]);
      const [newer, older] = [
        '2026-03-02-14-00-01-000-aaaaaaaa-b.csv',
        '2026-03-02-14-00-00-000-ffffffff-a.csv',
      ];
      send(newer, [order, 1, STORE]);
      scenario.touch(`${FOLDER}/${newer}`);
      scenario.later(1);
      send(older, [order, 1, WAREHOUSE]);
      scenario.touch(`${FOLDER}/${older}`);

      scenario.run(SCRIPT);

      expect(locationOf(order)).toBe(STORE);
      const applied = [older, newer].map((name) => scenario.ledger(name)?.custrecord_hc_ff_applied);
      expect(applied).toEqual([1, 1]);
    });

    test('about one order and others are applied one after the other by one run', () => {
      const [one, other] = [scenario.order([{}, {}]), scenario.order([{}])];
      send('1.csv', [one, 1, STORE]);
      send('2.csv', [one, 1, WAREHOUSE], [other, 1, WAREHOUSE]);
      send('3.csv', [other, 1, STORE]);

      scenario.run(SCRIPT);

      expect([one, other].map(locationOf)).toEqual([WAREHOUSE, STORE]);
      expect(scenario.files(`${FOLDER}/archive`)).toEqual(['1.csv', '2.csv', '3.csv']);
      expect(scenario.files(`${FOLDER}/error`)).toEqual([]);
    });

    test('of more than the units of a run are done without waiting for the schedule', () => {
      const orders = Array.from({ length: 60 }, () => scenario.order([{}]));
      orders.forEach((order, index) => {
        send(`${String(index).padStart(2, '0')}.csv`, [order, 1, STORE]);
      });

      scenario.run(SCRIPT);
      scenario.account.runQueue();

      expect(orders.map(locationOf)).toEqual(orders.map(() => STORE));
      expect(scenario.files(FOLDER)).toEqual([]);
      expect(scenario.files(`${FOLDER}/archive`)).toHaveLength(60);
    });
  });

  describe('the server refusing', () => {
    test('to take an error file ends the run, and the next one writes it and goes on with the others', () => {
      let refused = false;
      reopen({
        before: ({ name }) => {
          if (refused || name !== 'Connection.upload') return;
          refused = true;
          throw Object.assign(new Error('Disk full.'), { name: 'FTP_PERMISSION_DENIED' });
        },
      });
      const order = scenario.order([{}]);
      send('1.csv', [999999, 1, STORE]);
      send('2.csv', [order, 1, STORE]);

      expect(scenario.run(SCRIPT)).toMatchObject({ error: { name: 'FTP_PERMISSION_DENIED' } });
      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, '1.csv')).toEqual(['1 ORDER_NOT_FOUND']);
      expect(locationOf(order)).toBe(STORE);
      expect(scenario.files(`${FOLDER}/archive`)).toEqual(['1.csv', '2.csv']);
    });

    test('an error file that is there already does not stop the feed: it is written anew', () => {
      scenario.put(`${FOLDER}/error/a.csv.errors.csv`, 'left by somebody');
      send('a.csv', [999999, 1, STORE]);

      scenario.run(SCRIPT);

      expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 ORDER_NOT_FOUND']);
    });
  });

  test('an error file names file, row, field, code, reason and order, and is proper CSV whatever the rows hold', () => {
    const name = 'a, "b" (1).csv';
    scenario.put(
      `${FOLDER}/${name}`,
      `internalId,lineId,location\n"x, ""y""\u0007@SUM(1)",1,${STORE}\n999999,1,${STORE}\n`,
    );

    scenario.run(SCRIPT);

    const [broken, unknown] = scenario.refusals(FOLDER, name);
    expect(broken).toMatchObject({ file: name, row: '1', code: 'INVALID_ID', field: 'internalId' });
    expect(unknown).toMatchObject({
      file: name,
      row: '2',
      field: 'internalId',
      code: 'ORDER_NOT_FOUND',
      message: 'NetSuite has no sales order 999999 with lines.',
      orderId: '999999',
      orderItemSeqId: '1',
    });
  });
});
