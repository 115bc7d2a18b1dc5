/** A story before it is played: what is to happen and what is to go wrong, as plain data that can be cut. */

export type When = 'before' | 'after';

/** How a file comes a second time. */
export type Repeat = 'as it was' | 'with other content' | 'under another name';

/** What somebody does. Who and what it befalls is drawn from the deed's own stream when it is played. */
export type Act =
  | { kind: 'script runs'; deployment: string }
  | { kind: 'queued job runs' }
  | { kind: 'transformer passes' }
  | { kind: 'HotWax allocates' }
  | { kind: 'HotWax allocates anew' }
  | { kind: 'HotWax ships' }
  | { kind: 'HotWax reads' }
  | { kind: 'warehouse ships' }
  | { kind: 'user saves an order' }
  | { kind: 'user adds a line' }
  | { kind: 'user closes a line' }
  | { kind: 'user closes an order' }
  | { kind: 'user cancels an order' }
  | { kind: 'file comes again'; how: Repeat };

/**
 * @property at number of the call, of the request to the store, or of the record of an import, at which it happens at the
 * earliest
 */
export type Mishap =
  | { kind: 'crash'; when: When; at: number }
  | { kind: 'restart'; when: When; at: number }
  | { kind: 'time-out'; when: When; at: number }
  | { kind: 'slow'; at: number; minutes: number }
  | { kind: 'import fails'; at: number }
  | { kind: 'record is locked'; at: number }
  | { kind: 'meanwhile'; at: number; deed: Deed };

/** @property id `7`, and of what happens in the middle of it `7a`, `7b`: also the name of its stream of random numbers */
export type Deed = { id: string; minutes: number; act: Act; mishaps: readonly NamedMishap[] };

export type NamedMishap = { id: string; mishap: Mishap };

/** @property orders ids of the orders there are; left out, all of the seed's order book */
export type Plan = { seed: number; orders?: readonly string[]; deeds: readonly Deed[] };

/** Deeds and mishaps of the plan by id, the outer ones first. */
export const partsOf = ({ deeds }: Plan): string[] => deeds.flatMap(partsOfDeed);

const partsOfDeed = ({ id, mishaps }: Deed): string[] => [
  id,
  ...mishaps.flatMap(({ id: own, mishap }) => [
    own,
    ...(mishap.kind === 'meanwhile' ? inner(mishap.deed) : []),
  ]),
];

/** A deed in the middle of another goes with the mishap that is it. */
const inner = (deed: Deed): string[] => partsOfDeed(deed).slice(1);

/** The same plan without the deeds and mishaps that are not wanted. */
export const keepParts = (plan: Plan, wanted: ReadonlySet<string>): Plan => ({
  ...plan,
  deeds: keepDeeds(plan.deeds, wanted),
});

function keepDeeds(deeds: readonly Deed[], wanted: ReadonlySet<string>): Deed[] {
  // Time goes on although nothing happens in it.
  let skipped = 0;
  return deeds.flatMap((deed) => {
    skipped += deed.minutes;
    if (!wanted.has(deed.id)) return [];
    const kept = { ...deed, minutes: skipped, mishaps: keepMishaps(deed.mishaps, wanted) };
    skipped = 0;
    return [kept];
  });
}

const keepMishaps = (mishaps: readonly NamedMishap[], wanted: ReadonlySet<string>): NamedMishap[] =>
  mishaps
    .filter(({ id }) => wanted.has(id))
    .map(({ id, mishap }) => {
      if (mishap.kind !== 'meanwhile') return { id, mishap };
      const { deed } = mishap;
      return { id, mishap: { ...mishap, deed: { ...deed, mishaps: keepMishaps(deed.mishaps, wanted) } } };
    });
