import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TransformerError } from '../../transformer/errors.ts';
import type { FileStore } from '../../transformer/file-store.ts';
import { openSftp } from '../../transformer/file-stores/sftp.ts';
import { parseHostKey } from '../../transformer/host-key.ts';
import { forEachInFlight } from '../../transformer/in-flight.ts';
import { makeBudget } from '../../transformer/memory-budget.ts';
import { makeTurns } from '../../transformer/turns.ts';
import { type OpenSsh, opensshAvailable, startOpenSsh } from '../openssh.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { deliveredRows, memoryStoreWith, NOW, namesIn, pass, put, SOURCE } from './small-feed.ts';

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

  test('after a failure nothing more is begun, and the failure is told when the rest has ended', async () => {
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

describe('turns', () => {
  test('are taken in the order in which they were begun, whoever is ready first', async () => {
    const nextTurn = makeTurns();
    const taken: number[] = [];
    const turns = [30, 10, 20, 0].map((delay, number) => ({ delay, number, turn: nextTurn() }));
    await Promise.all(
      turns.map(async ({ delay, number, turn }) => {
        await tick(delay);
        await turn.take(async () => {
          taken.push(number);
        });
      }),
    );
    expect(taken).toEqual([0, 1, 2, 3]);
  });

  test('who gives up, or whose step fails, holds nobody up; but those before still come first', async () => {
    const nextTurn = makeTurns();
    const [first, second, third, fourth] = [nextTurn(), nextTurn(), nextTurn(), nextTurn()];
    const taken: string[] = [];
    second.giveUp();
    const waiting = [third, fourth].map((turn, index) =>
      turn.take(async () => {
        taken.push(['third', 'fourth'][index] ?? '');
        if (index === 0) throw new Error('its step fails');
      }),
    );
    const settled = Promise.allSettled(waiting);
    await tick(5);
    expect(taken).toEqual([]);
    await first.take(async () => void taken.push('first'));
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

  test('that is told to stop begins no further file and says so in its report', async () => {
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

(opensshAvailable ? describe : describe.skip)('over a line of 8 ms', () => {
  let server: OpenSsh;
  beforeAll(async () => {
    server = await startOpenSsh();
  });
  afterAll(async () => {
    await server?.stop();
  });

  const settings = () => ({
    host: '127.0.0.1',
    username: server.username,
    login: { privateKey: server.privateKey },
    hostKeys: [parseHostKey(server.hostKeyLine)].filter((key) => key !== undefined),
    timeoutSeconds: 10,
    retryDelaysSeconds: [],
  });

  test('a pass over forty files takes a fifth of what four waits for each of them would take', async () => {
    const proxy = await startFaultProxy(server.port, { delayMilliseconds: 10 });
    const direct = await openSftp({ ...settings(), port: server.port }, server.root);
    await direct.makeFolder(`forty/${SOURCE}`);
    for (const [path, text] of Object.entries(manyFiles(40))) await put(direct, `forty/${path}`, text);
    await direct.close();
    const store = await openSftp({ ...settings(), port: proxy.port }, `${server.root}/forty`);
    const started = Date.now();
    const delivered: string[] = [];
    await pass(store, { onEvent: (event) => event.event === 'file delivered' && delivered.push(event.file) });
    const took = Date.now() - started;
    expect(delivered).toEqual([...delivered].sort());
    expect(await deliveredRows(store)).toHaveLength(40);
    await store.close();
    proxy.stop();
    expect(took).toBeLessThan((40 * 4 * 20) / 5 + 1_500); // a second and a half for a busy machine
  });

  test('eight files in flight take less than half of the time of one after the other', async () => {
    const proxy = await startFaultProxy(server.port, { delayMilliseconds: 4 });
    const took: number[] = [];
    for (const filesInFlight of [1, 8]) {
      const root = `${server.root}/tree-${filesInFlight}`;
      const direct = await openSftp({ ...settings(), port: server.port }, server.root);
      await direct.makeFolder(`tree-${filesInFlight}/${SOURCE}`);
      for (const [path, text] of Object.entries(manyFiles(10))) {
        await put(direct, `tree-${filesInFlight}/${path}`, text);
      }
      await direct.close();
      const store = await openSftp({ ...settings(), port: proxy.port }, root);
      const started = Date.now();
      await pass(store, { filesInFlight });
      took.push(Date.now() - started);
      expect(await deliveredRows(store)).toHaveLength(10);
      await store.close();
    }
    proxy.stop();
    expect(took[1]).toBeLessThan((took[0] ?? 0) / 2);
  });
});
