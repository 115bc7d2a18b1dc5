/** The packed emulator in the hands of somebody outside of this tree, who types what its README says. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeNeeding } from '../../needs.ts';
import { headingsOf } from '../../project/pages/headings.ts';
import { projectRoot } from '../../project/workspace.ts';
import { exampleIn, examplesIn, readPage } from './pages.ts';
import { newStranger, registryMissing, type Said, type Stranger } from './stranger.ts';

const readme = readPage('README.md');
const steps = (name: string): string[] => exampleIn(readme, 'sh', name).trim().split('\n');

/** The clock goes on from the time that is given. */
const withoutMoments = (text: string): string => text.replace(/(T08:00:0)\d\.\d{3}Z/g, '$10.000Z');

describeNeeding(registryMissing())('the package netsuite-emulator, installed outside of this tree', () => {
  let stranger: Stranger;
  let started: Said[] = [];
  const installed = (path = '') => join(stranger.folder, 'node_modules/netsuite-emulator', path);

  beforeAll(async () => {
    stranger = await newStranger();
    for (const { language, name, text } of examplesIn(readme))
      if (language === 'js' || language === 'json') stranger.write(name, text);
    started = steps('start').map((line) => stranger.type(line));
  });

  afterAll(() => stranger.leave());

  test('two commands run a script, and print what the page says', () => {
    expect(started).toHaveLength(2);
    const [install, run] = started;
    expect(install).toMatchObject({ code: 0, output: expect.not.stringMatching(/warn/i) });
    expect(run).toMatchObject({ code: 0, complaints: '' });
    expect(withoutMoments(run?.output ?? '')).toBe(exampleIn(readme, 'text', 'greet.js'));
  });

  test('a script changes the records of an account file, which is kept', () => {
    const [said] = steps('records').map((line) => stranger.type(line));
    expect(said).toMatchObject({ code: 0, complaints: '' });
    expect(said?.output).toContain('changed salesorder 1002: memo\n');
    const kept = JSON.parse(readFileSync(join(stranger.folder, 'account.json'), 'utf8')) as {
      records: { salesorder: { id: number; memo?: string }[] };
    };
    expect(kept.records.salesorder.map(({ memo }) => memo)).toEqual([undefined, 'hold']);
  });

  test("the README's test runs in Jest", () => {
    const said = steps('tests').map((line) => stranger.type(line, { CI: 'true' }));
    expect(said.map(({ code }) => code)).toEqual([0, 0]);
    expect(said.at(-1)?.complaints).toContain('Tests:       1 passed, 1 total');
  });

  test('an ES module imports it by name', () => {
    stranger.write(
      'use.mjs',
      "import { createAccount } from 'netsuite-emulator';\nconsole.log(createAccount().dump().files);\n",
    );
    expect(stranger.type('node use.mjs')).toEqual({ code: 0, output: '[]\n', complaints: '' });
  });

  test.each(['node16', 'bundler'])(
    'its declarations compile as %s finds them, without types of Node',
    (resolution) => {
      stranger.write('use.ts', TYPED);
      const module = resolution === 'bundler' ? 'esnext' : 'node16';
      const options = {
        types: [],
        noEmit: true,
        strict: true,
        target: 'es2022',
        module,
        moduleResolution: resolution,
      };
      stranger.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
      const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
      expect(stranger.type(`node '${compiler}' -p .`)).toEqual({ code: 0, output: '', complaints: '' });
    },
  );

  test('its stack traces lead to its sources', () => {
    const map = JSON.parse(readFileSync(installed('lib/account.js.map'), 'utf8')) as {
      sources: string[];
      sourcesContent: string[];
    };
    expect(map.sources.every((source) => source.startsWith('../emulator/'))).toBe(true);
    expect(map.sourcesContent[map.sources.indexOf('../emulator/account.ts')]).toBe(readPage('account.ts'));
  });

  test('every link of its pages leads somewhere within it', () => {
    const pages = readdirSync(installed(), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.md') && !name.includes('node_modules'),
    );
    expect(pages.sort()).toEqual(['CHANGELOG.md', 'README.md', 'account-file.md', 'behaviours.md']);
    expect(pages.flatMap((page) => brokenLinks(installed(page)))).toEqual([]);
  });

  test('it says its version, and how it is used', () => {
    const { version } = JSON.parse(readPage('package.json')) as { version: string };
    expect(stranger.type('npx netsuite-emulator --version').output).toBe(`${version}\n`);
    expect(stranger.type('npx netsuite-emulator --help').output).toMatch(/^Usage: netsuite-emulator run /);
  });

  test('real SFTP servers need ssh2: without it that is said, with it they are reached', () => {
    stranger.write('connect.js', CONNECT);
    const line = 'npx netsuite-emulator run connect.js --sftp sftp://user:secret@127.0.0.1:9';
    expect(stranger.type(line)).toMatchObject({
      code: 1,
      output: expect.stringContaining('npm install --save-dev ssh2'),
    });
    symlinkSync(join(projectRoot, 'node_modules/ssh2'), join(stranger.folder, 'node_modules/ssh2'));
    expect(stranger.type(line)).toMatchObject({ code: 4, output: expect.stringMatching(/FTP_\w+/) });
    rmSync(join(stranger.folder, 'node_modules/ssh2'));
  });

  test('the oldest Node that it names runs it, queries and all; an older one is refused in a sentence', () => {
    const { engines } = JSON.parse(readPage('package.json')) as { engines: { node: string } };
    const oldest = engines.node.replace('>=', '');
    stranger.write('query.js', QUERY);
    expect(stranger.type(`npm install --silent --no-save --prefix ../old node@${oldest}`).code).toBe(0);
    const said = stranger.type(
      '../old/node_modules/.bin/node --version; ../old/node_modules/.bin/node node_modules/.bin/netsuite-emulator run query.js',
    );
    expect(said).toMatchObject({ code: 0, complaints: '' });
    expect(said.output).toMatch(new RegExp(`^v${oldest}\\n[\\s\\S]*AUDIT rows: \\[{"one":1}\\]`));
    stranger.write(
      'older.mjs',
      "Object.defineProperty(process, 'versions', { value: { node: '20.9.0' } });\n",
    );
    expect(
      stranger.type('node --import ./older.mjs node_modules/.bin/netsuite-emulator --version'),
    ).toMatchObject({
      code: 1,
      output: '',
      complaints: expect.stringContaining(`netsuite-emulator needs Node ${oldest} or newer`),
    });
  });

  test('what it is made of is small', () => {
    expect(statSync(join(stranger.folder, 'netsuite-emulator-0.1.0.tgz')).size).toBeLessThan(1_000_000);
    expect(existsSync(installed('node_modules'))).toBe(false);
  });
});

function brokenLinks(page: string): string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(#[^)]*)?\)/g)];
  return links.flatMap(([link, path = '', anchor = '']) => {
    const target = path === '' ? page : join(dirname(page), path);
    return existsSync(target) && headingsOf(target).includes(anchor) ? [] : [`${page}: ${link}`];
  });
}

const script = (modules: string, execute: string): string =>
  `/**\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */\ndefine([${modules
    .split(' ')
    .map((name) => `'N/${name}'`)
    .join()}], (${modules.replaceAll(' ', ', ')}) => ({ execute() { ${execute} } }));\n`;

const CONNECT = script(
  'sftp',
  "sftp.createConnection({ url: 'x', username: 'u', passwordGuid: 'p', hostKey: 'k', port: 22 });",
);

const QUERY = script(
  'query log',
  "log.audit('rows', query.runSuiteQL({ query: 'SELECT 1 AS one FROM dual' }).asMappedResults());",
);

const TYPED = `import { type AccountOptions, createAccount, type ExecutionReport, NotEmulated, readAccountFile } from 'netsuite-emulator';
const options: AccountOptions = { ...readAccountFile('account.json'), scripts: [{ file: 'greet.js', parameters: {} }] };
const report: ExecutionReport = createAccount(options).runDeployment('customdeploy_greet');
export const units: number = report.units;
export const id: number = createAccount().asUser(({ record }) => record.create({ type: 'customer' }).save());
// @ts-expect-error an option that there is not
createAccount({ projects: 'src' });
export const refusal: Error = new NotEmulated('this');
`;
