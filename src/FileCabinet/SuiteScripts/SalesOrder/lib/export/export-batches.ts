/**
 * Batches of item fulfillments, each exported as one file: stamped, uploaded, flagged, in that order.
 * Source: docs/architecture.md#item-fulfillments-netsuite-to-hotwax.
 */
import * as log from 'N/log';
import { fileName, shortHash } from '#feeds/format/file-name.ts';
import { cutIntoBatches } from '#feeds/item-fulfillments/batches.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { noCounts } from '#feeds/rows/counts.ts';
import { openFeedFolder } from '../feed-files/feed-folder.ts';
import { acquireLease, type FeedLease, releaseLease, renewLease } from '../feed-files/feed-lock.ts';
import {
  type FeedFileEntry,
  findEntry,
  findOpenFiles,
  finishFile,
  recordPublished,
  takeEntry,
} from '../feed-files/ledger.ts';
import { failure } from '../netsuite/failure.ts';
import { unique } from '../netsuite/searches.ts';
import { connect } from '../netsuite/sftp-connection.ts';
import { findUnexported, flagExported, readStampedLines, release, stamp } from './exported-fulfillments.ts';

/** @property unstamped ids of fulfillments to stamp first; none when an earlier run has stamped the batch */
export type ExportBatch = { file: string; unstamped: string[]; lease: FeedLease };

/** A reduce call has 5,000 units and a fulfillment takes 21: more of them would not fit (help section_4480364878). */
const LARGEST_BATCH = 200;

const FEED = 'item-fulfillments';

/**
 * Batches that an earlier run has stamped come first, under their own file names; none while another deployment exports.
 */
export function findBatches(batchSize: number, now: number): ExportBatch[] {
  const lease = acquireLease(FEED, now);
  if (!lease) return [];
  const unexported = findUnexported();
  const unstamped = unexported.get('') ?? [];
  const stamped = unique([...unexported.keys(), ...findOpenFiles(FEED)]).sort();
  const batches = [
    ...stamped.map((file) => ({ file, unstamped: [], lease })),
    ...cutIntoBatches(unstamped, Math.min(batchSize, LARGEST_BATCH)).map((ids) => newBatch(ids, lease, now)),
  ];
  if (batches.length === 0) releaseLease(lease);
  return batches;
}

const newBatch = (ids: string[], lease: FeedLease, now: number): ExportBatch => ({
  file: fileName({
    at: now,
    content: shortHash(ids.join()),
    name: 'SalesOrderFulfillment',
    extension: 'csv',
  }),
  unstamped: ids,
  lease,
});

/**
 * Whatever crashes: what is not stamped is exported by another file, what is stamped by the same file again, with the
 * same name and content, which the receiver knows, and what is flagged never. 21 units for each fulfillment and about 250.
 * @returns the number of rows
 * @throws LOCK_LOST when another deployment has taken this run for dead
 */
export function exportBatch({ file, unstamped, lease }: ExportBatch, path: string, now: number): number {
  if (!renewLease(lease, now)) {
    throw failure(
      'LOCK_LOST',
      `Another deployment took over before ${file} was written; it exports the batch.`,
    );
  }
  const refused = unstamped.filter((id) => !stamp(id, file));
  if (refused.length > 0) log.audit({ title: 'Exported by another file', details: { file, ids: refused } });
  const { unflagged, lines } = readStampedLines(file);
  const known = findEntry(FEED, file);
  if (lines.length === 0 && !known) return 0;
  // A call that is made again after it had come to its end.
  if (known?.status === 'Done' && unflagged.length === 0) return lines.length;
  if (known?.status === 'Done' && known.rows !== lines.length) return releaseAll(unflagged, file);
  // The ledger comes after the stamps: by them a later run finds the batch again, and with it the entry.
  const entry = takeEntry(FEED, file, known, now);
  // Fulfillments that were deleted since leave nothing to publish.
  if (entry.status !== 'Published' && lines.length > 0)
    publish(entry, path, formatExportedLines(lines), file);
  for (const id of unflagged) flagExported(id);
  const counts = { ...noCounts(), rows: lines.length, applied: lines.length };
  finishFile(entry, 'Done', counts, '', now);
  return lines.length;
}

/**
 * Somebody took these back while their file was made, and has shipped them again since. HotWax has had the file without
 * them and would not read it again.
 */
function releaseAll(ids: readonly string[], file: string): number {
  for (const id of ids) release(id);
  log.audit({ title: 'Left out of this file; the next run exports them', details: { file, ids } });
  return 0;
}

/** A file of this name in the folder was published by a run that died before it could say so: it is the same file. */
function publish(entry: FeedFileEntry, path: string, text: string, file: string): void {
  const folder = openFeedFolder(connect(), FEED, path);
  const isThere = entry.attempts > 1 && folder.holds(file);
  if (isThere || !folder.publish(file, text)) {
    log.audit({ title: 'The file already exists', details: { file } });
  }
  recordPublished(entry);
}

/** Lets other deployments export again once every batch is through. */
export function finishExport(now: number): void {
  const lease = acquireLease(FEED, now);
  if (lease) releaseLease(lease);
}
