/** Packages dist/netsuite with Oracle's SuiteCloud CLI, and makes sure that the archive holds all of it. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool, ToolError } from '../tool-error.ts';
import { withoutJava } from './without-java.ts';
import { listZip } from './zip-listing.ts';

/** `root` has suitecloud.config.js, package.json and dist/netsuite; `tools` is tools/suitecloud. */
export type PackageOptions = { root: string; tools: string };

/** The archive, and what is in it. */
export type PackageResult = { archive: string; files: string[] };

/**
 * Leaves exactly one archive, dist/<name>-<version>.zip, and nothing in build/, where the CLI puts it.
 * @throws ToolError NOT_BUILT, CLI_NOT_INSTALLED, CLI_FAILED, INCOMPLETE_ARCHIVE
 */
export async function packageProject({ root, tools }: PackageOptions): Promise<PackageResult> {
  const project = join(root, 'dist/netsuite');
  if (!existsSync(project))
    throw new ToolError('NOT_BUILT', 'dist/netsuite does not exist. Run: npm run package');
  await installCli(tools);
  const archive = await archiveName(root);
  await removeOlder(archive);
  await rename(await runCli(root, tools), archive);
  const files = await compare(project, archive);
  return { archive, files };
}

/**
 * The CLI's own install script wants Java, a licence variable and a download, none of which packaging needs, so it is
 * not run. Does nothing when the locked version is there.
 * @throws ToolError CLI_NOT_INSTALLED
 */
export async function installCli(tools: string): Promise<void> {
  const locked = await readVersion(join(tools, 'package-lock.json'));
  const installed = await readVersion(join(tools, 'node_modules/.package-lock.json'));
  if (locked !== undefined && locked === installed) return;
  try {
    npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], tools);
  } catch (cause) {
    const message = `The SuiteCloud CLI could not be installed in tools/suitecloud. Check that the npm registry can be reached.`;
    throw new ToolError('CLI_NOT_INSTALLED', message, { cause });
  }
}

const CLI = 'node_modules/@oracle/suitecloud-cli';

type Lock = { packages: Record<string, { version?: string }> };

/** npm writes the lock inside node_modules last, so it is not there after an install that was cut off. */
async function readVersion(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  const lock: Lock = JSON.parse(await readFile(path, 'utf8'));
  return lock.packages[CLI]?.version;
}

/** The npm that runs us when there is one, so that the same one is used throughout. */
function npm(args: readonly string[], cwd: string): void {
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  execFileSync(command, [...first, ...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}

async function archiveName(root: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return join(root, 'dist', `${name}-${version}.zip`);
}

/** Archives of earlier versions would be deployed by mistake. */
async function removeOlder(archive: string): Promise<void> {
  const name = basename(archive).replace(/\d.*$/, '');
  for (const other of await readdir(dirname(archive)))
    if (other.startsWith(name) && other.endsWith('.zip')) await rm(join(dirname(archive), other));
}

/** The CLI names the archive after the project and the time; it is the one that was not there before. */
async function runCli(root: string, tools: string): Promise<string> {
  const build = join(root, 'build');
  const before = await listArchives(build);
  const output = execCli(root, tools);
  const made = (await listArchives(build)).filter((name) => !before.includes(name));
  if (made.length !== 1)
    throw new ToolError('CLI_FAILED', `suitecloud project:package made no archive. Its output: ${output}`);
  await mkdir(join(root, 'dist'), { recursive: true });
  const archive = join(root, 'dist', `${process.pid}.packaging`);
  await rename(join(build, made[0] as string), archive);
  if ((await readdir(build)).length === 0) await rmdir(build);
  return archive;
}

const listArchives = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.zip')) : [];

function execCli(root: string, tools: string): string {
  try {
    const program = join(tools, CLI, 'src/suitecloud.js');
    return execFileSync(process.execPath, [program, 'project:package'], {
      cwd: root,
      encoding: 'utf8',
      env: withoutJava(tools),
      stdio: 'pipe',
    });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new ToolError('CLI_FAILED', `suitecloud project:package failed: ${(stderr + stdout).trim()}`, {
      cause,
    });
  }
}

/** The CLI silently leaves out what deploy.xml does not name, and names that lead nowhere. */
async function compare(project: string, archive: string): Promise<string[]> {
  const wanted = await listFiles(project);
  const held = listZip(await readFile(archive));
  const missing = wanted
    .filter((name) => !held.includes(name))
    .map((name) => `lacks ${name}: name it in src/deploy.xml`);
  const extra = held
    .filter((name) => !wanted.includes(name))
    .map((name) => `has ${name}, which is not in dist/netsuite`);
  const problems = [...missing, ...extra];
  if (problems.length === 0) return held;
  await rm(archive);
  throw new ToolError(
    'INCOMPLETE_ARCHIVE',
    problems.map((problem) => `the archive ${problem}`).join('\npackage: '),
  );
}

async function listFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const name of names)
    if ((await stat(join(folder, name))).isFile()) files.push(name.split(sep).join('/'));
  return files.sort();
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await runTool('package', async () => {
    const { archive, files } = await packageProject({ root, tools: join(root, 'tools/suitecloud') });
    return `${files.length} files in ${relative(root, archive)}`;
  });
}
