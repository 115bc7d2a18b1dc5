/** Many seeds of the story with a kill: whether every row came once and in order. */
import { makePlan, type PlanSizes, PROCESSES, TENANTS } from '../../testbed/tenants/plan.ts';
import { type Ending, playStory, quickStory } from '../../testbed/tenants/story.ts';
import { progress } from '../harness/alternate.ts';
import { median, type Section, type Table } from '../harness/results.ts';
import type { ScaleSizes } from '../harness/sizes.ts';

export const measureSeeds = async ({ seeds, story }: ScaleSizes): Promise<Section> =>
  sectionOf(await playAll(seeds, story));

export function sectionOf(endings: readonly Ending[]): Section {
  const faults = endings.flatMap((ending) => ending.faults);
  const worlds = `${endings.length} worlds of ${TENANTS} tenants and ${PROCESSES} processes, one of them killed`;
  return {
    results: [],
    tables: [tableOf(endings)],
    targets: [
      {
        claim: `${worlds}: rows lost, doubled or out of order, files unfinished`,
        limit: 0,
        found: faults.length,
      },
    ],
  };
}

/** A world waits most of its time, for what is dead. */
const AT_ONCE = 2;

async function playAll(seeds: number, sizes: PlanSizes): Promise<Ending[]> {
  const left = Array.from({ length: seeds }, (_, index) => index + 1);
  const endings: Ending[] = [];
  const player = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift())
      endings.push(await playSeed(seed, sizes));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
  return endings;
}

async function playSeed(seed: number, sizes: PlanSizes): Promise<Ending> {
  const ending = await playStory(makePlan(seed, sizes), quickStory);
  progress(`seed ${seed}, ${ending.orphans} claims left by the kill`, ending.seconds);
  for (const fault of ending.faults) progress(`seed ${seed}: ${fault}`);
  return ending;
}

function tableOf(endings: readonly Ending[]): Table {
  const orphaned = endings.filter(({ orphans }) => orphans > 0);
  return {
    title: 'worlds with a kill',
    header: ['What', 'How many'],
    rows: [
      ['worlds', String(endings.length)],
      ['in which the process was killed', String(endings.filter(({ killed }) => killed).length)],
      ['in which it left claims', String(orphaned.length)],
      ['claims that it left', String(endings.reduce((sum, { orphans }) => sum + orphans, 0))],
      ['processes until all was done, median', String(median(endings.map(({ starts }) => starts)))],
      ['worlds with a fault', String(endings.filter(({ faults }) => faults.length > 0).length)],
    ],
  };
}
