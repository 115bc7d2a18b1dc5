import { expect, test } from '@jest/globals';
import { checkRooms } from '../../scripts/check-rooms.ts';
import { newFolder, projectRoot, writeFiles } from './workspace.ts';

const TREES = ['feeds', 'src', 'transformer', 'emulator', 'testbed', 'demo', 'scripts', 'bench', 'test'];

const treeWith = (files: Record<string, string>): string =>
  writeFiles(newFolder(), {
    ...Object.fromEntries(TREES.map((tree) => [`${tree}/main.ts`, 'export {};\n'])),
    ...files,
  });

const filesIn = (folder: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/file${index}.ts`, '']));

test('every folder of this project has room, and no rooms import each other in a circle', () => {
  expect(checkRooms(projectRoot)).toMatch(/^\d+ source files in \d+ folders$/);
});

test('a folder with more than fifteen source files of its own is refused by name', () => {
  expect(() => checkRooms(treeWith(filesIn('feeds/rows', 15)))).not.toThrow();
  expect(() => checkRooms(treeWith(filesIn('feeds/rows', 16)))).toThrow(
    'feeds/rows contains 16 source files',
  );
});

test('rooms that import each other are refused, also by a type and through a third', () => {
  const files = {
    'feeds/a/one.ts': "import type { Two } from '../b/two.ts';\n",
    'feeds/b/two.ts': "import { three } from '#feeds/c/three.ts';\n",
    'feeds/c/deep/three.ts': "import '../../a/other.ts';\n",
    'feeds/a/other.ts': '',
  };
  expect(() => checkRooms(treeWith(files))).toThrow(
    'In feeds rooms import each other in a circle: a → b → c → a',
  );
});

test('a folder’s own files may import its rooms and be imported by them', () => {
  const files = {
    'feeds/main.ts': "import './a/one.ts';\n",
    'feeds/a/one.ts': "import '../errors.ts';\n",
    'feeds/errors.ts': '',
  };
  expect(() => checkRooms(treeWith(files))).not.toThrow();
});
