/** What is newer does not reach the receiver before what is older, also when passes die or work side by side. */
import { describe, expect, test } from '@jest/globals';
import { defaultContext } from '#feeds/feed.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { formatPreview, previewPass } from '../../../transformer/operate/dry-run.ts';
import type { PassEvent } from '../../../transformer/report/pass-report.ts';
import { exitCodeOf } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
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
} from '../small-feed.ts';

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
    expect(report.feeds[0]).toMatchObject({
      files: 1,
      leftFiles: ['c.json', 'd.json', 'b.json'],
      interruptions: [],
    });
    expect(exitCodeOf(report)).toBe(0);
    expect(events.filter(({ event }) => event === 'file left')).toMatchObject([
      { file: 'c.json', reason: expect.stringMatching(/ b\.json.*pass dead.*2026-03-01T11:30.*first/) },
      { file: 'd.json' },
      {
        file: 'b.json',
        reason:
          'pass dead has it, since 2026-03-01 11:30 UTC; if nobody finishes it, it is taken up from 2026-03-01 12:01 UTC on',
      },
    ]);
  });

  test('what is newer waits too when the file is claimed between the two looks of a pass', async () => {
    const store = await memoryStoreWith({});
    await pass(store); // the first one looks into all folders
    for (const name of ['b', 'c']) await put(store, `${SOURCE}/${name}.json`, `["${name}1"]`);
    const list: FileStore['list'] = async (folder) => {
      const entries = await store.list(folder);
      const isLook = folder === SOURCE || folder === `${SOURCE}/processing`;
      if (isLook && store.files.has(`${SOURCE}/b.json`)) await store.rename(`${SOURCE}/b.json`, claimed);
      return entries;
    };
    const report = await pass({ ...store, list }, { staleClaimMinutes: 31 });
    expect(await deliveredRows(store)).toEqual([]);
    expect(report.feeds[0]?.leftFiles).toContain('c.json');
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
    expect(lines.join('\n')).toMatch(/would leave c\.json.* b\.json/);
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
    const order: string[] = [];
    const done = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      order.push('b.json');
      await store.rename(others, `${SOURCE}/archive/b.json`);
    };
    await pass(quickerWith(store, done), {
      staleClaimMinutes: 15,
      onEvent: (event) => {
        if (event.event === 'file delivered') order.push(event.file);
      },
    });
    expect(await deliveredRows(store)).toEqual(['a1', 'c1']);
    expect(order).toEqual(['a.json', 'b.json', 'c.json']);
  });

  test('what is newer is given back when it takes too long or the pass is asked to stop', async () => {
    const store = await files();
    const stop = new AbortController();
    const report = await pass(
      quickerWith(store, async () => stop.abort()),
      { staleClaimMinutes: 15, stop: stop.signal },
    );
    expect(await deliveredRows(store)).toEqual(['a1']);
    const waiting = (await namesIn(store, `${SOURCE}/processing`)).filter((name) => name.endsWith('~c.json'));
    expect(waiting).toHaveLength(1);
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

  const ordered = { ...smallRoute, feed: { ...smallFeed, keepsOrder: true as const } };
  const options = { routes: [ordered], staleClaimMinutes: 15 };

  test('holds up what is newer in a feed whose newest file must be the last word, loudly', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${SOURCE}/b.json`]: '["b1"]' });
    const first = await pass(refusing(store), options);
    expect([exitCodeOf(first), first.feeds[0]?.leftFiles]).toEqual([1, ['b.json']]);
    await put(store, `${SOURCE}/c.json`, '["c1"]');
    const events: PassEvent[] = [];
    const second = await pass(refusing(store), { ...options, onEvent: (event) => events.push(event) });
    expect([exitCodeOf(second), second.feeds[0]?.leftFiles]).toEqual([1, ['b.json', 'c.json']]);
    const reasons = events.flatMap((event) => (event.event === 'file left' ? [event.reason] : []));
    for (const reason of reasons) expect(reason).toMatch(/older file a\.json.*must be delivered first/);
    expect(await deliveredRows(store)).toEqual([]);
    const { feeds } = await pass(store, options);
    expect(feeds[0]).toMatchObject({ files: 3, applied: 3, interruptions: [], leftFiles: [] });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1', 'c1']);
  });

  test.each([
    ['its claim', (from: string, to: string) => from === `${SOURCE}/a.json` || to === `${SOURCE}/a.json`],
    ['its delivery', (from: string) => from.includes('-a.json--')],
  ])('be it %s: nothing newer is delivered before it', async (_, isRefused) => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${SOURCE}/b.json`]: '["b1"]' });
    const rename: FileStore['rename'] = (from, to, target) =>
      isRefused(from, to)
        ? Promise.reject(new TransformerError('STORE_FAILED', 'The disk is full.'))
        : store.rename(from, to, target);
    expect(exitCodeOf(await pass({ ...store, rename }, options))).toBe(1);
    expect(await deliveredRows(store)).toEqual([]);
    const delivered: string[] = [];
    await pass(store, {
      ...options,
      onEvent: (event) => event.event === 'file delivered' && delivered.push(event.file),
    });
    expect(delivered).toEqual(['a.json', 'b.json']);
  });

  test('for want of room is tried alone by the next pass, so that a small disk ends nobody', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${SOURCE}/b.json`]: '["b1"]' });
    let open = 0;
    const writeStream: FileStore['writeStream'] = async (path, content) => {
      open += 1;
      try {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (open > 1) throw new TransformerError('STORE_FAILED', 'The disk is full.');
        return await store.writeStream(path, content);
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 5));
        open -= 1;
      }
    };
    await pass({ ...store, writeStream }, { staleClaimMinutes: 15 });
    const { feeds } = await pass({ ...store, writeStream }, { staleClaimMinutes: 15 });
    expect(feeds[0]?.interruptions).toEqual([]);
    expect(await deliveredRows(store)).toEqual(['a1', 'b1']);
  });
});

describe('in a feed whose newest file must be the last word', () => {
  const options = {
    routes: [{ ...smallRoute, feed: { ...smallFeed, keepsOrder: true as const } }],
    staleClaimMinutes: 15,
  };
  const files = () => memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]', [`${SOURCE}/b.json`]: '["b1"]' });

  test('what is newer waits for what another pass was quicker with, also when that has let go of it', async () => {
    const store = await files();
    const released = `${SOURCE}/processing/19700101T020000000Z-other~a.json`;
    const stop = new AbortController();
    let looks = Number.NEGATIVE_INFINITY;
    const rename: FileStore['rename'] = async (from, to, target) => {
      if (from === `${SOURCE}/a.json`) await store.rename(from, released);
      if (from === `${SOURCE}/b.json`) looks = 0;
      await store.rename(from, to, target);
    };
    const list: FileStore['list'] = (path) => {
      if (path === `${SOURCE}/processing`) looks += 1;
      if (looks > 2) stop.abort(); // instead of ten seconds
      return store.list(path);
    };
    const { feeds } = await pass({ ...store, rename, list }, { ...options, stop: stop.signal });
    expect([await deliveredRows(store), feeds[0]?.leftFiles]).toEqual([[], ['b.json']]);
    await pass(store, options);
    expect(await deliveredRows(store)).toEqual(['a1', 'b1']);
  });

  test('what is newer waits for what another pass has robbed this one of, and has not delivered', async () => {
    const store = await files();
    const robbed = `${SOURCE}/processing/20260301T120000000Z-other~a.json`;
    const readStream: FileStore['readStream'] = async function* (path) {
      if (path.endsWith('~a.json') && path !== robbed) await store.rename(path, robbed);
      yield* store.readStream(path);
    };
    const { feeds } = await pass({ ...store, readStream }, options);
    expect([await deliveredRows(store), feeds[0]?.leftFiles]).toEqual([[], ['b.json']]);
    await pass(store, { ...options, staleClaimMinutes: 0 });
    expect(await deliveredRows(store)).toEqual(['a1', 'b1']);
  });
});

describe('a claim or a file from the future', () => {
  test('of a clock that was wrong holds nobody up', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/c.json`]: '["c1"]' });
    await put(store, `${SOURCE}/processing/20310104T113000000Z-dead~b.json`, '["b1"]');
    const { feeds } = await pass(store, { staleClaimMinutes: 15 });
    expect(feeds[0]).toMatchObject({ files: 2, leftFiles: [] });
    expect(await deliveredRows(store)).toEqual(['b1', 'c1']);
  });

  test('is taken: its sender has set its time, so it is whole', async () => {
    const store = await memoryStoreWith({});
    store.files.set(`${SOURCE}/late.json`, { bytes: Buffer.from('["a1"]'), modified: NOW + 86_400_000 });
    await pass(store, { routes: [{ ...smallRoute, minimumAgeSeconds: 60 }] });
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('is judged by the clock of the store, when it has one of its own', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' }); // an hour before NOW by the store's clock
    const other = { ...store, hasOwnClock: true };
    const route = { ...smallRoute, minimumAgeSeconds: 60 };
    expect((await pass(other, { routes: [route] })).feeds[0]?.leftFiles).toEqual(['a.json']);
    store.files.set(`${SOURCE}/a.json`, { bytes: Buffer.from('["a1"]'), modified: NOW - 3_700_000 });
    expect((await pass(other, { routes: [route] })).feeds[0]?.files).toBe(1);
    const [claim] = await namesIn(store, `${SOURCE}/archive`);
    expect(claim).toBe('a.json');
  });
});
