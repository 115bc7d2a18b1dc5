/** The built project with one thing broken in a copy of it, and what the checks say of that. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSuiteScripts } from '../../scripts/build-suitescripts.ts';
import { findProblems } from '../../scripts/check-project.ts';
import { newFolder, projectRoot, writeFiles } from './workspace.ts';

/** A text of a file and what stands in its place; without a second, the file is removed; without a first, it is written. */
export type Break = readonly [file: string, from: string | RegExp | undefined, to: string | undefined];

/** Builds the project into a folder of its own. */
export const buildProject = async (): Promise<string> => {
  const { out } = await buildSuiteScripts({ root: projectRoot, out: join(newFolder(), 'netsuite') });
  return out;
};

export const problemsAfter = (project: string, breaks: readonly Break[]): string[] => {
  const copy = join(newFolder(), 'netsuite');
  cpSync(project, copy, { recursive: true });
  for (const one of breaks) breakFile(copy, one);
  return findProblems(copy);
};

const breakFile = (folder: string, [file, from, to]: Break): void => {
  const path = join(folder, file);
  if (to === undefined) rmSync(path, { recursive: true });
  else if (from === undefined) writeFiles(folder, { [file]: to });
  else writeFileSync(path, replaced(file, readFileSync(path, 'utf8'), from, to));
};

const replaced = (file: string, text: string, from: string | RegExp, to: string): string => {
  const other = text.replace(from, to);
  if (other === text) throw new Error(`${file} has no ${from} to break. Correct the test.`);
  return other;
};
