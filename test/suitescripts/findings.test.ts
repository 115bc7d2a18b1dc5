/**
 * What the review of real accounts found beyond the claims that are made on every account: one claim for each finding, as it will hold.
 * Who fixes a finding makes its claim an ordinary test.
 */
import { afterEach, describe, expect, test } from '@jest/globals';
import { feeds } from '#feeds/catalogue.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { ServerDown } from '../../emulator/account/faults.ts';
import type { AccountName } from '../../testbed/accounts/named-accounts.ts';
import { withShipMethod } from '../../testbed/netsuite-account.ts';
import { convertWhole } from '../feeds/convert-whole.ts';
import { openScenario, type Scenario, STORE, WAREHOUSE } from './scenario.ts';

const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';
const EXPORTS = 'salesorder/import/fulfillment-nifi';
const UPDATE = 'customdeploy_update_salesorder';
const CREATE = 'customdeploy_create_itemfulfillment';
const EXPORT = 'customdeploy_export_so_fulfillment';

const SHIPMENTS_FEED = feeds.find(({ name }) => name === 'fulfilled-order-items') as Feed;

/** A script of the account that refuses what ours save. */
const WAREHOUSE_SAYS_NO = {
  record: 'itemfulfillment',
  event: 'beforeSubmit',
  contexts: ['SCHEDULED', 'MAPREDUCE'],
  throws: { name: 'WAREHOUSE_SAYS_NO', message: 'The warehouse says no.' },
} as const;

let scenario: Scenario;
afterEach(() => scenario.end());

const open = (named: AccountName, more: Parameters<typeof openScenario>[1] = {}) => {
  scenario = openScenario({}, { named, ...more });
};

const item = (fields: Record<string, unknown> = {}) => ({
  line_id: '1',
  location_id: String(STORE),
  quantity: '1',
  shipment_id: 'S1',
  order_item_seq_id: '00101',
  ...fields,
});

function ship(order: number, items: Record<string, unknown>[], name = 'a.json', more = {}): void {
  scenario.put(`${SHIPMENTS}/${name}`, JSON.stringify([{ order_id: String(order), ...more, items }]));
  scenario.run(CREATE);
}

const made = () =>
  scenario.account
    .listRecords('itemfulfillment')
    .filter(({ fields }) => scenario.entered.includes(Number(fields.createdfrom)));

const messages = (folder: string, name: string) =>
  scenario.refusals(folder, name).map(({ message }) => message);

/** Order ids of what was exported. */
const exported = () =>
  scenario.files(EXPORTS).flatMap((name) =>
    scenario
      .read(`${EXPORTS}/${name}`)
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')),
  );

const shipByHand = (orderId: string, fields: Record<string, unknown> = {}) =>
  scenario.ship(
    scenario.order([{ location: WAREHOUSE, seqId: '00101' }], {
      custbody_hc_order_id: orderId,
      ...withShipMethod,
    }),
    fields,
  );

describe('a shipment', () => {
  test('of a line that stands elsewhere is fulfilled from the store that shipped it', () => {
    open('stock at stores');
    const order = scenario.order([{ location: WAREHOUSE }]);
    ship(order, [item({ tags: 'hotwax-fulfilled' })]);
    expect(scenario.line(order, 1)).toMatchObject({ quantityfulfilled: 1, location: String(STORE) });
  });

  test('of a line of which nothing is committed is refused for that reason', () => {
    open('stock at stores');
    const order = scenario.order([{ location: WAREHOUSE }, { location: STORE }]);
    ship(order, [item({ location_id: String(WAREHOUSE) })]);
    expect(messages(SHIPMENTS, 'a.json')[0]).toMatch(/committed|stock/);
  });

  test('of an order of which nothing is committed is refused for that reason', () => {
    open('stock at stores');
    const order = scenario.order([{ location: WAREHOUSE }]);
    ship(order, [item({ location_id: String(WAREHOUSE) })]);
    expect(messages(SHIPMENTS, 'a.json')[0]).toMatch(/committed|stock/);
  });

  test('of an evening in New York is dated that day, through both halves', () => {
    open('kind', { preferences: { timeZone: 'America/New_York' } });
    const order = scenario.order([{}]);
    const shipment = {
      shipmentItems: [
        {
          orderItemSeqId: '00101',
          itemQuantity: 1,
          shippedQuantity: 1,
          shipmentId: 'S1',
          statusDatetime: '2026-02-28T20:30:00-05:00',
          facilityId: String(STORE),
          facilityExternalId: String(STORE),
          orderItemAttributes: [{ attrName: 'NetsuiteItemLineId', attrValue: '1' }],
          facilityGroupMembers: [{ facilityGroupId: 'OMS_FULFILLMENT' }],
        },
      ],
    };
    const hotwax = {
      orderId: 'HC1',
      orderIdentifications: [{ orderIdentificationTypeId: 'NETSUITE_ORDER_ID', idValue: String(order) }],
      shipments: [shipment],
    };
    const { text } = convertWhole(SHIPMENTS_FEED, { format: 'json', elements: [hotwax] }, defaultContext(0));
    scenario.put(`${SHIPMENTS}/a.json`, text);
    scenario.run(CREATE);
    expect(made()[0]?.fields.trandate).toBe('2026-02-28');
  });

  test('by an integrated carrier has that carrier’s packages, and no label is bought', () => {
    open('integrated UPS');
    const order = scenario.order([{}]);
    ship(order, [item({ tracking_number: '1Z1' })]);
    expect(scenario.trackingNumbers(made()[0]?.id ?? 0)).toEqual(['1Z1']);
  });

  test('by a method of another carrier than the order’s is fulfilled', () => {
    open('integrated UPS');
    const order = scenario.order([{}]);
    ship(order, [item({ ship_method_id: '2830' })]);
    expect(made()[0]?.fields).toMatchObject({ shipmethod: '2830', shipcarrier: 'nonups' });
  });

  test('from a location of another subsidiary is fulfilled', () => {
    open('cross-subsidiary');
    const order = scenario.order([{ location: WAREHOUSE }]);
    ship(order, [item()]);
    expect(scenario.line(order, 1)).toMatchObject({ quantityfulfilled: 1, location: String(STORE) });
  });

  test('to the second address of an order is fulfilled', () => {
    open('several routes');
    const order = scenario.order([{}, {}]);
    ship(order, [item({ line_id: '2' })]);
    expect(scenario.line(order, 2).quantityfulfilled).toBe(1);
  });

  test('that NetSuite refuses is refused in NetSuite’s words, not for want of stock', () => {
    open('nothing by default', { userEvents: [WAREHOUSE_SAYS_NO] });
    ship(scenario.order([{}]), [item()]);
    expect(messages(SHIPMENTS, 'a.json')[0]).toContain('The warehouse says no');
    expect(scenario.errors(SHIPMENTS, 'a.json')).toEqual(['1 NOT_SAVED']);
  });

  test('of a month that is closed is posted on the first open day, its own day kept', () => {
    open('closed periods');
    ship(scenario.order([{}]), [item({ shipped_date: '2026-02-27T12:00:00Z' })]);
    expect(made()[0]?.fields).toMatchObject({
      trandate: '2026-03-01',
      memo: 'Fulfilled by HotWax Commerce Shipped on 2026-02-27, in a closed period.',
    });
  });

  test('keeps its day where dates follow the status', () => {
    open('pick, pack and ship');
    ship(scenario.order([{}]), [item({ shipped_date: '2026-02-27T12:00:00Z' })]);
    expect(made()[0]?.fields).toMatchObject({ trandate: '2026-02-27', shippeddate: '2026-02-27' });
  });

  test('is known again although somebody has edited its item fulfillment', () => {
    open('kind');
    const order = scenario.order([{ quantity: 4 }, { quantity: 4 }]);
    const both = [item(), item({ line_id: '2', order_item_seq_id: '00102' })];
    ship(order, both);
    const id = made()[0]?.id ?? 0;
    const written = String(made()[0]?.fields.custbody_hc_order_items).replaceAll('\n', '\r\n');
    scenario.account.asUser(({ record }) =>
      record.submitFields({ type: 'itemfulfillment', id, values: { custbody_hc_order_items: written } }),
    );
    ship(order, both, 'b.json');
    expect([1, 2].map((line) => scenario.line(order, line).quantityfulfilled)).toEqual([1, 1]);
  });

  test('from a location with bins takes the preferred bin, as NetSuite fills it in', () => {
    open('lots and bins');
    const order = scenario.order([{}]);
    ship(order, [item({ location_id: String(WAREHOUSE) })]);
    expect(scenario.line(order, 1).quantityfulfilled).toBe(1);
  });

  test('of which a part was deleted is completed', () => {
    open('kind');
    const order = scenario.order([{ quantity: 9 }]);
    const part = (seq: string) => item({ order_item_seq_id: seq });
    ship(order, [part('00101')], 'a.json');
    ship(order, [part('00102')], 'b.json');
    const [first] = made();
    scenario.account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id: first?.id ?? 0 }));
    ship(order, [part('00101')], 'c.json');
    expect(scenario.errors(SHIPMENTS, 'c.json')).toEqual([]);
    expect(scenario.line(order, 1).quantityfulfilled).toBe(2);
  });

  test('of an order that may not be split moves lines that have a location of their own', () => {
    open('limit to committed');
    const order = scenario.order([{ location: WAREHOUSE }]);
    ship(order, [item({ tags: 'hotwax-fulfilled' })], 'a.json', { maySplit: 'N' });
    expect(scenario.line(order, 1).location).toBe(String(STORE));
  });
});

describe('an allocation', () => {
  const tag = (order: number, name = 'a.csv') =>
    scenario.put(
      `${ALLOCATIONS}/${name}`,
      `lineId,internalId,item,quantity,location,tags\n1,${order},,1,${STORE},hotwax-fulfilled\n`,
    );
  const handedOn = (name: string) => scenario.ledger(name)?.custrecord_hc_ff_handed_on;
  const outcome = (name: string) => scenario.ledger(name)?.custrecord_hc_ff_handed_on_outcome;

  test('that is tagged as fulfilled by HotWax is a shipment: its line is set, and it is fulfilled once', () => {
    open('kind');
    const order = scenario.order([{}]);
    tag(order);
    scenario.run(UPDATE);
    expect(scenario.files(SHIPMENTS)).toEqual(['a.csv.shipments.json']);
    expect([handedOn('a.csv'), made()]).toEqual(['a.csv.shipments.json', []]);

    for (const _ of [1, 2]) for (const script of [CREATE, UPDATE]) scenario.run(script);

    expect(made()).toHaveLength(1);
    expect(scenario.line(order, 1)).toMatchObject({
      location: String(STORE),
      custcol_hc_item_tag: 'hotwax-fulfilled',
      quantityfulfilled: 1,
    });
    expect(outcome('a.csv')).toBe('Done: 1 of 1 applied.');
    expect(scenario.ledger('a.csv.shipments.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 1,
    });
  });

  test('that is tagged as fulfilled and cannot be is refused by name, and both ledger entries say so', () => {
    open('kind', { userEvents: [WAREHOUSE_SAYS_NO] });
    tag(scenario.order([{}]));
    for (const script of [UPDATE, CREATE]) scenario.run(script);

    expect(made()).toEqual([]);
    expect(scenario.errors(SHIPMENTS, 'a.csv.shipments.json')).toEqual(['1 NOT_SAVED']);
    expect(outcome('a.csv')).toMatch(/^Done with errors: 0 of 1 applied\. See error\/a\.csv\.shipments/);
    expect(scenario.ledger('a.csv.shipments.json')?.custrecord_hc_ff_status).toBe('Done with errors');
  });

  test('that is tagged as fulfilled again, in another file, is fulfilled no second time', () => {
    open('kind');
    const order = scenario.order([{}]);
    for (const name of ['a.csv', 'b.csv']) {
      tag(order, name);
      for (const script of [UPDATE, CREATE]) scenario.run(script);
    }

    expect(made()).toHaveLength(1);
    expect(scenario.ledger('b.csv')).toMatchObject({ custrecord_hc_ff_skipped: 1 });
  });

  test('that NetSuite refuses is refused in NetSuite’s words', () => {
    open('kind', { userEvents: [{ ...WAREHOUSE_SAYS_NO, record: 'salesorder' }] });
    const order = scenario.order([{}]);
    scenario.put(`${ALLOCATIONS}/a.csv`, `internalId,lineId,location\n${order},1,${STORE}\n`);
    scenario.run(UPDATE);
    expect(messages(ALLOCATIONS, 'a.csv')[0]).toContain('The warehouse says no');
  });

  test('for an order whose form lacks the column is applied', () => {
    open('form without columns');
    const order = scenario.order([{}]);
    scenario.put(`${ALLOCATIONS}/a.csv`, `internalId,lineId,location\n${order},1,${STORE}\n`);
    scenario.run(UPDATE);
    expect(scenario.line(order, 1).location).toBe(String(STORE));
  });
});

describe('the export', () => {
  test('reports a fulfillment that NetSuite lets nobody change, and the others with it, once', () => {
    open('kind', {
      userEvents: [
        {
          record: 'itemfulfillment',
          event: 'beforeSubmit',
          when: ['xedit'],
          condition: { field: 'memo', is: 'held' },
          throws: { name: 'WAREHOUSE_LOCK', message: 'The warehouse is still working on this fulfillment.' },
        },
      ],
    });
    shipByHand('HC1', { memo: 'held' });
    for (const orderId of ['HC2', 'HC3']) shipByHand(orderId);
    for (let run = 0; run < 3; run += 1) expect(scenario.run(EXPORT).ended).toBe('normally');
    expect(exported().map(([orderId]) => orderId)).toEqual(['HC1', 'HC2', 'HC3']);
  });

  test('reports nothing to HotWax of what HotWax’s own scripts have fulfilled', () => {
    open('years on HotWax’s bundle');
    scenario.run(EXPORT);
    expect(exported()).toEqual([]);
  });

  test('gives the day on which it shipped, not the day of a later edit', () => {
    open('kind');
    scenario.run(EXPORT);
    const id = shipByHand('HC1');
    scenario.later(3 * 24 * 60);
    scenario.account.asUser(({ record }) => {
      const fulfillment = record.load({ type: 'itemfulfillment', id });
      fulfillment.setValue({ fieldId: 'memo', value: 'checked' });
      fulfillment.save();
    });
    scenario.run(EXPORT);
    expect(exported()[0]?.[3]).toMatch(/^2026-03-02/);
  });

  test('waits for a tracking number that comes after the shipment, where the deployment says so', () => {
    open('kind');
    const run = () => {
      scenario.later(60);
      scenario.account.runDeployment(EXPORT, { parameters: { custscript_hc_ex_wait_tracking: '24' } });
    };
    const id = shipByHand('HC1');
    run();
    expect(exported()).toEqual([]);
    scenario.account.asUser(({ record }) => {
      const fulfillment = record.load({ type: 'itemfulfillment', id });
      const set = (fieldId: string, value: unknown) =>
        fulfillment.setSublistValue({ sublistId: 'package', fieldId, line: 0, value });
      set('packageweight', 1);
      set('packagetrackingnumber', '1ZLATE');
      fulfillment.save();
    });
    run();
    expect(exported().map((row) => row[5])).toEqual(['1ZLATE']);
  });

  test('counts in the unit of the order line', () => {
    open('units of measure');
    shipByHand('HC1');
    scenario.run(EXPORT);
    expect(exported()[0]?.[4]).toBe('1');
  });

  test('leaves a processor to other scripts', () => {
    open('two processors');
    const { processors } = scenario.run(EXPORT);
    expect(processors?.taken).toBeLessThan(processors?.of ?? 0);
  });
});

test('a file that no run gets through is put into failed after some attempts', () => {
  scenario = openScenario({
    before: (call) => {
      if (call.name === 'Connection.download') throw new ServerDown(call, 'before');
    },
  });
  scenario.put(`${ALLOCATIONS}/a.csv`, `internalId,lineId,location\n${scenario.order([{}])},1,${STORE}\n`);
  for (let attempt = 0; attempt < 7; attempt += 1) {
    try {
      scenario.run(UPDATE);
    } catch (thrown) {
      if (!(thrown instanceof ServerDown)) throw thrown;
    }
  }
  expect(scenario.files(`${ALLOCATIONS}/failed`)).toEqual(['a.csv']);
});
