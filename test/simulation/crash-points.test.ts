/** Every single point at which a server can go down under a script, and what is left once later runs have gone over it. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown, ServerRestart } from '../../emulator/account/faults.ts';
import {
  type AccountSetup,
  GIFT_CARD,
  OTHER_ITEM,
  openScenario,
  type Scenario,
  STORE,
  WAREHOUSE,
} from '../suitescripts/scenario.ts';
import { makeHandedProject } from './run/handed-settings.ts';

/** One script at its work, and what must hold when it has done it, however often it was interrupted. */
type Work = {
  scheduled: string;
  onDemand: string;
  /** How the account differs from the usual one. */
  setup?: AccountSetup;
  prepare(scenario: Scenario): number[];
  check(scenario: Scenario, orders: readonly number[]): void;
};

const handed = makeHandedProject();
afterAll(() => handed.remove());

/** Plain rows, rows that NetSuite refuses and rows that the search already shows are wrong, and shipments, in one file. */
const allocation: Work = {
  scheduled: 'customdeploy_update_salesorder',
  onDemand: 'customdeploy_update_so_rest',
  setup: { features: ['WMSSYSTEM'] },
  prepare: (scenario) => {
    const orders = [
      scenario.order([{ quantity: 2 }, { released: 1 }]),
      scenario.order([{}]),
      scenario.order([{}, {}, { quantity: 2 }]),
    ];
    const [one, two, three] = orders;
    const rows = [
      `${one},1,${WAREHOUSE},,`,
      `${one},9,${STORE},,`,
      `${one},2,${WAREHOUSE},,`,
      `${three},1,${WAREHOUSE},,`,
      `${three},2,${STORE},1,hotwax-fulfilled`,
      `${three},3,${STORE},1,hotwax-fulfilled`,
    ];
    scenario.put(
      'salesorder/update/a.csv',
      ['internalId,lineId,location,quantity,tags', ...rows, ''].join('\n'),
    );
    scenario.put('salesorder/update/b.csv', `internalId,lineId,location\n${two},1,${STORE}\n`);
    scenario.put('salesorder/update/broken.csv', 'sku\n1\n');
    return orders;
  },
  check: (scenario, [one = 0, two = 0, three = 0]) => {
    const places = (order: number, ...lines: readonly number[]) =>
      lines.map((line) => scenario.line(order, line).location ?? null);
    expect(places(one, 1, 2)).toEqual([String(WAREHOUSE), null]);
    expect(places(two, 1)).toEqual([String(STORE)]);
    expect(places(three, 1, 2, 3)).toEqual([WAREHOUSE, STORE, STORE].map(String));
    expect(scenario.account.getRecord('salesorder', one).sublists.item).toHaveLength(2);
    expect(scenario.errors('salesorder/update', 'a.csv')).toEqual(['2 LINE_NOT_FOUND', '3 NOT_SAVED']);
    expect(scenario.errors('salesorder/update', 'broken.csv')).toEqual(['0 UNREADABLE_FILE']);
    expect(scenario.files('salesorder/update/archive')).toEqual(['a.csv', 'b.csv']);
    expect(scenario.files('salesorder/update/failed')).toEqual(['broken.csv']);
    expectNothingWaits(scenario, 'salesorder/update');
    expectFulfilled(scenario, three);
  },
};

/** The shipments of the file, each once, and their outcome in the entry of the file they came in. */
function expectFulfilled(scenario: Scenario, order: number): void {
  for (let run = 0; run < 2; run += 1) scenario.run('customdeploy_create_itemfulfillment');
  const quantities = [1, 2, 3].map((line) => Number(scenario.line(order, line).quantityfulfilled));
  expect(scenario.errors('fulfilledsalesorder/export', 'a.csv.shipments.json')).toEqual([]);
  expect(quantities).toEqual([0, 1, 1]);
  expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(1);
  expect(scenario.ledger('a.csv')).toMatchObject({
    custrecord_hc_ff_applied: 4,
    custrecord_hc_ff_rejected: 2,
    custrecord_hc_ff_handed_on: 'a.csv.shipments.json',
    custrecord_hc_ff_handed_on_outcome: expect.stringContaining('2 of 2 applied'),
  });
  expectNothingWaits(scenario, 'fulfilledsalesorder/export');
}

/** The scheduled script takes up what the map/reduce of its backlog has left. */
const allocationBacklog: Work = {
  ...allocation,
  scheduled: 'customdeploy_hc_update_backlog',
  onDemand: 'customdeploy_update_salesorder',
  setup: { ...allocation.setup, project: handed.project },
};

const [NEWER, OLDER] = ['2026-03-02-14-00-01-000-aaaaaaaa-b.csv', '2026-03-02-14-00-00-000-ffffffff-a.csv'];

/** A newer file that an earlier run has left half done goes first, so the older one comes late. */
const lateAllocation: Work = {
  scheduled: 'customdeploy_update_salesorder',
  onDemand: 'customdeploy_update_so_rest',
  prepare: (scenario) => {
    const order = scenario.order([{}, {}]);
    const file = (...rows: string[]) => ['internalId,lineId,location', ...rows, ''].join('\n');
    scenario.put(`salesorder/update/processing/${NEWER}`, file(`${order},1,${STORE}`));
    scenario.put(`salesorder/update/${OLDER}`, file(`${order},1,${WAREHOUSE}`, `${order},2,${WAREHOUSE}`));
    return [order];
  },
  check: (scenario, [order = 0]) => {
    expect([1, 2].map((line) => scenario.line(order, line).location)).toEqual([STORE, WAREHOUSE].map(String));
    expect(scenario.ledger(OLDER)).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_applied: 1,
      custrecord_hc_ff_skipped: 1,
    });
    expect(scenario.files('salesorder/update/error')).toEqual([]);
    expect(scenario.files('salesorder/update/archive')).toEqual([OLDER, NEWER]);
    expectNothingWaits(scenario, 'salesorder/update');
  },
};

const fulfillment: Work = {
  scheduled: 'customdeploy_create_itemfulfillment',
  onDemand: 'customdeploy_create_itemfulfillment_rest',
  prepare: (scenario) => {
    const orders = [scenario.order([{ quantity: 3 }, {}]), scenario.order([{ quantity: 2 }])];
    const item = (line: number, shipment: string) => ({
      line_id: String(line),
      location_id: String(STORE),
      quantity: '1',
      shipment_id: shipment,
      order_item_seq_id: `0010${line}`,
      tracking_number: shipment,
    });
    const file = (...rows: object[]) => JSON.stringify(rows);
    const [one, two] = orders;
    scenario.put(
      'fulfilledsalesorder/export/a.json',
      file(
        { order_id: String(one), items: [item(1, 'S1'), item(9, 'S1')] },
        { order_id: String(two), items: [item(1, 'S2')] },
      ),
    );
    scenario.put(
      'fulfilledsalesorder/export/b.json',
      file({ order_id: String(two), items: [item(1, 'S3')] }),
    );
    return orders;
  },
  check: (scenario, [one = 0, two = 0]) => {
    expect(scenario.line(one, 1).quantityfulfilled).toBe(1);
    expect(scenario.line(one, 2).quantityfulfilled).toBe(0);
    expect(scenario.line(two, 1).quantityfulfilled).toBe(2);
    expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(3);
    expect(scenario.errors('fulfilledsalesorder/export', 'a.json')).toEqual(['2 LINE_NOT_FULFILLABLE']);
    expect(scenario.files('fulfilledsalesorder/export/archive')).toEqual(['a.json', 'b.json']);
    expectNothingWaits(scenario, 'fulfilledsalesorder/export');
  },
};

/** The scheduled script takes up what the map/reduce of its backlog has left. */
const backlog: Work = {
  ...fulfillment,
  scheduled: 'customdeploy_hc_create_backlog',
  onDemand: 'customdeploy_create_itemfulfillment',
  setup: { project: handed.project },
};

/** A script of the account refuses one of two shipments whose lines stand elsewhere. */
const refusedFulfillment: Work = {
  ...fulfillment,
  setup: {
    userEvents: [
      {
        record: 'itemfulfillment',
        event: 'beforeSubmit',
        condition: { field: 'custbody_hc_shipment_id', is: 'S1' },
        throws: { name: 'NO', message: 'The warehouse says no.' },
      },
    ],
  },
  prepare: (scenario) => {
    const order = scenario.order([{ location: WAREHOUSE }, { item: OTHER_ITEM, location: WAREHOUSE }]);
    const item = (line: number) => ({
      line_id: String(line),
      location_id: String(STORE),
      quantity: '1',
      shipment_id: `S${line}`,
      order_item_seq_id: `0010${line}`,
      tags: 'hotwax-fulfilled',
    });
    const text = JSON.stringify([{ order_id: String(order), items: [item(1), item(2)] }]);
    scenario.put('fulfilledsalesorder/export/a.json', text);
    return [order];
  },
  check: (scenario, [order = 0]) => {
    expect(scenario.errors('fulfilledsalesorder/export', 'a.json')).toEqual(['1 NOT_SAVED']);
    const lines = [1, 2].map((line) => scenario.line(order, line));
    expect(lines.map(({ quantityfulfilled }) => quantityfulfilled)).toEqual([0, 1]);
    expect(lines.map(({ location }) => location)).toEqual([WAREHOUSE, STORE].map(String));
    expect(lines.map((line) => line.custcol_hc_item_tag ?? null)).toEqual([null, 'hotwax-fulfilled']);
    expectNothingWaits(scenario, 'fulfilledsalesorder/export');
  },
};

const refusedBacklog: Work = {
  ...refusedFulfillment,
  scheduled: backlog.scheduled,
  onDemand: backlog.onDemand,
  setup: { ...refusedFulfillment.setup, ...backlog.setup },
};

const NIFI = 'salesorder/import/fulfillment-nifi';

const exporting: Work = {
  scheduled: 'customdeploy_export_so_fulfillment',
  onDemand: 'customdeploy_export_so_fulfillment_rest',
  prepare: (scenario) =>
    ['HC1', 'HC2', 'HC3'].map((id) => {
      const order = scenario.order([{ quantity: 2, location: WAREHOUSE, seqId: '00101' }], {
        custbody_hc_order_id: id,
      });
      scenario.ship(order);
      return order;
    }),
  check: (scenario) => {
    expect(
      receivedRows(scenario)
        .map((row) => row.slice(0, 9))
        .sort(),
    ).toEqual(['HC1,00101', 'HC2,00101', 'HC3,00101']);
    const flags = scenario.account
      .listRecords('itemfulfillment')
      .map(({ fields }) => fields.custbody_hc_fulfillment_exported);
    expect(flags).toEqual([true, true, true]);
    expect(scenario.files(`${NIFI}/.tmp`)).toEqual([]);
  },
};

/** One shipment whose box a script of the account lets nobody tick, one without a location, and an ordinary one. */
const awkwardExporting: Work = {
  ...exporting,
  setup: {
    userEvents: [
      {
        record: 'itemfulfillment',
        event: 'beforeSubmit',
        when: ['xedit'],
        condition: { field: 'memo', is: 'held' },
        throws: { name: 'NO', message: 'The warehouse says no.' },
      },
    ],
  },
  prepare: (scenario) => {
    const ship = (id: string, line: object, fields = {}) => {
      const order = scenario.order([{ quantity: 1, seqId: '00101', ...line }], { custbody_hc_order_id: id });
      scenario.ship(order, fields);
      return order;
    };
    return [
      ship('HC1', { location: WAREHOUSE }, { memo: 'held' }),
      ship('HC2', { item: GIFT_CARD }),
      ship('HC3', { location: WAREHOUSE }),
    ];
  },
  check: (scenario) => {
    expect(
      receivedRows(scenario)
        .map((row) => row.slice(0, 9))
        .sort(),
    ).toEqual(['HC1,00101', 'HC3,00101']);
    const records = scenario.account.listRecords('customrecord_hc_exported_fulfillment');
    const statuses = records.map(({ fields }) => [
      fields.custrecord_hc_xf_order,
      fields.custrecord_hc_xf_status,
      fields.custrecord_hc_xf_not_ticked,
    ]);
    expect(statuses.sort()).toEqual([
      ['HC1', 'Exported', true],
      ['HC2', 'Waiting', false],
      ['HC3', 'Exported', false],
    ]);
  },
};

/** What HotWax has got: it knows a file by its name, and must not get other content under a name it knows. */
const received = new WeakMap<Scenario, Map<string, string>>();

function receive(scenario: Scenario): void {
  const known = received.get(scenario) ?? new Map<string, string>();
  received.set(scenario, known);
  for (const name of scenario.files(NIFI)) {
    const text = scenario.read(`${NIFI}/${name}`);
    expect(known.get(name) ?? text).toBe(text);
    known.set(name, text);
    scenario.take(`${NIFI}/${name}`);
  }
}

const receivedRows = (scenario: Scenario): string[] =>
  [...(received.get(scenario)?.values() ?? [])].flatMap((text) => text.trimEnd().split('\n').slice(1));

function expectNothingWaits(scenario: Scenario, folder: string): void {
  for (const place of ['', '/processing', '/.tmp']) expect(scenario.files(`${folder}${place}`)).toEqual([]);
}

/** Runs the work until nothing changes any more; the turn of a run that died is free after seventy minutes. */
function settle(scenario: Scenario, deployment: string): void {
  for (let round = 0; round < 4; round += 1) {
    scenario.later(75);
    expect(scenario.run(deployment)).toMatchObject({ ended: 'normally' });
    scenario.account.runQueue();
    receive(scenario);
  }
}

/** @param Down whether NetSuite itself starts again what was interrupted */
function play(
  work: Work,
  when: 'before' | 'after',
  at: number,
  recoverWith: string,
  Down: typeof ServerDown = ServerDown,
): boolean {
  let crashed = false;
  let settling = false;
  let reached = 0;
  const crash = (call: NCall) => {
    if (crashed || settling) return;
    reached += 1;
    if (reached !== at) return;
    crashed = true;
    throw new Down(call, when);
  };
  const scenario = openScenario({ [when]: crash }, work.setup ?? {});
  try {
    const orders = work.prepare(scenario);
    for (let run = 0; run < 3 && !crashed; run += 1) runUntilCrash(scenario, work.scheduled);
    settling = true;
    settle(scenario, recoverWith);
    work.check(scenario, orders);
    return crashed;
  } finally {
    scenario.end();
  }
}

function runUntilCrash(scenario: Scenario, deployment: string): void {
  try {
    scenario.run(deployment);
  } catch (thrown) {
    if (!(thrown instanceof ServerDown)) throw thrown;
  }
  scenario.account.runQueue();
  receive(scenario);
}

const works = {
  allocation,
  allocationBacklog,
  lateAllocation,
  fulfillment,
  refusedFulfillment,
  backlog,
  refusedBacklog,
  exporting,
  awkwardExporting,
};
const cases = (['before', 'after'] as const).flatMap((when) =>
  (['scheduled', 'onDemand'] as const).map((recovery) => ({ when, recovery })),
);

describe.each(Object.entries(works))('%s survives a server that goes down', (_name, work) => {
  test.each(cases)('$when any call of it, when the $recovery deployment goes on', ({ when, recovery }) => {
    let at = 1;
    while (play(work, when, at, work[recovery])) at += 1;

    expect(at).toBeGreaterThan(20);
  });

  test.each(['before', 'after'] as const)('%s any call of it, and starts it again itself', (when) => {
    let at = 1;
    while (play(work, when, at, work.scheduled, ServerRestart)) at += 1;

    expect(at).toBeGreaterThan(20);
  });
});
