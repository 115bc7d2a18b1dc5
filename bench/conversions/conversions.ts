/** Conversions: ours beside those of others and beside what limits all of them, and how ours grow. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { FeedName } from '#feeds/feed.ts';
import { alternate, type Contender, nodeAlone, OURS, progress } from '../harness/alternate.ts';
import { type Measured, runMeasured } from '../harness/measured-process.ts';
import { findDuckDb } from '../harness/programs.ts';
import type { Result, Section, Table } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { type Converter, convertersOf, ourCommand } from './converters.ts';
import { writeInput } from './inputs.ts';
import { difference } from './same-output.ts';
import { conversionTargets } from './targets.ts';
import { conversions, workOf } from './works.ts';

/** Enough for every peculiarity of the input, and few enough to compare value by value. */
const SAMPLE_ROWS = 20_000;
/** The share of the machine's memory that a contender may need. */
const SHARE_OF_MEMORY = 0.5;
/** A contender that would take longer for one turn would take most of the time of the bench. */
const MOST_SECONDS = 150;
/** Of a process that has nothing to do. */
const IDLE_MIB = 60;

export async function measureConversions(sizes: Sizes): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-conversions-'));
  try {
    const results: Result[] = [];
    for (const conversion of conversions) results.push(...(await compareAll(conversion, sizes, folder)));
    for (const conversion of conversions) results.push(...(await grow(conversion, sizes, folder)));
    for (const conversion of conversions) results.push(...(await wholeProcess(conversion, sizes, folder)));
    return {
      results,
      targets: conversionTargets(results, sizes),
      tables: [growthTable(results, sizes)],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Conversion = (typeof conversions)[number];

async function compareAll({ feed, says }: Conversion, { rows, turns, mayInstall }: Sizes, folder: string) {
  const sample = join(folder, 'sample');
  const input = join(folder, 'input');
  await writeInput(sample, feed, Math.min(rows, SAMPLE_ROWS));
  await writeInput(input, feed, rows);
  const size = (await stat(input)).size;
  progress(`${workOf(says, rows)}: ${(size / 1e6).toFixed(0)} MB`);
  const growth = rows / Math.min(rows, SAMPLE_ROWS);
  const contenders: Contender[] = [];
  for (const converter of convertersOf(feed, findDuckDb(mayInstall))) {
    const why = converter.why ?? (await objection(feed, converter, sample, growth));
    contenders.push({
      name: converter.name,
      why,
      run: () => runMeasured(converter.run(input, join(folder, 'output'))),
    });
  }
  const results = await alternate(workOf(says, rows), contenders, turns);
  await Promise.all([rm(input), rm(join(folder, 'output'), { force: true })]);
  return results;
}

/** Why a contender is not timed: other output than ours on a sample, more memory than there is, or minutes for a turn. */
async function objection(
  feed: FeedName,
  { name, converts, run }: Converter,
  sample: string,
  growth: number,
): Promise<string | undefined> {
  const output = `${sample}.${name === OURS ? 'ours' : 'theirs'}`;
  const { peakMiB, seconds } = await runMeasured(run(sample, output));
  if (converts && name !== OURS) {
    const differs = difference(feed, `${sample}.ours`, output);
    if (differs !== undefined) return `not counted, because its output differs from ours: ${differs}`;
  }
  if (name === OURS) return undefined;
  const minutes = (seconds * growth) / 60;
  if (minutes * 60 > MOST_SECONDS) return `not run: would take about ${Math.round(minutes)} minutes`;
  if (peakMiB === undefined) return undefined;
  const expected = Math.max(0, peakMiB - IDLE_MIB) * growth * 2 ** 20;
  if (expected <= totalmem() * SHARE_OF_MEMORY) return undefined;
  return `not run: would need about ${Math.round(expected / 2 ** 30)} GiB of memory`;
}

/** @returns ours alone, at sizes that are not compared anyway; once where a run takes minutes */
async function grow({ feed, says }: Conversion, { growth, rows, smallRows, turns }: Sizes, folder: string) {
  const results: Result[] = [];
  for (const size of growth.filter((each) => each !== rows && each !== smallRows)) {
    const input = join(folder, `growth-${size}`);
    await writeInput(input, feed, size);
    const ours: Contender = { name: OURS, run: () => convertOurs(feed, input, folder) };
    results.push(
      ...(await alternate(workOf(says, size), [ours], size > rows ? { ...turns, runs: 1 } : turns)),
    );
    await rm(input);
  }
  return results;
}

const convertOurs = (feed: FeedName, input: string, folder: string): Promise<Measured> =>
  runMeasured({ command: ourCommand(feed, input, join(folder, 'output')) });

async function wholeProcess({ feed, says }: Conversion, { smallRows, turns }: Sizes, folder: string) {
  const input = join(folder, 'small');
  await writeInput(input, feed, smallRows);
  const environment = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const run = (): Promise<Measured> =>
    runMeasured({ command: ourCommand(feed, input, join(folder, 'output')), environment });
  await run(); // as deployed: the image and the service keep what Node has compiled
  const contenders = [{ name: OURS, run }, nodeAlone];
  return alternate(workOf(says, smallRows), contenders, turns);
}

function growthTable(results: readonly Result[], { growth }: Sizes): Table {
  const rows = conversions.flatMap(({ says }) =>
    growth.flatMap((size) => {
      const found = results.find(({ work, contender }) => work === workOf(says, size) && contender === OURS);
      if (!found || found.medianSeconds === null) return [];
      const { medianSeconds, peakMiB } = found;
      const perRow = ((medianSeconds / size) * 1e6).toFixed(1);
      return [[says, count(size), `${medianSeconds.toFixed(2)} s`, `${perRow} µs`, mebibytes(peakMiB)]];
    }),
  );
  return { title: 'How ours grow', header: ['Conversion', 'Rows', 'Median', 'Per row', 'Peak'], rows };
}

const mebibytes = (peak: number | null): string => (peak === null ? 'unknown' : `${Math.round(peak)} MiB`);
