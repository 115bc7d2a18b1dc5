/** Paths that a person names to the emulator are theirs: the account, and what lies in the folder of an SFTP host. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../emulator/command-line/command.ts';
import { openFolder } from '../../../emulator/sftp/folder-files.ts';
import { temporaryFolder } from '../tiny-project.ts';

const ACCOUNT = '{"records":{"location":[{"id":7,"name":"Boston"}]}}';
const SCRIPT = `/**
 * @NApiVersion 2.1
 * @NScriptType ScheduledScript
 */
define(['N/record'], (record) => ({ execute() {
  record.submitFields({ type: 'location', id: 7, values: { name: 'Salem' } });
} }));
`;

let folder: string;
const at = (name: string): string => join(folder, name);
const makePipe = (name: string): unknown => execFileSync('mkfifo', [at(name)]);

beforeEach(() => {
  folder = temporaryFolder('emulator-named-');
  writeFileSync(at('account.json'), ACCOUNT);
  writeFileSync(at('script.js'), SCRIPT);
});

function run(...words: string[]) {
  const told = { output: '', complaints: '' };
  const code = runCommand(['run', 'script.js', ...words], {
    folder,
    clock: () => Date.UTC(2026, 0, 5, 17),
    write: (text) => {
      told.output += text;
    },
    complain: (text) => {
      told.complaints += text;
    },
  });
  return { code, ...told };
}

const cases: [string, () => unknown, RegExp][] = [
  ['a pipe', () => makePipe('there'), /there is not a plain file/],
  ['a folder', () => mkdirSync(at('there')), /there is not a plain file/],
  ['a link', () => symlinkSync('account.json', at('there')), /there is a link.*Name the file itself/],
  ['a link to nothing', () => symlinkSync('nowhere', at('there')), /there is a link/],
  ['a read-only file', () => writeFileSync(at('there'), ACCOUNT, { mode: 0o444 }), /there is read-only/],
];

describe('the account is written over nothing but a plain file', () => {
  test.each(cases)('not over %s, which is reported before the script runs', (_, make, says) => {
    make();
    const before = lstatSync(at('there'));
    const { code, output, complaints } = run('--account', 'account.json', '--out', 'there');
    expect([code, output, complaints]).toEqual([1, '', expect.stringMatching(says)]);
    const after = lstatSync(at('there'));
    expect([after.ino, after.mode, after.size]).toEqual([before.ino, before.mode, before.size]);
    expect(readFileSync(at('account.json'), 'utf8')).toBe(ACCOUNT);
    expect(readdirSync(folder).sort()).toEqual(['account.json', 'script.js', 'there']);
  });

  test('not over an account that is read-only, unless another place is named', () => {
    chmodSync(at('account.json'), 0o444);
    expect(run('--account', 'account.json').complaints).toMatch(/account\.json is read-only.*--out/);
    expect(run('--account', 'account.json', '--out', 'next.json').code).toBe(0);
    expect(readFileSync(at('next.json'), 'utf8')).toContain('Salem');
    expect(readFileSync(at('account.json'), 'utf8')).toBe(ACCOUNT);
  });

  test('a file that is replaced keeps its mode, and nothing stays beside it, whatever lay there', () => {
    chmodSync(at('account.json'), 0o604);
    symlinkSync('elsewhere', at('account.json.new'));
    expect(run('--account', 'account.json').code).toBe(0);
    expect(lstatSync(at('account.json')).mode & 0o777).toBe(0o604);
    expect(readFileSync(at('account.json'), 'utf8')).toContain('Salem');
    expect(readdirSync(folder).sort()).toEqual(['account.json', 'account.json.new', 'script.js']);
  });

  test('- is not a file: exit code 2', () => {
    for (const words of [
      ['--account', '-'],
      ['--account', 'account.json', '--out', '-'],
    ]) {
      const { code, complaints } = run(...words);
      expect([code, complaints]).toEqual([
        2,
        expect.stringMatching(/- is not a file, and the report goes to/),
      ]);
    }
  });
});

describe('a folder as an SFTP host', () => {
  const bytes = Buffer.from('new');
  const write = (replace: boolean) => openFolder(folder).write('/there', bytes, { timeout: 1, replace });

  test.each(cases)('does not write over %s, however it is asked', (_, make) => {
    make();
    const before = lstatSync(at('there'));
    expect(() => write(false)).toThrow(/there already exists/);
    expect(() => write(true)).toThrow(/there is (not a plain file|read-only)/);
    expect(() => openFolder(folder).move('/script.js', '/there', 1)).toThrow(/there already exists/);
    const after = lstatSync(at('there'));
    expect([after.ino, after.mode, after.size]).toEqual([before.ino, before.mode, before.size]);
    expect([existsSync(at('nowhere')), readFileSync(at('account.json'), 'utf8')]).toEqual([false, ACCOUNT]);
  });

  test('does not wait for somebody to write into a pipe that is read', () => {
    makePipe('there');
    expect(() => openFolder(folder).read('/there', { timeout: 1, maxBytes: 9 })).toThrow(/not a plain file/);
  });

  test('writes plain files, new and old', () => {
    write(false);
    expect(readFileSync(at('there'), 'utf8')).toBe('new');
    writeFileSync(at('there'), 'something longer');
    write(true);
    expect(readFileSync(at('there'), 'utf8')).toBe('new');
  });
});
