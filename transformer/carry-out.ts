/** Carries out what a delivery record says: publishes the output and the error file, each once. */
import { claimMark, isLeftover } from './claim.ts';
import type { ClaimedFile, Work } from './claimed-file.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import { hasCode } from './errors.ts';
import type { FileStore } from './file-store.ts';
import { errorFilePath, temporaryFoldersOf } from './route.ts';
import { folderOf, nameOf, storePath, withMark } from './store-path.ts';
import { readIfThere, removeIfThere, writeOnce } from './write-whole.ts';

/** What a record says, done as far as it is not done yet. */
export async function carryOut(work: Work, file: ClaimedFile, record: DeliveryRecord): Promise<void> {
  const { store, route, tell, inTurn } = work;
  const { output } = record;
  if (output) await inTurn(() => deliver(work, file, output));
  if (record.errors !== '') {
    const errorFile = errorFilePath(route, file.name);
    const marks = { mark: claimMark(file.claim), otherwise: record.source.sha256.slice(0, 8) };
    await writeOnce(store, errorFile, Buffer.from(record.errors), marks);
    tell({
      event: 'rows rejected',
      feed: route.feed.name,
      file: file.name,
      errorFile,
      rejected: record.counts.rejected,
    });
  }
  if (file.adopted) await removeLeftovers(work, file, record);
}

/** The prepared output is there until the moment it is delivered, and only its delivery takes it away. */
async function deliver(
  work: Work,
  file: ClaimedFile,
  output: { prepared: string; path: string },
): Promise<void> {
  const { store, route, tell } = work;
  let byEarlierPass = false;
  try {
    await store.rename(output.prepared, output.path);
  } catch (error) {
    if (hasCode(error, 'ALREADY_EXISTS')) await deliverBeside(store, output, claimMark(file.claim));
    else if (!hasCode(error, 'NOT_FOUND') || (await store.exists(output.prepared))) throw error;
    byEarlierPass = true;
  }
  tell({
    event: 'file delivered',
    feed: route.feed.name,
    file: file.name,
    output: output.path,
    byEarlierPass,
  });
}

/** The name is taken: by the same output, if the store stopped half-way through a move, or by something foreign. */
async function deliverBeside(
  store: FileStore,
  { prepared, path }: { prepared: string; path: string },
  mark: string,
): Promise<void> {
  const [ours, theirs] = [await readIfThere(store, prepared), await readIfThere(store, path)];
  if (!ours) return;
  if (theirs && Buffer.compare(ours, theirs) === 0) await removeIfThere(store, prepared);
  else await store.rename(prepared, theirs ? withMarkedName(path, mark) : path);
}

const withMarkedName = (path: string, mark: string): string =>
  storePath(folderOf(path), withMark(nameOf(path), mark));

/**
 * Only once a record stands: before, a slow worker might still decide for the output it has prepared. What a later claim
 * has under way is left alone.
 */
async function removeLeftovers(
  { store, route }: Work,
  file: ClaimedFile,
  record: DeliveryRecord,
): Promise<void> {
  const names = [`${file.name}.json`, `${file.name}.errors.csv`];
  if (record.output) names.push(nameOf(record.output.path));
  for (const folder of temporaryFoldersOf(route)) {
    for (const entry of await store.list(folder)) {
      const leftover = names.some((name) => isLeftover(name, entry.name, file.claim));
      if (leftover) await removeIfThere(store, storePath(folder, entry.name));
    }
  }
}
