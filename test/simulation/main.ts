/** `npm run simulate -- --seed N --runs N`: many seeds; one that breaks the promise tells its shortest trace. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildScripts } from '../../testbed/build-scripts.ts';
import { runCommand, wholeNumber } from '../run-command.ts';
import { makePlan } from './plan/make-plan.ts';
import { playMany } from './run/many-seeds.ts';
import { findPlace, writeReport } from './run/report.ts';
import { cut } from './run/shrink.ts';
import { openScene, recordedTrace, simulate } from './run/simulate.ts';
import type { SeedResult, Tally } from './run/tally.ts';
import { reportShortest } from './run/try-seed.ts';
import { simulateTransformer } from './transformer/command.ts';

const USAGE = `Usage: npm run simulate -- [options]

  --seed <number>     the first seed (1)
  --runs <number>     how many seeds, one after the other (100; with --only 1)
  --jobs <number>     on how many threads (as many as this machine has)
  --only <parts>      plays only these orders, actions and faults of the seed, and prints the whole trace
  --whole             prints failing traces whole, without shrinking them
  --report <file>     writes the result into the page, between its two marks
  --project <folder>  another built SDF project than dist/netsuite
  --transformer       plays the transformer alone, against servers that lie, refuse and break off
  --except <claims>   with --transformer: ignores these claims, such as lateUpload,delayed
  --help, --version   prints this text, or the version
`;

const project = join(import.meta.dirname, '../../dist/netsuite');

await runCommand(USAGE, () => readOptions(process.argv.slice(2)), simulateAll);

/** @returns 0 when every seed kept the promise, 1 when one broke it, 2 when the page has no place for the result */
async function simulateAll(options: Options): Promise<number> {
  if (options.report !== undefined && !(await hasPlace(options.report))) return 2;
  if (options.transformer)
    return simulateTransformer({ ...options, only: options.only, except: options.except.split(',') });
  if (options.project === project && !buildScripts()) return 1;
  return options.only === undefined ? playSeeds(options) : playOnly(options, options.only);
}

type Options = ReturnType<typeof readOptions>;

/** @throws Error that says which option is wrong */
function readOptions(words: string[]) {
  const { values } = parseArgs({
    args: words,
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '100' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      only: { type: 'string' },
      whole: { type: 'boolean', default: false },
      report: { type: 'string' },
      project: { type: 'string', default: project },
      transformer: { type: 'boolean', default: false },
      except: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  const { seed, runs, jobs } = values;
  return {
    ...values,
    seed: wholeNumber('seed', seed, 0),
    runs: wholeNumber('runs', runs, 1),
    jobs: wholeNumber('jobs', jobs, 1),
  };
}

/** Asked before a run of hours. */
async function hasPlace(report: string): Promise<boolean> {
  try {
    await findPlace(report);
    return true;
  } catch (error) {
    process.stderr.write(`--report: ${error instanceof Error ? error.message : error}\n`);
    return false;
  }
}

async function playSeeds({ seed, runs, jobs, whole, report, project: folder }: Options): Promise<number> {
  const started = Date.now();
  const onResult = ({ failure }: SeedResult, { stories, broken }: Tally): void => {
    if (failure !== undefined) process.stdout.write(`\n${failure}`);
    if (process.stdout.isTTY) process.stdout.write(`\r${stories} of ${runs}, ${broken.length} broken `);
  };
  const tally = await playMany({ project: folder, first: seed, runs, jobs, shorten: !whole, onResult });
  const seconds = (Date.now() - started) / 1000;
  if (report !== undefined) await writeReport(report, { first: seed, runs, jobs, seconds, tally });
  const broken = tally.broken.length;
  process.stdout.write(
    `\n${runs} seeds from ${seed}: ${runs - broken} kept the promise, ${broken} broke it. ${seconds.toFixed(0)} s\n`,
  );
  return broken === 0 ? 0 : 1;
}

/** The trace that a failing seed was cut down to, or any other choice of its parts. */
async function playOnly({ seed, project: folder }: Options, only: string): Promise<number> {
  const scene = openScene(folder);
  const plan = cut(makePlan(seed, scene.deployments), new Set(only.split(',')));
  const outcome = await simulate(scene, plan);
  if (outcome.differences.length > 0) {
    process.stdout.write(await reportShortest(scene, outcome, false));
    return 1;
  }
  process.stdout.write(`${recordedTrace(outcome).join('\n')}\n\nThe promise is kept.\n`);
  return 0;
}
