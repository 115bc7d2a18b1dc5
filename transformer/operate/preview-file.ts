/** What a pass would make of one file: it is read and converted as in a pass, and nothing is written. */

import type { ConversionContext } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import type { Counts } from '#feeds/rows/counts.ts';
import { convertSource } from '../convert/convert-stream.ts';
import { spool } from '../convert/spooled-file.ts';
import { hasCode, TransformerError } from '../errors.ts';
import { findRecord } from '../file/delivery-record.ts';
import { fateOf, isRepeat } from '../file/fate.ts';
import { archivedHash } from '../file/process-file.ts';
import { reasonOf } from '../file/quarantine.ts';
import { isBlank, whyBlank } from '../file/unfinished-upload.ts';
import type { Route } from '../folders/folders.ts';
import type { Found } from '../pass/plan-feed.ts';
import { type PassError, passingProblem } from '../report/pass-report.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import type { FileStore } from '../store/file-store.ts';
import { undefinedIfNotFound } from '../store/if-there.ts';

/** @property rows the first ones that would be refused, each in a line */
export type FilePreview =
  | { kind: 'converted'; counts: Counts; rows: string[] }
  | { kind: 'finished'; counts: Counts }
  | { kind: 'repeated' }
  | { kind: 'left'; reason: string }
  | { kind: 'failed'; problem: PassError }
  | { kind: 'interrupted'; problem: PassError };

type Place = { store: FileStore; route: Route; context: ConversionContext; now: number };

export async function previewFile(place: Place, found: Found): Promise<FilePreview> {
  try {
    return await convertForPreview(place, found);
  } catch (error) {
    return { kind: 'interrupted', problem: passingProblem(error) };
  }
}

async function convertForPreview(
  { store, route, context, now }: Place,
  { from, name, entry, adopted }: Found,
): Promise<FilePreview> {
  const source = await spool(store.readStream(from, entry.size));
  const storage = openSqliteStorage();
  try {
    const blank = (await isBlank(source)) ? whyBlank(entry.modified, now) : undefined;
    if (blank !== undefined) return { kind: 'left', reason: blank };
    const record = await undefinedIfNotFound(() => findRecord(store, route.sourceFolder, name));
    const archived = await undefinedIfNotFound(() => archivedHash(store, route, name));
    const fate = fateOf(name, source.sha256, { record, archived });
    if (fate.kind === 'quarantine') return failed(fate.reason);
    if (isRepeat(fate, adopted)) return { kind: 'repeated' };
    if (fate.kind === 'finish') return { kind: 'finished', counts: fate.record.counts };
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

/** As the error file would report them. */
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
