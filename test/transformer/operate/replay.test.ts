/** The command `replay`: a file comes back under a new name, and its rows are delivered once more only if somebody says so. */
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { at, delivered, file, init, inSource, on, put, SOURCE } from './operator-tree.ts';

describe('replay', () => {
  test('puts a failed file back under a new name, and once corrected it is delivered', async () => {
    await init();
    await put('b.csv', '"');
    expect((await on('run')).exitCode).toBe(3);
    await writeFile(at(SOURCE, 'failed', 'b.csv'), file('B'));
    const { exitCode, out } = await on('replay', 'b.csv');
    expect([exitCode, out]).toEqual([
      0,
      expect.stringMatching(/failed\/b\.csv is now \S+\/b\.replay-\w+\.csv/),
    ]);
    expect(await inSource('failed')).toEqual([]);
    expect((await on('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['B']);
  });

  test('puts a file whose name was used before back, and it is delivered under its new name', async () => {
    await init();
    await put('a.csv', file('A'));
    await on('run');
    await put('a.csv', file('B'));
    expect((await on('run')).exitCode).toBe(3);
    await on('replay', 'a.csv'); // the one in failed/ goes before the one in archive/
    expect((await on('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['A', 'B']);
  });

  test('of an archived file is refused unless its rows may be delivered again, and then they are, once', async () => {
    await init();
    await put('a.csv', file('A'));
    await on('run');
    expect(await on('replay', 'archive/a.csv')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/archive\/a\.csv was delivered: 1 row in \S+\.json\. .*add --again/),
    });
    expect(await inSource('archive')).toEqual(['a.csv']);
    const { out } = await on('replay', 'archive/a.csv', '--again');
    expect(out).toMatch(/Warning: an earlier pass delivered 1 row of this file in \S+\.json/);
    expect((await on('run')).exitCode).toBe(0);
    expect((await on('run')).exitCode).toBe(0);
    expect(await delivered()).toEqual(['A', 'A']);
  });

  test('replayed again it gets a fresh name, which does not grow', async () => {
    await init();
    await put('b.csv', '"');
    await on('run');
    for (let time = 0; time < 3; time += 1) {
      const [name = ''] = await inSource('failed');
      expect((await on('replay', name)).exitCode).toBe(0);
      await on('run');
    }
    expect(await inSource('failed')).toEqual([expect.stringMatching(/^b\.replay-\d{8}T\d{9}Z\.csv$/)]);
  });

  test('of what is not there, or is in several places, says so and moves nothing', async () => {
    await init();
    expect(await on('replay', 'none.csv')).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^NOT_FOUND/),
    });
    for (const feed of ['hotwax/BrokeredOrderItems', 'hotwax/FulfilledOrderItems']) {
      await writeFile(at(feed, 'failed', 'x.json'), '[]');
    }
    const both = await on('replay', 'x.json');
    expect(both).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/Give the path of one, or use --feed/),
    });
    expect((await on('replay', 'x.json', '--feed', 'fulfilled-order-items')).exitCode).toBe(0);
    expect((await on('replay', 'hotwax/BrokeredOrderItems/failed/x.json')).exitCode).toBe(0);
  });

  test.each(['../secret.csv', '/etc/passwd', 'failed/../../secret.csv', '..', '', 'failed/'])(
    'of %j reaches nothing outside of failed/ and archive/',
    async (name) => {
      await init();
      await writeFile(at(SOURCE, 'secret.csv'), '');
      expect((await on('replay', name)).exitCode).toBe(1);
      expect(await inSource()).toEqual(['secret.csv']);
    },
  );
});
