/** No more mishaps: what HotWax has left is sent, and everything runs as scheduled until nothing happens any more. */
import type { Difference } from '../promise/claims.ts';
import type { Stage } from '../stage/stage.ts';
import { allocate, readCompleted, shipFromStores } from './hotwax-deeds.ts';
import { passFiles, runJob, runScript } from './run-deeds.ts';
import { shipFromWarehouses } from './user-deeds.ts';

/** After this long every turn and claim of the dead is free. */
const ROUND_MINUTES = 75;
const MOST_ROUNDS = 12;

/** @param scheduled deployments that run on a schedule */
export async function settle(stage: Stage, scheduled: readonly string[]): Promise<Difference[]> {
  stage.story.tell('No more mishaps: HotWax sends what it has left, and everything runs as scheduled.');
  const before = stage.story.lines.length;
  const differences = await stage.story.insideAsync(async () => {
    allocate(stage, 'settle', Number.POSITIVE_INFINITY);
    shipFromStores(stage, 'settle', true);
    return stage.story.onlyUnusual(() => runRounds(stage, scheduled));
  });
  const failed = stage.story.lines.slice(before).filter(({ text }) => text.startsWith('It ends with'));
  return [...differences, ...failed.map(({ text }): Difference => ({ claim: 'rest', text }))];
}

async function runRounds(stage: Stage, scheduled: readonly string[]): Promise<Difference[]> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { activity } = stage;
    await runRound(stage, `settle${round}`, scheduled);
    if (stage.activity === activity) return [];
  }
  return [{ claim: 'rest', text: `After ${MOST_ROUNDS} rounds files are still moved.` }];
}

async function runRound(stage: Stage, id: string, scheduled: readonly string[]): Promise<void> {
  stage.clock.now += ROUND_MINUTES * 60_000;
  await passFiles(stage, id, []);
  for (const deployment of scheduled) runScript(stage, deployment, []);
  while (runJob(stage, []));
  shipFromWarehouses(stage, id, true);
  readCompleted(stage);
}
