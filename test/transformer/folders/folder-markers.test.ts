import { describe, expect, test } from '@jest/globals';
import type { MemoryStore } from '../../../testbed/memory-store.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { quarantineUnrecorded } from '../../../transformer/file/unrecorded-claims.ts';
import { foldersOf } from '../../../transformer/folders/folders.ts';
import { makeFolders } from '../../../transformer/folders/make-folders.ts';
import { exitCodeOf } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import {
  deliveredRows,
  memoryStoreWith,
  NOW,
  namesIn,
  pass,
  put,
  refusedRows,
  SOURCE,
  smallRoute,
  TARGET,
  textAt,
} from '../small-feed.ts';

const GUARDED = [
  ...['processing', 'archive', 'failed', 'error', '.state'].map((name) => `${SOURCE}/${name}`),
  TARGET,
];

const under = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Moves a folder and all that is in it, as `mv` does. */
function moveFolder(store: MemoryStore, from: string, to: string): void {
  const moved = (path: string): string => `${to}${path.slice(from.length)}`;
  for (const folder of [...store.folders].filter((path) => under(from, path))) {
    store.folders.delete(folder);
    store.folders.add(moved(folder));
  }
  for (const [path, file] of [...store.files].filter(([path]) => under(from, path))) {
    store.files.delete(path);
    store.files.set(moved(path), file);
  }
}

const snapshot = (store: MemoryStore): string =>
  JSON.stringify([[...store.folders].sort(), [...store.files.keys()].sort()]);

async function passOver(store: FileStore) {
  const report = await pass(store);
  return { feed: report.feeds[0], exitCode: exitCodeOf(report) };
}

/** As the command does it. */
const init = (store: FileStore) =>
  makeFolders(
    store,
    [smallRoute],
    (route) => (claimed) => quarantineUnrecorded({ store, route, emit: () => {} }, nextMark(), claimed),
  );
function nextMark() {
  inits += 1;
  return { at: NOW + inits, passId: `init${inits}` };
}
let inits = 0;

/** A store after a first pass, with a file that waits. */
async function knownTree(): Promise<MemoryStore> {
  const store = await memoryStoreWith({ [`${SOURCE}/zero.json`]: '["zero"]' });
  await pass(store);
  await put(store, `${SOURCE}/one.json`, '["a1","bad2"]');
  return store;
}

describe('a folder that is not the one it was', () => {
  test.each(GUARDED)(
    '%s away: the feed stops with exit code 1, nothing changes, nothing is lost',
    async (folder) => {
      const store = await knownTree();
      moveFolder(store, folder, 'elsewhere');
      const before = snapshot(store);
      const { feed, exitCode } = await passOver(store);
      expect([exitCode, feed?.interruptions]).toMatchObject([1, [{ code: 'FOLDER_CHANGED' }]]);
      expect(feed?.interruptions[0]?.message).toContain(folder);
      expect(snapshot(store)).toBe(before);
      moveFolder(store, 'elsewhere', folder);
      expect((await passOver(store)).exitCode).toBe(3);
      expect(await deliveredRows(store)).toEqual(['a1', 'zero']);
      expect(await refusedRows(store)).toEqual(['bad2']);
    },
  );

  test.each(GUARDED)('%s swapped for an empty one: likewise', async (folder) => {
    const store = await knownTree();
    moveFolder(store, folder, 'elsewhere');
    for (const one of foldersOf(smallRoute).filter((path) => under(folder, path)))
      await store.makeFolder(one);
    await store.makeFolder(folder);
    const before = snapshot(store);
    expect((await passOver(store)).exitCode).toBe(1);
    expect(snapshot(store)).toBe(before);
  });

  test.each(GUARDED)(
    '%s swapped in the middle of any request: no row is lost, none delivered twice',
    async (folder) => {
      for (let request = 1; request < 60; request += 1) {
        const store = await knownTree();
        let left = request;
        const swap = (): void => {
          left -= 1;
          if (left === 0) moveFolder(store, folder, 'elsewhere');
          if (left === -2) moveFolder(store, 'elsewhere', folder);
        };
        await pass(seeing(store, swap)).catch(() => {});
        if (left <= 0 && left > -2) moveFolder(store, 'elsewhere', folder);
        for (let round = 0; round < 3; round += 1) await pass(store);
        expect({ request, rows: await deliveredRows(store) }).toEqual({ request, rows: ['a1', 'zero'] });
        expect({ request, rows: await refusedRows(store) }).toEqual({ request, rows: ['bad2'] });
        expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([]);
      }
    },
  );

  test('that init takes over ends what was on its way to the former one in failed/, with what to do', async () => {
    const store = await knownTree();
    await pass({ ...store, rename: refusing(store, TARGET) });
    moveFolder(store, TARGET, 'elsewhere');
    expect((await passOver(store)).exitCode).toBe(1);
    const made = await init(store);
    expect(made.filter(({ takenOver }) => takenOver).map(({ folder }) => folder)).toEqual([TARGET]);
    const { feed, exitCode } = await passOver(store);
    expect([exitCode, feed?.failedFiles]).toEqual([3, ['one.json']]);
    expect(await deliveredRows(store)).toEqual([]);
    const errorFiles = (await namesIn(store, `${SOURCE}/error`)).map((name) => `${SOURCE}/error/${name}`);
    const told = (await Promise.all(errorFiles.map((path) => textAt(store, path)))).join('');
    expect(told).toMatch(/DELIVERY_UNKNOWN.*replay/);
    expect(told).toContain('bad2');
  });
});

describe('records that are not those they were', () => {
  /** Whose file one.json is delivered and lies in processing/, as it could not be moved into the archive. */
  async function withDelivered(): Promise<MemoryStore> {
    const store = await knownTree();
    const move: FileStore['move'] = () =>
      Promise.reject(new TransformerError('PERMISSION_DENIED', 'Nobody may.'));
    await pass({ ...store, move });
    expect(await deliveredRows(store)).toEqual(['a1', 'zero']);
    expect(await namesIn(store, `${SOURCE}/processing`)).toHaveLength(1);
    return store;
  }

  /** What is in processing/ ends in failed/, and nothing of it is delivered again. */
  async function expectAside(store: MemoryStore): Promise<void> {
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a1', 'zero']);
    expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([]);
    expect(await namesIn(store, `${SOURCE}/failed`)).toEqual([expect.stringMatching(/^one\..*json$/)]);
    const told = (await namesIn(store, `${SOURCE}/error`)).map((name) =>
      textAt(store, `${SOURCE}/error/${name}`),
    );
    expect((await Promise.all(told)).join('')).toMatch(/DELIVERY_UNKNOWN.*replay/);
  }

  test('leave in failed/ what a pass had begun, when init takes them over', async () => {
    const store = await withDelivered();
    moveFolder(store, `${SOURCE}/.state`, 'elsewhere');
    await init(store);
    await expectAside(store);
  });

  test('leave it there too when init is killed at any of its requests, be it begun again or followed by a pass', async () => {
    for (const next of [init, pass]) {
      for (let request = 1; request < 60; request += 1) {
        const store = await withDelivered();
        moveFolder(store, `${SOURCE}/.state`, 'elsewhere');
        let left = request;
        const crash = (): void => {
          left -= 1;
          if (left <= 0) throw new Error('killed');
        };
        await init(seeing(store, crash)).catch(() => {});
        await next(store);
        await init(store); // a pass alone says FOLDER_CHANGED when init had done nothing yet
        await expectAside(store);
      }
    }
  });

  test('leave there too what lies in a processing/ that comes back later than the records were replaced', async () => {
    const store = await withDelivered();
    for (const folder of ['.state', 'processing'])
      moveFolder(store, `${SOURCE}/${folder}`, `elsewhere/${folder}`);
    await init(store);
    moveFolder(store, `${SOURCE}/processing`, 'elsewhere/newer');
    moveFolder(store, 'elsewhere/processing', `${SOURCE}/processing`);
    expect((await passOver(store)).exitCode).toBe(1);
    await init(store);
    await expectAside(store);
  });

  test('but restored from a copy without empty folders they still count', async () => {
    const store = await withDelivered();
    for (const folder of [...store.folders].filter((path) => path.startsWith(`${SOURCE}/.state/.tmp/`)))
      store.folders.delete(folder);
    await init(store);
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['a1', 'zero']);
    expect(await namesIn(store, `${SOURCE}/archive`)).toEqual(['one.json', 'zero.json']);
  });
});

test('an output that somebody clears away in the pass that prepared it does not count as delivered there', async () => {
  const store = await knownTree();
  const rename: FileStore['rename'] = async (from, to, target) => {
    if (to.startsWith(`${TARGET}/`)) await store.remove(from);
    await store.rename(from, to, target);
  };
  const { feed, exitCode } = await passOver({ ...store, rename });
  expect([exitCode, feed?.interruptions]).toMatchObject([1, [{ code: 'STORE_FAILED' }]]);
  expect(feed?.interruptions[0]?.message).toContain('what moves files out of .tmp/');
  expect(await namesIn(store, `${SOURCE}/archive`)).toEqual(['zero.json']);
});

test('a folder that is away for the moment of one look is not taken for one that was replaced', async () => {
  const store = await knownTree();
  await pass({ ...store, rename: refusing(store, TARGET) });
  const missing = (): Promise<never> => Promise.reject(new TransformerError('NOT_FOUND', 'It is away.'));
  let isAway = false;
  const blinking: FileStore = {
    ...store,
    rename: async (from, to, target) => {
      if (!from.startsWith(`${TARGET}/`)) return store.rename(from, to, target);
      isAway = true;
      return missing();
    },
    list: async (folder) => {
      if (!isAway || !folder.startsWith(TARGET)) return store.list(folder);
      isAway = false;
      return missing();
    },
  };
  const { feed, exitCode } = await passOver(blinking);
  expect([exitCode, feed?.failedFiles, feed?.interruptions]).toMatchObject([
    1,
    [],
    [{ code: 'FOLDER_CHANGED' }],
  ]);
  await pass(store);
  expect(await deliveredRows(store)).toEqual(['a1', 'zero']);
});

describe('the first pass', () => {
  test('makes what is missing, and a crash at any of its changes is made good by the next', async () => {
    for (let change = 1; change < 30; change += 1) {
      const store = await memoryStoreWith({});
      store.folders.clear();
      store.folders.add('');
      await store.makeFolder(SOURCE);
      await put(store, `${SOURCE}/one.json`, '["a1"]');
      let left = change;
      const crash = (): void => {
        left -= 1;
        if (left === 0) throw new Error('killed');
      };
      await pass(seeing(store, crash)).catch(() => {});
      expect({ change, ...(await passOver(store)) }).toMatchObject({ change, exitCode: 0 });
      expect(await deliveredRows(store)).toEqual(['a1']);
    }
  });

  test('over the folders of an earlier version takes them as they are', async () => {
    const store = await knownTree();
    for (const folder of [...store.folders].filter((path) => path.includes('/.folder-')))
      store.folders.delete(folder);
    await put(store, `${SOURCE}/processing/20260301T110000000Z-dead~begun.json`, '["begun"]');
    expect((await passOver(store)).exitCode).toBe(3);
    expect(await deliveredRows(store)).toEqual(['a1', 'begun', 'zero']);
  });

  test('over folders of an earlier version of which one is away changes nothing', async () => {
    const store = await knownTree();
    for (const folder of [...store.folders].filter((path) => path.includes('/.folder-')))
      store.folders.delete(folder);
    moveFolder(store, TARGET, 'elsewhere');
    const before = snapshot(store);
    expect((await passOver(store)).exitCode).toBe(1);
    expect(snapshot(store)).toBe(before);
  });
});

/** The store, of which every request that looks or changes is seen before it is made. */
function seeing(store: MemoryStore, onRequest: () => void): FileStore {
  const seen =
    <Arguments extends unknown[], Result>(call: (...values: Arguments) => Promise<Result>) =>
    async (...values: Arguments): Promise<Result> => {
      onRequest();
      return call(...values);
    };
  return {
    ...store,
    list: seen(store.list),
    read: seen(store.read),
    write: seen(store.write),
    createOnce: seen(store.createOnce),
    writeStream: seen(store.writeStream),
    move: seen(store.move),
    rename: seen(store.rename),
    exists: seen(store.exists),
    look: seen(store.look),
    makeFolder: seen(store.makeFolder),
  };
}

const refusing =
  (store: FileStore, folder: string): FileStore['rename'] =>
  (from, to, target) =>
    to.startsWith(`${folder}/`)
      ? Promise.reject(new TransformerError('STORE_FAILED', 'The disk is full.'))
      : store.rename(from, to, target);
