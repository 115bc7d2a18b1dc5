/** Writes into the row index what was decided about a file: after its results are published, and before it is archived. */
import { convertSource } from '../convert/convert-stream.ts';
import type { SpooledFile } from '../convert/spooled-file.ts';
import { describe, hasCode, TransformerError } from '../errors.ts';
import { problemOf } from '../report/pass-report.ts';
import { type FileEntry, knowsFile, noteFile } from '../row-index/files-table.ts';
import { noteRows, observerFor, type RowNotes } from '../row-index/note-rows.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';

/** @returns undefined where no index is kept */
export const beginNotes = ({ index, route }: FileContext): RowNotes | undefined =>
  index && noteRows(index, { side: 'transformer', feed: route.feed.name });

/** What the index fails at does not stop a file: the index is made of what is archived, and can be made again. */
export async function noteDecided(
  work: FileContext,
  file: ClaimedFile,
  source: SpooledFile,
  { record, notes }: { record: DeliveryRecord; notes?: RowNotes | undefined },
): Promise<void> {
  await reportingFailure(work, file, async () => {
    const entry = entryOf(work, record);
    if (notes) notes.finish(entry);
    else if (work.index && !knowsFile(work.index, entry)) await judgeAgain(work, source, record);
  });
}

/** A pass before this one has decided about it, and died before it could note that. */
async function judgeAgain(work: FileContext, source: SpooledFile, record: DeliveryRecord): Promise<void> {
  const { index, route } = work;
  if (!index) return;
  const at = Date.parse(record.decidedAt);
  const context = { ...work.context, now: at };
  const notes = noteRows(index, { side: 'transformer', feed: route.feed.name });
  const storage = openSqliteStorage();
  try {
    await convertSource(
      route.feed,
      source.chunks(),
      context,
      storage,
      observerFor(notes, route.feed, context),
    );
    notes.finish({ ...entryOf(work, record), basis: 'judged again' });
  } catch (error) {
    notes.discard();
    throw error;
  } finally {
    storage.close();
  }
}

export const noteFailed = (
  work: Pick<FileContext, 'index' | 'route' | 'emit'>,
  name: string,
  failed: { at: number; code: string; message: string; errors: string },
): Promise<void> =>
  reportingFailure(work, { name }, async () => {
    const { at, errors, code, message } = failed;
    const whole = { ...withoutRows(work, name, at), errors, code, message, basis: 'whole file' as const };
    if (work.index) noteFile(work.index, { ...whole, place: 'failed' });
  });

/** @param name in the archive */
export const noteRepeat = (work: FileContext, name: string, rows: number): Promise<void> =>
  reportingFailure(work, { name }, async () => {
    const entry = withoutRows(work, name, work.clock());
    const skipped = { REPEATED_FILE: rows };
    if (work.index) noteFile(work.index, { ...entry, place: 'repeat', skipped });
  });

async function reportingFailure(
  { route, emit }: Pick<FileContext, 'route' | 'emit'>,
  { name }: { name: string },
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    emit({
      event: 'index not written',
      feed: route.feed.name,
      file: name,
      problem: problemOf(indexFailure(error)),
    });
  }
}

const indexFailure = (cause: unknown): unknown =>
  hasCode(cause, 'INDEX_FAILED')
    ? cause
    : new TransformerError('INDEX_FAILED', `The row index was not written: ${describe(cause)}.`, { cause });

const withoutRows = ({ route }: Pick<FileContext, 'route'>, name: string, at: number): FileEntry => ({
  side: 'transformer',
  feed: route.feed.name,
  folder: route.sourceFolder,
  name,
  place: 'archive',
  at,
  made: at,
  applied: 0,
  rejected: 0,
  skipped: {},
  output: '',
  errors: '',
  code: '',
  message: '',
  basis: 'decided',
});

/** A file as its record says. */
export function entryOf(work: Pick<FileContext, 'route'>, record: DeliveryRecord): FileEntry {
  const { source, counts, output, errors, decidedAt } = record;
  const { applied, rejected, skipped } = counts;
  return {
    ...withoutRows(work, source.name, Date.parse(decidedAt)),
    applied,
    rejected,
    skipped,
    output: output?.path ?? '',
    errors: errors?.path ?? '',
  };
}
