import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { sectionOf } from '../../../scripts/release/changelog.ts';
import { listZip, unzip } from '../../../scripts/suitecloud/zip-listing.ts';
import { testWithCli } from '../suitecloud/installed-cli.ts';
import { projectRoot } from '../workspace.ts';
import { type Clone, cloneOfTree, type Ran } from './clone.ts';

/** Of the workflow itself, so that what is tried here is what runs there. */
const steps: { name?: string; run?: string }[] = parse(
  readFileSync(join(projectRoot, '.github/workflows/deploy.yml'), 'utf8'),
).jobs.package.steps;

/** `.ci/run` is what runs this test, and `.ci/image` needs an engine for containers; it has a test of its own. */
const tried = steps.flatMap(({ run }) => (run === undefined || run.startsWith('.ci/') ? [] : [run]));

let clone: Clone;
let made: Ran;
let version: string;

beforeAll(() => {
  clone = cloneOfTree();
  made = clone.shell('npm version minor');
  version = /^v(\d+\.\d+\.\d+)$/m.exec(made.output)?.[1] ?? '';
});

const atTag = (file: string): string => clone.git('show', `v${version}:${file}`);

describe('npm version minor', () => {
  test('checks, and makes a commit, a tag, and a commit to go on from', () => {
    expect(made).toMatchObject({ status: 0, output: expect.stringContaining('git push --follow-tags') });
    const [major, minor] = version.split('.');
    const next = `${major}.${minor}.1-dev`;
    expect(clone.git('log', '--format=%s').split('\n')).toEqual([
      `Go on as ${next}`,
      `Release ${version}`,
      'Everything until now',
    ]);
    expect(clone.git('tag', '--points-at', 'HEAD~1')).toBe(`v${version}`);
    expect(clone.git('status', '--porcelain', '--untracked-files=no')).toBe('');
    expect(JSON.parse(readFileSync(join(clone.root, 'package.json'), 'utf8')).version).toBe(next);
  });

  test('the tag has the version wherever one is written, and nothing else is different', () => {
    expect(clone.git('diff', '--name-only', 'HEAD~2', `v${version}`).split('\n')).toEqual([
      'CHANGELOG.md',
      'deploy/kubernetes-cronjob.yaml',
      'deploy/kubernetes-job.yaml',
      'deploy/kubernetes-watch.yaml',
      'package-lock.json',
      'package.json',
    ]);
    expect(JSON.parse(atTag('package.json')).version).toBe(version);
    expect(atTag('deploy/kubernetes-cronjob.yaml')).toContain(`hotwax-netsuite-transformer:${version}\n`);
    expect(atTag('CHANGELOG.md')).toMatch(
      new RegExp(`^## \\[Unreleased\\]\n\n## \\[${version}\\] - \\d{4}`, 'm'),
    );
    expect(clone.git('diff', '--name-only', `v${version}`, 'HEAD').split('\n')).toEqual([
      'package-lock.json',
      'package.json',
    ]);
  });

  test('is refused beside main, and when there is nothing to release, before anything is changed', () => {
    const before = clone.git('rev-parse', 'HEAD');
    expect(clone.shell('npm version minor')).toMatchObject({
      status: 1,
      output: expect.stringContaining('nothing under Unreleased'),
    });
    clone.git('checkout', '--quiet', '-b', 'other', 'HEAD~2');
    expect(clone.shell('npm version major')).toMatchObject({
      status: 1,
      output: expect.stringContaining('Releases are made on main, and this is other.'),
    });
    clone.git('checkout', '--quiet', 'main');
    expect([clone.git('rev-parse', 'HEAD'), clone.git('status', '--porcelain', '-uno')]).toEqual([
      before,
      '',
    ]);
  });
});

describe('the workflow at the tag', () => {
  const name = 'hotwax-netsuite-fulfillment';
  const address = (): string => `https://github.com/example/fulfillment/blob/v${version}/`;
  const released = (file: string): Buffer => readFileSync(join(clone.root, 'dist/release', file));

  testWithCli('goes through each step that needs neither GitHub nor an engine for containers', () => {
    const [page = ''] =
      /git checkout v<new version>/.exec(readFileSync(join(projectRoot, 'docs/upgrading.md'), 'utf8')) ?? [];
    expect(clone.shell(page.replace('<new version>', version))).toMatchObject({ status: 0 });
    const github = {
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'example/fulfillment',
      GITHUB_REF_NAME: `v${version}`,
    };
    expect(tried).toHaveLength(3);
    for (const step of tried)
      expect([step, clone.shell(step, github)]).toEqual([step, expect.objectContaining({ status: 0 })]);
    const other = { ...github, GITHUB_REF_NAME: 'v99.0.0' };
    expect(clone.shell(tried[0] as string, other)).toMatchObject({ status: 1 });
    expect(clone.shell('npm run --silent transformer -- --version').output).toBe(`${version}\n`);
  });

  testWithCli('leaves archive, guide, bill of materials, notes and the right checksums', () => {
    const files = [
      `${name}-${version}.cdx.json`,
      `${name}-${version}.deploying.md`,
      `${name}-${version}.zip`,
    ];
    expect(readdirSync(join(clone.root, 'dist/release')).sort()).toEqual(
      ['NOTES.md', 'SHA256SUMS', ...files].sort(),
    );
    const sums = files.map(
      (file) => `${createHash('sha256').update(released(file)).digest('hex')}  ${file}\n`,
    );
    expect(released('SHA256SUMS').toString()).toBe(sums.join(''));
    expect(clone.shell('cd dist/release && sha256sum --check SHA256SUMS')).toMatchObject({ status: 0 });
  });

  testWithCli('the archive is the project, switched off, and each script says its version', () => {
    const archive = released(`${name}-${version}.zip`);
    expect(listZip(archive)).toEqual(expect.arrayContaining(['deploy.xml', 'manifest.xml']));
    const scripts = [...unzip(archive)].filter(([file]) => file.startsWith('Objects/Scripts/'));
    expect(scripts.length).toBeGreaterThan(4);
    for (const [, content] of scripts) {
      expect(content.toString()).toContain(` Version ${version}.</description>`);
      expect(content.toString()).not.toContain('<status>SCHEDULED</status>');
    }
  });

  testWithCli('the notes are the part of the changelog, with links that lead to the tag', () => {
    const notes = released('NOTES.md').toString();
    expect(notes).toContain(`](${address()}docs/upgrading.md)`);
    expect(notes.replaceAll(address(), '').trim()).toBe(sectionOf(atTag('CHANGELOG.md'), version));
    expect(released(`${name}-${version}.deploying.md`).toString()).toContain(
      `](${address()}docs/upgrading.md)`,
    );
  });

  testWithCli('the bill of materials names the product, and leaves development out', () => {
    const bill = JSON.parse(released(`${name}-${version}.cdx.json`).toString());
    expect(bill.metadata.component).toMatchObject({ name, version, type: 'application' });
    const manifest = JSON.parse(atTag('package.json'));
    const named = bill.components.map((component: { name: string }) => component.name);
    expect(named).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    // Node is what the image runs on; as a package it is a tool of development.
    const development = Object.keys(manifest.devDependencies).filter((one) => one !== 'node');
    expect(named.filter((one: string) => development.includes(one))).toEqual([]);
    const node = bill.components.find((component: { name: string }) => component.name === 'node');
    expect([`^${node.version}`, node.components.map((one: { name: string }) => one.name)]).toEqual([
      manifest.devDependencies.node,
      expect.arrayContaining(['openssl', 'sqlite', 'zlib']),
    ]);
  });
});
