import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import { createDisplay } from '../../../demo/display.ts';
import { runRoundTrip } from '../../../demo/round-trip.ts';
import { findProblems } from '../../../scripts/check-project.ts';
import { newFolder, projectRoot, writeFiles } from '../workspace.ts';
import { testWithCli } from './installed-cli.ts';
import { type SdfAnswer, type SdfRequest, type SdfServer, startSdfServer } from './sdf-server.ts';
import { type CliWorkspace, makeCliWorkspace, removeHooks } from './suitecloud-workspace.ts';

const STEPS = ['Validate manifest', 'Validate objects', 'Begin deployment', 'Create objects'];

const steps = (failed?: string) =>
  STEPS.map((name) => ({ name, status: name === failed ? 'FAILED' : 'SUCCESSFUL' }));

const result = (type: string, component: string, message: string) => ({
  type,
  message,
  validationDetails: { component },
});

const ok = (body: unknown): SdfAnswer => ({ status: 200, body });

const SUCCESS = ok({ steps: steps(), validationResults: [] });

function unpack({ archive }: SdfRequest): string {
  const folder = join(newFolder(), 'netsuite');
  for (const [name, content] of archive) writeFiles(folder, { [name]: content.toString('utf8') });
  return folder;
}

let server: SdfServer;
beforeAll(async () => {
  server = await startSdfServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.refused.length = 0;
  server.answerWith(() => SUCCESS);
});

describe('npm run validate and npm run deploy, through the real SuiteCloud CLI', () => {
  let workspace: CliWorkspace;
  beforeAll(() => {
    workspace = makeCliWorkspace(server);
  });

  testWithCli('a fresh clone builds, checks and sends itself to be validated, and only that', async () => {
    const { code, output } = await workspace.npm('validate');
    expect(output).toMatch(
      /build: \d+ scripts.*check: found nothing that NetSuite would refuse.*Status: SUCCESS/s,
    );
    expect({ code, refused: server.refused }).toEqual({ code: 0, refused: [] });
    expect(server.requests).toMatchObject([
      { action: 'validate', token: 'token-1', query: { accountspecificvalues: 'ERROR' } },
    ]);
  });

  testWithCli(
    'what is deployed passes the checks, and is what the emulator then runs a round trip of all feeds on',
    async () => {
      const warning = 'The field colstore depends on the WEBSITE feature and will be ignored.';
      const file = 'Objects/TransactionFields/custcol_hc_item_tag.xml';
      server.answerWith(() => ok({ steps: steps(), validationResults: [result('WARNING', file, warning)] }));
      const { code, output } = await workspace.npm('deploy');
      expect(output).toMatch(/Status: SUCCESS[\s\S]*0 error\(s\), 1 warning\(s\)/);
      expect(output).toContain(warning);
      expect({ code, actions: server.requests.map(({ action }) => action) }).toEqual({
        code: 0,
        actions: ['deploy'],
      });
      const project = unpack(server.requests[0] as SdfRequest);
      expect(findProblems(project)).toEqual([]);
      const display = createDisplay({ write: () => undefined }, Date.now);
      const roundTrip = await runRoundTrip({ project, out: newFolder(), orders: 30, seed: 6, display });
      expect(roundTrip.reconciliation.differences).toEqual([]);
      expect(roundTrip.feeds.map(({ applied }) => applied > 0)).toEqual([true, true, true]);
    },
  );

  testWithCli('a rehearsal asks for a preview and deploys nothing', async () => {
    const { code } = await workspace.npm('deploy', '--dryrun');
    expect(code).toBe(0);
    expect(server.requests.map(({ action }) => action)).toEqual(['preview']);
  });

  testWithCli(
    'a source that does not build, or an object that fails a check, is reported and never sent',
    async () => {
      const broken = makeCliWorkspace(server);
      const object = 'src/Objects/TransactionFields/custcolisbopis.xml';
      const text = readFileSync(join(projectRoot, object), 'utf8');
      writeFiles(broken.root, { [object]: text.replace('CHECKBOX', 'YESNO') });
      const checked = await broken.npm('deploy');
      expect(checked.code).toBe(1);
      expect(checked.output).toMatch(/custcolisbopis\.xml: <fieldtype> says "YESNO"\. Write a field type/);
      expect(checked.output).toMatch(/nothing was sent to NetSuite/);
      const script = 'src/FileCabinet/SuiteScripts/SalesOrder/HC_SC_UpdateSalesOrders.ts';
      writeFiles(broken.root, {
        [script]: readFileSync(join(projectRoot, script), 'utf8').concat('fetch();\n'),
      });
      const built = await broken.npm('validate');
      expect(built.code).toBe(1);
      expect(built.output).toMatch(/"fetch" is not part of SuiteScript 2\.1/);
      expect(server.requests).toEqual([]);
    },
  );
});

describe('an answer of NetSuite ends the command as it should:', () => {
  let workspace: CliWorkspace;
  beforeAll(async () => {
    workspace = makeCliWorkspace(server);
    removeHooks(workspace);
  });

  const field = 'Objects/TransactionFields/custcol_hc_item_tag.xml';
  const failed = (step: string, component: string, message: string): SdfAnswer =>
    ok({ steps: steps(step), validationResults: [result('ERROR', component, message)] });

  const failures: readonly (readonly [string, SdfAnswer, string])[] = [
    [
      'a feature that the manifest does not declare',
      failed(
        'Validate manifest',
        'manifest.xml',
        'The manifest must define the MULTILOCINVT feature as required.',
      ),
      'The manifest must define the MULTILOCINVT feature as required.',
    ],
    [
      'a feature that the account does not have',
      failed(
        'Validate manifest',
        'manifest.xml',
        'The following features must be enabled in the account: INVENTORY.',
      ),
      'The following features must be enabled in the account: INVENTORY.',
    ],
    [
      'an object that does not hold',
      failed('Validate objects', field, 'The object field fieldtype is invalid.'),
      'The object field fieldtype is invalid.',
    ],
    [
      'a dependency that the account lacks',
      failed(
        'Validate objects',
        field,
        'The manifest contains a dependency on customrecord_x, but it is not in the account.',
      ),
      'but it is not in the account.',
    ],
    [
      'an object that somebody has locked',
      failed('Create objects', field, 'The object custcol_hc_item_tag is locked and cannot be updated.'),
      'is locked and cannot be updated',
    ],
    [
      'a step that failed without a reason',
      ok({ steps: steps('Create objects') }),
      '✖ Step 4: Create objects',
    ],
    [
      'an error of the server itself',
      ok({ errorMessage: 'An unexpected error has occurred. Error ID: abc' }),
      'An unexpected error has occurred.',
    ],
    ['a page instead of an answer', { status: 502, body: '<html>Bad gateway</html>' }, 'Bad gateway'],
  ];

  for (const [what, answer, told] of failures) {
    testWithCli(`${what}: exit code 1, and the reason is told`, async () => {
      server.answerWith(() => answer);
      const { code, output } = await workspace.suitecloud({}, 'project:deploy');
      expect(output).toContain(told);
      expect({ code, sent: server.requests.length, refused: server.refused }).toEqual({
        code: 1,
        sent: 1,
        refused: [],
      });
    });
  }

  testWithCli('a token that has expired is renewed once, and the deployment goes on', async () => {
    const before = workspace.signIns().filter((asked) => asked.startsWith('force')).length;
    server.answerWith(({ token }) =>
      token === `token-${before + 1}` ? { status: 401, body: { message: 'Invalid login' } } : SUCCESS,
    );
    const { code } = await workspace.suitecloud({}, 'project:deploy');
    expect(code).toBe(0);
    expect(server.requests.map(({ token }) => token)).toEqual([`token-${before + 1}`, `token-${before + 2}`]);
  });

  testWithCli('a role that may not deploy is reported after one more attempt', async () => {
    server.answerWith(() => ({
      status: 403,
      body: { message: 'Your role lacks the SuiteApp Deployment permission.' },
    }));
    const { code, output } = await workspace.suitecloud({}, 'project:deploy');
    expect(output).toContain('lacks the SuiteApp Deployment permission');
    expect({ code, sent: server.requests.length }).toEqual({ code: 1, sent: 2 });
  });
});

describe('before anything is sent', () => {
  let workspace: CliWorkspace;
  beforeAll(() => {
    workspace = makeCliWorkspace(server);
    removeHooks(workspace);
  });

  testWithCli('a job signs in with a certificate, as the workflow does', async () => {
    writeFiles(workspace.root, { 'project.json': '{}', 'key.pem': 'a key' });
    const account = ['--account', '9999999_sb1', '--authid', 'sandbox', '--certificateid', 'abc'];
    const args = ['account:setup:ci', ...account, '--privatekeypath', 'key.pem'];
    const { code, output } = await workspace.npm('suitecloud', ...args);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(workspace.signIns()).toEqual([
      expect.stringMatching(/^authenticateci -authid sandbox -account 9999999_SB1 -certificateid abc/),
    ]);
    const written = readFileSync(join(workspace.root, 'project.json'), 'utf8');
    expect(JSON.parse(written)).toEqual({ defaultAuthId: 'sandbox' });
  });

  testWithCli('a machine without Java, or with another version, learns which is wanted', async () => {
    const none = await workspace.suitecloud({ PATH: newFolder() }, 'project:deploy');
    expect(none).toMatchObject({
      code: 1,
      output: expect.stringMatching(/JDK, version 17 or 21.*java is not installed/),
    });
    const old = writeFiles(newFolder(), { java: `#!/bin/sh\necho 'openjdk version "11.0.2"' >&2\n` });
    chmodSync(join(old, 'java'), 0o755);
    const other = await workspace.suitecloud({ PATH: old }, 'project:deploy');
    expect(other.output).toMatch(/this one is version 11\. Install one/);
    const manifest = readFileSync(join(projectRoot, 'src/manifest.xml'), 'utf8');
    writeFiles(workspace.root, { 'src/manifest.xml': manifest.replace('INVENTORY', 'INVENTROY') });
    const broken = await workspace.suitecloud({ PATH: newFolder() }, 'project:deploy');
    expect(broken.output).toMatch(/manifest\.xml: it does not declare the feature INVENTORY/);
    writeFiles(workspace.root, { 'src/manifest.xml': manifest });
  });

  testWithCli('what stays on this machine needs no Java', async () => {
    const { code, output } = await workspace.suitecloud({ PATH: newFolder() }, 'project:package');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/\.zip file was created/) });
  });

  testWithCli("Oracle's licence is asked for, never assumed", async () => {
    const { code, output } = await workspace.suitecloud({ HOME: newFolder() }, 'project:deploy');
    expect(code).toBe(1);
    expect(output).toMatch(/if you accept it, set SUITECLOUD_CLI_ACCEPT_LICENSE=true/);
    expect(server.requests).toEqual([]);
  });
});
