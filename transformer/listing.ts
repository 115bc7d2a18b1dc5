/** What stands in the folders of a feed: what a pass would take, what it would leave, and what it cannot touch. */
import { type Claim, parseClaimedName } from './claim.ts';
import type { FileStore, StoreEntry } from './file-store.ts';
import { processingFolder, type Route } from './route.ts';
import { inSourceOrder } from './source-order.ts';
import { isSafeName } from './store-path.ts';

/**
 * @property ready what a pass takes, oldest first
 * @property young what it leaves, as somebody may still be writing it, by its age or by its name
 * @property refused names that cannot be used
 */
export type Waiting = { ready: StoreEntry[]; young: StoreEntry[]; refused: string[] };

export async function listWaiting(store: FileStore, route: Route, now: number): Promise<Waiting> {
  const { files, refused } = await plainFiles(store, route.sourceFolder, isSafeName);
  const ordered = inSourceOrder(files, (entry) => entry);
  const isReady = ({ name, modified }: StoreEntry): boolean =>
    !isUnfinished(name) &&
    (route.minimumAgeSeconds === 0 || now - modified >= route.minimumAgeSeconds * 1000);
  return { ready: ordered.filter(isReady), young: ordered.filter((entry) => !isReady(entry)), refused };
}

/** Names that programs give to what they are still writing. */
const isUnfinished = (name: string): boolean => /\.(tmp|part|partial|filepart)$/i.test(name);

/** Why a young file is left. */
export const whyYoung = (name: string, { minimumAgeSeconds }: Route): string =>
  isUnfinished(name)
    ? 'its name is that of a file which is still being written'
    : `it is younger than ${minimumAgeSeconds} seconds`;

/** @property claim undefined when something else than the transformer put the file there */
export type Claimed = { entry: StoreEntry; name: string; claim: Claim | undefined };

/** @property abandoned what a pass takes up again, oldest first; @property underWay what it leaves to its claimant */
export type Processing = { abandoned: Claimed[]; underWay: Claimed[]; refused: string[] };

export async function listProcessing(
  store: FileStore,
  route: Route,
  isAbandoned: (claimed: Claimed) => boolean,
): Promise<Processing> {
  const isReadable = (name: string): boolean => parseClaimedName(name) !== undefined;
  const { files, refused } = await plainFiles(store, processingFolder(route), isReadable);
  const claimed = inSourceOrder(files.map(asClaimed), ({ name, entry }) => ({
    name,
    modified: entry.modified,
  }));
  return {
    abandoned: claimed.filter(isAbandoned),
    underWay: claimed.filter((one) => !isAbandoned(one)),
    refused,
  };
}

const asClaimed = (entry: StoreEntry): Claimed => {
  const { name, claim } = parseClaimedName(entry.name) ?? { name: entry.name, claim: undefined };
  return { entry, name, claim };
};

export const isStale =
  (now: number, staleClaimMinutes: number) =>
  ({ entry, claim }: Claimed): boolean =>
    now - (claim?.at ?? entry.modified) >= staleClaimMinutes * 60_000;

async function plainFiles(
  store: FileStore,
  folder: string,
  isUsable: (name: string) => boolean,
): Promise<{ files: StoreEntry[]; refused: string[] }> {
  const entries = (await store.list(folder)).filter(({ kind }) => kind === 'file');
  const refused = entries.map(({ name }) => name).filter((name) => !isUsable(name));
  // Senders give files that are not complete yet a name with a dot before it.
  const files = entries.filter(({ name }) => isUsable(name) && !name.startsWith('.'));
  return { files, refused };
}
