import { describe, expect, test } from '@jest/globals';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { Crash, type CrashPoint, crashingStore } from '../crashing-store.ts';
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

const waiting = {
  [`${SOURCE}/first.json`]: '["a1","bad2","other3","a4"]',
  [`${SOURCE}/second.json`]: '["b1","b2"]',
  [`${SOURCE}/refused.json`]: '["bad5","bad6"]',
  [`${SOURCE}/unreadable.json`]: '["c1"',
  [`${SOURCE}/nothing.json`]: '[]',
};
const applied = ['a1', 'a4', 'b1', 'b2'];
const refused = ['', 'bad2', 'bad5', 'bad6'];

/** What the other system does with its files between two passes of ours. */
const receivers = {
  leaves: async () => {},
  archives: async (store: FileStore, taken: string[]) => take(store, taken, `${TARGET}/archive`),
  deletes: async (store: FileStore, taken: string[]) => take(store, taken, undefined),
};

async function take(store: FileStore, taken: string[], archive: string | undefined): Promise<void> {
  taken.push(...(await deliveredRows(store)));
  if (archive) await store.makeFolder(archive);
  for (const name of await namesIn(store, TARGET)) {
    if (archive) await store.move(`${TARGET}/${name}`, `${archive}/${name}`);
    else await store.remove(`${TARGET}/${name}`);
  }
}

async function changesOfOnePass(): Promise<number> {
  const store = crashingStore(await memoryStoreWith(waiting), { change: -1, when: 'before' });
  await pass(store);
  return store.changes();
}

async function crashOnceThenRecover(point: CrashPoint, receiver: keyof typeof receivers) {
  const store = await memoryStoreWith(waiting);
  const taken: string[] = [];
  await expect(pass(crashingStore(store, point))).rejects.toBeInstanceOf(Crash);
  await receivers[receiver](store, taken);
  await pass(store);
  return { store, delivered: [...taken, ...(await deliveredRows(store))].sort() };
}

const times = ['before', 'half-way', 'after'] as const;
const manners = ['leaves', 'archives', 'deletes'] as const;
const cases = times.flatMap((when) => manners.map((receiver) => ({ when, receiver })));

describe('a pass killed at any of its changes', () => {
  test.each(cases)(
    '$when it: the next pass delivers every row once, when the receiver $receiver its files',
    async ({ when, receiver }) => {
      const changes = await changesOfOnePass();
      expect(changes).toBeGreaterThan(25);
      for (let change = 1; change <= changes; change += 1) {
        const { store, delivered } = await crashOnceThenRecover({ change, when }, receiver);
        expect({ change, delivered }).toEqual({ change, delivered: applied });
        expect({ change, refused: await refusedRows(store) }).toEqual({ change, refused });
      }
    },
  );

  test('leaves every source file in the archive or among the failed, and nothing in processing', async () => {
    const changes = await changesOfOnePass();
    for (let change = 1; change <= changes; change += 1) {
      const { store } = await crashOnceThenRecover({ change, when: 'after' }, 'leaves');
      expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([]);
      expect(await namesIn(store, SOURCE)).toEqual([]);
      expect(await namesIn(store, `${SOURCE}/archive`)).toEqual([
        'first.json',
        'nothing.json',
        'refused.json',
        'second.json',
      ]);
      expect(await namesIn(store, `${SOURCE}/failed`)).toEqual(['unreadable.json']);
    }
  });

  test('leaves no temporary file behind once the file is finished', async () => {
    const changes = await changesOfOnePass();
    for (let change = 1; change <= changes; change += 1) {
      const store = await memoryStoreWith(waiting);
      await pass(crashingStore(store, { change, when: 'half-way' })).catch(() => {});
      await pass(store);
      for (const folder of [`${TARGET}/.tmp`, `${SOURCE}/.state/.tmp`, `${SOURCE}/error/.tmp`]) {
        expect({ change, left: await namesIn(store, folder) }).toEqual({ change, left: [] });
      }
    }
  });

  test('killed again and again at every change, it still delivers every row once', async () => {
    const changes = await changesOfOnePass();
    for (let change = 7; change <= changes; change += 1) {
      const store = await memoryStoreWith(waiting);
      const taken: string[] = [];
      for (let again = 0; again < 4; again += 1) {
        const point = { change: change + again, when: times[again % 3] ?? 'after' };
        await pass(crashingStore(store, point)).catch(() => {});
        await receivers.deletes(store, taken);
      }
      await pass(store);
      expect([...taken, ...(await deliveredRows(store))].sort()).toEqual(applied);
      expect(await refusedRows(store)).toEqual(refused);
    }
  });

  test('a file sent again after the crash, under the same name, is not delivered twice', async () => {
    const changes = await changesOfOnePass();
    for (let change = 1; change <= changes; change += 1) {
      const store = await memoryStoreWith({ [`${SOURCE}/second.json`]: '["b1","b2"]' });
      const taken: string[] = [];
      await pass(crashingStore(store, { change, when: 'after' })).catch(() => {});
      await receivers.deletes(store, taken);
      if (!(await store.exists(`${SOURCE}/second.json`)))
        await put(store, `${SOURCE}/second.json`, '["b1","b2"]');
      await pass(store);
      expect([...taken, ...(await deliveredRows(store))].sort()).toEqual(['b1', 'b2']);
    }
  });
});
