/** Batches of item fulfillments, each exported as one file: stamped, uploaded, flagged, in that order. Source: design 4.7. */
import * as log from 'N/log';
import { fileName, shortHash } from '#feeds/file-name.ts';
import { formatExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { findUnexported, flagExported, readStampedLines, stamp } from './exported-fulfillments.ts';
import { openFeedFolder } from './feed-folder.ts';
import { findEntry, finishFile, holdFile } from './feed-ledger.ts';
import { inChunks } from './searches.ts';
import { connect } from './sftp-connection.ts';

/** @property unstamped ids of fulfillments to stamp first; none when an earlier run has stamped the batch */
export type ExportBatch = { file: string; unstamped: string[] };

/** A reduce call has 5,000 units and a fulfillment takes 21: more of them would not fit (help section_4480364878). */
const LARGEST_BATCH = 200;

/** Batches that an earlier run has stamped come first, under their own file names. */
export function findBatches(batchSize: number, now: number): ExportBatch[] {
  const unexported = findUnexported();
  const unstamped = unexported.get('') ?? [];
  const stamped = [...unexported.keys()].filter((file) => file !== '').sort();
  return [
    ...stamped.map((file) => ({ file, unstamped: [] })),
    ...inChunks(unstamped, Math.min(batchSize, LARGEST_BATCH)).map((ids) => newBatch(ids, now)),
  ];
}

const newBatch = (ids: string[], now: number): ExportBatch => ({
  file: fileName({
    at: now,
    content: shortHash(ids.join()),
    name: 'SalesOrderFulfillment',
    extension: 'csv',
  }),
  unstamped: ids,
});

/**
 * Whatever crashes: what is not stamped is exported by another file, what is stamped by the same file again, with the
 * same name and content, which the receiver knows, and what is flagged never. 21 units for each fulfillment and about 250.
 * @returns the number of rows
 */
export function exportBatch({ file, unstamped }: ExportBatch, path: string, now: number): number {
  const entry = holdFile('item-fulfillments', file, findEntry('item-fulfillments', file), now);
  if (!entry) return leaveToOthers(file);
  const refused = unstamped.filter((id) => !stamp(id, file));
  if (refused.length > 0) log.audit({ title: 'Another run exports these', details: { file, ids: refused } });
  const { ids, lines } = readStampedLines(file);
  if (lines.length > 0) deliver(path, file, formatExportedLines(lines));
  for (const id of ids) flagExported(id);
  const message =
    lines.length > 0 ? '' : 'Another run has exported everything that was to go into this file.';
  finishFile(
    entry,
    'Done',
    { rows: lines.length, applied: lines.length, rejected: 0, skipped: 0 },
    message,
    now,
  );
  return lines.length;
}

function leaveToOthers(file: string): number {
  log.audit({ title: 'Another run has this batch', details: { file } });
  return 0;
}

/** A file of this name in the folder was published by a run that died before it could flag: it is the same file. */
function deliver(path: string, file: string, text: string): void {
  if (!openFeedFolder(connect(), path).publish(file, text)) {
    log.audit({ title: 'The file is there already', details: { file } });
  }
}
