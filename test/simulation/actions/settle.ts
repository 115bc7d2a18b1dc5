/** No more faults: what HotWax has left is sent, and everything runs as scheduled until nothing happens any more. */
import type { Difference } from '../invariants/claims.ts';
import { streamOf } from '../plan/random-streams.ts';
import { count } from '../world/action-log.ts';
import type { World } from '../world/world.ts';
import { allocate, readCompleted, shipFromStores } from './hotwax-actions.ts';
import { putBackFile, releaseFile } from './server-actions.ts';
import { passFiles, runJob, runScript } from './system-actions.ts';
import { shipFromWarehouses } from './user-actions.ts';

/** After this long every turn and claim of the dead is free. */
const ROUND_MINUTES = 75;
const MOST_ROUNDS = 12;

/** @param scheduled deployments that run on a schedule */
export async function settle(world: World, scheduled: readonly string[]): Promise<Difference[]> {
  world.trace.tell('No more faults: HotWax sends what it has left, and everything runs as scheduled.');
  const before = world.trace.lines.length;
  const differences = await world.trace.insideAsync(async () => {
    allocate(world, 'settle', Number.POSITIVE_INFINITY);
    // What was held up comes last of all.
    await world.trace.onlyUnusual(() => runSystem(world, 'settle0', scheduled));
    while (releaseFile(world, 'settle'));
    // Otherwise what runs have stopped at stays in its error file.
    if (streamOf(world.seed, 'settle', 'put back').chance(0.5)) putBackAll(world);
    shipFromStores(world, 'settle', true);
    return world.trace.onlyUnusual(() => runRounds(world, scheduled));
  });
  const failed = world.trace.lines.slice(before).filter(({ text }) => text.startsWith('It ends with'));
  return [...differences, ...failed.map(({ text }): Difference => ({ claim: 'rest', text }))];
}

function putBackAll(world: World): void {
  while (putBackFile(world, 'settle')) count(world, 'failed file is put back');
}

async function runRounds(world: World, scheduled: readonly string[]): Promise<Difference[]> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { activity } = world;
    await runRound(world, `settle${round}`, scheduled);
    if (world.activity === activity) return [];
  }
  return [{ claim: 'rest', text: `After ${MOST_ROUNDS} rounds files are still moved.` }];
}

async function runRound(world: World, id: string, scheduled: readonly string[]): Promise<void> {
  await runSystem(world, id, scheduled);
  shipFromWarehouses(world, id, true);
  readCompleted(world);
}

async function runSystem(world: World, id: string, scheduled: readonly string[]): Promise<void> {
  world.clock.now += ROUND_MINUTES * 60_000;
  await passFiles(world, id, []);
  for (const deployment of scheduled) runScript(world, deployment, []);
  while (runJob(world, []));
}
