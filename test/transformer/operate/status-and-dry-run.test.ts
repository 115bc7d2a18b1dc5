/** What waits, what a pass would do with it, and what it leaves alone. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { command, logLines } from '../command.ts';
import {
  asOrdinaryUser,
  at,
  everything,
  file,
  init,
  inSource,
  on,
  put,
  root,
  SOURCE,
  TARGET,
} from './operator-tree.ts';

describe('run --dry-run', () => {
  test('says what a pass would do and changes nothing, not even where the folders are missing', async () => {
    await mkdir(root);
    expect((await on('run', '--dry-run')).out).toContain(`would create the folder ${SOURCE}`);
    expect(await everything()).toEqual([]);
    await init();
    await put('new.csv', file('A'));
    await put('old.csv', file('B'));
    await on('run');
    await put('new2.csv', file('C'));
    await put('old.csv', file('B'));
    await put('new.csv', file('of other content'));
    await put('broken.csv', '"');
    await put(
      'bad.csv',
      `${file('D')}${file('E')
        .split('\n')[1]
        ?.replace(/^[^,]*/, '')}\n`,
    );
    await put(' strange\u0007.csv', '');
    await put('begun.csv', '\n');
    const before = await everything();
    const { exitCode, out } = await on('run', '--dry-run', '--feed', 'item-fulfillments');
    expect(exitCode).toBe(3);
    const told = out
      .trim()
      .replaceAll(/^item-fulfillments: +| \(\d+ bytes\)/gm, '')
      .split('\n')
      .sort();
    expect(told).toEqual([
      expect.stringMatching(/^cannot process a file: " strange.*" cannot be used as a file name/),
      expect.stringMatching(/^row 2, orderId: MISSING_ORDER_ID: /),
      'would archive old.csv, which repeats an earlier file',
      `would convert bad.csv into ${TARGET}: 2 rows, 1 applied, 1 rejected, 0 skipped`,
      `would convert new2.csv into ${TARGET}: 1 row, 1 applied, 0 rejected, 0 skipped`,
      'would leave begun.csv for a later pass: it is empty: its sender may not have started writing',
      expect.stringMatching(/^would quarantine broken.csv in failed\/: UNCLOSED_QUOTE: /),
      expect.stringMatching(/^would quarantine new.csv in failed\/: NAME_REUSED: /),
    ]);
    expect(await everything()).toEqual(before);
  });
});

describe('status', () => {
  test('shows what waits and since when, what is in processing, and what failed and why', async () => {
    await init();
    await put('broken.csv', '"');
    await on('run');
    await put('waits.csv', file('A'));
    await writeFile(at(SOURCE, 'processing', '20240104T212300123Z-4f1c9a02~begun.csv'), file('B'));
    const { exitCode, out } = await on('status');
    expect(exitCode).toBe(0);
    expect(out).toContain('item-fulfillments: 1 waiting, 1 in processing, 1 failed, 0 other error files\n');
    expect(out).toMatch(/\n {2}waiting: waits\.csv since 20\S+Z \(0 min\)\n/);
    expect(out).toMatch(/begun\.csv since 2024-01-04T21:23:00\.123Z .*pass 4f1c9a02, abandoned/);
    expect(out).toMatch(/failed: \S+\/failed\/broken\.csv since .*: UNCLOSED_QUOTE .*never closed/);
  });

  test('does not take a pass for dead whose signs of life are later than now by the clock of this machine', async () => {
    await init();
    const mark = (minutes: number): string =>
      `${new Date(Date.now() + minutes * 60_000).toISOString().replace(/[-:.]/g, '')}-4f1c9a02`;
    await writeFile(at(SOURCE, 'processing', `${mark(25)}~begun.csv`), file('B'));
    await writeFile(at(SOURCE, 'processing', `.alive-${mark(30)}`), '');
    expect((await on('status')).out).toMatch(/begun\.csv .*if the pass gives no sign of life after /);
    expect((await on('run', '--dry-run')).out).toContain('another pass is processing it');
  });

  test('--json gives the same as one document', async () => {
    await init();
    await put('broken.csv', '"');
    await on('run');
    await put('waits.csv', file('A'));
    const { out, err } = await on('status', '--json');
    expect(err).toBe('');
    const { tenants } = JSON.parse(out);
    expect(tenants).toHaveLength(1);
    const feed = tenants[0].feeds.find((one: { feed: string }) => one.feed === 'item-fulfillments');
    expect(feed).toMatchObject({
      waiting: [{ file: 'waits.csv', bytes: file('A').length, since: expect.any(String), young: false }],
      processing: [],
      failed: [{ file: 'broken.csv', code: 'UNCLOSED_QUOTE', message: expect.stringMatching(/quote/) }],
    });
  });

  test('tells of a feed it may not look into, and of the others as usual: exit code 1', async () => {
    await init();
    await put('one.csv', file('A1'));
    await asOrdinaryUser(async () => {
      await chmod(at('hotwax/FulfilledOrderItems'), 0o000);
      try {
        const { exitCode, out } = await on('status');
        expect(exitCode).toBe(1);
        expect(out).toMatch(/^fulfilled-order-items: PERMISSION_DENIED: /m);
        expect(out).toContain('item-fulfillments: 1 waiting, ');
        const document = JSON.parse((await on('status', '--json')).out);
        expect(document.tenants[0].feeds.map(({ problem }: { problem: unknown }) => problem)).toEqual([
          null,
          null,
          expect.objectContaining({ code: 'PERMISSION_DENIED' }),
        ]);
      } finally {
        await chmod(at('hotwax/FulfilledOrderItems'), 0o755);
      }
    });
  });

  test('--json names a tree that cannot be opened too', async () => {
    const { exitCode, out } = await command(['status', '--json', '--folder', at('nowhere')]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(out).tenants).toEqual([
      expect.objectContaining({ feeds: [], problem: expect.objectContaining({ code: 'NOT_FOUND' }) }),
    ]);
  });

  test('lists ten of many and says how many more there are', async () => {
    await init();
    for (let number = 0; number < 13; number += 1) await put(`${number}.csv`, '');
    expect((await on('status')).out).toContain('  and 3 more; --json lists all\n');
  });

  test('of a tree that is not there yet says how to make it', async () => {
    await mkdir(root);
    const { exitCode, out } = await on('status');
    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/does not exist; create it with "transformer init"/),
    ]);
  });
});

describe('a file whose name says that it is still being written', () => {
  test.each(['up.csv.part', 'up.csv.FILEPART', 'up.tmp', 'up.partial'])('%s is left alone', async (name) => {
    await init();
    await put(name, file('A1'));

    const { exitCode, err } = await on('run');

    expect(exitCode).toBe(0);
    expect(await inSource()).toEqual([name]);
    expect(JSON.stringify(logLines(err))).toContain('still being written');
  });
});
