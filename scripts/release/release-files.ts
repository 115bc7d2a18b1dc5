/** What a release consists of, put together in dist/release: `npm run package` and `.ci/image` have made the parts. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool, ToolError } from '../tool-error.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { sectionOf, withAbsoluteLinks } from './changelog.ts';

/** @property address where the repository's files are to be seen at this version, with a slash at the end, if anywhere */
export type Release = { root: string; address?: string | undefined };

/** The notes are the text of the release, the checksums are of all other files. */
export const NOTES = 'NOTES.md';
export const CHECKSUMS = 'SHA256SUMS';

/**
 * @returns the names of the files, sorted
 * @throws ToolError NOT_PACKAGED, BAD_CHANGELOG
 */
export function makeReleaseFiles({ root, address }: Release): string[] {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const out = join(root, 'dist/release');
  const archive = join(root, 'dist', `${name}-${version}.zip`);
  if (!existsSync(archive))
    throw new ToolError('NOT_PACKAGED', `${relative(root, archive)} does not exist. Run: npm run package`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const write = (file: string, text: string): void => writeFileSync(join(out, file), text);
  copyFileSync(archive, join(out, `${name}-${version}.zip`));
  write(`${name}-${version}.deploying.md`, page(root, 'docs/deploying.md', address));
  const image = addImage(root, out);
  const bill = billOfMaterials(root, image.packages);
  write(`${name}-${version}.cdx.json`, `${JSON.stringify(bill, null, 2)}\n`);
  write(NOTES, notes(root, version, address));
  write(CHECKSUMS, checksums(out));
  return readdirSync(out).sort();
}

/** A page of the repository, as it is to be read outside of it. */
function page(root: string, path: string, address: string | undefined): string {
  const text = readFileSync(join(root, path), 'utf8');
  return address === undefined ? text : withAbsoluteLinks(text, new URL(path, address).href);
}

/** The image as a file, for those who cannot reach a registry, and what of Debian is in it. */
function addImage(root: string, out: string): { packages?: string } {
  const folder = join(root, 'dist/image');
  if (!existsSync(folder)) return {};
  for (const file of readdirSync(folder).filter((one) => one.endsWith('.tar.gz')))
    copyFileSync(join(folder, file), join(out, file));
  return { packages: readFileSync(join(folder, 'debian-packages.txt'), 'utf8') };
}

function notes(root: string, version: string, address: string | undefined): string {
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const section = sectionOf(changelog, version.includes('-') ? 'Unreleased' : version);
  return `${address === undefined ? section : withAbsoluteLinks(section, address)}\n`;
}

const checksums = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => file !== NOTES)
    .sort()
    .map((file) => `${sha256(readFileSync(join(folder, file)))}  ${file}\n`)
    .join('');

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Of the variables that GitHub sets in a workflow. */
function addressOf({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_REF_NAME }: NodeJS.ProcessEnv) {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_REF_NAME) return undefined;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_REF_NAME}/`;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await runTool('release', async () => {
    const files = makeReleaseFiles({ root, address: addressOf(process.env) });
    return `${files.join(', ')} in dist/release`;
  });
}
