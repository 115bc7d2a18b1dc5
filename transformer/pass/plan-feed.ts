/** What is to be done with what stands in a feed's folders: one decision, for the pass and for the dry run. */
import { wasInterrupted } from '../folders/claim.ts';
import { processingFolder, type Route } from '../folders/folders.ts';
import type { StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import { type Claimed, type Refused, sortProcessing, sortWaiting, whyYoung } from './list-files.ts';
import { sourceOf, splitByOlderClaims } from './older-claims.ts';

/**
 * @property from where it stands
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
 * @property abandoned what is taken up again, oldest first
 * @property waiting what is taken after it, oldest first
 * @property left what is not taken now, and why
 * @property underWay names that another pass works on
 * @property busy names of all that is in `processing/`
 */
export type FeedPlan = {
  abandoned: Found[];
  waiting: Found[];
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
    abandoned: abandoned.free.map(asAbandoned(route)),
    waiting: waiting.free.map(asWaiting(route)),
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
