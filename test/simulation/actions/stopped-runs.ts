/** A sales order that stops whoever saves it, as a script of the account hangs at it, while one run after the other tries. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINE_UPDATES, LINES_TO_FULFILL, namesIn } from '../../../testbed/feed-folders.ts';
import { chooseOne, streamOf } from '../plan/random-streams.ts';
import type { World } from '../world/world.ts';
import { runScript } from './system-actions.ts';

/** After five runs a file is given up. */
const FEWEST_RUNS = 3;
const MINUTES_BETWEEN = 75;

export function stopRuns(world: World, id: string, deployment: string): boolean {
  const orders = [...world.netsuite.ids].map(([orderId, { salesOrderId }]) => ({ orderId, salesOrderId }));
  const open = orders.filter(({ salesOrderId }) => isWaitedFor(world, salesOrderId));
  const chosen = chooseOne(open, ({ orderId }) => orderId, world.seed, id, 'which');
  if (!chosen || world.running.includes(deployment) || world.deadlyOrder !== undefined) return false;
  const runs = FEWEST_RUNS + streamOf(world.seed, id, 'how many').below(5);
  world.trace.tell(`For ${runs} runs whoever saves ${chosen.orderId} is stopped.`);
  world.deadlyOrder = String(chosen.salesOrderId);
  try {
    for (let run = 1; run <= runs; run += 1) {
      world.clock.now += MINUTES_BETWEEN * 60_000;
      runScript(world, deployment, []);
    }
  } finally {
    world.deadlyOrder = undefined;
  }
  return true;
}

/** Whether a file that is still to be applied names it. */
function isWaitedFor({ home }: World, salesOrderId: number): boolean {
  const places = [LINE_UPDATES, LINES_TO_FULFILL].flatMap((folder) => [folder, `${folder}/processing`]);
  return places.some((place) =>
    namesIn(join(home, place)).some((name) =>
      new RegExp(`\\b${salesOrderId}\\b`).test(readFileSync(join(home, place, name), 'utf8')),
    ),
  );
}
