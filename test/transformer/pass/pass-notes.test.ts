import { expect, test } from '@jest/globals';
import { openMemoryStore } from '../../../testbed/memory-store.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { doneIn } from '../../../transformer/operate/done-today.ts';
import { recentPasses } from '../../../transformer/pass/pass-notes.ts';
import type { PassEvent } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { memoryStoreWith, NOW, pass, put, SOURCE, smallRoute } from '../small-feed.ts';

const HOUR = 3_600_000;
const at = (time: number) => ({ clock: () => time });
const notes = (store: FileStore) => recentPasses(store, [smallRoute]);

const noteNames = async (store: FileStore): Promise<string[]> =>
  (await store.list(`${SOURCE}/.state/.tmp`))
    .map(({ name }) => name)
    .filter((name) => name.startsWith('.pass'));

test('the last pass is known with its exit code, and what was done since midnight', async () => {
  const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1","bad1"]' });
  await pass(store, at(NOW - 13 * HOUR));
  await put(store, `${SOURCE}/b.json`, '["b1","b2","other"]');
  await pass(store, at(NOW - HOUR));
  await pass(store, { ...at(NOW), passId: 'last' });

  const { last, today } = doneIn(await notes(store), NOW);
  expect(last).toEqual({
    passId: 'last',
    endedAt: new Date(NOW).toISOString(),
    exitCode: 0,
    problem: null,
    problems: [],
  });
  expect(today).toEqual([{ feed: 'brokered-order-items', files: 1, applied: 2, rejected: 0, skipped: 1 }]);
});

test('passes that find nothing leave one note for all, and none is kept for longer than two days', async () => {
  const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
  await pass(store, at(NOW - 60 * HOUR));
  for (let hour = 40; hour >= 0; hour -= 1) await pass(store, at(NOW - hour * HOUR));
  expect(await noteNames(store)).toHaveLength(1);
  expect((await notes(store)).map(({ endedAt }) => endedAt)).toEqual([new Date(NOW).toISOString()]);
});

test('what a pass could not finish stands in its note', async () => {
  const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
  const refusing: FileStore = {
    ...store,
    writeStream: async () => {
      throw new TransformerError('STORE_FAILED', 'The disk is full.');
    },
  };
  await pass(refusing, at(NOW));
  const { last } = doneIn(await notes(store), NOW);
  expect(last).toMatchObject({
    exitCode: 1,
    problems: ['brokered-order-items: STORE_FAILED: a.json: The disk is full.'],
  });
});

test('a note that cannot be written is told, and the pass is as it was', async () => {
  const store = await memoryStoreWith({});
  await pass(store); // the first one looks into all folders
  const events: PassEvent[] = [];
  const refuse = async () => {
    throw new TransformerError('PERMISSION_DENIED', 'Not here.');
  };
  const report = await pass(
    { ...store, write: refuse, rename: refuse },
    { onEvent: (event) => events.push(event) },
  );
  expect(report.feeds[0]?.interruptions).toEqual([]);
  expect(events).toContainEqual({
    event: 'pass not noted',
    problem: { code: 'PERMISSION_DENIED', message: 'Not here.' },
  });
});

test('where no pass ever was there is none', async () => {
  expect(doneIn(await notes(openMemoryStore(() => NOW)), NOW)).toEqual({ last: null, today: [] });
});
