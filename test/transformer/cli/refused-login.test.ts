/** A schedule does not try a login that is refused at every pass, and goes on by itself once it is right. */
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../../testbed/sftp/fault-proxy.ts';
import { type SftpHost, startSftpHost } from '../../../testbed/sftp/sftp-host.ts';
import { command } from '../command.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-01T12:00:00Z');

let folder: string;
let host: SftpHost;
let proxy: FaultProxy;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'login-'));
  host = await startSftpHost(join(folder, 'server'));
  proxy = await startFaultProxy(host.port);
});
afterEach(async () => {
  proxy.stop();
  await host.stop();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);

const setUp = (password: string, index = 'index: { file: rows.sqlite }') =>
  Promise.all([
    writeFile(at('password'), password).then(() => utimes(at('password'), 0, START / 1000 - 60)),
    writeFile(
      at('transformer.yaml'),
      `connection:
  sftp:
    host: 127.0.0.1
    port: ${proxy.port}
    username: ${host.username}
    passwordFile: password
    hostKey: ${host.hostKey}
    root: ${host.home}
${index}
`,
    ),
  ]);

const type = (word: string, minutes: number) =>
  command([word, '--config', at('transformer.yaml')], { clock: () => START + minutes * MINUTE });

/** A pass every five minutes. @returns how many of them the server has heard of */
async function passesUntil(minutes: number, from = 0): Promise<number> {
  const before = proxy.connections();
  for (let minute = from; minute < minutes; minute += 5) {
    const { exitCode, err } = await type('run', minute);
    expect([exitCode, err]).toEqual([1, expect.stringContaining('"code":"AUTHENTICATION_FAILED"')]);
  }
  return proxy.connections() - before;
}

test('after 15 minutes, after 30, and then once an hour, the reason and the way out being said each time', async () => {
  await setUp('wrong');
  expect(await passesUntil(3 * 60)).toBe(5); // at 0, 15, 45, 105 and 165 minutes
  const { err } = await type('run', 181);
  expect(err).toMatch(
    /The login of hotwax at 127\.0\.0\.1:\d+ was refused 5 times, the last time at 2026-03-01T14:45Z\. .* before 2026-03-01T15:45Z\. .* run \\"transformer check\\"/,
  );
  expect(await readFile(at('rows.sqlite.login.json'), 'utf8')).not.toContain('wrong');
});

test('at once when the file with the secret has changed, and then the refusals are forgotten', async () => {
  await setUp('wrong');
  await passesUntil(10);
  await writeFile(at('password'), host.password);
  await utimes(at('password'), 0, START / 1000 + 11 * 60);
  await type('init', 12);
  expect((await type('run', 15)).exitCode).toBe(0);
  await expect(readFile(at('rows.sqlite.login.json'))).rejects.toThrow(/ENOENT/);
});

test('at once by check, after which passes go on', async () => {
  await setUp('wrong');
  await passesUntil(5);
  await setUp(host.password);
  expect((await type('run', 6)).err).toContain('passes do not try it before');
  expect((await type('check', 7)).out).toContain('ok    connection, host key, login and root');
  await type('init', 7);
  expect((await type('run', 8)).exitCode).toBe(0);
});

test('at once when the configuration names another user or server', async () => {
  await setUp('wrong');
  await passesUntil(5);
  const text = await readFile(at('transformer.yaml'), 'utf8');
  await writeFile(at('transformer.yaml'), text.replace('username: hotwax', 'username: other'));
  expect(await passesUntil(10, 5)).toBe(1);
});

test('without a row index every pass tries', async () => {
  await setUp('wrong', '');
  expect(await passesUntil(15)).toBe(3);
});
