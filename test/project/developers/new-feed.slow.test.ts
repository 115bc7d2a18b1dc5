/** Adding a feed in a copy of the sources, step by step as CONTRIBUTING says, and what the type check says of a mistake. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { newFolder, projectRoot, writeFiles } from '../workspace.ts';

const example = join(projectRoot, 'test/project/developers/new-feed');
const page = readFileSync(join(projectRoot, 'CONTRIBUTING.md'), 'utf8');
const packageFile = readFileSync(join(projectRoot, 'package.json'), 'utf8');

const trees = ['feeds', 'src', 'transformer', 'emulator', 'testbed', 'demo', 'bench', 'scripts', 'test'];
const files = ['package.json', 'tsconfig.json', 'tsconfig.base.json', 'jest.config.js'];

function copyOfSources(): string {
  const root = newFolder();
  const isSource = (path: string): boolean => !['node_modules', 'out'].includes(basename(path));
  for (const tree of trees)
    cpSync(join(projectRoot, tree), join(root, tree), { recursive: true, filter: isSource });
  for (const file of files) copyFileSync(join(projectRoot, file), join(root, file));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** Steps 1 and 3: the files of the feed and of its case; what is written in step 2 is beside them. */
const copied = readdirSync(example, { recursive: true, encoding: 'utf8', withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.parentPath !== example)
  .map(({ parentPath, name }) => join(parentPath, name).slice(example.length + 1))
  .sort();

/** Step 2: two imports and an entry, in the one file that changes. */
function enter(root: string): void {
  const path = join(root, 'feeds/catalogue.ts');
  const imports = [
    "import { judgeInventoryLevels } from './inventory-levels/convert.ts';",
    "import { facilityLevelLayout } from './inventory-levels/hotwax.ts';",
  ].join('\n');
  const entry = readFileSync(join(example, 'catalogue-entry.txt'), 'utf8');
  const text = readFileSync(path, 'utf8')
    .replace(/^import/m, `${imports}\nimport`)
    .replace('] as const', `${entry}] as const`);
  writeFileSync(path, text);
}

/** What `npm run types` prints, without the trouble of a second npm; empty when all is well. */
function checkTypes(root: string): string {
  const [, ...words] = (JSON.parse(packageFile).scripts.types as string).split(' ');
  return run(root, ['node_modules/typescript/bin/tsc', ...words]);
}

function run(root: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  const env = { ...process.env, ...environment };
  try {
    return execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8', stdio: 'pipe', env });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}

describe('a new feed', () => {
  let root = '';
  beforeAll(() => {
    root = copyOfSources();
    for (const path of copied) writeFiles(root, { [path]: readFileSync(join(example, path), 'utf8') });
    enter(root);
  });

  test('needs the places that CONTRIBUTING names in its first three steps, and no other', () => {
    const [, section = ''] = page.split('## Add a feed\n');
    const [steps = ''] = section.split(/^4\. /m);
    const named = [...steps.matchAll(/^\d\. `([^`]+)`/gm)].map(([, place]) => place);
    const places = copied.map((path) =>
      path.replace('/a-row-without-location/', '/<case>/').replace('inventory-levels', '<feed>'),
    );
    const folders = places.map((path) => path.replace(/[^/]+$/, ''));
    expect(named).toEqual([folders[0], 'feeds/catalogue.ts', folders.at(-1)]);
    expect([...new Set(folders)]).toHaveLength(2);
    expect(section).toContain('`test/project/developers/new-feed`');
  });

  test('compiles after them', () => {
    expect(checkTypes(root)).toBe('');
  });

  test('is known to the transformer and to its configuration', () => {
    const source = join(root, 'test/feeds/inventory-levels/a-row-without-location/netsuite.csv');
    const words = ['convert', '--feed', 'inventory-levels', source, '--output', '-', '--rejects', 'r.csv'];
    expect(run(root, ['transformer/main.ts', ...words])).toMatch(
      /"externalFacilityId":"114".*\n.*4 rows: 2 converted, 2 rejected/s,
    );
    expect(run(root, ['transformer/config/print-json-schema.ts'])).toContain('"inventory-levels": {');
  });

  test('has its golden files written by npm run test:accept', () => {
    const [, , ...words] = [...(JSON.parse(packageFile).scripts.jest as string).split(' ')];
    const jest = [
      '--experimental-vm-modules',
      ...words,
      '-w',
      '1',
      'test/feeds/cases',
      '-t',
      'inventory-levels',
    ];
    expect(run(root, jest, { ACCEPT: '1' })).toMatch(/ 0 failed/);
    expect(readdirSync(join(root, 'test/feeds/inventory-levels/a-row-without-location'))).toEqual([
      'hotwax.json',
      'netsuite.csv',
      'rejects.csv',
      'tally.json',
    ]);
  });
});

test('an error of types is printed without the hundreds that follow from it', () => {
  const root = copyOfSources();
  writeFiles(root, { 'feeds/format/wrong.ts': "export const wrong: number = 'three';\n" });
  const lines = checkTypes(root).trimEnd().split('\n');
  expect(lines).toEqual([expect.stringMatching(/^feeds\/format\/wrong\.ts\(1,14\): error TS2322: /)]);
});
