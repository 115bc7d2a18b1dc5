/** Builds dist/netsuite, the SDF project as deployed: one readable AMD file per script, and the XML beside it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';
import { readChoices, withChoices } from '../account-choices.ts';
import { runTool, ToolError } from '../tool-error.ts';
import { createSuiteScriptPlugin } from './suitescript-plugin.ts';
import { headerOf, headerProblem } from './suitescript-source.ts';

/** `root` has src/ and feeds/; `out` is where the project goes, dist/netsuite of the root unless given. */
export type BuildOptions = { root: string; out?: string };

/** Where the project is, and its scripts as paths in it. */
export type BuildResult = { out: string; scripts: string[] };

type Entry = { path: string; header: string };

type Output = { path: string; text: string };

/**
 * Builds the project and replaces the one of the last build. A build that fails leaves none, so that nobody deploys
 * what the sources no longer say.
 * @throws ToolError BUILD_REFUSED, with one line per problem, BAD_CHOICE
 */
export async function buildSuiteScripts({
  root,
  out = join(root, 'dist/netsuite'),
}: BuildOptions): Promise<BuildResult> {
  const fresh = `${out}.${process.pid}.${Date.now()}`;
  try {
    const outputs = await bundleAll(root, await findEntries(root));
    await copyProject(root, fresh);
    for (const output of outputs) await writeWhole(join(fresh, output.path), output.text);
    await replaceUnlessSame(fresh, out);
    return { out, scripts: outputs.map((output) => output.path) };
  } catch (error) {
    for (const folder of [fresh, out]) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** What is the same stays where it is, as tests and the demo may be reading it. */
async function replaceUnlessSame(fresh: string, out: string): Promise<void> {
  const isSame = existsSync(out) && (await contentOf(fresh)) === (await contentOf(out));
  await rm(isSame ? fresh : out, { recursive: true, force: true });
  if (!isSame) await rename(fresh, out);
}

async function contentOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.sort().map(async (path) => [relative(folder, path), await readFile(path, 'base64')]);
  return JSON.stringify(await Promise.all(files));
}

/** A script is a file whose first comment says so; nothing is listed by hand. */
async function findEntries(root: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  const problems: string[] = [];
  for (const path of await listSources(join(root, 'src/FileCabinet'))) {
    const source = await readFile(path, 'utf8');
    const header = headerOf(source);
    const problem = headerProblem(source);
    if (problem !== undefined) problems.push(`${relative(root, path)}: ${problem}`);
    if (header !== undefined) entries.push({ path, header });
  }
  refuse(problems);
  return entries;
}

async function listSources(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));
}

/** All problems of all scripts are reported at once; those of a shared file once. */
async function bundleAll(root: string, entries: readonly Entry[]): Promise<Output[]> {
  const problems = new Set<string>();
  const outputs = await Promise.all(entries.map((entry) => bundle(root, entry, problems)));
  refuse([...problems]);
  return outputs;
}

/** One build per script inlines what it shares with others, so that a script can be replaced alone. */
async function bundle(root: string, { path, header }: Entry, problems: Set<string>): Promise<Output> {
  const name = relative(join(root, 'src'), path).replace(/\.ts$/, '.js');
  const code = await bundleCode(root, path, header, problems).catch((error: Error) => {
    problems.add(`${relative(root, path)}: ${error.message.replaceAll(`${root}/`, '')}`);
    return '';
  });
  return { path: name, text: problems.size === 0 ? await format(code) : '' };
}

/** The settings keep Rollup from wrapping or copying N modules, which may not be touched while `define` runs. */
async function bundleCode(
  root: string,
  path: string,
  header: string,
  problems: Set<string>,
): Promise<string> {
  const build = await rollup({
    input: path,
    plugins: [createSuiteScriptPlugin(root, problems)],
    treeshake: { moduleSideEffects: 'no-external' },
    onwarn: ({ code, message }) => code === 'UNUSED_EXTERNAL_IMPORT' || problems.add(message),
  });
  if (problems.size > 0) return '';
  const { output } = await build.generate({
    format: 'amd',
    banner: header,
    interop: 'esModule',
    esModule: false,
    strict: false,
    freeze: false,
    externalLiveBindings: false,
    generatedCode: { preset: 'es2015', symbols: false },
  });
  return output[0].code;
}

/** Types leave holes in the text where they were; the formatter closes them. */
const format = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const biome = fileURLToPath(new URL('../../node_modules/@biomejs/biome/bin/biome', import.meta.url));
    const options = { cwd: fileURLToPath(new URL('../..', import.meta.url)), maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(
      process.execPath,
      [biome, 'format', '--stdin-file-path=script.js'],
      options,
      (cause, stdout) => (cause ? reject(formatFailure(cause)) : resolve(stdout)),
    );
    child.stdin?.end(text);
  });

const formatFailure = (cause: Error): ToolError =>
  new ToolError(
    'FORMAT_FAILED',
    `Biome could not format a built script; is it installed (npm ci)? ${cause.message}`,
    {
      cause,
    },
  );

async function copyProject(root: string, out: string): Promise<void> {
  for (const name of ['manifest.xml', 'deploy.xml', 'Objects'])
    await cp(join(root, 'src', name), join(out, name), { recursive: true });
  await completeScripts(join(out, 'Objects/Scripts'), await versionOf(root));
}

/** The scripts' definitions as they are wanted in the account that the project is built for, with what they are a version of. */
async function completeScripts(folder: string, version: string | undefined): Promise<void> {
  const choices = readChoices(process.env);
  for (const name of await readdir(folder).catch(() => [])) {
    const script = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), withVersion(withChoices(script, choices), version));
  }
}

/** NetSuite shows it in the list of scripts; nothing else there says what was deployed. */
const withVersion = (script: string, version: string | undefined): string =>
  version === undefined
    ? script
    : script.replace(/(?<=^ {2}<description>.*)(?=<\/description>)/m, ` Version ${version}.`);

/** Projects of tests have none. */
async function versionOf(root: string): Promise<string | undefined> {
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text).version;
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new ToolError('BUILD_REFUSED', problems.join('\nbuild: '));
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await runTool('build', async () => {
    const { out, scripts } = await buildSuiteScripts({ root });
    return `${scripts.length} scripts in ${relative(root, out)}`;
  });
}
