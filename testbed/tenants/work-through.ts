/** Starts of the job until nothing waits any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitingIn } from './found.ts';
import { plannedFeeds } from './plan.ts';
import { type Pod, startPods } from './pods.ts';
import type { World } from './world.ts';

const LOOK_MILLISECONDS = 20;
const MOST_STARTS = 5;

export const hasWork = ({ homeOf }: World, tenants: World['tenants']): boolean =>
  tenants.some(({ name }) => plannedFeeds.some((feed) => waitingIn(homeOf(name), feed).length > 0));

/**
 * Processes that have nothing to do any more but for tenants that are not asked for are ended.
 * @returns when all was done: the last process had ended, or had only others to do
 */
export async function workThrough(
  world: World,
  tenants: World['tenants'],
  processes: number,
): Promise<number> {
  for (let start = 0; start < MOST_STARTS && hasWork(world, tenants); start += 1)
    await untilIdle(
      startPods(world, processes),
      () => tenants.length < world.tenants.length && !hasWork(world, tenants),
    );
  return Date.now();
}

async function untilIdle(pods: readonly Pod[], isIdle: () => boolean): Promise<void> {
  let isOver = false;
  const ended = Promise.all(pods.map(({ ended }) => ended)).then(() => {
    isOver = true;
  });
  while (!isOver && !isIdle()) await Promise.race([ended, sleep(LOOK_MILLISECONDS)]);
  for (const { kill } of pods) kill();
  await ended;
}
