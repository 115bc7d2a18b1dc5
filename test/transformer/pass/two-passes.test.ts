import { setImmediate as letOthersWork } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { MemoryStore } from '../../../testbed/memory-store.ts';
import { type Random, seededRandom } from '../../../testbed/random.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import {
  deliveredRows,
  memoryStoreWith,
  namesIn,
  pass,
  put,
  refusedRows,
  SOURCE,
  TARGET,
} from '../small-feed.ts';

/** A worker that dawdles before and after every call, so that others get in between anywhere. */
function dawdling(inner: FileStore, random: Random): FileStore {
  const dawdle = async (): Promise<void> => {
    const ticks = random.chance(0.1) ? random.below(60) : random.below(4);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
  };
  const slow =
    <Arguments extends unknown[], Result>(call: (...values: Arguments) => Promise<Result>) =>
    async (...values: Arguments): Promise<Result> => {
      await dawdle();
      try {
        return await call(...values);
      } finally {
        await dawdle();
      }
    };
  return {
    list: slow(inner.list),
    read: slow(inner.read),
    write: slow(inner.write),
    readStream: async function* (path) {
      await dawdle();
      yield* inner.readStream(path);
    },
    writeStream: slow(inner.writeStream),
    move: slow(inner.move),
    rename: slow(inner.rename),
    createOnce: slow(inner.createOnce),
    exists: slow(inner.exists),
    look: slow(inner.look),
    habits: inner.habits,
    makeFolder: slow(inner.makeFolder),
    remove: slow(inner.remove),
    close: inner.close,
  };
}

async function receive(store: FileStore, taken: string[]): Promise<void> {
  for (const name of await namesIn(store, TARGET)) {
    const text = Buffer.from(await store.read(`${TARGET}/${name}`)).toString();
    await store.remove(`${TARGET}/${name}`);
    taken.push(...text.trim().split('\n').slice(1));
  }
}

const files = {
  [`${SOURCE}/one.json`]: '["a1","bad2"]',
  [`${SOURCE}/two.json`]: '["b1"]',
  [`${SOURCE}/three.json`]: '["c1","c2"]',
};

describe('two passes at once', () => {
  test('a claim that is not old is left to the pass that made it, every row is delivered once, and none before an older one', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const store = await memoryStoreWith(files);
      const delivered: string[] = [];
      const workers = [1, 2].map((worker) =>
        pass(dawdling(store, seededRandom(seed * 10 + worker)), {
          staleClaimMinutes: 15,
          onEvent: (event) => event.event === 'file delivered' && delivered.push(event.file),
        }),
      );
      const reports = await Promise.all(workers);
      expect({ seed, delivered }).toEqual({ seed, delivered: ['one.json', 'three.json', 'two.json'] });
      expect({ seed, rows: await deliveredRows(store) }).toEqual({ seed, rows: ['a1', 'b1', 'c1', 'c2'] });
      const sums = reports.flatMap(({ feeds }) => feeds);
      expect(sums.reduce((sum, { files: count }) => sum + count, 0)).toBe(3);
      expect(sums.flatMap(({ interruptions }) => interruptions)).toEqual([]);
    }
  });

  test('one that robs the other of its claims makes nothing twice, even when outputs vanish at once', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const store = await memoryStoreWith(files);
      const taken: string[] = [];
      const workers = [1, 2, 3].map((worker) => pass(dawdling(store, seededRandom(seed * 10 + worker))));
      let working = true;
      const done = Promise.all(workers).finally(() => {
        working = false;
      });
      for (let round = 1; working; round += 1) {
        await receive(store, taken);
        for (let tick = 0; tick < 7; tick += 1) await Promise.resolve();
        if (round % 50 === 0) await letOthersWork();
      }
      const reports = await done;
      await pass(store);
      await receive(store, taken);
      expect({ seed, taken: taken.sort() }).toEqual({ seed, taken: ['a1', 'b1', 'c1', 'c2'] });
      expect(await refusedRows(store)).toEqual(['bad2']);
      expect(reports.flatMap(({ feeds }) => feeds.flatMap(({ interruptions }) => interruptions))).toEqual([]);
    }
  });

  test('two files of one name that arrive together: same content is delivered once, other content is set aside', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      for (const second of ['["a1","bad2"]', '["z9"]']) {
        const store = await memoryStoreWith({ [`${SOURCE}/one.json`]: '["a1","bad2"]' });
        const first = pass(dawdling(store, seededRandom(seed)), { staleClaimMinutes: 15 });
        while (await store.exists(`${SOURCE}/one.json`)) await letOthersWork();
        await put(store, `${SOURCE}/one.json`, second);
        await Promise.all([first, pass(dawdling(store, seededRandom(-seed)), { staleClaimMinutes: 15 })]);
        const failed = await namesIn(store, `${SOURCE}/failed`);
        const rows = await deliveredRows(store);
        expect(rows).toEqual(failed.length === 0 || rows[0] === 'a1' ? ['a1'] : ['z9']);
        // The error file of refused rows can have the first name.
        const quarantine = expect.stringMatching(/^one\.([0-9a-f]{8}\.)?json$/);
        expect(failed).toEqual(second.includes('z9') ? [quarantine] : []);
        expect(await namesIn(store, SOURCE)).toEqual([]);
      }
    }
  });
});

describe('on a server whose renames overwrite', () => {
  /** As SFTPGo does. */
  const overwriting = (store: MemoryStore): FileStore => {
    const over = async (from: string, to: string): Promise<void> => {
      if (store.files.has(from)) store.files.delete(to);
      await store.rename(from, to);
    };
    return { ...store, move: over, rename: over };
  };

  test('passes that rob each other of their claims deliver every row once, though outputs vanish at once', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const store = await memoryStoreWith(files);
      const taken: string[] = [];
      const workers = [1, 2, 3].map((worker) =>
        pass(dawdling(overwriting(store), seededRandom(seed * 10 + worker))),
      );
      let working = true;
      const done = Promise.allSettled(workers).finally(() => {
        working = false;
      });
      for (let round = 1; working; round += 1) {
        await receive(store, taken);
        for (let tick = 0; tick < 7; tick += 1) await Promise.resolve();
        if (round % 50 === 0) await letOthersWork();
      }
      await done;
      await pass(store);
      await receive(store, taken);
      expect({ seed, taken: taken.sort() }).toEqual({ seed, taken: ['a1', 'b1', 'c1', 'c2'] });
      expect(await refusedRows(store)).toEqual(['bad2']);
    }
  });
});
