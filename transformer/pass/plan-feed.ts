/** What to do with the files in a feed's folders: one decision, for the pass and for the dry run. */
import { wasInterrupted } from '../folders/claim.ts';
import { inSourceOrder } from '../folders/file-order.ts';
import { processingFolder, type Route } from '../folders/folders.ts';
import type { StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { type Claimed, type Refused, sortProcessing, sortWaiting, whyYoung } from './list-files.ts';
import { oldestFirst, sourceOf, splitByOlderClaims } from './older-claims.ts';

/**
 * @property route of the folder that it came into
 * @property from where it is
 * @property adopted whether an earlier pass had claimed it
 * @property wasInterrupted whether that pass was refused something by the store
 */
export type Found = {
  route: Route;
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
 * @property underWay what another pass works on, each with its claim
 * @property busy all that is in `processing/`, each by the path it came to
 */
export type FeedPlan = {
  first: Found[];
  rest: Found[];
  left: (Named & { reason: string })[];
  underWay: (Named & { claimed: Claimed })[];
  busy: ReadonlySet<string>;
  refused: (Refused & { route: Route })[];
};

/** A file by the folder that it came into and its name. */
export type Named = { route: Route; name: string };

export const sourcePath = ({ route, name }: Named): string => storePath(route.sourceFolder, name);

/** @property entries of the source folder @property claims entries of `processing/` */
export type FolderListing = { route: Route; entries: readonly StoreEntry[]; claims: readonly StoreEntry[] };

/**
 * @param listings of all source folders of the feed
 * @param now by the clock of the store
 */
export function planFeed(
  listings: readonly FolderListing[],
  now: number,
  isAbandoned: (claimed: Claimed) => boolean,
): FeedPlan {
  const sorted = listings.map(({ route, entries, claims }) => ({
    route,
    waiting: sortWaiting(entries, route, now),
    processing: sortProcessing(claims, isAbandoned),
  }));
  const underWay = oldestFirst(sorted.flatMap(({ processing }) => processing.underWay));
  const perFolder = sorted.map(({ route, waiting, processing }) => ({
    route,
    abandoned: splitByOlderClaims(processing.abandoned, sourceOf, underWay),
    waiting: splitByOlderClaims(waiting.ready, (entry) => entry, underWay),
  }));
  return {
    ...inTwoGroups(
      perFolder.flatMap(({ route, abandoned }) => abandoned.free.map(asAbandoned(route))),
      perFolder.flatMap(({ route, waiting }) => waiting.free.map(asWaiting(route))),
    ),
    left: [
      ...sorted.flatMap(({ route, waiting }) =>
        waiting.young.map(({ name }) => ({ route, name, reason: whyYoung(name, route) })),
      ),
      ...perFolder.flatMap(({ route, abandoned, waiting }) =>
        [...abandoned.held, ...waiting.held].map(({ item, reason }) => ({ route, name: item.name, reason })),
      ),
    ],
    underWay: sorted.flatMap(({ route, processing }) =>
      processing.underWay.map((claimed) => ({ route, name: claimed.name, claimed })),
    ),
    busy: new Set(
      sorted.flatMap(({ route, processing }) =>
        [...processing.abandoned, ...processing.underWay].map(({ name }) => sourcePath({ route, name })),
      ),
    ),
    refused: sorted.flatMap(({ route, waiting, processing }) =>
      [...waiting.refused, ...processing.refused].map((one) => ({ ...one, route })),
    ),
  };
}

export const asWaiting =
  (route: Route) =>
  (entry: StoreEntry): Found => ({
    route,
    entry,
    name: entry.name,
    from: storePath(route.sourceFolder, entry.name),
    adopted: false,
    wasInterrupted: false,
  });

const asAbandoned =
  (route: Route) =>
  ({ entry, name, claim }: Claimed): Found => ({
    route,
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
  const claimed = new Set(abandoned.map(sourcePath));
  const all = inSourceOrder([...abandoned, ...waiting], ({ name, entry: { modified } }) => ({
    name,
    modified,
  }));
  const end = all.findLastIndex(({ adopted }) => adopted) + 1;
  const isFirst = (file: Found, index: number): boolean =>
    index < end && (file.adopted || !claimed.has(sourcePath(file)));
  return { first: all.filter(isFirst), rest: all.filter((file, index) => !isFirst(file, index)) };
}

/**
 * Abandoned claims can be of one name: then one comes after the other. So do those that were interrupted before: what does
 * not fit on a disk together may fit one by one.
 */
export const mustBeAlone = (files: readonly Found[]): boolean =>
  new Set(files.map(sourcePath)).size < files.length || files.some((file) => file.wasInterrupted);
