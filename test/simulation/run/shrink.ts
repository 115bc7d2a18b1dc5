/** The shortest trace that still breaks the promise: what can be left out of a plan is left out, and the rest played again. */
import { keepParts, type Plan, partsOf } from '../plan/plan.ts';
import type { Outcome } from './simulate.ts';

export type Shrunk = { outcome: Outcome; plays: number };

/** A play takes a fraction of a second, and most stories are as short as they get after a hundred. */
const MOST_PLAYS = 400;

/**
 * Deterministic, as each action draws from a stream of its own. Of several broken claims the first must stay broken.
 * @param broken the trace as it came, which breaks the promise
 * @param play plays a plan from its beginning
 */
export async function shrink(broken: Outcome, play: (plan: Plan) => Promise<Outcome>): Promise<Shrunk> {
  const wanted = broken.differences[0]?.claim;
  let best = broken;
  let plays = 0;
  const stillBreaks = async (kept: readonly string[]): Promise<boolean> => {
    if (plays >= MOST_PLAYS) return false;
    plays += 1;
    const outcome = await play(cut(broken.plan, new Set(kept)));
    const breaks = outcome.differences.some(({ claim }) => claim === wanted);
    if (breaks) best = outcome;
    return breaks;
  };
  // The end is often idle, so it is tried first; what was needed for something else may be dispensable afterwards.
  let parts: readonly string[] = [...broken.orders, ...partsOf(broken.plan)];
  for (;;) {
    const fewer = await leaveOut(parts, stillBreaks);
    if (fewer.length === parts.length) return { outcome: best, plays };
    parts = fewer;
  }
}

/** @param kept ids of orders, actions and faults */
export const cut = (plan: Plan, kept: ReadonlySet<string>): Plan => ({
  ...keepParts(plan, kept),
  orders: [...kept].filter(isOrder),
});

/** Deeds are numbered, orders named. */
const isOrder = (id: string): boolean => /^[A-Z]/.test(id);

/** Leaves out pieces, the last first, large ones at first and single parts in the end. */
export async function leaveOut(
  parts: readonly string[],
  stillBreaks: (kept: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  let kept = parts;
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = kept.length; end > 0; end -= size) {
      const shorter = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)];
      if (await stillBreaks(shorter)) kept = shorter;
    }
  }
  return kept;
}
