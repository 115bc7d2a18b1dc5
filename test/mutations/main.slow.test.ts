import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

test('a fault is made in a copy, a test notices it, and the run ends with the count', () => {
  const words = [join(import.meta.dirname, 'main.ts'), '--only', '42', '--jobs', '1'];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });

  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/ 42 {2}noticed .*\nAll 1 faults are noticed\.\n$/),
  ]);
});
