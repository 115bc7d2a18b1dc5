/** What lies in the folder that a feed is delivered to: what its receiver has not taken, has begun, and has put aside. */
import type { Route } from '../folders/folders.ts';
import { type PassError, passingProblem } from '../report/pass-report.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';

/** @property problem why that is unknown @property failed of NetSuite alone: HotWax says nothing of what it has taken */
export type ReceiverStatus = {
  side: 'HotWax' | 'NetSuite';
  folder: string;
  problem: PassError | null;
  waiting: ReceiverFile[];
  processing: ReceiverFile[];
  failed: ReceiverFile[];
};

export type ReceiverFile = { file: string; since: string };

/** What cannot be looked at there does not hide what the transformer itself has. */
export async function receiverStatus(store: FileStore, route: Route): Promise<ReceiverStatus> {
  const { feed, targetFolder: folder } = route;
  const nothing = { side: feed.to, folder, problem: null, waiting: [], processing: [], failed: [] };
  const filesIn = async (...names: string[]): Promise<ReceiverFile[]> => {
    const files = await plainFilesIn(store, storePath(folder, ...names));
    return files.map(({ name, modified }) => ({ file: name, since: instant(modified) }));
  };
  try {
    const [waiting, processing, failed] = await Promise.all([
      filesIn(),
      filesIn('processing'),
      feed.to === 'NetSuite' ? filesIn('failed') : [],
    ]);
    return { ...nothing, waiting, processing, failed };
  } catch (error) {
    return { ...nothing, problem: passingProblem(error) };
  }
}

export const instant = (epoch: number): string => new Date(epoch).toISOString();

/** Oldest first; none where there is no folder. */
export async function plainFilesIn(store: FileStore, folder: string): Promise<StoreEntry[]> {
  const entries = (await undefinedIfNotFound(() => store.list(folder))) ?? [];
  const files = entries.filter(({ kind, name }) => kind === 'file' && !name.startsWith('.'));
  return files.sort((one, other) => one.modified - other.modified || (one.name < other.name ? -1 : 1));
}
