import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openLocalFolder } from '../../../transformer/store/local-folder.ts';
import { makeTemporaryFolder } from '../local-files/temporary-folder.ts';
import { describeStore } from './file-store.conformance.ts';

const folder = await makeTemporaryFolder();
describeStore('the local folder', { open: () => openLocalFolder(folder.path), close: folder.remove });

describe('a local folder', () => {
  const other = makeTemporaryFolder();
  afterAll(async () => (await other).remove());

  test('that is not there is refused, not made', async () => {
    const { path } = await other;
    await expect(openLocalFolder(join(path, 'mistyped'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that is a file is refused', async () => {
    const { path } = await other;
    await writeFile(join(path, 'file'), '');
    await expect(openLocalFolder(join(path, 'file'))).rejects.toThrow(/is not a folder/);
  });

  test('is never left: a path with .. or an absolute one is refused', async () => {
    const store = await openLocalFolder((await other).path);
    for (const path of [
      '../outside',
      'a/../../outside',
      '/etc/passwd',
      'a//b',
      'a/./b',
      'a\\b',
      'a\u0000b',
    ]) {
      await expect(store.read(path)).rejects.toMatchObject({ code: 'UNSAFE_NAME' });
    }
  });

  test('a symbolic link in it is no plain file', async () => {
    const { path } = await other;
    await symlink('/etc/passwd', join(path, 'link.json'));
    const store = await openLocalFolder(path);
    expect((await store.list('')).find(({ name }) => name === 'link.json')?.kind).toBe('other');
  });
});
