/** What many stories together have met, and whether they kept the promise. */
import type { Outcome } from './simulate.ts';

export type Tally = { stories: number; broken: number[]; met: Map<string, number> };

/** What a worker says of a seed. @property failure told only of a broken promise */
export type SeedResult = { seed: number; met: [string, number][]; failure?: string };

export const emptyTally = (): Tally => ({ stories: 0, broken: [], met: new Map() });

export function addResult(tally: Tally, { seed, met, failure }: SeedResult): void {
  tally.stories += 1;
  if (failure !== undefined) tally.broken.push(seed);
  for (const [what, times] of met) tally.met.set(what, (tally.met.get(what) ?? 0) + times);
}

export const metOf = ({ met }: Outcome): [string, number][] => [...met];

/** Sums of what begins with one of the words. */
export const sumOf = ({ met }: Tally, isOne: (what: string) => boolean): number =>
  [...met].filter(([what]) => isOne(what)).reduce((sum, [, times]) => sum + times, 0);
