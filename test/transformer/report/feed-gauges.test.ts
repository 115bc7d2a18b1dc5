import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { ALLOCATIONS, allocation, COMPLETED, list, makeTree, UPDATE } from '../catch-up/orders.ts';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const HOUR = 3_600_000;

let folder: TemporaryFolder;
let root: string;
let now: number;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = join(folder.path, 'tree');
  now = Math.ceil(Date.now() / 1000) * 1000;
  await makeTree(await openLocalFolder(folder.path).then(() => openTree()));
  await configure('index: { file: index.sqlite }');
});
afterAll(() => folder.remove());

async function openTree() {
  await command(['init', '--folder', root]);
  return openLocalFolder(root);
}
const configure = (more: string, place = root) =>
  writeFile(
    join(folder.path, 't.yaml'),
    `connection: { folder: ${JSON.stringify(place)} }\nmetricsFile: t.prom\n${more}\n`,
  );
const run = (stop?: AbortSignal) =>
  command(['run', '--config', join(folder.path, 't.yaml')], { clock: () => now, ...(stop && { stop }) });
async function put(path: string, content: string, age: number) {
  await writeFile(join(root, path), content);
  await utimes(join(root, path), (now - age) / 1000, (now - age) / 1000);
}
/** The gauges of a feed after a pass, without `transformer_`. */
async function gauges(feed = 'brokered-order-items'): Promise<Record<string, number>> {
  const text = await readFile(join(folder.path, 't.prom'), 'utf8');
  const samples = text.matchAll(/^transformer_(?!last_pass)(\w+)\{feed="([^"]+)"\} (.+)$/gm);
  return Object.fromEntries(
    [...samples].filter(([, , of]) => of === feed).map(([, name, , value]) => [name, Number(value)]),
  );
}

describe('after a pass the gauges say of each feed', () => {
  test('what it left, what the receiver has not taken and has begun, and for how long', async () => {
    await put(`${UPDATE}/one.csv`, 'x', 3 * HOUR);
    await put(`${UPDATE}/two.csv`, 'x', HOUR);
    await put(`${UPDATE}/processing/begun.csv`, 'x', 4 * HOUR);
    await run();
    expect(await gauges()).toEqual({
      waiting_files: 0,
      waiting_oldest_age_seconds: 0,
      processing_files: 0,
      processing_oldest_age_seconds: 0,
      failed_files: 0,
      open_refused_rows: 0,
      open_refused_rows_oldest_age_seconds: 0,
      receiver_untaken_files: 2,
      receiver_untaken_oldest_age_seconds: 3 * 3600,
      receiver_processing_files: 1,
      receiver_processing_oldest_age_seconds: 4 * 3600,
    });
  });

  test('open refusals and failed files with their age, and when rows were last delivered', async () => {
    const items = [{ seq: '00101', line: '1' }, { seq: '00102' }];
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', ...items)), HOUR);
    await put(`${ALLOCATIONS}/b.json`, '{"broken": ', HOUR);
    await run();
    const deliveredAt = now / 1000;
    now += 2 * HOUR;
    await run();
    expect(await gauges()).toMatchObject({
      failed_files: 1,
      open_refused_rows: 1,
      open_refused_rows_oldest_age_seconds: 7200,
      last_delivery_timestamp_seconds: deliveredAt,
      missed_rows: 0,
      receiver_untaken_files: 1,
    });
  });

  test('what waits because it is held back, and what a pass has begun and died with', async () => {
    const mark = `${new Date(now - HOUR / 6).toISOString().replace(/[-:.]/g, '')}-4f1c9a02`;
    await put(`${ALLOCATIONS}/processing/${mark}~a.json`, '[]', 3 * HOUR);
    await put(`${ALLOCATIONS}/b.json`, '[]', 2 * HOUR);
    await run();
    expect(await gauges()).toMatchObject({
      waiting_files: 1,
      waiting_oldest_age_seconds: 7200,
      processing_files: 1,
      processing_oldest_age_seconds: 600,
    });
  });

  test('nothing of rows and deliveries without an index', async () => {
    await configure('');
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })), HOUR);
    await put(`${COMPLETED}/out.json`, '[]', HOUR);
    await run();
    expect(Object.keys(await gauges()).sort()).toEqual([
      'failed_files',
      'processing_files',
      'processing_oldest_age_seconds',
      'receiver_processing_files',
      'receiver_processing_oldest_age_seconds',
      'receiver_untaken_files',
      'receiver_untaken_oldest_age_seconds',
      'waiting_files',
      'waiting_oldest_age_seconds',
    ]);
    expect(await gauges('item-fulfillments')).toMatchObject({ receiver_untaken_files: 1 });
  });

  test('only what the index knows when the pass could not begin: nothing that is stale, nothing invented', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })), HOUR);
    await put(`${UPDATE}/one.csv`, 'x', 3 * HOUR);
    await run();
    expect(await gauges()).toMatchObject({ receiver_untaken_files: 1 });
    await rename(root, `${root}-away`);
    now += HOUR;
    expect((await run()).exitCode).toBe(1);
    expect(await gauges()).toEqual({
      failed_files: 0,
      open_refused_rows: 1,
      open_refused_rows_oldest_age_seconds: 3600,
    });
  });

  test('nothing of a feed whose folder cannot be looked at, and of the others all', async () => {
    await configure('');
    await rm(join(root, ALLOCATIONS), { recursive: true });
    await writeFile(join(root, ALLOCATIONS), 'a file in its place');
    await run();
    expect(Object.keys(await gauges())).toEqual([
      'receiver_untaken_files',
      'receiver_untaken_oldest_age_seconds',
      'receiver_processing_files',
      'receiver_processing_oldest_age_seconds',
    ]);
    expect(await gauges('item-fulfillments')).toMatchObject({ waiting_files: 0 });
  });

  test('nothing when the pass was asked to stop, which they would only delay', async () => {
    expect((await run(AbortSignal.abort())).exitCode).toBe(0);
    await expect(gauges()).rejects.toThrow('ENOENT');
    const stop = new AbortController();
    await put(`${ALLOCATIONS}/a.json`, '[]', HOUR);
    await command(['run', '--config', join(folder.path, 't.yaml')], {
      clock: () => now,
      stop: stop.signal,
      onError: () => stop.abort(),
    });
    expect(await gauges()).toEqual({});
  });
});

test('that the index cannot be used is reported once, and the folders say what they say', async () => {
  await writeFile(join(folder.path, 'index.sqlite'), 'no index');
  await put(`${UPDATE}/one.csv`, 'x', 3 * HOUR);
  const { err, exitCode } = await run();
  expect(exitCode).toBe(0);
  expect(logLines(err).filter(({ msg }) => msg === 'index not updated')).toHaveLength(1);
  expect(await gauges()).toMatchObject({ receiver_untaken_files: 1, failed_files: 0 });
  expect(await gauges()).not.toHaveProperty('open_refused_rows');
});
