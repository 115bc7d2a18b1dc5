/**
 * An account with five years of HotWax Commerce's own scripts, upgraded by following docs/upgrading.md step by step, rolled back by it,
 * and upgraded once more. The tests of a block go on from each other, as the days do.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import { readSdfProject, type SdfProject } from '../../../emulator/sdf/project.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';
import { EXPORT, type Notes, newNotes, UPDATE } from './five-years/administrator.ts';
import {
  allocate,
  asItIs,
  asItMustBe,
  type Desk,
  enter,
  oldStoreShipment,
  openDesk,
  shippedItem,
  storeShips,
  storeShipsJson,
  warehouseShips,
} from './five-years/order-desk.ts';
import { refused, told, unfinished, waiting } from './five-years/outcome.ts';
import { headedSteps, numberedSteps, page, section } from './five-years/pages.ts';
import { ROLL_BACK } from './five-years/roll-back-steps.ts';
import { close, files, openSite, put, round, runThatDies, type Site } from './five-years/site.ts';
import { HAND_OVER, type Step, UPGRADE } from './five-years/upgrade-steps.ts';

const DAY = 24 * 60 * 60_000;
const YEARS = [2021, 2022, 2023, 2024, 2025];

let site: Site;
let desk: Desk;
let notes: Notes;
const expectedRefusals: string[] = [];

beforeAll(() => {
  site = openSite('2021-03-02T15:00:00Z');
  desk = openDesk(site);
  for (const year of YEARS) passYear(year);
});
afterAll(() => close(site));

/** Everything is done as it was meant to be, and HotWax is told of it once. */
function passYear(year: number): void {
  site.now = Date.parse(`${year}-03-02T15:00:00Z`);
  warehouseShips(desk, { order: enter(desk, [1], WAREHOUSE) });
  storeShips(desk, [{ order: enter(desk) }]);
  oldStoreShipment(desk, { order: enter(desk, [2]), quantity: 1 });
  allocate(desk, [{ order: enter(desk, [2]), giftNote: `from ${year}` }]);
  round(site, 3);
}

const follow = (steps: readonly Step[]): void => {
  for (const step of steps) step.follow(site, notes);
};

function expectEverythingInItsPlace(): void {
  expect(asItIs(desk, told(site))).toEqual(asItMustBe(desk));
  expect(unfinished(site)).toEqual([]);
  expect(waiting(site)).toEqual([]);
  expect(refused(site)).toEqual([...expectedRefusals].sort());
}

describe('the page on upgrading has exactly the steps that are followed here', () => {
  const upgrading = page('upgrading.md');
  test.each([
    ['From HotWax Commerce.s own bundle or SDF project', UPGRADE],
    ['Lines that are tagged and not fulfilled', HAND_OVER],
    ['Roll back', ROLL_BACK],
  ])('%s', (heading, steps) => {
    const found = numberedSteps(section(upgrading, heading));
    expect(found.map(({ number, title }) => `${number} ${title}`)).toEqual(
      steps.map(({ title }, index) => `${index + 1} ${title}`),
    );
    for (const [index, { says }] of steps.entries()) if (says) expect(found[index]?.text).toMatch(says);
  });

  test('and so have the steps of the page on deploying that it refers to', () => {
    expect(headedSteps(page('deploying.md')).map(({ number, title }) => `${number} ${title}`)).toEqual([
      '1 Features',
      '2 Who deploys',
      '3 Build and check',
      '4 Sign in',
      '5 Validate and deploy',
      '6 Roles',
      '7 Secret or key',
      '8 Host key',
      '9 Configuration record',
      '10 Folders',
      '11 Dry run',
      '12 First run and verification',
      '13 Switch on',
    ]);
  });
});

test('in five years of HotWax’s scripts each shipment was fulfilled and reported once, those of stores never ticked', () => {
  expect(asItIs(desk, told(site))).toEqual(asItMustBe(desk));
  const ticked = site.account
    .listRecords('itemfulfillment')
    .filter(({ fields }) => fields.custbody_hc_fulfillment_exported === true);
  expect(ticked).toHaveLength(YEARS.length);
});

describe('upgraded', () => {
  let transferOrder: number;
  let late: number;

  beforeAll(() => {
    leaveEverythingHalfWay();
    late = enter(desk, [1], WAREHOUSE);
    transferOrder = site.account.addRecord('transferorder', {
      location: String(WAREHOUSE),
      transferlocation: String(STORE),
      custbody_hc_order_id: 'TO1',
      custbody_hc_shopify_order_id: 'S1',
      custbody_hc_sales_channel: 'WEB',
      sublists: {
        item: [
          {
            item: '501',
            quantity: 1,
            custcol_hc_order_line_id: '00101',
            custcol_hc_item_tag: 'T',
            custcol_hc_orderline_type_id: 'X',
          },
        ],
      },
    });
    notes = newNotes();
    upgradeOverAWeekend();
  });

  /** The old scripts have run a moment ago, and what has happened since is not done. */
  function leaveEverythingHalfWay(): void {
    site.now = Date.parse('2026-02-27T21:00:00Z');
    // Imported, and not fulfilled yet.
    const [tagged, unplaced] = [enter(desk, [2]), enter(desk)];
    storeShips(desk, [{ order: tagged }]);
    site.account.runDeployment('customdeploy_update_salesorder');
    site.account.runQueue();
    site.account.asUser(({ record }) => {
      const order = record.load({ type: 'salesorder', id: unplaced });
      const tag = { fieldId: 'custcol_hc_item_tag', value: 'hotwax-fulfilled' };
      order.setSublistValue({ sublistId: 'item', line: 0, ...tag });
      order.save();
    });
    expectedRefusals.push(`MISSING_LOCATION ${unplaced}`);
    for (const [id, { lines }] of desk.orders)
      if (lines[0]?.quantity === 2 && lines[0].fulfilled === 1)
        expectedRefusals.push(`PARTLY_FULFILLED ${id}`);
    // Its import is in the queue, and its file in the archive.
    allocate(desk, [{ order: enter(desk), giftNote: 'pending' }]);
    site.account.runDeployment('customdeploy_update_salesorder');
    // Shipped after the exporter has run; and one of which a part was reported.
    warehouseShips(desk, { order: enter(desk, [3], WAREHOUSE), quantity: 2 });
    site.account.runDeployment(EXPORT);
    warehouseShips(desk, { order: enter(desk, [1], WAREHOUSE) });
    // Files that wait.
    const shipped = enter(desk, [1, 1]);
    storeShipsJson(desk, [{ order: shipped }], [shippedItem(999_998, 1, 1)]);
    expectedRefusals.push('ORDER_NOT_FOUND 999998');
    storeShips(desk, [{ order: shipped, line: 2 }, { order: enter(desk) }]);
    allocate(desk, [{ order: enter(desk), giftNote: 'waiting' }], [`999999,1,501,${STORE},1,,,,`]);
    expectedRefusals.push('ORDER_NOT_FOUND 999999');
    put(site, 'fulfilledsalesorder/export/archive/HotWaxFulfilledOrderItemsFeed-0.json', '[]');
  }

  /** Two days and more pass between the last run of the old exporter and the first of the new one. */
  function upgradeOverAWeekend(): void {
    UPGRADE.forEach((step) => {
      step.follow(site, notes);
      if (step.title !== 'Wait until nothing is running') return;
      site.now += DAY / 24;
      warehouseShips(desk, { order: late });
      site.now += 2.5 * DAY;
    });
    follow(HAND_OVER);
    round(site, 3);
  }

  test('says in the dry run what the old scripts have left', () => {
    expect(notes.dryRuns).toMatchObject([
      { files: { waiting: 2 }, rows: 4, refused: 1 },
      { files: { waiting: 1 }, rows: 2, refused: 1 },
      { fulfillments: 2 },
    ]);
  });

  test('echoes nothing, doubles nothing and loses nothing', expectEverythingInItsPlace);

  test('sets the own column, since the check of columns has said so', () => {
    expect(notes.columns).toEqual({
      parameters: ['Set quantities too'],
      further: ['giftNote = custcol_gift_note'],
    });
    expect([...asItIs(desk, told(site)).values()].map(({ giftNote }) => giftNote)).toContain('waiting');
  });

  test('leaves transfer orders their fields', () => {
    const placesIn = ({ customFields }: SdfProject) =>
      customFields.flatMap(({ id, places }) => places.map((place) => `${id} ${place.recordType}`));
    expect(placesIn(site.project)).toEqual(
      expect.arrayContaining(placesIn(readSdfProject(site.hotwaxProject))),
    );
    const { fields, sublists } = site.account.getRecord('transferorder', transferOrder);
    expect(fields).toMatchObject({
      custbody_hc_order_id: 'TO1',
      custbody_hc_shopify_order_id: 'S1',
      custbody_hc_sales_channel: 'WEB',
    });
    expect(sublists.item).toMatchObject([
      { custcol_hc_order_line_id: '00101', custcol_hc_item_tag: 'T', custcol_hc_orderline_type_id: 'X' },
    ]);
  });

  test('works on as before', () => {
    aDayOfWork();
    expectEverythingInItsPlace();
  });
});

/** Something of every kind, all of it done in the end. */
function aDayOfWork(): void {
  site.now += DAY;
  const [half] = [...desk.orders].find(([, { lines }]) => lines[0]?.quantity === 3) ?? [0];
  const lines = desk.orders.get(half)?.lines[0];
  if (lines && lines.fulfilled < lines.quantity) warehouseShips(desk, { order: half });
  warehouseShips(desk, { order: enter(desk, [2], WAREHOUSE), quantity: 1 });
  storeShips(desk, [{ order: enter(desk) }]);
  const moved = enter(desk);
  allocate(desk, [{ order: moved, location: STORE, giftNote: 'first' }]);
  allocate(desk, [{ order: moved, giftNote: 'last' }]);
  round(site, 4);
}

describe('rolled back', () => {
  beforeAll(() => {
    site.now += DAY;
    storeShips(desk, [{ order: enter(desk) }]);
    allocate(desk, [{ order: enter(desk), giftNote: 'as it was rolled back' }]);
    warehouseShips(desk, { order: enter(desk, [1], WAREHOUSE) });
    round(site);
    leaveRunsThatStopped();
    follow(ROLL_BACK);
    round(site, 3);
  });

  /** A file is applied in part, and one of the export is not published yet. */
  function leaveRunsThatStopped(): void {
    const [placed, shipped, other] = [enter(desk), enter(desk), enter(desk)];
    allocate(desk, [
      { order: placed, giftNote: 'begun' },
      { order: other, giftNote: 'not begun' },
    ]);
    storeShips(desk, [{ order: shipped }]);
    warehouseShips(desk, { order: enter(desk, [1], WAREHOUSE) });
    site.now += 15 * 60_000;
    const savesOrder = ({ name, record }: NCall) => name === 'Record.save' && record?.type === 'salesorder';
    runThatDies(site, UPDATE, savesOrder, 2);
    runThatDies(site, EXPORT, ({ name }) => name === 'Connection.move');
    const begun = files(site, 'salesorder/update/processing');
    expect(begun).toEqual([expect.stringMatching(/BrokeredOrderItems/)]);
    expect(site.account.getRecord('salesorder', placed).sublists.item?.[0]?.location).toBe(String(WAREHOUSE));
    expect(site.account.getRecord('salesorder', other).sublists.item?.[0]?.location).toBeFalsy();
  }

  test('the old scripts double nothing, and nothing is lost', () => {
    expect(asItIs(desk, told(site))).toEqual(asItMustBe(desk));
    expect(waiting(site)).toEqual([]);
  });

  test('they work on as before', () => {
    aDayOfWork();
    expect(asItIs(desk, told(site))).toEqual(asItMustBe(desk));
  });

  test('upgraded once more, the account is as it should be', () => {
    warehouseShips(desk, { order: enter(desk, [1], WAREHOUSE) });
    storeShips(desk, [{ order: enter(desk) }]);
    notes = newNotes();
    follow(UPGRADE);
    follow(HAND_OVER);
    aDayOfWork();
    expect(asItIs(desk, told(site))).toEqual(asItMustBe(desk));
    expect(unfinished(site)).toEqual([]);
    expect(waiting(site)).toEqual([]);
    expect(files(site, 'salesorder/update/failed')).toEqual([]);
  });
});
