import { chmod, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FeedFlow } from '../../../transformer/answers/flow.ts';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import {
  ALLOCATIONS,
  allocation,
  COMPLETED,
  list,
  makeTree,
  SHIPMENTS,
  shipment,
  UPDATE,
} from '../catch-up/orders.ts';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

const [MINUTE, HOUR] = [60_000, 3_600_000];

let folder: TemporaryFolder;
let root: string;
let now: number;

beforeEach(async () => {
  await folder?.remove();
  folder = await makeTemporaryFolder();
  root = folder.path;
  now = Date.now();
  await makeTree(await openLocalFolder(root));
  await configure('index: { file: index.sqlite }');
});
afterAll(() => folder.remove());

const configure = (more: string) =>
  writeFile(join(root, 't.yaml'), `connection: { folder: ${JSON.stringify(root)} }\n${more}\n`);
const run = (...words: string[]) =>
  command([...words, '--config', join(root, 't.yaml')], { clock: () => now, columns: 120 });
async function put(path: string, content: string, age = 0) {
  await writeFile(join(root, path), content);
  await utimes(join(root, path), (now - age) / 1000, (now - age) / 1000);
}
async function flows(): Promise<(feed: string) => FeedFlow> {
  const { tenants } = JSON.parse((await run('status', '--json')).out);
  return (feed) => tenants[0].flows.find((one: FeedFlow) => one.feed === feed);
}
const plainFilesIn = async (path: string) =>
  (await readdir(join(root, path), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);

describe('status shows', () => {
  test('what the receiver has not taken, has begun and has put aside, and says it in one sentence on top', async () => {
    await put(`${UPDATE}/one.csv`, 'x', 3 * HOUR);
    await put(`${UPDATE}/two.csv`, 'x', HOUR);
    await put(`${UPDATE}/processing/begun.csv`, 'x', 4 * HOUR);
    await put(`${UPDATE}/failed/bad.csv`, 'x', 5 * HOUR);
    await put(`${COMPLETED}/orders.json`, '[]', MINUTE);
    const { out, exitCode } = await run('status');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^NetSuite has taken no allocation since [\d: -]+ UTC; 2 files wait\.\n/);
    expect(out).toMatch(/\n {2}stopped: NetSuite has taken no allocation since /);
    expect(out).toContain(`\n  NetSuite has not taken: ${UPDATE}/one.csv since `);
    expect(out).toContain(`\n  NetSuite has begun: ${UPDATE}/processing/begun.csv since `);
    expect(out).toContain(`\n  NetSuite has put aside: ${UPDATE}/failed/bad.csv since `);
    expect(out).toContain(`\n  HotWax has not taken: ${COMPLETED}/orders.json since `);
    const flowOf = await flows();
    expect(flowOf('brokered-order-items')).toMatchObject({
      untaken: { files: 2, since: now - 3 * HOUR },
      receiving: { files: 1 },
      failed: { files: 1 },
      state: 'stopped',
      rank: 0,
    });
  });

  test('of a feed with an index open rows, the last delivery and what it delivered today', async () => {
    await put(
      `${ALLOCATIONS}/a.json`,
      list(allocation('HC1', '71501', { seq: '00101', line: '1' }, { seq: '00102' })),
    );
    await run('run');
    const flow = (await flows())('brokered-order-items');
    expect(flow).toMatchObject({
      refused: { count: 1, unit: 'rows', since: now },
      lastDelivery: now,
      rowsToday: 1,
      usualByNow: null,
      state: 'attention',
    });
    const { out } = await run('status');
    expect(out).toMatch(/^Allocations: 1 row refused\.\n/);
    expect(out).toContain(
      '  attention: Allocations: 1 row refused. "transformer problems" says what to do.\n',
    );
  });

  test('nothing of what was acknowledged', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await put(`${ALLOCATIONS}/b.json`, '{"broken": ');
    await run('run');
    expect((await flows())('brokered-order-items')).toMatchObject({
      failed: { files: 1 },
      refused: { count: 1 },
    });
    const { tenants } = JSON.parse((await run('problems', '--json')).out);
    for (const { id } of tenants[0].problems) await run('acknowledge', id, '--note', 'known');
    expect((await flows())('brokered-order-items')).toMatchObject({
      failed: { files: 0 },
      refused: { count: 0 },
      state: 'idle',
    });
  });

  test('when NetSuite last finished a file, so that a slow one is not called stopped', async () => {
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101', line: '1' })));
    await run('run');
    const [name = ''] = await plainFilesIn(UPDATE);
    await put(`${UPDATE}/older.csv`, 'x', 3 * HOUR);
    await rename(join(root, UPDATE, name), join(root, UPDATE, 'archive', name));
    now += 6 * MINUTE;
    await run('run');
    expect((await flows())('brokered-order-items')).toMatchObject({
      state: 'late',
      reason: 'not taken by the receiver',
      lastTaken: now,
    });
  });

  test('without an index what the folders say: failed files and error files, and no figure that nobody knows', async () => {
    await configure('');
    await put(`${ALLOCATIONS}/a.json`, list(allocation('HC1', '71501', { seq: '00101' })));
    await put(`${ALLOCATIONS}/b.json`, '{"broken": ');
    await put(`${SHIPMENTS}/c.json`, list(shipment('HC2', '71502', '5001', { seq: '00101', line: '1' })));
    await run('run');
    const flowOf = await flows();
    expect(flowOf('brokered-order-items')).toMatchObject({
      failed: { files: 1 },
      refused: { count: 1, unit: 'error files' },
      lastDelivery: null,
      rowsToday: null,
    });
    expect(flowOf('fulfilled-order-items')).toMatchObject({ state: 'flowing', untaken: { files: 1 } });
    expect((await run('status')).out.replace(/\s+/g, ' ')).toContain(
      'says what is open, and what to do; remove error files that are settled.',
    );
  });

  test('all source folders of a feed as one feed', async () => {
    await configure(
      `feeds: { brokered-order-items: { sourceFolders: [${ALLOCATIONS}, hotwax/More], minimumAgeSeconds: 60 } }`,
    );
    await run('init');
    await put(`${ALLOCATIONS}/a.json`, '[]', HOUR);
    await put('hotwax/More/b.json', '[]', 2 * HOUR);
    await put('hotwax/More/being-written.json', '[]');
    await put(`${UPDATE}/out.csv`, 'x');
    const flow = (await flows())('brokered-order-items');
    expect(flow).toMatchObject({ state: 'stopped', waiting: { files: 2 }, untaken: { files: 1 } });
    expect((await run('status')).out.match(/NetSuite has not taken:/g)).toHaveLength(1);
  });

  test('a feed as stopped whose folder is not there or cannot be read', async () => {
    await configure('feeds: { brokered-order-items: { sourceFolder: nowhere } }');
    const { out } = await run('status');
    expect(out).toMatch(/^The folders of brokered-order-items cannot be looked at: the folder nowhere does/);
    expect((await flows())('brokered-order-items')).toMatchObject({ state: 'stopped', reason: 'unknown' });
  });

  test('a damaged index as nothing known, and goes on', async () => {
    await put(`${UPDATE}/one.csv`, 'x', 3 * HOUR);
    await writeFile(join(root, 'index.sqlite'), 'no index');
    await chmod(join(root, 'index.sqlite'), 0o600);
    const { out, err, exitCode } = await run('status');
    expect(exitCode).toBe(0);
    expect(err).toMatch(/INDEX_FAILED/);
    expect(out).toMatch(/^NetSuite has taken no allocation/);
  });
});
