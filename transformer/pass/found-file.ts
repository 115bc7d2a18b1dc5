/** A file that a listing has shown, and where it is claimed from. */
import { wasInterrupted } from '../folders/claim.ts';
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
