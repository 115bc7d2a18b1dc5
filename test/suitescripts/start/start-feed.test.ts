/** HC_RL_StartFeed: what it starts for whom, what it refuses, and that a file is applied once whoever starts its script. */
import { describe, expect, test } from '@jest/globals';
import {
  BACKLOG,
  FOLDER,
  fulfillments,
  item,
  ON_DEMAND,
  reopen,
  SCRIPT,
  scenario,
  send,
} from '../fulfillment-scenario.ts';
import { STORE } from '../scenario.ts';

const ROLE = 'customrole_hc_integration';
const FULFILL = { jobName: 'HC_SC_CreateItemFulfillment', scriptType: 'SCHEDULED' };

const JSON_TYPE = { 'Content-Type': 'application/json' };

type Answer = { status: string; outcome: string; message: string; deployment?: string; code?: string };

function call(body: unknown, method: 'GET' | 'POST' = 'POST'): Answer {
  const { status, body: text } = scenario.account.callRestlet({
    scriptId: 'customscript_hc_start_feed',
    deploymentId: 'customdeploy_hc_start_feed',
    role: ROLE,
    request: { method, headers: JSON_TYPE, ...(method === 'POST' && { body: JSON.stringify(body) }) },
  });
  expect(status).toBe(200);
  return JSON.parse(text);
}

/** A shipment in a file that was published this moment. */
function publish(name: string): void {
  send(name, { id: scenario.order([{}]), items: [item(1)] });
  scenario.touch(`${FOLDER}/${name}`);
}

const ran = () =>
  scenario.account
    .runQueue()
    .map((job) => (job.kind === 'script' ? `${job.execution.deploymentId} ${job.status}` : ''));

describe('a feed that is started', () => {
  test('takes the files that it is started for, however young, and makes their fulfillments', () => {
    publish('a.json');
    expect(call({ ...FULFILL, files: ['a.json'] })).toMatchObject({
      status: 'success',
      outcome: 'started',
      message: 'Success: Task successfully submitted!',
      deployment: ON_DEMAND,
    });
    expect(ran()).toEqual([`${ON_DEMAND} COMPLETE`]);
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json']);
    expect(fulfillments()).toHaveLength(1);
  });

  test('leaves a young file that nobody has said to be complete', () => {
    publish('a.json');
    publish('b.json');
    call({ ...FULFILL, files: ['b.json'] });
    ran();
    expect(scenario.files(FOLDER)).toEqual(['a.json']);
    expect(fulfillments()).toHaveLength(1);
    scenario.run(SCRIPT);
    expect(fulfillments()).toHaveLength(2);
  });

  test('needs no list of files, as callers of HotWax’s RESTlet send none', () => {
    publish('a.json');
    scenario.later(2);
    expect(call(FULFILL).outcome).toBe('started');
    ran();
    expect(fulfillments()).toHaveLength(1);
  });

  test.each([
    ['HC_SC_UpdateSalesOrders', 'SCHEDULED', 'customdeploy_update_so_rest'],
    ['HC_MR_ExportedSalesOrderFulfillmentCSV', 'MAP_REDUCE', 'customdeploy_export_so_fulfillment_rest'],
  ])('may be %s, which has all permissions that it needs', (jobName, scriptType, deployment) => {
    scenario.ship(scenario.order([{ location: STORE }]));
    expect(call({ jobName, scriptType })).toMatchObject({ outcome: 'started', deployment });
    expect(ran()).toEqual([`${deployment} COMPLETE`]);
  });

  test('does nothing while it is paused', () => {
    publish('a.json');
    scenario.configure({ custrecord_hc_sftp_pause_shipments: true });
    call({ ...FULFILL, files: ['a.json'] });
    ran();
    expect(fulfillments()).toHaveLength(0);
  });
});

describe('nothing is started, and all is well,', () => {
  test('when somebody only asks whether the login works', () => {
    expect(call(undefined, 'GET')).toMatchObject({ status: 'success', outcome: 'ready' });
    expect(ran()).toEqual([]);
  });

  test('while the last start waits for a processor', () => {
    publish('a.json');
    call({ ...FULFILL, files: ['a.json'] });
    expect(call({ ...FULFILL, files: ['a.json'] })).toMatchObject({ status: 'success', outcome: 'running' });
    expect(ran()).toHaveLength(1);
  });

  test.each([
    ['the scheduled run', SCRIPT],
    ['a backlog', BACKLOG],
  ])('while %s works on the feed', (_what, deployment) => {
    scenario.run(SCRIPT);
    setHolder(deployment);
    expect(call(FULFILL)).toMatchObject({ status: 'success', outcome: 'running' });
    expect(ran()).toEqual([]);
  });
});

function setHolder(deployment: string): void {
  const [lease] = scenario.account
    .listRecords('customrecord_hc_feed_file')
    .filter(({ fields }) => fields.custrecord_hc_ff_file === '(lock)');
  scenario.account.asUser(({ record }) => {
    const entry = record.load({ type: 'customrecord_hc_feed_file', id: lease?.id ?? 0 });
    entry.setValue({ fieldId: 'custrecord_hc_ff_deployment', value: deployment });
    entry.setValue({ fieldId: 'custrecord_hc_ff_heard', value: String(Date.parse('2026-03-02T15:04:00Z')) });
    entry.save();
  });
}

describe('a start in the middle of a scheduled run', () => {
  test.each([
    'Connection.list',
    'Connection.download',
    'Record.save',
    'Connection.upload',
    'Connection.move',
  ])('at its %s applies each file once', (name) => {
    let met = false;
    reopen({
      before: (at) => {
        if (met || at.deploymentId !== SCRIPT || at.name !== name) return;
        met = true;
        publish('b.json');
        call({ ...FULFILL, files: ['a.json', 'b.json'] });
        ran();
      },
    });
    publish('a.json');
    expect(scenario.run(SCRIPT).ended).toBe('normally');
    expect(met).toBe(true);
    scenario.run(SCRIPT);
    expect(scenario.files(FOLDER)).toEqual([]);
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json', 'b.json']);
    expect(fulfillments()).toHaveLength(2);
  });
});

describe('a request is refused, and nothing is started,', () => {
  test.each<[string, string, unknown]>([
    [
      'for a script of somebody else',
      'UNKNOWN_JOB',
      { jobName: 'HC_SC_ImportCustomer', scriptType: 'SCHEDULED' },
    ],
    ['for a script that only other scripts start', 'UNKNOWN_JOB', { jobName: 'HC_MR_CreateItemFulfillment' }],
    ['for an id of a script', 'UNKNOWN_JOB', { jobName: 'customscript_create_itemfulfillment' }],
    ['for what every object has', 'UNKNOWN_JOB', { jobName: '__proto__' }],
    ['for a constructor', 'UNKNOWN_JOB', { jobName: 'constructor' }],
    ['for a list of scripts', 'UNKNOWN_JOB', { jobName: ['HC_SC_CreateItemFulfillment'] }],
    ['for nothing', 'UNKNOWN_JOB', {}],
    ['for a script of another kind', 'WRONG_SCRIPT_TYPE', { ...FULFILL, scriptType: 'MAP_REDUCE' }],
    [
      'for a kind that is no text',
      'WRONG_SCRIPT_TYPE',
      { ...FULFILL, scriptType: { toString: 'SCHEDULED' } },
    ],
    ['for files that are no list', 'INVALID_FILES', { ...FULFILL, files: 'a.json' }],
    ['for a file outside the folder', 'INVALID_FILES', { ...FULFILL, files: ['../a.json'] }],
    ['for a file of two lines', 'INVALID_FILES', { ...FULFILL, files: ['a.json\nb.json'] }],
    ['for a file that is no name', 'INVALID_FILES', { ...FULFILL, files: [{}] }],
    ['for a long name', 'INVALID_FILES', { ...FULFILL, files: ['a'.repeat(256)] }],
    ['for too many files', 'INVALID_FILES', { ...FULFILL, files: Array(201).fill('a.json') }],
    ['for a list', 'INVALID_REQUEST', [FULFILL]],
    ['for null', 'INVALID_REQUEST', null],
    ['for a number', 'INVALID_REQUEST', 1],
  ])('%s', (_what, code, body) => {
    expect(call(body)).toMatchObject({ status: 'error', outcome: 'refused', code });
    expect(ran()).toEqual([]);
  });
});

test('more names than a parameter holds are cut at a whole name, and the rest waits for its age', () => {
  const names = Array.from({ length: 30 }, (_, index) => `${'a'.repeat(190)}-${index}.json`);
  for (const name of names) publish(name);
  call({ ...FULFILL, files: names });
  ran();
  const taken = scenario.files(`${FOLDER}/archive`);
  expect(taken).toHaveLength(19);
  expect(scenario.files(FOLDER)).toHaveLength(11);
  scenario.run(SCRIPT);
  expect(fulfillments()).toHaveLength(30);
});
