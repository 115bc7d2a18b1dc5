/** The plan of a seed: some forty actions, about half of the runs among them with something that goes wrong. */
import type { Random } from '../../../testbed/random.ts';
import type { Act, Action, Fault, InjectedFault, Plan, Repeat, When } from './plan.ts';
import { streamOf } from './random-streams.ts';

const USUAL_DEEDS = 60;

/** @param deployments script deployments of the project */
export function makePlan(seed: number, deployments: readonly string[], count = USUAL_DEEDS): Plan {
  let steps = 0;
  const actions = Array.from({ length: count }, (_, index) => {
    const id = String(index + 1);
    const random = streamOf(seed, 'deed', id); // the stream's first name: with another, every seed would be another day
    const open = random.chance(0.55) ? inTurn(steps++) : topLevel;
    return makeAction(id, random, { deployments, depth: 0, minutes: 1 + random.below(25), open });
  });
  return { seed, actions };
}

/** @property beside the deployment in the middle of which it is */
type Place = {
  deployments: readonly string[];
  beside?: string;
  depth: number;
  minutes: number;
  open: readonly (readonly [weight: number, make: (random: Random, place: Place) => Act])[];
};

const REPEATS: readonly Repeat[] = ['as it was', 'with other content', 'under another name'];

/** In the middle of a run mostly one that works on the same files. */
function script(random: Random, { deployments, beside }: Place): Act {
  const feed = FEEDS.find((part) => beside?.includes(part));
  const siblings = deployments.filter((one) => one !== beside && feed !== undefined && one.includes(feed));
  const open = siblings.length > 0 && random.chance(0.6) ? siblings : deployments;
  return { kind: 'script runs', deployment: random.pick(open) };
}

/** What the deployments of a feed have in their names. */
const FEEDS = ['update', 'create', 'export'];

/** Acts that name the deployment they are about. */
type OfDeployment = 'script runs' | 'order stops runs' | 'older file comes late';

const is =
  <Kind extends Exclude<Act['kind'], OfDeployment | 'file comes again'>>(kind: Kind) =>
  (): Act =>
    ({ kind }) as Act;

const repeat = (random: Random): Act => ({ kind: 'file comes again', how: random.pick(REPEATS) });

/** What people and HotWax do: possible at any time, also in the middle of a run. */
const outside: Place['open'] = [
  [6, is('HotWax allocates')],
  [4, is('HotWax allocates anew')],
  [5, is('HotWax ships')],
  [2, is('HotWax ships among allocations')],
  [3, is('HotWax reads')],
  [6, is('warehouse ships')],
  [3, is('user saves an order')],
  [1, is('user adds a line')],
  [2, is('user closes a line')],
  [1, is('user closes an order')],
  [1, is('user cancels an order')],
  [7, repeat],
  [3, is('file is held up')],
  [3, is('held-up file arrives')],
  [2, is('failed file is put back')],
];

const pass = [18, is('transformer passes')] as const;
const job = [14, is('queued job runs')] as const;

const stops = (random: Random, place: Place): Act => ({
  kind: 'order stops runs',
  deployment: scriptLike(random.chance(0.7) ? 'update' : 'create')(random, place).deployment,
});

const late = (random: Random, place: Place): Act => ({
  kind: 'older file comes late',
  deployment: scriptLike('update')(random, place).deployment,
});

const topLevel: Place['open'] = [...outside, pass, [38, script], job, [3, stops], [3, late]];

const scriptLike =
  (part: string) =>
  (random: Random, { deployments }: Place): Act & { kind: 'script runs' } => {
    const fit = deployments.filter((deployment) => deployment.includes(part));
    return { kind: 'script runs', deployment: random.pick(fit.length > 0 ? fit : deployments) };
  };

/** The order in which one thing leads to the next; left to chance alone, little would ever be shipped. */
const course = [
  is('HotWax allocates'),
  is('transformer passes'),
  scriptLike('update'),
  is('queued job runs'),
  is('HotWax ships among allocations'),
  scriptLike('update'),
  is('warehouse ships'),
  is('HotWax ships'),
  scriptLike('export'),
  is('transformer passes'),
  scriptLike('create'),
  is('HotWax reads'),
] as const;

const inTurn = (step: number): Place['open'] => [[1, course[step % course.length] ?? script]];

/** N/sftp and the scripts wait for what they ask, so no pass of the transformer fits into a run. */
const insideScript: Place['open'] = [...outside, [30, script]];
const insidePass: Place['open'] = [...outside, [15, pass[1]], [12, script], [3, job[1]]];

function makeAction(id: string, random: Random, place: Place): Action {
  const act = weighted(random, place.open)(random, place);
  return { id, minutes: place.minutes, act, faults: faultsOf(id, act, random, place) };
}

function weighted<Thing>(random: Random, choices: readonly (readonly [number, Thing])[]): Thing {
  let left = random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, thing] of choices) {
    left -= weight;
    if (left < 0) return thing;
  }
  throw new Error('Weights do not add up.');
}

const DEEPEST = 2;

function faultsOf(id: string, act: Act, random: Random, place: Place): InjectedFault[] {
  const make = makers[act.kind];
  if (!make || random.chance(0.4)) return [];
  const count = random.chance(0.7) ? 1 : 2 + random.below(2);
  return Array.from({ length: count }, (_, index) => {
    const own = `${id}${String.fromCharCode(97 + index)}`;
    return { id: own, fault: make(own, random, place, act) };
  });
}

type MakeFault = (id: string, random: Random, place: Place, act: Act) => Fault;

const makers: Partial<Record<Act['kind'], MakeFault>> = {
  'script runs': (id, random, place, act) => {
    const beside = act.kind === 'script runs' ? act.deployment : '';
    return ofScript(id, random, { ...place, beside }, act);
  },
  'transformer passes': (id, random, place) => {
    const at = callNumber(random);
    const chance = random.below(20);
    if (chance < 9) return { kind: 'crash', when: someWhen(random), at };
    if (chance < 14) return { kind: 'time-out', when: someWhen(random), at };
    return meanwhile(id, at, random, place, insidePass);
  },
  'queued job runs': (id, random, place, act) => ofScript(id, random, place, act),
};

function ofScript(id: string, random: Random, place: Place, act: Act): Fault {
  const at = callNumber(random);
  const chance = random.below(24);
  if (chance < 5) return { kind: 'crash', when: someWhen(random), at };
  if (chance < 7 && mayBeSlow(id, place)) return slow(act, at, random);
  if (chance < 8) return { kind: 'restart', when: someWhen(random), at };
  if (chance < 11) return { kind: 'time-out', when: someWhen(random), at };
  if (chance < 16) return ofSave(random);
  return meanwhile(id, at, random, place, insideScript);
}

/** Of a sales order, of which a run saves few. */
function ofSave(random: Random): Fault {
  const at = 1 + random.below(3);
  const chance = random.below(10);
  if (chance < 3) return { kind: 'killed at a save', when: someWhen(random), at };
  if (chance < 4) return { kind: 'save is refused', at };
  if (chance < 7) return { kind: 'save times out', at };
  return { kind: 'order is busy', at, times: 1 + random.below(4) };
}

/** Once in a run, and not in a run in the middle of another: together they would take longer than NetSuite lets a run. */
const mayBeSlow = (id: string, { depth }: Place): boolean => depth === 0 && id.endsWith('a');

/** Longer than a script goes on to take up new work, shorter than NetSuite lets it run. */
function slow(act: Act, at: number, random: Random): Fault {
  const longest = act.kind === 'script runs' && act.deployment.includes('export') ? 12 : 50;
  return { kind: 'slow', at: 1 + (at % 40), minutes: longest - random.below(6) };
}

const someWhen = (random: Random): When => (random.chance(0.5) ? 'before' : 'after');

/** Runs make twenty to a hundred calls; most happens early in them. */
const callNumber = (random: Random): number => 1 + random.below(random.pick([8, 25, 25, 60, 120]));

/** At the deepest place nothing else happens meanwhile; no run is held up for longer than runs last. */
function meanwhile(id: string, at: number, random: Random, place: Place, open: Place['open']): Fault {
  const depth = place.depth + 1;
  const inner = { ...place, depth, minutes: random.below(3), open: depth < DEEPEST ? open : outside };
  return { kind: 'meanwhile', at, action: makeAction(id, random, inner) };
}
