import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSuiteScripts } from '../../scripts/build-suitescripts.ts';
import { childrenOf, readElement, readObjects, textsAt } from './sdf.ts';
import { newFolder, projectRoot } from './workspace.ts';

/** The CLI leaves out silently what is not named, and what is named but not there. */
describe('deploy.xml', () => {
  const deploy = readElement('deploy.xml');
  const paths = ['files', 'objects'].flatMap((section) => textsAt(deploy, section, 'path'));
  let files: string[] = [];

  beforeAll(async () => {
    const { out } = await buildSuiteScripts({ root: projectRoot, out: join(newFolder(), 'netsuite') });
    files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  });

  const matches = (path: string, file: string): boolean =>
    path.endsWith('/*') ? `~/${file}`.startsWith(path.slice(0, -1)) : `~/${file}` === path;

  test.each(paths)('names %s, and there is something there', (path) => {
    expect(files.filter((file) => matches(path, file))).not.toEqual([]);
  });

  test('covers every file of the built project', () => {
    const covered = (file: string): boolean => paths.some((path) => matches(path, file));
    expect(files.filter((file) => !covered(file)).sort()).toEqual(['deploy.xml', 'manifest.xml']);
  });

  test('creates what is referred to before what refers to it', () => {
    const order = textsAt(deploy, 'objects', 'path');
    const position = (tag: string): number => {
      const object = readObjects().find((one) => one.tag === tag);
      return order.findIndex((path) => matches(path, object?.path ?? ''));
    };
    expect(childrenOf(deploy, 'configuration')).toEqual([]);
    expect(position('transactioncolumncustomfield')).toBeLessThan(position('savedcsvimport'));
    expect(position('savedcsvimport')).toBeLessThan(position('scheduledscript'));
  });
});
