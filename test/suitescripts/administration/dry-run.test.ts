/** A dry run of each feed: what the pages have administrators do before they switch a feed on. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { FOLDER as ALLOCATIONS, send as allocate, SCRIPT as UPDATE } from '../allocation-scenario.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { SCRIPT as EXPORT, FOLDER as EXPORTS } from '../export-scenario.ts';
import {
  SCRIPT as CREATE,
  FOLDER as SHIPMENTS,
  send as sendShipments,
  item as shipped,
} from '../fulfillment-scenario.ts';
import { ITEM, STORE, WAREHOUSE } from '../scenario.ts';

const TAGGED = 'customdeploy_hc_fulfill_tagged';
const STATEMENT = 'customdeploy_hc_statement_now';
const PARAMETERS: Readonly<Record<string, string>> = {
  [UPDATE]: 'custscript_hc_us_dry_run',
  [CREATE]: 'custscript_hc_cf_dry_run',
  [EXPORT]: 'custscript_hc_ex_dry_run',
  [TAGGED]: 'custscript_hc_ft_dry_run',
  [STATEMENT]: 'custscript_hc_ss_dry_run',
};

type Details = Record<string, unknown>;

/** Runs a deployment with Dry run ticked. @returns what its last line in the log says */
function dryRun(deployment: string, more: Record<string, string> = {}): Details {
  scenario.later(5);
  const parameters = { [PARAMETERS[deployment] ?? '']: 'T', ...more };
  expect(scenario.account.runDeployment(deployment, { parameters }).ended).toBe('normally');
  return summaries().at(-1) ?? {};
}

const logged = (title: string): Details[] =>
  scenario.account.logs
    .filter((line) => line.title === title)
    .map(({ details }) => (typeof details === 'string' ? JSON.parse(details) : details) as Details);

const summaries = (): Details[] => logged('Dry run: nothing was changed');

/** Every record, file and folder there is, with the content and the time of each file. */
function everything(): unknown {
  const root = scenario.path('');
  const tree = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const found = statSync(join(root, name));
      if (!found.isFile()) return name;
      const content = createHash('sha256').update(readFileSync(join(root, name)));
      return [name, found.mtimeMs, content.digest('hex')];
    });
  return { tree, account: scenario.account.dump() };
}

const HOTWAX = { custbody_hc_order_id: 'M1' };

/** Something for every feed to do, on an account in which nothing has run yet. */
function fillAccount(): { order: number } {
  const order = scenario.order([{ quantity: 2 }, { quantity: 1, location: STORE, tag: 'hotwax-fulfilled' }]);
  scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }], HOTWAX));
  allocate('2026-03-02-10-00-00-000-a.csv', [order, 1, STORE], [999999, 1, STORE]);
  scenario.put(`${ALLOCATIONS}/b.csv`, 'no,such,header\n1,2,3');
  sendShipments('c.json', { id: order, items: [shipped(1), shipped(9, { shipment_id: 'S2' })] });
  return { order };
}

describe('a dry run', () => {
  test.each([
    ['of allocations', UPDATE],
    ['of shipments', CREATE],
    ['of the export', EXPORT],
    ['of tagged lines', TAGGED],
    ['of a statement', STATEMENT],
  ])('%s changes nothing, neither before the first run nor after many', (_what, deployment) => {
    fillAccount();
    const fresh = everything();
    dryRun(deployment);
    expect(everything()).toEqual(fresh);

    for (const each of [UPDATE, CREATE, EXPORT]) scenario.run(each);
    expect(everything()).not.toEqual(fresh);
    fillAccount();
    scenario.put(`${ALLOCATIONS}/processing/begun.csv`, 'internalId,lineId,location\n1,1,1\n');
    const used = everything();
    dryRun(deployment);
    expect(everything()).toEqual(used);
  });

  test('leaves no lease, so that the feed can be switched on at once', () => {
    fillAccount();
    for (const deployment of [UPDATE, CREATE, EXPORT]) dryRun(deployment);
    for (const deployment of ['customdeploy_update_so_rest', 'customdeploy_export_so_fulfillment_rest'])
      expect(scenario.run(deployment).ended).toBe('normally');
    expect(scenario.files(EXPORTS)).toHaveLength(1);
    expect(scenario.files(`${ALLOCATIONS}/archive`)).toHaveLength(1);
  });

  test('says what would become of the files that wait, and of their rows', () => {
    const { order } = fillAccount();
    expect(dryRun(UPDATE)).toMatchObject({
      feed: 'brokered-order-items',
      folder: ALLOCATIONS,
      files: { waiting: 2, begun: 0, young: 0 },
      rows: 2,
      toApply: 1,
      refused: 1,
      filesNotApplied: 1,
    });
    expect(logged('Dry run: waiting')).toMatchObject([
      { file: '2026-03-02-10-00-00-000-a.csv', toApply: 1, codes: { ORDER_NOT_FOUND: 1 } },
      { file: 'b.csv', instead: expect.stringMatching(/would be put into failed/) },
    ]);
    expect(scenario.line(order, 1).location).toBeNull();
  });

  test('says which shipments would be refused before NetSuite is asked', () => {
    fillAccount();
    expect(dryRun(CREATE)).toMatchObject({ feed: 'fulfilled-order-items', rows: 2, toApply: 1, refused: 1 });
    expect(logged('Dry run: waiting')).toMatchObject([
      { file: 'c.json', codes: { LINE_NOT_FULFILLABLE: 1 } },
    ]);
  });

  test('foresees what the run then does', () => {
    fillAccount();
    const foreseen = dryRun(CREATE);
    scenario.run(CREATE);
    expect(scenario.ledger('c.json')).toMatchObject({
      custrecord_hc_ff_rows: foreseen.rows,
      custrecord_hc_ff_applied: foreseen.toApply,
      custrecord_hc_ff_rejected: foreseen.refused,
    });
  });

  test('says which files would not be applied, by what the ledger has of their names', () => {
    const order = scenario.order([{}]);
    allocate('done.csv', [order, 1, STORE]);
    scenario.put(`${ALLOCATIONS}/failed.csv`, 'no,such,header\n1,2,3');
    scenario.run(UPDATE);
    allocate('done.csv', [order, 1, WAREHOUSE]);
    allocate('failed.csv', [order, 1, WAREHOUSE]);
    expect(dryRun(UPDATE)).toMatchObject({ rows: 1, toApply: 1, filesNotApplied: 1 });
    expect(logged('Dry run: waiting')).toContainEqual({
      file: 'done.csv',
      instead: 'has the name of a file that was applied, and would be put into failed/',
    });
  });

  test('says how many shipments would be exported, and since when', () => {
    fillAccount();
    const foreseen = dryRun(EXPORT, { custscript_hc_ex_since: '2026-03-01' });
    expect(foreseen).toMatchObject({
      since: '2026-03-01T00:00:00Z',
      fulfillments: 1,
      lines: 1,
      files: 1,
      filesBegun: 0,
      running: '',
    });
    expect(foreseen.folder).toBe(`${EXPORTS}, which the first run makes`);
    expect(dryRun(EXPORT, { custscript_hc_ex_since: '2027-01-01' })).toMatchObject({ fulfillments: 0 });
  });

  test('says how many tagged lines would be handed over, and what they wait for', () => {
    fillAccount();
    expect(dryRun(TAGGED)).toMatchObject({ orders: 1, lines: 1, problem: expect.stringMatching(/c\.json/) });
    scenario.take(`${SHIPMENTS}/c.json`);
    expect(dryRun(TAGGED)).not.toHaveProperty('problem');
  });

  test('shows a connection that does not work', () => {
    scenario.configure({ custrecord_ns_sftp_guid: 'custsecret_none' });
    for (const deployment of [UPDATE, CREATE, EXPORT]) {
      const parameters = { [PARAMETERS[deployment] ?? '']: 'T' };
      expect(scenario.account.runDeployment(deployment, { parameters }).ended).not.toBe('normally');
    }
  });
});

describe('an account with years of HotWax’s bundle', () => {
  beforeEach(() => reopen({}, { named: 'years on HotWax’s bundle' }));

  test('sees in a dry run that its old shipments would not be exported', () => {
    expect(scenario.account.listRecords('itemfulfillment').length).toBeGreaterThan(0);
    expect(dryRun(EXPORT)).toMatchObject({ fulfillments: 0 });
    scenario.ship(scenario.order([{ item: ITEM, location: WAREHOUSE, seqId: '00101' }], HOTWAX));
    expect(dryRun(EXPORT)).toMatchObject({ fulfillments: 1 });
  });
});
