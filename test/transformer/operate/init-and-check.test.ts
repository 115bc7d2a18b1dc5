/** The commands `init` and `check`: folders are made, and found to be as passes need them. */
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { command } from '../command.ts';
import {
  asOrdinaryUser,
  at,
  delivered,
  everything,
  file,
  folder,
  init,
  on,
  root,
  SOURCE,
  TARGET,
} from './operator-tree.ts';

describe('init', () => {
  test('makes the tree, its root too, and a second time changes nothing', async () => {
    const first = await init();
    expect([first.exitCode, first.err]).toEqual([0, '']);
    expect(first.out).toContain(`created ${SOURCE}/archive\n`);
    const before = await everything();
    const second = await init();
    expect(second).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^0 folders created, 24 already existed/),
    });
    expect(await everything()).toEqual(before);
  });

  test('where a file has the name of a folder is exit code 1, and says so', async () => {
    await mkdir(root);
    await writeFile(at('hotwax'), 'a file');
    const { exitCode, err } = await init();
    expect([exitCode, err]).toEqual([1, expect.stringMatching(/^STORE_FAILED: .*hotwax/)]);
  });
});

describe('check', () => {
  test('of a tree made by init finds all well and leaves no file behind', async () => {
    await init();
    const { exitCode, out } = await on('check');
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/All checks passed/)]);
    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    expect(files).toEqual([]);
  });

  test('says which folders are missing, and how to make them', async () => {
    await init();
    await rm(at(SOURCE, 'archive'), { recursive: true });
    const { exitCode, out } = await on('check');
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/FAIL .*missing: \S+\/archive\. Restore .*transformer init/),
    ]);
  });

  test('finds a clock that is ahead', async () => {
    await init();
    const { exitCode, out } = await command(['check', '--folder', root], {
      clock: () => Date.now() - 600_000,
    });
    expect([exitCode, out]).toEqual([
      1,
      expect.stringMatching(/differ by 600 seconds \(the server's is ahead\).*NTP/),
    ]);
  });

  test('finds a folder that may not be written', async () => {
    await init();
    await chmod(at(TARGET), 0o500);
    const { exitCode, out } = await asOrdinaryUser(() => on('check'));
    await chmod(at(TARGET), 0o700);
    expect([exitCode, out]).toEqual([1, expect.stringMatching(/FAIL .*fulfillment: PERMISSION_DENIED/)]);
  });

  test('of a root that is not there, or a configuration that is wrong, is exit code 1', async () => {
    expect((await on('check')).out).toMatch(/FAIL {2}root: NOT_FOUND/);
    await writeFile(join(folder.path, 'c.yaml'), 'colour: red');
    const { exitCode, err } = await command(['check', '--config', join(folder.path, 'c.yaml')]);
    expect([exitCode, err]).toEqual([
      1,
      expect.stringMatching(/INVALID_CONFIGURATION: .*1 error:\n {2}- .*colour/),
    ]);
  });
});

describe('a feed with several source folders', () => {
  const MORE = 'netsuite/salesorder/import/fulfillment-more';
  const config = () => join(folder.path, 'transformer.yaml');
  const withConfig = (name: string, ...more: string[]) => on(name, '--config', config(), ...more);

  test('has its folders made and checked, and shown by name in status, dry run and replay', async () => {
    await writeFile(config(), `feeds: {item-fulfillments: {sourceFolders: [${SOURCE}, ${MORE}]}}\n`);
    const made = await withConfig('init');
    expect(made.out).toContain(`created ${MORE}/archive\n`);
    expect(made.out).not.toContain('adopted');
    const checked = await withConfig('check');
    expect([checked.exitCode, checked.out]).toEqual([
      0,
      expect.stringContaining(
        `folders of item-fulfillments in ${MORE}: all exist, and are the same as before`,
      ),
    ]);
    for (const [source, order] of [
      [SOURCE, 'A1'],
      [MORE, 'B1'],
    ] as const)
      await writeFile(at(source, 'export.csv'), file(order));
    const preview = await withConfig('run', '--dry-run');
    for (const source of [SOURCE, MORE])
      expect(preview.out).toContain(`item-fulfillments: would convert ${source}/export.csv`);
    const waiting = await withConfig('status');
    expect(waiting.out).toContain(`item-fulfillments in ${MORE}: 1 waiting, 0 in processing`);
    expect((await withConfig('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['A1', 'B1']);
    expect(await withConfig('replay', 'export.csv')).toMatchObject({ exitCode: 2 });
    const replayed = await withConfig('replay', `${MORE}/archive/export.csv`, '--again');
    expect(replayed.out).toContain(`${MORE}/archive/export.csv is now ${MORE}/export.replay-`);
  });
});
