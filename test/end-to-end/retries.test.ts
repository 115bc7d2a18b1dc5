/** From the refusal in NetSuite to the closed problem: the transformer and the scripts, with nothing but the folder between them. */
import { dirname } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Faults } from '../../emulator/account/faults.ts';
import { defaultContext } from '../../feeds/feed.ts';
import { problemsIn } from '../../transformer/answers/problems.ts';
import { catchUp } from '../../transformer/catch-up/catch-up.ts';
import { defaultRoutes } from '../../transformer/folders/folders.ts';
import { makeFolders } from '../../transformer/folders/make-folders.ts';
import { runPass } from '../../transformer/pass/run-pass.ts';
import { DEFAULT_PAUSES } from '../../transformer/retries/schedule.ts';
import { IN_MEMORY, openRowIndex } from '../../transformer/row-index/open-index.ts';
import { openLocalFolder } from '../../transformer/store/local-folder.ts';
import {
  type AccountSetup,
  ITEM,
  openScenario,
  type Scenario,
  STORE,
  WAREHOUSE,
} from '../suitescripts/scenario.ts';
import { bringStock, dateFiles } from './both-sides.ts';

const SHIP = 'customdeploy_create_itemfulfillment';
const ALLOCATE = 'customdeploy_update_salesorder';
const EXPORT = 'fulfilledsalesorder/export';
const UPDATE = 'salesorder/update';
const MINUTE = 60_000;

let scenario: Scenario;
let now: number;
let passes = 0;

afterEach(() => scenario.end());

const root = () => dirname(scenario.path('.'));
const store = () => openLocalFolder(root());

async function open(faults: Faults = {}, setup: AccountSetup = {}) {
  scenario = openScenario(faults, setup);
  now = Date.parse('2026-03-02T15:00:00Z');
  await makeFolders(await store(), defaultRoutes(), () => async () => {});
}

function later(minutes: number): void {
  now += minutes * MINUTE;
  scenario.later(minutes);
}

/** What the scripts take must have been left alone for a minute. */
function run(deployment: string): void {
  dateFiles(root(), now);
  later(5);
  scenario.account.runDeployment(deployment);
  dateFiles(root(), now);
}

async function pass(): Promise<string[]> {
  passes += 1;
  const report = await runPass({
    store: await store(),
    context: defaultContext(now),
    clock: () => now,
    staleClaimMinutes: 0,
    passId: `p${passes}`,
    retries: { pauses: DEFAULT_PAUSES },
  });
  dateFiles(root(), now);
  expect(report.feeds.flatMap(({ interruptions }) => interruptions)).toEqual([]);
  return report.feeds.flatMap(({ retriedFiles }) => retriedFiles);
}

/** Passes and runs take turns, as often as it takes. */
async function goOn(hours: number, deployment: string, minutes = 15): Promise<string[]> {
  const made: string[] = [];
  for (let step = 0; step < (hours * 60) / minutes; step += 1) {
    made.push(...(await pass()));
    run(deployment);
    later(minutes - 5);
  }
  return made;
}

async function problems() {
  const index = openRowIndex(IN_MEMORY);
  const contextAt = (instant: number) => defaultContext(instant);
  await catchUp({ index, store: await store(), routes: defaultRoutes(), contextAt, now, keepDays: 90 });
  const open = problemsIn(index, [], { pauses: DEFAULT_PAUSES, now });
  index.close();
  return open.map(({ code, count, cases }) => [code, count, cases[0]?.retry?.state]);
}

const row = (line: number, fields: Record<string, unknown> = {}) => ({
  line_id: String(line),
  location_id: String(STORE),
  quantity: '1',
  shipment_id: 'S1',
  shipment_item_seq_id: `0000${line}`,
  order_item_seq_id: `0010${line}`,
  ...fields,
});

function ship(order: number, ...items: object[]): void {
  scenario.put(`${EXPORT}/a.json`, JSON.stringify([{ order_id: String(order), items }]));
  run(SHIP);
}

const fulfilled = (order: number) =>
  scenario.lines(order).map(({ quantityfulfilled }) => Number(quantityfulfilled ?? 0));

const fulfillments = () => scenario.account.listRecords('itemfulfillment').length;

describe('stock that is not committed yet', () => {
  test.each([['S1'], [undefined]])(
    'is fulfilled once when it has arrived, and its problem is closed (shipment %s)',
    async (shipment) => {
      await open({}, { named: 'stock at stores' });
      const order = scenario.order([{ location: STORE, quantity: 3 }, { location: STORE }]);
      ship(order, row(1, { location_id: String(WAREHOUSE), shipment_id: shipment }), row(2));
      expect([fulfilled(order), await problems()]).toEqual([[0, 1], [['NOT_COMMITTED', 1, 'planned']]]);

      expect(await goOn(1, SHIP)).toEqual(['a.retry-1.json']);
      expect([fulfilled(order), await problems()]).toEqual([[0, 1], [['NOT_COMMITTED', 1, 'planned']]]);

      bringStock(scenario, WAREHOUSE, 10);
      expect(await goOn(6, SHIP)).toEqual(['a.retry-2.json']);
      expect([fulfilled(order), await problems()]).toEqual([[1, 1], []]);
      expect(fulfillments()).toBe(2);
      expect(scenario.ledger('a.retry-2.json')).toMatchObject({
        custrecord_hc_ff_status: 'Done',
        custrecord_hc_ff_applied: 1,
      });
    },
  );

  test('that never arrives ends after the last pause, and stays an open problem', async () => {
    await open({}, { named: 'stock at stores' });
    const order = scenario.order([{ location: STORE }]);
    ship(order, row(1, { location_id: String(WAREHOUSE) }));
    expect(await goOn(48, SHIP, 30)).toEqual([1, 2, 3, 4, 5].map((attempt) => `a.retry-${attempt}.json`));
    expect([fulfilled(order), await problems()]).toEqual([[0], [['NOT_COMMITTED', 1, 'ended']]]);
  });
});

/** Whoever marks an order so keeps others from saving it. */
const HELD = { condition: { field: 'otherrefnum', is: 'HELD' } };

function release(...orders: number[]): void {
  scenario.account.asUser(({ record }) => {
    for (const id of orders)
      record.load({ type: 'salesorder', id }).setValue({ fieldId: 'otherrefnum', value: 'FREE' }).save();
  });
}

test('a sales order that a workflow has locked is shipped once it is free', async () => {
  const throws = { name: 'RCRD_LOCKED_BY_WF', message: 'Locked.' };
  const userEvents = [
    { record: 'salesorder', event: 'beforeSubmit', contexts: ['SCHEDULED'], throws, ...HELD },
  ] as const;
  await open({}, { userEvents });
  const order = scenario.order([{ location: WAREHOUSE }], { otherrefnum: 'HELD' });
  ship(order, row(1));
  expect([fulfilled(order), await problems()]).toEqual([[0], [['ORDER_BUSY', 1, 'planned']]]);
  release(order);
  expect(await goOn(1, SHIP)).toEqual(['a.retry-1.json']);
  expect([fulfilled(order), await problems(), fulfillments()]).toEqual([[1], [], 1]);
});

test('a shipment in a closed period is fulfilled once the period is open', async () => {
  await open({}, { named: 'closed periods' });
  const order = scenario.order([{ location: STORE }]);
  const parameters = { custscript_hc_cf_move_closed_dates: 'F' };
  scenario.put(
    `${EXPORT}/a.json`,
    JSON.stringify([
      { order_id: String(order), items: [row(1, { shipped_date: '2026-02-27T12:00:00-05:00' })] },
    ]),
  );
  dateFiles(root(), now);
  later(5);
  scenario.account.runDeployment(SHIP, { parameters });
  dateFiles(root(), now);
  expect([fulfilled(order), await problems()]).toEqual([[0], [['PERIOD_CLOSED', 1, 'planned']]]);
  scenario.account.asUser(({ record }) => {
    const period = scenario.account
      .listRecords('accountingperiod')
      .find(({ fields }) => fields.periodname === '2026-02');
    const loaded = record.load({ type: 'accountingperiod', id: period?.id ?? 0 });
    loaded.setValue({ fieldId: 'closed', value: false }).save();
  });
  later(20);
  expect(await pass()).toEqual(['a.retry-1.json']);
  dateFiles(root(), now);
  later(5);
  scenario.account.runDeployment(SHIP, { parameters });
  dateFiles(root(), now);
  expect([fulfilled(order), await problems()]).toEqual([[1], []]);
});

test('an order that is not approved is shipped once it is', async () => {
  await open();
  const order = scenario.order([{ location: STORE }], { orderstatus: 'A' });
  ship(order, row(1));
  expect(await problems()).toEqual([['ORDER_NOT_APPROVED', 1, 'planned']]);
  scenario.account.asUser(({ record }) => {
    const loaded = record.load({ type: 'salesorder', id: order });
    loaded.setValue({ fieldId: 'orderstatus', value: 'B' }).save();
  });
  expect(await goOn(1, SHIP)).toEqual(['a.retry-1.json']);
  expect([fulfilled(order), await problems()]).toEqual([[1], []]);
});

test('an allocation of an order that others save is set later, unless a newer one has come', async () => {
  const userEvents = [
    {
      record: 'salesorder',
      event: 'beforeLoad',
      when: ['edit'],
      contexts: ['SCHEDULED'],
      ...HELD,
      changesMeanwhile: { memo: 'Saved.' },
    },
  ] as const;
  await open({}, { userEvents });
  const orders = [1, 2].map(() => scenario.order([{}], { otherrefnum: 'HELD' }));
  const [first = 0, second = 0] = orders;
  const name = (minute: number) =>
    `2026-03-02-14-${minute}-00-000-a.json--1f3a9c04-BrokeredOrderItemsFeed.csv`;
  const text = (...rows: [number, number][]) =>
    `internalId,lineId,item,location,quantity,closed,rejected\n${rows.map(([order, location]) => `${order},1,${ITEM},${location},,,\n`).join('')}`;
  scenario.put(`${UPDATE}/${name(30)}`, text([first, WAREHOUSE], [second, WAREHOUSE]));
  run(ALLOCATE);
  expect(await problems()).toEqual([['ORDER_BUSY', 2, 'planned']]);
  release(...orders);
  scenario.put(`${UPDATE}/${name(40)}`, text([second, STORE]));
  expect(await goOn(1, ALLOCATE)).toEqual([name(30).replace(/\.csv$/, '.retry-1.csv')]);
  expect(orders.map((order) => scenario.line(order, 1).location)).toEqual([String(WAREHOUSE), String(STORE)]);
  expect(await problems()).toEqual([]);
});
