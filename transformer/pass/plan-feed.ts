/** What to do with the files in a feed's folders: one decision, for the pass and for the dry run. */
import { wasInterrupted } from '../folders/claim.ts';
import { inSourceOrder } from '../folders/file-order.ts';
import { processingFolder, type Route } from '../folders/folders.ts';
import type { StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { type Claimed, type Refused, sortProcessing, sortWaiting, whyYoung } from './list-files.ts';
import { sourceOf, splitByOlderClaims } from './older-claims.ts';

/**
 * @property from where it is
 * @property adopted whether an earlier pass had claimed it
 * @property wasInterrupted whether that pass was refused something by the store
 */
export type Found = {
  entry: StoreEntry;
  name: string;
  from: string;
  adopted: boolean;
  wasInterrupted: boolean;
};

/**
 * @property first what earlier passes had claimed, and what is older than any of it, oldest first
 * @property rest what is taken after that, oldest first
 * @property left what is not taken now, and why
 * @property underWay names that another pass works on
 * @property busy names of all that is in `processing/`
 */
export type FeedPlan = {
  first: Found[];
  rest: Found[];
  left: { name: string; reason: string }[];
  underWay: string[];
  busy: ReadonlySet<string>;
  refused: Refused[];
};

/** @property entries of the source folder @property claims entries of `processing/` @property now by the clock of the store */
export type FeedListing = { entries: readonly StoreEntry[]; claims: readonly StoreEntry[]; now: number };

export function planFeed(
  route: Route,
  { entries, claims, now }: FeedListing,
  isAbandoned: (claimed: Claimed) => boolean,
): FeedPlan {
  const { ready, young, refused } = sortWaiting(entries, route, now);
  const processing = sortProcessing(claims, isAbandoned);
  const { underWay } = processing;
  const abandoned = splitByOlderClaims(processing.abandoned, sourceOf, underWay);
  const waiting = splitByOlderClaims(ready, (entry) => entry, underWay);
  const blocked = [...abandoned.held, ...waiting.held];
  return {
    ...inTwoGroups(abandoned.free.map(asAbandoned(route)), waiting.free.map(asWaiting(route))),
    left: [
      ...young.map(({ name }) => ({ name, reason: whyYoung(name, route) })),
      ...blocked.map(({ item, reason }) => ({ name: item.name, reason })),
    ],
    underWay: underWay.map(({ name }) => name),
    busy: new Set([...processing.abandoned, ...underWay].map(({ name }) => name)),
    refused: [...refused, ...processing.refused],
  };
}

export const asWaiting =
  (route: Route) =>
  (entry: StoreEntry): Found => ({
    entry,
    name: entry.name,
    from: storePath(route.sourceFolder, entry.name),
    adopted: false,
    wasInterrupted: false,
  });

const asAbandoned =
  (route: Route) =>
  ({ entry, name, claim }: Claimed): Found => ({
    entry,
    name,
    from: storePath(processingFolder(route), entry.name),
    adopted: true,
    wasInterrupted: claim !== undefined && wasInterrupted(claim),
  });

/**
 * All in one order: what lies in `processing/` can be newer than what waits, when it was let go of because an older file
 * could not be claimed.
 * @returns first: everything abandoned, and what waits and is older than any of it; of one name, what was claimed comes first
 */
function inTwoGroups(
  abandoned: readonly Found[],
  waiting: readonly Found[],
): { first: Found[]; rest: Found[] } {
  const claimed = new Set(abandoned.map(({ name }) => name));
  const all = inSourceOrder([...abandoned, ...waiting], ({ name, entry: { modified } }) => ({
    name,
    modified,
  }));
  const end = all.findLastIndex(({ adopted }) => adopted) + 1;
  const isFirst = ({ name, adopted }: Found, index: number): boolean =>
    index < end && (adopted || !claimed.has(name));
  return { first: all.filter(isFirst), rest: all.filter((file, index) => !isFirst(file, index)) };
}

/**
 * Abandoned claims can be of one name: then one comes after the other. So do those that were interrupted before: what does
 * not fit on a disk together may fit one by one.
 */
export const mustBeAlone = (files: readonly Found[]): boolean =>
  new Set(files.map(({ name }) => name)).size < files.length || files.some((file) => file.wasInterrupted);
