/** Rollup's view of a SuiteScript: where its imports lead, its text without types, and the rules it breaks. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'rollup';
import { parseAst } from 'rollup/parseAst';
import type { SyntaxNode } from './free-names.ts';
import { findViolations, isNetsuiteModule } from './suitescript-rules.ts';
import { stripTypes } from './suitescript-source.ts';

/** Problems are collected as lines of text, so that one build reports all of them. */
export const createSuiteScriptPlugin = (root: string, problems: Set<string>): Plugin => ({
  name: 'suitescript',
  resolveId: (source, importer) => {
    if (importer === undefined) return null;
    const refusal = refusalOf(root, source, importer);
    if (refusal !== undefined) problems.add(`${relative(root, importer)}: imports "${source}", ${refusal}`);
    const external = isNetsuiteModule(source) || refusal !== undefined;
    return { id: external ? source : pathOf(root, source, importer), external };
  },
  load: async (id) => {
    const source = await readFile(id, 'utf8');
    const checked = check(source);
    for (const { line, message } of checked.problems)
      problems.add(`${relative(root, id)}:${line}: ${message}`);
    return checked.code;
  },
});

/** In words why an import may not be there; undefined when it may. */
function refusalOf(root: string, source: string, importer: string): string | undefined {
  if (isNetsuiteModule(source)) return undefined;
  if (!/^(#feeds|\.\.?)\//.test(source))
    return 'but a script can only load N/*, #feeds/* and files beside it, not packages or Node modules';
  const feeds = join(root, 'feeds');
  const path = pathOf(root, source, importer);
  const borders = isInside(feeds, importer) ? [feeds] : [feeds, join(root, 'src/FileCabinet')];
  if (!borders.some((folder) => isInside(folder, path)))
    return `which is outside ${borders.map((folder) => relative(root, folder)).join(' and ')}`;
  return existsSync(path) ? undefined : 'which does not exist (the path needs its .ts)';
}

const pathOf = (root: string, source: string, importer: string): string =>
  source.startsWith('#feeds/') ? join(root, source.slice(1)) : resolve(dirname(importer), source);

const isInside = (folder: string, path: string): boolean => path.startsWith(folder + sep);

type Checked = { code: string; problems: { line: number; message: string }[] };

/** A file that is no TypeScript is one problem; nothing more can be said of it. */
function check(source: string): Checked {
  try {
    const code = stripTypes(source);
    const violations = findViolations(parseAst(code) as unknown as SyntaxNode);
    const problems = violations.map(({ start, message }) => ({ line: lineAt(code, start), message }));
    return { code, problems };
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).trim().replace(/\s+/g, ' ');
    return {
      code: 'export {};',
      problems: [{ line: 1, message: `cannot be read as erasable TypeScript: ${message}` }],
    };
  }
}

const lineAt = (code: string, start: number): number => code.slice(0, start).split('\n').length;
