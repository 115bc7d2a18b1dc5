/** Every command of every page is accounted for: a new one is run by a test, or says why it cannot be. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { command } from '../../../transformer/command.ts';
import { notRun, readByProgram, runByOwnTest, runHere, scriptsRunBy } from './accounts.ts';
import { commandsInComments, commandsOf, type PageCommand } from './page-commands.ts';
import { transformerWords, WORDS } from './transformer-words.ts';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  'emulator/README.md',
  'emulator/account-file.md',
];
const examples = ['Dockerfile', ...readdirSync('deploy').map((name) => `deploy/${name}`)].filter((name) =>
  statSync(name).isFile(),
);
const commands = [
  ...pages.flatMap((page) => commandsOf(page, readFileSync(page, 'utf8'))),
  ...examples.flatMap((file) => commandsInComments(file, readFileSync(file, 'utf8'))),
];
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Of a whole page, or the blocks below a heading. */
const hasOwnTest = ({ page, heading, shown }: PageCommand): boolean =>
  runByOwnTest.some(
    (own) =>
      own.page === page && (own.heading === undefined || (own.heading === heading && shown === 'in a block')),
  );

/** `npm run build`, without words of its own. */
const scriptOf = (text: string): string | undefined =>
  /^npm (?:run (?:--silent )?)?([\w:]+)$/.exec(text)?.[1];

const listed = [
  ...runHere.map(({ text }) => text),
  ...readByProgram,
  ...notRun.flatMap(({ texts }) => texts),
];
const known = new Set(listed);
const isAccountedFor = (one: PageCommand): boolean =>
  known.has(one.text) ||
  hasOwnTest(one) ||
  (scriptOf(one.text) ?? '') in scriptsRunBy ||
  (one.shown === 'in the text' && transformerWords(one.text) !== undefined);

test('every command is run, read by its program, or on the list of those that cannot be run', () => {
  const unknown = commands.filter((one) => !isAccountedFor(one));
  expect(unknown.map(({ page, heading, text }) => `${page}, ${heading}: ${text}`)).toEqual([]);
});

test('the lists have nothing that no page shows any more', () => {
  const shown = new Set(commands.map(({ text }) => text));
  expect([...known].filter((text) => !shown.has(text))).toEqual([]);
  const used = commands.flatMap(({ text }) => scriptOf(text) ?? []);
  expect(Object.keys(scriptsRunBy).filter((name) => !used.includes(name))).toEqual([]);
  for (const { page, heading } of runByOwnTest)
    expect(commands.filter((one) => one.page === page && (!heading || one.heading === heading))).not.toEqual(
      [],
    );
});

test('every reason is given once, and every test that is named is there and speaks of what it is named for', () => {
  expect(listed.filter((text, index) => listed.indexOf(text) !== index)).toEqual([]);
  const tests = [
    ...runByOwnTest.map(({ page, test: path }) => ({ path, says: page.split('/').at(-1) ?? '' })),
    ...Object.entries(scriptsRunBy).map(([name, path]) => ({ path, says: name })),
    ...notRun.flatMap(({ instead }) => (instead === undefined ? [] : { path: instead, says: '' })),
  ];
  for (const { path, says } of tests) {
    expect([path, existsSync(path)]).toEqual([path, true]);
    // A test that starts the program of a script names that.
    const program = scripts[says]?.match(/[\w-]+\.ts/g)?.at(-1) ?? says;
    const text = readFileSync(path, 'utf8');
    const speaks = [says, says.replace(':', '-'), program].some((name) => text.includes(name));
    expect([path, says, speaks]).toEqual([path, says, true]);
  }
  for (const { because } of notRun) expect(because.length).toBeGreaterThan(15);
});

test('every npm script that a page names is one of this project', () => {
  const named = commands.flatMap(({ text }) => /\bnpm run (?:--silent )?([\w:]+)/.exec(text)?.[1] ?? []);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

describe('a command of the transformer in a table or a sentence', () => {
  const shown = commands.filter(
    (one) => one.shown === 'in the text' && !known.has(one.text) && !hasOwnTest(one),
  );
  const texts = [...new Set(shown.map(({ text }) => text).filter((text) => transformerWords(text)))];

  test('is found in more than one place', () => expect(texts.length).toBeGreaterThan(10));

  test.each(texts)('%s is one that it knows', async (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'words-'));
    const file = join(folder, 'transformer.yaml');
    writeFileSync(file, 'connection: { folder: . }\nindex: { file: index.sqlite }\n');
    const options = { environment: { TRANSFORMER_CONFIG: file }, stop: AbortSignal.timeout(500) };
    await command(['init'], options);
    const { err } = await command(transformerWords(text, join(folder, 'written')) ?? [], options);
    rmSync(folder, { recursive: true });
    // That there is no order 1234 is an answer.
    expect(err).not.toMatch(/^error: |UNEXPECTED/m);
  });

  test('names no command that there is not', async () => {
    const { out } = await command(['--help']);
    for (const word of WORDS) expect(out).toMatch(new RegExp(`^ {2}${word} `, 'm'));
  });
});

test('a new command is noticed, wherever it is', () => {
  const page =
    '# A\n\n```sh\nnpm run brand-new  # why\n```\n\nThen `npm run other -- --words` or `kubectl get pods`.\n';
  const found = commandsOf('docs/operating.md', page);
  expect(found.map(({ text }) => text)).toEqual([
    'npm run brand-new',
    'npm run other -- --words',
    'kubectl get pods',
  ]);
  expect(found.filter(isAccountedFor)).toEqual([]);
});
