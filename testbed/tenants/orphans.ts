/** Claims that a process has left which was killed, and when each has another owner. */
import { claimsIn } from './found.ts';
import { plannedFeeds } from './plan.ts';
import type { Pod } from './pods.ts';
import type { World } from './world.ts';

/** A claim of the process that was killed, which another has to take up. */
export type Orphan = { home: string; feed: (typeof plannedFeeds)[number]; claim: string };

export function orphansOf({ tenants, homeOf, plan }: World, victim: Pod | undefined): Orphan[] {
  const passes = new Set(victim?.log.flatMap(({ passId }) => passId ?? []));
  const isOwn = (claim: string): boolean => [...passes].some((id) => claim.includes(`-${id}~`));
  return tenants
    .filter(({ name }) => name !== plan.silent)
    .map(({ name }) => homeOf(name))
    .flatMap((home) =>
      plannedFeeds.flatMap((feed) =>
        claimsIn(home, feed)
          .filter(isOwn)
          .map((claim) => ({ home, feed, claim })),
      ),
    );
}

const LOOK_MILLISECONDS = 50;

/** Looks again and again until none of the claims bears the name that the dead process gave it. */
export function watchTakeover(
  orphans: readonly Orphan[],
  killedAt: number,
): { end: () => number | undefined } {
  let left = orphans;
  let lastAt: number | undefined;
  const look = (): void => {
    const still = left.filter(({ home, feed, claim }) => claimsIn(home, feed).includes(claim));
    if (still.length < left.length) lastAt = Date.now();
    left = still;
  };
  const timer = setInterval(look, LOOK_MILLISECONDS);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return lastAt === undefined ? undefined : (lastAt - killedAt) / 1000;
    },
  };
}
