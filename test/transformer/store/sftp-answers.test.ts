/** What an SFTP server answers is not always what it has done. */
import { afterEach, expect, test } from '@jest/globals';
import type { FileStore } from '../../../transformer/store/file-store.ts';
import { openSftp } from '../../../transformer/store/sftp.ts';
import { type Habits, type OddServer, startOddServer } from './odd-sftp-server.ts';

const opened: (OddServer & { store: FileStore })[] = [];
afterEach(async () => {
  for (const { store, stop } of opened.splice(0)) {
    await store.close();
    stop();
  }
});

async function open(habits: Habits): Promise<OddServer & { store: FileStore }> {
  const server = await startOddServer(habits);
  const all = { ...server, store: await openSftp(server.settings, '/') };
  opened.push(all);
  return all;
}

const text = Buffer.from('twelve bytes');

test('a file of which the server keeps a part, as on a full disk, is not written, though every answer was yes', async () => {
  const { store } = await open({ keepsBytes: 5 });

  await expect(store.write('one', text)).rejects.toMatchObject({ code: 'SIZE_MISMATCH' });
});

test('a file that the server says has no size, and holds whole, is written', async () => {
  const { store, files } = await open({ saysNoSize: true });
  await store.write('one', text);

  expect(files.get('/one')).toEqual(text);
});

test('a part of a file is recognized even where the server reports no size', async () => {
  const { store } = await open({ saysNoSize: true, keepsBytes: 5 });

  await expect(store.write('one', text)).rejects.toMatchObject({ code: 'SIZE_MISMATCH' });
});

test.each(['move', 'rename'] as const)('a %s that the server has done and refuses is done', async (how) => {
  const { store, files } = await open({ refusesWhatItDoes: true });
  files.set('/one', text);
  await store[how]('one', 'two');

  expect([...files.keys()]).toEqual(['/two']);
});

test.each(['move', 'rename'] as const)(
  'a %s replaces nothing, though the server would let it',
  async (how) => {
    const { store, files } = await open({ overwrites: true });
    files.set('/one', text).set('/two', Buffer.from('other'));

    await expect(store[how]('one', 'two')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(files.get('/two')?.toString()).toBe('other');
  },
);

test('a listing without types in its modes has them from its lines, and without these of no kind', async () => {
  const kinds = async (withoutTypes: Habits['withoutTypes']) => {
    const { store, files } = await open({ ...(withoutTypes && { withoutTypes }) });
    files.set('/one', text);
    return (await store.list('')).map(({ name, kind }) => [name, kind]);
  };

  expect(await kinds(undefined)).toEqual([['one', 'file']]);
  expect(await kinds('but with letters')).toEqual([['one', 'file']]);
  expect(await kinds('nor letters')).toEqual([['one', 'unknown']]);
});
