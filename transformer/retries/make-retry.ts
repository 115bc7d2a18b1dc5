/** Sends the rows of a planned retry: a file of these alone, as they came, which appears whole, and once whatever crashes. */
import { fileOfOriginals, readOriginals } from '../convert/original-rows.ts';
import { hasCode } from '../errors.ts';
import { type Claim, claimMark, isLeftover } from '../folders/claim.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import { inBlocks } from '../store/byte-stream.ts';
import { removeIfThere } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';
import { isAnywhere, pathIn } from './folder-places.ts';
import type { PlannedRetry, RetryLook } from './retry-look.ts';

/** @returns false when another pass was quicker */
export async function makeRetry(options: RetryLook, planned: PlannedRetry, claim: Claim): Promise<boolean> {
  const { store, folder } = options;
  const temporary = storePath(folder, '.tmp', `${planned.name}.${claimMark(claim)}`);
  await writeRows(options, planned, temporary);
  const isMade =
    !(await isAnywhere(store, folder, planned.name)) && (await publish(options, planned, temporary));
  if (!isMade) await removeIfThere(store, temporary);
  await removeLeftovers(options, planned, claim);
  return isMade;
}

async function writeRows(
  { store, feed }: RetryLook,
  { from, rows }: PlannedRetry,
  to: string,
): Promise<void> {
  const storage = openSqliteStorage();
  try {
    const originals = storage.originals();
    const header = await readOriginals(
      feed.target,
      store.readStream(from),
      (row) => rows.has(row),
      originals,
    );
    await store.writeStream(to, blocksOf(fileOfOriginals(feed.target, header, originals.texts())));
  } finally {
    storage.close();
  }
}

async function* blocksOf(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  yield* inBlocks(texts);
}

/**
 * In one step, as what a crash would leave in both places nobody would take away. Should another pass have published the same in
 * this moment, that is one file, or NetSuite has taken it, and refuses the second of its name.
 */
async function publish(
  { store, folder }: RetryLook,
  { name }: PlannedRetry,
  temporary: string,
): Promise<boolean> {
  try {
    await store.rename(temporary, pathIn(folder, 'waiting', name));
    return true;
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS', 'NOT_FOUND')) throw error;
    return false;
  }
}

/** Of passes that died before: nobody else publishes under this name any more. */
async function removeLeftovers(
  { store, folder }: RetryLook,
  { name }: PlannedRetry,
  own: Claim,
): Promise<void> {
  for (const entry of await store.list(storePath(folder, '.tmp')))
    if (isLeftover(name, entry.name, own)) await removeIfThere(store, storePath(folder, '.tmp', entry.name));
}
