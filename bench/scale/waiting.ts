/** How long files of healthy tenants wait beside a dead server and a busy tenant, and what a second process gains. */
import { lastDeliveryIn } from '../../testbed/tenants/found.ts';
import { judge } from '../../testbed/tenants/judge.ts';
import { BUSY_TIMES, makePlan, type Plan, PROCESSES, TENANTS } from '../../testbed/tenants/plan.ts';
import { initialize } from '../../testbed/tenants/pods.ts';
import { workThrough } from '../../testbed/tenants/work-through.ts';
import { layFiles, openWorld, type World } from '../../testbed/tenants/world.ts';
import { alternate, type Contender, OURS } from '../harness/alternate.ts';
import type { Measured } from '../harness/measured-process.ts';
import { find, oursInTimesOf, type Result, type Section } from '../harness/results.ts';
import type { ScaleSizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';

const ONE = 'one process';
const WELL = 'with that server well, and nothing on it';

/** A place that a silent server has is noticed after this long, and a process looks for it twice a second. */
const GRANULARITY_SECONDS = 0.5;

/** How much later the others may be. */
const MOST_LATER = 1.1;
const MOST_OF_ONE = 0.6;

/** Longer than everything else takes, as it would be with the default of two minutes. */
const TIMEOUT_SECONDS = 30;

export async function measureWaiting({ turns, loads }: ScaleSizes): Promise<Section> {
  const plan = makePlan(1, { ...loads, silentFirst: true });
  const files = plan.tenants.flatMap((tenant) => tenant.files).length;
  const says = `${TENANTS} tenants, one with ${BUSY_TIMES} times the load, ${count(files)} files of ${count(loads.rows)} rows`;
  const waits = `oldest waiting file of the healthy ones of ${says}`;
  const shares = `${says}: all of it`;
  const results = [
    ...(await alternate(waits, waiters(plan), turns)),
    ...(await alternate(shares, workers(plan), turns)),
  ];
  return {
    results,
    tables: [],
    targets: [
      {
        claim: `${waits}: seconds beside a dead server, less ${GRANULARITY_SECONDS}, in times of those with it well`,
        limit: MOST_LATER,
        found: laterIn(results, waits),
      },
      {
        claim: `${shares}: time of ${PROCESSES} processes, in times of one`,
        limit: MOST_OF_ONE,
        found: oursInTimesOf(results, shares, ONE),
      },
      {
        claim: `${shares}: CPU of the busier of ${PROCESSES} processes, in times of one, which is what is left of it where each has a processor`,
        limit: MOST_OF_ONE,
        found: busierIn(results, shares),
      },
    ],
  };
}

function laterIn(results: readonly Result[], work: string): number | null {
  const [beside, well] = [OURS, WELL].map((name) => find(results, work, name)?.medianSeconds ?? 0);
  return beside && well ? (beside - GRANULARITY_SECONDS) / well : null;
}

function busierIn(results: readonly Result[], work: string): number | null {
  const [two, one] = [OURS, ONE].map((name) => find(results, work, name)?.cpuSeconds);
  return two && one ? two / one : null;
}

const waiters = (plan: Plan): Contender[] => [
  { name: OURS, run: () => inWorld(plan, waitIn, true) },
  { name: WELL, run: () => inWorld(withNothingThere(plan), waitIn) },
];

const workers = (plan: Plan): Contender[] => [
  { name: OURS, run: () => inWorld(withNothingThere(plan), (world) => workIn(world, PROCESSES)) },
  { name: ONE, run: () => inWorld(withNothingThere(plan), (world) => workIn(world, 1)) },
];

/** The tenant stays in the configuration: otherwise all shares would be others, and with them who waits for whom. */
const withNothingThere = (plan: Plan): Plan => ({
  ...plan,
  tenants: plan.tenants.map((tenant) => (tenant.name === plan.silent ? { ...tenant, files: [] } : tenant)),
});

async function inWorld(
  plan: Plan,
  work: (world: World) => Promise<Times>,
  fallsSilent = false,
): Promise<Measured> {
  const world = await openWorld(plan, { timeoutSeconds: TIMEOUT_SECONDS });
  try {
    await initialize(world);
    layFiles(world);
    if (fallsSilent) world.silent.fallSilent(plan.silentAfterBytes);
    return { ...(await work(world)), peakMiB: undefined, said: '' };
  } finally {
    await world.stop();
  }
}

type Times = Pick<Measured, 'seconds' | 'cpuSeconds'>;

/** From the start of the processes until the last file of a healthy tenant is delivered; nobody waits for what is dead. */
async function waitIn(world: World): Promise<Times> {
  const began = Date.now();
  const healthy = world.tenants.filter(({ name }) => name !== world.plan.silent);
  const { busiestSeconds } = await workThrough(world, healthy, PROCESSES);
  requireRight({ ...world, tenants: healthy });
  const at = lastDeliveryIn(healthy.map(({ name }) => world.homeOf(name)));
  return { seconds: (at - began) / 1000, cpuSeconds: busiestSeconds };
}

async function workIn(world: World, processes: number): Promise<Times> {
  const began = Date.now();
  const { at, busiestSeconds } = await workThrough(world, world.tenants, processes);
  requireRight(world);
  return { seconds: (at - began) / 1000, cpuSeconds: busiestSeconds };
}

/** A time counts only where the work was done. */
function requireRight(world: World): void {
  const faults = judge(world);
  if (faults.length > 0) throw new Error(`The work was not done: ${faults.slice(0, 3).join('; ')}.`);
}
