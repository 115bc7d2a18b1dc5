import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { newFolder, projectRoot, writeFiles } from './workspace.ts';

const scripts = 'src/FileCabinet';
const folders = ['feeds', scripts, 'transformer', 'emulator', 'testbed', 'demo', 'bench', 'scripts', 'test'];
const settings = [
  'package.json',
  'tsconfig.base.json',
  ...folders.map((folder) => `${folder}/tsconfig.json`),
];

/** The real settings around one file per folder: what may import what depends on nothing else. */
function makeFolders(): string {
  const root = newFolder();
  for (const path of settings) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(projectRoot, path), join(root, path));
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  return writeFiles(
    root,
    Object.fromEntries(folders.map((folder) => [`${folder}/one.ts`, 'export const one = 1;\n'])),
  );
}

/** What the compiler says of a folder; empty when it compiles. */
function compile(root: string, folder: string): string {
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
  try {
    return execFileSync(process.execPath, [compiler, '-b', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('an import across a border', () => {
  let root = '';
  beforeAll(() => {
    root = makeFolders();
  });

  const probe = (from: string, source: string): string => {
    writeFiles(root, {
      [`${from}/probe.ts`]: `import { one } from '${source}';\nexport const two = one + 1;\n`,
    });
    const said = compile(root, from);
    writeFiles(root, { [`${from}/probe.ts`]: 'export {};\n' });
    return said;
  };

  test.each([
    [scripts, '#feeds/one.ts'],
    ['transformer', '#feeds/one.ts'],
    ['demo', '../emulator/one.ts'],
    ['demo', '../transformer/one.ts'],
    ['demo', '../testbed/one.ts'],
    ['bench', '../testbed/one.ts'],
    ['testbed', '../emulator/one.ts'],
  ])('from %s to %s compiles', (from, source) => {
    expect(probe(from, source)).toBe('');
  });

  test.each([
    [scripts, '../../transformer/one.ts'],
    ['transformer', '../src/FileCabinet/one.ts'],
    ['feeds', '../src/FileCabinet/one.ts'],
    ['feeds', '../transformer/one.ts'],
    ['feeds', '../emulator/one.ts'],
    ['emulator', '../feeds/one.ts'],
    ['emulator', '#feeds/one.ts'],
    ['emulator', '../src/FileCabinet/one.ts'],
    ['transformer', '../emulator/one.ts'],
    ['transformer', '../testbed/one.ts'],
    ['emulator', '../testbed/one.ts'],
    ['testbed', '../demo/one.ts'],
    ['bench', '../demo/one.ts'],
    [scripts, '../../test/one.ts'],
    ['feeds', '../test/one.ts'],
    ['transformer', '../test/one.ts'],
    ['emulator', '../test/one.ts'],
    ['testbed', '../test/one.ts'],
    ['demo', '../test/one.ts'],
    ['bench', '../test/one.ts'],
    ['scripts', '../test/one.ts'],
  ])('from %s to %s does not compile', (from, source) => {
    expect(probe(from, source)).toMatch(/probe\.ts.* error TS(6059|6307|2307)/);
  });

  test.each([
    ['feeds', "import 'node:fs';", /TS2591|TS2307|TS2882/],
    ['feeds', 'console.log(1);', /TS2584|TS2304/],
    [scripts, 'setTimeout(() => {}, 1);', /TS2304/],
  ])('in %s of what only Node has does not compile: %s', (from, text, error) => {
    writeFiles(root, { [`${from}/probe.ts`]: `${text}\nexport {};\n` });
    expect(compile(root, from)).toMatch(error);
    writeFiles(root, { [`${from}/probe.ts`]: 'export {};\n' });
  });
});
