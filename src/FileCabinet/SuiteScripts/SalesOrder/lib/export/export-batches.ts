/**
 * Batches of item fulfillments, each exported as one file: noted, published, ticked, in that order.
 * Source: docs/exports.md#one-record-for-each-fulfillment.
 */
import * as log from 'N/log';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { noCounts } from '#feeds/rows/counts.ts';
import { openFeedFolder } from '../feed-files/feed-folder.ts';
import { type FeedLease, renewLease } from '../feed-files/feed-lock.ts';
import {
  type FeedFileEntry,
  findEntry,
  finishFile,
  isFinal,
  recordPublished,
  takeEntry,
} from '../feed-files/ledger.ts';
import { asFailure, failure } from '../netsuite/failure.ts';
import { type Budget, LONGEST_CALL, startBudget } from '../netsuite/governance.ts';
import { exportedFulfillment as ids } from '../netsuite/ids.ts';
import { connect } from '../netsuite/sftp-connection.ts';
import {
  type ExportRecord,
  findRecordsOf,
  removeRecord,
  updateRecord,
  writeRecord,
} from './export-records.ts';
import { checksums, readLines, type ShippedLineFound } from './shipped-lines.ts';
import { tickBox } from './tick-box.ts';

/**
 * @property shipped ISO 8601, what HotWax is told
 * @property known what its record said when it was chosen
 * @property adopted an earlier version has put it into the file, maybe after it was published
 */
export type Item = {
  id: string;
  number: string;
  order: string;
  shipped: string;
  known?: ExportRecord;
  adopted?: true;
};

/** @property items none when an earlier run has noted them all */
export type ExportBatch = { file: string; items: Item[]; lease: FeedLease };

/** @property skipped why fulfillments are not in the file, each with its number */
export type Exported = { rows: number; skipped: string[] };

export const FEED = 'item-fulfillments';

/** What noting or ticking one more may take, and what has to be left to finish a file. */
const UNITS_OF_ONE = 16;
const UNITS_TO_FINISH = 300;

/**
 * Whatever crashes: what is not noted is exported by another file, what is noted by the same file, and a file that was published is not
 * written again. What NetSuite does not let be noted or ticked keeps nothing else back. 16 units for each fulfillment and about 300.
 * @throws LOCK_LOST when another deployment has taken this run for dead
 */
export function exportBatch({ file, items, lease }: ExportBatch, path: string, now: () => number): Exported {
  const budget = startBudget(now, LONGEST_CALL);
  if (!renewLease(lease, now())) throw lockLost(file);
  const earlier = findEntry(FEED, file);
  if (earlier && isFinal(earlier)) return { rows: earlier.rows, skipped: [] };
  // The ledger comes before the notes: by it a later run finds the batch again.
  const entry = takeEntry(FEED, file, earlier, now());
  const isPublished = entry.status === 'Published';
  const skipped = noteAll(
    items.filter(({ adopted }) => adopted || !isPublished),
    file,
    budget,
  );
  const noted = findRecordsOf(file);
  const found = withShipped(readLines(noted.map(({ id }) => id)), noted);
  if (!isPublished) {
    settleNotes(noted, found);
    if (found.length > 0) publish(entry, path, formatExportedLines(found.map(({ line }) => line)), file);
  }
  if (!tickAll(noted, found, budget, now)) return { rows: found.length, skipped };
  finish(entry, found.length, skipped, now());
  return { rows: found.length, skipped };
}

const lockLost = (file: string): Error =>
  failure('LOCK_LOST', `Another deployment took over before ${file} was written; it exports the batch.`);

/** Fulfillments that were deleted or taken back since they were chosen are passed by. 6 units each. */
function noteAll(items: readonly Item[], file: string, budget: Budget): string[] {
  if (items.length === 0) return [];
  const sums = checksums(readLines(items.map(({ id }) => id)));
  const skipped: string[] = [];
  for (const item of items) {
    const reported = sums.get(item.id);
    if (reported === undefined) continue;
    if (!budget.allows(UNITS_OF_ONE + UNITS_TO_FINISH)) break;
    try {
      if (!note(item, file, reported))
        log.audit({ title: 'Exported by another file', details: { file, item } });
    } catch (thrown) {
      const { name, message } = asFailure(thrown);
      skipped.push(`${item.number}: ${name}: ${message}`);
    }
  }
  return skipped;
}

const note = ({ id, number, order, shipped, known }: Item, file: string, reported: string): boolean =>
  writeRecord(id, known, {
    [ids.number]: number,
    [ids.order]: order,
    [ids.status]: 'Exported',
    [ids.file]: file,
    [ids.shipped]: shipped,
    [ids.reported]: reported,
    [ids.notTicked]: false,
    [ids.attempts]: 0,
    [ids.tried]: '',
    [ids.message]: '',
  });

function withShipped(found: readonly ShippedLineFound[], noted: readonly ExportRecord[]): ShippedLineFound[] {
  const shipped = new Map(noted.map((one) => [one.id, one.shipped]));
  return found.map((one) => ({
    ...one,
    line: { ...one.line, shippedDate: shipped.get(one.line.itemFulfillmentId) ?? '' },
  }));
}

/** What was deleted or taken back goes into no file; of what was edited meanwhile the file has the present state. */
function settleNotes(noted: readonly ExportRecord[], found: readonly ShippedLineFound[]): void {
  const sums = checksums(found);
  for (const one of noted) {
    const sum = sums.get(one.id);
    if (sum === undefined) removeRecord(one);
    else if (sum !== one.reported) updateRecord(one, { [ids.reported]: sum });
  }
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

/** @returns false when there is no time left: the next run ticks the rest. 10 units each. */
function tickAll(
  noted: readonly ExportRecord[],
  found: readonly ShippedLineFound[],
  budget: Budget,
  now: () => number,
): boolean {
  const open = new Set(found.filter(({ ticked }) => !ticked).map(({ line }) => line.itemFulfillmentId));
  for (const one of noted) {
    if (!open.has(one.id)) continue;
    if (!budget.allows(UNITS_OF_ONE)) return false;
    tickBox(one, now());
  }
  return true;
}

function finish(entry: FeedFileEntry, rows: number, skipped: readonly string[], now: number): void {
  const counts = { ...noCounts(), rows, applied: rows };
  const left = `Left out, and tried again by the next run: ${skipped.join(' ')}`;
  finishFile(
    entry,
    skipped.length > 0 ? 'Done with errors' : 'Done',
    counts,
    skipped.length > 0 ? left : '',
    now,
  );
}
