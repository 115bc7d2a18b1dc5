/**
 * The questions that people ask, each from the failure to the closed problem: what is typed, what is opened in the page, what comes back,
 * what is done, and that it is over then. docs/operating.md has them in a table.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultRoutes, foldersOf } from '../../transformer/folders/folders.ts';
import {
  type AccountSetup,
  ITEM,
  openScenario,
  type Scenario,
  STORE,
  WAREHOUSE,
} from '../suitescripts/scenario.ts';
import {
  ALLOCATIONS,
  allocation,
  COMPLETED,
  list,
  SHIPMENTS,
  shipment,
} from '../transformer/catch-up/orders.ts';
import { command, type Said } from '../transformer/command.ts';
import { type Listener, listen } from '../transformer/notices/listener.ts';
import { asUser, type OpenPage, openPageAt, untilLooked } from '../transformer/page/open-page.ts';
import { bringStock, dateFiles } from './both-sides.ts';

const ALLOCATE = 'customdeploy_update_salesorder';
const FULFILL = 'customdeploy_create_itemfulfillment';
const EXPORT = 'customdeploy_export_so_fulfillment';
const STATE = 'customdeploy_hc_statement_now';

let scenario: Scenario;
let now: number;
let own: string;
let webhook: Listener;

beforeEach(() => open());
afterEach(close);

async function open(setup: AccountSetup = {}): Promise<void> {
  scenario = openScenario({}, setup);
  now = Date.parse('2026-03-02T15:00:00Z');
  own = mkdtempSync(join(tmpdir(), 'questions-'));
  webhook = await listen();
  for (const folder of defaultRoutes().flatMap(foldersOf))
    mkdirSync(join(root(), folder), { recursive: true });
  const settings = [
    `connection: { folder: ${JSON.stringify(root())} }`,
    'index: { file: index.sqlite }',
    `notify: { webhook: ${webhook.url} }`,
  ];
  writeFileSync(configuration(), settings.join('\n'));
}

async function close(): Promise<void> {
  scenario.end();
  await webhook.close();
  rmSync(own, { recursive: true });
}

const root = () => dirname(scenario.path('.'));
const configuration = () => join(own, 'transformer.yaml');

function later(minutes: number): void {
  now += minutes * 60_000;
  scenario.later(minutes);
}

const typed = (...words: string[]): Promise<Said> =>
  command([...words, '--config', configuration()], { clock: () => now, columns: 200 });

/** One pass of the transformer, and what people were told by it. */
async function pass(): Promise<string> {
  const before = webhook.posted.length;
  const { exitCode, err } = await typed('run');
  expect({ err, isFine: [0, 3].includes(exitCode) }).toMatchObject({ isFine: true });
  dateFiles(root(), now);
  later(1);
  return webhook.posted
    .slice(before)
    .map(({ body }) => body.text)
    .join('\n');
}

function run(deployment: string): void {
  dateFiles(root(), now);
  now += 5 * 60_000; // the account's clock moves on by itself
  scenario.run(deployment);
  dateFiles(root(), now);
}

const hotwaxSends = (feed: string, name: string, ...orders: object[]): void =>
  scenario.put(`../${feed}/${name}`, list(...orders));

/** The page as a person has it open, and what it then shows. */
async function onPage<Result>(work: (page: OpenPage) => Promise<Result>): Promise<Result> {
  const page = await openPageAt(() => now, configuration(), '--allow-changes');
  try {
    await untilLooked(page);
    return await work(page);
  } finally {
    await page.close();
  }
}

const clicked = (path: string): Promise<string> =>
  onPage(async (page) => (await (await asUser(page)(path)).text()).replaceAll(/\s+/g, ' '));

function setClosed(order: number, closed: boolean): void {
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    loaded.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line: 0, value: closed }).save();
  });
}

/** An order item of the item that the account has. */
const ofItem = {
  more: { goodIdentifications: [{ goodIdentificationTypeId: 'NETSUITE_PRODUCT_ID', idValue: String(ITEM) }] },
};

const NO_PROBLEM = 'No problem is open.\n';

test('who tells me that something is wrong, and that it is over?', async () => {
  const order = String(scenario.order([{}]));
  hotwaxSends(SHIPMENTS, 'a.json', shipment('HC1', order, 'S1', { seq: '00101', line: '9' }));
  expect(await pass()).toBe('');
  run(FULFILL);
  const told = await pass();
  expect(told).toMatch(
    /New: fulfilled-order-items: 1 row of 1 order refused by NetSuite, LINE_NOT_FULFILLABLE/,
  );
  expect(told).toMatch(/ Do: /);
  expect(await clicked('/')).toMatch(/1 row.{0,40}refused/);

  hotwaxSends(SHIPMENTS, 'b.json', shipment('HC1', order, 'S1', { seq: '00101', line: '1' }));
  await pass();
  run(FULFILL);
  expect(await pass()).toMatch(/Closed after \d+ min: /);
  expect((await typed('problems')).out).toBe(NO_PROBLEM);
});

test('where is order 1234?', async () => {
  const order = String(scenario.order([{ location: STORE }]));
  hotwaxSends(ALLOCATIONS, 'a.json', allocation('HC1234', order, { seq: '00101', line: '1', ...ofItem }));
  await pass();
  later(180);
  const { out } = await typed('find', '#1234');
  expect(out).toMatch(/STOPS HERE: NetSuite HAS NOT TAKEN it: NetSuite has not taken the file for 3 h/);
  expect(out).toContain('Do: Check that the deployment of the script that reads this folder is scheduled');
  expect(await clicked('/order?id=%231234')).toMatch(/Stops here.*NetSuite has not taken/);

  run(ALLOCATE);
  expect((await typed('find', '1234')).out).toContain('Next: NetSuite ships it');
  expect(scenario.line(Number(order), 1).location).toBe(String(WAREHOUSE));
});

test('why was order 1234 not sent?', async () => {
  const order = String(scenario.order([{ location: STORE }]));
  const item = { seq: '00101', line: '1', ...ofItem };
  hotwaxSends(ALLOCATIONS, 'a.json', allocation('HC1234', order, { ...item, facility: 'oms' }));
  await pass();
  const { out } = await typed('find', 'HC1234');
  expect(out).toContain('Nothing to do here: its facility is fulfilled by the other side.');
  expect(await clicked('/order?id=HC1234')).toMatch(/Skipped.*fulfilled by the other side/);

  hotwaxSends(ALLOCATIONS, 'b.json', allocation('HC1234', order, item));
  await pass();
  run(ALLOCATE);
  expect((await typed('find', 'HC1234')).out).toContain('Next: NetSuite ships it');
});

test('what is wrong now, since when, and what is to be done?', async () => {
  const order = String(scenario.order([{ location: STORE }]));
  hotwaxSends(ALLOCATIONS, 'a.json', allocation('HC1', order, { seq: '00101' }));
  await pass();
  later(120);
  const { out } = await typed('problems');
  expect(out).toMatch(
    /MISSING_NETSUITE_LINE_ID in \S+\n {2}1 row of 1 order refused by transformer .*the oldest 2 h ago/,
  );
  expect(out).toContain('Do: Synchronise the order line');
  expect(await clicked('/problems')).toMatch(/MISSING_NETSUITE_LINE_ID.*Synchronise the order line/);

  hotwaxSends(ALLOCATIONS, 'b.json', allocation('HC1', order, { seq: '00101', line: '1' }));
  await pass();
  expect((await typed('problems')).out).toBe(NO_PROBLEM);
  expect(await clicked('/problems')).not.toContain('MISSING_NETSUITE_LINE_ID');
});

test('can that one order be sent again?', async () => {
  const [one, other] = [scenario.order([{}]), scenario.order([{}])];
  for (const order of [one, other]) setClosed(order, true);
  const shipments = [one, other].map((order, at) =>
    shipment(`HC${at + 1}`, String(order), `S${at + 1}`, { seq: '00101', line: '1' }),
  );
  hotwaxSends(SHIPMENTS, 'a.json', ...shipments);
  await pass();
  run(FULFILL);
  expect((await typed('problems')).out).toContain('2 rows of 2 orders refused by NetSuite');
  setClosed(one, false);
  expect((await typed('replay', '--order', 'HC1')).out).toMatch(/1 row/);
  run(FULFILL);
  expect((await typed('problems')).out).toContain('1 row of 1 order refused by NetSuite');
  expect((await typed('find', 'HC1')).out).toContain('Complete: NetSuite has taken the shipment.');

  setClosed(other, false);
  expect((await typed('replay', '--order', 'HC2')).exitCode).toBe(0);
  run(FULFILL);
  expect((await typed('problems')).out).toBe(NO_PROBLEM);
  expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(2);
});

test('can the refused rows of a file be sent again, and only these?', async () => {
  const [good, closed] = [scenario.order([{}]), scenario.order([{}])];
  setClosed(closed, true);
  const shipments = [good, closed].map((order, at) =>
    shipment(`HC${at + 1}`, String(order), `S${at + 1}`, { seq: '00101', line: '1' }),
  );
  hotwaxSends(SHIPMENTS, 'a.json', ...shipments);
  await pass();
  run(FULFILL);
  setClosed(closed, false);

  const answer = await onPage(async (page) => {
    const shown = await (await asUser(page)('/problems')).text();
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(shown)?.[1] ?? '';
    const body = new URLSearchParams({
      proof: field('proof'),
      tenant: field('tenant'),
      problem: field('problem'),
    });
    const headers = { origin: page.origin, 'content-type': 'application/x-www-form-urlencoded' };
    await asUser(page)('/problems/replay', { method: 'POST', body: String(body), headers });
    return (await (await asUser(page)('/problems')).text()).replaceAll(/\s+/g, ' ');
  });
  expect(answer).toMatch(/1 row/);
  run(FULFILL);
  expect((await typed('problems')).out).toBe(NO_PROBLEM);
  expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(2);
});

test('is it tried again by itself, and when?', async () => {
  await close();
  await open({ named: 'stock at stores' });
  const order = scenario.order([{ location: STORE }]);
  const at = { seq: '00101', line: '1', more: { facilityExternalId: String(WAREHOUSE) } };
  hotwaxSends(SHIPMENTS, 'a.json', shipment('HC1', String(order), 'S1', at));
  await pass();
  run(FULFILL);
  const { out } = await typed('problems');
  expect(out).toMatch(/NOT_COMMITTED/);
  expect(out).toMatch(/again at 2026-03-02 \d\d:\d\d UTC/);
  expect(await clicked('/problems')).toMatch(/NOT_COMMITTED.*again/);

  bringStock(scenario, WAREHOUSE, 10);
  later(15);
  await pass();
  run(FULFILL);
  expect((await typed('problems')).out).toBe(NO_PROBLEM);
  expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(1);
});

test('do both systems agree?', async () => {
  const order = scenario.order([{ location: STORE }]);
  hotwaxSends(
    ALLOCATIONS,
    'a.json',
    allocation('HC1', String(order), { seq: '00101', line: '1', ...ofItem }),
  );
  await pass();
  run(ALLOCATE);
  moveLine(order, STORE);
  later(60);
  run(STATE);
  const differs = await typed('reconcile');
  expect(differs.out).toMatch(/^The two sides differ on 1 sales order line/);
  expect([differs.exitCode, differs.out]).toEqual([
    3,
    expect.stringContaining('ALLOCATION_CHANGED: 1 line of 1 order'),
  ]);
  expect(await clicked('/agree')).toContain(
    'NetSuite had applied the allocation, and has another location now',
  );

  moveLine(order, WAREHOUSE);
  later(60);
  run(STATE);
  const agrees = await typed('reconcile');
  expect([agrees.exitCode, agrees.out]).toEqual([0, expect.stringMatching(/agree on 1 sales order line/)]);
});

function moveLine(order: number, location: number): void {
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    loaded.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: location }).save();
  });
}

test('does everything flow?', async () => {
  const order = String(scenario.order([{ location: STORE }]));
  hotwaxSends(ALLOCATIONS, 'a.json', allocation('HC1', order, { seq: '00101', line: '1', ...ofItem }));
  await pass();
  later(180);
  await pass();
  const { out } = await typed('status');
  expect(out).toMatch(/^NetSuite has taken no allocation since .*; 1 file waits\.\n/);
  expect(out).toMatch(/\n {2}stopped: NetSuite has taken no allocation/);
  expect(await clicked('/')).toContain('NetSuite has taken no allocation');

  run(ALLOCATE);
  await pass();
  expect((await typed('status')).out).not.toMatch(/stopped|late|attention/);
});

test('which item fulfillment is this tracking number, and does HotWax know of it?', async () => {
  const order = scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' });
  scenario.ship(order, { shipstatus: 'C' });
  const [shipped] = scenario.account.listRecords('itemfulfillment');
  run(EXPORT);
  await pass();
  const id = String(shipped?.id);
  const { out } = await typed('find', id);
  expect(out).toMatch(/HotWax HAS NOT TAKEN it: HotWax has not taken the file/);
  expect(await clicked(`/order?id=${id}`)).toMatch(/HotWax has not taken/);

  for (const name of scenario.files(`../${COMPLETED}`))
    renameSync(join(root(), COMPLETED, name), join(root(), COMPLETED, '..', name));
  await pass();
  expect((await typed('find', id)).out).toContain('Complete: HotWax has taken it.');
});
