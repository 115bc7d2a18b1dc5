/** What is in the folders of a feed: what a pass would take, what it would leave, and what it cannot touch. */

import { TransformerError } from '../errors.ts';
import { type Claim, parseClaimedName } from '../folders/claim.ts';
import { inSourceOrder } from '../folders/file-order.ts';
import { processingFolder, type Route } from '../folders/folders.ts';
import { GONE_AFTER_MILLISECONDS, lastBeats, lastSign } from '../folders/heartbeats.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { isSafeName, quoteName, unsafeName } from '../store/store-path.ts';

/** What no pass can take, and why. */
export type Refused = { name: string; error: TransformerError };

/**
 * @property ready what a pass takes, oldest first
 * @property young what it leaves, as somebody may still be writing it, by its age or by its name
 */
export type Waiting = { ready: StoreEntry[]; young: StoreEntry[]; refused: Refused[] };

export const listWaiting = async (store: FileStore, route: Route, now: number): Promise<Waiting> =>
  sortWaiting(await store.list(route.sourceFolder), route, now);

/** @param now by the clock of the store */
export function sortWaiting(entries: readonly StoreEntry[], route: Route, now: number): Waiting {
  const { files, refused } = plainFiles(entries, isSafeName);
  const ordered = inSourceOrder(files, (entry) => entry);
  // A time in the future was set by the sender, who does so at the end: then it says nothing of the file's age.
  const isReady = ({ name, modified }: StoreEntry): boolean =>
    !isUnfinished(name) &&
    (route.minimumAgeSeconds === 0 || Math.abs(now - modified) >= route.minimumAgeSeconds * 1000);
  return { ready: ordered.filter(isReady), young: ordered.filter((entry) => !isReady(entry)), refused };
}

/** Names that programs give to what they are still writing. */
const isUnfinished = (name: string): boolean => /\.(tmp|part|partial|filepart)$/i.test(name);

/** Why a young file is left. */
export const whyYoung = (name: string, { minimumAgeSeconds }: Route): string =>
  isUnfinished(name)
    ? 'its name shows that it is still being written'
    : `it is younger than ${minimumAgeSeconds} seconds`;

/**
 * @property claim undefined when something else than the transformer put the file there
 * @property alive when its claimant showed last that it lives; undefined when it has given no sign but the claim
 */
export type Claimed = {
  entry: StoreEntry;
  name: string;
  claim: Claim | undefined;
  alive: number | undefined;
};

/** @property abandoned what a pass takes up again, oldest first; @property underWay what it leaves to its claimant */
export type Processing = { abandoned: Claimed[]; underWay: Claimed[]; refused: Refused[] };

export const listProcessing = async (
  store: FileStore,
  route: Route,
  isAbandoned: (claimed: Claimed) => boolean,
): Promise<Processing> => sortProcessing(await store.list(processingFolder(route)), isAbandoned);

/**
 * For those who only look, and so cannot ask the store for its time by writing there.
 * @param now by the clock of this machine: where the newest sign of life is later, it is behind that of the store
 */
export async function lookAtProcessing(
  store: FileStore,
  route: Route,
  now: number,
  staleClaimMinutes: number,
): Promise<Processing> {
  const entries = await store.list(processingFolder(route));
  return sortProcessing(entries, isStale(noEarlierThanSigns(entries, now), staleClaimMinutes));
}

/** Signs are dated by the clock of the store, and none is given in advance. */
export const noEarlierThanSigns = (entries: readonly StoreEntry[], now: number): number =>
  Math.max(now, ...lastBeats(entries.map(({ name }) => name)).values());

export function sortProcessing(
  entries: readonly StoreEntry[],
  isAbandoned: (claimed: Claimed) => boolean,
): Processing {
  const isReadable = (name: string): boolean => parseClaimedName(name) !== undefined;
  const { files, refused } = plainFiles(entries, isReadable);
  const beats = lastBeats(entries.map(({ name }) => name));
  const claimed = inSourceOrder(files.map(asClaimed(beats)), ({ name, entry }) => ({
    name,
    modified: entry.modified,
  }));
  return {
    abandoned: claimed.filter(isAbandoned),
    underWay: claimed.filter((one) => !isAbandoned(one)),
    refused,
  };
}

const asClaimed =
  (beats: ReadonlyMap<string, number>) =>
  (entry: StoreEntry): Claimed => {
    const { name, claim } = parseClaimedName(entry.name) ?? { name: entry.name, claim: undefined };
    return { entry, name, claim, alive: lastSign(claim, beats) };
  };

/**
 * Whose claimant gives signs of life is believed to live for as long as they come.
 * @param now by the clock of the store; a claim from its future was made by a clock that is wrong, and is judged alike
 */
export const isStale =
  (now: number, staleClaimMinutes: number) =>
  (claimed: Claimed): boolean =>
    Math.abs(now - seenAt(claimed)) >= patienceWith(claimed, staleClaimMinutes);

/** From when on it is taken up, if nothing is heard of its claimant until then. */
export const staleFrom = (claimed: Claimed, staleClaimMinutes: number): number =>
  seenAt(claimed) + patienceWith(claimed, staleClaimMinutes);

const seenAt = ({ entry, claim, alive }: Claimed): number => alive ?? claim?.at ?? entry.modified;

/** No longer than for those without signs: with 0 minutes an operator says that no pass is alive. */
const patienceWith = ({ alive }: Claimed, staleClaimMinutes: number): number =>
  Math.min(
    staleClaimMinutes * 60_000,
    alive === undefined ? Number.POSITIVE_INFINITY : GONE_AFTER_MILLISECONDS,
  );

function plainFiles(
  entries: readonly StoreEntry[],
  isUsable: (name: string) => boolean,
): { files: StoreEntry[]; refused: Refused[] } {
  // Senders give files that are not complete yet a name with a dot before it.
  const visible = entries.filter(
    ({ kind, name }) => !isFolder(kind, name) && (!isUsable(name) || !name.startsWith('.')),
  );
  const refused = visible.flatMap((entry) => refusalOf(entry, isUsable) ?? []);
  const files = visible.filter((entry) => !refusalOf(entry, isUsable));
  return { files, refused };
}

/** Those that the transformer made are known by their names. */
const isFolder = (kind: StoreEntry['kind'], name: string): boolean =>
  kind === 'folder' || (kind === 'unknown' && ['processing', 'archive', 'failed', 'error'].includes(name));

function refusalOf({ name, kind }: StoreEntry, isUsable: (name: string) => boolean): Refused | undefined {
  if (!isUsable(name)) return { name, error: unsafeName(name) };
  if (kind === 'file') return undefined;
  return { name, error: kind === 'unknown' ? unknownKind(name) : notAPlainFile(name) };
}

const notAPlainFile = (name: string): TransformerError =>
  new TransformerError(
    'NOT_A_PLAIN_FILE',
    `${quoteName(name)} is a link or a device, and only plain files are processed. Replace it with the file itself, or remove it.`,
  );

const unknownKind = (name: string): TransformerError =>
  new TransformerError(
    'UNKNOWN_KIND',
    `The server does not report whether ${quoteName(name)} is a file or a folder, so it is not processed. Configure the server to list the type of a file in its mode, as OpenSSH does.`,
  );
