import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseAst } from 'rollup/parseAst';
import { buildSuiteScripts } from '../../scripts/build-suitescripts.ts';
import { freeNames, type SyntaxNode } from '../../scripts/free-names.ts';
import { findViolations } from '../../scripts/suitescript-rules.ts';
import { readObjects, textOf } from './sdf.ts';
import { newFolder, projectRoot } from './workspace.ts';

/** What NetSuite looks for in a script of each kind, and calls. */
const entryPoints: Readonly<Record<string, { type: string; needed: string[]; optional: string[] }>> = {
  scheduledscript: { type: 'ScheduledScript', needed: ['execute'], optional: [] },
  mapreducescript: {
    type: 'MapReduceScript',
    needed: ['getInputData', 'summarize'],
    optional: ['config', 'map', 'reduce'],
  },
};

const objects = readObjects().filter((object) => object.tag in entryPoints);
let out = '';
let built: string[] = [];

beforeAll(async () => {
  ({ out, scripts: built } = await buildSuiteScripts({
    root: projectRoot,
    out: join(newFolder(), 'netsuite'),
  }));
});

const builtPath = (scriptfile: string): string => `FileCabinet${scriptfile.replace(/^\[|\]$/g, '')}`;

describe.each(objects.map((object) => [object.scriptid, object] as const))('%s', (_id, object) => {
  const path = builtPath(textOf(object, 'scriptfile') ?? '');
  const points = entryPoints[object.tag] as (typeof entryPoints)[string];
  const read = (): string => readFileSync(join(out, path), 'utf8');

  test('runs a file that the build makes, and is named after it', () => {
    expect(built).toContain(path);
    expect(path).toBe(`FileCabinet/SuiteScripts/SalesOrder/${textOf(object, 'name')}.js`);
  });

  test('is of the type that the first comment of its file says', () => {
    const [header = '', rest = ''] = read().split(/(?<=^ \*\/\n)/m, 2);
    expect(header.startsWith('/**\n')).toBe(true);
    expect(rest.startsWith('define([')).toBe(true);
    const tags = [...header.matchAll(/^ \* @(NApiVersion|NScriptType) (.+)$/gm)].map(([, tag, value]) => [
      tag,
      value,
    ]);
    expect(tags).toEqual([
      ['NApiVersion', '2.1'],
      ['NScriptType', points.type],
    ]);
    expect(read().match(/@NScriptType|@NApiVersion/g)).toHaveLength(2);
  });

  test('finds its entry points there, and touches no N module while it is being defined', () => {
    const exported = Object.keys(define(read()));
    expect(exported).toEqual(expect.arrayContaining(points.needed));
    expect(exported.filter((name) => ![...points.needed, ...points.optional].includes(name))).toEqual([]);
  });

  test('needs nothing but N modules and the language', () => {
    const program = parseAst(read()) as unknown as SyntaxNode;
    expect(findViolations(program).filter(({ message }) => !message.startsWith('"define"'))).toEqual([]);
    expect(freeNames(program).filter(({ name }) => name === 'define')).toHaveLength(1);
    expect(dependencies(read()).filter((name) => !/^(exports|N\/\w+)$/.test(name))).toEqual([]);
  });
});

test('every script that the build makes has an object', () => {
  expect(objects.map((object) => builtPath(textOf(object, 'scriptfile') ?? '')).sort()).toEqual(
    [...built].sort(),
  );
});

test('every script has a source of the same name, so that the object leads to it', () => {
  for (const path of built)
    expect(existsSync(join(projectRoot, 'src', path.replace(/\.js$/, '.ts')))).toBe(true);
});

type Definition = { names: string[]; module: (...modules: unknown[]) => void };

/** Calls the file's `define` as NetSuite does: N modules are named, but may not be used yet. */
const define = (text: string): object => {
  const { names, module } = definition(text);
  const exported = {};
  module(...names.map((name) => (name === 'exports' ? exported : untouchable(name))));
  return exported;
};

const dependencies = (text: string): string[] => definition(text).names;

const definition = (text: string): Definition => {
  const definitions: Definition[] = [];
  runInNewContext(text, {
    define: (names: string[], module: Definition['module']) =>
      definitions.push({ names: [...names], module }),
  });
  expect(definitions).toHaveLength(1);
  return definitions[0] as Definition;
};

const untouchable = (name: string): object =>
  new Proxy(
    {},
    {
      get: (_target, member) => {
        throw new Error(
          `${name}.${String(member)} is used at the top of a file, before NetSuite is ready for it`,
        );
      },
    },
  );
