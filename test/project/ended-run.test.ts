/** How a test run ends: in any case, and with the counts on its last line. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newFolder, projectRoot, writeFiles } from './workspace.ts';

const SETTINGS = [
  'jest.config.js',
  'test/closing-line-reporter.js',
  'test/leftovers.js',
  'test/property-seed.js',
  'test/tidy-environment.js',
];
const IMPORTS = `import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, test } from '@jest/globals';
import { describeNeeding, testNeeding } from './needs.ts';
`;
const IMPATIENT = `import settings from './jest.config.js';
const reporters = ['default', ['<rootDir>/test/closing-line-reporter.js', { secondsToEnd: 1 }]];
export default { ...settings, reporters, testEnvironmentOptions: { graceMilliseconds: 200 } };
`;

type Ended = { code: number | null; told: string; lastLine: string | undefined };

/** The real settings, though less patient, around test files by name and text. */
function run(files: Readonly<Record<string, string>>, ci = '', seed = ''): Ended {
  const root = newFolder();
  writeFiles(root, { 'package.json': '{ "type": "module" }', 'impatient.config.js': IMPATIENT });
  for (const [name, text] of Object.entries(files))
    writeFiles(root, { [`test/${name}.test.ts`]: IMPORTS + text });
  for (const path of [...SETTINGS, 'test/needs.ts']) copyFileSync(join(projectRoot, path), join(root, path));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  const jest = ['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules/jest/bin/jest.js')];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...jest, '--config', 'impatient.config.js', '-w', '1'],
    {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, CI: ci, PROPERTY_SEED: seed },
      timeout: 120_000,
    },
  );
  return { code: status, told: stderr + stdout, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

test('a file that leaves something behind is named, with what it left, and fails', () => {
  const { code, told, lastLine } = run({
    untidy: `test('begins', () => {
      spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      createServer().listen(0);
      setInterval(() => {}, 1000);
      new Worker('setInterval(() => {}, 1000)', { eval: true });
    });`,
  });
  expect(told).toMatch(
    /untidy\.test\.ts left (?=.*the child process ".*setInterval.*")(?=.*a server on port \d+)(?=.*a setInterval)/,
  );
  expect([code, lastLine]).toEqual([1, '1 passed, 1 failed']);
});

test('a test that fails before it has cleaned up holds nobody up, and counts once', () => {
  const { code, told, lastLine } = run({
    failing: `test('fails', () => {
      setInterval(() => {}, 1000);
      createServer().listen(0);
      expect(1).toBe(2);
    });`,
  });
  expect(told).toMatch(/failing\.test\.ts left .*a test of it failed/);
  expect([code, lastLine]).toEqual([1, '0 passed, 1 failed']);
});

test('a run that something still holds when all tests are done is ended, aloud, as a failure', () => {
  const { code, told, lastLine } = run({ slow: `test('waits', () => void setTimeout(() => {}, 1e6));` });
  expect(told).toMatch(/a timer or a thread would keep their process alive/);
  expect([code, lastLine]).toEqual([1, '1 passed, 1 failed']);
});

const NEEDING = {
  needing: `
    testNeeding(undefined)('has what it needs', () => {});
    testNeeding('jq is not installed (apt-get install jq)')('asks jq', () => {});
    describeNeeding('git is not installed (apt-get install git)')('in a clone', () => {
      test('one', () => {});
      test('two', () => {});
    });`,
};

test('what a program is missing for is skipped, with the package to install, and the counts stand last', () => {
  const { code, told, lastLine } = run(NEEDING);
  expect(told).toMatch(
    /NOT TESTED.*\n {2}jq is not installed.*: 1 test, in test\/needing\.test\.ts\n {2}git is not .*: 2 tests/,
  );
  expect(told).toContain('On Debian: apt-get install git jq\n');
  expect([code, lastLine]).toEqual([0, '1 passed, 0 failed, 3 skipped']);
});

// The skip stands in the project this test makes, not in this one: what the reporter says of one without a reason is the claim.
test('in CI it is a failure with the same sentence, and so is whatever else is skipped', () => {
  const { code, told, lastLine } = run({ ...NEEDING, other: `test.skip('not today', () => {});` }, 'true');
  expect(told).toContain('jq is not installed (apt-get install jq)');
  expect(told).toContain('git is not installed (apt-get install git)');
  expect(told).toMatch(/NOT TESTED.*\n {2}No reason is given: 1 test, in test\/other\.test\.ts/);
  expect([code, lastLine]).toEqual([1, '1 passed, 3 failed']);
});

test('properties try the values of the seed that the environment names, and others without', () => {
  const valuesWith = (seed: string): string | undefined => {
    const { told } = run(
      {
        property: `import fc from 'fast-check';
        test('tries', () => {
          const tried = [];
          fc.assert(fc.property(fc.nat(), (value) => { tried.push(value); }), { numRuns: 10 });
          process.stderr.write('tried ' + tried.join(' ') + '\\n');
        });`,
      },
      '',
      seed,
    );
    return /tried ([\d ]+)/.exec(told)?.[1];
  };
  const once = valuesWith('7');
  expect(once).toBeDefined();
  expect(valuesWith('7')).toBe(once);
  expect(valuesWith('')).not.toBe(once);
});
