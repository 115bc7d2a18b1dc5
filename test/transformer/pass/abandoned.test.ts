import { expect, test } from '@jest/globals';
import { exitCodeOf } from '../../../transformer/report/pass-report.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { deliveredRows, memoryStoreWith, namesIn, pass, SOURCE, TARGET } from '../small-feed.ts';

const files = { [`${SOURCE}/a.json`]: '["a1"]', [`${SOURCE}/b.json`]: '["b1","b2"]' };

/** Aborts when the store is asked for something about a path for the first time. */
function abortingAt(
  store: FileStore,
  call: 'readStream' | 'writeStream',
  part: string,
): { store: FileStore; signals: { stop: AbortSignal; abandon: AbortSignal } } {
  const [stop, abandon] = [new AbortController(), new AbortController()];
  const meanwhile = (path: string): void => {
    if (!path.includes(part)) return;
    stop.abort();
    abandon.abort();
  };
  const readStream: FileStore['readStream'] = (path, size) => {
    if (call === 'readStream') meanwhile(path);
    return store.readStream(path, size);
  };
  const writeStream: FileStore['writeStream'] = (path, content) => {
    if (call === 'writeStream') meanwhile(path);
    return store.writeStream(path, content);
  };
  return {
    store: { ...store, readStream, writeStream },
    signals: { stop: stop.signal, abandon: abandon.signal },
  };
}

test.each([
  ['read', 'readStream', 'b.json'],
  ['written', 'writeStream', TARGET],
] as const)(
  'a file that is being %s when no time is left goes back, and the next pass takes it at once',
  async (_, call, part) => {
    const own = await memoryStoreWith(files);
    const { store, signals } = abortingAt(own, call, part);
    const stopped = await pass(store, { ...signals, staleClaimMinutes: 31 });
    expect(stopped.stopped).toBe(true);
    expect([exitCodeOf(stopped), stopped.feeds[0]?.interruptions]).toEqual([0, []]);
    expect(stopped.feeds[0]?.leftFiles).toContain('b.json');
    expect(await namesIn(own, `${TARGET}/.tmp`)).toEqual([]);

    const next = await pass(own, { staleClaimMinutes: 31 });
    expect(next.feeds[0]?.leftFiles).toEqual([]);
    expect(await deliveredRows(own)).toEqual(['a1', 'b1', 'b2']);
  },
);
