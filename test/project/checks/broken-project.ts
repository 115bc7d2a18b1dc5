/** The built project with one thing broken in a copy of it, and what the checks say of that. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSuiteScripts } from '../../../scripts/build/build-suitescripts.ts';
import { findProblems } from '../../../scripts/check-project.ts';
import { newFolder, projectRoot, writeFiles } from '../workspace.ts';

/** A text of a file and what stands in its place; without a second, the file is removed; without a first, it is written. */
export type Break = readonly [file: string, from: string | RegExp | undefined, to: string | undefined];

let built: Promise<{ out: string }> | undefined;

/** Builds the project into a folder of its own, once for each file of tests. */
export async function buildProject(): Promise<string> {
  built ??= buildSuiteScripts({ root: projectRoot, out: join(newFolder(), 'netsuite') });
  return (await built).out;
}

export function problemsAfter(project: string, breaks: readonly Break[]): string[] {
  const copy = join(newFolder(), 'netsuite');
  cpSync(project, copy, { recursive: true });
  for (const one of breaks) breakFile(copy, one);
  return findProblems(copy);
}

function breakFile(folder: string, [file, from, to]: Break): void {
  const path = join(folder, file);
  if (to === undefined) rmSync(path, { recursive: true });
  else if (from === undefined) writeFiles(folder, { [file]: to });
  else writeFileSync(path, replaced(file, readFileSync(path, 'utf8'), from, to));
}

function replaced(file: string, text: string, from: string | RegExp, to: string): string {
  const other = text.replace(from, to);
  if (other === text) throw new Error(`${file} has no ${from} to break. Correct the test.`);
  return other;
}

/** What is broken, how, and the start and end of the line that must be told of it: file, what is wrong, what to write. */
type Case = readonly [what: string, broken: Break | readonly Break[], told: string];

/** Line numbers of files that others write to are not for a test to know. */
const withoutLine = (problem: string): string => problem.replace(/line \d+/, 'line N');

/** A test for each case, on a project built for them. */
export function describeBroken(what: string, cases: readonly Case[]): void {
  describe(what, () => {
    let project = '';
    beforeAll(async () => {
      project = await buildProject();
    });

    test.each(cases)('%s', (_what, broken, told) => {
      const breaks = (Array.isArray(broken[0]) ? broken : [broken]) as readonly Break[];
      const problems = problemsAfter(project, breaks);
      expect([...problems, ...problems.map(withoutLine)]).toContain(told);
    });
  });
}
