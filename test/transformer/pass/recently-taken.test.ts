/** A sender that goes on writing after its file was taken is noticed and reported. */
import { describe, expect, test } from '@jest/globals';
import { exitCodeOf, type PassEvent } from '../../../transformer/report/pass-report.ts';
import { jsonReporter } from '../../../transformer/report/report.ts';
import { crashingStore } from '../crashing-store.ts';
import { deliveredRows, memoryStoreWith, NOW, namesIn, pass, put, SOURCE, textAt } from '../small-feed.ts';

const ARCHIVED = `${SOURCE}/archive/a.json`;
const MINUTE = 60_000;

async function takenFile() {
  const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
  await pass(store);
  return store;
}

const grow = (store: Awaited<ReturnType<typeof takenFile>>, path: string, text: string): void =>
  void store.files.set(path, { bytes: Buffer.from(text), modified: NOW });

const listsIn = async (store: Awaited<ReturnType<typeof takenFile>>): Promise<string[]> =>
  (await store.list(`${SOURCE}/.state/.tmp`))
    .map(({ name }) => name)
    .filter((name) => name.startsWith('.taken'));

describe('a file that goes on changing after it was delivered', () => {
  test('is reported by the next pass, once, with an error file and exit code 3', async () => {
    const store = await takenFile();
    grow(store, ARCHIVED, '["a1","a2"]');
    const next = await pass(store);
    expect([exitCodeOf(next), next.feeds[0]?.changedFiles]).toEqual([3, ['a.json']]);
    expect(await textAt(store, `${SOURCE}/error/a.json.changed.errors.csv`)).toMatch(
      /^a\.json,0,.*CHANGED_AFTER_TAKEN/m,
    );
    expect(exitCodeOf(await pass(store))).toBe(0);
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test.each([20, 61])('is reported when it does so %d minutes later', async (minutes) => {
    const store = await takenFile();
    await pass(store);
    grow(store, ARCHIVED, '["a1","a2"]');
    const later = await pass(store, { clock: () => NOW + minutes * MINUTE });
    expect(later.feeds[0]?.changedFiles).toEqual(['a.json']);
  });

  test('is reported although the pass that took it was killed after any of its changes', async () => {
    for (let change = 1; change < 40; change += 1) {
      const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
      await pass(crashingStore(store, { change, when: 'after' })).catch(() => {});
      if (!store.files.has(ARCHIVED)) continue;
      grow(store, ARCHIVED, '["a1","a2"]');
      expect({ change, changed: (await pass(store)).feeds[0]?.changedFiles }).toEqual({
        change,
        changed: ['a.json'],
      });
    }
  });

  test('is reported although another pass looked at it before it was in the archive', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
    const move: typeof store.move = async (from, to, target) => {
      if (to === ARCHIVED) await pass(store, { staleClaimMinutes: 15 });
      await store.move(from, to, target);
    };
    await pass({ ...store, move });
    grow(store, ARCHIVED, '["a1","a2"]');
    expect((await pass(store)).feeds[0]?.changedFiles).toEqual(['a.json']);
  });

  test('with the same size, by its time', async () => {
    const store = await takenFile();
    grow(store, ARCHIVED, '["b1"]');
    expect((await pass(store)).feeds[0]?.changedFiles).toEqual(['a.json']);
  });

  test('is not reported when only its time has changed, or nothing', async () => {
    const store = await takenFile();
    grow(store, ARCHIVED, '["a1"]');
    expect(exitCodeOf(await pass(store))).toBe(0);
  });

  test('leaves no list behind when the hour is over', async () => {
    const store = await takenFile();
    for (const minutes of [0, 15, 70, 80]) await pass(store, { clock: () => NOW + minutes * MINUTE });
    expect(await listsIn(store)).toEqual([]);
  });

  test('stops no pass when the rename of its list was broken off half-way, and both names stand', async () => {
    const store = await takenFile();
    const [first = ''] = await listsIn(store);
    const path = (name: string): string => `${SOURCE}/.state/.tmp/${name}`;
    const bytes = await store.read(path(first));
    store.files.set(path(first.replace('.0.json', '.1.json')), { bytes: Buffer.from(bytes), modified: NOW });
    expect(exitCodeOf(await pass(store))).toBe(0);
    for (const minutes of [15, 70]) await pass(store, { clock: () => NOW + minutes * MINUTE });
    expect(await listsIn(store)).toEqual([]);
  });
});

describe('an empty file', () => {
  test('that is young is left, as its sender may not have begun to write, and taken when it has', async () => {
    const store = await memoryStoreWith({});
    store.files.set(`${SOURCE}/a.json`, { bytes: Buffer.alloc(0), modified: NOW - 5 * MINUTE });
    const first = await pass(store);
    expect(first.feeds[0]).toMatchObject({ files: 0, leftFiles: ['a.json'] });
    const [claim = ''] = await namesIn(store, `${SOURCE}/processing`);
    grow(store, `${SOURCE}/processing/${claim}`, '["a1"]');
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a1']);
  });

  test.each([
    ['', true],
    [' \n', true],
    ['[]', false],
  ])(
    'that was left for an hour is archived as one that says nothing; %j is told of: %j',
    async (text, isTold) => {
      const store = await memoryStoreWith({});
      store.files.set(`${SOURCE}/a.json`, { bytes: Buffer.from(text), modified: NOW - 61 * MINUTE });
      const events: PassEvent[] = [];
      const { feeds } = await pass(store, { onEvent: (event) => events.push(event) });
      expect(feeds[0]).toMatchObject({ files: 1, rows: 0 });
      const lines: string[] = [];
      for (const event of events) jsonReporter((line) => lines.push(line))(event);
      const [told] = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'file converted');
      expect(told).toMatchObject(
        isTold
          ? {
              level: 'warn',
              file: 'a.json',
              warnings: [expect.stringMatching(/^it is empty, .* sent again$/)],
            }
          : { level: 'info', warnings: [] },
      );
    },
  );
});

describe('a file that is left because it is still being written', () => {
  test('never takes the place of a new one of its name', async () => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"' });
    const growing = {
      ...store,
      rename: async (from: string, to: string) => {
        await store.rename(from, to);
        if (from !== `${SOURCE}/a.json`) return;
        grow(store, to, '["a1","a2"]');
        await put(store, `${SOURCE}/a.json`, '["sent again"]');
      },
    };
    expect((await pass(growing)).feeds[0]?.leftFiles).toEqual(['a.json']);
    expect(await textAt(store, `${SOURCE}/a.json`)).toBe('["sent again"]');
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a1', 'a2']);
    expect(await textAt(store, `${SOURCE}/failed/a.json`)).toBe('["sent again"]');
  });
});

describe('a server that lists other sizes than it delivers', () => {
  test.each([0, 3, 999])('such as %d: the file is taken all the same', async (size) => {
    const store = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
    const lying = {
      ...store,
      list: async (folder: string) => (await store.list(folder)).map((entry) => ({ ...entry, size })),
      look: async (path: string) => {
        const entry = await store.look(path);
        return entry && { ...entry, size };
      },
    };
    const report = await pass(lying);
    expect([exitCodeOf(report), report.feeds[0]?.applied]).toEqual([0, 1]);
    expect(await deliveredRows(store)).toEqual(['a1']);
  });
});
