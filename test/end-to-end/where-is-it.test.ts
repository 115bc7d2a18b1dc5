/** Where is this shipment: the transformer's `find` answers with what the scripts say in their outcome files, record and all. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultRoutes, foldersOf } from '../../transformer/folders/folders.ts';
import { openScenario, type Scenario, STORE } from '../suitescripts/scenario.ts';
import { list, shipment } from '../transformer/catch-up/orders.ts';
import { command } from '../transformer/command.ts';

const ALLOCATE = 'customdeploy_update_salesorder';
const FULFILL = 'customdeploy_create_itemfulfillment';

let scenario: Scenario;
let configuration: string;
let own: string;

beforeEach(() => {
  scenario = openScenario();
  own = mkdtempSync(join(tmpdir(), 'where-'));
  configuration = join(own, 'transformer.yaml');
  const root = scenario.path('..');
  for (const folder of defaultRoutes().flatMap(foldersOf)) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(
    configuration,
    `connection: { folder: ${JSON.stringify(root)} }\nindex: { file: index.sqlite }\n`,
  );
});
afterEach(() => {
  scenario.end();
  rmSync(own, { recursive: true });
});

type Step = { by: string; outcome: string; code: string; record: string; output: string };

/** The steps of the only order item that is found, and the sentence after them. */
async function find(id: string): Promise<{ steps: string[]; missing: Step | null; text: string }> {
  const words = ['find', id, '--config', configuration];
  const { out } = await command([...words, '--json']);
  const { items } = JSON.parse(out).tenants[0].answer;
  expect(items).toHaveLength(1);
  const steps = items[0].steps.map(({ by, outcome, code, record }: Step) =>
    `${by} ${outcome} ${code} ${record}`.trim().replaceAll(/ +/g, ' '),
  );
  return { steps, missing: items[0].missing, text: (await command(words)).out };
}

const problems = async (): Promise<string[]> => {
  const { out } = await command(['problems', '--config', configuration, '--json']);
  return JSON.parse(out).tenants[0].problems.map(
    ({ code, count }: { code: string; count: number }) => `${code} ${count}`,
  );
};

const pass = async (): Promise<void> => {
  const { exitCode } = await command(['run', '--config', configuration]);
  expect([0, 3]).toContain(exitCode);
};

const fulfillmentIds = (): number[] => scenario.account.listRecords('itemfulfillment').map(({ id }) => id);

test('a shipment of HotWax is found with the item fulfillment that was made of it, and by it', async () => {
  const order = scenario.order([{}, {}]);
  const rows = [
    { seq: '00101', line: '1' },
    { seq: '00109', line: '9' },
  ];
  scenario.put('../hotwax/FulfilledOrderItems/s.json', list(shipment('HC1', String(order), 'S1', ...rows)));
  await pass();
  scenario.run(FULFILL);
  const [id = 0] = fulfillmentIds();

  const { steps, missing, text } = await find(String(id));
  expect(steps).toEqual(['transformer applied', `NetSuite applied ${id}`]);
  expect([missing, text]).toEqual([null, expect.stringContaining(`NetSuite applied it, record ${id}`)]);
  expect(text).not.toContain('is in no error file');
  expect(await problems()).toEqual(['LINE_NOT_FULFILLABLE 1']);

  const again = list(shipment('HC1', String(order), 'S1', { seq: '00101', line: '1' }));
  scenario.put('../hotwax/FulfilledOrderItems/again.json', again);
  await pass();
  scenario.run(FULFILL);
  expect((await find(String(id))).steps.at(-1)).toBe(`NetSuite skipped ALREADY_APPLIED ${id}`);
});

test('a shipment among allocations is handed on until it is fulfilled, and not applied before', async () => {
  const order = scenario.order([{}]);
  const text = `internalId,lineId,location,quantity,tags\n${order},1,${STORE},1,hotwax-fulfilled\n`;
  scenario.put('salesorder/update/fulfilledOrderItemsFeed_2026-03-01-10-00-00.csv', text);
  scenario.run(ALLOCATE);

  const waiting = await find(String(order));
  expect(waiting.steps).toEqual([`NetSuite handed on ${order}`, 'NetSuite waits']);
  expect(waiting.missing).toMatchObject({ outcome: 'waits' });
  expect(waiting.text).toContain('fulfilledOrderItemsFeed_2026-03-01-10-00-00.csv.shipments.json');

  scenario.run(FULFILL);
  const [id] = fulfillmentIds();
  const { steps, missing } = await find(String(order));
  expect([steps, missing]).toEqual([[`NetSuite handed on ${order}`, `NetSuite applied ${id}`], null]);
});

test('a shipment among allocations that is refused afterwards stops there, and not at the allocation', async () => {
  const order = scenario.order([{}]);
  const text = `internalId,lineId,location,quantity,tags\n${order},1,${STORE},5,hotwax-fulfilled\n`;
  scenario.put('salesorder/update/a.csv', text);
  scenario.run(ALLOCATE);
  scenario.run(FULFILL);

  const { steps, missing } = await find(String(order));
  expect(steps).toEqual([`NetSuite handed on ${order}`, 'NetSuite refused MORE_THAN_REMAINS']);
  expect(missing).toMatchObject({ outcome: 'refused' });
});

test('a row of an allocation file that is no shipment is applied, whatever the file has handed on', async () => {
  const [one, other] = [scenario.order([{}]), scenario.order([{}])];
  const rows = [`${one},1,${STORE},1,hotwax-fulfilled`, `${other},1,${STORE},,`];
  scenario.put('salesorder/update/a.csv', `internalId,lineId,location,quantity,tags\n${rows.join('\n')}\n`);
  scenario.run(ALLOCATE);

  expect((await find(String(other))).steps).toEqual([`NetSuite applied ${other}`]);
});
