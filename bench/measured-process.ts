/**
 * Runs a program to its end and says how long it took and how much memory it had at most. The peak is the kernel's own
 * figure: GNU `time` asks for it when it reaps the program (ru_maxrss, without the small floor that a fork from a large
 * process would give). Where GNU time is not installed, VmHWM is read from /proc every few milliseconds instead, which can
 * miss the last of them; without /proc it is not known.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @property cpuSeconds of the program and what it started; undefined where GNU time is not installed
 * @property peakMiB undefined where it cannot be known
 */
export type Measured = {
  seconds: number;
  cpuSeconds: number | undefined;
  peakMiB: number | undefined;
  told: string;
};

/** @property output file for what the program writes to standard output */
export type ToRun = {
  command: readonly string[];
  output?: string | undefined;
  environment?: Readonly<Record<string, string>>;
  /** Exit codes that mean it did its work. */
  fine?: readonly number[];
};

const GNU_TIME = '/usr/bin/time';
const POLL_MILLISECONDS = 5;

export const peakIsMeasuredBy = (): string => {
  if (existsSync(GNU_TIME))
    return 'GNU time (ru_maxrss of the process as the kernel reports it when it ends)';
  return existsSync('/proc/self/status')
    ? `VmHWM in /proc, read every ${POLL_MILLISECONDS} ms (GNU time is not installed)`
    : 'nothing on this system';
};

/** @throws Error with what the program said when it ends with another exit code */
export async function runMeasured(run: ToRun): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-time-'));
  const figures = join(folder, 'figures');
  const timed = existsSync(GNU_TIME);
  const wrapped = timed ? [GNU_TIME, '-f', '%M %U %S', '-o', figures, ...run.command] : [...run.command];
  try {
    const { seconds, polledKiB, told } = await runToEnd(wrapped, run, !timed);
    if (!timed) return { seconds, cpuSeconds: undefined, peakMiB: mebibytes(polledKiB), told };
    const last = readFileSync(figures, 'utf8').trim().split('\n').at(-1) ?? '';
    const [kiB = Number.NaN, user = 0, system = 0] = last.split(' ').map(Number);
    return { seconds, cpuSeconds: user + system, peakMiB: mebibytes(kiB), told };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const mebibytes = (kiB: number | undefined): number | undefined =>
  kiB === undefined || !Number.isFinite(kiB) ? undefined : kiB / 1024;

type Ended = { seconds: number; polledKiB: number | undefined; told: string };

function runToEnd([program = '', ...words]: readonly string[], run: ToRun, polls: boolean): Promise<Ended> {
  const output = run.output === undefined ? 'ignore' : openSync(run.output, 'w');
  const started = performance.now();
  const child = spawn(program, words, {
    stdio: ['ignore', output, 'pipe'],
    env: { ...process.env, ...run.environment },
  });
  const polled = polls ? pollPeak(child) : undefined;
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    let ended = started;
    child.once('exit', () => {
      ended = performance.now();
    });
    child.once('error', (error) => {
      polled?.stop();
      reject(error);
    });
    child.once('close', (code) => {
      if (typeof output === 'number') closeSync(output);
      if ((run.fine ?? [0]).includes(code ?? -1))
        resolve({ seconds: (ended - started) / 1000, polledKiB: polled?.stop(), told });
      else
        reject(
          new Error(`${run.command.join(' ').slice(0, 300)} ended with exit code ${code}. It said: ${told}`),
        );
    });
  });
}

function pollPeak({ pid }: ChildProcess): { stop: () => number | undefined } {
  let peak: number | undefined;
  const look = (): void => {
    try {
      const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (found !== undefined) peak = Math.max(peak ?? 0, Number(found));
    } catch {
      // It has ended, or there is no /proc here.
    }
  };
  const timer = setInterval(look, POLL_MILLISECONDS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
