/** What is newer does not reach the receiver before what is older, also when passes die or work side by side. */
import { describe, expect, test } from '@jest/globals';
import { defaultContext } from '#feeds/feed.ts';
import { TransformerError } from '../../transformer/errors.ts';
import type { FileStore } from '../../transformer/file-store.ts';
import type { PassEvent } from '../../transformer/pass-report.ts';
import { exitCodeOf } from '../../transformer/pass-report.ts';
import { formatPreview, previewPass } from '../../transformer/preview.ts';
import { deliveredRows, memoryStoreWith, NOW, namesIn, pass, put, SOURCE, smallRoute } from './small-feed.ts';

/** Claimed half an hour before NOW. */
const claimed = `${SOURCE}/processing/20260301T113000000Z-dead~b.json`;

const withClaim = () =>
  memoryStoreWith({
    [`${SOURCE}/a.json`]: '["a1"]',
    [claimed]: '["b1"]',
    [`${SOURCE}/c.json`]: '["c1"]',
    [`${SOURCE}/d.json`]: '["d1"]',
  });

describe('while another pass has claimed a file', () => {
  test('what is older is delivered, what is newer waits and is reported with the reason', async () => {
    const store = await withClaim();
    const events: PassEvent[] = [];
    const report = await pass(store, { staleClaimMinutes: 31, onEvent: (event) => events.push(event) });
    expect(await deliveredRows(store)).toEqual(['a1']);
    expect(await namesIn(store, SOURCE)).toEqual(['c.json', 'd.json']);
    expect(report.feeds[0]).toMatchObject({ files: 1, leftFiles: ['c.json', 'd.json'], interruptions: [] });
    expect(exitCodeOf(report)).toBe(0);
    expect(events.filter(({ event }) => event === 'file left')).toMatchObject([
      { file: 'c.json', reason: expect.stringMatching(/"b\.json".*pass dead.*2026-03-01T11:30.*first/) },
      { file: 'd.json' },
    ]);
  });

  test('nothing waits any longer once its claim is old: it is finished first, then the others', async () => {
    const store = await withClaim();
    await pass(store, { staleClaimMinutes: 31 });
    const delivered: string[] = [];
    await pass(store, {
      staleClaimMinutes: 30,
      onEvent: (event) => event.event === 'file delivered' && delivered.push(event.file),
    });
    expect(delivered).toEqual(['b.json', 'c.json', 'd.json']);
  });

  test('nothing waits for it when its pass is known to have ended', async () => {
    const store = await withClaim();
    await pass(store, { staleClaimMinutes: 31, endedPasses: new Set(['dead']) });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  test('a dry run says what would wait', async () => {
    const store = await withClaim();
    const [preview] = await previewPass({
      store,
      routes: [smallRoute],
      now: NOW,
      staleClaimMinutes: 31,
      context: defaultContext(NOW),
    });
    const lines = preview ? formatPreview(preview) : [];
    expect(lines.join('\n')).toMatch(/would leave "?c\.json"?.*"b\.json"/);
  });
});

describe('when another pass is quicker with a file', () => {
  /** Takes b.json away at the moment at which the pass wants to claim it. */
  function quickerWith(store: FileStore, then: () => Promise<void>): FileStore {
    return {
      ...store,
      rename: async (from, to) => {
        if (from === `${SOURCE}/b.json`) {
          await store.rename(from, claimed.replace('113000000Z-dead', '120000000Z-other'));
          void then();
        }
        await store.rename(from, to);
      },
    };
  }
  const files = () =>
    memoryStoreWith({
      [`${SOURCE}/a.json`]: '["a1"]',
      [`${SOURCE}/b.json`]: '["b1"]',
      [`${SOURCE}/c.json`]: '["c1"]',
    });
  const others = claimed.replace('113000000Z-dead', '120000000Z-other');

  test('what is newer waits until it is done, and is delivered then', async () => {
    const store = await files();
    let doneAt = 0;
    const done = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      doneAt = Date.now();
      await store.rename(others, `${SOURCE}/archive/b.json`);
    };
    let deliveredAt = 0;
    await pass(quickerWith(store, done), {
      staleClaimMinutes: 15,
      onEvent: (event) => {
        if (event.event === 'file delivered' && event.file === 'c.json') deliveredAt = Date.now();
      },
    });
    expect(await deliveredRows(store)).toEqual(['a1', 'c1']);
    expect(deliveredAt).toBeGreaterThanOrEqual(doneAt);
  });

  test('what is newer is given back when it takes too long or the pass is told to stop', async () => {
    const store = await files();
    const stop = new AbortController();
    const report = await pass(
      quickerWith(store, async () => stop.abort()),
      { staleClaimMinutes: 15, stop: stop.signal },
    );
    expect(await deliveredRows(store)).toEqual(['a1']);
    expect(await namesIn(store, SOURCE)).toEqual(['c.json']);
    expect(report.feeds[0]).toMatchObject({ files: 1, leftFiles: ['c.json'], interruptions: [] });
  });
});

describe('a file of which the store refuses something', () => {
  const refusing = (store: FileStore): FileStore => ({
    ...store,
    readStream: (path) => {
      if (!path.endsWith('a.json') || !path.includes('processing')) return store.readStream(path);
      throw new TransformerError('PERMISSION_DENIED', `${path} may not be read.`);
    },
  });

  test('holds nobody up, in this pass and the next, and is tried again by each', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${SOURCE}/b.json`]: '["b1"]' });
    const first = await pass(refusing(store), { staleClaimMinutes: 15 });
    expect(first.feeds[0]).toMatchObject({ files: 1, interruptions: [{ code: 'PERMISSION_DENIED' }] });
    await put(store, `${SOURCE}/c.json`, '["c1"]');
    const second = await pass(refusing(store), { staleClaimMinutes: 15 });
    expect(second.feeds[0]).toMatchObject({ files: 1, interruptions: [{ code: 'PERMISSION_DENIED' }] });
    expect(await deliveredRows(store)).toEqual(['b1', 'c1']);
    const third = await pass(store, { staleClaimMinutes: 15 });
    expect(third.feeds[0]).toMatchObject({ files: 1, applied: 1, interruptions: [] });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1', 'c1']);
  });
});
