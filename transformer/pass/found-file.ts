/** A file that a listing has shown, and where it is claimed from. */
import { wasInterrupted } from '../folders/claim.ts';
import { inSourceOrder } from '../folders/file-order.ts';
import { processingFolder, type Route } from '../folders/folders.ts';
import type { StoreEntry } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';
import type { Claimed } from './list-files.ts';

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

export const asWaiting =
  (route: Route) =>
  (entry: StoreEntry): Found => ({
    entry,
    name: entry.name,
    from: storePath(route.sourceFolder, entry.name),
    adopted: false,
    wasInterrupted: false,
  });

export const asAbandoned =
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
export function inTwoGroups(
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
