/** What the simulation has found, each in its shortest story. */
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown, ServerRestart } from '../../emulator/account/faults.ts';
import { makeBacklogProject } from './fulfillments/backlog-project.ts';
import { type Line, openScenario, type Scenario, STORE, WAREHOUSE } from './scenario.ts';

const UPDATE = 'customdeploy_update_salesorder';
const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';

const handed = makeBacklogProject();
afterAll(() => handed.remove());

let scenario: Scenario;
afterEach(() => scenario.end());

const rows = (...lines: readonly (readonly [order: number, location: number])[]): string =>
  ['internalId,lineId,location', ...lines.map(([order, location]) => `${order},1,${location}`)].join('\n');

test('a newer file about a line has the last word over an older one that has the line as it is', () => {
  scenario = openScenario();
  const [moved, inPlace] = [scenario.order([{}]), scenario.order([{ location: WAREHOUSE }])];
  scenario.put(
    `${ALLOCATIONS}/2026-03-02-10-00-00-000-a.csv`,
    rows([moved, WAREHOUSE], [inPlace, WAREHOUSE]),
  );
  scenario.put(`${ALLOCATIONS}/2026-03-02-11-00-00-000-b.csv`, rows([inPlace, STORE]));

  scenario.run(UPDATE);

  expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
  expect(scenario.line(inPlace, 1).location).toBe(String(STORE));
  expect(scenario.ledger('2026-03-02-10-00-00-000-a.csv')).toMatchObject({ custrecord_hc_ff_applied: 2 });
});

test('a file whose name was taken goes to failed/ with one error file, though the server did not answer at first', () => {
  let failing = false;
  const timeOut = ({ name }: NCall) => {
    if (failing && name === 'Connection.move')
      throw Object.assign(new Error('No answer.'), { name: 'FTP_TRANSFER_TIMEOUT_EXCEEDED' });
  };
  scenario = openScenario({ before: timeOut });
  const order = scenario.order([{ location: WAREHOUSE }]);
  for (const content of [rows([order, WAREHOUSE]), rows([order, STORE])]) {
    scenario.put(`${ALLOCATIONS}/a.csv`, content);
    scenario.touch(`${ALLOCATIONS}/a.csv`);
    if (content.endsWith(String(STORE))) failing = true;
    scenario.run(UPDATE);
  }
  failing = false;
  scenario.run(UPDATE);

  const [aside, ...more] = scenario.files(`${ALLOCATIONS}/failed`);
  expect(more).toEqual([]);
  expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([`${aside}.errors.csv`]);
});

test('a file whose name was taken leaves no error file when somebody takes it away before it is put into failed/', () => {
  let taken = false;
  scenario = openScenario({
    before: ({ name }) => {
      if (!taken && scenario?.ledger('a.csv') && name === 'Connection.upload') {
        taken = scenario.files(ALLOCATIONS).includes('a.csv');
        if (taken) scenario.take(`${ALLOCATIONS}/a.csv`);
      }
    },
  });
  const order = scenario.order([{ location: WAREHOUSE }]);
  scenario.put(`${ALLOCATIONS}/a.csv`, rows([order, WAREHOUSE]));
  scenario.run(UPDATE);
  scenario.put(`${ALLOCATIONS}/a.csv`, rows([order, STORE]));
  scenario.run(UPDATE);

  expect(taken).toBe(true);
  expect(scenario.files(`${ALLOCATIONS}/failed`)).toEqual([]);
  expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
});

test('one shipment in two files of a backlog is fulfilled once and counted as a repeat, not refused', () => {
  scenario = openScenario({}, handed);
  const order = scenario.order([{}]);
  const line = { line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: 'S1' };
  for (const name of ['a.json', 'b.json'])
    scenario.put(`${SHIPMENTS}/${name}`, JSON.stringify([{ order_id: String(order), items: [line] }]));

  scenario.run('customdeploy_hc_create_backlog');

  expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(1);
  expect(scenario.files(`${SHIPMENTS}/error`)).toEqual([]);
  expect(scenario.ledger('b.json')).toMatchObject({
    custrecord_hc_ff_applied: 0,
    custrecord_hc_ff_skipped: 1,
  });
});

test('a batch whose call is made again after it had come to its end is not published again, and leaves nothing in .tmp', () => {
  const NIFI = 'salesorder/import/fulfillment-nifi';
  let saves = 0;
  let restarted = false;
  scenario = openScenario({
    after: (call) => {
      if (call.stage !== 'reduce' || call.name !== 'Record.save' || restarted) return;
      saves += 1;
      // The ledger's entry is made by the first and closed by the second.
      if (saves < 2) return;
      restarted = true;
      throw new ServerRestart(call, 'after');
    },
    before: (call) => {
      if (restarted && call.name === 'Connection.removeFile') throw new ServerDown(call, 'before');
    },
  });
  scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' }));

  scenario.run('customdeploy_export_so_fulfillment');

  expect(restarted).toBe(true);
  expect(scenario.files(NIFI)).toHaveLength(1);
  expect(scenario.files(`${NIFI}/.tmp`)).toEqual([]);
});

describe('a line that a user closes while its item fulfillment is drafted', () => {
  /** Lines that are closed right before the nth item fulfillment is saved. */
  const closing = (linesBySave: Record<number, readonly number[]>, lines: readonly Line[]) => {
    let order = 0;
    let drafted = false;
    let saves = 0;
    scenario = openScenario({
      before: ({ name, deploymentId }) => {
        if (deploymentId !== 'customdeploy_create_itemfulfillment') return;
        if (name === 'N/record.transform') drafted = true;
        if (name === 'N/record.load') drafted = false;
        if (name !== 'Record.save' || !drafted) return;
        drafted = false;
        saves += 1;
        for (const line of linesBySave[saves] ?? []) close(order, line);
      },
    });
    order = scenario.order(lines);
    const items = lines.map((_, index) => ({
      line_id: String(index + 1),
      location_id: String(STORE),
      quantity: '1',
      shipment_id: 'S1',
      order_item_seq_id: `0010${index + 1}`,
      shipment_item_seq_id: `0000${index + 1}`,
    }));
    scenario.put(`${SHIPMENTS}/a.json`, JSON.stringify([{ order_id: String(order), items }]));
    scenario.run('customdeploy_create_itemfulfillment');
    return lines.map((_, index) => Number(scenario.line(order, index + 1).quantityfulfilled ?? 0));
  };

  const close = (order: number, line: number) =>
    scenario.account.asUser(({ record }) => {
      const loaded = record.load({ type: 'salesorder', id: order });
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: line - 1, value: true });
      loaded.save();
    });

  test('is refused with its own reason, and the others of the shipment are fulfilled', () => {
    expect(closing({ 1: [3] }, [{}, {}, {}])).toEqual([1, 1, 0]);
    expect(scenario.errors(SHIPMENTS, 'a.json')).toEqual(['3 LINE_NOT_FULFILLABLE']);
  });

  test('and another that is closed while it is drafted again are the only ones that are refused', () => {
    expect(closing({ 1: [3], 2: [1] }, [{}, {}, {}])).toEqual([0, 1, 0]);
    expect(scenario.errors(SHIPMENTS, 'a.json')).toEqual([
      '1 LINE_NOT_FULFILLABLE',
      '3 LINE_NOT_FULFILLABLE',
    ]);
  });

  test('with all the others leaves nothing to fulfill, and its notes are taken back', () => {
    expect(closing({ 1: [1, 2] }, [{}, {}])).toEqual([0, 0]);
    expect(scenario.errors(SHIPMENTS, 'a.json').map((line) => line.split(' ')[0])).toEqual(['1', '2']);
    expect(scenario.account.listRecords('itemfulfillment')).toEqual([]);
  });
});

/** Throws what strikes at saves of sales orders, or at whatever else it is asked about. */
const failing = (strikes: (call: NCall) => boolean, thrown: () => Error) => ({
  before: (call: NCall) => {
    if (strikes(call)) throw thrown();
  },
});

const isOrderSave = ({ name, record }: NCall): boolean =>
  name === 'Record.save' && record?.type === 'salesorder';

const refusal = () => Object.assign(new Error('A script of the account is ill.'), { name: 'ILL' });

test('an error file goes away when a later run applies the row that an interrupted one had refused', () => {
  let isIll = true;
  scenario = openScenario({
    before: (call) => {
      if (isIll && isOrderSave(call)) throw refusal();
      if (!isIll || call.name !== 'Record.save' || call.record?.type !== 'customrecord_hc_feed_file') return;
      if (scenario.errors(ALLOCATIONS, 'a.csv').length === 0) return;
      isIll = false;
      throw new ServerDown(call, 'before');
    },
  });
  const order = scenario.order([{}]);
  scenario.put(`${ALLOCATIONS}/a.csv`, rows([order, STORE]));
  expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
  expect(scenario.errors(ALLOCATIONS, 'a.csv')).toEqual(['1 NOT_SAVED']);

  scenario.run(UPDATE);

  expect(scenario.line(order, 1).location).toBe(String(STORE));
  expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
});

describe('a file that runs stop at', () => {
  const stop = (runs: number) => {
    for (let run = 0; run < runs; run += 1) {
      scenario.later(75);
      try {
        scenario.run(UPDATE);
      } catch (thrown) {
        if (!(thrown instanceof ServerDown)) throw thrown;
      }
    }
  };
  const tagged = (order: number, quantity = 1) =>
    `internalId,lineId,location,quantity,tags\n${order},1,${STORE},${quantity},hotwax-fulfilled\n`;

  test('is in failed with a reason and a field for each row, and applied without an error file when it is put back', () => {
    let isIll = true;
    scenario = openScenario({
      before: (call) => {
        if (isIll && isOrderSave(call)) throw new ServerDown(call, 'before');
      },
    });
    const order = scenario.order([{}]);
    scenario.put(`${ALLOCATIONS}/a.csv`, rows([order, STORE]));
    stop(6);

    expect(scenario.files(`${ALLOCATIONS}/failed`)).toEqual(['a.csv']);
    const [refused] = scenario.refusals(ALLOCATIONS, 'a.csv');
    expect(refused).toMatchObject({ code: 'RUNS_STOPPED', row: '1', field: '(whole row)' });
    expect(refused?.message).not.toContain('  ');

    isIll = false;
    scenario.put(`${ALLOCATIONS}/a.csv`, scenario.read(`${ALLOCATIONS}/failed/a.csv`));
    scenario.take(`${ALLOCATIONS}/failed/a.csv`);
    isIll = true;
    stop(2);
    expect(scenario.files(`${ALLOCATIONS}/processing`)).toEqual(['a.csv']);
    isIll = false;
    stop(1);
    expect(scenario.line(order, 1).location).toBe(String(STORE));
    expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
    expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });

  test('as its shipments cannot be handed on refuses these, though their lines are as they ask', () => {
    let isIll = true;
    const noAnswer = () => Object.assign(new Error('No answer.'), { name: 'FTP_TRANSFER_TIMEOUT_EXCEEDED' });
    scenario = openScenario(failing(({ name }) => isIll && name === 'Connection.upload', noAnswer));
    const order = scenario.order([{}]);
    scenario.put(`${ALLOCATIONS}/a.csv`, tagged(order));
    stop(5);
    isIll = false;
    stop(1);

    expect(scenario.line(order, 1).location).toBe(String(STORE));
    expect(scenario.errors(ALLOCATIONS, 'a.csv')).toEqual(['1 RUNS_STOPPED']);
    expect(scenario.files(SHIPMENTS)).toEqual([]);
  });

  test('and of which every row is applied is done, and in no error file', () => {
    let isIll = true;
    scenario = openScenario({
      before: (call) => {
        const isEntry = call.record?.type === ENTRY && call.record.id === entryId();
        if (isIll && call.name === 'Record.save' && isEntry) throw new ServerDown(call, 'before');
      },
    });
    const ENTRY = 'customrecord_hc_feed_file';
    const entryId = () =>
      scenario.account.listRecords(ENTRY).find(({ fields }) => fields.custrecord_hc_ff_file === 'a.csv')?.id;
    const order = scenario.order([{}]);
    scenario.put(`${ALLOCATIONS}/a.csv`, rows([order, STORE]));
    stop(5);
    isIll = false;
    stop(1);

    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 1,
    });
    expect(scenario.files(`${ALLOCATIONS}/archive`)).toEqual(['a.csv']);
    expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
  });
});

describe('a row that is a shipment', () => {
  const tagged = (...orders: readonly number[]) =>
    [
      'internalId,lineId,location,quantity,tags',
      ...orders.map((order) => `${order},1,${STORE},1,hotwax-fulfilled`),
    ].join('\n');
  const shipAll = () => {
    for (let run = 0; run < 2; run += 1) scenario.run('customdeploy_create_itemfulfillment');
  };
  const fulfilled = (order: number) => Number(scenario.line(order, 1).quantityfulfilled ?? 0);

  test('is handed on although a newer row has the last word about its line', () => {
    scenario = openScenario();
    const order = scenario.order([{}]);
    scenario.put(`${ALLOCATIONS}/2026-03-02-11-00-00-000-b.csv`, tagged(order));
    scenario.run(UPDATE);
    scenario.put(`${ALLOCATIONS}/2026-03-02-10-00-00-000-a.csv`, tagged(order));
    scenario.run(UPDATE);

    expect(scenario.files(SHIPMENTS)).toHaveLength(2);
  });

  test('is another piece of goods than one like it in the same file', () => {
    scenario = openScenario();
    const order = scenario.order([{ quantity: 2 }]);
    scenario.put(`${ALLOCATIONS}/a.csv`, tagged(order, order));
    scenario.run(UPDATE);
    shipAll();

    expect(fulfilled(order)).toBe(2);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_applied: 2,
      custrecord_hc_ff_skipped: 0,
    });
  });

  test('is not handed on again when its file is taken up after it was fulfilled in part', () => {
    let isIll = true;
    scenario = openScenario({
      before: (call) => {
        const isSettled = call.name === 'Record.save' && scenario.files(SHIPMENTS).length > 0;
        if (isIll && isSettled) throw new ServerDown(call, 'before');
      },
    });
    const order = scenario.order([{ quantity: 2 }]);
    scenario.put(`${ALLOCATIONS}/a.csv`, tagged(order));
    expect(() => scenario.run(UPDATE)).toThrow(ServerDown);
    isIll = false;
    shipAll();
    scenario.run(UPDATE);
    shipAll();

    expect(fulfilled(order)).toBe(1);
    expect(scenario.files(`${SHIPMENTS}/failed`)).toEqual([]);
    expect(scenario.files(`${SHIPMENTS}/error`)).toEqual([]);
    expect(scenario.ledger('a.csv')).toMatchObject({
      custrecord_hc_ff_applied: 1,
      custrecord_hc_ff_handed_on_outcome: expect.stringContaining('1 of 1 applied'),
    });
  });
});

test('a row that NetSuite has set before it reports that time is up is applied', () => {
  scenario = openScenario({
    after: (call) => {
      if (isOrderSave(call)) throw refusal();
    },
  });
  const order = scenario.order([{}]);
  scenario.put(`${ALLOCATIONS}/a.csv`, rows([order, STORE]));
  scenario.run(UPDATE);

  expect(scenario.line(order, 1).location).toBe(String(STORE));
  expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
  expect(scenario.ledger('a.csv')).toMatchObject({ custrecord_hc_ff_applied: 1 });
});

test('the error file of a file in failed stays when another of its name is applied', () => {
  scenario = openScenario();
  const order = scenario.order([{}]);
  for (const content of ['sku\n1\n', rows([order, STORE])]) {
    scenario.put(`${ALLOCATIONS}/a.csv`, content);
    scenario.run(UPDATE);
  }

  expect(scenario.line(order, 1).location).toBe(String(STORE));
  expect(scenario.errors(ALLOCATIONS, 'a.csv')).toEqual(['0 UNREADABLE_FILE']);
});
