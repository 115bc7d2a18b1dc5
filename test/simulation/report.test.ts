/** The page that `--report` names: looked at before the run, replaced as a whole, and nothing but a plain file. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findPlace, writeReport } from './run/report.ts';

let folder: string;
let page: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
  page = join(folder, 'page.md');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const own = readFileSync(resolve('docs/simulation.md'), 'utf8');
const run = { first: 1, runs: 1, jobs: 1, seconds: 1, tally: { stories: 1, broken: [], met: new Map() } };

test('the result is put between its two marks, and the rest of the page stays', async () => {
  writeFileSync(page, own);
  await writeReport(page, run);
  const [before, after] = await findPlace(page);
  expect([before, after]).toEqual([own.slice(0, before.length), own.slice(-after.length)]);
  expect(readFileSync(page, 'utf8')).toMatch(/\| Seeds +\| 1 to 1 +\|/);
});

test.each([
  ['a pipe', () => execFileSync('mkfifo', [page]), /is a pipe/],
  ['a link', () => symlinkSync(resolve('docs/simulation.md'), page), /is a symbolic link/],
  ['a read-only page', () => writeFileSync(page, own, { mode: 0o444 }), /is read-only/],
  ['a page without the marks', () => writeFileSync(page, 'mine'), /has no place for the result/],
  ['no page', () => undefined, /no such file/],
])('%s is refused before anything is played', async (_, make, says) => {
  make();
  await expect(findPlace(page)).rejects.toThrow(says);
});
