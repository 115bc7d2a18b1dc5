/** What the package says of itself: it needs what the emulator imports, and its pages are for people who know nothing of this project. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { emulatorFolder, PAGES, readPage } from './pages.ts';

type Manifest = Record<
  'dependencies' | 'devDependencies' | 'peerDependencies',
  Record<string, string> | undefined
>;

const read = (path: string) => JSON.parse(readFileSync(join(emulatorFolder, path), 'utf8')) as Manifest;
const own = read('package.json');
const root = read('../package.json');

/** Packages that the emulator imports, none of Node's. */
function imported(): string[] {
  const files = readdirSync(emulatorFolder, { recursive: true, encoding: 'utf8' });
  const texts = files.filter((file) => file.endsWith('.ts')).map((file) => readPage(file));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/^(?:import|export)[^;]*? from '([^.][^']*)'/gm)].map(([, name = '']) => name),
  );
  const packages = names.filter((name) => !name.startsWith('node:')).map((name) => name.split('/')[0] ?? '');
  return [...new Set(packages)].sort();
}

test('it depends on what the emulator imports; ssh2, which only real SFTP servers need, is left to the user', () => {
  const all = { ...own.dependencies, ...own.peerDependencies };
  expect(Object.keys(all).sort()).toEqual(imported());
  expect(Object.keys(own.peerDependencies ?? {})).toEqual(['ssh2']);
});

test('it asks for the same versions as this project, whose tests try them', () => {
  const tried = { ...root.dependencies, ...root.devDependencies };
  for (const [name, range] of Object.entries({ ...own.dependencies, ...own.peerDependencies }))
    expect([name, range]).toEqual([name, tried[name]]);
});

test.each(PAGES)('%s speaks neither of HotWax nor of commands that only this repository has', (page) => {
  const text = readPage(page).replace('`npm run pack:emulator` in its repository', '');
  expect(text).not.toMatch(/hotwax|npm run |npm test|test\/emulator|dist\/netsuite\b/i);
});
