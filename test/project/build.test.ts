import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildSuiteScripts } from '../../scripts/build/build-suitescripts.ts';
import { newFolder, writeFiles } from './workspace.ts';

const folder = 'src/FileCabinet/SuiteScripts/SalesOrder';
const header = '/**\n * Tries the build.\n *\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */\n';
const execute = 'export const execute = (): void => {};\n';

const makeRoot = (files: Readonly<Record<string, string>>): string =>
  writeFiles(newFolder(), {
    'src/manifest.xml': '<manifest/>',
    'src/deploy.xml': '<deploy/>',
    'src/Objects/custbody_a.xml': '<a/>',
    'src/FileCabinet/tsconfig.json': '{}',
    ...files,
  });

async function buildEntry(body: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const { out } = await buildSuiteScripts({
    root: makeRoot({ [`${folder}/HC_SC_Try.ts`]: header + body, ...others }),
  });
  return readFileSync(join(out, 'FileCabinet/SuiteScripts/SalesOrder/HC_SC_Try.js'), 'utf8');
}

const refusal = async (files: Readonly<Record<string, string>>): Promise<string> =>
  buildSuiteScripts({ root: makeRoot(files) }).then(
    () => 'was built',
    (error: Error) => error.message,
  );

describe('a script that is built', () => {
  test('starts with the header of its source, once, and defines one module', async () => {
    const text = await buildEntry(execute);
    expect(text.startsWith(`${header}define(['exports'], function (exports) {\n`)).toBe(true);
    expect(text.match(/@NScriptType/g)).toHaveLength(1);
  });

  test('holds what it takes from feeds and lib, and asks NetSuite only for N modules', async () => {
    const text = await buildEntry(
      "import * as log from 'N/log';\nimport { twice } from '#feeds/twice.ts';\nimport { titled } from './lib/titled.ts';\n" +
        'export const execute = (): void => log.audit(titled(twice(2)));\n',
      {
        'feeds/twice.ts': '/** Twice as much. */\nexport const twice = (n: number): number => n * 2;\n',
        [`${folder}/lib/titled.ts`]:
          "export const titled = (n: number) => ({ title: 'Seen', details: n });\n",
      },
    );
    expect(text).toContain("define(['exports', 'N/log'], function (exports, log) {");
    expect(text).toContain('/** Twice as much. */\n  const twice = (n) => n * 2;');
    expect(text).not.toMatch(/#feeds|\.\/lib/);
  });

  test('keeps its comments, loses its types and the comments of types, and has no holes', async () => {
    const text = await buildEntry(
      "import type { EntryPoints } from 'N/types';\n\n/** Of a type. */\nexport type Row = { a: string };\n\n" +
        '/** Runs. */\nexport const execute: EntryPoints.Scheduled.execute = (): void => {\n' +
        '  // why\n  const rows: readonly Row[] = [];\n  rows.map((row: Row): string => row.a);\n};\n',
    );
    expect(text).toContain(
      '  /** Runs. */\n  const execute = () => {\n    // why\n    const rows = [];\n    rows.map((row) => row.a);\n  };\n',
    );
    expect(text).not.toMatch(/Of a type|N\/types|\n\n\n/);
  });

  test('does not load an N module that only an unused part of lib needs', async () => {
    const text = await buildEntry(
      `import { one } from './lib/two.ts';\nexport const execute = () => one;\n`,
      {
        [`${folder}/lib/two.ts`]:
          "import * as task from 'N/task';\nexport const one = 1;\nexport const run = () => task.create;\n",
      },
    );
    expect(text).not.toContain('N/task');
  });

  test('may use names like properties, labels and its own variables that elsewhere are globals', async () => {
    const text = await buildEntry(
      "export { atob as btoa } from './lib/a.ts';\ntype Url = { console: string };\n" +
        'export const execute = (context: Url, process = 1, ...[name]: string[]): void => {\n' +
        '  const { console: seen, ...Buffer } = context;\n  const URL = { fetch: seen, process, Buffer };\n' +
        '  fetch: for (const top of [name]) if (top) continue fetch;\n' +
        '  try { URL.fetch; } catch (self) { if (self) throw self; }\n' +
        '  function window(): unknown { return arguments; }\n  window();\n};\n',
      { [`${folder}/lib/a.ts`]: 'export const atob = 1;\n' },
    );
    expect(text).toContain('exports.btoa = atob;');
  });
});

describe('a project that is built', () => {
  test('holds the manifest, deploy.xml and objects, also when it has no script', async () => {
    const { out, scripts } = await buildSuiteScripts({ root: makeRoot({ [`${folder}/lib/a.ts`]: execute }) });
    expect(scripts).toEqual([]);
    for (const name of ['manifest.xml', 'deploy.xml', 'Objects/custbody_a.xml'])
      expect(existsSync(join(out, name))).toBe(true);
  });

  test('holds nothing of the build before', async () => {
    const root = makeRoot({
      'dist/netsuite/Objects/old.xml': '<old/>',
      [`${folder}/HC_SC_Try.ts`]: header + execute,
    });
    const { out } = await buildSuiteScripts({ root });
    expect(existsSync(join(out, 'Objects/old.xml'))).toBe(false);
  });

  test('is not there after a build that failed, so that nobody deploys an old one', async () => {
    const root = makeRoot({
      'dist/netsuite/deploy.xml': '<old/>',
      [`${folder}/HC_SC_Try.ts`]: `${header}fetch();\n`,
    });
    await expect(buildSuiteScripts({ root })).rejects.toMatchObject({ code: 'BUILD_REFUSED' });
    expect(existsSync(join(root, 'dist/netsuite'))).toBe(false);
  });
});

describe('the build refuses, in one line that names file and line,', () => {
  const refused = [
    ['a package', "import 'csv-parse';", /HC_SC_Try\.ts: imports "csv-parse", .* not packages/],
    [
      'a module of Node',
      "import { join } from 'node:path';\njoin('a');",
      /imports "node:path", .* Node modules/,
    ],
    [
      'a file outside src and feeds',
      "import '../../../../transformer/run.ts';",
      /outside feeds and src.FileCabinet/,
    ],
    [
      'a file that does not exist',
      "import './lib/missing.ts';",
      /"\.\/lib\/missing\.ts", which does not exist/,
    ],
    [
      'named imports of N',
      "import { create } from 'N/record';\ncreate;",
      /:7: write: import \* as record from 'N\/record'/,
    ],
    ['default imports of N', "import record from 'N/record';\nrecord;", /:7: write: import \* as record/],
    ['re-exports of N', "export * from 'N/record';", /:7: write: import \* as record/],
    ['import()', "export const a = () => import('./lib/a.ts');", /:7: import\(\) does not exist in NetSuite/],
    ['async functions', 'export const a = async () => {};', /:7: NetSuite cannot run async functions/],
    ['await', 'await 1;\nexport {};', /:7: NetSuite cannot run await/],
    ['promises', 'export const a = () => Promise.all([]);', /:7: "Promise" is not part of SuiteScript/],
    ['promises of N', "import * as s from 'N/search';\ns.create.promise;", /:8: \.promise is a promise/],
    ['chained promises', 'export const a = (b: any) => b.then(a);', /:7: \.then is a promise/],
    ['enums', 'export enum A { B }', /:1: cannot be read as erasable TypeScript/],
    ['text that is no TypeScript', 'export const = 1;', /:1: cannot be read as erasable TypeScript/],
  ] as const;

  test.each(refused)('%s', async (_what, body, message) => {
    expect(await refusal({ [`${folder}/HC_SC_Try.ts`]: `${header}${body}\n` })).toMatch(message);
  });

  const hostGlobals =
    'setTimeout console Buffer process TextEncoder Intl URL fetch structuredClone require globalThis';

  test.each(hostGlobals.split(' '))('the global %s', async (name) => {
    const files = { [`${folder}/HC_SC_Try.ts`]: `${header}export const execute = () => [${name}];\n` };
    expect(await refusal(files)).toMatch(
      new RegExp(`SalesOrder/HC_SC_Try\\.ts:7: "${name}" is not part of SuiteScript`),
    );
  });

  test('a feed that reaches into the scripts', async () => {
    const files = {
      [`${folder}/HC_SC_Try.ts`]: `${header}import '#feeds/a.ts';\n`,
      'feeds/a.ts': `import '../${folder}/lib/a.ts';\n`,
      [`${folder}/lib/a.ts`]: execute,
    };
    expect(await refusal(files)).toMatch(/^feeds\/a\.ts: imports .* which is outside feeds$/);
  });

  test('a name that the imported file does not export', async () => {
    const files = {
      [`${folder}/HC_SC_Try.ts`]: `${header}import { b } from './lib/a.ts';\nexport const execute = b;\n`,
      [`${folder}/lib/a.ts`]: execute,
    };
    expect(await refusal(files)).toMatch(/"b" is not exported by/);
  });

  test('a header without its API version, of an unknown type, or below an import', async () => {
    const type = '@NScriptType ScheduledScript';
    const files = {
      [`${folder}/A.ts`]: `/**\n * ${type}\n */\n`,
      [`${folder}/B.ts`]: '/**\n * @NApiVersion 2.1\n * @NScriptType Cronjob\n */\n',
      [`${folder}/C.ts`]: `import '#feeds/a.ts';\n/**\n * @NApiVersion 2.1\n * ${type}\n */\n`,
    };
    const message = await refusal(files);
    expect(message).toMatch(/A\.ts: needs the line " \* @NApiVersion 2\.1"/);
    expect(message).toMatch(/B\.ts: has @NScriptType Cronjob, which NetSuite does not know/);
    expect(message).toMatch(/C\.ts: has @NScriptType, but not on a line of its own in its first comment/);
  });

  test('all of it at once, and what two scripts share only once', async () => {
    const shared = "import './lib/a.ts';\nexport const execute = () => console;\n";
    const message = await refusal({
      [`${folder}/HC_SC_One.ts`]: header + shared,
      [`${folder}/HC_SC_Two.ts`]: header + shared,
      [`${folder}/lib/a.ts`]: 'export const a = fetch;\n',
    });
    expect(message.match(/One\.ts:8|Two\.ts:8|lib\/a\.ts:1/g)?.sort()).toEqual([
      'One.ts:8',
      'Two.ts:8',
      'lib/a.ts:1',
    ]);
  });
});
