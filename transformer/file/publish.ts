/** Carries out what a delivery record says: publishes the output and the error file, each once. */
import { isSafeFileName } from '#feeds/format/file-name.ts';
import { hasCode, TransformerError } from '../errors.ts';
import { claimMark, isLeftover } from '../folders/claim.ts';
import { folderChanged, hasLeftProcessing, presenceOf } from '../folders/folder-markers.ts';
import { type Route, temporaryFoldersOf } from '../folders/folders.ts';
import type { FileStore } from '../store/file-store.ts';
import { hashIfThere, removeIfThere } from '../store/if-there.ts';
import { folderOf, nameOf, quoteName, storePath, withMark } from '../store/store-path.ts';
import type { DeliveryRecord, PreparedFile } from './delivery-record.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';

/** @property outputIsFree whether it is known that nothing has the name of the output */
export type CommittedDecision = { record: DeliveryRecord; targetIsVacant: boolean };

/**
 * What a record says, done as far as it is not done yet.
 * @returns whether anything was published now
 * @throws TransformerError DELIVERY_UNKNOWN, FOLDER_CHANGED, HELD_BACK
 */
export async function publishResults(
  work: FileContext,
  file: ClaimedFile,
  { record, targetIsVacant }: CommittedDecision,
): Promise<{ published: boolean }> {
  const { output } = record;
  // Refused rows are refused even when it is unknown whether their file was delivered.
  const delivered = output
    ? await deliver(work, file, output, targetIsVacant).catch(onlyUnknown)
    : { published: false };
  const rejected = await reportRejected(work, file, record);
  if ('unknown' in delivered) throw delivered.unknown;
  if (file.adopted) {
    // Only once a record stands: before, a slow worker might still decide for the output it has prepared.
    const names = [`${file.name}.json`, `${file.name}.errors.csv`, ...(output ? [nameOf(output.path)] : [])];
    await removeLeftovers(work, file, names);
  }
  return { published: delivered.published || rejected.published };
}

function onlyUnknown(error: unknown): { unknown: unknown } {
  if (!hasCode(error, 'DELIVERY_UNKNOWN')) throw error;
  return { unknown: error };
}

async function deliver(
  work: FileContext,
  file: ClaimedFile,
  output: PreparedFile,
  isFree: boolean,
): Promise<{ published: boolean }> {
  const { store, route, emit, inOrder } = work;
  const nextMayBegin = isFree && store.inOrder === true;
  const byEarlierPass = await inOrder(() => publish(work, file, output, isFree), nextMayBegin);
  emit({
    event: 'file delivered',
    feed: route.feed.name,
    file: file.name,
    output: output.path,
    byEarlierPass,
  });
  return { published: !byEarlierPass };
}

async function reportRejected(
  work: FileContext,
  file: ClaimedFile,
  { errors, counts }: DeliveryRecord,
): Promise<{ published: boolean }> {
  if (!errors) return { published: false };
  const byEarlierPass = await publish(work, file, errors);
  const { route, emit } = work;
  const about = { feed: route.feed.name, file: file.name };
  emit({ event: 'rows rejected', ...about, errorFile: errors.path, rejected: counts.rejected });
  return { published: !byEarlierPass };
}

/**
 * A prepared file is there until the moment it is published, and only that takes it away.
 * @returns whether it was published before
 */
async function publish(
  work: FileContext,
  file: ClaimedFile,
  prepared: PreparedFile,
  isFree = false,
): Promise<boolean> {
  const { store } = work;
  try {
    await store.rename(prepared.prepared, prepared.path, { isFree });
    return false;
  } catch (error) {
    if (hasCode(error, 'ALREADY_EXISTS')) await publishBeside(store, prepared, claimMark(file.claim));
    else if (hasCode(error, 'NOT_FOUND')) await refuseUnproven(work, file, prepared, error);
    else throw error;
    return true;
  }
}

/** That a prepared file is gone means that it was published only where it is certain that it would be there otherwise. */
async function refuseUnproven(
  { store, route, markers }: FileContext,
  { claim, path: claimed }: ClaimedFile,
  { prepared, path, marker }: PreparedFile,
  cause: unknown,
): Promise<void> {
  const presence = await presenceOf(store, prepared, marker);
  if (presence === 'there') throw cause;
  if (presence === 'gone') {
    if (!prepared.endsWith(`.${claimMark(claim)}`)) return;
    // Who has robbed the claim has published it, and a server can show a folder as it was a moment ago.
    throw (await hasLeftProcessing(store, claimed, markers)) ? cause : goneAtOnce(prepared, cause);
  }
  // Only another marker proves another folder: this one may have been away for the moment of the first look.
  const others = [markers.target, markers.errors].filter((own) => own !== marker);
  const found = await Promise.all(others.map((own) => presenceOf(store, prepared, own)));
  const isReplaced = found.includes('gone');
  const unknown = path.endsWith('.errors.csv') ? reportUnknown : deliveryUnknown;
  throw isReplaced ? unknown(prepared, path) : folderChanged(route.feed.name, [folderOf(path)]);
}

const goneAtOnce = (prepared: string, cause: unknown): TransformerError =>
  new TransformerError(
    'STORE_FAILED',
    `${prepared} was written in this pass but has disappeared. The next pass tries again; if it happens again, find out what moves files out of .tmp/.`,
    { cause },
  );

const reportUnknown = (prepared: string, path: string): TransformerError =>
  new TransformerError(
    'DELIVERY_UNKNOWN',
    `It is unknown whether ${quoteName(path)} was written: it was prepared in a folder that has since been replaced. If the former folder still contains ${quoteName(prepared)}, it was not: that file then names the refused rows. The other rows were delivered, so do not replay the whole file.`,
  );

const deliveryUnknown = (prepared: string, path: string): TransformerError =>
  new TransformerError(
    'DELIVERY_UNKNOWN',
    `It is unknown whether ${quoteName(path)} was delivered: it was prepared in a folder that has since been replaced. If the former folder still contains ${quoteName(prepared)}, it was not: replay the file. Otherwise it was.`,
  );

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
  { store, leftovers }: Pick<FileContext, 'store' | 'leftovers'>,
  { claim }: Pick<ClaimedFile, 'claim'>,
  names: readonly string[],
): Promise<void> {
  for (const path of await leftovers()) {
    const leftover = names.some((name) => isLeftover(name, nameOf(path), claim));
    if (leftover) await removeIfThere(store, path);
  }
}

/** What is in the folders for temporary files. */
export async function findLeftovers(store: FileStore, route: Route): Promise<string[]> {
  const folders = await Promise.all(
    temporaryFoldersOf(route).map(async (folder) => ({ folder, entries: await store.list(folder) })),
  );
  return folders.flatMap(({ folder, entries }) =>
    entries.filter(({ name }) => isSafeFileName(name)).map(({ name }) => storePath(folder, name)),
  );
}
