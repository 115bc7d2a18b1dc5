/** docs/monitoring.md, promise by promise: what each status means, and how to see what is stuck. */
import { describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const UPDATE = 'customdeploy_update_salesorder';
const UPDATE_ON_DEMAND = 'customdeploy_update_so_rest';
const CREATE = 'customdeploy_create_itemfulfillment';
const EXPORT = 'customdeploy_export_so_fulfillment';
const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';
const EXPORTS = 'salesorder/import/fulfillment-nifi';
const LEDGER = 'customrecord_hc_feed_file';

const allocate = (name: string, order: number | string, location = STORE) =>
  scenario.put(`${ALLOCATIONS}/${name}`, `internalId,lineId,location\n${order},1,${location}\n`);

const status = (name: string) => scenario.ledger(name)?.custrecord_hc_ff_status;
const attempts = (name: string) => Number(scenario.ledger(name)?.custrecord_hc_ff_attempts);
const stops = (name: string) => Number(scenario.ledger(name)?.custrecord_hc_ff_stops);
const message = (name: string) => String(scenario.ledger(name)?.custrecord_hc_ff_message ?? '');

/** The server goes down the first time a call is made that `strikes`. */
function goDown(strikes: (call: NCall) => boolean) {
  let down = false;
  reopen({
    before: (call) => {
      if (down || !strikes(call)) return;
      down = true;
      throw new ServerDown(call, 'before');
    },
  });
}

describe('the status', () => {
  test('Taken is what a file has whose run was cut off, and the next run finishes it', () => {
    goDown(({ name }) => name === 'Connection.download');
    allocate('a.csv', 999999);
    expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
    expect(status('a.csv')).toBe('Taken');

    scenario.run(UPDATE);

    expect(status('a.csv')).toBe('Done with errors');
  });

  test('Taken has a message when the file waits for something', () => {
    const orders = Array.from({ length: 340 }, () => scenario.order([{}]));
    const rows = orders.map((order) => `${order},1,${STORE}`);
    scenario.put(`${ALLOCATIONS}/large.csv`, `internalId,lineId,location\n${rows.join('\n')}\n`);
    scenario.run(UPDATE);
    expect(status('large.csv')).toBe('Taken');
    expect(message('large.csv')).toMatch(/more than one run can process/);

    scenario.account.runQueue();

    expect(status('large.csv')).toBe('Done');
  });

  test('Published is what an export file has whose shipments are not all flagged, and the next run flags them', () => {
    goDown(
      ({ name, stage }) =>
        stage === 'reduce' && name === 'N/record.submitFields' && status(exportFile()) === 'Published',
    );
    const id = scenario.ship(
      scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' }),
    );
    expect(() => scenario.run(EXPORT)).toThrow(ServerDown);
    const name = exportFile();
    expect(status(name)).toBe('Published');
    scenario.take(`${EXPORTS}/${name}`);
    scenario.run(EXPORT);

    expect(status(name)).toBe('Done');
    expect(scenario.files(EXPORTS)).toEqual([]);
    expect(scenario.account.getRecord('itemfulfillment', id).fields.custbody_hc_fulfillment_exported).toBe(
      true,
    );
  });

  test('Done with errors names the error file, and its rows add up', () => {
    const order = scenario.order([{}]);
    scenario.put(
      `${ALLOCATIONS}/a.csv`,
      `internalId,lineId,location\n${order},1,${STORE}\n${order},1,${STORE}\n999999,1,${STORE}\n`,
    );
    scenario.run(UPDATE);

    expect(message('a.csv')).toBe('See error/a.csv.errors.csv');
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_rows: 3,
      custrecord_hc_ff_applied: 1,
      custrecord_hc_ff_rejected: 1,
      custrecord_hc_ff_skipped: 1,
    });
  });

  test('Failed has its reason in the message and in the error file, and nothing was applied', () => {
    scenario.put(`${SHIPMENTS}/a.json`, '[{');
    scenario.run(CREATE);

    expect(status('a.json')).toBe('Failed');
    expect(message('a.json')).toMatch(/not JSON/);
    expect(scenario.files(`${SHIPMENTS}/failed`)).toEqual(['a.json']);
    expect(scenario.errors(SHIPMENTS, 'a.json')).toEqual(['0 UNREADABLE_FILE']);
  });

  test('Running and Idle are those of the three records that say whose turn it is', () => {
    const seen: unknown[] = [];
    reopen({
      before: ({ name }) => {
        if (name === 'Connection.download') seen.push(turns());
      },
    });
    allocate('a.csv', 999999);
    for (const deployment of [UPDATE, CREATE, EXPORT]) scenario.run(deployment);

    expect(seen).toEqual([[['brokered-order-items', 'Running', UPDATE]]]);
    expect(turns().map(([, shown]) => shown)).toEqual(['Idle', 'Idle', 'Idle']);
  });
});

const exportFile = () =>
  String(
    scenario.account
      .listRecords(LEDGER)
      .find(({ fields }) => String(fields.custrecord_hc_ff_file).endsWith('SalesOrderFulfillment.csv'))
      ?.fields.custrecord_hc_ff_file ?? '',
  );

const turns = () =>
  scenario.account
    .listRecords(LEDGER)
    .filter(({ fields }) => fields.custrecord_hc_ff_file === '(lock)')
    .map(({ fields }) => [
      fields.custrecord_hc_ff_feed,
      fields.custrecord_hc_ff_status,
      fields.custrecord_hc_ff_deployment,
    ]);

/** Of whatever the scripts look for in NetSuite, until the function that is returned is called. */
function breakSearches(): () => void {
  let broken = true;
  reopen({
    before: ({ name }) => {
      if (!broken || !/runPaged/.test(name)) return;
      throw Object.assign(new Error('The search failed.'), { name: 'SSS_SEARCH_FAILED' });
    },
  });
  return () => {
    broken = false;
  };
}

/** The search that the page tells administrators to save. */
const stuck = (twoHoursAgo: string) =>
  scenario.account.asUser(({ search }) =>
    search
      .create({
        type: LEDGER,
        filters: [
          ['custrecord_hc_ff_file', 'isnot', '(lock)'],
          'and',
          ['custrecord_hc_ff_status', 'isnot', 'Done'],
          'and',
          ['custrecord_hc_ff_status', 'isnot', 'Done with errors'],
          'and',
          ['custrecord_hc_ff_status', 'isnot', 'Failed'],
          'and',
          ['custrecord_hc_ff_started', 'before', twoHoursAgo],
        ],
        columns: ['custrecord_hc_ff_file'],
      })
      .run()
      .getRange({ start: 0, end: 1000 })
      .map((row) => String(row.getValue('custrecord_hc_ff_file'))),
  );

describe('shipments among allocations', () => {
  test('are in Shipments File, and what became of them in Outcome of Shipments', () => {
    const order = scenario.order([{ quantity: 2 }]);
    const rows = `${order},1,2,${STORE},hotwax-fulfilled\n999999,1,2,${STORE},hotwax-fulfilled\n`;
    scenario.put(`${ALLOCATIONS}/a.csv`, `internalId,lineId,quantity,location,tags\n${rows}`);
    scenario.run(UPDATE);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done with errors',
      custrecord_hc_ff_handed_on: 'a.csv.shipments.json',
    });
    scenario.run(CREATE);

    expect(Number(scenario.line(order, 1).quantityfulfilled)).toBe(2);
    expect(status('a.csv.shipments.json')).toBe('Done');
    expect(scenario.ledger('a.csv')?.custrecord_hc_ff_handed_on_outcome).toBe('Done: 1 of 1 applied.');
  });
});

describe('what is stuck', () => {
  test('is found by the search of the page, and nothing else is', () => {
    let down = true;
    reopen({
      before: (call) => {
        if (down || call.name !== 'Connection.download') return;
        throw new ServerDown(call, 'before');
      },
    });
    allocate('done.csv', 999999);
    scenario.put(`${ALLOCATIONS}/failed.csv`, 'sku\n1\n');
    scenario.run(UPDATE);
    scenario.run(CREATE);
    allocate('begun.csv', scenario.order([{}]));
    down = false;
    expect(() => scenario.run(UPDATE)).toThrow(ServerDown);

    // The account is in Pacific time, where it is seven in the morning.
    expect(stuck('3/2/2026 5:05 am')).toEqual([]);
    expect(stuck('3/2/2026 9:05 am')).toEqual(['begun.csv']);
  });

  test('and stops every run is put aside after five of them, each row with the last error', () => {
    const mend = breakSearches();
    allocate('a.csv', scenario.order([{}]));
    for (let run = 1; run <= 5; run += 1) {
      expect(scenario.run(UPDATE).error?.message).toBe('The search failed.');
      expect([status('a.csv'), attempts('a.csv'), stops('a.csv')]).toEqual(['Taken', run, run]);
      expect(message('a.csv')).toContain('SSS_SEARCH_FAILED: The search failed.');
      expect(scenario.files(`${ALLOCATIONS}/processing`)).toEqual(['a.csv']);
    }
    mend();
    scenario.run(UPDATE);

    // It was put aside before anybody could know that the cause is gone.
    expect(status('a.csv')).toBe('Failed');
    expect(scenario.errors(ALLOCATIONS, 'a.csv')).toEqual(['1 RUNS_STOPPED']);
    expect(scenario.refusals(ALLOCATIONS, 'a.csv')[0]?.message).toContain('The search failed.');
  });

  test('and was put aside is applied once it is put back, and the rest of its feed goes on without it', () => {
    const mend = breakSearches();
    const orders = [scenario.order([{}]), scenario.order([{}])];
    allocate('a.csv', orders[0] ?? 0);
    for (let run = 1; run <= 5; run += 1) scenario.run(UPDATE);
    mend();
    allocate('b.csv', orders[1] ?? 0);
    scenario.run(UPDATE);
    expect([status('a.csv'), status('b.csv')]).toEqual(['Failed', 'Done']);

    scenario.put(`${ALLOCATIONS}/a.csv`, scenario.read(`${ALLOCATIONS}/failed/a.csv`));
    scenario.take(`${ALLOCATIONS}/failed/a.csv`);
    scenario.run(UPDATE);

    expect(status('a.csv')).toBe('Done');
    expect(scenario.line(orders[0] ?? 0, 1).location).toBe(String(STORE));
  });

  test('because its file was removed from processing goes on once it is put back', () => {
    goDown(({ name }) => name === 'Connection.download');
    const order = scenario.order([{}]);
    allocate('a.csv', order);
    expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
    const text = scenario.read(`${ALLOCATIONS}/processing/a.csv`);
    scenario.take(`${ALLOCATIONS}/processing/a.csv`);
    scenario.run(UPDATE);
    expect(status('a.csv')).toBe('Taken');

    scenario.put(`${ALLOCATIONS}/processing/a.csv`, text);
    scenario.run(UPDATE);

    expect(status('a.csv')).toBe('Done');
  });

  test('behind a dead run goes on with its own deployment at once, with another one after 70 minutes', () => {
    goDown(({ name }) => name === 'Connection.download');
    allocate('a.csv', 999999);
    expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
    scenario.later(50);
    scenario.run(UPDATE_ON_DEMAND);
    expect(status('a.csv')).toBe('Taken');
    scenario.later(20);
    scenario.run(UPDATE_ON_DEMAND);

    expect(status('a.csv')).toBe('Done with errors');
  });

  test('without a record is too young, or has an unsafe name that the log reports', () => {
    allocate('what?.csv', 999999);
    scenario.later(5);
    allocate('young.csv', 999999);
    scenario.touch(`${ALLOCATIONS}/young.csv`);
    const { logs } = scenario.account.runDeployment(UPDATE);

    expect(scenario.files(ALLOCATIONS)).toEqual(['what?.csv', 'young.csv']);
    expect(JSON.stringify(logs)).toContain('what?.csv');
    expect([status('what?.csv'), status('young.csv')]).toEqual([undefined, undefined]);
  });
});
