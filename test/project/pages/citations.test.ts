/** What comments and messages cite: a page of this repository with its heading, or a page of Oracle's help. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownFiles, projectRoot } from '../workspace.ts';
import { headingsOf } from './headings.ts';

const files = ownFiles()
  .map((path) => relative(projectRoot, path))
  .filter((name) => /\.(ts|js|md|xml|ya?ml)$/.test(name));
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

const OWN_NAME = 'test/project/pages/citations.test.ts';

/** A README may be the one of the file's own folder. */
const leads = (page: string, anchor: string): boolean =>
  existsSync(join(projectRoot, page)) && headingsOf(join(projectRoot, page)).includes(anchor);

const pages = files.filter((name) => isPage(name) && !name.startsWith('test/'));

describe.each(pages)('%s', (page) => {
  test('links only to pages and headings that there are', () => {
    const own = join(projectRoot, page);
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)]*)?\)/g)];
    const broken = links.filter(([, file = '', anchor = '']) => {
      const target = file === '' ? own : join(dirname(own), file);
      return !existsSync(target) || !headingsOf(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  test('names only files that there are', () => {
    const examples = [...textOf(page).matchAll(/^```\w+ (\S+)$/gm)].map(([, name]) => name);
    const tracked = [...files, ...examples].map((name) => `/${name}`);
    const named = [...textOf(page).matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|js))`/g)];
    const missing = named
      .map(([, name]) => name as string)
      .filter((name) => !name.startsWith('HC_') && !tracked.some((path) => path.endsWith(`/${name}`)));
    expect(missing).toEqual([]);
  });
});

test('docs/architecture.md names only folders that there are, and has at most 150 lines', () => {
  const page = textOf('docs/architecture.md');
  const named = [...page.matchAll(/`((?:[\w-]+\/)+)`/g)].map(([, name]) => name as string);
  const isThere = (name: string): boolean => files.some((path) => `/${path}`.includes(`/${name}`));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !isThere(name) && !FEED_FOLDERS.includes(name))).toEqual([]);
  expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

/** Folders on the SFTP server. */
const FEED_FOLDERS = ['processing/', 'archive/', 'failed/', 'error/'];
