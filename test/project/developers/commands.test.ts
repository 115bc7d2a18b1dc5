/** The commands of this project as somebody types them who has never seen them. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownFiles, projectRoot } from '../workspace.ts';

const { default: fast } = await import(join(projectRoot, 'jest.fast.config.js'));

const programs: Readonly<Record<string, string>> = {
  start: 'demo/main.ts',
  simulate: 'test/simulation/main.ts',
  bench: 'bench/main.ts',
  mutations: 'test/mutations/main.ts',
  netsuite: 'emulator/main.ts',
  transformer: 'transformer/main.ts',
};

const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

function type(command: string, words: readonly string[]) {
  const program = [join(projectRoot, programs[command] ?? ''), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

const builtAt = (): number => statSync(join(projectRoot, 'dist/netsuite/manifest.xml')).mtimeMs;

describe.each(Object.keys(programs))('npm run %s', (command) => {
  test('is that program alone, so that nothing is built before it has read its words', () => {
    expect(scripts[command]).toBe(`node ${programs[command]}`);
  });

  test('--help explains it on standard output, without building anything', () => {
    const before = builtAt();
    expect(type(command, ['--help'])).toEqual({
      status: 0,
      stdout: expect.stringContaining('Usage: '),
      stderr: '',
    });
    expect(builtAt()).toBe(before);
  });

  test('names a word that it does not know', () => {
    const { status, stdout, stderr } = type(command, ['--sead', '3']);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('--sead')]);
  });
});

test.each([
  ['simulate', ['--seed', 'abc'], '--seed must be a whole number, not abc.'],
  ['simulate', ['--runs', '0'], '--runs must be a whole number from 1, not 0.'],
  ['simulate', ['--jobs', '1.5'], '--jobs must be a whole number from 1, not 1.5.'],
  ['mutations', ['--jobs', '3'], '--jobs must be 1 or 2, not 3.'],
  ['mutations', ['--only', '1,9999'], '--only: the table has no fault 9999.'],
  ['bench', ['--runs', 'abc'], '--runs abc is not a whole number above 0.'],
])('npm run %s says what is wrong with %j', (command, words, says) => {
  const { status, stdout, stderr } = type(command, words);
  expect([status, stdout, stderr.split('\n')[0]]).toEqual([2, '', says]);
});

test('every program that a page or a comment has people run is run by npm, as their own Node may be too old for it', () => {
  const found = ownFiles().filter(
    (path) => /\.(md|ts|js|sh|ya?ml)$/.test(path) && !exceptions.some((name) => path.endsWith(name)),
  );
  const typed = found.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/(?:^|[`\s])node (?:--[\w=-]+ )*[\w./-]+\.ts\b/gm)].map(
      ([words]) => `${path}: ${words.trim()}`,
    ),
  );
  expect(found.length).toBeGreaterThan(500);
  expect(typed).toEqual([]);
});

test('README gives the two commands that do everything on a fresh machine', () => {
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
  expect(readme.match(/^npm ci\b.*/gm)).toEqual(['npm ci && npm start', 'npm ci && npm test']);
});

test('Jest does not take what npm run pack:emulator leaves for a second package of the same name', () => {
  const isLeftOut = new RegExp(fast.modulePathIgnorePatterns.join('|').replaceAll('<rootDir>/', projectRoot));
  expect(join(projectRoot, 'dist/netsuite-emulator/package.json')).toMatch(isLeftOut);
  expect(join(projectRoot, 'emulator/package.json')).not.toMatch(isLeftOut);
});

test('npm test downloads nothing: none of its files imports what installs a program', () => {
  const folder = join(projectRoot, 'test');
  const isLeftOut = new RegExp(fast.testPathIgnorePatterns.join('|'));
  const run = ownFiles(folder).filter((path) => path.endsWith('.test.ts') && !isLeftOut.test(path));
  const installing = run.filter((path) =>
    /\binstall(Cli|Tools|ed-cli)\b|'npm', \['(ci|install)/.test(readFileSync(path, 'utf8')),
  );
  expect(run.length).toBeGreaterThan(100);
  expect(installing.filter((path) => !path.endsWith('/commands.test.ts'))).toEqual([]);
});

/** Says how to run it with Node 26 without npm. */
const exceptions = ['/CHANGELOG.md'];
