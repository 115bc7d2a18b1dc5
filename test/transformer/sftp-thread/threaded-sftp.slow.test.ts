/** A store whose connection is in another thread is as any store, also when server, line or content fail. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../../testbed/sftp/fault-proxy.ts';
import { type OpenSsh, opensshMissing, startOpenSsh } from '../../../testbed/sftp/openssh.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { openThreadedSftp } from '../../../transformer/sftp-thread/threaded-sftp.ts';
import { concat } from '../../../transformer/store/byte-stream.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { parseHostKey } from '../../../transformer/store/host-key.ts';
import { describeNeeding } from '../../needs.ts';
import { deliveredRows, pass, put, refusedRows, SOURCE } from '../small-feed.ts';
import { describeStore } from '../store/file-store.conformance.ts';
import { settingsFor } from '../store/settings-for.ts';

async function* piecesThenFailure(pieces: number): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < pieces; piece += 1) yield Buffer.alloc(100_000, 'x');
  throw new RangeError('the content has a fault');
}

async function* piecesOf(count: number): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < count; piece += 1) yield Buffer.alloc(100_000, `${piece % 10}`);
}

describeNeeding(opensshMissing)('a store whose connection is in another thread', () => {
  let server: OpenSsh;
  let store: FileStore;
  beforeAll(async () => {
    server = await startOpenSsh();
    store = await openThreadedSftp(settingsFor(server), server.root);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  /** With a store of its own on a line that can fail. */
  async function onFaultyLine(
    faults: Parameters<typeof startFaultProxy>[1],
    work: (doomed: FileStore, proxy: FaultProxy) => Promise<void>,
  ): Promise<void> {
    const proxy = await startFaultProxy(server.port, faults);
    try {
      const settings = settingsFor(server, { port: proxy.port, timeoutSeconds: 5 });
      const doomed = await openThreadedSftp(settings, server.root);
      await work(doomed, proxy);
      await doomed.close();
    } finally {
      proxy.stop();
    }
  }

  describeStore('as any store', { open: () => openThreadedSftp(settingsFor(server), server.root) });

  test('a failure has its code, its message and its cause', async () => {
    const hostKeys = [parseHostKey(`SHA256:${'A'.repeat(43)}`)].filter((key) => key !== undefined);
    const opening = openThreadedSftp(settingsFor(server, { hostKeys }), server.root);
    await expect(opening).rejects.toBeInstanceOf(TransformerError);
    await expect(opening).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
    await expect(opening).rejects.toThrow(server.hostKeyLine.split(' ')[0]);
    const unreachable = openThreadedSftp(settingsFor(server, { port: 1 }), server.root);
    await expect(unreachable).rejects.toMatchObject({ code: 'UNREACHABLE', cause: expect.any(Error) });
  });

  test.each([0, 1, 60])(
    'a content that fails after %d pieces ends with its own failure, and leaves nothing',
    async (pieces) => {
      await expect(store.writeStream('broken.bin', piecesThenFailure(pieces))).rejects.toThrow(RangeError);
      expect(await store.exists('broken.bin')).toBe(false);
    },
  );

  test('a content that the server refuses is not asked for to its end', async () => {
    await store.write('taken.bin', Buffer.from('taken'));
    let asked = 0;
    async function* counting(): AsyncGenerator<Uint8Array> {
      for await (const piece of piecesOf(1000)) {
        asked += 1;
        yield piece;
      }
    }
    await expect(store.writeStream('taken.bin', counting())).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect(asked).toBeLessThan(100);
    expect(Buffer.from(await store.read('taken.bin')).toString()).toBe('taken');
  });

  test('who stops reading early gets what else is asked for', async () => {
    await store.writeStream('long.bin', piecesOf(100));
    for await (const piece of store.readStream('long.bin', 10_000_000)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(await concat(store.readStream('long.bin'))).toHaveLength(10_000_000);
  });

  test('pieces of a content stay as they were while others are read', async () => {
    await store.writeStream('kept.bin', piecesOf(100));
    const [one, other] = await Promise.all(
      [1, 2].map(async () => {
        const kept: Uint8Array[] = [];
        for await (const piece of store.readStream('kept.bin', 10_000_000)) kept.push(piece);
        return Buffer.concat(kept);
      }),
    );
    const written = await concat(piecesOf(100));
    expect([one, other].map((read) => read && Buffer.compare(read, written))).toEqual([0, 0]);
  });

  test('a lost connection ends what is under way, and other stores go on', async () => {
    await store.writeStream('source.bin', piecesOf(100));
    await onFaultyLine({ cutAfterBytes: [400_000] }, async (doomed) => {
      const reading = concat(doomed.readStream('source.bin', 10_000_000));
      const writing = doomed.writeStream('never.bin', piecesOf(1000));
      const settled = await Promise.allSettled([reading, writing]);
      expect(settled[1]).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION_LOST' } });
      await expect(doomed.list('')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    });
    expect(await store.exists('source.bin')).toBe(true);
  });

  test('how long a server has been silent is known, and it is given up at the deadline', async () => {
    await onFaultyLine({}, async (doomed, proxy) => {
      expect(doomed.silence?.()).toBe(0);
      proxy.fallSilent();
      await expect(doomed.list('')).rejects.toMatchObject({ code: 'TIMED_OUT' });
      expect(doomed.silence?.()).toBeGreaterThan(1000);
    });
  });

  test('who gives up while a server is tried again does not wait for it', async () => {
    const giveUp = new AbortController();
    const opening = openThreadedSftp(
      settingsFor(server, { port: 1, retryDelaysSeconds: [60] }),
      '/',
      giveUp.signal,
    );
    setTimeout(() => giveUp.abort(), 300);
    await expect(opening).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  test('what is asked of a closed store fails as a lost connection', async () => {
    const closed = await openThreadedSftp(settingsFor(server), server.root);
    await closed.close();
    await expect(closed.list('')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(concat(closed.readStream('source.bin'))).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  test('a pass over a large file whose connection is cut anywhere is finished by the next, every row once', async () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => `a-rather-long-text-${index}`);
    const text = JSON.stringify([...rows, 'bad']);
    for (const cut of [3000, 6000, 9000, 100_000, 600_000, 1_000_000]) {
      const root = `cut-after-${cut}`;
      await store.makeFolder(`${root}/${SOURCE}`);
      const settings = settingsFor(server);
      const own = await openThreadedSftp(settings, `${server.root}/${root}`);
      await put(own, `${SOURCE}/a.json`, text);
      const proxy = await startFaultProxy(server.port, { cutAfterBytes: [cut] });
      const doomed = await openThreadedSftp(
        { ...settings, port: proxy.port },
        `${server.root}/${root}`,
      ).catch(() => undefined);
      if (doomed) {
        await pass(doomed).catch((error: unknown) =>
          expect(error).toMatchObject({ code: 'CONNECTION_LOST' }),
        );
        await doomed.close();
      }
      await pass(own);
      expect({ cut, rows: await deliveredRows(own) }).toEqual({ cut, rows: [...rows].sort() });
      expect(await refusedRows(own)).toEqual(['bad']);
      await own.close();
      proxy.stop();
    }
  });
});
