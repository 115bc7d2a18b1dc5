/** Containers without an engine: `.ci/without-engine/docker` as the `docker` that lines of our pages call. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const isRoot = process.getuid?.() === 0;
const mayBeRoot = isRoot || spawnSync('sudo', ['-n', 'true']).status === 0;

/** For tests that need it: what to say where it cannot work. */
export const engineMissing: string | undefined = !mayBeRoot
  ? 'Only root can make containers without an engine'
  : [
      ['buildah', 'buildah'],
      ['mmdebstrap', 'mmdebstrap'],
      ['unshare', 'util-linux'],
    ]
      .filter(([program = '']) => spawnSync('which', [program]).status !== 0)
      .map(([program, name]) => `${program} is not installed (apt-get install ${name})`)[0];

export type Ended = { code: number | null; output: string };

export type Engine = {
  /** A copy of what an operator has: the Dockerfile, what it copies, and the examples. */
  folder: string;
  /** Runs lines as an operator's shell would, with this `docker`. */
  shell(lines: string, more?: { environment?: Record<string, string>; stopOn?: RegExp }): Promise<Ended>;
  /** Where the files of a named volume are. */
  volume(name: string): string;
  remove(): void;
};

const COPIED = [
  '.ci/image',
  'Dockerfile',
  '.dockerignore',
  'deploy',
  'feeds',
  'transformer',
  'package.json',
  'package-lock.json',
  'LICENSE',
];

export function openEngine(): Engine {
  const work = mkdtempSync(join(tmpdir(), 'containers-'));
  const folder = join(work, 'project');
  for (const name of COPIED) cpSync(name, join(folder, name), { recursive: true });
  const state = join(work, 'state');
  const programs = join(work, 'programs');
  mkdirSync(programs);
  const line = `exec ${isRoot ? '' : 'sudo -n --preserve-env '}env PATH="$PATH" CONTAINERS='${state}' bash '${resolve('.ci/without-engine/docker')}' "$@"`;
  writeFileSync(join(programs, 'docker'), `#!/bin/sh\n${line}\n`);
  chmodSync(join(programs, 'docker'), 0o755);
  const path = [programs, process.env.PATH].join(delimiter);
  return {
    folder,
    shell: (lines, { environment = {}, stopOn } = {}) =>
      new Promise((end) => {
        const env = { ...process.env, ...environment, PATH: path };
        const child = spawn('sh', ['-ec', lines], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        const take = (data: Buffer): void => {
          output += data.toString();
          if (stopOn?.test(output)) child.kill('SIGTERM');
        };
        child.stdout.on('data', take);
        child.stderr.on('data', take);
        child.on('close', (code) => end({ code, output }));
      }),
    volume: (name) => join(state, 'volumes', name),
    remove: () => {
      if (existsSync(state))
        execFileSync(join(programs, 'docker'), ['system', 'prune'], { env: { ...process.env, PATH: path } });
      rmSync(work, { recursive: true, force: true });
    },
  };
}
