import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../workspace.ts';

/** Its own path in the lock file. */
const THIS_PROJECT = '';

const read = (name: string) => JSON.parse(readFileSync(join(projectRoot, name), 'utf8'));

test('npm ci has nothing to ask: of every package with an install script it is decided whether it may run', () => {
  const packages = Object.entries<{ hasInstallScript?: true }>(read('package-lock.json').packages);
  const withScript = packages
    .filter(([path, { hasInstallScript }]) => path !== THIS_PROJECT && hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(Object.keys(read('package.json').allowScripts).sort()).toEqual([...new Set(withScript)].sort());
});
