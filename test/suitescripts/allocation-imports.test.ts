/** What the published HC_SC_UpdateSalesOrders did wrong with its CSV imports and its files, claim by claim. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Faults, ImportFailed, ServerDown } from '../../emulator/faults.ts';
import { openScenario, type Scenario, STORE, WAREHOUSE } from './scenario.ts';

const SCRIPT = 'customdeploy_update_salesorder';
const ON_DEMAND = 'customdeploy_update_so_rest';
const FOLDER = 'salesorder/update';

let scenario: Scenario;
beforeEach(() => {
  scenario = openScenario();
});
afterEach(() => scenario.end());

const reopen = (faults: Faults): void => {
  scenario.end();
  scenario = openScenario(faults);
};

const send = (name: string, ...rows: readonly (readonly [order: number, line: number, location: number])[]) =>
  scenario.put(
    `${FOLDER}/${name}`,
    `internalId,lineId,location\n${rows.map((row) => `${row.join(',')}\n`).join('')}`,
  );

const locationOf = (order: number) => Number(scenario.line(order, 1).location ?? 0);
const imports = () => scenario.account.runQueue().filter(({ kind }) => kind === 'csv-import');

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

    scenario.runWithImports(SCRIPT);

    expect(scenario.refusals(FOLDER, 'a.csv')).toMatchObject([
      { row: '1', code: 'NOT_IMPORTED', orderId: String(orders[0]), orderItemSeqId: '1' },
      { row: '2', code: 'NOT_IMPORTED', orderId: String(orders[1]), orderItemSeqId: '1' },
    ]);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done with errors' });
    scenario.runWithImports(SCRIPT);
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

    scenario.runWithImports(SCRIPT);

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

    scenario.runWithImports(SCRIPT);

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
    scenario.runWithImports(SCRIPT);

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
    scenario.runWithImports(SCRIPT);
    scenario.runWithImports(SCRIPT);

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
    scenario.runWithImports(SCRIPT);
    scenario.runWithImports(SCRIPT);

    expect(orders.map(locationOf)).toEqual(orders.map(() => STORE));
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 4 });
  });
});

describe('several files', () => {
  test('are taken oldest first, by the time in their names, not by their letters or dates', () => {
    const order = scenario.order([{}]);
    send('2026-03-02-14-00-01-000-aaaaaaaa-b.csv', [order, 1, STORE]);
    scenario.later(1);
    send('2026-03-02-14-00-00-000-ffffffff-a.csv', [order, 1, WAREHOUSE]);
    scenario.touch(`${FOLDER}/2026-03-02-14-00-00-000-ffffffff-a.csv`);

    for (const _ of [1, 2, 3]) scenario.runWithImports(SCRIPT);

    expect(locationOf(order)).toBe(STORE);
  });

  test('about different orders are imported side by side, those about one order after each other', () => {
    const [one, other] = [scenario.order([{}, {}]), scenario.order([{}])];
    send('1.csv', [one, 1, STORE]);
    send('2.csv', [other, 1, STORE]);
    send('3.csv', [one, 1, WAREHOUSE]);

    scenario.run(SCRIPT);
    expect(imports()).toHaveLength(2);
    expect(scenario.ledger('3.csv')?.custrecord_hc_ff_message).toContain('older file');
    scenario.runWithImports(SCRIPT);
    scenario.runWithImports(SCRIPT);

    expect([one, other].map(locationOf)).toEqual([WAREHOUSE, STORE]);
  });

  test('of more than the units of a run are done without waiting for the schedule', () => {
    const orders = Array.from({ length: 60 }, () => scenario.order([{}]));
    orders.forEach((order, index) => {
      send(`${String(index).padStart(2, '0')}.csv`, [order, 1, STORE]);
    });

    scenario.run(SCRIPT);
    scenario.account.runQueue();
    scenario.runWithImports(ON_DEMAND);

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
    scenario.runWithImports(SCRIPT);

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
    `internalId,lineId,location\n"x, ""y""\n@SUM(1)",1,${STORE}\n999999,1,${STORE}\n`,
  );

  scenario.run(SCRIPT);

  const [broken, unknown] = scenario.refusals(FOLDER, name);
  expect(broken).toMatchObject({ file: name, row: '1', code: 'INVALID_ID', field: 'internalId' });
  expect(unknown).toMatchObject({
    file: name,
    row: '2',
    field: 'internalId',
    code: 'ORDER_NOT_FOUND',
    message: 'NetSuite has no sales order 999999.',
    orderId: '999999',
    orderItemSeqId: '1',
  });
});
