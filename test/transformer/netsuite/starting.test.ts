/** Starting NetSuite's scripts after a pass: what is asked, once for each feed, and that no answer changes anything but the log. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultRoutes, foldersOf } from '../../../transformer/folders/folders.ts';
import { ALLOCATIONS, allocation, list, NOW, SHIPMENTS, shipment } from '../catch-up/orders.ts';
import { command, logLines } from '../command.ts';

const SECRETS = { CONSUMER: 'the consumer secret', TOKEN: 'the token secret' };

type Asked = { method: string; url: string; authorization: string; body: Record<string, unknown> };
type Answer = (response: ServerResponse) => void;

let asked: Asked[];
let answer: Answer;
let address: string;
let folder: string;
let close: () => Promise<void>;

const says =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };
const json = (body: object): Answer => says(200, JSON.stringify(body));
const STARTED = json({
  status: 'success',
  outcome: 'started',
  message: 'Success: Task successfully submitted!',
});
const RUNNING = json({ status: 'success', outcome: 'running', message: 'It has an unfinished task.' });

beforeEach(async () => {
  asked = [];
  answer = STARTED;
  folder = mkdtempSync(join(tmpdir(), 'starting-'));
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  const body = await text(request);
  const { authorization = '' } = headers;
  asked.push({ method, url, authorization, body: body === '' ? {} : JSON.parse(body) });
  answer(response);
}

const start = (more: object = {}) => ({
  account: '1234567_SB1',
  url: address,
  consumerKey: 'ck',
  consumerSecretEnvironment: 'CONSUMER',
  tokenId: 'ti',
  tokenSecretEnvironment: 'TOKEN',
  timeoutSeconds: 30,
  ...more,
});

/** A place with two files of allocations and one of shipments, and its configuration. */
function place(name: string, settings: object): string {
  const root = join(folder, name);
  for (const path of defaultRoutes().flatMap(foldersOf)) mkdirSync(join(root, path), { recursive: true });
  const put = (path: string, content: string): void => {
    writeFileSync(join(root, path), content);
    utimesSync(join(root, path), NOW / 1000 - 600, NOW / 1000 - 600);
  };
  put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '11', { seq: '00101', line: '1' })));
  put(`${ALLOCATIONS}/b.json`, list(allocation('HC2', '12', { seq: '00101', line: '1' })));
  put(`${SHIPMENTS}/s.json`, list(shipment('HC3', '13', 'S1', { seq: '00101', line: '1' })));
  const configuration = join(folder, `${name}.yaml`);
  writeFileSync(configuration, JSON.stringify({ connection: { folder: root }, ...settings }));
  return configuration;
}

const SILENT = /not reached within 1 s/;

const run = (configuration: string, environment: Record<string, string> = SECRETS) =>
  command(['run', '--config', configuration], { environment, clock: () => NOW });

const startLines = (err: string) => logLines(err).filter(({ msg }) => String(msg).startsWith('script '));

/** What else the log says, without what differs from pass to pass: files are worked on side by side. */
const otherLines = (err: string) =>
  logLines(err)
    .filter(({ msg }) => !String(msg).startsWith('script '))
    .map(({ time: _time, passId: _passId, ...line }) => JSON.stringify(line))
    .sort();

test('each feed into NetSuite is started once for all files that a pass has published, and named', async () => {
  const { exitCode, err } = await run(place('one', { netsuite: { start: start() } }));
  expect(exitCode).toBe(0);
  expect(asked.map(({ method, url, body }) => [method, url, body.jobName, body.scriptType])).toEqual(
    ['HC_SC_UpdateSalesOrders', 'HC_SC_CreateItemFulfillment'].map((job) => [
      'POST',
      '/app/site/hosting/restlet.nl?script=customscript_hc_start_feed&deploy=customdeploy_hc_start_feed',
      job,
      'SCHEDULED',
    ]),
  );
  const published = (path: string) =>
    readdirSync(join(folder, 'one/netsuite', path)).filter((name) => /\.(csv|json)$/.test(name));
  expect(asked.map(({ body }) => body.files)).toEqual([
    published('salesorder/update'),
    published('fulfilledsalesorder/export'),
  ]);
  expect(asked[0]?.authorization).toMatch(
    /^OAuth realm="1234567_SB1", oauth_consumer_key="ck", oauth_token="ti", /,
  );
  expect(new Set(asked.map(({ authorization }) => /nonce="([^"]+)"/.exec(authorization)?.[1])).size).toBe(2);
  expect(startLines(err)).toMatchObject([
    { msg: 'script started', level: 'info', feed: 'brokered-order-items', outcome: 'started', files: 2 },
    { msg: 'script started', level: 'info', feed: 'fulfilled-order-items', outcome: 'started', files: 1 },
  ]);
});

test('a pass that publishes nothing starts nothing', async () => {
  const configuration = place('one', { netsuite: { start: start() } });
  await run(configuration);
  asked = [];
  const { err } = await run(configuration);
  expect(asked).toEqual([]);
  expect(startLines(err)).toEqual([]);
});

test('without the setting nobody is asked', async () => {
  const { err } = await run(place('one', {}));
  expect([asked, startLines(err)]).toEqual([[], []]);
});

const BUSY = '{"error":{"code":"SSS_REQUEST_LIMIT_EXCEEDED","message":"Request limit exceeded."}}';

describe('a pass ends as it would without starting, and its log says why nothing was started, when NetSuite', () => {
  test.each<[string, Answer, RegExp]>([
    [
      'refuses the login',
      says(401, '{"error":{"code":"INVALID_LOGIN_ATTEMPT"}}'),
      /401 \(INVALID_LOGIN_ATTEMPT\)/,
    ],
    ['refuses the role', says(403, ''), /403\. .*HC Integration.* the address is not that of the account/],
    ['has no such RESTlet', says(404, '<html>'), /404\. .*deployed/],
    ['has too many requests', says(429, BUSY), /429 .*more requests at once/],
    ['says so with 400', says(400, BUSY), /400 \(SSS_REQUEST_LIMIT_EXCEEDED\)\. .*more requests at once/],
    ['has a problem', says(500, 'no'), /500\. .*problem of its own/],
    ['is under maintenance', says(503, '<html>'), /503/],
    ['is elsewhere', says(302, '', { location: 'https://example.com/' }), /302\. .*not followed/],
    ['answers with a page', says(200, '<html>the token secret</html>'), /not an answer of HC_RL_StartFeed/],
    ['answers with a list', says(200, '[1]'), /not an answer/],
    ['answers with nothing', says(200, ''), /not an answer/],
    ['answers with something else', json({ a: 1 }), /started nothing: it gave no reason/],
    [
      'refuses the job',
      json({ status: 'error', message: 'Error: no\n\u001b[31m job' }),
      /nothing: Error: no {2}\[31m job/,
    ],
    [
      'fails as HotWax’s RESTlet does',
      json({ status: 'success', message: 'Error: FAILED' }),
      /Error: FAILED/,
    ],
    ['knows no such job, as HotWax’s', json({ status: 'success', message: '' }), /gave no reason/],
    ['hangs up', (response) => response.destroy(), /not reached/],
    ['says nothing', () => {}, SILENT],
    ['does not come to an end', (response) => void response.writeHead(200).write('{"status":'), SILENT],
    ['never stops', (response) => void endless(response), /not an answer/],
  ])('%s', async (_what, given, message) => {
    answer = given;
    const usual = await run(place('usual', {}));
    const patience = message === SILENT ? { timeoutSeconds: 1 } : {};
    const { exitCode, err } = await run(place('one', { netsuite: { start: start(patience) } }));
    expect(exitCode).toBe(usual.exitCode);
    expect(otherLines(err)).toEqual(otherLines(usual.err));
    const lines = startLines(err);
    expect(lines).toMatchObject([
      { msg: 'script not started', level: 'warn', feed: 'brokered-order-items' },
      { msg: 'script not started', level: 'warn', feed: 'fulfilled-order-items' },
    ]);
    for (const { problem } of lines)
      expect(problem).toEqual({ code: 'START_FAILED', message: expect.stringMatching(message) });
    for (const secret of Object.values(SECRETS)) expect(err).not.toContain(secret);
  });
});

function endless(response: ServerResponse): void {
  const piece = 'x'.repeat(64 * 1024);
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  response.writeHead(200);
  more();
}

test('a tenant that waits for NetSuite takes no place from the others', async () => {
  const held: ServerResponse[] = [];
  answer = (response) => {
    held.push(response);
    if (held.length < 2) return;
    for (const one of held.splice(0)) STARTED(one);
    answer = STARTED;
  };
  for (const name of ['one', 'two']) place(name, {});
  const tenant = (name: string) => ({
    connection: { folder: join(folder, name) },
    netsuite: { start: start({ timeoutSeconds: 20 }) },
  });
  const configuration = join(folder, 'both.yaml');
  const tenants = { one: tenant('one'), two: tenant('two') };
  writeFileSync(configuration, JSON.stringify({ tenantsAtOnce: 1, tenants }));

  const { exitCode, err } = await run(configuration);

  expect(exitCode).toBe(0);
  expect(startLines(err).map(({ msg }) => msg)).toEqual(Array(4).fill('script started'));
});

test('a pass that quarantines one file still starts what it has published of others', async () => {
  const configuration = place('one', { netsuite: { start: start() } });
  writeFileSync(join(folder, 'one', SHIPMENTS, 'bad.json'), '{');
  const { exitCode } = await run(configuration);
  expect(exitCode).toBe(3);
  expect(asked).toHaveLength(2);
});

test('watch asks again for files that came while a run was under way, and for no others', async () => {
  answer = RUNNING;
  const stop = new AbortController();
  const configuration = place('one', { netsuite: { start: start() } });
  const { err } = await command(['watch', '--interval', '1s', '--config', configuration], {
    environment: SECRETS,
    clock: () => NOW,
    stop: stop.signal,
    onError: (said) => {
      if (said.includes('"outcome":"running"') && said.includes('fulfilled-order-items')) answer = STARTED;
      if (said.includes('"outcome":"started"') && said.includes('fulfilled-order-items')) stop.abort();
    },
  });
  expect(startLines(err).map(({ feed, outcome }) => `${feed} ${outcome}`)).toEqual([
    'brokered-order-items running',
    'fulfilled-order-items running',
    'brokered-order-items started',
    'fulfilled-order-items started',
  ]);
  expect(asked[2]?.body).toEqual(asked[0]?.body);
});

test('on a terminal only what was not started is said, with what to do', async () => {
  answer = says(401, '');
  const { err } = await command(['run', '--config', place('one', { netsuite: { start: start() } })], {
    environment: SECRETS,
    clock: () => NOW,
    isTerminal: true,
  });
  expect(err).toContain("brokered-order-items: its files wait for NetSuite's schedule: NetSuite answered");
});

test('all settings can come from the environment, by tenant', async () => {
  const configuration = place('one', {});
  const { connection } = JSON.parse(readFileSync(configuration, 'utf8'));
  writeFileSync(
    configuration,
    JSON.stringify({ tenants: { 'acme-eu': { connection, netsuite: { start: { url: address } } } } }),
  );
  const prefix = 'TRANSFORMER_ACME_EU_NETSUITE_';
  writeFileSync(join(folder, 'token'), 'the token secret\n');
  const environment = {
    [`${prefix}ACCOUNT`]: '7654321',
    [`${prefix}CONSUMER_KEY`]: 'ck2',
    [`${prefix}CONSUMER_SECRET`]: 'the consumer secret',
    [`${prefix}TOKEN_ID`]: 'ti2',
    [`${prefix}TOKEN_SECRET_FILE`]: 'token',
  };
  const { err } = await run(configuration, environment);
  expect(startLines(err)).toMatchObject([{ outcome: 'started', tenant: 'acme-eu' }, { outcome: 'started' }]);
  expect(asked[0]?.authorization).toMatch(
    /^OAuth realm="7654321", oauth_consumer_key="ck2", oauth_token="ti2", /,
  );
});

describe('the configuration is refused', () => {
  test.each<[string, object, string]>([
    ['with a secret in it', { consumerSecret: 'x' }, 'is a secret and must not be in this file'],
    [
      'without a secret',
      { tokenSecretEnvironment: undefined },
      'must set the token secret, with exactly one of',
    ],
    ['with two', { tokenSecretFile: 'a' }, 'must set the token secret, with exactly one of'],
    ['without an account', { account: undefined }, 'netsuite.start.account is missing'],
    ['with an address as its account', { account: 'a.netsuite.com' }, "must be NetSuite's account id"],
    ['with plain http', { url: 'http://restlets.example.com' }, 'must begin with https://'],
    ['with a password in its address', { url: 'https://a:b@example.com' }, 'must be an address without user'],
    [
      'with another script in its address',
      { url: 'https://example.com/?script=1' },
      'must be an address without user',
    ],
    ['with a script that is none', { script: 'a b' }, 'must be an id such as customscript_hc_start_feed'],
    ['with a long patience', { timeoutSeconds: 600 }, 'must be a whole number from 1 to 60'],
  ])('%s', async (_what, more, message) => {
    const { exitCode, err } = await run(place('one', { netsuite: { start: start(more) } }));
    expect(exitCode).toBe(1);
    expect(err).toContain(message);
  });
});
