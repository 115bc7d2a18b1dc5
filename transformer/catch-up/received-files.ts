/** What NetSuite has made of the files in its folders: from the outcome file of each where there is one, else from its error file. */
import { timeInFileName } from '#feeds/format/file-name.ts';
import { TransformerError } from '../errors.ts';
import type { Route } from '../folders/folders.ts';
import type { RowOutcome } from '../row-index/indexed-row.ts';
import { noteRows } from '../row-index/note-rows.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { readIfThere } from '../store/if-there.ts';
import { quoteName, storePath } from '../store/store-path.ts';
import { isWholeFile, readErrorFiles } from './error-files.ts';
import { noteGone } from './failed-files.ts';
import { concluded, readOutcomes } from './received-outcomes.ts';
import { receivedRows } from './received-rows.ts';
import { readStanding } from './standing-errors.ts';
import { look, rememberPlaces } from './store-looks.ts';
import { type CatchUp, knownNames, recent, type Task } from './task.ts';

type Finished = { entry: StoreEntry; place: 'archive' | 'failed' };

/** Of HotWax's folder only what still waits is of interest: it says nothing of what it has taken. */
export async function readReceived(options: CatchUp, route: Route): Promise<Task[]> {
  const { store, index, now } = options;
  const { targetFolder: folder, feed } = route;
  const waiting = await look(store, folder);
  const processing = await look(store, folder, 'processing');
  rememberPlaces(index, folder, { waiting, processing }, now);
  if (feed.to !== 'NetSuite') return [];
  const [archived = [], failed = []] = await lookInto(store, folder, ['archive', 'failed']);
  // After the others: NetSuite writes what it says of a file before it moves the file.
  const [errors, outcomes] = await lookInto(store, folder, ['error', 'outcome']);
  noteGone(index, { side: 'netsuite', folder }, failed, now);
  const archivedNames = new Set(archived.map(({ name }) => name));
  const reports = { errors: byName(errors), outcomes: byName(outcomes), archivedNames };
  const finished = [...finishedIn('archive', recent(options, archived)), ...finishedIn('failed', failed)];
  const tasks = unknownOf(options, route, finished).map((file) => ({
    path: storePath(folder, file.place, file.entry.name),
    read: () => readFinished(options, route, file, reports),
  }));
  return [...tasks, ...(await readStanding(options, { side: 'netsuite', feed, folder }, errors ?? []))];
}

const lookInto = (store: FileStore, folder: string, places: readonly string[]): Promise<StoreEntry[][]> =>
  Promise.all(places.map((place) => look(store, folder, place)));

const finishedIn = (place: Finished['place'], entries: readonly StoreEntry[]): Finished[] =>
  entries.map((entry) => ({ entry, place }));

function unknownOf({ index }: CatchUp, { targetFolder }: Route, finished: readonly Finished[]): Finished[] {
  const known = {
    archive: knownNames(index, 'netsuite', targetFolder, ['archive']),
    failed: knownNames(index, 'netsuite', targetFolder, ['failed']),
  };
  return finished.filter(({ entry, place }) => !known[place].has(entry.name));
}

type Reports = Record<'errors' | 'outcomes', ReadonlyMap<string, StoreEntry>> & {
  archivedNames: ReadonlySet<string>;
};

const byName = (entries: readonly StoreEntry[] = []): Map<string, StoreEntry> =>
  new Map(entries.map((entry) => [entry.name, entry]));

/** NetSuite reads no larger text, so no larger file is one of its feeds. Source: help section_4223861820. */
const LARGEST_BYTES = 10 * 1024 * 1024;

async function readFinished(
  { index, store, now }: CatchUp,
  route: Route,
  { entry, place }: Finished,
  reports: Reports,
): Promise<void> {
  const { targetFolder: folder } = route;
  const path = storePath(folder, place, entry.name);
  if (entry.size > LARGEST_BYTES) throw tooLarge(path);
  const reported = await readErrorFiles(store, folder, entry.name, new Set(reports.errors.keys()));
  const whole = reported.find(isWholeFile);
  // Of a file that failed as a whole there is none; after another of its name was applied, it is that one's.
  const isOfAnother = place === 'failed' && (whole || reports.archivedNames.has(entry.name));
  const told = isOfAnother
    ? undefined
    : await readOutcomes(store, folder, entry.name, new Set(reports.outcomes.keys()));
  const outcomes = told ?? concluded(reported, whole !== undefined);
  const report =
    reports.outcomes.get(`${entry.name}.outcome.csv`) ?? reports.errors.get(`${entry.name}.errors.csv`);
  const rows =
    whole && !told ? [] : receivedRows(route.feed, path, (await readIfThere(store, path)) ?? Buffer.alloc(0));
  const notes = noteRows(index, { side: 'netsuite', feed: route.feed.name });
  const counts = { applied: 0, rejected: 0, skipped: {} as Record<string, number> };
  let output = told ? '' : shipmentsOf(entry.name);
  for (const row of rows) {
    const { outcome, refusal, record, handedOn } = outcomes(row.row);
    count(counts, outcome);
    output ||= handedOn;
    notes.add({ ...row, outcome, record }, refusal);
  }
  const reason = told && place === 'archive' ? undefined : whole;
  notes.finish({
    side: 'netsuite',
    feed: route.feed.name,
    folder,
    name: entry.name,
    place,
    at: report?.modified ?? now,
    ...counts,
    made: timeInFileName(entry.name) ?? entry.modified,
    output,
    errors: reported.length === 0 ? '' : storePath(folder, 'error', `${entry.name}.errors.csv`),
    code: reason?.code ?? '',
    message: reason?.message ?? '',
    basis: told ? 'outcome file' : 'error file',
  });
}

/** Shipments among allocations go on in a file of this name, if there are any. Source: docs/contracts.md#shipments-among-allocations. */
const shipmentsOf = (name: string): string => `${name}.shipments.json`;

function count(
  counts: { applied: number; rejected: number; skipped: Record<string, number> },
  { kind, code }: RowOutcome,
): void {
  if (kind === 'applied') counts.applied += 1;
  else if (kind === 'refused') counts.rejected += 1;
  else if (kind === 'skipped') counts.skipped[code] = (counts.skipped[code] ?? 0) + 1;
}

const tooLarge = (path: string): TransformerError =>
  new TransformerError(
    'UNREADABLE_FILE',
    `${quoteName(path)} is larger than NetSuite reads, so its rows are not looked at.`,
  );
