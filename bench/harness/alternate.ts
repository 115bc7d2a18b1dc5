/** Runs contenders in turns (A B C A B C …), so that a machine that slows down slows all of them, and takes medians. */
import { type Measured, runMeasured } from './measured-process.ts';
import { median, type Result } from './results.ts';

export const OURS = 'ours';

/** @property why set when it cannot be run: not installed, or too large for this machine */
export type Contender = { name: string; run: () => Promise<Measured>; why?: string | undefined };

export const NODE_ALONE = 'node -e 0';

/** A process that has nothing to do. */
export const nodeAlone: Contender = {
  name: NODE_ALONE,
  run: () => runMeasured({ command: [process.execPath, '-e', '0'] }),
};

/**
 * @property runs how many turns
 * @property mostSeconds a contender that has taken this long takes no further turn once it has had `leastRuns`
 */
export type Turns = { runs: number; leastRuns: number; mostSeconds: number };

export async function alternate(
  work: string,
  contenders: readonly Contender[],
  turns: Turns,
): Promise<Result[]> {
  const found = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
  for (let turn = 0; turn < turns.runs; turn += 1) {
    for (const { name, run, why } of contenders) {
      const before = found.get(name) ?? [];
      if (why !== undefined || hasHadEnough(before, turns)) continue;
      before.push(await run());
      progress(`${work}: ${name}, run ${turn + 1}`, before.at(-1)?.seconds);
    }
  }
  return resultsOf(work, contenders, found);
}

function hasHadEnough(before: readonly Measured[], { leastRuns, mostSeconds }: Turns): boolean {
  const spent = before.reduce((sum, { seconds }) => sum + seconds, 0);
  const next = before.at(-1)?.seconds ?? 0;
  return before.length >= leastRuns && spent + next > mostSeconds;
}

export function progress(what: string, seconds?: number): void {
  process.stderr.write(seconds === undefined ? `${what}\n` : `${what}: ${seconds.toFixed(2)} s\n`);
}

function resultsOf(
  work: string,
  contenders: readonly Contender[],
  found: ReadonlyMap<string, readonly Measured[]>,
): Result[] {
  const ours = median((found.get(OURS) ?? []).map(({ seconds }) => seconds));
  return contenders.map(({ name, why }) => {
    const runs = found.get(name) ?? [];
    const missing = { medianSeconds: null, peakMiB: null, ratioToOurs: null };
    if (runs.length === 0) return { work, contender: name, ...missing, ...(why && { note: why }) };
    const seconds = median(runs.map((run) => run.seconds));
    return {
      work,
      contender: name,
      medianSeconds: seconds,
      peakMiB: medianOf(runs.map(({ peakMiB }) => peakMiB)),
      ratioToOurs: Number.isFinite(ours) ? seconds / ours : null,
      cpuSeconds: medianOf(runs.map(({ cpuSeconds }) => cpuSeconds)),
      runs: runs.length,
    };
  });
}

function medianOf(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : median(known);
}
