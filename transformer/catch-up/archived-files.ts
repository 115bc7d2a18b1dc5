/** Files of an archive that the index does not know: their rows are judged again, as of the moment they were decided. */
import type { ConversionContext } from '#feeds/feed.ts';
import { skippedRows } from '#feeds/rows/counts.ts';
import { convertSource } from '../convert/convert-stream.ts';
import { type DeliveryRecord, findRecord } from '../file/delivery-record.ts';
import { entryOf } from '../file/note-in-index.ts';
import { archivePath, type Route } from '../folders/folders.ts';
import { type FileEntry, noteFile } from '../row-index/files-table.ts';
import { noteRows, observerFor, type RowNotes } from '../row-index/note-rows.ts';
import { openSqliteStorage } from '../row-store/sqlite-row-store.ts';
import type { StoreEntry } from '../store/file-store.ts';
import { isWholeFile, type ReportedRow, readErrorFile } from './error-files.ts';
import { type CatchUp, knownNames, type Task } from './task.ts';

/** The marks of files that only came again, or lie beside another of their name. */
const MARK = /\.(repeat|beside)-\d{8}T\d{9}Z-[0-9a-z]{1,16}(?=\.[^.]*$|$)/;

export function readArchived(options: CatchUp, route: Route, archived: readonly StoreEntry[]): Task[] {
  const known = knownNames(options.index, 'transformer', route.sourceFolder, ['archive', 'repeat']);
  const isKnown = ({ name }: StoreEntry): boolean => known.has(name) || known.has(ownName(name));
  return archived
    .filter((entry) => !(isRepeat(entry.name) ? known.has(entry.name) : isKnown(entry)))
    .map((entry) => ({
      path: archivePath(route, entry.name),
      read: () =>
        isRepeat(entry.name) ? readRepeat(options, route, entry) : readFile(options, route, entry),
    }));
}

const isRepeat = (name: string): boolean => MARK.exec(name)?.[1] === 'repeat';

/** Under which it has its record. */
const ownName = (name: string): string => name.replace(MARK, '');

async function readRepeat({ index, store }: CatchUp, route: Route, entry: StoreEntry): Promise<void> {
  const record = await findRecord(store, route.sourceFolder, ownName(entry.name));
  const whole = entryWithout(route, record, entry);
  noteFile(index, {
    ...whole,
    name: entry.name,
    place: 'repeat',
    skipped: { REPEATED_FILE: rowsOf(record) },
  });
}

const rowsOf = (record: DeliveryRecord | undefined): number => record?.counts.rows ?? 0;

const entryWithout = (
  route: Route,
  record: DeliveryRecord | undefined,
  { name, modified }: StoreEntry,
): FileEntry => ({
  ...entryOf({ route }, record ?? unrecorded(name, modified)),
  basis: 'judged again',
  ...(record && { applied: 0, rejected: 0, output: '', errors: '' }),
});

/** Somebody has removed the record: that the file was decided is all that is known. */
const unrecorded = (name: string, modified: number): DeliveryRecord => ({
  version: 1,
  source: { name, sha256: '' },
  output: null,
  errors: null,
  counts: { rows: 0, applied: 0, rejected: 0, skipped: {}, warnings: 0 },
  decidedAt: new Date(modified).toISOString(),
});

async function readFile(options: CatchUp, route: Route, entry: StoreEntry): Promise<void> {
  const { index, store } = options;
  const record = await findRecord(store, route.sourceFolder, ownName(entry.name));
  const decided = record ?? unrecorded(ownName(entry.name), entry.modified);
  const at = Date.parse(decided.decidedAt);
  const notes = noteRows(index, { side: 'transformer', feed: route.feed.name });
  try {
    const judged = await judge(options, route, entry, options.contextAt(at), notes);
    if (!isAsDecided(judged.counts, record)) await correct(options, decided, judged.refused, notes);
    notes.finish({ ...entryOf({ route }, decided), basis: 'judged again' });
  } catch (error) {
    notes.discard();
    throw error;
  }
}

type Judged = { counts: DeliveryRecord['counts']; refused: Set<number> };

async function judge(
  { store }: CatchUp,
  route: Route,
  entry: StoreEntry,
  context: ConversionContext,
  notes: RowNotes,
): Promise<Judged> {
  const storage = openSqliteStorage();
  const refused = new Set<number>();
  const heard: RowNotes = {
    ...notes,
    add: (row, refusal) => {
      if (refusal) refused.add(row.row);
      notes.add(row, refusal);
    },
  };
  try {
    const content = store.readStream(archivePath(route, entry.name), entry.size);
    const observer = observerFor(heard, route.feed, context);
    const { counts } = await convertSource(route.feed, content, context, storage, observer);
    return { counts, refused };
  } finally {
    storage.close();
  }
}

const isAsDecided = (counts: DeliveryRecord['counts'], record: DeliveryRecord | undefined): boolean =>
  record !== undefined &&
  counts.applied === record.counts.applied &&
  counts.rejected === record.counts.rejected &&
  skippedRows(counts) === skippedRows(record.counts);

/** The configuration was another one then: the error file says what was refused, and nobody knows more. */
async function correct(
  { store }: CatchUp,
  record: DeliveryRecord,
  judged: ReadonlySet<number>,
  notes: RowNotes,
): Promise<void> {
  const reported = record.errors ? ((await readErrorFile(store, record.errors.path)) ?? []) : [];
  const rows = new Map<number, ReportedRow>(
    reported.filter((row) => !isWholeFile(row)).map((row) => [row.row, row]),
  );
  for (const row of judged) if (!rows.has(row)) notes.change(row, { kind: 'unknown', code: '' });
  for (const [row, refusal] of rows) notes.change(row, { kind: 'refused', code: refusal.code }, refusal);
}
