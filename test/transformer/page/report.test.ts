import { lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { command } from '../command.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../local-files/temporary-folder.ts';
import { makeFiles, playDay, type Tree } from './open-page.ts';

let folder: TemporaryFolder;
let tree: Tree;
let out: string;
let number = 0;

beforeAll(async () => {
  folder = await makeTemporaryFolder();
  tree = await makeFiles(folder.path);
  await playDay(tree);
});
beforeEach(() => {
  number += 1;
  out = join(folder.path, `report-${number}`);
});
afterAll(() => folder.remove());

const report = (...words: string[]) =>
  command(['report', '--html', out, '--config', tree.configuration, ...words]);
const names = () => readdirSync(out).sort();
const text = (name: string) => readFileSync(join(out, name), 'utf8');

describe('a report', () => {
  test('is the views as files, each with its policy, that lead only to each other', async () => {
    const { exitCode, out: said } = await report();
    expect([exitCode, said]).toEqual([
      0,
      expect.stringMatching(/^\d+ files are in .*begin with index\.html\.\n$/),
    ]);
    const pages = names().filter((name) => name.endsWith('.html'));
    expect(pages).toEqual(
      expect.arrayContaining(['index.html', 'order.html', 'problems.html', 'agree.html', 'files.html']),
    );
    for (const name of pages) {
      const html = text(name);
      expect(html).toContain(
        `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`,
      );
      expect([name, html.match(/<(script|form|button|img)/)]).toEqual([name, null]);
      for (const [, link = ''] of html.matchAll(/href="([^"#]*)"/g))
        if (!link.startsWith('data:'))
          expect([name, link, names().includes(link)]).toEqual([name, link, link !== '']);
    }
  });

  test('has a page for each order with an open problem, and says how to find the others', async () => {
    await report();
    const listed = text('order.html');
    expect(listed).toContain('transformer find &lt;id&gt;');
    const [, link = ''] = /href="(order-[0-9a-f]+\.html)"><bdi>HC1</.exec(listed) ?? [];
    expect(text(link)).toContain('MISSING_NETSUITE_LINE_ID');
  });

  test('has refused rows without their cells, unless they are asked for', async () => {
    await report();
    const csv = () =>
      names()
        .filter((name) => name.endsWith('.csv'))
        .map(text)
        .join('');
    expect(csv()).toContain('MISSING_NETSUITE_LINE_ID');
    expect(csv()).not.toContain('original');
    await report('--originals');
    expect(csv()).toContain('""orderItemSeqId"":""00102""');
  });

  test('replaces its own files alone, and removes what an earlier one had more', async () => {
    await report();
    await writeFile(join(out, 'notes.html'), 'mine');
    await writeFile(
      join(out, '.transformer-report.json'),
      JSON.stringify({
        files: [
          'index.html',
          ...names().filter((name) => /^(agree|file|order|problems|refused)/.test(name)),
          'old.html',
        ],
      }),
    );
    await writeFile(join(out, 'old.html'), 'of an earlier report');
    expect((await report()).exitCode).toBe(0);
    expect(names()).toContain('notes.html');
    expect(names()).not.toContain('old.html');
    expect(text('notes.html')).toBe('mine');
  });

  test('is not written among files of others, over a link, or where its list was changed', async () => {
    await mkdir(out);
    await writeFile(join(out, 'index.html'), 'mine');
    expect(await report()).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/^ALREADY_EXISTS: .*not empty/),
    });
    expect(text('index.html')).toBe('mine');

    out += '-list';
    await report();
    await writeFile(join(out, '.transformer-report.json'), '{"files":["../transformer.yaml"]}');
    expect((await report()).err).toMatch(/^ALREADY_EXISTS: .*not the list of a report/);

    out += '-link';
    await mkdir(out);
    await writeFile(join(out, '.transformer-report.json'), '{"files":["index.html"]}');
    symlinkSync(tree.configuration, join(out, 'index.html'));
    expect((await report()).err).toMatch(/^ALREADY_EXISTS: .*symbolic link/);
    expect(lstatSync(join(out, 'index.html')).isSymbolicLink()).toBe(true);
    expect(readFileSync(tree.configuration, 'utf8')).toContain('connection');
  });

  test('shows what was known before when the files cannot be reached, and says so', async () => {
    const away = join(folder.path, 'away.yaml');
    await writeFile(
      away,
      `connection: { folder: ${join(folder.path, 'none')} }\nindex: { file: index.sqlite }\n`,
    );
    const said = await command(['report', '--html', out, '--config', away]);
    expect(said.exitCode).toBe(1);
    expect(said.err).not.toBe('');
    expect(text('problems.html')).toContain('this is what was known before');
    expect(text('problems.html')).toContain('LINE_CLOSED');
  });
});
