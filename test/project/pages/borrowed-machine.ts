/**
 * A machine of its own for lines that only an administrator runs: this one, with copies of /etc and /var and with /opt and /srv
 * empty, which vanish with it. As it belongs to nobody else, users, services and servers can be made in it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is written lies in memory, and only processes of this machine see it. */
const MOUNTS = `
mount --make-rprivate /
mount -t tmpfs tmpfs "$MACHINE/memory"
for folder in etc var; do
  mkdir "$MACHINE/memory/$folder" "$MACHINE/memory/$folder-work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$MACHINE/memory/$folder,workdir=$MACHINE/memory/$folder-work" "/$folder"
done
mount -t tmpfs -o mode=755 tmpfs /opt
mount -t tmpfs -o mode=755 tmpfs /srv
`;

/** Sudo has a PATH of its own, whatever it preserves. */
const asRoot = (path = process.env.PATH): string[] =>
  process.getuid?.() === 0 ? [] : ['sudo', '-n', '--preserve-env', 'env', `PATH=${path}`];

/** For tests that need it: what to say where it cannot work. */
export const machineMissing: string | undefined = canMount()
  ? undefined
  : 'Only root, with unshare (apt-get install util-linux) and overlay mounts, can give lines a machine of their own';

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  mkdirSync(join(folder, 'memory'));
  const [program = '', ...words] = [...asRoot(), 'unshare', '--mount', 'sh', '-ec', MOUNTS];
  const tried = spawnSync(program, words, { env: { ...process.env, MACHINE: folder } });
  rmSync(folder, { recursive: true });
  return tried.status === 0;
}

export type Ended = { status: number | null; output: string };

export type Machine = {
  /** Runs lines in it, as a shell that stops at the first failure would; with `until` to when they say that, then interrupts them. */
  run(lines: string, until?: RegExp): Promise<Ended>;
  /** The same for lines that have to succeed. @returns what they print */
  does(lines: string): Promise<string>;
  /** Starts a program that stays until the end, and waits for words of it. */
  start(program: readonly string[], says: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @param folder where lines run
 * @param programs of ours that stand in for those of the machine, by name: a shell script each
 * @param mounted folders of the real machine, by the place below /opt or /srv where they are seen
 */
export async function borrowMachine(
  folder: string,
  programs: Readonly<Record<string, string>>,
  mounted: Readonly<Record<string, string>> = {},
): Promise<Machine> {
  const own = mkdtempSync(join(tmpdir(), 'machine-'));
  mkdirSync(join(own, 'memory'));
  mkdirSync(join(own, 'programs'));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(own, 'programs', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(own, 'programs', name), 0o755);
  }
  chmodSync(own, 0o755);
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    MACHINE: own,
    PATH: `${join(own, 'programs')}:${process.env.PATH}:/usr/sbin:/sbin`,
  };
  const start = (words: readonly string[]): ChildProcess => {
    const [program = '', ...rest] = [...asRoot(env.PATH), ...words];
    return spawn(program, rest, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const binds = Object.entries(mounted).map(([to, from]) => `mkdir -p ${to} && mount --bind ${from} ${to}`);
  // It holds the mounts, which end with it; the others enter them.
  const held = [MOUNTS, ...binds, 'echo "ready $$"', 'exec sleep 3600'].join('\n');
  const holder = start(['unshare', '--mount', 'sh', '-ec', held]);
  const started = [holder];
  const said = await saidBy(holder, /ready \d+/);
  const inside = ['nsenter', '--target', /ready (\d+)/.exec(said)?.[1] ?? '', '--mount', `--wd=${folder}`];

  const run = (lines: string, until?: RegExp): Promise<Ended> =>
    new Promise((end) => {
      const child = start([...inside, 'bash', '-ec', lines]);
      let output = '';
      const take = (chunk: Buffer): void => {
        output += chunk.toString();
        if (until?.test(output)) signalGroup(child, 'INT');
      };
      child.stdout?.on('data', take);
      child.stderr?.on('data', take);
      child.once('close', (status) => end({ status, output }));
    });
  return {
    run,
    does: async (lines) => {
      const { status, output } = await run(lines);
      if (status !== 0) throw new Error(`${lines}\nended with code ${status}: ${output}`);
      return output;
    },
    start: async (program, says) => {
      const child = start([...inside, ...program]);
      started.push(child);
      await saidBy(child, new RegExp(says));
    },
    stop: async () => {
      for (const child of started.toReversed()) {
        const ended = new Promise((resolve) => child.once('close', resolve));
        signalGroup(child, 'TERM');
        await ended;
      }
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** A program and what it has started, which may belong to root. */
function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: 'INT' | 'TERM'): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  const [program = '', ...words] = [...asRoot(), 'kill', '-s', signal, '--', `-${pid}`];
  spawnSync(program, words);
}

function saidBy(child: ChildProcess, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const take = (chunk: Buffer): void => {
      said += chunk.toString();
      if (words.test(said)) resolve(said);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', () => reject(new Error(`It ended before it said ${words}: ${said}`)));
  });
}
