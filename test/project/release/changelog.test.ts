import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  newestRelease,
  releaseUnreleased,
  sectionOf,
  withAbsoluteLinks,
} from '../../../scripts/release/changelog.ts';
import {
  checkRelease,
  isLater,
  nextDevelopmentVersion,
  setVersion,
  taggedImages,
} from '../../../scripts/release/version-places.ts';
import { newFolder, projectRoot, writeFiles } from '../workspace.ts';

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- new\n\n## [0.1.0]\n\n- old\n';
const EMPTY = CHANGELOG.replace('- new\n', '');

const project = (changelog = CHANGELOG, tag = '0.1.0'): string =>
  writeFiles(newFolder(), {
    'CHANGELOG.md': changelog,
    'deploy/job.yaml': `image: example.com/hotwax-netsuite-transformer:${tag}\nimage: other:1.2.3\n`,
    'docs/operating.md': 'docker build --tag hotwax-netsuite-transformer .\n',
  });

describe('a changelog', () => {
  test('has what was not released under the new version, and an empty place for what comes next', () => {
    const released = releaseUnreleased(CHANGELOG, '0.2.0', '2026-03-01');
    expect(released).toContain('## [Unreleased]\n\n## [0.2.0] - 2026-03-01\n\n### Added\n\n- new\n');
    expect(sectionOf(released, '0.2.0')).toBe('### Added\n\n- new');
    expect(sectionOf(released, '0.1.0')).toBe('- old');
    expect([newestRelease(CHANGELOG), newestRelease(released)]).toEqual(['0.1.0', '0.2.0']);
  });

  test('keeps its links when it is read elsewhere', () => {
    const text = '[a](pages/a.md#b) [c](https://example.com/c) [d](#d) [e](../README.md)';
    expect(withAbsoluteLinks(text, 'https://example.com/blob/v1/folder/')).toBe(
      '[a](https://example.com/blob/v1/folder/pages/a.md#b) [c](https://example.com/c) [d](#d) [e](https://example.com/blob/v1/README.md)',
    );
  });
});

describe('before a release', () => {
  test.each([
    ['a version that is none', '1.2', CHANGELOG, /1\.2 is not of the form 1\.2\.3/],
    ['a candidate', '0.2.0-rc.1', CHANGELOG, /not of the form/],
    ['the version of the last release', '0.1.0', CHANGELOG, /not later than 0\.1\.0, the last release/],
    ['nothing that is not released', '0.2.0', EMPTY, /nothing under Unreleased/],
  ])('%s is refused', (_, version, changelog, message) => {
    expect(() => checkRelease(project(changelog), version)).toThrow(message);
  });

  test('an example that names another version than the last release is refused by name', () => {
    expect(() => checkRelease(project(CHANGELOG, '0.0.9'), '0.2.0')).toThrow(
      'deploy/job.yaml names the image 0.0.9, and the last release is 0.1.0.',
    );
  });

  test('this project is ready for the next one', () => {
    expect(() => checkRelease(projectRoot, '99.0.0')).not.toThrow();
  });
});

test('a release writes its version into the changelog and the examples, and nowhere else', () => {
  const root = project();
  expect(setVersion(root, '0.2.0', '2026-03-01')).toEqual(['CHANGELOG.md', 'deploy/job.yaml']);
  expect(taggedImages(root)).toEqual([{ file: 'deploy/job.yaml', tag: '0.2.0' }]);
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  expect(read('deploy/job.yaml')).toContain('image: other:1.2.3\n');
  expect(read('CHANGELOG.md')).toContain('## [0.2.0] - 2026-03-01');
});

describe('versions', () => {
  test('are compared by their numbers', () => {
    expect([isLater('0.10.0', '0.9.9'), isLater('0.9.9', '0.10.0'), isLater('1.0.0', '1.0.0')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('what is between two releases has the version of neither', () => {
    expect(nextDevelopmentVersion('0.2.0')).toBe('0.2.1-dev');
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const changelog = readFileSync(join(projectRoot, 'CHANGELOG.md'), 'utf8');
    if (/^- /m.test(sectionOf(changelog, 'Unreleased'))) expect(version).toMatch(/-dev$/);
    else expect(version).toBe(newestRelease(changelog));
  });
});
