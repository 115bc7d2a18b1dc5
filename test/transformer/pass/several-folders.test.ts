/** A feed with several source folders: each is a place of its own, and together they are one feed. */
import { describe, expect, test } from '@jest/globals';
import { defaultContext } from '#feeds/feed.ts';
import type { MemoryStore } from '../../../testbed/memory-store.ts';
import { makeFolders } from '../../../transformer/folders/make-folders.ts';
import { previewPass } from '../../../transformer/operate/dry-run.ts';
import { replayFile } from '../../../transformer/operate/replay.ts';
import type { PassOptions } from '../../../transformer/pass/pass-options.ts';
import type { PassEvent } from '../../../transformer/report/pass-report.ts';
import { formatMetrics } from '../../../transformer/report/prometheus.ts';
import { jsonReporter, terminalReporter } from '../../../transformer/report/report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { Crash, crashingStore } from '../crashing-store.ts';
import {
  deliveredRows,
  memoryStoreWith,
  NOW,
  namesIn,
  pass,
  put,
  SOURCE,
  smallFeed,
  smallRoute,
  TARGET,
  textAt,
} from '../small-feed.ts';

const OTHER = 'in/more-texts';

const routesFor = (feed = smallFeed) => [
  { ...smallRoute, feed, siblings: [OTHER] },
  { ...smallRoute, feed, sourceFolder: OTHER, siblings: [SOURCE] },
];
const routes = routesFor();
const ordered = routesFor({ ...smallFeed, keepsOrder: true });

/** Both folders as passes have left them, and these files waiting. */
async function storeWith(files: Readonly<Record<string, string>>): Promise<MemoryStore> {
  const store = await memoryStoreWith({});
  await pass(store, { routes });
  for (const [path, text] of Object.entries(files)) await put(store, path, text);
  return store;
}

async function watched(store: FileStore, options: Partial<PassOptions>) {
  const events: PassEvent[] = [];
  const report = await pass(store, { ...options, onEvent: (event) => events.push(event) });
  const of = (name: PassEvent['event']) =>
    events.flatMap((event) => (event.event === name && 'file' in event ? [[event.folder, event.file]] : []));
  return { report, events, of };
}

describe('files of one name in two folders', () => {
  test('are two files: each has its output, record, error file and archive', async () => {
    const store = await storeWith({
      [`${SOURCE}/a.json`]: '["a1","bad2"]',
      [`${OTHER}/a.json`]: '["b1","bad3"]',
    });
    const { report } = await watched(store, { routes });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1']);
    for (const [folder, refused] of [
      [SOURCE, 'bad2'],
      [OTHER, 'bad3'],
    ]) {
      expect(await namesIn(store, `${folder}/archive`)).toEqual(['a.json']);
      expect(await namesIn(store, `${folder}/.state`)).toEqual(['a.json.json']);
      expect(await textAt(store, `${folder}/error/a.json.errors.csv`)).toContain(refused);
    }
    expect(report.feeds).toMatchObject([
      { files: 2, applied: 2, rejected: 2, repeatedFiles: [], failedFiles: [] },
    ]);
  });

  test('are two files also when they have the same content and time', async () => {
    const store = await storeWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${OTHER}/a.json`]: '["a1"]' });
    await pass(store, { routes });
    expect(await deliveredRows(store)).toEqual(['a1', 'a1']);
    expect(await namesIn(store, TARGET)).toHaveLength(2);
  });

  test('are worked on side by side, and named by their folder in events and reports', async () => {
    const store = await storeWith({ [`${SOURCE}/a.json`]: '["a1"', [`${OTHER}/a.json`]: '["b1"]' });
    const { report, of } = await watched(store, { routes });
    expect(of('file claimed').sort()).toEqual([
      [OTHER, 'a.json'],
      [SOURCE, 'a.json'],
    ]);
    expect(of('file failed')).toEqual([[SOURCE, 'a.json']]);
    expect(report.feeds[0]?.failedFiles).toEqual([`${SOURCE}/a.json`]);
  });

  test('come again as a repeat each in its own folder', async () => {
    const store = await storeWith({ [`${SOURCE}/a.json`]: '["a1"]' });
    await pass(store, { routes });
    await put(store, `${OTHER}/a.json`, '["b1"]');
    await put(store, `${SOURCE}/a.json`, '["a1"]');
    const { report } = await watched(store, { routes });
    expect(report.feeds[0]).toMatchObject({ repeatedFiles: [`${SOURCE}/a.json`], applied: 1 });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1']);
  });

  test('are each delivered once when a pass is killed at any of its changes', async () => {
    const files = { [`${SOURCE}/a.json`]: '["a1","bad2"]', [`${OTHER}/a.json`]: '["a1","bad3"]' };
    const counting = crashingStore(await storeWith(files), { change: -1, when: 'before' });
    await pass(counting, { routes });
    expect(counting.changes()).toBeGreaterThan(12);
    for (const when of ['before', 'half-way', 'after'] as const) {
      for (let change = 1; change <= counting.changes(); change += 1) {
        const store = await storeWith(files);
        await expect(pass(crashingStore(store, { change, when }), { routes })).rejects.toBeInstanceOf(Crash);
        await pass(store, { routes });
        expect({ change, delivered: await deliveredRows(store) }).toEqual({
          change,
          delivered: ['a1', 'a1'],
        });
        for (const folder of [SOURCE, OTHER]) {
          expect(await namesIn(store, `${folder}/archive`)).toContain('a.json');
          expect(await namesIn(store, `${folder}/error`)).toEqual(['a.json.errors.csv']);
          expect(await namesIn(store, `${folder}/processing`)).toEqual([]);
        }
        expect(await namesIn(store, `${TARGET}/.tmp`)).toEqual([]);
      }
    }
  });
});

describe('where order must be kept', () => {
  const early = '2026-03-01-10-00-00-000-x.json';
  const late = '2026-03-01-11-00-00-000-x.json';

  test('what is older is delivered first, whichever folder it is in', async () => {
    const store = await storeWith({
      [`${SOURCE}/${late}`]: '["a2"]',
      [`${OTHER}/${early}`]: '["b1"]',
      [`${OTHER}/2026-03-01-12-00-00-000-x.json`]: '["b3"]',
    });
    const { of } = await watched(store, { routes: ordered });
    expect(of('file delivered').map(([folder]) => folder)).toEqual([OTHER, SOURCE, OTHER]);
  });

  test('what is newer waits while another pass works on an older file of the other folder', async () => {
    const store = await storeWith({
      [`${SOURCE}/${late}`]: '["a2"]',
      [`${OTHER}/processing/20260301T113000000Z-dead~${early}`]: '["b1"]',
    });
    const { report } = await watched(store, { routes: ordered, staleClaimMinutes: 31 });
    expect(await deliveredRows(store)).toEqual([]);
    expect(report.feeds[0]?.leftFiles[0]).toBe(`${SOURCE}/${late}`);
    const [preview] = await previewPass({
      store,
      routes: ordered,
      now: NOW,
      staleClaimMinutes: 31,
      context: defaultContext(NOW),
    });
    expect(preview).toMatchObject({
      left: [{ name: `${SOURCE}/${late}` }],
      underWay: [`${OTHER}/${early}`],
      files: [],
    });
  });

  test('nothing is delivered while one of the folders is not the one it was', async () => {
    const store = await storeWith({ [`${SOURCE}/${late}`]: '["a2"]' });
    await withoutMarkers(store, OTHER);
    const { report } = await watched(store, { routes: ordered });
    expect(report.feeds[0]?.interruptions).toMatchObject([{ code: 'FOLDER_CHANGED' }]);
    expect(await deliveredRows(store)).toEqual([]);
  });
});

/** As if another disk were mounted there, with nothing on it. */
async function withoutMarkers(store: MemoryStore, folder: string): Promise<void> {
  for (const path of [...store.folders]) if (path.startsWith(`${folder}/`)) store.folders.delete(path);
}

describe('the folders of a feed that has several', () => {
  test('can be added to one that was there before, and nothing looks as if it were replaced', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
    await pass(store);
    await store.makeFolder(OTHER);
    await put(store, `${OTHER}/b.json`, '["b1"]');
    const { report } = await watched(store, { routes });
    expect(report.feeds[0]).toMatchObject({ interruptions: [], applied: 1 });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1']);
  });

  test('are made by init without one being taken for what replaces the other', async () => {
    const store = await memoryStoreWith({});
    await pass(store);
    const made = await makeFolders(store, routes, () => async () => {});
    expect(made.filter(({ takenOver }) => takenOver)).toEqual([]);
    expect(made.some(({ folder, made }) => folder === `${OTHER}/archive` && made)).toBe(true);
  });

  test('stop alone when one is not the one it was, where no order must be kept', async () => {
    const store = await storeWith({ [`${SOURCE}/a.json`]: '["a1"]' });
    await withoutMarkers(store, OTHER);
    const { report, events } = await watched(store, { routes });
    expect(report.feeds[0]?.interruptions).toMatchObject([{ code: 'FOLDER_CHANGED' }]);
    expect(events).toContainEqual(expect.objectContaining({ event: 'feed interrupted', folder: OTHER }));
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('are one feed in the metrics, and are named on the terminal and in the log', async () => {
    const store = await storeWith({ [`${SOURCE}/a.json`]: '["a1"', [`${OTHER}/a.json`]: '["b1","bad2"]' });
    const { report, events } = await watched(store, { routes });
    const measured = { tenant: undefined, report, startedAt: 0, endedAt: 0, exitCode: 3 };
    const samples = formatMetrics(measured)
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    const names = samples.map((line) => line.replace(/ \S+$/, ''));
    expect(new Set(names).size).toBe(names.length);
    const said = { terminal: '', log: '' };
    const terminal = terminalReporter((text) => {
      said.terminal += text;
    });
    const log = jsonReporter((text) => {
      said.log += text;
    });
    for (const event of events) for (const reporter of [terminal, log]) reporter(event);
    expect(said.terminal).toContain(`brokered-order-items in ${OTHER}: 1 row of a.json rejected`);
    expect(said.log).toContain(`"file":"a.json","size":5,"adopted":false,"folder":"${SOURCE}"`);
  });

  test('are told apart by replay', async () => {
    const store = await storeWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${OTHER}/a.json`]: '["b1"]' });
    await pass(store, { routes });
    await expect(replayFile(store, routes, 'a.json', { now: NOW, again: true })).rejects.toThrow(
      `${SOURCE}/archive/a.json, ${OTHER}/archive/a.json`,
    );
    const { to } = await replayFile(store, routes, `${OTHER}/archive/a.json`, {
      now: NOW,
      again: true,
    });
    expect(to).toMatch(new RegExp(`^${OTHER}/a\\.replay-`));
  });
});
