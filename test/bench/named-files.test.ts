/** The file that `--json` of the bench names: looked at before anything is measured, and nothing but a plain file. */
import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-named-'));
  file = join(folder, 'rows.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bench = (json: string) =>
  spawnSync(process.execPath, [resolve('bench/main.ts'), '--only', 'start', '--quick', '--json', json], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });

test.each([
  ['a pipe', () => execFileSync('mkfifo', [file]), /--json: .*is a pipe/],
  ['a link', () => symlinkSync('elsewhere', file), /--json: .*is a symbolic link to elsewhere/],
  ['a read-only file', () => writeFileSync(file, 'mine', { mode: 0o444 }), /--json: .*is read-only/],
])('%s is refused, and nothing is measured', (_, make, says) => {
  make();
  const before = lstatSync(file);
  const { status, stdout, stderr } = bench(file);
  expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(says)]);
  expect(lstatSync(file)).toMatchObject({ ino: before.ino, mode: before.mode, size: before.size });
});

test('- is no file: standard output has the tables', () => {
  const { status, stderr } = bench('-');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/--json - is no file/)]);
});
