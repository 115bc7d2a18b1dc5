/** CHANGELOG.md as a release needs it: what is not released becomes a version, and a version's part becomes its notes. */
import { ToolError } from '../tool-error.ts';

const UNRELEASED = '## [Unreleased]';
const HEADING = /^## \[([^\]]+)\]/gm;

/**
 * @param day of the release, such as 2026-03-01
 * @throws ToolError BAD_CHANGELOG
 */
export function releaseUnreleased(changelog: string, version: string, day: string): string {
  if (versionsOf(changelog).includes(version))
    throw badChangelog(`CHANGELOG.md already has the version ${version}. Choose another.`);
  if (!/^- /m.test(sectionOf(changelog, 'Unreleased')))
    throw badChangelog('CHANGELOG.md has nothing under Unreleased, so there is nothing to release.');
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${day}`);
}

/**
 * The text below the heading of a version, without the heading.
 * @throws ToolError BAD_CHANGELOG
 */
export function sectionOf(changelog: string, version: string): string {
  const headings = [...changelog.matchAll(HEADING)];
  const at = headings.findIndex(([, name]) => name === version);
  const heading = headings[at];
  if (!heading) throw badChangelog(`CHANGELOG.md has no heading "## [${version}]".`);
  const body = changelog.slice(heading.index, headings[at + 1]?.index);
  return body.slice(body.indexOf('\n')).trim();
}

/** The version that was released last. */
export function newestRelease(changelog: string): string {
  const [newest] = versionsOf(changelog);
  if (newest === undefined) throw badChangelog('CHANGELOG.md has no released version.');
  return newest;
}

const versionsOf = (changelog: string): string[] =>
  [...changelog.matchAll(HEADING)].map(([, name = '']) => name).filter((name) => name !== 'Unreleased');

/**
 * Links as they are right outside of the repository.
 * @param base address of the folder that the text is in, with a slash at its end
 */
export const withAbsoluteLinks = (markdown: string, base: string): string =>
  markdown.replace(/\]\((?![a-z]+:|#)([^)]+)\)/g, (_, target: string) => `](${new URL(target, base)})`);

const badChangelog = (message: string): ToolError => new ToolError('BAD_CHANGELOG', message);
