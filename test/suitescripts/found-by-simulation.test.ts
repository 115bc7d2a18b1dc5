/** What the simulation has found, each in its shortest story. */
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { type NCall, ServerDown, ServerRestart } from '../../emulator/faults.ts';
import { makeBacklogProject } from './backlog-project.ts';
import { openScenario, type Scenario, STORE, WAREHOUSE } from './scenario.ts';

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

  for (let run = 0; run < 3; run += 1) scenario.runWithImports(UPDATE);

  expect(scenario.files(`${ALLOCATIONS}/error`)).toEqual([]);
  expect(scenario.line(inPlace, 1).location).toBe(String(STORE));
  expect(scenario.ledger('2026-03-02-10-00-00-000-a.csv')).toMatchObject({ custrecord_hc_ff_applied: 2 });
});

test('a file whose name was taken is set aside with one error file, though the server did not answer at first', () => {
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
