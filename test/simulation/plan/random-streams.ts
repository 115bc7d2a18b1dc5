/** One stream of random numbers for each concern, so that leaving one thing out of a trace changes no other. */
import { shortHash } from '#feeds/format/file-name.ts';
import { type Random, seededRandom } from '../../../testbed/random.ts';

const seedOf = (...names: readonly (string | number)[]): number =>
  Number.parseInt(shortHash(names.join('/')), 16);

export const streamOf = (...names: readonly (string | number)[]): Random => seededRandom(seedOf(...names));

/** One of the candidates, and the same one when others are missing. */
export function chooseOne<Thing>(
  candidates: readonly Thing[],
  nameOf: (thing: Thing) => string,
  ...stream: readonly (string | number)[]
): Thing | undefined {
  return chooseSome(candidates, 1, nameOf, ...stream)[0];
}

export function chooseSome<Thing>(
  candidates: readonly Thing[],
  count: number,
  nameOf: (thing: Thing) => string,
  ...stream: readonly (string | number)[]
): Thing[] {
  const drawn = candidates.map((thing) => ({
    thing,
    lot: streamOf(...stream, nameOf(thing)).below(2 ** 31),
  }));
  return drawn
    .sort((one, other) => other.lot - one.lot)
    .slice(0, count)
    .map(({ thing }) => thing);
}
