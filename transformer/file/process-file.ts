/** The life of one claimed file, from reading it to the archive; pass/run-pass.ts states the order and why it survives crashes. */

import type { Counts } from '#feeds/rows/counts.ts';
import { type ConvertedSource, keepingOriginals } from '../convert/convert-stream.ts';
import { type ArrivingFile, type SpooledFile, spoolArriving } from '../convert/spooled-file.ts';
import { hasCode, isConnectionFailure, TransformerError } from '../errors.ts';
import { claimMark } from '../folders/claim.ts';
import { outputName } from '../folders/file-order.ts';
import { hasLeftProcessing, refuseOtherRecords } from '../folders/folder-markers.ts';
import { archivePath, errorFilePath, folderIfSeveral, type Route } from '../folders/folders.ts';
import type { RowNotes } from '../row-index/note-rows.ts';
import { temporaryPath } from '../store/atomic-write.ts';
import type { FileStore } from '../store/file-store.ts';
import { hashIfThere, isFolder, removeIfThere } from '../store/if-there.ts';
import { nameOf, quoteName, storePath, withMark } from '../store/store-path.ts';
import {
  commitRecord,
  type DeliveryRecord,
  findSlot,
  isAllSkipped,
  type PreparedFile,
  type Slot,
} from './delivery-record.ts';
import { fateOf, isRepeat, nameReused, type PriorState } from './fate.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';
import { reporting } from './file-progress.ts';
import { beginJudging, type Judging } from './judge-file.ts';
import { noteDecided, noteRepeat } from './note-in-index.ts';
import { type CommittedDecision, publishResults } from './publish.ts';
import { quarantine } from './quarantine.ts';
import { releaseClaim } from './release-claim.ts';
import { isBlank, whyUnfinished } from './unfinished-upload.ts';

export type FileOutcome =
  | { kind: 'archived'; counts: Counts }
  | { kind: 'repeated'; counts: Counts }
  | { kind: 'failed' }
  | { kind: 'left' }
  | { kind: 'overtaken' };

export async function processFile(work: FileContext, file: ClaimedFile): Promise<FileOutcome> {
  try {
    return await fetchAndFinish(work, file);
  } catch (error) {
    // Another pass took this file for abandoned and has brought it to its end: then nothing is wrong.
    if (!hasCode(error, 'NOT_FOUND', 'ALREADY_EXISTS')) throw error;
    if (await hasLeftProcessing(work.store, file.path, work.markers)) return { kind: 'overtaken' };
    throw error;
  }
}

/** Many are fetched at once, so what each may hold in memory is little. */
const LARGEST_IN_MEMORY = 512 * 1024;

/**
 * A large file is judged while it arrives. What comes of that counts only once the whole of it is here and is found to be
 * complete, and is forgotten otherwise.
 */
async function fetchAndFinish(work: FileContext, file: ClaimedFile): Promise<FileOutcome> {
  const { arriving, known } = fetchFile(work, file);
  const early = judgeEarly(work, file, arriving, known);
  try {
    const source = await arriving.whole;
    const unfinished = await whyUnfinished(work, file, source);
    if (unfinished !== undefined) return await leave(work, file, unfinished);
    return await finish(work, file, source, { ...(await known), early: await early });
  } finally {
    await (await early)?.close();
    arriving.close();
  }
}

/** @property slot where the record of its name is, or will be */
type Known = { slot: Slot; prior: PriorState };

/** What is known of its name is asked for while it is on its way. */
function fetchFile(work: FileContext, file: ClaimedFile): { arriving: ArrivingFile; known: Promise<Known> } {
  const { store, route } = work;
  const content = store.readStream(file.path, file.size);
  const phase = { phase: 'reading', total: file.size } as const;
  const arriving = spoolArriving(reporting(work, file, phase, content), {
    expected: file.size,
    largestInMemory: LARGEST_IN_MEMORY,
  });
  const known = Promise.all([
    findSlot(store, route.sourceFolder, file.name),
    archivedHash(store, route, file.name),
  ]).then(([slot, archived]) => ({ slot, prior: { record: slot.decided, archived } }));
  known.catch(() => {}); // when the source cannot be had, nobody asks
  return { arriving, known };
}

/** Of a file whose name is known it is decided by what is known, so that nobody judges its rows. */
async function judgeEarly(
  work: FileContext,
  file: ClaimedFile,
  { nearlyHere, chunks }: ArrivingFile,
  known: Promise<Known>,
): Promise<Judging | undefined> {
  if (file.size <= LARGEST_IN_MEMORY) return undefined;
  await nearlyHere;
  const prior = await known.then((found) => found.prior).catch(() => undefined); // whoever decides hears it
  if (!prior || prior.record !== undefined || prior.archived !== undefined) return undefined;
  return beginJudging(work, file, { size: file.size, chunks });
}

/**
 * It waits where it is, for any pass to take up. Not back to where it came from: its sender may have put another file of
 * the name there, and some servers overwrite it.
 */
export async function leave(work: FileContext, file: ClaimedFile, reason: string): Promise<FileOutcome> {
  await releaseClaim(work, file, 'waits');
  work.emit({ event: 'file left', feed: work.route.feed.name, file: file.name, reason });
  return { kind: 'left' };
}

async function finish(
  work: FileContext,
  file: ClaimedFile,
  source: SpooledFile,
  { slot, prior, early }: Known & { early: Judging | undefined },
): Promise<FileOutcome> {
  const { sha256 } = source;
  const fate = fateOf(file.name, sha256, prior);
  if (fate.kind === 'quarantine') return quarantine(work, file, sha256, fate.reason);
  try {
    const decided =
      fate.kind === 'finish'
        ? { record: fate.record, targetIsVacant: false, notes: undefined }
        : await decide(work, file, source, slot, early ?? beginJudging(work, file, source));
    const { record } = decided;
    if (record.source.sha256 !== sha256) return await quarantine(work, file, sha256, nameReused(file.name));
    const { published } = await publishResults(work, file, decided).catch((error: unknown) => {
      decided.notes?.discard(); // whoever delivers it notes it
      throw error;
    });
    await noteDecided(work, file, source, decided);
    if (isRepeat(fate, file.adopted) && !published) return await archiveRepeat(work, file, record.counts);
    return await archive(work, file, record, prior.archived === undefined);
  } catch (error) {
    if (!(error instanceof TransformerError) || !hasCode(error, 'UNREADABLE_FILE', 'DELIVERY_UNKNOWN'))
      throw error;
    return quarantine(work, file, sha256, error);
  }
}

/** @returns undefined when nothing has the name in the archive; what is no file has no content to compare */
export async function archivedHash(
  store: FileStore,
  route: Route,
  name: string,
): Promise<string | undefined> {
  const path = archivePath(route, name);
  try {
    return await hashIfThere(store, path);
  } catch (error) {
    if (hasCode(error, 'STORE_FAILED') && (await isFolder(store, path))) return undefined;
    throw error;
  }
}

/**
 * Converts, prepares the results, and writes the record that decides; returns the record that counts.
 * @throws TransformerError UNREADABLE_FILE
 */
async function decide(
  work: FileContext,
  file: ClaimedFile,
  source: SpooledFile,
  slot: Slot,
  judging: Judging,
): Promise<CommittedDecision & { notes: RowNotes | undefined }> {
  const { store, route } = work;
  try {
    const { storage, keepNotes, ...judged } = await judging.judged;
    const converted = keepingOriginals(judged.converted, route.feed, source.chunks, storage);
    const own = recordOf(work, file, source.sha256, converted.counts);
    const { targetIsVacant } = await prepare(work, file, own, converted);
    const refuseOthers = (): Promise<void> => refuseOtherRecords(store, route, work.markers);
    const standing = await commitRecord(store, route.sourceFolder, own, slot, refuseOthers);
    await removeUnused(store, own, standing);
    if (standing !== own) await refuseIfTakenOver(work, file);
    reportConverted(work, file, converted, await isBlank(source));
    // What another worker has decided may be judged as of another moment.
    const isOwn = standing === own;
    return {
      record: standing,
      targetIsVacant: targetIsVacant && isOwn,
      notes: isOwn ? keepNotes() : undefined,
    };
  } finally {
    await judging.close();
  }
}

function recordOf(
  { route, clock, markers }: FileContext,
  file: ClaimedFile,
  sha256: string,
  counts: Counts,
): DeliveryRecord {
  const mark = claimMark(file.claim);
  const prepared = (path: string, marker: string): PreparedFile => ({
    path,
    prepared: temporaryPath(path, mark),
    marker,
  });
  const output = counts.applied === 0 ? null : prepared(outputPath(route, file, sha256), markers.target);
  const errors = counts.rejected === 0 ? null : prepared(errorFilePath(route, file.name), markers.errors);
  const source = { name: file.name, sha256 };
  return { version: 1, source, output, errors, counts, decidedAt: new Date(clock()).toISOString() };
}

/** Writes the results where nobody takes them; all of them, or none. */
async function prepare(
  work: FileContext,
  file: ClaimedFile,
  own: DeliveryRecord,
  converted: ConvertedSource,
): Promise<{ targetIsVacant: boolean }> {
  const { store } = work;
  const { output, errors } = own;
  const phase = { phase: 'writing', total: converted.outputSize } as const;
  const writeResults = async (): Promise<void> => {
    if (output) await store.writeStream(output.prepared, reporting(work, file, phase, converted.output()));
    if (errors) await store.writeStream(errors.prepared, converted.rejects(file.name));
  };
  const [written, taken] = await Promise.allSettled([
    writeResults(),
    output ? store.exists(output.path) : false,
  ]);
  const failure = [written, taken].find(({ status }) => status === 'rejected');
  if (!failure) return { targetIsVacant: taken.status === 'fulfilled' && !taken.value };
  const { reason } = failure as PromiseRejectedResult;
  if (!isConnectionFailure(reason)) await removePrepared(store, own);
  throw reason;
}

/** Nothing names it yet. What cannot be removed now goes when the file is taken up again. */
async function removePrepared(store: FileStore, { output, errors }: DeliveryRecord): Promise<void> {
  for (const path of [output?.prepared, errors?.prepared]) {
    if (path !== undefined) await removeIfThere(store, path).catch(() => {});
  }
}

/** Who has lost both the claim and the decision leaves the rest to whoever has them. */
async function refuseIfTakenOver({ store, markers }: FileContext, { path }: ClaimedFile): Promise<void> {
  if (!(await hasLeftProcessing(store, path, markers))) return;
  throw new TransformerError('NOT_FOUND', `Another pass has taken over ${quoteName(path)}.`);
}

/** What was prepared here, when another worker's record was first. */
async function removeUnused(store: FileStore, own: DeliveryRecord, standing: DeliveryRecord): Promise<void> {
  if (standing === own) return;
  for (const kind of ['output', 'errors'] as const) {
    const prepared = own[kind]?.prepared;
    if (prepared && prepared !== standing[kind]?.prepared) await removeIfThere(store, prepared);
  }
}

function outputPath(route: Route, { name, modified }: ClaimedFile, sha256: string): string {
  const { targetName, target } = route.feed;
  const folder = folderIfSeveral(route);
  const output = outputName(
    { name, modified, sha256, folder },
    { name: targetName, extension: target.format },
  );
  return storePath(route.targetFolder, output);
}

/** No sender says so that it has no rows: a JSON list has brackets, a CSV file its header. */
const EMPTY =
  'it is empty, so it counts as a file of no rows: if its sender failed to write it, have it sent again';

function reportConverted(
  { route, emit }: FileContext,
  { name }: ClaimedFile,
  converted: ConvertedSource,
  isEmpty: boolean,
): void {
  const { counts } = converted;
  const ofRows = converted.warnings.map(({ row, message }) => `row ${row}: ${message}`);
  const warnings = isEmpty ? [EMPTY, ...ofRows] : ofRows;
  emit({ event: 'file converted', feed: route.feed.name, file: name, counts, warnings });
  if (isAllSkipped(counts))
    emit({ event: 'every row skipped', feed: route.feed.name, file: name, skipped: counts.skipped });
}

/** The record says that its rows were delivered, so its end is the archive, whatever has its name there. */
async function archive(
  work: FileContext,
  file: ClaimedFile,
  { source, counts }: DeliveryRecord,
  isFree: boolean,
): Promise<FileOutcome> {
  const path = archivePath(work.route, file.name);
  try {
    await work.store.move(file.path, path, { isFree });
    reportArchived(work, file, path, false);
    return { kind: 'archived', counts };
  } catch (error) {
    if (!hasCode(error, 'ALREADY_EXISTS')) throw error;
  }
  // Two files of one name and content were under way at once.
  if ((await archivedHash(work.store, work.route, file.name)) === source.sha256)
    return archiveRepeat(work, file, counts);
  const beside = archivePath(work.route, withMark(file.name, `beside-${claimMark(file.claim)}`));
  await work.store.move(file.path, beside);
  reportArchived(work, file, beside, false);
  return { kind: 'archived', counts };
}

async function archiveRepeat(work: FileContext, file: ClaimedFile, counts: Counts): Promise<FileOutcome> {
  const path = archivePath(work.route, withMark(file.name, `repeat-${claimMark(file.claim)}`));
  await noteRepeat(work, nameOf(path), counts.rows);
  await work.store.move(file.path, path);
  reportArchived(work, file, path, true);
  const skipped = { REPEATED_FILE: counts.rows };
  return { kind: 'repeated', counts: { rows: counts.rows, applied: 0, rejected: 0, skipped, warnings: 0 } };
}

function reportArchived(
  { route, emit }: FileContext,
  { name }: ClaimedFile,
  path: string,
  repeated: boolean,
): void {
  emit({ event: 'file archived', feed: route.feed.name, file: name, path, repeated });
}
