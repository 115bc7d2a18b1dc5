/** What a pass would make of one file: it is read and converted as in a pass, and nothing is written. */

import type { ConversionContext } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { convertSource } from '../convert/convert-stream.ts';
import { spool } from '../convert/spooled-file.ts';
import { hasCode, TransformerError } from '../errors.ts';
import { findRecord } from '../file/delivery-record.ts';
import { archivedHash } from '../file/process-file.ts';
import { deliveryUnrecorded, nameReused, reasonOf } from '../file/quarantine.ts';
import type { Route } from '../folders/folders.ts';
import type { Found } from '../pass/found-file.ts';
import { type PassError, passingProblem, type RowCounts } from '../report/pass-report.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/unless-missing.ts';

/** @property rows the first ones that would be refused, each in a line */
export type FilePreview =
  | { kind: 'converted'; counts: RowCounts; rows: string[] }
  | { kind: 'finished'; counts: RowCounts }
  | { kind: 'repeated' }
  | { kind: 'failed'; problem: PassError }
  | { kind: 'interrupted'; problem: PassError };

type Place = { store: FileStore; route: Route; context: ConversionContext };

export async function foreseeFile(place: Place, found: Found): Promise<FilePreview> {
  try {
    return await previewFile(place, found);
  } catch (error) {
    return { kind: 'interrupted', problem: passingProblem(error) };
  }
}

async function previewFile(
  { store, route, context }: Place,
  { from, name, entry, adopted }: Found,
): Promise<FilePreview> {
  const source = await spool(store.readStream(from, entry.size));
  const storage = openSqliteStorage();
  try {
    const standing = await undefinedIfNotFound(() => findRecord(store, route.sourceFolder, name));
    const archived = await undefinedIfNotFound(() => archivedHash(store, route, name));
    const known = standing?.source.sha256 ?? archived;
    if (known !== undefined && known !== source.sha256) return failed(nameReused(name));
    if (standing && adopted) return { kind: 'finished', counts: standing.counts };
    if (standing) return { kind: 'repeated' };
    if (known !== undefined) return failed(deliveryUnrecorded(name));
    const { counts, rejects } = await convertSource(route.feed, source.chunks(), context, storage);
    return { kind: 'converted', counts, rows: counts.rejected === 0 ? [] : await firstRows(rejects(name)) };
  } catch (error) {
    if (!(error instanceof TransformerError) || !hasCode(error, 'UNREADABLE_FILE')) throw error;
    return failed(error);
  } finally {
    storage.close();
    source.close();
  }
}

const failed = (error: TransformerError): FilePreview => ({
  kind: 'failed',
  problem: { code: reasonOf(error), message: error.message },
});

const MOST_ROWS = 10;

/** As the error file would tell them. */
async function firstRows(content: AsyncIterable<Uint8Array>): Promise<string[]> {
  let text = '';
  for await (const chunk of content) {
    text += Buffer.from(chunk).toString();
    if (text.split('\n').length > 2 * MOST_ROWS) break;
  }
  const rows: string[] = [];
  for (const [, row = '', field = '', code = '', message = ''] of parseCsv(text).rows) {
    if (rows.length === MOST_ROWS) break;
    rows.push(`row ${row}${field === '' ? '' : `, ${field}`}: ${code}: ${message}`);
  }
  return rows;
}
