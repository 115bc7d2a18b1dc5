/** RESTlets called from outside: who may log in with a token, for whom a RESTlet is there, and as whom it runs. */
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { listenForRestlets, type Restlets } from '../../../emulator/http/listen.ts';
import { accountWith, OBJECTS, seedMasters } from '../tiny-project.ts';

const NOW = Date.UTC(2026, 0, 5, 20);
const ROLE = 'customrole_caller';
const token = {
  consumerKey: 'ck',
  consumerSecret: 'c secret&',
  token: 'tk',
  tokenSecret: 't=secret',
  role: ROLE,
};
const DEPLOYED = {
  id: 'customdeploy_probe',
  status: 'RELEASED',
  values: { audslctrole: `[scriptid=${ROLE}]` },
};

const roleXml = (id: string, permissions: readonly string[], more: string): string =>
  `<role scriptid="${id}"><name>Caller</name>${more}<permissions>${permissions
    .map((key) => `<permission><permkey>${key}</permkey><permlevel>FULL</permlevel></permission>`)
    .join('')}</permissions></role>`;

let open: Restlets[] = [];
afterEach(async () => {
  await Promise.all(open.map(({ close }) => close()));
  open = [];
});

type Setup = { body?: string; permissions?: string[]; role?: string; deployment?: typeof DEPLOYED };

async function restlets(setup: Setup = {}) {
  const { body, permissions = ['ADMI_LOGIN_OAUTH'], role = '', deployment = DEPLOYED } = setup;
  const scripts = [
    {
      name: 'probe',
      type: 'restlet' as const,
      uses: ['N/task', 'N/record'],
      body: body ?? 'return { get: (given) => given, post: (given) => given };',
      deployments: [deployment],
    },
    {
      name: 'worker',
      uses: ['N/record'],
      execute: "record.load({ type: 'location', id: 101 });",
      deployments: [{ id: 'customdeploy_worker', status: 'NOTSCHEDULED' }],
    },
    {
      name: 'drain',
      type: 'mapreduce' as const,
      body: 'return { getInputData: () => [], summarize: () => {} };',
      deployments: [{ id: 'customdeploy_drain', status: 'NOTSCHEDULED' }],
    },
  ];
  const objects = { ...OBJECTS, [ROLE]: roleXml(ROLE, permissions, role) };
  const account = accountWith({ scripts, objects }, { clock: () => NOW });
  seedMasters(account);
  const listening = await listenForRestlets(account, {
    accountId: 'TSTDRV1',
    tokens: [token],
    clock: () => NOW,
  });
  open.push(listening);
  return { account, ...listening };
}

/** Written here once more, as whoever checks must not be who signs. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

type Header = Record<string, string>;

function signed(method: string, url: string, changes: Header = {}, secret = token.tokenSecret): Header {
  const oauth: Header = {
    oauth_consumer_key: token.consumerKey,
    oauth_token: token.token,
    oauth_nonce: 'nonce1',
    oauth_timestamp: String(NOW / 1000),
    oauth_signature_method: 'HMAC-SHA256',
    ...changes,
  };
  const { realm = 'TSTDRV1', ...rest } = oauth;
  const address = new URL(url);
  const list = [...address.searchParams, ...Object.entries(rest)]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const base = [method, `${address.origin}${address.pathname}`, list.join('&')].map(encoded).join('&');
  const key = `${encoded(token.consumerSecret)}&${encoded(secret)}`;
  const signature = createHmac('sha256', key).update(base).digest('base64');
  const all = { realm, ...rest, oauth_signature: signature };
  const shown = Object.entries(all).map(([name, value]) => `${name}="${encoded(value)}"`);
  return { authorization: `OAuth ${shown.join(', ')}`, 'content-type': 'application/json' };
}

const PROBE = '/app/site/hosting/restlet.nl?script=customscript_probe&deploy=customdeploy_probe';

test('a call that is signed with a token reaches the script, with its parameters or its body', async () => {
  const { url, logins } = await restlets();
  const address = `${url}${PROBE}&id=a%20b`;
  const got = await fetch(address, { headers: signed('GET', address) });
  expect([got.status, await got.json()]).toEqual([200, { id: 'a b' }]);
  const headers = signed('POST', address, { oauth_nonce: 'nonce2' });
  const posted = await fetch(address, { method: 'POST', headers, body: '{"a":1}' });
  expect([posted.status, await posted.json()]).toEqual([200, { a: 1 }]);
  expect(logins).toEqual(['ok', 'ok']);
});

test.each<[string, Header, string]>([
  ['signature_invalid', {}, 'another secret'],
  ['consumer_key_unknown', { oauth_consumer_key: 'other' }, token.tokenSecret],
  ['token_rejected', { oauth_token: 'other' }, token.tokenSecret],
  ['signature_method_rejected', { oauth_signature_method: 'HMAC-SHA1' }, token.tokenSecret],
  ['timestamp_refused', { oauth_timestamp: String(NOW / 1000 - 301) }, token.tokenSecret],
  ['timestamp_refused', { oauth_timestamp: 'now' }, token.tokenSecret],
  ['nonce_rejected', { oauth_nonce: 'short' }, token.tokenSecret],
  ['parameter_absent', { oauth_nonce: '' }, token.tokenSecret],
  ['realm_unknown', { realm: 'TSTDRV2' }, token.tokenSecret],
])(
  'a login that is wrong is refused with 401, and the audit trail says %s',
  async (problem, changes, secret) => {
    const { url, logins } = await restlets();
    const answer = await fetch(`${url}${PROBE}`, {
      headers: signed('GET', `${url}${PROBE}`, changes, secret),
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="token_rejected"');
    expect(await answer.json()).toEqual({
      error: { code: 'INVALID_LOGIN_ATTEMPT', message: 'Invalid login attempt.' },
    });
    expect(logins).toEqual([problem]);
  },
);

test('a nonce is taken once with its timestamp, and what was signed for another address is refused', async () => {
  const { url, logins } = await restlets();
  const headers = signed('GET', `${url}${PROBE}`);
  await fetch(`${url}${PROBE}&more=1`, { headers });
  await fetch(`${url}${PROBE}`, { headers });
  await fetch(`${url}${PROBE}`, { headers });
  expect(logins).toEqual(['signature_invalid', 'ok', 'nonce_used']);
});

test('a role without Log in using Access Tokens cannot log in', async () => {
  const { url, logins } = await restlets({ permissions: [] });
  expect((await fetch(`${url}${PROBE}`, { headers: signed('GET', `${url}${PROBE}`) })).status).toBe(401);
  expect(logins).toEqual(['permission_denied']);
});

test('a role that is for web services alone cannot call a RESTlet', async () => {
  const { url, logins } = await restlets({ role: '<iswebserviceonlyrole>T</iswebserviceonlyrole>' });
  expect((await fetch(`${url}${PROBE}`, { headers: signed('GET', `${url}${PROBE}`) })).status).toBe(401);
  expect(logins).toEqual(['permission_denied']);
});

test.each<[number, string, string, typeof DEPLOYED]>([
  [403, 'is for other roles', PROBE, { ...DEPLOYED, values: { audslctrole: 'ADMINISTRATOR' } }],
  [403, 'is only being tested', PROBE, { ...DEPLOYED, status: 'TESTING' }],
  [404, 'is not there', PROBE.replace('script=', 'script=no_'), DEPLOYED],
])('%i is the answer where a RESTlet %s', async (status, _why, path, deployment) => {
  const { url } = await restlets({ deployment });
  expect((await fetch(`${url}${path}`, { headers: signed('GET', `${url}${path}`) })).status).toBe(status);
});

const SUBMIT = (type: string, name: string): string =>
  `return { get: () => task.create({ taskType: '${type}', scriptId: 'customscript_${name}', deploymentId: 'customdeploy_${name}' }).submit() };`;
const SCHEDULED = SUBMIT('SCHEDULED_SCRIPT', 'worker');
const MAP_REDUCE = SUBMIT('MAP_REDUCE', 'drain');

test.each<[string, string, string[], number]>([
  ['a scheduled script with SuiteScript Scheduling', SCHEDULED, ['ADMI_SS_SCHEDULING'], 200],
  ['no scheduled script without it', SCHEDULED, ['ADMI_CUSTOMSCRIPT'], 400],
  ['a map/reduce with SuiteScript as well', MAP_REDUCE, ['ADMI_SS_SCHEDULING', 'ADMI_CUSTOMSCRIPT'], 200],
  ['no map/reduce without it', MAP_REDUCE, ['ADMI_SS_SCHEDULING'], 400],
])('a role submits %s', async (_what, body, permissions, status) => {
  const { url } = await restlets({ body, permissions: ['ADMI_LOGIN_OAUTH', ...permissions] });
  const answer = await fetch(`${url}${PROBE}`, { headers: signed('GET', `${url}${PROBE}`) });
  expect(answer.status).toBe(status);
  if (status === 400)
    expect(await answer.json()).toMatchObject({ error: { code: 'INSUFFICIENT_PERMISSION' } });
});

test('what a RESTlet submits runs with the permissions of the role that called it', async () => {
  const { url, account } = await restlets({
    body: SCHEDULED,
    permissions: ['ADMI_LOGIN_OAUTH', 'ADMI_SS_SCHEDULING'],
  });
  await fetch(`${url}${PROBE}`, { headers: signed('GET', `${url}${PROBE}`) });
  expect(account.runQueue()).toMatchObject([
    { kind: 'script', status: 'FAILED', execution: { error: { name: 'INSUFFICIENT_PERMISSION' } } },
  ]);
  expect(account.runDeployment('customdeploy_worker').ended).toBe('normally');
});
