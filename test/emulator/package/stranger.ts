/** Somebody with Node, npm, an empty folder and the packed emulator: neither this tree nor its programs are within reach. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { packEmulator } from '../../../scripts/build/build-emulator.ts';
import { projectRoot } from '../../project/workspace.ts';

export type Said = { code: number | null; output: string; complaints: string };

export type Stranger = {
  folder: string;
  write(name: string, text: string): void;
  /** A command line, as it is typed. */
  type(line: string, more?: Record<string, string>): Said;
  leave(): void;
};

/** What keeps npm from its registry, as one sentence. */
export function registryMissing(): string | undefined {
  const { status } = spawnSync('npm', [
    'view',
    'zod',
    'version',
    '--fetch-retries=0',
    '--fetch-timeout=10000',
  ]);
  return status === 0 ? undefined : "npm's registry cannot be reached from here";
}

/** The folder has nothing but the packed emulator in it. */
export async function newStranger(): Promise<Stranger> {
  const place = mkdtempSync(join(tmpdir(), 'stranger-'));
  const folder = join(place, 'their scripts');
  const home = join(place, 'home');
  for (const made of [folder, home]) mkdirSync(made);
  const archive = await packEmulator({ root: projectRoot, out: join(place, 'build/netsuite-emulator') });
  copyFileSync(archive, join(folder, basename(archive)));
  const environment = { ...network(), HOME: home, PATH: pathWithoutProject(), LANG: 'C.UTF-8' };
  return {
    folder,
    write: (name, text) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    },
    type: (line, more = {}) => {
      const env = { ...environment, ...more };
      const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
        cwd: folder,
        env,
        encoding: 'utf8',
      });
      return { code: status, output: stdout, complaints: stderr };
    },
    leave: () => rmSync(place, { recursive: true, force: true }),
  };
}

/** The Node that runs this test, and what the machine has. */
function pathWithoutProject(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const machine = folders.filter((folder) => folder.startsWith('/') && !folder.includes('node_modules'));
  return [dirname(process.execPath), ...machine].join(delimiter);
}

/** Where npm finds its registry on this machine; what it has fetched before it need not fetch again. */
function network(): Record<string, string> {
  const wanted = /^((https?|no)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i;
  const given = Object.entries(process.env).filter(([name, value]) => wanted.test(name) && value);
  const settings = ['registry', 'cafile', 'cache'].map((name) => [`npm_config_${name}`, npmSetting(name)]);
  return Object.fromEntries([...given, ...settings.filter(([, value]) => value !== 'null')]);
}

const npmSetting = (name: string): string =>
  execFileSync('npm', ['config', 'get', name], { cwd: tmpdir(), encoding: 'utf8' }).trim();
