import { execFile } from 'node:child_process';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { ALLOCATIONS, allocation, list, makeTree, UPDATE } from '../catch-up/orders.ts';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { type Listener, listen } from './listener.ts';

let folder: TemporaryFolder;
let webhook: Listener;
let root: string;
let now: number;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  webhook = await listen();
  root = join(folder.path, 'tree');
  now = at('09:00');
  await command(['init', '--folder', root]);
  await makeTree(await openLocalFolder(root));
  await configure('index: { file: index.sqlite }');
});
afterEach(async () => {
  await webhook.close();
  await folder.remove();
});

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
const CONFIG = 't.yaml';
const told = (timeoutSeconds = 30) => `{ webhook: ${webhook.url}, timeoutSeconds: ${timeoutSeconds} }`;
const configure = (more: string, notify = told()) =>
  writeFile(
    join(folder.path, CONFIG),
    `connection: { folder: ${JSON.stringify(root)} }\nnotify: ${notify}\n${more}\n`,
  );
const transformer = (...words: string[]) =>
  command([...words, '--config', join(folder.path, CONFIG)], { clock: () => now });

/** The lines of the messages that a pass at this time makes. */
async function passAt(time: string): Promise<string[]> {
  now = at(time);
  const before = webhook.posted.length;
  const { err } = await transformer('run');
  expect(err).not.toContain('SECRET');
  const messages = webhook.posted.slice(before);
  expect(messages.length).toBeLessThanOrEqual(1);
  return messages.flatMap(({ body }) => body.text.split('\n'));
}
async function put(path: string, content: string) {
  await writeFile(join(root, path), content);
  await utimes(join(root, path), now / 1000, now / 1000);
}
async function netsuiteTakesAll() {
  for (const name of await readdir(join(root, UPDATE)))
    if ((await stat(join(root, UPDATE, name))).isFile() && !name.startsWith('.'))
      await rename(join(root, UPDATE, name), join(root, UPDATE, 'archive', name));
}
const good = (order: string) => allocation(order, `7${order}`, { seq: '00101', line: '1' });
const bad = (order: string) => allocation(order, `7${order}`, { seq: '00101' });

describe('a day from the failure to the closed problem', () => {
  test('is told in a message for each pass that has something new, and in none for the others', async () => {
    expect(await passAt('09:00')).toEqual([]);

    await put(`${ALLOCATIONS}/a.json`, list(good('1'), bad('2'), bad('3')));
    await put(`${ALLOCATIONS}/b.json`, '{"broken": ');
    expect(await passAt('09:05')).toEqual([
      'HotWax and NetSuite: 2 new',
      expect.stringMatching(
        /^New: brokered-order-items: 2 rows of 2 orders refused by transformer, MISSING_NETSUITE_LINE_ID in \S+; the oldest for 0 min \(p-[0-9a-f]{8}\)\. Do: Synchronise /,
      ),
      expect.stringMatching(
        /^New: brokered-order-items: 1 file failed in the transformer, [A-Z_]+, such as hotwax\/BrokeredOrderItems\/failed\/b\.json; .* Do: /,
      ),
    ]);
    await netsuiteTakesAll();
    expect(await passAt('09:10')).toEqual([]);
    expect(await passAt('10:04')).toEqual([]);
    expect(await passAt('10:05')).toEqual([
      'HotWax and NetSuite: 2 still open',
      expect.stringMatching(/^Still open after 1 h: .*2 rows/),
      expect.stringMatching(/^Still open after 1 h: .*1 file failed/),
    ]);

    // Somebody knows of the file, and it is not spoken of any more.
    const { tenants } = JSON.parse((await transformer('problems', '--json')).out);
    const failed = tenants[0].problems.find(({ kind }: { kind: string }) => kind === 'file');
    await transformer('acknowledge', failed.id, '--note', 'known');
    expect(await passAt('10:10')).toEqual([]);

    // The server is away: said once, again after an hour, and nothing that was open counts as closed.
    await rename(root, `${root}-away`);
    expect(await passAt('10:15')).toEqual([
      'HotWax and NetSuite: 1 new',
      expect.stringMatching(/^New: The pass fails: NOT_FOUND: .* Do: Look up NOT_FOUND under /),
    ]);
    expect(await passAt('10:20')).toEqual([]);
    expect(await passAt('11:15')).toEqual([
      'HotWax and NetSuite: 1 still open',
      expect.stringMatching(/^Still open after 1 h: The pass fails: NOT_FOUND/),
    ]);
    await rename(`${root}-away`, root);
    expect(await passAt('11:20')).toEqual([
      'HotWax and NetSuite: 1 closed',
      'Closed after 1 h: Passes succeed again.',
    ]);

    // More of the same is told once it is ten times as much.
    await put(`${ALLOCATIONS}/c.json`, list(...Array.from({ length: 17 }, (_, n) => bad(`1${n}`))));
    expect(await passAt('11:25')).toEqual([]);
    await put(`${ALLOCATIONS}/d.json`, list(bad('50')));
    expect(await passAt('11:30')).toEqual([
      'HotWax and NetSuite: 1 grown',
      expect.stringMatching(/^Grown from 2 to 20: brokered-order-items: 20 rows of 20 orders/),
    ]);

    // NetSuite stands still, and goes on.
    await put(`${ALLOCATIONS}/e.json`, list(good('60')));
    expect(await passAt('11:35')).toEqual([]);
    for (const name of await readdir(join(root, UPDATE)))
      if (name.endsWith('.csv')) await utimes(join(root, UPDATE, name), now / 1000, now / 1000);
    expect(await passAt('13:34')).toEqual([]);
    expect(await passAt('13:35')).toEqual([
      'HotWax and NetSuite: 1 new',
      'New: brokered-order-items has stopped: NetSuite has taken no allocation since 11:35 UTC; 1 file waits. Do: Check that the script in NetSuite that reads the folder is scheduled, runs, and can log in to the SFTP server.',
    ]);
    await netsuiteTakesAll();
    expect(await passAt('13:40')).toEqual([
      'HotWax and NetSuite: 1 closed',
      'Closed after 5 min: brokered-order-items flows again.',
    ]);

    // The rows come again, corrected, and the acknowledged file goes without a word.
    const orders = ['2', '3', '50', ...Array.from({ length: 17 }, (_, n) => `1${n}`)];
    await put(`${ALLOCATIONS}/f.json`, list(...orders.map(good)));
    await rm(join(root, ALLOCATIONS, 'failed', 'b.json'));
    expect(await passAt('14:00')).toEqual([
      'HotWax and NetSuite: 1 closed',
      expect.stringMatching(
        /^Closed after 4 h: brokered-order-items: MISSING_NETSUITE_LINE_ID in \S+ is no longer open \(p-/,
      ),
    ]);
    await netsuiteTakesAll();
    expect(await passAt('14:05')).toEqual([]);
  });

  test('what opens again is told again, also what was acknowledged before', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(bad('1')));
    expect(await passAt('09:00')).toHaveLength(2);
    const { tenants } = JSON.parse((await transformer('problems', '--json')).out);
    await transformer('acknowledge', tenants[0].problems[0].id, '--note', 'known');
    expect(await passAt('12:00')).toEqual([]);
    await put(`${ALLOCATIONS}/b.json`, list(bad('2')));
    expect(await passAt('12:05')).toEqual([
      'HotWax and NetSuite: 1 new',
      expect.stringMatching(/^New: .* 2 rows of 2 orders refused/),
    ]);
  });
});

describe('a webhook that cannot be reached', () => {
  test('is told later what it has missed, and the pass is what it was but for its exit code', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(good('1'), bad('2')));
    webhook.answer(503);
    now = at('09:00');
    const failing = await transformer('run');
    expect(failing.exitCode).toBe(1);
    const lines = logLines(failing.err);
    expect(lines.find(({ msg }) => msg === 'notification not sent')).toMatchObject({
      level: 'error',
      problem: { code: 'NOTICE_FAILED', message: expect.stringContaining('HTTP status 503') },
    });
    expect(failing.err).not.toContain('SECRET');
    const applied = lines.find(({ msg }) => msg === 'pass ended');
    expect(JSON.stringify(applied)).toContain('"applied":1');
    webhook.answer(200);
    expect(await passAt('09:05')).toHaveLength(2);
    expect(await passAt('09:10')).toEqual([]);
  });

  test.each([
    ['answers with a redirect', 302, 'leads to another address'],
    ['does not answer', 0, 'The webhook was not reached within 1 s.'],
    ['knows the address no more', 404, 'HTTP status 404. Check that the address is still valid'],
  ])('as it %s, is reported without its address', async (_, status, says) => {
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    const other = await listen();
    webhook.answer(status, { location: other.url });
    if (status === 0) await configure('index: { file: index.sqlite }', told(1));
    const { err, exitCode } = await transformer('run');
    expect([exitCode, err]).toEqual([1, expect.stringContaining(says)]);
    expect(err).not.toMatch(/SECRET|services/);
    expect(other.posted).toEqual([]);
    await other.close();
  });

  test('does not keep the command from being told once, nor the other way round', async () => {
    const script = `cat >> ${join(folder.path, 'said.txt')}`;
    const both = `{ webhook: ${webhook.url}, command: [sh, -c, ${JSON.stringify(script)}] }`;
    await configure('index: { file: index.sqlite }', both);
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    webhook.answer(500);
    await transformer('run');
    now += 60_000;
    await transformer('run');
    const said = await readFile(join(folder.path, 'said.txt'), 'utf8');
    expect(said.match(/^HotWax and NetSuite: 1 new$/gm)).toHaveLength(1);
    webhook.answer(200);
    expect(await passAt('09:05')).toHaveLength(2);
    expect(await readFile(join(folder.path, 'said.txt'), 'utf8')).toBe(said);
  });
});

describe('what was told', () => {
  const toldFile = () => join(folder.path, 'index.sqlite.told.json');

  test('is kept beside the index, for its owner alone', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    await passAt('09:00');
    expect((await stat(toldFile())).mode & 0o777).toBe(0o600);
    expect(await readFile(toldFile(), 'utf8')).not.toContain('SECRET');
    await passAt('09:05');
    expect(await readdir(folder.path)).not.toContainEqual(expect.stringMatching(/^\.transformer/));
  });

  test('is told again when the file that remembers it is lost or damaged', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    expect(await passAt('09:00')).toHaveLength(2);
    await writeFile(toldFile(), '{"version": 1, "cha');
    expect(await passAt('09:05')).toHaveLength(2);
    await rm(toldFile());
    expect(await passAt('09:10')).toHaveLength(2);
    expect(await passAt('09:15')).toEqual([]);
  });

  test('is not told at all while it cannot be remembered', async () => {
    await configure(
      'index: { file: index.sqlite }',
      `{ webhook: ${webhook.url}, toldFile: no/such/folder/told }`,
    );
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    const { exitCode, err } = await transformer('run');
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/notification not sent/)]);
    expect(err).toMatch(/NOTICE_FAILED.*remembers what was told/);
    expect(webhook.posted).toEqual([]);
  });

  test('is told again when the process died before it was written down: rather twice than never', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    const script = 'cat >> said.txt; kill -9 $PPID';
    await configure('index: { file: index.sqlite }', `{ command: [sh, -c, ${JSON.stringify(script)}] }`);
    const words = ['transformer/main.ts', 'run', '--config', join(folder.path, CONFIG)];
    const options = { env: { ...process.env, NODE_OPTIONS: '' } };
    const died = await new Promise((resolve) => {
      execFile(process.execPath, words, options, (error) => resolve(error?.signal));
    });
    expect(died).toBe('SIGKILL');
    await configure('index: { file: index.sqlite }', '{ command: [sh, -c, "cat >> said.txt"] }');
    now = Date.now();
    await transformer('run');
    await transformer('run');
    const said = await readFile(join(folder.path, 'said.txt'), 'utf8');
    expect(said.match(/^New: /gm)).toHaveLength(2);
  });

  test('does not count as closed because the index was deleted and is being made again', async () => {
    for (const n of Array.from({ length: 60 }).keys())
      await put(`${ALLOCATIONS}/${String(n).padStart(2, '0')}.json`, list(good(`9${n}`)));
    await put(`${ALLOCATIONS}/a.json`, list(bad('2')));
    await passAt('09:00');
    await netsuiteTakesAll();
    await rm(join(folder.path, 'index.sqlite'));
    expect(await passAt('09:05')).toEqual([]);
    expect(await passAt('09:15')).toEqual([]);
    expect(await passAt('09:25')).toEqual([]);
    expect(await passAt('09:35')).toEqual([]);
  });
});

describe('nobody is told', () => {
  test('by a dry run, by status, nor by a pass of another feed that an earlier problem is over', async () => {
    await put(`${ALLOCATIONS}/b.json`, list(bad('2')));
    await transformer('run', '--dry-run');
    await transformer('status');
    expect(webhook.posted).toEqual([]);
    await configure('', `{ webhook: ${webhook.url}, toldFile: told.json }`);
    await put(`${ALLOCATIONS}/failed/x.json`, 'x');
    expect(await passAt('09:00')).toEqual([
      'HotWax and NetSuite: 1 new',
      'New: brokered-order-items: 1 file in failed/. Do: "transformer status" says why; correct the cause, then "transformer replay".',
    ]);
    await rm(join(root, ALLOCATIONS, 'failed', 'x.json'));
    await transformer('run', '--feed', 'item-fulfillments');
    expect(webhook.posted).toHaveLength(1);
    expect(await passAt('09:05')).toEqual([
      'HotWax and NetSuite: 1 closed',
      'Closed after 5 min: brokered-order-items: no file is in failed/ any more.',
    ]);
  });
});
