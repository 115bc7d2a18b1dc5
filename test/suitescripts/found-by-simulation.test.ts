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

test('a newer file about a line waits for an older one that has the line as it is, while its other lines are imported', () => {
  scenario = openScenario();
  const [moved, inPlace] = [scenario.order([{}]), scenario.order([{ location: WAREHOUSE }])];
  scenario.put(
    `${ALLOCATIONS}/2026-03-02-10-00-00-000-a.csv`,
    rows([moved, WAREHOUSE], [inPlace, WAREHOUSE]),
  );
  scenario.put(`${ALLOCATIONS}/2026-03-02-11-00-00-000-b.csv`, rows([inPlace, STORE]));

  for (let run = 0; run < 3; run += 1) scenario.run(UPDATE);

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
