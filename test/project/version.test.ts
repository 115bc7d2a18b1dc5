import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ownVersion } from '../../emulator/command-line/version.ts';
import { formatMetrics } from '../../transformer/report/prometheus.ts';
import { command } from '../transformer/command.ts';
import { newFolder, projectRoot, writeFiles } from './workspace.ts';

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

test.each(['transformer', 'bench', 'demo', 'test/simulation'])('%s --version', (folder) => {
  const words = [join(projectRoot, folder, 'main.ts'), '--version'];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('the demo refuses words that it would ignore', () => {
  const words = [join(projectRoot, 'demo/main.ts'), '--seed', '3'];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringContaining("Unknown option '--seed'")]);
});

test('the emulator has the version of the package that it is in, when that is one of its own', () => {
  const root = writeFiles(newFolder(), {
    'package.json': '{ "version": "1.0.0" }',
    'emulator/package.json': '{ "version": "2.0.0" }',
    'other/deep/file': '',
  });
  expect([ownVersion(join(root, 'emulator')), ownVersion(join(root, 'other/deep'))]).toEqual([
    '2.0.0',
    '1.0.0',
  ]);
});

describe('the transformer says its version', () => {
  test('after every command', async () => {
    const { out } = await command(['--help']);
    const names = [...out.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name]) => name as string);
    expect(names).toEqual(expect.arrayContaining(['run', 'convert', 'problems', 'replay']));
    for (const name of names)
      expect([name, await command([name, '--version'])]).toEqual([
        name,
        expect.objectContaining({ exitCode: 0, out: `${version}\n` }),
      ]);
  });

  test('in each line of its log, in status --json, and among its metrics', async () => {
    const root = newFolder();
    mkdirSync(join(root, 'data'));
    const place = ['--folder', join(root, 'data')];
    const { err } = await command(['init', ...place]).then(() => command(['run', ...place]));
    const lines = err.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).version)).toEqual(lines.map(() => version));
    expect(JSON.parse((await command(['status', '--json', ...place])).out)).toMatchObject({ version });
    const measured = { tenant: 'acme', report: undefined, startedAt: 0, endedAt: 0, exitCode: 0 };
    expect(formatMetrics(measured)).toContain(
      `transformer_build_info{tenant="acme",version="${version}"} 1\n`,
    );
  });
});
