/**
 * How long a shipment takes from HotWax's folder to its item fulfillment, by the clock of the emulated account: with scripts that are
 * started at once, by their schedule alone, and when NetSuite starts nothing.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listenForRestlets, type Restlets } from '../../emulator/http/listen.ts';
import { defaultRoutes, foldersOf } from '../../transformer/folders/folders.ts';
import { openScenario, type Scenario } from '../suitescripts/scenario.ts';
import { list, shipment } from '../transformer/catch-up/orders.ts';
import { command, logLines } from '../transformer/command.ts';
import { dateFiles } from './both-sides.ts';

const SCHEDULED = 'customdeploy_create_itemfulfillment';
const token = {
  consumerKey: 'consumer key',
  consumerSecret: 'consumer secret',
  token: 'token id',
  tokenSecret: 'token secret',
  role: 'customrole_hc_integration',
};
const environment = { CONSUMER: token.consumerSecret, TOKEN: token.tokenSecret };

/** How often a pass is made, how old a file must be for it, and how long a started script waits for a processor. */
const [PASS, AGE, PROCESSOR] = [15, 15, 5];
const QUARTER = 15 * 60;
const STEP = 5;

let scenario: Scenario;
let restlets: Restlets;
let folder: string;
/** Of the account: 15:00 is when its schedule has just run. */
let now: number;

beforeEach(async () => {
  scenario = openScenario();
  now = Date.parse('2026-03-02T15:00:00Z');
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  for (const path of defaultRoutes().flatMap(foldersOf)) mkdirSync(join(root(), path), { recursive: true });
  restlets = await listenForRestlets(scenario.account, {
    accountId: 'TSTDRV1',
    tokens: [token],
    clock: () => now,
  });
});
afterEach(async () => {
  await restlets.close();
  scenario.end();
  rmSync(folder, { recursive: true });
});

const root = () => scenario.path('..');

const starting = (more: object = {}) => ({
  account: 'TSTDRV1',
  url: restlets.url,
  consumerKey: token.consumerKey,
  consumerSecretEnvironment: 'CONSUMER',
  tokenId: token.token,
  tokenSecretEnvironment: 'TOKEN',
  ...more,
});

function configured(start: object | undefined): string {
  const path = join(folder, 'transformer.yaml');
  const feeds = { 'fulfilled-order-items': { minimumAgeSeconds: AGE } };
  const connection = { folder: root() };
  writeFileSync(path, JSON.stringify({ connection, feeds, ...(start && { netsuite: { start } }) }));
  return path;
}

/** A pass, and what its log says of starting. */
async function pass(configuration: string): Promise<string[]> {
  const { exitCode, err } = await command(['run', '--config', configuration], {
    environment,
    clock: () => now,
  });
  expect(exitCode).toBe(0);
  for (const secret of [token.consumerSecret, token.tokenSecret]) expect(err).not.toContain(secret);
  dateFiles(root(), now);
  return logLines(err)
    .filter(({ msg }) => String(msg).startsWith('script '))
    .map(({ msg, outcome, problem }) => `${msg}: ${outcome ?? (problem as { code: string }).code}`);
}

const fulfillments = () => scenario.account.listRecords('itemfulfillment');

/** @returns after how many seconds the shipment has its fulfillment, and what the passes said of starting */
async function ship(start: object | undefined): Promise<{ seconds: number; said: string[] }> {
  const configuration = configured(start);
  const order = scenario.order([{}]);
  const rows = shipment('HC1', String(order), 'S1', { seq: '00101', line: '1' });
  scenario.put('../hotwax/FulfilledOrderItems/s.json', list(rows));
  dateFiles(root(), now);
  const said: string[] = [];
  let started: number | undefined;
  for (let seconds = STEP; seconds <= 2 * QUARTER; seconds += STEP) {
    scenario.later(STEP / 60);
    now += STEP * 1000;
    if (started !== undefined && seconds - started >= PROCESSOR) scenario.account.runQueue();
    if (seconds % QUARTER === 0) scenario.account.runDeployment(SCHEDULED);
    dateFiles(root(), now);
    if (fulfillments().length > 0) return { seconds, said };
    if (seconds % PASS !== 0) continue;
    const more = await pass(configuration);
    if (more.length > 0) started = seconds;
    said.push(...more);
  }
  return { seconds: Number.POSITIVE_INFINITY, said };
}

test('a shipment has its fulfillment in under a minute where scripts are started at once, and once', async () => {
  const { seconds, said } = await ship(starting());
  expect(seconds).toBeLessThan(60);
  expect(said).toEqual(['script started: started']);
  scenario.later(20);
  scenario.account.runDeployment(SCHEDULED);
  expect(fulfillments()).toHaveLength(1);
  expect(restlets.logins).toEqual(['ok']);
});

test('without starting it waits for the schedule', async () => {
  expect(await ship(undefined)).toEqual({ seconds: QUARTER, said: [] });
});

describe('where NetSuite starts nothing, a shipment waits for the schedule just as long:', () => {
  test.each<[string, () => object, string[]]>([
    ['it cannot be reached', () => ({ url: 'http://127.0.0.1:9' }), []],
    ['the secret is another', () => ({ tokenSecretEnvironment: 'CONSUMER' }), ['signature_invalid']],
    ['the account is another', () => ({ account: 'TSTDRV2' }), ['realm_unknown']],
    ['the RESTlet is not deployed', () => ({ script: 'customscript_other' }), ['ok']],
    ['the variable of a secret is empty', () => ({ tokenSecretEnvironment: 'NOTHING' }), []],
  ])('%s', async (_why, change, logins) => {
    const { seconds, said } = await ship(starting(change()));
    expect(seconds).toBe(QUARTER);
    expect(said).toEqual([
      expect.stringMatching(/^script not started: (START_FAILED|INVALID_CONFIGURATION)$/),
    ]);
    expect(restlets.logins).toEqual(logins);
  });
});

describe('check', () => {
  const check = (start: object) =>
    command(['check', '--config', configured(start)], { environment, clock: () => now });

  test('logs in, and starts nothing', async () => {
    const { out } = await check(starting());
    expect(out).toContain(`ok    netsuite.start: ${new URL(restlets.url).host} lets the token in`);
    expect(scenario.account.runQueue()).toEqual([]);
  });

  test('says what to do when the login is refused, and does not pass', async () => {
    const { out, exitCode } = await check(starting({ tokenId: 'another' }));
    expect(out).toContain('FAIL  netsuite.start: START_FAILED: NetSuite answered with HTTP status 401');
    expect(out).toContain('View Login Audit Trail');
    expect(exitCode).toBe(1);
  });
});
