/** Processes of the transformer, started as the manifest has it, with what they log; one can be killed at a step of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { environmentOf } from './manifest.ts';
import type { World } from './world.ts';

/** @property heardAt by this process's clock, in milliseconds */
export type Logged = {
  heardAt: number;
  msg: string;
  tenant?: string;
  passId?: string;
  feed?: string;
  file?: string;
  adopted?: boolean;
};

/** @property cpuSeconds how long it had a processor; undefined where the system does not say */
export type PodEnd = {
  code: number | null;
  signal: NodeJS.Signals | null;
  at: number;
  cpuSeconds: number | undefined;
};

/** @property said what it wrote that is no line of the log */
export type Pod = {
  log: Logged[];
  said: string[];
  startedAt: number;
  ended: Promise<PodEnd>;
  kill: () => void;
};

const MAIN = resolve(import.meta.dirname, '../../transformer/main.ts');

/** @param onLogged what is to happen at a line of its log */
export function startPod(
  { manifest, pod }: World,
  index: number,
  given: {
    words?: readonly string[];
    environment?: Record<string, string>;
    onLogged?: (logged: Logged) => void;
  } = {},
): Pod {
  const { words = manifest.words, environment = {}, onLogged = () => {} } = given;
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...environmentOf(manifest, pod, index), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: Logged[] = [];
  const said: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    const logged = readLine(line);
    if (!logged) return void said.push(line);
    log.push(logged);
    onLogged(logged);
  });
  return { log, said, startedAt: Date.now(), ended: endOf(child), kill: () => void child.kill('SIGKILL') };
}

function readLine(line: string): Logged | undefined {
  if (!line.startsWith('{')) return undefined;
  return { ...JSON.parse(line), heardAt: Date.now() };
}

/** When its log has been read to the end, too. */
function endOf(child: ChildProcess): Promise<PodEnd> {
  let cpuSeconds: number | undefined;
  const timer = setInterval(() => {
    cpuSeconds = cpuOf(child.pid) ?? cpuSeconds;
  }, LOOK_MILLISECONDS);
  return new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => {
      clearInterval(timer);
      ended({ code, signal, at: Date.now(), cpuSeconds });
    });
  });
}

const LOOK_MILLISECONDS = 50;
/** Of Linux, whatever its own clock does. */
const TICKS_PER_SECOND = 100;
/** Fields 14 and 15, of which the first that is counted here is the third: before it is a name with blanks. */
const [USER, SYSTEM] = [11, 12];

function cpuOf(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS_PER_SECOND;
  } catch {
    return undefined; // it has ended, or this is no Linux
  }
}

/** As many at once as a job has pods. */
export function startPods(world: World, processes: number): Pod[] {
  const { manifest, pod } = world;
  const isCounted = COUNT in environmentOf(manifest, pod, 0);
  const environment: Record<string, string> = isCounted ? { [COUNT]: String(processes) } : {};
  return Array.from({ length: processes }, (_, index) => startPod(world, index, { environment }));
}

const COUNT = 'TRANSFORMER_SHARDS';

export async function initialize(world: World): Promise<void> {
  const pod = startPod(world, 0, { words: ['init'] });
  const { code } = await pod.ended;
  if (code !== 0) throw new Error(`init ended with ${code}: ${pod.said.join('\n')}`);
}
