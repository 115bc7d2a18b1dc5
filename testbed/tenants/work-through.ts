/** Starts of the job until nothing waits any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitingIn } from './found.ts';
import { plannedFeeds } from './plan.ts';
import { type Pod, type PodEnd, startPods } from './pods.ts';
import type { World } from './world.ts';

const LOOK_MILLISECONDS = 20;
const MOST_STARTS = 5;

export const hasWork = ({ homeOf }: World, tenants: World['tenants']): boolean =>
  tenants.some(({ name }) => plannedFeeds.some((feed) => waitingIn(homeOf(name), feed).length > 0));

/**
 * @property at when all was done, in milliseconds
 * @property busiestSeconds how long the busiest process had a processor, of all starts together; 0 where no system says it
 */
export type Worked = { at: number; busiestSeconds: number };

/** Processes that have nothing to do any more but for tenants that are not asked for are ended. */
export async function workThrough(
  world: World,
  tenants: World['tenants'],
  processes: number,
): Promise<Worked> {
  const isIdle = (): boolean => tenants.length < world.tenants.length && !hasWork(world, tenants);
  let busiestSeconds = 0;
  for (let start = 0; start < MOST_STARTS && hasWork(world, tenants); start += 1) {
    const ends = await untilIdle(startPods(world, processes), isIdle);
    busiestSeconds += Math.max(...ends.map(({ cpuSeconds }) => cpuSeconds ?? 0));
  }
  return { at: Date.now(), busiestSeconds };
}

async function untilIdle(pods: readonly Pod[], isIdle: () => boolean): Promise<PodEnd[]> {
  let isOver = false;
  const ended = Promise.all(pods.map(({ ended }) => ended)).then((ends) => {
    isOver = true;
    return ends;
  });
  while (!isOver && !isIdle()) await Promise.race([ended, sleep(LOOK_MILLISECONDS)]);
  for (const { kill } of pods) kill();
  return ended;
}
