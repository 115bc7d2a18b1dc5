/** A statement of 1,000,000 lines: each is compared, in memory that does not grow with them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';

let folder: TemporaryFolder;

beforeAll(async () => {
  folder = await makeTemporaryFolder();
});
afterAll(() => folder.remove());

const run = (what: 'make' | 'compare'): string =>
  execFileSync(
    process.execPath,
    ['--no-warnings', join(import.meta.dirname, 'reconcile-many.ts'), what, folder.path],
    { encoding: 'utf8' },
  );

test('1,000,000 lines are compared in less than 300 MB', () => {
  run('make');
  const found = JSON.parse(run('compare'));

  expect(found).toMatchObject({
    lines: { compared: 1_000_000, agreed: 999_900, tooNew: 0, notCovered: 0 },
    differences: 100,
    cases: [50],
  });
  expect(found.megabytes).toBeLessThan(300);
}, 600_000);
