/** Carries out what a delivery record says: publishes the output and the error file, each once. */
import { isSafeFileName } from '#feeds/file-name.ts';
import { claimMark, isLeftover } from './claim.ts';
import type { ClaimedFile, Work } from './claimed-file.ts';
import type { DeliveryRecord, PreparedFile } from './delivery-record.ts';
import { hasCode } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { type Route, temporaryFoldersOf } from './route.ts';
import { folderOf, nameOf, storePath, withMark } from './store-path.ts';
import { hashIfThere, removeIfThere } from './write-whole.ts';

/** @property outputIsFree whether it is known that nothing has the name of the output */
export type Decided = { record: DeliveryRecord; outputIsFree: boolean };

/**
 * What a record says, done as far as it is not done yet.
 * @returns whether anything was published now
 */
export async function carryOut(
  work: Work,
  file: ClaimedFile,
  { record, outputIsFree }: Decided,
): Promise<{ published: boolean }> {
  const { store, route, tell, inTurn } = work;
  const { output, errors, counts } = record;
  const about = { feed: route.feed.name, file: file.name };
  let published = false;
  if (output) {
    const nextMayBegin = outputIsFree && store.inOrder === true;
    const byEarlierPass = await inTurn(() => publish(work, file, output, outputIsFree), nextMayBegin);
    published = !byEarlierPass;
    tell({ event: 'file delivered', ...about, output: output.path, byEarlierPass });
  }
  if (errors) {
    if (!(await publish(work, file, errors))) published = true;
    tell({ event: 'rows rejected', ...about, errorFile: errors.path, rejected: counts.rejected });
  }
  if (file.adopted) {
    // Only once a record stands: before, a slow worker might still decide for the output it has prepared.
    const names = [`${file.name}.json`, `${file.name}.errors.csv`, ...(output ? [nameOf(output.path)] : [])];
    await removeLeftovers(work, file, names);
  }
  return { published };
}

/**
 * A prepared file is there until the moment it is published, and only that takes it away.
 * @returns whether it was published before
 */
async function publish(
  { store }: Work,
  file: ClaimedFile,
  prepared: PreparedFile,
  isFree = false,
): Promise<boolean> {
  try {
    await store.rename(prepared.prepared, prepared.path, { isFree });
    return false;
  } catch (error) {
    if (hasCode(error, 'ALREADY_EXISTS')) await publishBeside(store, prepared, claimMark(file.claim));
    else if (!hasCode(error, 'NOT_FOUND') || (await store.exists(prepared.prepared))) throw error;
    return true;
  }
}

/** The name is taken: by the same output, if the store stopped half-way through a move, or by something foreign. */
async function publishBeside(
  store: FileStore,
  { prepared, path }: PreparedFile,
  mark: string,
): Promise<void> {
  const [ours, theirs] = [await hashIfThere(store, prepared), await hashIfThere(store, path)];
  if (ours === undefined) return;
  if (ours === theirs) await removeIfThere(store, prepared);
  else await store.rename(prepared, theirs ? withMarkedName(path, mark) : path);
}

const withMarkedName = (path: string, mark: string): string =>
  storePath(folderOf(path), withMark(nameOf(path), mark));

/** What earlier claims of the file have left under `.tmp/`; what a later claim has under way is left alone. */
export async function removeLeftovers(
  { store, leftovers }: Work,
  { claim }: ClaimedFile,
  names: readonly string[],
): Promise<void> {
  for (const path of await leftovers()) {
    const leftover = names.some((name) => isLeftover(name, nameOf(path), claim));
    if (leftover) await removeIfThere(store, path);
  }
}

/** What stands in the folders for temporary files. */
export async function findLeftovers(store: FileStore, route: Route): Promise<string[]> {
  const folders = await Promise.all(
    temporaryFoldersOf(route).map(async (folder) => ({ folder, entries: await store.list(folder) })),
  );
  return folders.flatMap(({ folder, entries }) =>
    entries.filter(({ name }) => isSafeFileName(name)).map(({ name }) => storePath(folder, name)),
  );
}
