/** One seed: played, and when it breaks the promise, cut down to its shortest trace. */

import { shrink } from './shrink.ts';
import { type Outcome, type Scene, simulate, simulateSeed } from './simulate.ts';
import { metOf, type SeedResult } from './tally.ts';
import { reportFailure } from './tell-failure.ts';

export async function trySeed(scene: Scene, seed: number, shorten = true): Promise<SeedResult> {
  try {
    const outcome = await simulateSeed(scene, seed);
    const result = { seed, met: metOf(outcome) };
    if (outcome.differences.length === 0) return result;
    return { ...result, failure: await reportShortest(scene, outcome, shorten) };
  } catch (thrown) {
    // The simulation itself broke down: that is a failure too, and the other seeds go on.
    const why = thrown instanceof Error ? thrown.stack : String(thrown);
    return { seed, met: [], failure: `Seed ${seed} could not be played: ${why}\n` };
  }
}

export async function reportShortest(scene: Scene, outcome: Outcome, shorten: boolean): Promise<string> {
  const shortest = shorten
    ? await shrink(outcome, (plan) => simulate(scene, plan))
    : { outcome: { ...outcome, plan: { ...outcome.plan, orders: outcome.orders } }, plays: 0 };
  return reportFailure(shortest, outcome.trace.length);
}
