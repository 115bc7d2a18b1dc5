/** A file that is more than a run can do is drained by HC_MR_UpdateSalesOrders, without a wait for the schedule. */
import { describe, expect, test } from '@jest/globals';
import type { ExecutionReport } from '../../../emulator/account/account-events.ts';
import {
  at,
  counts,
  DRAIN,
  drain,
  FOLDER,
  lineLocation,
  locationOf,
  type Row,
  reopen,
  SCRIPT,
  SHIPMENTS,
  savedOrders,
  scenario,
  send,
  sendText,
} from '../allocation-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const enter = (count: number, lines = 1): number[] =>
  Array.from({ length: count }, () => scenario.order(Array.from({ length: lines }, () => ({}))));

const rowsOf = (orders: readonly number[], location = STORE): Row[] =>
  orders.map((order) => [order, 1, location]);

/** Runs the script, and what it has handed over. @returns the runs of the drain */
function runAndDrain(): ExecutionReport[] {
  expect(scenario.run(SCRIPT).ended).toBe('normally');
  return scenario.account
    .runQueue()
    .flatMap((job) => (job.kind === 'script' ? [job.execution] : []))
    .filter(({ deploymentId }) => deploymentId === DRAIN);
}

describe('a file of 1,000 rows', () => {
  test('is handed over by the run that takes it and settled by the drain that follows, each order saved once for 30 units', () => {
    const orders = enter(1_000);
    send('a.csv', ...rowsOf(orders), [999999, 1, STORE]);

    const [drained, ...others] = runAndDrain();

    expect(others).toEqual([]);
    expect(drained?.ended).toBe('normally');
    expect(orders.map(locationOf)).toEqual(orders.map(() => STORE));
    expect(savedOrders(drained as ExecutionReport)).toHaveLength(1_000);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done with errors',
      custrecord_hc_ff_rows: 1_001,
      custrecord_hc_ff_applied: 1_000,
    });
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1001 ORDER_NOT_FOUND']);
    const ofOrders = (drained?.calls ?? []).filter(({ call }) => /^(record\.load|Record\.save)$/.test(call));
    const units = ofOrders.reduce((sum, call) => sum + call.units, 0);
    expect(units).toBeLessThanOrEqual(1_000 * 30 + 100);
  });

  test('of which the lines are in place costs no unit for any of them, and needs no drain', () => {
    const orders = enter(1_000);
    send('a.csv', ...rowsOf(orders));
    runAndDrain();
    send('b.csv', ...rowsOf(orders.slice(0, 1)));
    const forOne = scenario.run(SCRIPT).units;
    send('c.csv', ...rowsOf(orders));

    const report = scenario.run(SCRIPT);

    // Two more searches of 500 orders.
    expect(report.units - forOne).toBeLessThanOrEqual(30);
    expect(savedOrders(report)).toEqual([]);
    expect(scenario.account.runQueue()).toEqual([]);
    expect(scenario.ledger('c.csv')).toMatchObject({ custrecord_hc_ff_applied: 1_000 });
  });
});

describe('a drain', () => {
  test('gives every row that NetSuite refuses NetSuite’s own words', () => {
    reopen(
      {},
      {
        userEvents: [
          {
            record: 'salesorder',
            event: 'beforeSubmit',
            contexts: ['MAPREDUCE'],
            condition: { field: 'memo', is: 'held' },
            throws: { name: 'CREDIT_HOLD', message: 'The customer has to pay first.' },
          },
        ],
      },
    );
    const [held, other] = [scenario.order([{}, {}], { memo: 'held' }), scenario.order([{}])];
    send('a.csv', [held, 1, STORE], [other, 1, STORE], [held, 2, STORE]);

    expect(drain().ended).toBe('normally');

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 NOT_SAVED', '3 NOT_SAVED']);
    expect(scenario.refusals(FOLDER, 'a.csv')[0]?.message).toContain('The customer has to pay first.');
    expect([held, other].map(locationOf)).toEqual([0, STORE]);
  });

  test('hands on what is a shipment, once, in a file of the feed’s own name', () => {
    const order = scenario.order([{ quantity: 2 }, {}]);
    sendText(
      'a.csv',
      `internalId,lineId,location,quantity,tags\n${order},1,${STORE},2,hotwax-fulfilled\n${order},2,${STORE},1,\n`,
    );

    drain();
    scenario.run('customdeploy_create_itemfulfillment');

    expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(1);
    expect([1, 2].map((line) => Number(scenario.line(order, line).quantityfulfilled))).toEqual([2, 0]);
    expect(scenario.ledger('a.csv')?.custrecord_hc_ff_handed_on_outcome).toBe('Done: 1 of 1 applied.');
    expect(scenario.files(`${SHIPMENTS}/archive`)).toEqual(['a.csv.shipments.json']);
  });

  test('leaves to the next one what a newer file of the same lines asks for, which then has the last word', () => {
    const order = scenario.order([{}, {}]);
    send(at(1), [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);
    drain();
    send(at(2), [order, 1, STORE]);
    drain();

    expect([1, 2].map((line) => lineLocation(order, line))).toEqual([STORE, WAREHOUSE]);
    expect([counts(at(1)), counts(at(2))]).toEqual([
      [2, 0, 0],
      [1, 0, 0],
    ]);
  });
});

describe('a file that stops every drain', () => {
  test('is put aside after five of them, whatever the runs in between have handed over', () => {
    reopen({
      before: ({ name, deploymentId }) => {
        if (deploymentId === DRAIN && name === 'Connection.download') throw new Error('The file is cursed.');
      },
    });
    const orders = enter(350);
    send('a.csv', ...rowsOf(orders));
    let rounds = 0;
    for (; rounds < 10 && scenario.files(`${FOLDER}/failed`).length === 0; rounds += 1) {
      scenario.run(SCRIPT);
      scenario.account.runQueue();
    }

    expect(rounds).toBe(6);
    expect(counts('a.csv')).toEqual([0, 350, 0]);
    expect(scenario.refusals(FOLDER, 'a.csv')[0]).toMatchObject({
      code: 'RUNS_STOPPED',
      message: expect.stringContaining('The file is cursed.'),
    });
  });
});
