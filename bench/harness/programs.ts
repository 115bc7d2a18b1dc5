/** Which of the programs to compare with are installed here, in which version, and how to install those that are not. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export const TRANSFORMER = join(ROOT, 'transformer/main.ts');
const TOOLS = join(ROOT, 'tools/bench');
const DUCKDB = 'node_modules/@duckdb/node-api';

/** Programs found on the PATH, and how to get them. */
const programs = {
  python3: 'apt-get install python3',
  jq: 'apt-get install jq',
  sftp: 'apt-get install openssh-client',
} as const;

export type Program = keyof typeof programs;

/** What to say of a program that is not here; undefined when it is. */
export const missing = (program: Program): string | undefined =>
  isOnPath(program) ? undefined : `not installed (${programs[program]})`;

const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));

export type DuckDb = { kind: 'command' | 'package' } | { kind: 'missing'; why: string };

/** `duckdb` on the PATH, else the npm package, which is installed apart from the project the first time it is wanted. */
export function findDuckDb(mayInstall: boolean): DuckDb {
  if (isOnPath('duckdb')) return { kind: 'command' };
  const installed = join(TOOLS, DUCKDB, 'package.json');
  if (!existsSync(installed) && mayInstall) installTools();
  if (existsSync(installed)) return { kind: 'package' };
  return { kind: 'missing', why: 'not installed (npm ci --prefix tools/bench, or duckdb on the PATH)' };
}

function installTools(): void {
  const script = process.env.npm_execpath;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  const words = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    execFileSync(command, words, { cwd: TOOLS, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    // Without a registry DuckDB is in the table as not installed, with how to install it.
    process.stderr.write('DuckDB could not be installed in tools/bench; the bench continues without it.\n');
  }
}

/** What the numbers were made with, a line each. */
export function surroundings(): (readonly [string, string])[] {
  const [cpu] = cpus();
  return [
    ['Processor', `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}`],
    ['Memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['System', `${platform()} ${release().split('.').slice(0, 2).join('.')} ${arch()}`],
    ['Node', process.version],
    ['Python', pythonVersion()],
    ['jq', jqVersion()],
    ['DuckDB', duckDbVersion()],
    ['OpenSSH', opensshVersion()],
    ['csv-parse, ssh2-sftp-client', `${packageVersion('csv-parse')}, ${packageVersion('ssh2-sftp-client')}`],
  ];
}

function pythonVersion(): string {
  const absent = missing('python3');
  if (absent !== undefined) return absent;
  const { stdout } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  return /\d[\w.]*/.exec(stdout)?.[0] ?? 'version unknown';
}

const jqVersion = (): string =>
  missing('jq') ?? spawnSync('jq', ['--version'], { encoding: 'utf8' }).stdout.trim().replace('jq-', '');

function duckDbVersion(): string {
  const duckDb = findDuckDb(false);
  if (duckDb.kind === 'missing') return duckDb.why;
  if (duckDb.kind === 'package') return `${readVersion(join(TOOLS, DUCKDB))} (npm package)`;
  return spawnSync('duckdb', ['--version'], { encoding: 'utf8' }).stdout.trim();
}

function opensshVersion(): string {
  const { stderr } = spawnSync('ssh', ['-V'], { encoding: 'utf8' });
  return /OpenSSH_([\w.]+)/.exec(stderr ?? '')?.[1] ?? 'not installed (apt-get install openssh-server)';
}

const packageVersion = (name: string): string => readVersion(join(ROOT, 'node_modules', name));
const readVersion = (folder: string): string =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
