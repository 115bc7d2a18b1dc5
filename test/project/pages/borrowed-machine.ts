/** A machine of its own for lines that only an administrator runs: this one, with copies of /etc and /srv that vanish with it. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies that are never written back: what is written lies in memory, and only processes of this machine see it. */
const MOUNTS = `
mount --make-rprivate /
mount -t tmpfs tmpfs "$MACHINE/memory"
mkdir "$MACHINE/memory/written" "$MACHINE/memory/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$MACHINE/memory/written,workdir=$MACHINE/memory/work" /etc
mount -t tmpfs -o mode=755 tmpfs /srv`;

/** For tests that need it: what to say where it cannot work. */
export const machineMissing: string | undefined = canMount()
  ? undefined
  : 'Only root, with unshare (apt-get install util-linux) and overlay mounts, can give lines a machine of their own';

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  mkdirSync(join(folder, 'memory'));
  const tried = spawnSync('unshare', ['--mount', 'sh', '-ec', MOUNTS], {
    env: { ...process.env, MACHINE: folder },
  });
  rmSync(folder, { recursive: true });
  return tried.status === 0;
}

export type Machine = {
  /** Runs lines in it, as a shell that stops at the first failure would. @returns what they print */
  run(lines: string): string;
  /** Starts a program that stays until the end, and waits for words of it. */
  start(program: readonly string[], says: string): Promise<void>;
  stop(): void;
};

/**
 * @param folder where lines run
 * @param programs of ours that stand in for those of the machine, by name: a shell script each
 */
export function borrowMachine(folder: string, programs: Readonly<Record<string, string>>): Machine {
  const own = mkdtempSync(join(tmpdir(), 'machine-'));
  mkdirSync(join(own, 'memory'));
  mkdirSync(join(own, 'programs'));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(own, 'programs', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(own, 'programs', name), 0o755);
  }
  const env = { ...process.env, MACHINE: own, PATH: `${join(own, 'programs')}:${process.env.PATH}` };
  // It holds the mounts, which end with it; the others enter them.
  const holder = spawn('unshare', ['--mount', 'sh', '-ec', `${MOUNTS}\necho ready\nexec sleep 3600`], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started: ChildProcess[] = [holder];
  const inside = ['--target', String(holder.pid), '--mount', `--wd=${folder}`];
  waitForMounts(holder.pid ?? 0);
  return {
    run: (lines) =>
      execFileSync('nsenter', [...inside, 'bash', '-ec', lines], {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    start: (program, says) => {
      const child = spawn('nsenter', [...inside, ...program], { env, stdio: ['ignore', 'ignore', 'pipe'] });
      started.push(child);
      return saidBy(child, says);
    },
    stop: () => {
      for (const child of started.toReversed()) child.kill('SIGKILL');
      rmSync(own, { recursive: true, force: true });
    },
  };
}

const MOST_TRIES = 200;

function waitForMounts(pid: number): void {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { stdout } = spawnSync('nsenter', ['--target', String(pid), '--mount', 'cat', '/proc/self/mounts']);
    if (/ \/srv tmpfs /.test(String(stdout))) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  throw new Error('The mounts of the machine are not there.');
}

function saidBy(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(words)) resolve();
    });
    child.once('exit', () => reject(new Error(`It ended before it said "${words}": ${said}`)));
  });
}
