/** The plan of a seed. Each action draws from a stream of its own. */
import type { Random } from '../../../../testbed/random.ts';
import { streamOf } from '../../plan/random-streams.ts';
import type { Trait } from '../server/habits.ts';
import { makeText } from './make-text.ts';
import type {
  Act,
  Action,
  Again,
  FeedName,
  Named,
  OwnFolder,
  PassFault,
  PassPlan,
  Plan,
  RoundFault,
  Upload,
} from './plan.ts';

/** In minutes. */
const YEARS = 5 * 365 * 24 * 60;

const FEEDS: readonly FeedName[] = ['brokered-order-items', 'item-fulfillments', 'fulfilled-order-items'];
const FOLDERS: readonly OwnFolder[] = ['target', 'target', 'error', 'archive', '.state', 'processing'];

/** What a seed has more of than others: what breaks a promise is rare where everything is mixed. */
type Theme = 'anything' | 'passes at once' | 'folders' | 'order' | 'uploads';

const THEMES: readonly Theme[] = [
  'anything',
  'anything',
  'anything',
  'passes at once',
  'passes at once',
  'folders',
  'order',
  'uploads',
];

type Frame = Pick<Plan, 'seed' | 'feeds' | 'stamped' | 'minimumAgeSeconds'> & {
  theme: Theme;
  /** Whether the clocks of passes differ. */
  skewed: boolean;
  /** Minutes since the beginning. */
  elapsed: number;
  /** Ids of the actions that have sent something. */
  sent: { id: string; feed: FeedName }[];
};

export function makePlan(seed: number): Plan {
  const random = streamOf('transformer', seed);
  const theme = random.pick(THEMES);
  const some = random.chance(0.6) ? [random.pick(FEEDS)] : FEEDS.filter(() => random.chance(0.7));
  const feeds = theme === 'order' ? [] : some;
  const frame: Frame = {
    seed,
    theme,
    feeds: feeds.length > 0 ? feeds : ['brokered-order-items'],
    stamped: random.chance(0.6),
    minimumAgeSeconds: theme === 'uploads' || random.chance(0.5) ? 60 : 0,
    skewed: random.chance(theme === 'passes at once' ? 0.9 : 0.3),
    elapsed: 0,
    sent: [],
  };
  const receiver = random.pick(['takes at once', 'takes at once', 'takes late', 'leaves'] as const);
  const errorReader = random.pick(['takes at once', 'takes late', 'leaves', 'leaves'] as const);
  const traits = makeTraits(random, theme).map((trait, index) => ({ id: `t${index + 1}`, trait }));
  const actions = Array.from({ length: 10 + random.below(14) }, (_, index) =>
    makeDeed(String(index + 1), frame),
  );
  const { stamped, minimumAgeSeconds } = frame;
  return { seed, feeds: frame.feeds, stamped, minimumAgeSeconds, receiver, errorReader, traits, actions };
}

function makeTraits(random: Random, theme: Theme): Trait[] {
  const traits: Trait[] = [];
  const everywhere = random.chance(0.3);
  if (random.chance(theme === 'passes at once' ? 0.6 : 0.3)) traits.push({ kind: 'rename overwrites' });
  if (random.chance(0.4)) traits.push({ kind: 'no posix-rename' });
  if (random.chance(0.2)) traits.push({ kind: 'no fsync' });
  if (random.chance(0.3)) traits.push({ kind: 'offers hardlink' });
  if (random.chance(0.06))
    traits.push({
      kind: 'sizes',
      says: { lie: random.pick(['zero', 'nothing', 'what it was', 'one more'] as const), everywhere },
    });
  if (random.chance(0.06))
    traits.push({
      kind: 'types',
      says: { lie: random.pick(['no type bits', 'no mode'] as const), everywhere },
    });
  if (random.chance(0.1)) traits.push({ kind: 'no times' });
  else if (random.chance(0.2))
    traits.push({ kind: 'clock', minutes: random.pick([-180, -20, -2, 2, 20, 180]) });
  if (random.chance(0.1)) traits.push({ kind: 'short reads', bytes: random.pick([60, 300, 1000]) });
  if (random.chance(0.05))
    traits.push({
      kind: 'denies what it has done',
      request: random.pick(['RENAME', 'RENAME', 'REMOVE', 'MKDIR'] as const),
      everyTime: random.pick([1, 1, 3]),
    });
  if (random.chance(0.015)) traits.push({ kind: 'creates over what is there' });
  return traits;
}

function makeDeed(id: string, frame: Frame): Action {
  const random = streamOf('transformer', frame.seed, 'deed', id); // with another name every seed would be another day
  const minutes = random.chance(0.3) ? random.below(3) : random.pick([2, 5, 16, 16, 20, 45]);
  frame.elapsed += minutes;
  if (id === '1' || (id === '2' && random.chance(0.5))) return { id, minutes, act: sends(id, frame, random) };
  if (random.chance(frame.theme === 'order' ? 0.35 : 0.5)) return makeRound(id, minutes, frame, random);
  return { id, minutes, act: makeAct(id, frame, random) };
}

function makeAct(id: string, frame: Frame, random: Random): Act {
  const chance = random.below(20);
  if (chance < 9) return sends(id, frame, random);
  if (chance < 13) return sendsAgain(id, frame, random);
  if (chance < 16) return { kind: 'receiver takes' };
  if (chance < 17) return { kind: 'errors are read' };
  if (chance < 19) return { kind: 'operator sees to the folders' };
  const [feed = FEEDS[0] as FeedName] = frame.feeds;
  return { kind: 'operator mends', text: makeText(feed, numberOf(id), random, 'sound') };
}

function sends(id: string, frame: Frame, random: Random): Act {
  const feed = random.pick(frame.feeds);
  const whole = random.pick(['sound', 'sound', 'sound', 'sound', 'cut off', 'of another feed'] as const);
  frame.sent.push({ id, feed });
  return {
    kind: 'sends',
    feed,
    name: nameOf(id, feed, frame),
    text: makeText(feed, numberOf(id), random, random.chance(0.5) ? 'sound' : whole),
    upload: makeUpload(frame, random),
    ...(random.chance(0.03) && { dated: random.pick([100, 3 * 24 * 60, YEARS]) }),
  };
}

function nameOf(id: string, feed: FeedName, { stamped, elapsed }: Frame): string {
  const ending = feed === 'item-fulfillments' ? 'csv' : 'json';
  const padded = `${id.replace(/\D+/g, '').padStart(3, '0')}${id.replace(/\d+/g, '') || '0'}`;
  if (!stamped) return `feed-${padded}.${ending}`;
  const at = new Date(Date.UTC(2026, 2, 2, 6, 30) + elapsed * 60_000).toISOString();
  return `${at.slice(0, 19).replace(/[T:]/g, '-')}-000-${padded}.${ending}`;
}

/** Rows of a action are numbered from here. */
const numberOf = (id: string): number =>
  Number.parseInt(id, 10) * 10_000 + (/[a-z]$/.test(id) ? (id.charCodeAt(id.length - 1) - 96) * 1000 : 0);

function makeUpload({ theme, minimumAgeSeconds }: Frame, random: Random): Upload {
  const chance = theme === 'uploads' && random.chance(0.5) ? 19 : random.below(20);
  if (chance < 6) return { kind: 'renamed into place' };
  // Where a file counts as whole as soon as it is there, it has to be.
  if (chance < 17 || minimumAgeSeconds === 0) return { kind: 'at once' };
  const halts = Array.from({ length: 1 + random.below(2) }, () => ({
    share: random.pick([0, 0.1, 0.4, 0.5, 0.8, 0.99]),
    seconds: random.pick([5, 20, 40, 40, 90, 300, 1500]),
  }));
  return { kind: 'in pieces', halts: halts.sort((one, other) => one.share - other.share) };
}

function sendsAgain(id: string, frame: Frame, random: Random): Act {
  const of = frame.sent.length > 0 ? random.pick(frame.sent) : undefined;
  if (!of) return sends(id, frame, random);
  const upload = makeUpload({ ...frame, minimumAgeSeconds: 0 }, random);
  return { kind: 'sends again', of: of.id, again: makeAgain(id, of.feed, frame, random), upload };
}

/** Nobody sends an old allocation under a new name after a newer one: it would be the newest word. */
function makeAgain(id: string, feed: FeedName, frame: Frame, random: Random): Again {
  const chance = random.below(10);
  if (chance < 5) return 'as it was';
  if (chance < 7 && feed !== 'brokered-order-items') return { name: nameOf(id, feed, frame) };
  return { text: makeText(feed, numberOf(id), random, 'sound') };
}

function makeRound(id: string, minutes: number, frame: Frame, random: Random): Action {
  const alone = random.chance(frame.theme === 'passes at once' ? 0.1 : 0.6);
  const count = alone ? 1 : random.chance(0.7) ? 2 : 3;
  const passes = Array.from({ length: count }, (_, index) => makePass(`${id}p${index + 1}`, frame, random));
  const faults = random.chance(0.45) ? [] : makeRoundFaults(id, frame, random);
  return { id, minutes, passes, faults };
}

function makePass(id: string, { theme, skewed }: Frame, random: Random): PassPlan {
  const crowded = theme === 'passes at once';
  const off = skewed && random.chance(0.6);
  const skews = [-40 * 24 * 60, -180, -20, -5, 5, 20, 20, 45, 180, ...(random.chance(0.1) ? [YEARS] : [])];
  return {
    id,
    skewMinutes: off ? random.pick(skews) : 0,
    staleMinutes: random.pick(crowded ? [0, 0, 1, 15] : [0, 1, 15, 15, 15]),
    filesInFlight: random.pick([1, 2, 4, 16, 16]),
    latency: random.pick(crowded ? [3, 10, 20, 20] : [0, 1, 3, 20, 150]),
    startsAfter: random.pick(
      crowded ? [0, 50, 100, 200, 400, 600, SILENT, LATER] : [0, 0, 0, 5, 100, 3000, SILENT, LATER],
    ),
    watching: random.chance(0.3),
    faults: random.chance(crowded ? 0.65 : 0.5) ? [] : makePassFaults(id, random),
  };
}

/** In milliseconds: when one that sleeps meanwhile is taken for dead, by the signs of life that do not come or by its claims. */
const SILENT = 2 * 60_000;
const LATER = 16 * 60_000;

/** A pass asks some forty to two hundred things. */
const requestNumber = (random: Random): number => 1 + random.below(random.pick([20, 40, 80, 80, 160]));

function makePassFaults(id: string, random: Random): Named<PassFault>[] {
  const count = random.chance(0.75) ? 1 : 2;
  const drawn = Array.from({ length: count }, () => ({
    at: requestNumber(random),
    fault: makePassFault(random),
  }));
  return inOrder(id, drawn);
}

function makePassFault(random: Random): PassFault {
  const chance = random.below(20);
  const drained = random.chance(0.6);
  if (chance < 9) return { kind: 'kill', when: random.pick(['before', 'after'] as const), drained };
  if (chance < 15) {
    const when = random.pick(['before', 'after', 'after', 'half-way'] as const);
    return { kind: 'cut', when, drained, refusals: random.pick([0, 0, 0, 1, 9]) };
  }
  if (chance < 17) return { kind: 'freeze', minutes: random.pick([1, 3, 3, 10, 20, 40]) };
  if (chance < 19) return { kind: 'server is late', minutes: random.pick([0.2, 1, 10, 20]) };
  return { kind: 'is told to stop' };
}

function makeRoundFaults(id: string, frame: Frame, random: Random): Named<RoundFault>[] {
  const count = random.chance(0.6) ? 1 : 2 + random.below(2);
  const drawn = Array.from({ length: count }, () => ({ at: requestNumber(random), index: 0 }))
    .sort((one, other) => one.at - other.at)
    .map(({ at }, index) => ({ at, fault: makeRoundFault(`${id}${letter(index)}`, frame, random) }));
  return inOrder(id, drawn);
}

const letter = (index: number): string => String.fromCharCode(97 + index);

const inOrder = <Fault>(id: string, drawn: readonly { at: number; fault: Fault }[]): Named<Fault>[] =>
  [...drawn]
    .sort((one, other) => one.at - other.at)
    .map((one, index) => ({ id: `${id}${letter(index)}`, ...one }));

/** Until the round is over. */
const WHOLE_ROUND = 1_000_000;

function makeRoundFault(id: string, frame: Frame, random: Random): RoundFault {
  const chance = chanceOf(frame.theme, random);
  const feed = random.pick(frame.feeds);
  const lasts = random.pick([1, 3, 8, 20, 60, WHOLE_ROUND]);
  if (chance < 2) return { kind: 'disk is full', room: random.pick([0, 100, 300, 1000, 1000]), lasts };
  if (chance < 4) {
    const folder = random.pick([...FOLDERS, 'source'] as const);
    return { kind: 'no permission', feed, folder, onlyOne: random.chance(0.6), lasts };
  }
  if (chance < 6) return { kind: 'refuses', request: random.pick(CHANGES), times: random.pick([1, 1, 2, 5]) };
  if (chance < 8) {
    return { kind: 'denies what it has done', request: random.pick(MOVES), times: random.pick([1, 1, 2, 5]) };
  }
  if (chance < 12) {
    return { kind: 'folder is away', feed, folder: random.pick(FOLDERS), lasts, shadows: random.chance(0.3) };
  }
  if (chance < 14) {
    const end = random.chance(0.5) ? ('back' as const) : ('accepted' as const);
    return { kind: 'folder is swapped', feed, folder: random.pick(FOLDERS), end };
  }
  return { kind: 'meanwhile', act: makeAct(id, frame, random) };
}

function chanceOf(theme: Theme, random: Random): number {
  if (theme === 'folders' && random.chance(0.7)) return 8 + random.below(6);
  if (theme === 'order' && random.chance(0.6)) return random.below(6);
  return random.below(20);
}

const MOVES = ['RENAME', 'RENAME', 'RENAME', 'REMOVE', 'MKDIR'];
const CHANGES = [...MOVES, 'OPEN', 'WRITE', 'CLOSE', 'FSTAT', 'LSTAT', 'READDIR'];
