/** docs/upgrading.md, followed in an account that HotWax's own scripts have worked in for years. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hotwaxLeftBehind } from '../../../scripts/checks/hotwax-objects.ts';
import {
  FOLDER as ALLOCATIONS,
  send as allocate,
  locationOf,
  SCRIPT as UPDATE,
} from '../allocation-scenario.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { SCRIPT as EXPORT, FOLDER as EXPORTS, exportedRows } from '../export-scenario.ts';
import {
  SCRIPT as CREATE,
  fulfilled,
  FOLDER as SHIPMENTS,
  send as sendShipments,
  item as shipped,
} from '../fulfillment-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const [CREATE_LEFT = '', EXPORT_LEFT = ''] = hotwaxLeftBehind;
const FEEDS = [UPDATE, CREATE, EXPORT];

/** The project as it is in an account that keeps HotWax's on-demand deployments. */
const project = mkdtempSync(join(tmpdir(), 'from-hotwax-'));
beforeAll(() => {
  cpSync(join(import.meta.dirname, '../../../dist/netsuite'), project, { recursive: true });
  leave('customscript_create_itemfulfillment', CREATE_LEFT);
  leave('customscript_export_so_fulfillment', EXPORT_LEFT);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function leave(script: string, deployment: string): void {
  const path = join(project, `Objects/Scripts/${script}.xml`);
  const left = `<scriptdeployment scriptid="${deployment}"><isdeployed>T</isdeployed><status>NOTSCHEDULED</status><title>Left behind</title></scriptdeployment>`;
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('</scriptdeployments>', `${left}</scriptdeployments>`),
  );
}

/** HotWax's configuration record names no account. */
beforeEach(() => {
  reopen({}, { project, named: 'years on HotWax’s bundle' });
  scenario.configure({ custrecord_hc_sftp_account: '' });
});

/** What the old scripts have left: files in both folders, and a shipment that NetSuite's warehouse has just made. */
function leaveWork() {
  const order = scenario.order([{ quantity: 1 }, { quantity: 1 }], { custbody_hc_order_id: 'M1' });
  scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'M2' }));
  allocate('brokeredOrderItemsFeed_2026-03-02-10-00-00.csv', [order, 1, STORE]);
  sendShipments('KREWE_FulfilledOrderItemsFeed.json', { id: order, items: [shipped(2)] });
  return order;
}

/** Everything in the account, but for what is noted of runs that failed. */
function dump() {
  const { records, ...rest } = scenario.account.dump();
  const noted = ({ custrecord_hc_ff_file: file = '' }: Record<string, unknown>) =>
    String(file).startsWith('(failures)/');
  const kept = Object.entries(records ?? {}).map(([type, list]) => [
    type,
    (list as Record<string, unknown>[]).filter((one) => !noted(one)),
  ]);
  return JSON.stringify([kept.filter(([, list]) => list?.length), rest]);
}

test('nothing runs, and nothing is changed, before somebody says which account the server belongs to', () => {
  leaveWork();
  const before = dump();
  for (const deployment of FEEDS) {
    const report = scenario.run(deployment);
    expect(report.ended).toBe('with an error');
    expect(JSON.stringify(report)).toContain('lacks NetSuite Account');
  }
  expect(dump()).toBe(before);
  expect(scenario.files(ALLOCATIONS)).toHaveLength(1);
  expect(scenario.files(SHIPMENTS)).toHaveLength(1);
});

test('then what was left is done once, old shipments are not echoed, and deployments that stay behind do no harm', () => {
  const order = leaveWork();
  scenario.configure({ custrecord_hc_sftp_account: 'EMULATOR' });
  const old = scenario.account.listRecords('itemfulfillment').length;

  for (const deployment of [...FEEDS, CREATE_LEFT, EXPORT_LEFT]) {
    expect(scenario.run(deployment).ended).toBe('normally');
    expect(scenario.run(deployment).ended).toBe('normally');
  }

  expect(locationOf(order)).toBe(STORE);
  expect(fulfilled(order)).toEqual([0, 1]);
  expect(scenario.account.listRecords('itemfulfillment')).toHaveLength(old + 1);
  expect(exportedRows().map((row) => row.split(',')[0])).toEqual(['M2']);
  expect(scenario.files(EXPORTS)).toHaveLength(1);
});
