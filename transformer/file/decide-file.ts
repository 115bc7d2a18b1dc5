/** What one pass makes of a file: its rows judged, the results prepared where nobody takes them, and the record that decides. */

import type { Counts } from '#feeds/rows/counts.ts';
import { type ConvertedSource, keepingOriginals } from '../convert/convert-stream.ts';
import type { SpooledFile } from '../convert/spooled-file.ts';
import { isConnectionFailure, TransformerError } from '../errors.ts';
import { claimMark } from '../folders/claim.ts';
import { outputName } from '../folders/file-order.ts';
import { hasLeftProcessing, refuseOtherRecords } from '../folders/folder-markers.ts';
import { errorFilePath, folderIfSeveral, type Route } from '../folders/folders.ts';
import type { RowNotes } from '../row-index/note-rows.ts';
import { temporaryPath } from '../store/atomic-write.ts';
import type { FileStore } from '../store/file-store.ts';
import { removeIfThere } from '../store/if-there.ts';
import { quoteName, storePath } from '../store/store-path.ts';
import {
  commitRecord,
  type DeliveryRecord,
  isAllSkipped,
  type PreparedFile,
  type Slot,
} from './delivery-record.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';
import { reporting } from './file-progress.ts';
import type { Judging } from './judge-file.ts';
import type { CommittedDecision } from './publish.ts';
import { isBlank } from './unfinished-upload.ts';

/**
 * Converts, prepares the results, and writes the record that decides; returns the record that counts.
 * @throws TransformerError UNREADABLE_FILE
 */
export async function decide(
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
