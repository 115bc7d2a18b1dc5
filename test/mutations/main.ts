/** `npm run mutations`: makes each fault of the table in a copy, and says which of them no test notices. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../run-command.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './table.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

const USAGE = `Usage: npm run mutations -- [options]

  --only <numbers>  these faults of the table alone, such as 7,25
  --jobs <number>   how many at once: 1 or 2 (2)
  --help, --version prints this text, or the version
`;

const root = join(import.meta.dirname, '../..');

/** 0 when every fault is noticed, 1 when one is not. */
await runCommand(
  USAGE,
  () => readOptions(process.argv.slice(2)),
  ({ jobs, chosen }) => withWorkshops(jobs, (workshops) => tryAll(chosen, workshops)),
);

/** @throws Error that says which option is wrong */
function readOptions(words: string[]) {
  const { values } = parseArgs({
    args: words,
    options: {
      only: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  });
  const jobs = wholeNumber('jobs', values.jobs, 1);
  if (jobs > 2) throw new Error(`--jobs must be 1 or 2, not ${values.jobs}.`);
  return { ...values, jobs, chosen: chosenOf(values.only) };
}

function chosenOf(only: string | undefined): Mutant[] {
  if (only === undefined) return [...mutants];
  const numbers = only.split(',').map((text) => wholeNumber('only', text, 1));
  const unknown = numbers.filter((number) => !mutants.some((mutant) => mutant.number === number));
  if (unknown.length > 0) throw new Error(`--only: the table has no fault ${unknown.join(', ')}.`);
  return mutants.filter(({ number }) => numbers.includes(number));
}

/** The copies go away also when this is interrupted. */
async function withWorkshops(
  jobs: number,
  work: (workshops: readonly Workshop[]) => Promise<number>,
): Promise<number> {
  const workshops: Workshop[] = [];
  const close = (): void => {
    for (const workshop of workshops) workshop.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      close();
      process.exit(130);
    });
  }
  try {
    for (let job = 1; job <= jobs; job += 1) workshops.push(openWorkshop(root));
    for (const workshop of workshops) await workshop.prepare();
    return await work(workshops);
  } finally {
    close();
  }
}

/** What a test says of a fault counts only where it says nothing without. */
async function tryAll(chosen: readonly Mutant[], workshops: readonly Workshop[]): Promise<number> {
  const bad: string[] = [];
  process.stdout.write('First the tests as they are, without any fault.\n');
  await shared(cleanRuns(chosen), workshops, async (workshop, { tests, only }) => {
    const { failed, broken } = await workshop.run(tests, only);
    if (failed > 0 || broken !== '') bad.push(`${tests.join(', ')}: ${failed} tests fail. ${broken}`);
  });
  if (bad.length > 0) {
    process.stderr.write(`Without any fault:\n${bad.join('\n')}\n`);
    return 1;
  }
  const unnoticed: Mutant[] = [];
  await shared(chosen, workshops, async (workshop, mutant) => {
    if (!(await isNoticed(workshop, mutant))) unnoticed.push(mutant);
  });
  process.stdout.write(closing(chosen.length, unnoticed));
  return unnoticed.length > 0 ? 1 : 0;
}

type CleanRun = { tests: readonly string[]; only?: string };

/** Each test file once, and those of which some tests are run only, with these. */
function cleanRuns(chosen: readonly Mutant[]): CleanRun[] {
  const whole = new Set(chosen.filter(({ only }) => only === undefined).flatMap(({ tests }) => tests));
  const inPart = chosen.filter(({ only }) => only !== undefined);
  return [...[...whole].map((test) => ({ tests: [test] })), ...inPart];
}

/** Hands items out, in their order, to whichever workshop is free. */
async function shared<Item>(
  items: readonly Item[],
  workshops: readonly Workshop[],
  work: (workshop: Workshop, item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const workIn = async (workshop: Workshop): Promise<void> => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await work(workshop, item);
  };
  await Promise.all(workshops.map(workIn));
}

async function isNoticed(workshop: Workshop, mutant: Mutant): Promise<boolean> {
  const began = Date.now();
  const { failed, broken } = await workshop.run(mutant.tests, mutant.only, mutant);
  const isRight = failed > 0 && broken === '';
  const word = isRight ? 'noticed  ' : broken === '' ? 'UNNOTICED' : 'NO FAULT ';
  const seconds = `${((Date.now() - began) / 1000).toFixed(0)} s`;
  const { number, file, fault } = mutant;
  process.stdout.write(`${String(number).padStart(3)}  ${word}  ${seconds.padStart(5)}  ${file}: ${fault}\n`);
  if (broken !== '') process.stdout.write(`${broken.slice(0, 2000)}\n`);
  return isRight;
}

function closing(count: number, unnoticed: readonly Mutant[]): string {
  return unnoticed.length === 0
    ? `All ${count} faults are noticed.\n`
    : `${unnoticed.length} of ${count} faults are not noticed by a test: ${unnoticed
        .map(({ number }) => number)
        .sort((one, other) => one - other)
        .join(', ')}.\n`;
}
