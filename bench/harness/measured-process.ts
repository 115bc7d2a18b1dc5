/**
 * Runs a program to its end and says how long it took and how much memory it had at most. The peak is the kernel's own
 * figure: GNU `time` asks for it when it reaps the program (ru_maxrss, without the small floor that a fork from a large
 * process would give). Where GNU time is not installed, VmHWM is read from /proc every few milliseconds instead, which can
 * miss the last of them; without /proc it is not known.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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
  said: string;
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

/** Other systems have another program there, which knows none of the options used here. */
const gnuTimeIsHere = /GNU/i.test(spawnSync(GNU_TIME, ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** What to say when peaks are only polled for; undefined when GNU time reports them. */
export const gnuTimeMissing = gnuTimeIsHere ? undefined : 'GNU time is not installed (apt-get install time)';

export function peakIsMeasuredBy(): string {
  if (gnuTimeIsHere) return 'GNU time (ru_maxrss of the process as the kernel reports it when it ends)';
  return existsSync('/proc/self/status')
    ? `VmHWM in /proc, read every ${POLL_MILLISECONDS} ms (GNU time is not installed)`
    : 'nothing on this system';
}

/**
 * Leaves nothing running and nothing open behind, however the program ends.
 * @param timed whether GNU time is asked
 * @throws Error with what the program said when it ends with another exit code
 */
export async function runMeasured(run: ToRun, timed = gnuTimeIsHere): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-time-'));
  const figures = join(folder, 'figures');
  const wrapped = timed ? [GNU_TIME, '-f', '%M %U %S', '-o', figures, ...run.command] : [...run.command];
  try {
    const { seconds, polledKiB, said } = await runToEnd(wrapped, run, !timed);
    if (!timed) return { seconds, cpuSeconds: undefined, peakMiB: mebibytes(polledKiB), said };
    const last = readFileSync(figures, 'utf8').trim().split('\n').at(-1) ?? '';
    const [kiB = Number.NaN, user = 0, system = 0] = last.split(' ').map(Number);
    return { seconds, cpuSeconds: user + system, peakMiB: mebibytes(kiB), said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const mebibytes = (kiB: number | undefined): number | undefined =>
  kiB === undefined || !Number.isFinite(kiB) ? undefined : kiB / 1024;

type Ended = { seconds: number; polledKiB: number | undefined; said: string };

async function runToEnd(
  [program = '', ...words]: readonly string[],
  run: ToRun,
  polls: boolean,
): Promise<Ended> {
  const output = run.output === undefined ? 'ignore' : openSync(run.output, 'w');
  const peak: Peak = { kiB: undefined };
  let polling: NodeJS.Timeout | undefined;
  try {
    const started = performance.now();
    const child = spawn(program, words, {
      stdio: ['ignore', output, 'pipe'],
      env: { ...process.env, ...run.environment },
    });
    if (polls) polling = setInterval(() => readPeak(child, peak), POLL_MILLISECONDS);
    const { code, endedAt, said } = await endOf(child);
    if ((run.fine ?? [0]).includes(code ?? -1))
      return { seconds: (endedAt - started) / 1000, polledKiB: peak.kiB, said };
    const command = run.command.join(' ').slice(0, 300);
    throw new Error(`${command} ended with exit code ${code}. Its output: ${said}`);
  } finally {
    clearInterval(polling);
    if (typeof output === 'number') closeSync(output);
  }
}

/** What it said is whole only when its streams are closed, which can be later than its end. */
function endOf(child: ChildProcess): Promise<{ code: number | null; endedAt: number; said: string }> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  let endedAt = performance.now();
  child.once('exit', () => {
    endedAt = performance.now();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, endedAt, said }));
  });
}

type Peak = { kiB: number | undefined };

function readPeak({ pid }: ChildProcess, peak: Peak): void {
  try {
    const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (found !== undefined) peak.kiB = Math.max(peak.kiB ?? 0, Number(found));
  } catch {
    // It has ended, or there is no /proc here.
  }
}
