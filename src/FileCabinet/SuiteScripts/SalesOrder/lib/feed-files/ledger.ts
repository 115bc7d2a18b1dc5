/**
 * The ledger an administrator can read: one record per feed file, and what a later run resumes from.
 * Source: docs/contracts.md#the-ledger.
 */
import * as record from 'N/record';
import * as search from 'N/search';
import type { FeedName } from '#feeds/feed.ts';
import { isNamedLater, timeBehindName, timeInFileName } from '#feeds/format/file-name.ts';
import { type Counts, skippedRows } from '#feeds/rows/counts.ts';
import { feedFile as ids } from '../netsuite/ids.ts';
import { deploymentId } from '../netsuite/parameters.ts';

/** What has entries: the feeds, and statements, whose folder and lease are kept like those of a feed. */
export type LedgerName = FeedName | 'sales-order-statement';

/**
 * `Taken`: a run has it, or had it when it died. `Published`: an export file is with HotWax. The others are final; of these
 * only a `Failed` file, which was not finished, may come again under its name.
 */
export type FeedFileStatus = 'Taken' | 'Published' | 'Done' | 'Done with errors' | 'Failed';

export type FeedFileEntry = {
  id: number;
  status: FeedFileStatus;
  attempts: number;
  /** Runs that have taken it one after the other, of which none has got on with it. */
  stops: number;
  /** Rows it had when it was last counted. */
  rows: number;
  message: string;
};

const FINAL: readonly FeedFileStatus[] = ['Done', 'Done with errors', 'Failed'];

export const isFinal = ({ status }: FeedFileEntry): boolean => FINAL.includes(status);

/** So many runs may stop at a file before it is put aside, so that the rest of its feed goes on. */
export const MOST_STOPS = 5;

/** Whether an earlier run had the file. */
export const isResumed = ({ attempts }: FeedFileEntry): boolean => attempts > 1;

/** One record per feed and name: NetSuite itself refuses a second. */
export const ledgerKey = (feed: LedgerName, name: string): string => `hc-feed-file-${feed}-${name}`;

/** 10 units. */
export function findEntry(feed: FeedName, name: string): FeedFileEntry | undefined {
  const [found] = search
    .create({
      type: ids.type,
      filters: [['externalid', 'anyof', [ledgerKey(feed, name)]]],
      columns: [ids.status, ids.attempts, ids.stops, ids.rows, ids.message],
    })
    .run()
    .getRange({ start: 0, end: 1 });
  return (
    found && {
      id: Number(found.id),
      status: String(found.getValue(ids.status)) as FeedFileStatus,
      attempts: Number(found.getValue(ids.attempts) || 0),
      stops: Number(found.getValue(ids.stops) || 0),
      rows: Number(found.getValue(ids.rows) || 0),
      message: String(found.getValue(ids.message) || ''),
    }
  );
}

/** Names of the feed's files that a run has begun and none has finished. 10 units. */
export function findOpenFiles(feed: FeedName): string[] {
  const open = ['Taken', 'Published'].flatMap((status, index) => [
    ...(index > 0 ? ['or'] : []),
    [ids.status, 'is', status],
  ]);
  const found = search
    .create({ type: ids.type, filters: [[ids.feed, 'is', feed], 'and', open], columns: [ids.file] })
    .run()
    .getRange({ start: 0, end: 1000 });
  return found.map((entry) => String(entry.getValue(ids.file)));
}

/**
 * Names of files of the feed that by the times in their names are newer than a file and have set lines, or are about to;
 * the newest first. Rows that were refused in them count too: they are in an error file, and the older one is outdated all
 * the same. A file that failed as it could not be read has set none.
 * 10 units, or 20 for a file of HotWax's connector.
 */
export function findNewerFiles(feed: FeedName, name: string): string[] {
  return seriesOf(name).flatMap((series) =>
    findLastFiles(feed, series).filter((file) => isNamedLater(file, name)),
  );
}

/** How the names begin that a name can be compared with. */
function seriesOf(name: string): readonly string[] {
  if (timeInFileName(name) !== undefined) return [CENTURY];
  const found = timeBehindName(name);
  if (!found) return [];
  const isConnectors = CONNECTOR_SERIES.some((series) => series.toLowerCase() === found.series.toLowerCase());
  return isConnectors ? CONNECTOR_SERIES : [found.series];
}

const CENTURY = '20';

/** HotWax's connector writes both into one folder, by one clock. */
const CONNECTOR_SERIES = ['brokeredOrderItemsFeed', 'fulfilledOrderItemsFeed'] as const;

/** Names that begin alike go by their times, so those of the newest files come first. */
function findLastFiles(feed: FeedName, series: string): string[] {
  const taken = ['Done', 'Done with errors', 'Taken'].flatMap((status) => [[ids.status, 'is', status], 'or']);
  const found = search
    .create({
      type: ids.type,
      filters: [
        [ids.feed, 'is', feed],
        'and',
        [ids.file, 'startswith', series],
        'and',
        [...taken, [ids.stops, 'greaterthan', 0]],
      ],
      columns: [search.createColumn({ name: ids.file, sort: search.Sort.DESC })],
    })
    .run()
    .getRange({ start: 0, end: 100 });
  return found.map((entry) => String(entry.getValue(ids.file)));
}

/**
 * The entry of a file that this run is about to work on, made when it has none. Only for the run that has the feed's
 * lease. 6 units, or 2 for a file that an earlier run has left.
 */
export function takeEntry(
  feed: FeedName,
  name: string,
  known: FeedFileEntry | undefined,
  now: number,
): FeedFileEntry {
  if (!known)
    return { id: enterFile(feed, name, now), status: 'Taken', attempts: 1, stops: 1, rows: 0, message: '' };
  const isAgain = known.status === 'Failed';
  const taken = {
    ...known,
    status: isAgain ? ('Taken' as const) : known.status,
    attempts: known.attempts + 1,
    stops: isAgain ? 1 : known.stops + 1,
  };
  update(known, {
    [ids.status]: taken.status,
    [ids.attempts]: taken.attempts,
    [ids.stops]: taken.stops,
    [ids.deployment]: deploymentId(),
  });
  return taken;
}

function enterFile(feed: FeedName, name: string, now: number): number {
  const entry = record.create({ type: ids.type });
  const values = {
    [ids.feed]: feed,
    [ids.file]: name,
    [ids.status]: 'Taken',
    [ids.attempts]: 1,
    [ids.stops]: 1,
  };
  entry.setValue({ fieldId: 'externalid', value: ledgerKey(feed, name) });
  for (const [fieldId, value] of Object.entries(values)) entry.setValue({ fieldId, value });
  entry.setValue({ fieldId: ids.deployment, value: deploymentId() });
  entry.setValue({ fieldId: ids.started, value: new Date(now) });
  return entry.save();
}

/** The export file is where HotWax looks for it: it must not be written a second time. 2 units. */
export function recordPublished(entry: FeedFileEntry): void {
  update(entry, { [ids.status]: 'Published' });
}

/** Says why a file waits for the next run, which got on with it. 2 units. */
export function recordPause(entry: FeedFileEntry, message: string): void {
  update(entry, { [ids.message]: message, [ids.stops]: 0 });
}

/**
 * Says why a file waits for another script, whose runs may stop at it: this run counts neither as one that stopped nor as one
 * that got on. 2 units.
 */
export function recordHandover(entry: FeedFileEntry, message: string): void {
  update(entry, { [ids.message]: message, [ids.stops]: entry.stops - 1 });
}

/** Says what a run stopped at that did not get on with the file. 2 units. */
export function recordStop(entry: FeedFileEntry, message: string): void {
  update(entry, { [ids.message]: message.slice(0, LONGEST_MESSAGE) });
}

/** Takes back that a run has taken the file, which it left as it was. 2 units. */
export function recordStops(entry: FeedFileEntry, stops: number): void {
  update(entry, { [ids.stops]: stops });
}

/** 6 units: a date can be set on a loaded record only, how `submitFields` takes one is not documented. */
export function finishFile(
  entry: FeedFileEntry,
  status: 'Done' | 'Done with errors' | 'Failed',
  counts: Counts,
  message: string,
  now: number,
): void {
  const loaded = record.load({ type: ids.type, id: entry.id });
  // Runs that stopped at a file that is given up may have applied rows of it.
  const stops = status === 'Failed' ? entry.stops : 0;
  const values = { [ids.status]: status, [ids.stops]: stops, ...countValues(counts) };
  for (const [fieldId, value] of Object.entries(values)) loaded.setValue({ fieldId, value });
  loaded.setValue({ fieldId: ids.message, value: message.slice(0, LONGEST_MESSAGE) });
  loaded.setValue({ fieldId: ids.finished, value: new Date(now) });
  loaded.save();
}

/** A text area holds 4,000 characters. */
export const LONGEST_MESSAGE = 3900;

const countValues = (counts: Counts) => ({
  [ids.rows]: counts.rows,
  [ids.applied]: counts.applied,
  [ids.rejected]: counts.rejected,
  [ids.skipped]: skippedRows(counts),
});

function update(entry: FeedFileEntry, values: Record<string, string | number>): void {
  record.submitFields({ type: ids.type, id: entry.id, values });
}
