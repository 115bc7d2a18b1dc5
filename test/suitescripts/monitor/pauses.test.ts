/** docs/monitoring.md: a feed is paused by a box of the configuration record, which a deployment of the project leaves as it is. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { FormPage } from '../../../emulator/platform/pages/page.ts';
import { scenario } from '../each-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const UPDATE = 'customdeploy_update_salesorder';
const CREATE = 'customdeploy_create_itemfulfillment';
const EXPORT = 'customdeploy_export_so_fulfillment';
const DIGEST = 'customdeploy_hc_feed_digest';
const ALLOCATIONS = 'salesorder/update';
const SHIPMENTS = 'fulfilledsalesorder/export';
const EXPORTS = 'salesorder/import/fulfillment-nifi';

const allocate = (name: string, orders: readonly number[]) =>
  scenario.put(
    `${ALLOCATIONS}/${name}`,
    `internalId,lineId,location\n${orders.map((order) => `${order},1,${STORE}\n`).join('')}`,
  );

function prepareAll() {
  const [one, other] = [scenario.order([{}]), scenario.order([{}])];
  allocate('a.csv', [one]);
  const items = [{ line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: 'S1' }];
  scenario.put(`${SHIPMENTS}/s.json`, JSON.stringify([{ order_id: String(other), items }]));
  scenario.ship(scenario.order([{ location: WAREHOUSE, seqId: '00101' }], { custbody_hc_order_id: 'HC1' }));
  return {
    [UPDATE]: () => scenario.line(one, 1).location === String(STORE),
    [CREATE]: () => scenario.line(other, 1).quantityfulfilled === 1,
    [EXPORT]: () => scenario.files(EXPORTS).length === 1,
  };
}

const FEEDS = [
  [UPDATE, 'custrecord_hc_sftp_pause_allocations', 'Allocations from HotWax'],
  [CREATE, 'custrecord_hc_sftp_pause_shipments', 'Shipments from HotWax'],
  [EXPORT, 'custrecord_hc_sftp_pause_export', 'Shipments to HotWax'],
] as const;

const statesOf = (done: Record<string, () => boolean>) =>
  Object.fromEntries(Object.entries(done).map(([deployment, isDone]) => [deployment, isDone()]));

function overview(): string {
  const report = scenario.account.runDeployment('customdeploy_hc_feed_monitor', {
    request: { method: 'GET' },
  });
  const form = report.page as FormPage;
  return (form.fields.find(({ id }) => id === 'custpage_hc_result')?.value ?? '').replace(/<[^>]*>/g, ' ');
}

describe.each(FEEDS)('%s', (paused, box, title) => {
  test('does nothing while its box is ticked, the others go on, and what waits is done once it is cleared', () => {
    const done = prepareAll();
    scenario.configure({ [box]: true });
    for (const deployment of [UPDATE, CREATE, EXPORT, paused])
      expect(scenario.run(deployment).ended).toBe('normally');
    expect(statesOf(done)).toEqual({ [UPDATE]: true, [CREATE]: true, [EXPORT]: true, [paused]: false });
    scenario.configure({ [box]: false });
    scenario.run(paused);
    expect(statesOf(done)).toEqual({ [UPDATE]: true, [CREATE]: true, [EXPORT]: true });
  });

  test.each([
    ['the server may be away or moved meanwhile', { custrecord_ns_sftp_server: 'nowhere.example.com' }],
    ['the record may be one that a refresh has copied', { custrecord_hc_sftp_account: '1234567' }],
  ])('does not connect, so that %s', (_why, values) => {
    prepareAll();
    scenario.configure({ [box]: true, ...values });
    const report = scenario.run(paused);
    expect(report.ended).toBe('normally');
    expect(report.calls.filter(({ call }) => call.startsWith('sftp.'))).toEqual([]);
    expect(JSON.stringify(report)).toContain('This feed is paused');
    expect(report.units).toBeLessThanOrEqual(50);
  });

  test('is called paused by the ledger from its second run on, by the page and by every digest', () => {
    for (const deployment of [UPDATE, CREATE, EXPORT]) scenario.run(deployment);
    scenario.account.addRecord('employee', { id: 77, entityid: 'Clerk', email: 'clerk@example.com' });
    scenario.configure({
      [box]: true,
      custrecord_hc_sftp_mail_to: 'ops@example.com',
      custrecord_hc_sftp_mail_from: '77',
    });
    const locks = () =>
      scenario.account
        .listRecords('customrecord_hc_feed_file')
        .filter(({ fields }) => fields.custrecord_hc_ff_file === '(lock)')
        .map(({ fields }) => fields.custrecord_hc_ff_status)
        .sort();
    for (let day = 0; day < 2; day += 1) {
      for (const deployment of [UPDATE, CREATE, EXPORT]) scenario.run(deployment);
      scenario.run(DIGEST);
      scenario.later(24 * 60 - 20);
    }
    expect(locks()).toEqual(['Idle', 'Idle', 'Paused']);
    for (const deployment of [UPDATE, CREATE, EXPORT]) scenario.run(deployment);
    expect(overview()).toMatch(new RegExp(`${title}: It is paused by its box .* began 2 days ago`));
    expect(overview()).not.toContain('It has not run');
    expect(scenario.account.emails).toHaveLength(2);
    for (const { body } of scenario.account.emails)
      expect(body).toContain(`- ${title}: It is paused by its box on the HC SFTP Configuration record.`);
    scenario.configure({ [box]: false });
    scenario.run(paused);
    expect(locks()).toEqual(['Idle', 'Idle', 'Idle']);
    expect(overview()).toContain('All three feeds run, and nothing needs attention.');
  });

  test('can be tried by a dry run', () => {
    prepareAll();
    scenario.configure({ [box]: true });
    const parameter = { [UPDATE]: 'us', [CREATE]: 'cf', [EXPORT]: 'ex' }[paused];
    const report = scenario.account.runDeployment(paused, {
      parameters: { [`custscript_hc_${parameter}_dry_run`]: 'T' },
    });
    expect(JSON.stringify(report)).toContain('Dry run: nothing was changed');
  });
});

test('failures of a script are not over because it is paused', () => {
  scenario.configure({ custrecord_ns_sftp_server: 'nowhere.example.com' });
  expect(scenario.run(UPDATE).ended).toBe('with an error');
  scenario.configure({ custrecord_hc_sftp_pause_allocations: true });
  scenario.later(120);
  scenario.run(UPDATE);
  expect(scenario.ledger('(failures)/customscript_update_salesorder')).toMatchObject({
    custrecord_hc_ff_status: 'Failing',
  });
});

test('a backlog that waits in the queue as the box is ticked is left, and does not start anything', () => {
  const orders = Array.from({ length: 400 }, () => scenario.order([{}]));
  allocate('many.csv', orders);
  scenario.run(UPDATE);
  scenario.configure({ custrecord_hc_sftp_pause_allocations: true });
  const jobs = scenario.account.runQueue();
  expect(jobs).toHaveLength(1);
  expect(JSON.stringify(jobs)).toContain('This feed is paused');
  expect(orders.some((order) => scenario.line(order, 1).location === String(STORE))).toBe(false);
  scenario.configure({ custrecord_hc_sftp_pause_allocations: false });
  scenario.run(UPDATE);
  scenario.account.runQueue();
  expect(orders.every((order) => scenario.line(order, 1).location === String(STORE))).toBe(true);
});

test('of two active records either can pause: what is paused must not go on by chance', () => {
  const done = prepareAll();
  scenario.account.addRecord('customrecord_ns_sftp_configuration', {
    custrecord_hc_sftp_pause_allocations: true,
  });
  expect(scenario.run(UPDATE).ended).toBe('normally');
  expect(done[UPDATE]()).toBe(false);
  expect(scenario.run(CREATE).error?.name).toBe('SEVERAL_SFTP_CONFIGURATIONS');
});

test('the project deploys the type of the record and no record, so that a deployment leaves the boxes', () => {
  const type = readFileSync('src/Objects/Records/customrecord_ns_sftp_configuration.xml', 'utf8');
  for (const [, box] of FEEDS) expect(type).toContain(`scriptid="${box}"`);
  expect(type).not.toContain('<instances>');
});
