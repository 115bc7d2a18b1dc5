/** The life of one claimed file, from reading it to the archive; pass/run-pass.ts states the order and why it survives crashes. */

import type { Counts } from '#feeds/rows/counts.ts';
import { type ArrivingFile, type SpooledFile, spoolArriving } from '../convert/spooled-file.ts';
import { hasCode, TransformerError } from '../errors.ts';
import { claimMark } from '../folders/claim.ts';
import { hasLeftProcessing } from '../folders/folder-markers.ts';
import { archivePath, type Route } from '../folders/folders.ts';
import type { FileStore } from '../store/file-store.ts';
import { hashIfThere, isFolder } from '../store/if-there.ts';
import { nameOf, withMark } from '../store/store-path.ts';
import { decide } from './decide-file.ts';
import { type DeliveryRecord, findSlot, type Slot } from './delivery-record.ts';
import { fateOf, isRepeat, nameReused, type PriorState } from './fate.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';
import { reporting } from './file-progress.ts';
import { beginJudging, type EarlyJudging, type Judging, untilTooSlow } from './judge-file.ts';
import { noteDecided, noteRepeat } from './note-in-index.ts';
import { publishResults } from './publish.ts';
import { quarantine } from './quarantine.ts';
import { releaseClaim } from './release-claim.ts';
import { whyUnfinished } from './unfinished-upload.ts';

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
    return await finish(work, file, source, { ...(await known), early: await (await early)?.inTime() });
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
  { nearlyHere, whole, chunks }: ArrivingFile,
  known: Promise<Known>,
): Promise<EarlyJudging | undefined> {
  if (file.size <= LARGEST_IN_MEMORY) return undefined;
  await nearlyHere;
  const prior = await known.then((found) => found.prior).catch(() => undefined); // whoever decides hears it
  if (!prior || prior.record !== undefined || prior.archived !== undefined) return undefined;
  return untilTooSlow(beginJudging(work, file, { size: file.size, chunks }), whole);
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
