/** `npm run simulate -- --transformer`: the transformer alone, against servers that lie, deny and break off. */
import { join } from 'node:path';
import { playMany } from '../run/many-seeds.ts';
import type { SeedResult, Tally } from '../run/tally.ts';
import { makePlan } from './plan/make-plan.ts';
import { keepParts } from './plan/plan.ts';
import { openSimulator } from './play/play.ts';
import { played, reportFailure, type TransformerResult } from './run/try-seed.ts';

export const transformerFolder = join(import.meta.dirname, '../../../transformer');
export const workerFile = new URL('./run/worker.ts', import.meta.url);

export type TransformerOptions = {
  seed: number;
  runs: number;
  jobs: number;
  whole: boolean;
  only: string | undefined;
  except: readonly string[];
};

/** @returns 0 when every seed kept the promise, else 1 */
export async function simulateTransformer(options: TransformerOptions): Promise<number> {
  return options.only === undefined ? playSeeds(options) : playOnly(options, options.only);
}

async function playSeeds({ seed, runs, jobs, whole, except }: TransformerOptions): Promise<number> {
  const started = Date.now();
  const broken = new Map<string, number[]>();
  const onResult = (result: SeedResult, { stories }: Tally): void => {
    const { failure, broken: claims } = result as TransformerResult;
    for (const claim of claims) broken.set(claim, [...(broken.get(claim) ?? []), result.seed]);
    if (failure !== undefined) process.stdout.write(`\n${failure}`);
    if (process.stdout.isTTY) process.stdout.write(`\r${stories} of ${runs} `);
  };
  const tally = await playMany({
    worker: workerFile,
    project: transformerFolder,
    first: seed,
    runs,
    jobs,
    shorten: !whole,
    except,
    onResult,
  });
  const seconds = (Date.now() - started) / 1000;
  process.stdout.write(`\n${metLines(tally)}\n`);
  for (const [claim, seeds] of broken)
    process.stdout.write(`${claim}: ${seeds.sort((a, b) => a - b).join(', ')}\n`);
  const failed = tally.broken.length;
  process.stdout.write(
    `${runs} seeds from ${seed}: ${runs - failed} kept the promise, ${failed} broke it. ${seconds.toFixed(0)} s\n`,
  );
  return failed === 0 ? 0 : 1;
}

const metLines = ({ met }: Tally): string =>
  [...met]
    .sort(([, one], [, other]) => other - one)
    .map(([what, times]) => `${String(times).padStart(8)} ${what}`)
    .join('\n');

async function playOnly({ seed, except }: TransformerOptions, only: string): Promise<number> {
  const simulator = await openSimulator(transformerFolder);
  const outcome = await played(simulator, keepParts(makePlan(seed), new Set(only.split(','))), except);
  const told = reportFailure(outcome, 0, 0);
  process.stdout.write(outcome.differences.length > 0 ? told : `${told}\nThe promise is kept.\n`);
  return outcome.differences.length === 0 ? 0 : 1;
}
