/** What `.vscode` promises an editor is there once `npm ci` has run, on any machine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../workspace.ts';

const textOf = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const settings = JSON.parse(textOf('.vscode/settings.json'));
const { recommendations } = JSON.parse(textOf('.vscode/extensions.json'));
const { devDependencies } = JSON.parse(textOf('package.json'));

test('editors check types with the TypeScript of the project, which is the one of npm run types', () => {
  const folder = join(settings['js/ts.tsdk.path'], '..');
  const { name, version, bin } = JSON.parse(textOf(join(folder, 'package.json')));
  expect([name, `^${version}`]).toEqual(['typescript', devDependencies.typescript]);
  // From version 7 on there is no tsserver.js: VS Code wants its other language server, which speaks to this program.
  expect([bin.tsc, existsSync(join(projectRoot, folder, 'lib/tsserver.js'))]).toEqual(['./bin/tsc', false]);
  expect(settings['js/ts.experimental.useTsgo']).toBe(true);
});

test('editors format as npm run format does, and check configurations of the transformer', () => {
  expect(recommendations).toEqual(
    expect.arrayContaining([settings['editor.defaultFormatter'], 'redhat.vscode-yaml']),
  );
  expect(settings['[yaml]']).toEqual({ 'editor.defaultFormatter': settings['editor.defaultFormatter'] });
  for (const schema of Object.keys(settings['yaml.schemas']))
    expect(JSON.parse(textOf(schema)).title).toBe('Configuration of the transformer');
});

test('nothing in the settings names a machine', () => {
  expect(JSON.stringify(settings)).not.toMatch(/"(\/|~|[A-Z]:)/);
});
