/**
 * The three hooks of `npm version <x>`: before it changes anything, after it has changed package.json, and after it has
 * committed and tagged. npm hands the new version over in `npm_new_version`.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runTool, ToolError } from '../tool-error.ts';
import { checkRelease, nextDevelopmentVersion, setVersion } from './version-places.ts';

type Hook = (root: string, version: string) => string;

export const hooks: Readonly<Record<string, Hook>> = {
  before: (root, version) => {
    checkRelease(root, version);
    const branch = output('git', ['symbolic-ref', '--short', 'HEAD'], root);
    if (branch !== 'main')
      throw new ToolError('WRONG_BRANCH', `Releases are made on main, and this is ${branch}.`);
    return `${version} can be released`;
  },
  set: (root, version) => {
    const files = setVersion(root, version, new Date().toISOString().slice(0, 10));
    output('git', ['add', ...files], root);
    return `${version} in ${files.join(', ')}`;
  },
  after: (root, version) => {
    const next = nextDevelopmentVersion(version);
    output('npm', ['version', next, '--no-git-tag-version', '--ignore-scripts'], root);
    output('git', ['commit', '--all', '--quiet', '--message', `Go on as ${next}`], root);
    return `v${version} is tagged. To release it: git push --follow-tags`;
  },
};

const output = (program: string, words: readonly string[], cwd: string): string =>
  execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

if (import.meta.main) {
  await runTool('version', async () => {
    const hook = hooks[process.argv[2] ?? ''];
    const version = process.env.npm_new_version;
    if (!hook || version === undefined)
      throw new ToolError('WRONG_USAGE', 'This is run by npm version: see Release in CONTRIBUTING.md.');
    return hook(fileURLToPath(new URL('../..', import.meta.url)), version);
  });
}
