/** Where a version is written besides package.json: npm sets that one, these follow in the hooks of `npm version`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '../tool-error.ts';
import { newestRelease, releaseUnreleased } from './changelog.ts';

export const IMAGE = 'hotwax-netsuite-transformer';

const CHANGELOG = 'CHANGELOG.md';

/** A version as it is released: no "1.2.3-rc.1", since the examples and pages always name the newest one. */
const PLAIN = /^\d+\.\d+\.\d+$/;

/**
 * What would stop the release, before anything is changed.
 * @throws ToolError BAD_VERSION, BAD_CHANGELOG
 */
export function checkRelease(root: string, version: string): void {
  if (!PLAIN.test(version)) throw badVersion(`${version} is not of the form 1.2.3.`);
  const changelog = readFileSync(join(root, CHANGELOG), 'utf8');
  const newest = newestRelease(changelog);
  if (!isLater(version, newest))
    throw badVersion(`${version} is not later than ${newest}, the last release.`);
  releaseUnreleased(changelog, version, '2000-01-01');
  const other = taggedImages(root).filter(({ tag }) => tag !== newest);
  if (other.length === 0) return;
  const named = other.map(({ file, tag }) => `${file} names the image ${tag}`).join(', ');
  throw badVersion(`${named}, and the last release is ${newest}.`);
}

/**
 * Writes a version wherever it has to be.
 * @returns the files that were changed
 */
export function setVersion(root: string, version: string, day: string): string[] {
  const files = [CHANGELOG, ...new Set(taggedImages(root).map(({ file }) => file))];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const changed =
      file === CHANGELOG
        ? releaseUnreleased(text, version, day)
        : text.replace(TAGGED, `${IMAGE}:${version}`);
    writeFileSync(join(root, file), changed);
  }
  return files;
}

/** Images in examples and pages that name a release. */
export function taggedImages(root: string): { file: string; tag: string }[] {
  // Beside the examples there may be a folder with secrets.
  const entries = readdirSync(join(root, 'deploy'), { withFileTypes: true });
  const examples = entries.filter((entry) => entry.isFile()).map(({ name }) => `deploy/${name}`);
  return [...examples, 'docs/operating.md'].flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(TAGGED)].map(([, tag = '']) => ({ file, tag })),
  );
}

const TAGGED = new RegExp(`${IMAGE}:(\\d+\\.\\d+\\.\\d+)`, 'g');

/** What package.json says between two releases, so that nothing built from there is taken for a release. */
export function nextDevelopmentVersion(version: string): string {
  const [major, minor, patch] = version.split('.').map(Number);
  return `${major}.${minor}.${(patch ?? 0) + 1}-dev`;
}

export const isLater = (version: string, other: string): boolean =>
  version.localeCompare(other, 'en', { numeric: true }) > 0;

const badVersion = (message: string): ToolError => new ToolError('BAD_VERSION', message);
