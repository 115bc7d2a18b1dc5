import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectRows } from './tiny.ts';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-main-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the bench', () => {
  test('writes rows as JSON from the command line', () => {
    const json = join(folder, 'rows.json');
    const words = ['bench/main.ts', '--quick', '--runs', '1', '--only', 'start', '--json', json];
    const { status } = spawnSync(process.execPath, words, { cwd: ROOT });

    expect(status).toBe(0);
    expectRows(JSON.parse(readFileSync(json, 'utf8')));
  });

  test('of several sections ends with one table of all their targets', () => {
    const words = [
      'bench/main.ts',
      '--quick',
      '--runs',
      '1',
      '--only',
      'start',
      '--only',
      'capacity',
      '--no-page',
    ];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: ROOT, encoding: 'utf8' });

    expect(status).toBe(0);
    const [, all = ''] = stdout.split('\nAll targets\n');
    expect(all).toContain('pass with nothing to do, local folder');
    expect(all).toContain('a day of 10,000 order items in one account');
  });

  test.each([
    [['--help'], 0],
    [['--only', 'nothing'], 2],
    [['--runs', 'many'], 2],
    [['--fast'], 2],
  ])('tells how it is used, given %j', (words, code) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bench/main.ts', ...words], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(status).toBe(code);
    expect(stdout + stderr).toContain('Usage: npm run bench');
  });
});
