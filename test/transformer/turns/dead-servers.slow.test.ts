/** Servers that take everything and never answer delay nobody but their own tenants. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../../testbed/sftp/fault-proxy.ts';
import { type SftpHost, startSftpHost } from '../../../testbed/sftp/sftp-host.ts';
import { runCommandLine } from '../../../transformer/cli/command-line.ts';
import { newMemory, onePass } from '../../../transformer/cli/run-tenant.ts';
import { choose } from '../../../transformer/cli/tenants.ts';
import { turnsOf } from '../../../transformer/cli/turns/turns.ts';
import { type CommandOptions, command, contextFor, logLines, type Said } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import {
  configurationOf,
  delivered,
  fillTenant,
  type SilentServer,
  startSilentServer,
  tenantsOf,
} from './tenants.ts';

let folder: TemporaryFolder;
let host: SftpHost;
let silent: SilentServer;
let proxy: FaultProxy;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  host = await startSftpHost(join(folder.path, 'server'));
  silent = await startSilentServer();
  proxy = await startFaultProxy(host.port);
});
afterEach(async () => {
  proxy.stop();
  silent.stop();
  await host.stop();
  await folder.remove();
});

const at = (...names: string[]): string => join(folder.path, ...names);
const config = (): string => at('transformer.yaml');

const sftp = (port: number, root: string, timeoutSeconds = 60): string =>
  `connection: { sftp: { host: 127.0.0.1, port: ${port}, username: ${host.username}, passwordFile: password, hostKey: ${host.hostKey}, root: ${host.home}/${root}, timeoutSeconds: ${timeoutSeconds} } }`;

async function setUp(connections: Record<string, string>, more = ''): Promise<void> {
  await writeFile(at('password'), host.password);
  await writeFile(config(), configurationOf(connections, more));
}

/** Until the log has as many lines of `msg`, and then stops it. */
async function until(
  words: readonly string[],
  msg: string,
  count: number,
  options: CommandOptions = {},
): Promise<Said> {
  const stop = new AbortController();
  let seen = 0;
  const onError = (text: string): void => {
    seen += text.split(`"msg":"${msg}"`).length - 1;
    if (seen >= count) stop.abort();
  };
  return command([...words, '--config', config()], { ...options, stop: stop.signal, onError });
}

describe('with one tenant at a time, and three of a silent server before the others', () => {
  let expected: string[][];
  beforeEach(async () => {
    expected = [
      await fillTenant(at('folder'), 'folder', 3),
      await fillTenant(join(host.folder, 'served'), 'served', 3),
    ];
    const dead = Object.fromEntries(
      ['dead-1', 'dead-2', 'dead-3'].map((name) => [name, sftp(silent.port, name)]),
    );
    const well = { folder: 'connection: { folder: folder }', served: sftp(proxy.port, 'served') };
    await setUp({ ...dead, ...well }, 'tenantsAtOnce: 1\nconnectionsPerServer: 2\n');
  });

  const found = () => Promise.all([delivered(at('folder')), delivered(join(host.folder, 'served'))]);

  test('the others are done while these still wait', async () => {
    const { err } = await until(['run'], 'pass ended', 2);
    const log = logLines(err);
    expect([...tenantsOf(log, 'pass ended')].sort()).toEqual(['folder', 'served']);
    expect(tenantsOf(log, 'pass failed')).toEqual([]);
    expect(await found()).toEqual(expected);
    expect(log.at(-1)).toMatchObject({ msg: 'run ended' });
  });

  test('who is asked to stop meanwhile lets go of the connections that were being tried', async () => {
    await until(['run'], 'pass ended', 2);
    for (let wait = 0; silent.open() > 0 && wait < 100; wait += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(silent.open()).toBe(0);
  });

  test('in watch, they have their next passes in their own rhythm; the silent server has no more connections than allowed', async () => {
    const { err, exitCode } = await until(['watch', '--interval', '1s'], 'pass ended', 6);
    const passes = tenantsOf(logLines(err), 'pass ended');
    for (const name of ['folder', 'served'])
      expect(passes.filter((one) => one === name).length).toBeGreaterThanOrEqual(2);
    expect(tenantsOf(logLines(err), 'pass failed')).toEqual([]);
    expect(exitCode).toBe(0);
    expect(silent.connections()).toBe(2);
  });
});

test('a server that falls silent in the middle of files gives its place and its memory to the others', async () => {
  const expected = await fillTenant(at('folder'), 'folder', 5);
  await fillTenant(join(host.folder, 'served'), 'served', 5);
  await setUp(
    { served: sftp(proxy.port, 'served'), folder: 'connection: { folder: folder }' },
    'tenantsAtOnce: 1\n',
  );
  const onError = (text: string): void => {
    if (text.includes('"tenant":"served"') && text.includes('"msg":"file claimed"')) proxy.fallSilent();
    if (text.includes('"tenant":"folder"') && text.includes('"msg":"pass ended"')) proxy.stop();
  };
  const { err, exitCode } = await command(['run', '--config', config()], { onError });
  const log = logLines(err);
  const order = log.filter(({ msg }) => msg === 'pass ended').map(({ tenant }) => tenant);
  expect(order[0]).toBe('folder');
  expect(exitCode).toBe(1);
  expect(await delivered(at('folder'))).toEqual(expected);
});

test('a connection that was tried for long in vain is not tried again by the same pass', async () => {
  await setUp({ dead: sftp(silent.port, 'dead', 31) });
  const { err, exitCode } = await command(['run', '--config', config()]);
  expect(exitCode).toBe(1);
  expect(err).toContain('"code":"TIMED_OUT"');
  expect(silent.connections()).toBe(1);
});

test.each([1, 4])(
  'on a terminal, tenants, %i at once, have no bar, and each line says whose it is',
  async (most) => {
    await fillTenant(at('one'), 'one', 3);
    await fillTenant(at('two'), 'two', 3);
    const both = { one: 'connection: { folder: one }', two: 'connection: { folder: two }' };
    await setUp(both, `tenantsAtOnce: ${most}\n`);
    const { err, exitCode } = await command(['run', '--config', config()], { isTerminal: true, columns: 80 });
    expect(exitCode).toBe(0);
    expect(err).not.toContain('\r');
    expect(err).toMatch(/^one: *\n/m);
    expect(err).toMatch(/^two: *\n/m);
  },
);

describe('the time of a tenant', () => {
  /** With a limit of seconds, where the configuration knows minutes. */
  async function passes(passMinutes: number, onError: (text: string) => void = () => {}) {
    const said = { out: '', err: '' };
    const cli = contextFor({ onError }, said);
    const { tenants, process } = await choose({ config: config() }, cli);
    const short = tenants.map((tenant) =>
      tenant.name === 'bad' ? { ...tenant, configuration: { ...tenant.configuration, passMinutes } } : tenant,
    );
    const { inTurn } = turnsOf({ tenants: short, process });
    const stop = new AbortController().signal;
    const around = { stop, memory: newMemory(), isAlone: false };
    const results = await Promise.all(
      short.map((tenant) => inTurn(tenant, stop, (turn) => onePass(tenant, cli, { ...around, turn }))),
    );
    return { results, log: logLines(said.err) };
  }

  test('ends while its server is still being tried, which is given up; the others are not affected', async () => {
    const expected = await fillTenant(at('folder'), 'folder', 2);
    await setUp({ bad: sftp(silent.port, 'bad'), good: 'connection: { folder: folder }' });
    const { results, log } = await passes(0.02);
    expect(results.map((one) => [one?.exitCode, one?.problem?.code])).toEqual([
      [1, 'TIME_LIMIT'],
      [0, undefined],
    ]);
    expect(log.find(({ msg }) => msg === 'pass failed')).toMatchObject({
      tenant: 'bad',
      exitCode: 1,
      problem: { code: 'TIME_LIMIT', message: expect.stringContaining('raise passMinutes') },
    });
    expect(await delivered(at('folder'))).toEqual(expected);
  });

  test('ends in the middle of files, although the server is silent; the next pass finishes them', async () => {
    const expected = await fillTenant(join(host.folder, 'bad'), 'bad', 3);
    await setUp({ bad: sftp(proxy.port, 'bad') }, 'staleClaimMinutes: 0\n');
    const { results, log } = await passes(0.15, (text) => {
      if (text.includes('"msg":"file claimed"')) proxy.fallSilent();
    });
    expect(results.map((one) => [one?.exitCode, one?.problem?.code])).toEqual([[1, 'TIME_LIMIT']]);
    expect(log.find(({ msg }) => msg === 'pass ended')).toMatchObject({
      exitCode: 1,
      report: { stopped: true },
      problem: { code: 'TIME_LIMIT' },
    });
    await setUp({ bad: sftp(host.port, 'bad') }, 'staleClaimMinutes: 0\n');
    expect((await command(['run', '--config', config()])).exitCode).toBe(0);
    expect(await delivered(join(host.folder, 'bad'))).toEqual(expected);
  });
});

/** An address at which nobody listens: what was there before is gone. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === 'object' && address ? address.port : 0;
}

test('passes that skip a tenant count as failed everywhere, say until when and why, and go on after check', async () => {
  const START = Date.parse('2026-03-01T12:00:00Z');
  const expected = await fillTenant(join(host.folder, 'acme'), 'acme', 2);
  const more = `index: { file: "{tenant}.sqlite" }
metricsFile: metrics.prom
notify: { command: [tee, -a, told], escalateAfter: [30d] }
`;
  const type = (word: string, seconds: number, ...words: string[]) =>
    command([word, '--config', config(), ...words], { clock: () => START + seconds * 1000 });
  await setUp({ acme: sftp(await deadPort(), 'acme') }, more);
  expect((await type('run', 0)).err).toContain('"code":"UNREACHABLE"');
  const skipped = await type('run', 30);
  expect(skipped.exitCode).toBe(1);
  expect(logLines(skipped.err).find(({ msg }) => msg === 'pass failed')).toMatchObject({
    level: 'error',
    pausedUntil: '2026-03-01T12:01:00.000Z',
    problem: {
      code: 'UNREACHABLE',
      message: expect.stringMatching(
        /^The last pass failed, at 2026-03-01T12:00Z: Cannot connect .* Passes skip this tenant until 2026-03-01T12:01Z; /,
      ),
    },
  });
  const metrics = await readFile(at('metrics.prom'), 'utf8');
  expect(metrics).toContain('transformer_last_pass_exit_code{tenant="acme"} 1');
  expect(metrics).toContain(`transformer_paused_until_timestamp_seconds{tenant="acme"} ${START / 1000 + 60}`);
  expect((await readFile(at('told'), 'utf8')).match(/^New: /gm)).toHaveLength(1);
  const status = JSON.parse((await type('status', 40, '--json')).out);
  expect(status.tenants[0].paused).toMatchObject({ until: '2026-03-01T12:01:00.000Z', failures: 1 });

  const text = await readFile(config(), 'utf8');
  const known = JSON.parse(await readFile(at('acme.sqlite.failures.json'), 'utf8'));
  await writeFile(config(), text.replace(/port: \d+/, `port: ${host.port}`));
  const account = `${host.username} at 127.0.0.1:${host.port}`;
  await writeFile(at('acme.sqlite.failures.json'), JSON.stringify({ ...known, account, times: 6 }));
  expect((await type('run', 60)).exitCode).toBe(1);
  expect((await type('status', 60)).out).toMatch(
    /acme: passes skip this tenant until 2026-03-01 12:30 UTC: the last 6/,
  );
  await type('check', 61);
  expect((await type('run', 62)).exitCode).toBe(0);
  expect(await delivered(join(host.folder, 'acme'))).toEqual(expected);
  expect(await readFile(at('metrics.prom'), 'utf8')).toContain(
    'transformer_paused_until_timestamp_seconds{tenant="acme"} 0',
  );
  expect(await readFile(at('told'), 'utf8')).toMatch(/^Closed after .*/m);
});

test('of several tenants a dry run says what it has to say before the silent server of the first is given up', async () => {
  await fillTenant(at('folder'), 'folder', 1);
  await setUp({ dead: sftp(silent.port, 'dead', 6), folder: 'connection: { folder: folder }' });
  const said = { out: '', err: '' };
  const before: string[] = [];
  const onError = (): void => void before.push(said.out);
  const exitCode = await runCommandLine(
    ['run', '--dry-run', '--config', config()],
    contextFor({ onError }, said),
  );
  expect(exitCode).toBe(1);
  expect(said.err).toMatch(/^dead: TIMED_OUT/);
  expect(before[0]).toContain('folder: item-fulfillments: would convert');
});
