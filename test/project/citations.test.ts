/** What comments and messages cite: a page of this repository with its heading, or a page of Oracle's help. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { headingsOf } from './headings.ts';
import { projectRoot } from './workspace.ts';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => /\.(ts|js|md|xml|ya?ml)$/.test(name) && existsSync(join(projectRoot, name)));
const textOf = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');
const isPage = (name: string): boolean => name.endsWith('.md');

/** Pages cited by their path from the root, as comments do. */
const citation = /\b((?:docs|emulator|demo)\/[\w./-]+\.md|README\.md|CONTRIBUTING\.md)(#[\w-]+)?/g;

describe('a citation in a source file', () => {
  test('leads to a page of this repository and to a heading of it', () => {
    const broken = files
      .filter((name) => !isPage(name))
      .flatMap((name) =>
        [...textOf(name).matchAll(citation)]
          .filter(([, page = '', anchor = '']) => !leads(page, anchor))
          .map(([cited]) => `${name}: ${cited}`),
      );
    expect(broken).toEqual([]);
  });

  test('names no section of a page that is not in this repository', () => {
    const foreign = /\b(?:contracts [A-H]\b|design \d|netsuite-platform|hotwax-contracts|research\/)/;
    const found = files.filter((name) => name !== OWN_NAME && foreign.test(textOf(name)));
    expect(found).toEqual([]);
  });
});

const OWN_NAME = 'test/project/citations.test.ts';

/** A README may be the one of the file's own folder. */
const leads = (page: string, anchor: string): boolean =>
  existsSync(join(projectRoot, page)) && headingsOf(join(projectRoot, page)).includes(anchor);

describe('docs/architecture.md', () => {
  const page = textOf('docs/architecture.md');

  test('names only files and folders that there are', () => {
    const tracked = files.map((name) => `/${name}`);
    const named = [...page.matchAll(/`((?:[\w-]+\/)*[\w-]+(?:\.ts|\/))`/g)].map(([, name]) => name as string);
    const isThere = (name: string): boolean =>
      tracked.some((path) => (name.endsWith('/') ? path.includes(`/${name}`) : path.endsWith(`/${name}`)));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !isThere(name) && !FEED_FOLDERS.includes(name))).toEqual([]);
  });

  test('has at most 150 lines', () => {
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });
});

/** Folders on the SFTP server. */
const FEED_FOLDERS = ['processing/', 'archive/', 'failed/', 'error/'];
