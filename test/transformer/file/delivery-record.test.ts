import { describe, expect, test } from '@jest/globals';
import { type MemoryStore, openMemoryStore } from '../../../testbed/memory-store.ts';
import { TransformerError } from '../../../transformer/errors.ts';
import { commitRecord, type DeliveryRecord, findSlot } from '../../../transformer/file/delivery-record.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { put } from '../small-feed.ts';

const FOLDER = 'in';
const NAME = 'one.json';
const SLOT = `${FOLDER}/.state/${NAME}.json`;

const recordOf = (worker: string): DeliveryRecord => ({
  version: 1,
  source: { name: NAME, sha256: '0'.repeat(64) },
  output: { prepared: `out/.tmp/${worker}`, path: 'out/one.csv', marker: '.folder-x' },
  errors: null,
  counts: { rows: 1, applied: 1, rejected: 0, skipped: {}, warnings: 0 },
  decidedAt: '2026-03-01T12:00:00.000Z',
});

async function emptyStore(): Promise<MemoryStore> {
  const store = openMemoryStore();
  await store.makeFolder(`${FOLDER}/.state/.tmp`);
  return store;
}

const nobodyRefuses = async (): Promise<void> => {};

async function decide(store: FileStore, worker: string): Promise<string> {
  const found = await findSlot(store, FOLDER, NAME);
  const standing = await commitRecord(store, FOLDER, recordOf(worker), found, nobodyRefuses);
  return standing.output?.prepared.slice('out/.tmp/'.length) ?? '';
}

class Killed extends Error {}

/** Waits before and after each request, writes a record in two steps, and can be killed at any of them. */
function slowWorker(store: MemoryStore, random: () => number): FileStore {
  const killedAt = random() < 0.5 ? Math.floor(random() * 14) : Number.POSITIVE_INFINITY;
  let steps = 0;
  const step = async (): Promise<void> => {
    const ticks = Math.floor(random() * 8);
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
    steps += 1;
    if (steps > killedAt) throw new Killed();
  };
  const slow = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await step();
    const result = await work();
    await step();
    return result;
  };
  const createOnce = async (path: string, bytes: Uint8Array): Promise<void> => {
    await slow(() => store.createOnce(path, Buffer.alloc(0)));
    const grow = async (length: number): Promise<void> =>
      void store.files.set(path, { bytes: bytes.slice(0, length), modified: 0 });
    await slow(() => grow(Math.floor(random() * bytes.length)));
    await slow(() => grow(bytes.length));
  };
  return {
    ...store,
    exists: (path) => slow(() => store.exists(path)),
    read: (path) => slow(() => store.read(path)),
    createOnce,
  };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('what is decided about a file', () => {
  test('is decided once, whoever asks and however often', async () => {
    const store = await emptyStore();
    expect(await decide(store, 'a')).toBe('a');
    expect(await decide(store, 'b')).toBe('a');
    expect([...store.files.keys()]).toEqual([SLOT]);
  });

  test('is the same for every worker, whatever they interleave and whoever dies where', async () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const store = await emptyStore();
      const random = seeded(seed);
      const workers = ['a', 'b', 'c', 'd'].map((name) => decide(slowWorker(store, random), name));
      const ended = await Promise.allSettled(workers);
      const last = await decide(store, 'z');
      const decided = ended.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
      const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
      expect({ seed, others: decided.filter((one) => one !== last) }).toEqual({ seed, others: [] });
      expect(failures.filter((failure) => !(failure instanceof Killed))).toEqual([]);
    }
  });

  test.each([0, 1, 12, 100])(
    'is decided anew when a worker died %d characters into its record',
    async (length) => {
      const store = await emptyStore();
      const text = `${JSON.stringify(recordOf('dead'), null, 2)}\n`;
      await put(store, SLOT, text.slice(0, length));
      expect(await decide(store, 'a')).toBe('a');
      expect(await decide(store, 'b')).toBe('a');
    },
  );

  test('is left to a later pass when the record does not fit on the disk, and decided anew by it', async () => {
    const store = await emptyStore();
    const full: FileStore = {
      ...store,
      createOnce: async (path, bytes) => {
        await store.createOnce(path, bytes.slice(0, 30));
        throw new TransformerError('STORE_FAILED', 'The disk is full.');
      },
    };
    await expect(decide(full, 'a')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect([...store.files.keys()]).toEqual([SLOT]);
    expect(await decide(store, 'b')).toBe('b');
  });

  test('is what the others decided meanwhile, for a worker that was so slow that they gave its slot up', async () => {
    const store = await emptyStore();
    const createOnce = async (path: string, bytes: Uint8Array): Promise<void> => {
      await store.createOnce(path, Buffer.alloc(0));
      if (path === SLOT) expect(await decide(store, 'quick')).toBe('quick');
      store.files.set(path, { bytes, modified: 0 });
    };
    expect(await decide({ ...store, createOnce }, 'slow')).toBe('quick');
    expect(await decide(store, 'later')).toBe('quick');
  });

  test('counts when only its last line end is missing', async () => {
    const store = await emptyStore();
    await put(store, SLOT, JSON.stringify(recordOf('first'), null, 2));
    expect(await decide(store, 'a')).toBe('first');
  });

  test('is not guessed from what is no record of ours', async () => {
    for (const text of ['{"version":1', '{}', '{"version": 9}', 'a picture']) {
      const store = await emptyStore();
      await put(store, SLOT, text);
      await expect(decide(store, 'a')).rejects.toMatchObject({ code: 'DAMAGED_RECORD' });
    }
  });

  test('does not count in a folder that is not the one of the records', async () => {
    const store = await emptyStore();
    const found = await findSlot(store, FOLDER, NAME);
    const refuse = (): Promise<void> =>
      Promise.reject(new TransformerError('FOLDER_CHANGED', 'Another one.'));
    await expect(commitRecord(store, FOLDER, recordOf('a'), found, refuse)).rejects.toMatchObject({
      code: 'FOLDER_CHANGED',
    });
  });
});
