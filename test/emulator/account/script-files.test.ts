/** Script files that an account is given without a project, as tests of other people's scripts give them. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type AccountOptions, createAccount, readAccountFile } from '../../../emulator/index.ts';
import { temporaryFolder, writeProject } from '../tiny-project.ts';

const folder = temporaryFolder('emulator-scripts-');

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const script = (tag: string, modules: string, body: string): string =>
  `/**\n * @NApiVersion 2.1\n * @NScriptType ${tag}\n */\ndefine([${modules}], (...modules) => (${body}));\n`;

function run(options: AccountOptions, deployment: string) {
  const account = createAccount(options);
  const report = account.runDeployment(deployment);
  const reports = [
    report,
    ...account.runQueue().flatMap((job) => (job.kind === 'script' ? [job.execution] : [])),
  ];
  account.dispose();
  return { reports, logs: account.logs.map(({ title, details }) => `${title}: ${details}`) };
}

const first = file(
  'first-script.js',
  script(
    'ScheduledScript',
    "'N/task', 'N/runtime'",
    `{ execute() {
      log.audit('limit', modules[1].getCurrentScript().getParameter({ name: 'custscript_limit' }));
      modules[0].create({ taskType: 'MAP_REDUCE', scriptId: 'customscript_second', deploymentId: 'customdeploy_second' }).submit();
    } }`,
  ),
);
const second = file(
  'second.js',
  script(
    'MapReduceScript',
    "'N/record'",
    `{ getInputData: () => ['Boston'], map({ value }) { modules[0].create({ type: 'location' }).setValue('name', value).save(); } }`,
  ),
);
const third = file(
  'third.js',
  script(
    'UserEventScript',
    '',
    `{ beforeSubmit({ newRecord }) { log.audit('saved', newRecord.getValue('name')); } }`,
  ),
);

test('each has its deployment and parameters, and they start and hear of each other', () => {
  const scripts = [
    { file: first, parameters: { custscript_limit: '5' } },
    second,
    { file: third, record: 'location' },
  ];
  const { reports, logs } = run({ scripts }, 'customdeploy_first_script');
  expect(reports.map(({ ended }) => ended)).toEqual(['normally', 'normally']);
  expect(logs).toEqual(['limit: 5', 'saved: Boston']);
});

test('they join the scripts of a project', () => {
  const project = writeProject({ scripts: [{ name: 'mine', execute: "tell('mine');" }] });
  const options = { project, scripts: [second] };
  expect(run(options, 'customdeploy_mine').logs).toEqual(['told: "mine"']);
  expect(run(options, 'customdeploy_second').reports[0]?.ended).toBe('normally');
});

test('a project may be named by the folder above its src, as SuiteCloud makes them', () => {
  const above = temporaryFolder('emulator-suitecloud-');
  renameSync(writeProject({ scripts: [{ name: 'mine', execute: "tell('mine');" }] }), join(above, 'src'));
  expect(run({ project: above }, 'customdeploy_mine').logs).toEqual(['told: "mine"']);
  expect(() => createAccount({ project: join(above, 'src/Objects') })).toThrow(
    /has no manifest\.xml, nor has src/,
  );
});

test('a user event script without a record type is refused', () => {
  expect(() => createAccount({ scripts: [third] })).toThrow(
    /third\.js is a user event script.*record: 'salesorder'/,
  );
});

test('an account file gives all options of an account', () => {
  const path = file(
    'account.json',
    '{ "processors": 5, "records": { "location": [{ "id": 7, "name": "Boston" }] } }',
  );
  const account = createAccount({ ...readAccountFile(path), scripts: [second] });
  expect(account.getRecord('location', 7).fields.name).toBe('Boston');
  expect(account.runDeployment('customdeploy_second').processors).toEqual({ taken: 1, of: 5 });
});
