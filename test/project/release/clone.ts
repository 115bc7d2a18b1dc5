/** A clone of the tree as it is, with a history of its own, in which a version may be made. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, projectRoot } from '../workspace.ts';

export type Ran = { status: number | null; output: string };

export type Clone = {
  root: string;
  git(...words: string[]): string;
  /** Runs a line as the workflow's shell would. */
  shell(line: string, environment?: Readonly<Record<string, string>>): Ran;
};

/** Nobody's settings of git and npm, and nothing of the npm that runs the tests. */
const environment = (): Record<string, string> => {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|git_|github_|feeds_|ci$)/i.test(name));
  const person = { NAME: 'Somebody', EMAIL: 'somebody@example.com' };
  const identity = Object.entries(person).flatMap(([what, value]) => [
    [`GIT_AUTHOR_${what}`, value],
    [`GIT_COMMITTER_${what}`, value],
  ]);
  return Object.fromEntries([...kept, ...identity, ['GIT_CONFIG_GLOBAL', '/dev/null']]);
};

export function cloneOfTree(): Clone {
  const root = newFolder();
  for (const name of filesOfTree()) cpSync(join(projectRoot, name), join(root, name));
  const git = (...words: string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', env: environment() }).trim();
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Everything until now');
  for (const name of ['node_modules', 'tools/suitecloud/node_modules'])
    symlinkSync(join(projectRoot, name), join(root, name));
  const shell = (line: string, more: Readonly<Record<string, string>> = {}): Ran => {
    const options = { cwd: root, encoding: 'utf8', env: { ...environment(), ...more } } as const;
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', line], options);
    return { status, output: `${stdout}${stderr}` };
  };
  return { root, git, shell };
}

/** What is committed or could be, also in a copy that has no history: asked of an empty one. */
function filesOfTree(): string[] {
  const empty = newFolder();
  execFileSync('git', ['init', '--quiet', '--bare', empty]);
  const words = [
    `--git-dir=${empty}`,
    `--work-tree=${projectRoot}`,
    'ls-files',
    '-z',
    '--others',
    '--exclude-standard',
  ];
  const listed = execFileSync('git', words, { cwd: projectRoot, encoding: 'utf8' }).split('\0');
  return listed.filter((name) => name !== '' && !name.startsWith('.git/') && name !== '.git');
}
