/** Who opens a page finds the place, and who opens README finds the page. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { projectRoot } from '../workspace.ts';
import { headingsOf } from './headings.ts';

const docs = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');

/** Written by programs, or looked at from the top: a table, a report of measurements. */
const WITHOUT = ['emulator-behaviours.md', 'speed.md'];

const long = docs.filter((name) => read(`docs/${name}`).split('\n').length > 250 && !WITHOUT.includes(name));

describe.each(long)('docs/%s is long', (name) => {
  test('and begins with links to all of its sections', () => {
    const page = read(`docs/${name}`);
    const [, contents = ''] = /^\*\*On this page:\*\*([\s\S]*?)\n\n/m.exec(page) ?? [];
    const prose = page.replaceAll(/^```[\s\S]*?^```$/gm, '');
    const sections = [...prose.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    const anchors = headingsOf(join(projectRoot, 'docs', name));
    const linked = new Set([...contents.matchAll(/\((#[^)]+)\)/g)].map(([, anchor]) => anchor));
    const missing = sections.filter((title) => {
      const anchor = anchors.find(
        (one) => one.replaceAll('-', '') === `#${title.toLowerCase().replace(/[\W_]/g, '')}`,
      );
      return !linked.has(anchor ?? '');
    });
    expect(missing).toEqual([]);
  });
});

test('README leads to every page for those who install, operate and run the server, and each page leads on', () => {
  const [, table = ''] = /## Who runs what where\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
  for (const name of [
    'deploying',
    'accounts',
    'monitoring',
    'upgrading',
    'operating',
    'sftp-server',
    'hotwax',
    'objects',
  ])
    expect(table).toContain(`docs/${name}.md`);
  const all = ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)].map((path) => ({
    path,
    text: read(path),
  }));
  const unreachable = docs.filter(
    (name) => !all.some(({ path, text }) => path !== `docs/${name}` && text.includes(`${name}`)),
  );
  expect(unreachable).toEqual([]);
});
