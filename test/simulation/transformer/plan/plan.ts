/** What happens under a seed, as data: what the server is like, who sends what, which passes are made, and what goes wrong. */
import type { Trait } from '../server/habits.ts';

export type FeedName = 'brokered-order-items' | 'item-fulfillments' | 'fulfilled-order-items';

/**
 * @property id of this row alone; it stands in what the row says, and so can be found wherever it goes
 * @property item number of the order item; `part` and `again` are about that of the row before
 */
export type Row = { id: number; kind: RowKind; order: number; line: number; item: number; quantity: number };

export type RowKind =
  | 'good'
  | 'part'
  | 'again'
  | 'no location'
  | 'bad quantity'
  | 'not a row'
  | 'of the other side'
  | 'cancelled';

/** @property style how it is spelt: lines, blanks, quotes */
export type FileText = {
  rows: readonly Row[];
  whole: 'sound' | 'cut off' | 'of another feed';
  style: number;
};

/** @property share of all bytes, after which nothing comes for so many seconds */
export type Upload =
  | { kind: 'at once' }
  | { kind: 'renamed into place' }
  | { kind: 'in pieces'; halts: readonly { share: number; seconds: number }[] };

/** What comes again. */
export type Again = 'as it was' | { text: FileText } | { name: string };

export type OwnFolder = 'target' | 'error' | 'archive' | '.state' | 'processing';

export type Act =
  /** @property dated how many minutes its time is ahead, if the sender sets it */
  | { kind: 'sends'; feed: FeedName; name: string; text: FileText; upload: Upload; dated?: number }
  | { kind: 'sends again'; of: string; again: Again; upload: Upload }
  | { kind: 'receiver takes' }
  | { kind: 'errors are read' }
  | { kind: 'operator sees to the folders' }
  | { kind: 'operator mends'; text: FileText };

/** @property drained whether the server still does what had reached it */
export type PassFault =
  | { kind: 'kill'; when: 'before' | 'after'; drained: boolean }
  | { kind: 'cut'; when: 'before' | 'after' | 'half-way'; drained: boolean; refusals: number }
  | { kind: 'freeze'; minutes: number }
  | { kind: 'server is late'; minutes: number }
  | { kind: 'is told to stop' };

export type RoundFault =
  | { kind: 'disk is full'; room: number; lasts: number }
  | { kind: 'no permission'; feed: FeedName; folder: OwnFolder | 'source'; onlyOne: boolean; lasts: number }
  | { kind: 'refuses'; request: string; times: number }
  | { kind: 'denies what it has done'; request: string; times: number }
  /** @property shadows whether what is written meanwhile is hidden when it is back, as under a mount */
  | { kind: 'folder is away'; feed: FeedName; folder: OwnFolder; lasts: number; shadows: boolean }
  | { kind: 'folder is swapped'; feed: FeedName; folder: OwnFolder; end: 'back' | 'accepted' }
  | { kind: 'meanwhile'; act: Act };

/** @property at the number of the request, of the pass or of the round, at which it happens */
export type Named<Fault> = { id: string; at: number; fault: Fault };

export type PassPlan = {
  id: string;
  skewMinutes: number;
  staleMinutes: number;
  filesInFlight: number;
  /** Of each request, at most. */
  latency: number;
  startsAfter: number;
  /** Whether a process that watches makes it, which knows its own passes before. */
  watching: boolean;
  faults: readonly Named<PassFault>[];
};

export type Action = { id: string; minutes: number } & (
  | { act: Act }
  | { passes: readonly PassPlan[]; faults: readonly Named<RoundFault>[] }
);

export type Receiver = 'takes at once' | 'takes late' | 'leaves';

export type Plan = {
  seed: number;
  feeds: readonly FeedName[];
  stamped: boolean;
  minimumAgeSeconds: number;
  receiver: Receiver;
  errorReader: Receiver;
  traits: readonly { id: string; trait: Trait }[];
  actions: readonly Action[];
};

/** What can be left out, by id. */
export const partsOf = ({ traits, actions }: Plan): string[] => [
  ...traits.map(({ id }) => id),
  ...actions.flatMap((action) => [
    action.id,
    ...('passes' in action ? action.faults.map(({ id }) => id) : []),
    ...('passes' in action
      ? action.passes.flatMap(({ id, faults }) => [id, ...faults.map((one) => one.id)])
      : []),
  ]),
];

/** The same plan without what is not wanted; time goes on although nothing happens in it. */
export function keepParts(plan: Plan, wanted: ReadonlySet<string>): Plan {
  const kept = <Part extends { id: string }>(parts: readonly Part[]): Part[] =>
    parts.filter(({ id }) => wanted.has(id));
  let skipped = 0;
  const actions = plan.actions.flatMap((action): Action[] => {
    skipped += action.minutes;
    if (!wanted.has(action.id)) return [];
    const minutes = skipped;
    skipped = 0;
    if ('act' in action) return [{ ...action, minutes }];
    const passes = kept(action.passes).map((pass) => ({ ...pass, faults: kept(pass.faults) }));
    return [{ ...action, minutes, passes, faults: kept(action.faults) }];
  });
  return { ...plan, traits: kept(plan.traits), actions };
}
