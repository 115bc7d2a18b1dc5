/** The command `watch`: pass after pass, until it is asked to end. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { command, logLines } from '../command.ts';
import { at, delivered, file, init, on, put, root } from './operator-tree.ts';

describe('watch', () => {
  test('makes pass after pass, never two at once, until it is asked to end: exit code 0', async () => {
    await init();
    await put('a.csv', file('A'));
    const stop = new AbortController();
    let ended = 0;
    const { exitCode, err } = await command(['watch', '--folder', root, '--interval', '1s'], {
      stop: stop.signal,
      onError: (text) => {
        if (!text.includes('pass ended')) return;
        ended += 1;
        if (ended === 1) void put('b.csv', file('B'));
        if (ended === 2) stop.abort();
      },
    });
    expect(exitCode).toBe(0);
    expect(await delivered()).toEqual(['A', 'B']);
    const lines = logLines(err);
    expect(lines.pop()).toMatchObject({ level: 'info', msg: 'watch ended', exitCode: 0 });
    const passes = lines.map(({ passId }) => passId);
    expect(new Set(passes).size).toBe(2);
    expect(passes).toEqual([...passes].sort((one, other) => passes.indexOf(one) - passes.indexOf(other)));
  });

  test('goes on after a pass that failed', async () => {
    await mkdir(root);
    const stop = new AbortController();
    let failures = 0;
    const { exitCode, err } = await command(['watch', '--folder', join(root, 'later'), '--interval', '1'], {
      stop: stop.signal,
      onError: (text) => {
        if (text.includes('pass failed')) {
          failures += 1;
          void mkdir(at('later'));
        }
        if (text.includes('pass ended')) stop.abort();
      },
    });
    expect([exitCode, failures]).toEqual([0, 1]);
    expect(logLines(err)[0]).toMatchObject({ level: 'error', problem: { code: 'NOT_FOUND' } });
  });

  test.each(['0', '1d', 'soon', '100000s', '-5'])('an interval of %j is wrong usage', async (interval) => {
    expect((await on('watch', `--interval=${interval}`)).exitCode).toBe(2);
  });
});
