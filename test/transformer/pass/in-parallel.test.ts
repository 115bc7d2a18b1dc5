import { setImmediate as letOthersWork } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { TransformerError } from '../../../transformer/errors.ts';
import { makeBudget } from '../../../transformer/file/memory-budget.ts';
import { makeSequencer, type Ticket } from '../../../transformer/file/sequencer.ts';
import { forEachInFlight } from '../../../transformer/pass/concurrency.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { deliveredRows, memoryStoreWith, NOW, namesIn, pass, put, SOURCE } from '../small-feed.ts';

const never = new AbortController().signal;
const tick = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

describe('several items in flight', () => {
  test('are begun in order, never more at once than the limit, and all are finished', async () => {
    const begun: number[] = [];
    let underWay = 0;
    let most = 0;
    const items = Array.from({ length: 20 }, (_, item) => item);
    await forEachInFlight(items, { limit: 4, stop: never }, async (item) => {
      begun.push(item);
      underWay += 1;
      most = Math.max(most, underWay);
      await tick((item * 7) % 5);
      underWay -= 1;
    });
    expect([begun, most, underWay]).toEqual([items, 4, 0]);
  });

  test('after a failure nothing more is begun, and the failure is reported when the rest has ended', async () => {
    const finished: number[] = [];
    const work = forEachInFlight([0, 1, 2, 3, 4, 5], { limit: 2, stop: never }, async (item) => {
      await tick(item === 0 ? 1 : 20);
      if (item === 0) throw new Error('the first one fails');
      finished.push(item);
    });
    await expect(work).rejects.toThrow('the first one fails');
    expect(finished).toEqual([1]);
  });

  test('a stop begins nothing more', async () => {
    const stop = new AbortController();
    const done: number[] = [];
    await forEachInFlight([0, 1, 2], { limit: 1, stop: stop.signal }, async (item) => {
      done.push(item);
      if (item === 1) stop.abort();
    });
    expect(done).toEqual([0, 1]);
  });
});

describe('a budget of memory', () => {
  test('is shared by what fits into it; the rest waits in its order, and what is larger is alone', async () => {
    const within = makeBudget(10);
    const underWay: number[] = [];
    const seen: string[] = [];
    const work = (bytes: number) =>
      within(bytes, async () => {
        underWay.push(bytes);
        seen.push(underWay.join('+'));
        await tick(5);
        underWay.splice(underWay.indexOf(bytes), 1);
        if (bytes === 6) throw new Error('it fails');
      });
    await Promise.allSettled([4, 6, 3, 99, 2, 0].map(work));
    expect(seen).toEqual(['4', '4+6', '6+3', '99', '2', '2+0']);
  });
});

describe('tickets', () => {
  test('are taken in the order in which they were begun, whoever is ready first', async () => {
    const nextTicket = makeSequencer(false);
    const taken: number[] = [];
    const tickets = [30, 10, 20, 0].map((delay, number) => ({
      delay,
      number,
      ticket: nextTicket(`${number}`),
    }));
    await Promise.all(
      tickets.map(async ({ delay, number, ticket }) => {
        await tick(delay);
        await ticket.run(async () => {
          taken.push(number);
        });
      }),
    );
    expect(taken).toEqual([0, 1, 2, 3]);
  });

  test('who gives up, or whose step fails, holds nobody up; but those before still come first', async () => {
    const nextTicket = makeSequencer(false);
    const [first, second, third, fourth] = ['1', '2', '3', '4'].map(nextTicket) as [
      Ticket,
      Ticket,
      Ticket,
      Ticket,
    ];
    const taken: string[] = [];
    second.release();
    const waiting = [third, fourth].map((ticket, index) =>
      ticket.run(async () => {
        taken.push(['third', 'fourth'][index] ?? '');
        if (index === 0) throw new Error('its step fails');
      }),
    );
    const settled = Promise.allSettled(waiting);
    await tick(5);
    expect(taken).toEqual([]);
    await first.run(async () => void taken.push('first'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(taken).toEqual(['first', 'third', 'fourth']);
  });
});

/** Files of which the first takes longest. */
const manyFiles = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, number) => [
      `${SOURCE}/${String(number).padStart(3, '0')}.json`,
      `["r${number}"]`,
    ]),
  );

describe('a pass with several files in flight', () => {
  test('delivers in the order of the list, though later files are ready first', async () => {
    const store = await memoryStoreWith(manyFiles(20));
    let outputs = 0;
    const slow: FileStore = {
      ...store,
      writeStream: async (path, content) => {
        outputs += 1;
        await tick(outputs % 4 === 1 ? 15 : 0);
        return store.writeStream(path, content);
      },
    };
    const delivered: string[] = [];
    await pass(slow, {
      filesInFlight: 8,
      onEvent: (event) => event.event === 'file delivered' && delivered.push(event.file),
    });
    expect(delivered).toHaveLength(20);
    expect(delivered).toEqual([...delivered].sort());
  });

  test('takes no memory from another pass, though it never ends', async () => {
    const large = JSON.stringify(Array.from({ length: 20 }, () => 'r'.repeat(60_000)));
    const store = await memoryStoreWith({ [`${SOURCE}/large.json`]: large });
    let end = (): void => {};
    let hanging: Promise<unknown> = Promise.resolve();
    await new Promise<void>((hangs) => {
      const writeStream: FileStore['writeStream'] = () => {
        hangs();
        return new Promise((_, reject) => {
          end = () => reject(new TransformerError('CONNECTION_LOST', 'It has hung for long enough.'));
        });
      };
      hanging = pass({ ...store, writeStream });
    });
    const other = await memoryStoreWith({ [`${SOURCE}/a.json`]: '["a1"]' });
    expect((await pass(other)).feeds[0]).toMatchObject({ files: 1, applied: 1 });
    end();
    await expect(hanging).rejects.toThrow('hung');
  });

  test('that is asked to stop begins no further file and says so in its report', async () => {
    const store = await memoryStoreWith(manyFiles(20));
    const stop = new AbortController();
    const report = await pass(store, {
      filesInFlight: 2,
      stop: stop.signal,
      onEvent: (event) => event.event === 'file archived' && stop.abort(),
    });
    expect(report.stopped).toBe(true);
    expect(report.feeds[0]?.files).toBeLessThan(4);
    expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([]);
    await pass(store);
    expect(await deliveredRows(store)).toHaveLength(20);
  });

  test('whose connection is lost goes on over a new one, takes up its own claims, and counts every row once', async () => {
    for (let change = 1; change <= 40; change += 3) {
      const store = await memoryStoreWith(manyFiles(6));
      const clock = movingClock();
      const report = await pass(losing(store, change), {
        staleClaimMinutes: 15,
        clock,
        reconnect: async (attempt) => (attempt < 3 ? losing(store, change + attempt) : undefined),
      }).catch((error: unknown) => error);
      const finished = report instanceof Error ? await pass(store, { clock }) : report;
      expect({ change, rows: await deliveredRows(store) }).toEqual({ change, rows: rowsOf(6) });
      if (finished === report) {
        expect({ change, report }).toMatchObject({ report: { feeds: [{ interruptions: [] }] } });
      }
      expect(await namesIn(store, `${SOURCE}/processing`)).toEqual([]);
    }
  });

  test('onto a disk that is full leaves that file for later, and no part of it is ever delivered', async () => {
    const store = await memoryStoreWith({ ...manyFiles(2), [`${SOURCE}/large.json`]: '["large1","large2"]' });
    const full: FileStore = {
      ...store,
      writeStream: async (path, content) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of content) pieces.push(piece);
        const bytes = Buffer.concat(pieces);
        if (!bytes.includes('large')) return store.write(path, bytes);
        await store.write(path, bytes.subarray(0, 7));
        throw new TransformerError('STORE_FAILED', `${path} does not fit: the disk is full.`);
      },
    };
    const { feeds } = await pass(full);
    expect(feeds[0]?.interruptions).toMatchObject([
      { code: 'STORE_FAILED', message: expect.stringMatching(/^large\.json: .*the disk is full/) },
    ]);
    expect(await deliveredRows(store)).toEqual(['r0', 'r1']);
    await pass(store);
    expect(await deliveredRows(store)).toEqual(['large1', 'large2', 'r0', 'r1']);
  });

  test('from whose listing a file vanishes goes on with the others, and nothing is wrong', async () => {
    const store = await memoryStoreWith(manyFiles(3));
    const vanishing: FileStore = {
      ...store,
      list: async (folder) => {
        const entries = await store.list(folder);
        if (folder === SOURCE) await store.remove(`${SOURCE}/001.json`);
        return entries;
      },
    };
    const { feeds } = await pass(vanishing);
    expect(feeds[0]).toMatchObject({ files: 2, interruptions: [] });
    expect(await deliveredRows(store)).toEqual(['r0', 'r2']);
  });
});

const rowsOf = (count: number): string[] => Array.from({ length: count }, (_, number) => `r${number}`);

function movingClock(): () => number {
  let now = NOW + 1_000_000;
  return () => {
    now += 1;
    return now;
  };
}

/** A store whose connection is lost at one of its renames or writes, before or after it was done, and stays lost. */
function losing(inner: FileStore, at: number): FileStore {
  let changes = 0;
  let lost = false;
  const gone = () => new TransformerError('CONNECTION_LOST', 'The connection was lost.');
  const over =
    <Values extends unknown[], Result>(call: (...values: Values) => Promise<Result>, isChange: boolean) =>
    async (...values: Values): Promise<Result> => {
      if (lost) throw gone();
      if (!isChange) return call(...values);
      changes += 1;
      if (changes !== at) return call(...values);
      lost = true;
      if (at % 2 === 0) await call(...values);
      throw gone();
    };
  return {
    ...inner,
    list: over(inner.list, false),
    read: over(inner.read, false),
    exists: over(inner.exists, false),
    write: over(inner.write, true),
    writeStream: over(inner.writeStream, true),
    move: over(inner.move, true),
    rename: over(inner.rename, true),
    remove: over(inner.remove, true),
  };
}

/** A store far away: what is asked for while an answer is on its way is answered together with it. */
function distant(inner: FileStore): { store: FileStore; roundTrips: () => number } {
  let roundTrips = 0;
  let waiting: (() => void)[] = [];
  const roundTrip = async (): Promise<void> => {
    for (let ticket = 0; ticket < 10; ticket += 1) await letOthersWork();
    roundTrips += 1;
    const answered = waiting;
    waiting = [];
    for (const answer of answered) answer();
  };
  const answer = (): Promise<void> => {
    if (waiting.length === 0) void roundTrip();
    return new Promise((resolve) => waiting.push(resolve));
  };
  const far =
    <Values extends unknown[], Result>(call: (...values: Values) => Promise<Result>) =>
    async (...values: Values): Promise<Result> => {
      await answer();
      return call(...values);
    };
  const store: FileStore = {
    ...inner,
    inOrder: true,
    list: far(inner.list),
    read: far(inner.read),
    readStream: async function* (path) {
      await answer();
      yield* inner.readStream(path);
    },
    write: far(inner.write),
    createOnce: far(inner.createOnce),
    writeStream: far(inner.writeStream),
    move: far(inner.move),
    rename: far(inner.rename),
    exists: far(inner.exists),
    look: far(inner.look),
    makeFolder: far(inner.makeFolder),
    remove: far(inner.remove),
  };
  return { store, roundTrips: () => roundTrips };
}

describe('over a long line', () => {
  const roundTripsOf = async (files: number, filesInFlight: number): Promise<number> => {
    const near = await memoryStoreWith({});
    await pass(near);
    for (const [path, text] of Object.entries(manyFiles(files))) await put(near, path, text);
    const { store, roundTrips } = distant(near);
    await pass(store, { filesInFlight });
    expect(await deliveredRows(near)).toHaveLength(files);
    return roundTrips();
  };

  test('a pass over forty files waits less often than once for each of them', async () => {
    expect(await roundTripsOf(40, 16)).toBeLessThan(40);
  });

  test('eight files in flight wait a fifth as often as one after the other', async () => {
    expect(await roundTripsOf(40, 8)).toBeLessThan((await roundTripsOf(40, 1)) / 5);
  });

  test('a pass that finds nothing waits six times', async () => {
    expect(await roundTripsOf(0, 16)).toBeLessThanOrEqual(6);
  });
});
