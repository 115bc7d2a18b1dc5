import { describe, expect, jest, test } from '@jest/globals';
import { TransformerError } from '../../../transformer/errors.ts';
import { BYTES_AT_ONCE, makeSharedBudget } from '../../../transformer/file/memory-budget.ts';
import type { PassEvent } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { Crash, crashingStore } from '../crashing-store.ts';
import { deliveredRows, memoryStoreWith, namesIn, pass, refusedRows, SOURCE, TARGET } from '../small-feed.ts';

/** Of so many bytes that it is judged while it arrives, without many rows. */
const wide = (...rows: string[]): string => `[${rows.map((row) => `${' '.repeat(400_000)}"${row}"`).join()}]`;

const PATH = `${SOURCE}/a.json`;
const ROWS = wide('a1', 'bad2', 'a3', 'other4');

/** The source comes in pieces; before each of them `before` is asked, by how many bytes came. */
function slowly(store: FileStore, before: (bytes: number) => Promise<unknown> | undefined): FileStore {
  return {
    ...store,
    readStream: async function* (path, size) {
      let bytes = 0;
      for await (const chunk of store.readStream(path, size)) {
        for (let at = 0; at < chunk.length; at += 50_000) {
          const piece = chunk.slice(at, at + 50_000);
          if (path.includes('processing/')) await before(bytes);
          bytes += piece.length;
          yield piece;
        }
      }
    },
  };
}

const aMoment = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

async function ended(store: FileStore): Promise<unknown> {
  return {
    delivered: await deliveredRows(store),
    refused: await refusedRows(store),
    processing: await namesIn(store, `${SOURCE}/processing`),
    temporary: await namesIn(store, `${TARGET}/.tmp`),
  };
}

const WHOLE = { delivered: ['a1', 'a3'], refused: ['bad2'], processing: [], temporary: [] };

describe('a large file', () => {
  test('is judged while it arrives, and written when all of it is here', async () => {
    const store = await memoryStoreWith({ [PATH]: ROWS });
    const phases: string[] = [];
    const onEvent = (event: PassEvent): void => {
      if (event.event === 'file progress') phases.push(event.phase);
    };
    await pass(slowly(store, aMoment), { onEvent });

    expect(phases.indexOf('converting')).toBeLessThan(phases.lastIndexOf('reading'));
    expect(phases.indexOf('writing')).toBeGreaterThan(phases.lastIndexOf('reading'));
    expect(await ended(store)).toEqual(WHOLE);
  });

  test('of which nothing more comes leaves nothing but its claim, which the next pass takes up', async () => {
    const store = await memoryStoreWith({ [PATH]: ROWS });
    const lost = new TransformerError('CONNECTION_LOST', 'The connection was lost.');
    const broken = slowly(store, (bytes) => (bytes > 1_000_000 ? Promise.reject(lost) : aMoment()));
    await expect(pass(broken)).rejects.toBe(lost);
    expect(await ended(store)).toMatchObject({ delivered: [], refused: [], temporary: [] });

    await pass(store);
    expect(await ended(store)).toEqual(WHOLE);
  });

  test('that its sender is still writing is left, whatever was judged of it, and taken when it is whole', async () => {
    const store = await memoryStoreWith({ [PATH]: ROWS });
    let reads = 0;
    const growing: FileStore = {
      ...store,
      readStream: async function* (path, size) {
        yield* slowly(store, aMoment).readStream(path, size);
        reads += 1;
        if (path.includes('processing/')) yield Buffer.from(' '.repeat(reads));
      },
    };
    const report = await pass(growing);
    expect(report.feeds[0]?.leftFiles).toEqual(['a.json']);
    expect(await ended(store)).toMatchObject({ delivered: [], refused: [], temporary: [] });

    await pass(store);
    expect(await ended(store)).toEqual(WHOLE);
  });

  test('whose rest comes slowly after all keeps nobody from converting meanwhile, and is judged when it is here', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const store = await memoryStoreWith({ [PATH]: ROWS });
      const budget = makeSharedBudget(BYTES_AT_ONCE);
      const other = budget.share();
      let isOtherDone: boolean | undefined;
      const slow = slowly(store, async (bytes) => {
        await aMoment();
        if (bytes < 1_400_000) return;
        if (isOtherDone === undefined) {
          isOtherDone = false;
          void other.within(1, async () => {
            isOtherDone = true;
          });
          await aMoment();
          expect(isOtherDone).toBe(false);
        }
        await jest.advanceTimersByTimeAsync(15_000);
        if (bytes >= 1_590_000) expect(isOtherDone).toBe(true);
      });
      await pass(slow, { withinBudget: budget.share().within });
      expect(await ended(store)).toEqual(WHOLE);
    } finally {
      jest.useRealTimers();
    }
  });

  test('that cannot be read goes to the failed ones, when all of it has arrived', async () => {
    const store = await memoryStoreWith({ [PATH]: `[x${ROWS.slice(1)}` });
    await pass(slowly(store, aMoment));

    expect(await namesIn(store, `${SOURCE}/failed`)).toEqual(['a.json']);
    expect(await deliveredRows(store)).toEqual([]);
    expect(Buffer.from(await store.read(`${SOURCE}/failed/a.json`)).toString()).toBe(`[x${ROWS.slice(1)}`);
  });

  test('that comes again is not judged again', async () => {
    const store = await memoryStoreWith({ [PATH]: ROWS });
    await pass(store);
    await store.write(PATH, Buffer.from(ROWS));
    const phases = new Set<string>();
    const onEvent = (event: PassEvent): void => {
      if (event.event === 'file progress') phases.add(event.phase);
    };
    const report = await pass(slowly(store, aMoment), { onEvent });

    expect([...phases]).toEqual(['reading']);
    expect(report.feeds[0]?.repeatedFiles).toEqual(['a.json']);
    expect(await ended(store)).toEqual(WHOLE);
  });

  test('that the pass has no time left for is let go of, and the next pass begins it anew', async () => {
    const store = await memoryStoreWith({ [PATH]: ROWS });
    const [stop, abandon] = [new AbortController(), new AbortController()];
    const late = slowly(store, async (bytes) => {
      await aMoment();
      if (bytes < 1_000_000) return;
      stop.abort();
      abandon.abort();
    });
    const report = await pass(late, { stop: stop.signal, abandon: abandon.signal });
    expect(report.feeds[0]?.leftFiles).toEqual(['a.json']);
    expect(await ended(store)).toMatchObject({ delivered: [], temporary: [] });

    await pass(store);
    expect(await ended(store)).toEqual(WHOLE);
  });
});

test.each(['before', 'half-way', 'after'] as const)(
  'a pass over a large file that is killed %s any of its changes is finished by the next, every row once',
  async (when) => {
    const counting = crashingStore(await memoryStoreWith({ [PATH]: ROWS }), { change: -1, when });
    await pass(slowly(counting, aMoment));
    for (let change = 1; change <= counting.changes(); change += 1) {
      const store = await memoryStoreWith({ [PATH]: ROWS });
      const killed = pass(slowly(crashingStore(store, { change, when }), aMoment));
      await expect(killed).rejects.toBeInstanceOf(Crash);
      await pass(store);
      const { delivered, refused } = {
        delivered: await deliveredRows(store),
        refused: await refusedRows(store),
      };
      expect({ change, delivered, refused }).toEqual({
        change,
        delivered: WHOLE.delivered,
        refused: WHOLE.refused,
      });
    }
  },
);
