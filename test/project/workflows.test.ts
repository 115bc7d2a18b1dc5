import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { projectRoot } from './workspace.ts';

type Step = { uses?: string; run?: string; env?: Record<string, string>; with?: Record<string, unknown> };
type Job = {
  steps?: Step[];
  uses?: string;
  needs?: string | string[];
  permissions?: Record<string, string>;
  environment?: string;
};
type Workflow = {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  jobs: Record<string, Job>;
};

const folder = join(projectRoot, '.github/workflows');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const names = readdirSync(folder);
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

/** The first version of each action known to run on Node 24, by its release notes. */
const FIRST_ON_NODE_24: Readonly<Record<string, number>> = {
  attest: 4,
  checkout: 5,
  'download-artifact': 7,
  'setup-node': 5,
  'upload-artifact': 6,
};

describe.each(names)('the workflow %s', (name) => {
  const workflow: Workflow = parse(read(name));
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap(({ steps: of = [] }) => of);

  test('pins every action to a commit, with its version beside it', () => {
    const uses = [...read(name).matchAll(/uses: (.+)/g)].map(([, text]) => text as string);
    expect(
      uses.filter((use) => !/^(actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/.+\.yml)$/.test(use)),
    ).toEqual([]);
  });

  test('uses versions of the actions that run on Node 24: GitHub removes Node 20 from its runners', () => {
    const used = [...read(name).matchAll(/uses: actions\/([\w-]+)@\w+ # v(\d+)/g)];
    const behind = used.filter(
      ([, action = '', major]) => !(Number(major) >= (FIRST_ON_NODE_24[action] ?? Infinity)),
    );
    expect(behind.map(([use]) => use)).toEqual([]);
  });

  test('may read, and only the job that publishes a release may write', () => {
    expect(
      Object.values(workflow.permissions ?? { all: 'write' }).filter((level) => level !== 'read'),
    ).toEqual([]);
    const writers = Object.entries(workflow.jobs).filter(([, { permissions = {} }]) =>
      Object.values(permissions).includes('write'),
    );
    expect(writers.map(([job]) => job)).toEqual(name === 'deploy.yml' ? ['release'] : []);
  });

  test('leaves no token in the checkout, and puts nothing from outside into a shell line', () => {
    for (const { uses, with: options, run = '' } of steps) {
      if (uses?.startsWith('actions/checkout')) expect(options).toEqual({ 'persist-credentials': false });
      expect(run).not.toContain('${{');
    }
  });

  test('runs only npm scripts that there are', () => {
    const used = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script]) => script),
    );
    expect(used.filter((script) => !((script as string) in scripts))).toEqual([]);
  });
});

describe('the workflow deploy.yml', () => {
  const { on, jobs }: Workflow = parse(read('deploy.yml'));

  test('deploys what was checked and packaged: merges to the sandbox, tags to production', () => {
    expect(on).toEqual({ push: { branches: ['main'], tags: ['v*'] } });
    expect(jobs.package?.steps?.map(({ run }) => run)).toEqual(
      expect.arrayContaining(['.ci/run', 'npm run package']),
    );
    for (const [job, only] of [
      ['sandbox', "github.ref == 'refs/heads/main'"],
      ['production', "github.ref_type == 'tag'"],
    ] as const)
      expect(jobs[job]).toMatchObject({
        needs: 'package',
        if: expect.stringContaining(only),
        uses: './.github/workflows/deploy-to-account.yml',
        with: { environment: job },
      });
  });

  test('gives the key to the one step that signs in, and removes it whatever happens', () => {
    const steps = (parse(read('deploy-to-account.yml')) as Workflow).jobs.deploy?.steps ?? [];
    const withKey = steps.filter(({ env = {} }) => JSON.stringify(env).includes('NETSUITE_PRIVATE_KEY'));
    expect(withKey.map(({ run }) => run)).toEqual([expect.stringContaining('account:setup:ci')]);
    expect(steps.at(-1)).toMatchObject({ if: 'always()', run: expect.stringContaining('netsuite.pem') });
    expect(steps.map(({ run }) => run)).toEqual(
      expect.arrayContaining(['npm run validate', 'npm run deploy']),
    );
  });

  test('a release is what the job before has put together, checked once more, with its image and its notes', () => {
    const made = jobs.package?.steps?.map(({ run, with: { path } = {} }) => run ?? path) ?? [];
    expect(made.slice(made.indexOf('.ci/run'))).toEqual([
      '.ci/run',
      'npm run package',
      '.ci/image',
      'npm run release:files',
      'dist/release',
    ]);
    const text = (jobs.release?.steps ?? []).map(({ run, uses }) => run ?? uses).join('\n');
    expect(text).toMatch(
      /download-artifact.*sha256sum --check.*actions\/attest.*docker push.*gh release create .*--notes-file/s,
    );
    expect(text).not.toMatch(/actions\/checkout|npm /);
  });
});
