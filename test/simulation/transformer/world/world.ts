/** What one play goes on upon: the server's disk, who has sent and received what, and the story. */
import { beginTrace, type Trace } from '../../world/trace.ts';
import type { FeedName, FileText, OwnFolder, Plan } from '../plan/plan.ts';
import {
  type Disk,
  type DiskFile,
  type Folder,
  filesBelow,
  find,
  makeDisk,
  makeFolders,
} from '../server/disk.ts';
import { type Habits, habitsOf } from '../server/habits.ts';
import type { VirtualTime } from '../wire/virtual-time.ts';

/**
 * @property exitCodes of the last passes
 * @property waited the files that waited when nothing moved any more
 * @property rests whether nothing moved any more
 */
export type Settled = {
  exitCodes: (number | undefined)[];
  problems: string;
  waited: string[];
  rests: boolean;
};

/** @property later as it stood some hours later, when every wait of an hour or three is over */
export type Settling = { first: Settled; later: Settled };

/** Where the files of each feed are, as the page on operating says. */
export const folders: Readonly<Record<FeedName, { source: string; target: string }>> = {
  'brokered-order-items': { source: 'hotwax/BrokeredOrderItems', target: 'netsuite/salesorder/update' },
  'item-fulfillments': {
    source: 'netsuite/salesorder/import/fulfillment-nifi',
    target: 'netsuite/salesorder/import/fulfillment',
  },
  'fulfilled-order-items': {
    source: 'hotwax/FulfilledOrderItems',
    target: 'netsuite/fulfilledsalesorder/export',
  },
};

export const ROOT = 'data';

export function folderPath(feed: FeedName, folder: OwnFolder | 'source'): string {
  const { source, target } = folders[feed];
  if (folder === 'target') return `${ROOT}/${target}`;
  return folder === 'source' ? `${ROOT}/${source}` : `${ROOT}/${source}/${folder}`;
}

/**
 * A file that somebody has sent.
 * @property file where it lies, whatever its name is by now
 * @property whole whether it has all its bytes
 * @property superseded whether its sender has put another in its place before it was taken
 * @property exposed whether it was taken before it was whole, and looked old enough
 * @property mended whether an operator has put the same into archive/, so that nobody can tell whether it was delivered
 * @property uncertain whether nobody can tell where it stands among the others
 */
export type Sent = {
  action: string;
  feed: FeedName;
  name: string;
  text: FileText;
  bytes: Buffer;
  file: DiskFile;
  whole: boolean;
  superseded: boolean;
  exposed: boolean;
  mended: boolean;
  uncertain: boolean;
  order: number;
};

/** @property batch files of one batch are applied in the order of their names */
export type Received = { feed: FeedName; name: string; file: DiskFile; text: string; batch: number };

/** A file that somebody outside may read from now on. @property moment grows with everything that happens */
export type Published = { path: string; file: DiskFile; moment: number };

export type MadePass = {
  id: string;
  exitCode: number | undefined;
  settling: boolean;
  problems: string;
  moment: number;
};

/** A folder that somebody has moved away. */
export type Away = {
  feed: FeedName;
  folder: OwnFolder;
  node: Folder;
  shadows: boolean;
  swapped: boolean;
  end: 'back' | 'accepted';
};

export type World = {
  plan: Plan;
  time: VirtualTime;
  disk: Disk;
  habits: Habits;
  trace: Trace;
  met: Map<string, number>;
  moment: number;
  changes: number;
  room: number;
  sent: Sent[];
  received: Received[];
  published: Published[];
  errorTexts: Map<number, { path: string; file: DiskFile }>;
  passes: MadePass[];
  away: Away[];
  /** What was given up by hand: nobody can process what lies in it. */
  givenUp: Folder[];
  accepted: boolean;
  /** Whether it has accepted that nobody knows any more what was delivered. */
  forgotten: boolean;
  troubles: string[];
  batches: number;
  /** What goes on by itself. */
  agenda: { at: number; work: () => void }[];
  /** Who asks for something at the moment, and how far ahead its clock is. */
  asking: { skew: number } | undefined;
  ended: Set<string>;
};

/** A Monday morning. */
export const BEGINNING = Date.UTC(2026, 2, 2, 6, 30);

export function makeWorld(plan: Plan, time: VirtualTime): World {
  time.reset(BEGINNING);
  const disk = makeDisk(time.now);
  makeFolders(disk, ROOT);
  return {
    plan,
    time,
    disk,
    habits: habitsOf(plan.traits.map(({ trait }) => trait)),
    trace: beginTrace(time.now),
    met: new Map(),
    moment: 0,
    changes: 0,
    room: Number.POSITIVE_INFINITY,
    sent: [],
    received: [],
    published: [],
    errorTexts: new Map(),
    passes: [],
    away: [],
    givenUp: [],
    accepted: false,
    forgotten: false,
    troubles: [],
    batches: 0,
    agenda: [],
    asking: undefined,
    ended: new Set(),
  };
}

export function count({ met }: World, what: string): void {
  met.set(what, (met.get(what) ?? 0) + 1);
}

/** What is due by now. */
export function runAgenda(world: World, until = world.time.now()): void {
  const due = world.agenda.filter(({ at }) => at <= until);
  if (due.length === 0) return;
  world.agenda = world.agenda.filter(({ at }) => at > until);
  for (const { work } of due.sort((one, other) => one.at - other.at)) work();
}

/** The plain files of a folder that a stranger would see, by name. */
export function plainFiles(disk: Disk, path: string): [name: string, file: DiskFile][] {
  const node = find(disk, path);
  if (node?.kind !== 'folder') return [];
  const files = [...node.entries].flatMap(([name, entry]): [string, DiskFile][] =>
    entry.kind === 'file' && !name.startsWith('.') ? [[name, entry]] : [],
  );
  return files.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}

export const allFiles = ({ disk, away }: World): [path: string, file: DiskFile][] => [
  ...filesBelow(disk.root, ''),
  ...away.flatMap(({ node, folder }) => [...filesBelow(node, `away/${folder}`)]),
];

/** Source files that have not come to an end: in their folder, or claimed. */
export const waitingFiles = (world: World): string[] =>
  allFiles(world)
    .map(([path]) => path)
    .filter((path) =>
      world.plan.feeds.some((feed) => {
        const source = `${folderPath(feed, 'source')}/`;
        const rest = path.startsWith(source) ? path.slice(source.length) : '/';
        return /^(processing\/)?[^./][^/]*$/.test(rest) && !rest.endsWith('.part');
      }),
    );
