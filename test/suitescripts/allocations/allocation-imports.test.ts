/** What the published HC_SC_UpdateSalesOrders did wrong with its CSV imports, claim by claim. */
import { describe, expect, test } from '@jest/globals';
import { type Faults, ImportFailed, ServerDown } from '../../../emulator/account/faults.ts';
import { FOLDER, imports, locationOf, reopen, SCRIPT, scenario, send } from '../allocation-scenario.ts';
import { STORE } from '../scenario.ts';

describe('a file', () => {
  test('is archived only once its import has ended and its lines were read', () => {
    const order = scenario.order([{}]);
    send('a.csv', [order, 1, STORE]);

    scenario.run(SCRIPT);
    expect(scenario.files(`${FOLDER}/archive`)).toEqual([]);
    scenario.account.runQueue();
    expect(scenario.files(`${FOLDER}/archive`)).toEqual([]);
    scenario.run(SCRIPT);

    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv']);
  });

  test('keeps the ids of its imports in the ledger, also when it is settled', () => {
    const order = scenario.order([{}]);
    send('a.csv', [order, 1, STORE]);
    scenario.run(SCRIPT);
    const [job] = imports();
    scenario.run(SCRIPT);

    expect(scenario.ledger('a.csv')?.custrecord_hc_ff_tasks).toBe(job?.taskId);
  });

  test('with a header alone makes no import', () => {
    scenario.put(`${FOLDER}/a.csv`, 'internalId,lineId,location\n');
    scenario.run(SCRIPT);

    expect(imports()).toEqual([]);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_rows: 0,
    });
  });

  test('of which every row is refused makes no import', () => {
    send('a.csv', [999999, 1, STORE]);
    scenario.run(SCRIPT);

    expect(imports()).toEqual([]);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done with errors' });
  });

  test('larger than an import takes is cut between orders, and every part is waited for', () => {
    const orders = Array.from({ length: 5 }, () => scenario.order([{}, {}]));
    send('a.csv', ...orders.flatMap((order) => [1, 2].map((line) => [order, line, STORE] as const)));
    const parameters = { custscript_hc_us_rows_per_task: '3' };
    scenario.later(5);
    scenario.account.runDeployment(SCRIPT, { parameters });

    const sizes = scenario.account.runQueue().map((job) => (job.kind === 'csv-import' ? job.rows.length : 0));
    scenario.run(SCRIPT);

    expect(sizes).toEqual([2, 2, 2, 2, 2]);
    expect(orders.map(locationOf)).toEqual(orders.map(() => STORE));
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 10 });
  });
});

describe('an import that fails', () => {
  test('as a whole is reported row by row, and not submitted over and over', () => {
    reopen({
      importing: () => {
        throw new ImportFailed();
      },
    });
    const orders = [scenario.order([{}]), scenario.order([{}])];
    send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));

    scenario.run(SCRIPT);

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([
      { row: '1', code: 'NOT_IMPORTED', orderId: String(orders[0]), orderItemSeqId: '1' },
      { row: '2', code: 'NOT_IMPORTED', orderId: String(orders[1]), orderItemSeqId: '1' },
    ]);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done with errors' });
    scenario.run(SCRIPT);
    expect(imports()).toEqual([]);
  });

  test('half-way is reported for the rows it did not reach only', () => {
    reopen({
      importing: ({ number }) => {
        if (number === 2) throw new ImportFailed();
      },
    });
    const orders = [scenario.order([{}]), scenario.order([{}]), scenario.order([{}])];
    send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));

    scenario.run(SCRIPT);

    expect(orders.map(locationOf)).toEqual([STORE, 0, 0]);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['2 NOT_IMPORTED', '3 NOT_IMPORTED']);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 1 });
  });

  test('for a record somebody has locked is reported for its rows, the others are applied', () => {
    const locked: string[] = [];
    reopen({
      importing: ({ record }) => {
        if (locked.includes(record)) throw new Error('RCRD_HAS_BEEN_CHANGED');
      },
    });
    const orders = [scenario.order([{}]), scenario.order([{}])];
    locked.push(String(orders[0]));
    send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));

    scenario.run(SCRIPT);

    expect(orders.map(locationOf)).toEqual([0, STORE]);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 NOT_IMPORTED']);
  });

  test('because its map is gone ends the run with what is wrong, and the file is imported once the map is back', () => {
    const order = scenario.order([{}]);
    send('a.csv', [order, 1, STORE]);
    scenario.later(5);
    const parameters = { custscript_hc_us_import_map: 'custimport_nobody_has' };

    expect(scenario.account.runDeployment(SCRIPT, { parameters }).error?.name).toBe(
      'FAILED_TO_SUBMIT_JOB_REQUEST_1',
    );
    expect(scenario.files(`${FOLDER}/processing`)).toEqual(['a.csv']);
    scenario.run(SCRIPT);

    expect(locationOf(order)).toBe(STORE);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });
});

test('an import that NetSuite has forgotten counts as ended, and its lines tell what it did', () => {
  const [order, other] = [scenario.order([{}]), scenario.order([{}])];
  send('a.csv', [order, 1, STORE], [other, 1, STORE]);
  scenario.run(SCRIPT);
  scenario.account.asUser(({ record }) => {
    const [entry] = scenario.account
      .listRecords('customrecord_hc_feed_file')
      .filter(({ fields }) => fields.custrecord_hc_ff_file === 'a.csv');
    record.submitFields({
      type: 'customrecord_hc_feed_file',
      id: entry?.id ?? 0,
      values: { custrecord_hc_ff_tasks: 'CSVIMPORT_of_another_account' },
    });
  });

  scenario.run(SCRIPT);

  expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 NOT_IMPORTED', '2 NOT_IMPORTED']);
  expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv']);
});

describe('a server that goes down', () => {
  test.each(['before', 'after'] as const)('right %s the import is submitted costs nothing', (when) => {
    let down = false;
    reopen({
      [when]: (call: Parameters<NonNullable<Faults['before']>>[0]) => {
        if (down || !/submit$/.test(call.name)) return;
        down = true;
        throw new ServerDown(call, when);
      },
    });
    const order = scenario.order([{}]);
    send('a.csv', [order, 1, STORE]);

    expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(locationOf(order)).toBe(STORE);
    expect(scenario.account.getRecord('salesorder', order).sublists.item).toHaveLength(1);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 1,
    });
  });

  test('between two imports of a file loses none of its rows', () => {
    let submits = 0;
    reopen({
      before: (call) => {
        if (!/submit$/.test(call.name)) return;
        submits += 1;
        if (submits === 2) throw new ServerDown(call, 'before');
      },
    });
    const orders = Array.from({ length: 4 }, () => scenario.order([{}]));
    send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));
    const parameters = { custscript_hc_us_rows_per_task: '2' };
    scenario.later(5);

    expect(() => scenario.account.runDeployment(SCRIPT, { parameters })).toThrow(ServerDown);
    scenario.run(SCRIPT);
    scenario.run(SCRIPT);

    expect(orders.map(locationOf)).toEqual(orders.map(() => STORE));
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 4 });
  });
});
