/** Passes give signs of life, by which others take up at once what a dead one has claimed, and leave alone what a living one works on. */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { MemoryStore } from '../../../testbed/memory-store.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { statusOf } from '../../../transformer/operate/status.ts';
import { sortProcessing } from '../../../transformer/pass/list-files.ts';
import { newPassId } from '../../../transformer/pass/run-pass.ts';
import type { PassEvent } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { Crash, crashingStore } from '../crashing-store.ts';
import {
  deliveredRows,
  memoryStoreWith,
  NOW,
  namesIn,
  pass,
  put,
  refusedRows,
  SOURCE,
  smallFeed,
  smallRoute,
  TARGET,
} from '../small-feed.ts';

const PROCESSING = `${SOURCE}/processing`;
const SECOND = 1000;
const MINUTE = 60 * SECOND;

const at = (moment: number) => ({ clock: () => moment, staleClaimMinutes: 15 });

const signsIn = async (store: FileStore): Promise<string[]> =>
  (await store.list(PROCESSING)).map(({ name }) => name).filter((name) => name.startsWith('.alive-'));

/** A pass that is killed when it writes the first output. */
async function killedPass(store: MemoryStore, passId = 'dead'): Promise<void> {
  let killed = false;
  const guarded = <Values extends unknown[], Result>(call: (...values: Values) => Promise<Result>) => {
    return async (...values: Values): Promise<Result> => {
      if (killed) throw new Crash('the process is gone');
      return call(...values);
    };
  };
  const mortal: FileStore = {
    ...store,
    write: guarded(store.write),
    rename: guarded(store.rename),
    remove: guarded(store.remove),
    writeStream: async () => {
      killed = true;
      throw new Crash('the process is gone');
    },
  };
  await expect(pass(mortal, { ...at(NOW), passId })).rejects.toBeInstanceOf(Crash);
}

const oneFile = { [`${SOURCE}/a.json`]: '["a1","bad2"]' };

describe('what a pass has claimed that was killed', () => {
  test('is left for a minute and a half, in which it might go on, and then taken up', async () => {
    const store = await memoryStoreWith(oneFile);
    await killedPass(store);
    const reasons: string[] = [];
    const onEvent = (event: PassEvent): void =>
      void (event.event === 'file left' && reasons.push(event.reason));

    expect((await pass(store, { ...at(NOW + 89 * SECOND), onEvent })).feeds[0]?.leftFiles).toEqual([
      'a.json',
    ]);
    expect(reasons).toEqual([
      'pass dead has it, since 2026-03-01 12:00 UTC; if the pass gives no sign of life after 2026-03-01 12:00 UTC, it is taken up from 2026-03-01 12:01 UTC on',
    ]);
    expect(await deliveredRows(store)).toEqual([]);

    await pass(store, at(NOW + 90 * SECOND));
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('is left for as long as claims take to be stale where no sign could be written', async () => {
    const store = await memoryStoreWith(oneFile);
    await killedPass(store);
    for (const name of await signsIn(store)) await store.remove(`${PROCESSING}/${name}`);

    await pass(store, at(NOW + 15 * MINUTE - 1));
    expect(await deliveredRows(store)).toEqual([]);
    await pass(store, at(NOW + 15 * MINUTE));
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('is taken up at once by an operator who says that no pass is alive', async () => {
    const store = await memoryStoreWith(oneFile);
    await killedPass(store);

    await pass(store, { ...at(NOW + 1), staleClaimMinutes: 0 });

    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('shows in the status when the pass last lived, and from when on it is taken up', async () => {
    const store = await memoryStoreWith(oneFile);
    await killedPass(store);
    const look = { store, routes: [smallRoute], staleClaimMinutes: 15 };

    const [early] = await statusOf({ ...look, now: NOW + MINUTE });
    const [late] = await statusOf({ ...look, now: NOW + 2 * MINUTE });

    const times = { alive: '2026-03-01T12:00:00.000Z', until: '2026-03-01T12:01:30.000Z' };
    expect(early?.processing).toMatchObject([{ file: 'a.json', pass: 'dead', ...times, abandoned: false }]);
    expect(late?.processing).toMatchObject([{ file: 'a.json', pass: 'dead', ...times, abandoned: true }]);
  });
});

describe('the signs', () => {
  test('are there while a pass works and gone when it has ended, and one with nothing to do gives none', async () => {
    const store = await memoryStoreWith(oneFile);
    const seen: string[][] = [];
    const writeStream: FileStore['writeStream'] = async (path, content) => {
      seen.push(await signsIn(store));
      return store.writeStream(path, content);
    };
    await pass({ ...store, writeStream }, { ...at(NOW), passId: 'works' });

    expect(seen[0]).toEqual(['.alive-20260301T120000000Z-works']);
    expect(await signsIn(store)).toEqual([]);

    const written: string[] = [];
    const write: FileStore['write'] = (path, bytes) => {
      written.push(path);
      return store.write(path, bytes);
    };
    await pass({ ...store, write }, { ...at(NOW + MINUTE), passId: 'idle' });
    expect(written.filter((path) => path.includes('.alive-'))).toEqual([]);
  });

  test('of a dead pass go with the second pass after it, when nothing is left that it had claimed', async () => {
    const store = await memoryStoreWith(oneFile);
    await killedPass(store);
    await pass(store, at(NOW + 2 * MINUTE));
    expect(await signsIn(store)).toEqual(['.alive-20260301T120000000Z-dead']);
    await pass(store, at(NOW + 3 * MINUTE));
    expect(await signsIn(store)).toEqual([]);
  });

  test('stay when a pass fails that has let go of nothing, so that what it had claimed is taken up as soon', async () => {
    const store = await memoryStoreWith(oneFile);
    const writeStream: FileStore['writeStream'] = async () => {
      throw new TransformerError('CONNECTION_LOST', 'The connection was lost.');
    };
    const failing = pass({ ...store, writeStream }, { ...at(NOW), passId: 'failed' });
    await expect(failing).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await signsIn(store)).toEqual(['.alive-20260301T120000000Z-failed']);

    await pass(store, at(NOW + 90 * SECOND));
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('stay when the store refuses something of a file, and to let go of it', async () => {
    const store = await memoryStoreWith(oneFile);
    const refused = new TransformerError('STORE_FAILED', 'The server refuses it.');
    const writeStream: FileStore['writeStream'] = () => Promise.reject(refused);
    const rename: FileStore['rename'] = (from, to, how) =>
      from.includes('processing/2026') ? Promise.reject(refused) : store.rename(from, to, how);
    await pass({ ...store, writeStream, rename }, { ...at(NOW), passId: 'refused' });
    expect(await signsIn(store)).toHaveLength(1);

    await pass(store, at(NOW + 90 * SECOND));
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test('are not given where the server does not say the time, as they would be by a clock of which others know nothing', async () => {
    const store = await memoryStoreWith(oneFile);
    const undated: FileStore = {
      ...store,
      hasOwnClock: true,
      write: async (path, bytes) => {
        await store.write(path, bytes);
        return { modified: 0 };
      },
    };
    await killedPass(undated as MemoryStore);
    expect(await signsIn(store)).toEqual([]);
  });

  test('that cannot be written keep nobody from working', async () => {
    const store = await memoryStoreWith(oneFile);
    const write: FileStore['write'] = (path, bytes) =>
      path.includes('.alive-') ? store.write(`${SOURCE}/nowhere/x`, bytes) : store.write(path, bytes);
    const { feeds } = await pass({ ...store, write }, at(NOW));
    expect(feeds[0]).toMatchObject({ files: 1, interruptions: [] });
  });

  test('of a pass that lives do not hold what it has let go of', () => {
    const entry = (name: string) => ({ name, size: 1, modified: NOW, kind: 'file' as const });
    const released = '19700101T000000001Z-lives~a.json';
    const entries = [entry(released), entry('.alive-20260301T120000000Z-lives')];
    const { abandoned } = sortProcessing(entries, ({ alive }) => alive === undefined);
    expect(abandoned.map(({ name }) => name)).toEqual(['a.json']);
  });
});

describe('a pass that works for long', () => {
  afterEach(() => void jest.useRealTimers());

  /** Its clock and its timers go on together; the first output takes until `release` is called. */
  async function longPass(files: Readonly<Record<string, string>>) {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    const store = await memoryStoreWith(files);
    let now = NOW;
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = (): void => {};
    const isWriting = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const writeStream: FileStore['writeStream'] = async (path, content) => {
      begun();
      await released;
      return store.writeStream(path, content);
    };
    const whole = pass(
      { ...store, writeStream },
      { clock: () => now, staleClaimMinutes: 15, passId: 'long' },
    );
    await isWriting;
    const goOn = async (minutes: number): Promise<void> => {
      for (let second = 0; second < minutes * 60; second += 5) {
        now += 5 * SECOND;
        await jest.advanceTimersByTimeAsync(5 * SECOND);
      }
    };
    return { store, whole, release, goOn, now: () => now };
  }

  test('keeps its claims by its signs, of which there is one at a time', async () => {
    const { store, whole, release, goOn, now } = await longPass(oneFile);
    await goOn(10);
    expect(await signsIn(store)).toEqual([expect.stringMatching(/^\.alive-20260301T1210000\d\dZ-long$/)]);
    expect((await pass(store, at(now()))).feeds[0]).toMatchObject({ files: 0, leftFiles: ['a.json'] });
    release();
    expect((await whole).feeds[0]).toMatchObject({ files: 1, applied: 1 });
    expect(await signsIn(store)).toEqual([]);
  });

  test('gives its sign again when somebody has removed it', async () => {
    const { store, whole, release, goOn, now } = await longPass(oneFile);
    for (const name of await signsIn(store)) await store.remove(`${PROCESSING}/${name}`);
    await goOn(1);
    expect(await signsIn(store)).toHaveLength(1);
    await pass(store, at(now() + MINUTE));
    expect(await deliveredRows(store)).toEqual([]);
    release();
    await whole;
  });

  test('and none of whose files gets on gives none after a quarter of an hour: it hangs', async () => {
    const { store, whole, release, goOn, now } = await longPass(oneFile);
    await goOn(17);
    await pass(store, at(now()));
    expect(await deliveredRows(store)).toEqual(['a1']);
    release();
    await whole;
    expect(await deliveredRows(store)).toEqual(['a1']);
  });
});

describe('a pass that was paused, and goes on when another has taken it for dead', () => {
  const waiting = {
    [`${SOURCE}/first.json`]: '["a1","bad2","other3","a4"]',
    [`${SOURCE}/second.json`]: '["b1","b2"]',
    [`${SOURCE}/unreadable.json`]: '["c1"',
  };

  /** Holds whatever is asked for from a change on, before it is done or after it, until it goes on. */
  function pausing(inner: FileStore, change: number, when: 'before' | 'after') {
    let changes = 0;
    let pause: Promise<void> | undefined;
    let goOn = (): void => {};
    let paused = (): void => {};
    const isPaused = new Promise<void>((resolve) => {
      paused = resolve;
    });
    const hold = (): Promise<void> => {
      pause ??= new Promise((resolve) => {
        goOn = resolve;
      });
      paused();
      return pause;
    };
    const ask =
      <Values extends unknown[], Result>(call: (...values: Values) => Promise<Result>, isChange: boolean) =>
      async (...values: Values): Promise<Result> => {
        await pause;
        if (isChange) changes += 1;
        const isIt = isChange && changes === change;
        if (isIt && when === 'before') await hold();
        const result = await call(...values);
        if (isIt && when === 'after') await hold();
        return result;
      };
    const store: FileStore = {
      ...inner,
      list: ask(inner.list, false),
      read: ask(inner.read, false),
      exists: ask(inner.exists, false),
      look: ask(inner.look, false),
      write: ask(inner.write, true),
      createOnce: ask(inner.createOnce, true),
      writeStream: ask(inner.writeStream, true),
      move: ask(inner.move, true),
      rename: ask(inner.rename, true),
      remove: ask(inner.remove, true),
    };
    return { store, isPaused, goOn: () => goOn(), changes: () => changes };
  }

  async function changesOfOnePass(): Promise<number> {
    const { store, changes } = pausing(await memoryStoreWith(waiting), -1, 'before');
    await pass(store, at(NOW));
    return changes();
  }

  async function take(store: FileStore, taken: string[]): Promise<void> {
    taken.push(...(await deliveredRows(store)));
    for (const name of await namesIn(store, TARGET)) await store.remove(`${TARGET}/${name}`);
  }

  const ordered = { ...smallRoute, feed: { ...smallFeed, keepsOrder: true as const } };
  const cases = (['before', 'after'] as const).flatMap((when) =>
    [smallRoute, ordered].map((route) => ({
      when,
      route,
      kind: route === ordered ? 'an ordered' : 'a plain',
    })),
  );

  test.each(cases)(
    '$when any of its changes: every row of $kind feed is delivered once, though outputs vanish at once',
    async ({ when, route }) => {
      const changes = await changesOfOnePass();
      expect(changes).toBeGreaterThan(15);
      const routes = [route];
      for (let change = 1; change <= changes; change += 1) {
        const store = await memoryStoreWith(waiting);
        const taken: string[] = [];
        const slow = pausing(store, change, when);
        let now = NOW;
        const sleeper = pass(slow.store, {
          routes,
          staleClaimMinutes: 15,
          clock: () => now,
          passId: newPassId(),
        });
        await Promise.race([slow.isPaused, sleeper]);
        now += 91 * SECOND;
        await pass(store, { routes, ...at(now) });
        await take(store, taken);
        slow.goOn();
        await sleeper;
        await take(store, taken);
        await pass(store, { routes, ...at(now + 2 * MINUTE) });
        await take(store, taken);
        expect({ change, taken: taken.sort() }).toEqual({ change, taken: ['a1', 'a4', 'b1', 'b2'] });
        expect({ change, refused: await refusedRows(store) }).toEqual({ change, refused: ['', 'bad2'] });
        expect({ change, left: await namesIn(store, PROCESSING) }).toEqual({ change, left: [] });
      }
    },
  );

  test('a claim of another is never taken as its own: what it had begun it leaves to who has it', async () => {
    const store = await memoryStoreWith({});
    await put(store, `${SOURCE}/a.json`, '["a1"]');
    const slow = pausing(crashingStore(store, { change: -1, when: 'before' }), 4, 'after');
    let now = NOW;
    const sleeper = pass(slow.store, { clock: () => now, staleClaimMinutes: 15, passId: 'slept' });
    await Promise.race([slow.isPaused, sleeper]);
    now += 91 * SECOND;
    const other = await pass(store, at(now));
    slow.goOn();
    const sums = [other, await sleeper].map(({ feeds }) => feeds[0]?.applied ?? 0);
    expect(sums.reduce((sum, applied) => sum + applied, 0)).toBe(1);
    expect(await deliveredRows(store)).toEqual(['a1']);
  });
});
