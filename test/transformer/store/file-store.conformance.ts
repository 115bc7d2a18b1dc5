/** What every store must do, in claims; a test file per store runs them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { concat } from '../../../transformer/store/byte-stream.ts';
import type { FileStore } from '../../../transformer/store/file-store.ts';

/** @property open an empty store; @property close what else is to be closed after the store */
export type StoreUnderTest = { open: () => Promise<FileStore>; close?: () => Promise<void> };

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = async (store: FileStore, path: string): Promise<string> =>
  Buffer.from(await store.read(path)).toString();

async function* oneByOne(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

export function describeStore(name: string, { open, close }: StoreUnderTest): void {
  describe(name, () => {
    let store: FileStore;
    let folder = '';
    let count = 0;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store?.close();
      await close?.();
    });
    /** Every claim has folders of its own. */
    const fresh = async (): Promise<string> => {
      count += 1;
      folder = `claim-${count}/a b`;
      await store.makeFolder(folder);
      return folder;
    };

    test('gives back what was written, byte for byte', async () => {
      await fresh();
      const every = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
      await store.write(`${folder}/every.bin`, every);
      expect(Buffer.compare(await store.read(`${folder}/every.bin`), every)).toBe(0);
    });

    test('holds an empty file, and text in any script under a name in any script', async () => {
      await fresh();
      await store.write(`${folder}/empty.json`, bytes(''));
      await store.write(`${folder}/注文 #1 “é”.json`, bytes('出荷'));
      expect(await text(store, `${folder}/empty.json`)).toBe('');
      expect(await text(store, `${folder}/注文 #1 “é”.json`)).toBe('出荷');
    });

    test('gives back a large content in order, written and read in pieces of any size', async () => {
      await fresh();
      const sizes = [1, 0, 32_768, 70_001, 1_000_003, 5];
      const pieces = sizes.map((size, index) => Buffer.alloc(size, `${index}abcdefghijk`));
      await store.writeStream(`${folder}/large.bin`, oneByOne(pieces));
      const read: Uint8Array[] = [];
      for await (const piece of store.readStream(`${folder}/large.bin`)) read.push(piece);
      expect(Math.max(...read.map(({ length }) => length))).toBeLessThan(300_000);
      expect(Buffer.compare(Buffer.concat(read), Buffer.concat(pieces))).toBe(0);
    });

    test('a file is read to its end, whatever size it was said to have', async () => {
      await fresh();
      const [piece, content] = [31 * 1024, Buffer.alloc(70_000, 'abcdefghijk')];
      for (const length of [0, 1, 500, piece - 1, piece, piece + 1, 2 * piece, 70_000]) {
        const name = `${folder}/of-${length}`;
        await store.write(name, content.subarray(0, length));
        for (const said of [0, 1, length - 1, length, length + 1, piece, 3 * piece].filter((n) => n >= 0)) {
          const read = await concat(store.readStream(name, said));
          expect([length, said, Buffer.compare(read, content.subarray(0, length))]).toEqual([
            length,
            said,
            0,
          ]);
        }
      }
    });

    test('a content that breaks off leaves no file, and what broke it is what is thrown', async () => {
      await fresh();
      const broken = async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.alloc(100_000);
        throw new Error('the source vanished');
      };
      await expect(store.writeStream(`${folder}/part`, broken())).rejects.toThrow('the source vanished');
      expect(await store.list(folder)).toEqual([]);
      await store.write(`${folder}/part`, bytes('whole'));
      expect(await text(store, `${folder}/part`)).toBe('whole');
    });

    test('who reads only the beginning of a file does not hinder what follows', async () => {
      await fresh();
      await store.write(`${folder}/large`, new Uint8Array(3_000_000));
      for await (const piece of store.readStream(`${folder}/large`)) if (piece.length > 0) break;
      await store.remove(`${folder}/large`);
      expect(await store.exists(`${folder}/large`)).toBe(false);
    });

    test('lists files and folders with kind, size and a time near now, and no dot entries', async () => {
      await fresh();
      await store.write(`${folder}/four.csv`, bytes('1234'));
      await store.makeFolder(`${folder}/inner`);
      const listed = (await store.list(folder)).sort((one, other) => (one.name < other.name ? -1 : 1));
      expect(listed.map(({ name, kind }) => [name, kind])).toEqual([
        ['four.csv', 'file'],
        ['inner', 'folder'],
      ]);
      expect(listed[0]?.size).toBe(4);
      expect(Math.abs((listed[0]?.modified ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    test('a folder that is not there cannot be listed, and the failure says NOT_FOUND', async () => {
      await expect(store.list('nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('a file that is not there cannot be read, moved, renamed or removed: NOT_FOUND', async () => {
      await fresh();
      const missing = `${folder}/missing`;
      await expect(concat(store.readStream(missing))).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.read(missing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.move(missing, `${folder}/to`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.rename(missing, `${folder}/to`)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(store.remove(missing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await store.exists(`${folder}/to`)).toBe(false);
    });

    test('writing over a file is refused as ALREADY_EXISTS and leaves it as it was', async () => {
      await fresh();
      await store.write(`${folder}/kept`, bytes('first'));
      await expect(store.write(`${folder}/kept`, bytes('second'))).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
      });
      const second = oneByOne([bytes('second')]);
      await expect(store.writeStream(`${folder}/kept`, second)).rejects.toMatchObject({
        code: 'ALREADY_EXISTS',
      });
      expect(await text(store, `${folder}/kept`)).toBe('first');
    });

    test.each(['move', 'rename'] as const)(
      '%s takes a file away and puts it there, content and time unchanged',
      async (verb) => {
        await fresh();
        await store.makeFolder(`${folder}/to`);
        await store.write(`${folder}/file`, bytes('content'));
        const [before] = await store
          .list(folder)
          .then((entries) => entries.filter(({ kind }) => kind === 'file'));
        await store[verb](`${folder}/file`, `${folder}/to/other`);
        expect(await store.exists(`${folder}/file`)).toBe(false);
        expect(await text(store, `${folder}/to/other`)).toBe('content');
        expect((await store.list(`${folder}/to`))[0]?.modified).toBe(before?.modified);
      },
    );

    test.each(['move', 'rename'] as const)(
      '%s over a file is refused as ALREADY_EXISTS and changes neither',
      async (verb) => {
        await fresh();
        await store.write(`${folder}/from`, bytes('from'));
        await store.write(`${folder}/to`, bytes('to'));
        await expect(store[verb](`${folder}/from`, `${folder}/to`)).rejects.toMatchObject({
          code: 'ALREADY_EXISTS',
        });
        expect([await text(store, `${folder}/from`), await text(store, `${folder}/to`)]).toEqual([
          'from',
          'to',
        ]);
      },
    );

    test.each(['move', 'rename'] as const)(
      '%s into a folder that is not there is refused and keeps the file',
      async (verb) => {
        await fresh();
        await store.write(`${folder}/from`, bytes('from'));
        await expect(store[verb](`${folder}/from`, `${folder}/nowhere/to`)).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
        expect(await text(store, `${folder}/from`)).toBe('from');
      },
    );

    test.each(['move', 'rename'] as const)(
      'of eight that %s one file to different places, one succeeds',
      async (verb) => {
        await fresh();
        await store.write(`${folder}/one`, bytes('one'));
        const tries = Array.from({ length: 8 }, (_, index) =>
          store[verb](`${folder}/one`, `${folder}/to-${index}`),
        );
        const results = await Promise.allSettled(tries);
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await store.list(folder)).toHaveLength(1);
      },
    );

    test.each(['move', 'rename'] as const)(
      '%s a second time is NOT_FOUND, though the target is taken: it was done before',
      async (verb) => {
        await fresh();
        await store.write(`${folder}/from`, bytes('from'));
        await store[verb](`${folder}/from`, `${folder}/to`);
        await expect(store[verb](`${folder}/from`, `${folder}/to`)).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
      },
    );

    test('of eight that move different files to one place, one succeeds and the others keep theirs', async () => {
      await fresh();
      const sources = Array.from({ length: 8 }, (_, index) => `${folder}/from-${index}`);
      for (const source of sources) await store.write(source, bytes(source));
      const results = await Promise.allSettled(sources.map((source) => store.move(source, `${folder}/to`)));
      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await text(store, `${folder}/to`)).toBe(sources[winner]);
      expect(await store.list(folder)).toHaveLength(8);
    });

    test('of eight that write one new file, one succeeds', async () => {
      await fresh();
      const tries = Array.from({ length: 8 }, (_, index) => store.write(`${folder}/new`, bytes(`${index}`)));
      expect((await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled')).toHaveLength(
        1,
      );
    });

    test('makes a folder and those above it, and again without complaint', async () => {
      await fresh();
      await store.makeFolder(`${folder}/x/y/z`);
      await Promise.all([1, 2, 3].map(() => store.makeFolder(`${folder}/x/y/w`)));
      expect((await store.list(`${folder}/x/y`)).map(({ name }) => name).sort()).toEqual(['w', 'z']);
    });

    test('a file where a folder is needed is named in the failure', async () => {
      await fresh();
      await store.write(`${folder}/file`, bytes(''));
      await expect(store.makeFolder(`${folder}/file`)).rejects.toThrow(/file/);
    });

    test('removes a file, and says whether one is there', async () => {
      await fresh();
      await store.write(`${folder}/gone`, bytes(''));
      expect(await store.exists(`${folder}/gone`)).toBe(true);
      await store.remove(`${folder}/gone`);
      expect(await store.exists(`${folder}/gone`)).toBe(false);
    });

    test('of eight that create one file once, one succeeds, and the others change nothing of it', async () => {
      await fresh();
      const path = `${folder}/decision`;
      const tries = Array.from({ length: 8 }, (_, index) => store.createOnce(path, bytes(`${index}`)));
      const results = await Promise.allSettled(tries);
      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      const failures = results.filter(({ status }) => status === 'rejected');
      expect(failures).toHaveLength(7);
      for (const failure of failures) expect(failure).toMatchObject({ reason: { code: 'ALREADY_EXISTS' } });
      expect(await text(store, path)).toBe(`${winner}`);
    });

    test('looks at a file, at a folder, and at what is not there', async () => {
      await fresh();
      const { modified } = await store.write(`${folder}/file.txt`, bytes('four'));
      const found = await store.look(`${folder}/file.txt`);
      expect(found).toMatchObject({ name: 'file.txt', size: 4, kind: 'file' });
      expect(Math.abs((found?.modified ?? 0) - modified)).toBeLessThan(1_000);
      expect(await store.look(folder)).toMatchObject({ kind: 'folder' });
      expect(await store.look(`${folder}/nothing`)).toBeUndefined();
      expect(await store.look(`${folder}/nothing/at/all`)).toBeUndefined();
    });

    test('says how it behaves, and leaves nothing behind', async () => {
      await fresh();
      const habits = await store.habits(folder, '.check', Date.now);
      expect(habits).toMatchObject({
        renameOverExisting: 'refuses',
        createsOnce: true,
        movesInOneStep: true,
      });
      expect(habits).toMatchObject({ listsKinds: true, listsSizes: true });
      expect(Math.abs(habits.skewSeconds ?? 99)).toBeLessThan(60);
      expect(await store.list(folder)).toEqual([]);
    });
  });
}
