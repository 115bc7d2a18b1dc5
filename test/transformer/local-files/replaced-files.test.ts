/** How a file that a person names is replaced: whole, both or neither, and nothing else, whatever comes meanwhile. */
import { execFileSync } from 'node:child_process';
import { link, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../transformer/config/load.ts';
import { prepareFile, replaceFile } from '../../../transformer/local-files/replace-file.ts';
import { processStreams } from '../../../transformer/local-files/standard-streams.ts';
import { writeResults } from '../../../transformer/local-files/write-results.ts';
import { type Chunks, inOneChunk } from '../../../transformer/store/byte-stream.ts';
import { command, logLines } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

let folder: TemporaryFolder;
let at: (name: string) => string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  at = (name) => join(folder.path, name);
});
afterEach(() => folder.remove());

const text = (name: string): Promise<string> => readFile(at(name), 'utf8');
const names = async (): Promise<string[]> => (await readdir(folder.path)).sort();
const makePipe = (name: string): unknown => execFileSync('mkfifo', [at(name)]);

/** Memory of its own, as results have. */
function chunk(content: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(content.length);
  bytes.write(content);
  return bytes;
}

/** Content in whose middle something happens. */
async function* meanwhile(happening: () => Promise<unknown>): Chunks {
  yield chunk('new ');
  await happening();
  yield chunk('content');
}

describe('a file', () => {
  test('is read whole by whoever reads it, the old one or the new one', async () => {
    await writeFile(at('file'), 'old');
    const prepared = await prepareFile(
      at('file'),
      meanwhile(async () => expect(await text('file')).toBe('old')),
    );
    expect(await text('file')).toBe('old');
    await prepared.put();
    await prepared.discard();
    expect([await text('file'), await names()]).toEqual(['new content', ['file']]);
  });

  test('whose content breaks off is left as it was, with nothing beside it', async () => {
    await writeFile(at('file'), 'old');
    const broken = meanwhile(async () => Promise.reject(new Error('broken off')));
    await expect(prepareFile(at('file'), broken)).rejects.toThrow(/Cannot write .*file: broken off/);
    expect([await text('file'), await names()]).toEqual(['old', ['file']]);
  });

  test.each([
    ['a link', () => symlink('elsewhere', at('file')), /symbolic link/],
    ['a pipe', async () => makePipe('file'), /is a pipe/],
    ['a folder', () => mkdir(at('file')), /is a folder/],
    ['a read-only file', () => writeFile(at('file'), 'theirs', { mode: 0o400 }), /read-only/],
  ])(
    'in whose place %s is put meanwhile: that stays, and nothing is written elsewhere',
    async (_, plant, says) => {
      await writeFile(at('elsewhere'), 'precious');
      for (const old of [undefined, 'old']) {
        if (old !== undefined) await writeFile(at('file'), old);
        const prepared = await prepareFile(at('file'), inOneChunk(Buffer.from('new')));
        await rm(at('file'), { force: true });
        await plant();
        const before = await lstat(at('file'));
        await expect(prepared.put()).rejects.toThrow(says);
        await prepared.discard();
        expect((await lstat(at('file'))).ino).toBe(before.ino);
        expect([await text('elsewhere'), await names()]).toEqual(['precious', ['elsewhere', 'file']]);
        await rm(at('file'), { recursive: true });
      }
    },
  );

  test('that another run makes meanwhile is replaced, so that runs beside each other do not fail', async () => {
    const writers = Array.from({ length: 20 }, (_, index) => replaceFile(at('file'), `of run ${index}`));
    await Promise.all(writers);
    expect([await text('file'), await names()]).toEqual([expect.stringMatching(/^of run \d+$/), ['file']]);
  });

  test('that is replaced leaves its further names with the old content', async () => {
    await writeFile(at('file'), 'old');
    await link(at('file'), at('further'));
    await replaceFile(at('file'), 'new');
    expect([await text('file'), await text('further')]).toEqual(['new', 'old']);
  });
});

describe('two results', () => {
  const write = (rejects: Chunks, output: Chunks): Promise<void> =>
    writeResults(
      [
        { target: { kind: 'file', path: at('rejects') }, content: rejects },
        { target: { kind: 'file', path: at('output') }, content: output },
      ],
      processStreams,
    );

  test('of which the last cannot be put: the first is the file that it was', async () => {
    await writeFile(at('rejects'), 'old', { mode: 0o640 });
    const before = await lstat(at('rejects'));
    const output = meanwhile(() => mkdir(at('output')));
    await expect(write(inOneChunk(chunk('rejects')), output)).rejects.toThrow(/output is a folder/);
    const after = await lstat(at('rejects'));
    expect([await text('rejects'), after.ino, after.mode]).toEqual(['old', before.ino, before.mode]);
    expect(await names()).toEqual(['output', 'rejects']);
  });

  test('of which the last cannot be put, where no first was: there is none again', async () => {
    const output = meanwhile(async () => makePipe('output'));
    await expect(write(inOneChunk(chunk('rejects')), output)).rejects.toThrow(/output is a pipe/);
    expect(await names()).toEqual(['output']);
  });

  test('of which one breaks off: neither is written', async () => {
    const output = meanwhile(async () => Promise.reject(new Error('broken off')));
    await expect(write(inOneChunk(chunk('rejects')), output)).rejects.toThrow(/broken off/);
    expect(await names()).toEqual([]);
  });
});

describe('metricsFile', () => {
  const config = (): string => at('transformer.yaml');
  const run = (...words: string[]) => command([...words, '--folder', at('tree'), '--config', config()]);
  beforeEach(async () => {
    await mkdir(at('tree'));
    await writeFile(config(), 'metricsFile: there\n');
    await run('init');
  });

  const foreign: [string, () => Promise<unknown>, RegExp][] = [
    ['a pipe', async () => makePipe('there'), /there is a pipe, and only plain files are replaced/],
    ['a folder', () => mkdir(at('there')), /there is a folder/],
    ['a link to a file', () => symlink('transformer.yaml', at('there')), /there is a symbolic link to trans/],
    ['a link to nothing', () => symlink('nowhere', at('there')), /there is a symbolic link to nowhere/],
    [
      'a read-only file',
      () => writeFile(at('there'), 'theirs', { mode: 0o444 }),
      /there is read-only \(mode 444\)/,
    ],
    ['a socket', listen, /there is a socket/],
  ];

  /** A socket stays when its server is ended without closing it; here both are gone with the folder. */
  async function listen(): Promise<void> {
    const server = createServer().unref();
    await new Promise<void>((listening) => {
      server.listen(at('there'), listening);
    });
  }

  test.each(foreign)('that is %s is found by check, and never replaced by a pass', async (_, make, says) => {
    await make();
    const before = await lstat(at('there'));
    const checked = await run('check');
    expect([checked.exitCode, checked.out]).toEqual([
      1,
      expect.stringMatching(new RegExp(`FAIL {2}metricsFile: [A-Z_]+: .*${says.source}`)),
    ]);
    const passed = await run('run');
    const told = logLines(passed.err).filter(({ msg }) => msg === 'metrics not written');
    expect([passed.exitCode, told]).toEqual([
      1,
      [
        expect.objectContaining({
          problem: expect.objectContaining({ message: expect.stringMatching(says) }),
        }),
      ],
    ]);
    const after = await lstat(at('there'));
    expect([after.ino, after.mode, after.size]).toEqual([before.ino, before.mode, before.size]);
    expect(await text('transformer.yaml')).toBe('metricsFile: there\n');
    expect(await names()).toEqual(['there', 'transformer.yaml', 'tree']);
  });

  test('that was there keeps its mode', async () => {
    await writeFile(at('there'), '', { mode: 0o604 });
    expect((await run('check')).exitCode).toBe(0);
    expect((await run('run')).exitCode).toBe(0);
    expect((await lstat(at('there'))).mode & 0o777).toBe(0o604);
    expect(await text('there')).toMatch(/transformer_last_pass_exit_code 0/);
  });

  test('cannot be standard output or the name of a folder', () => {
    for (const name of ['"-"', 'metrics/']) {
      const text = `staleClaimMinutes: 1\nmetricsFile: ${name}\n`;
      expect(() => parseConfiguration(text, 'x.yaml')).toThrow(
        /line 2: metricsFile must be the name of a file/,
      );
    }
  });

  test('cannot be that of another tenant, however it is spelt', () => {
    const own = (name: string, file: string): string =>
      `  ${name}: {connection: {folder: ${name}}, metricsFile: ${file}}\n`;
    const text = `tenants:\n${own('one', 'a/m.prom')}${own('two', './a/../a/m.prom')}`;
    expect(() => parseConfiguration(text, 'x.yaml')).toThrow(/tenants\.two uses the metricsFile/);
  });
});
