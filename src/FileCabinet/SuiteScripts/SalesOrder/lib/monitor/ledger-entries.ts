/** What people who monitor the feeds ask of the ledger: the entries that are no files, files that are not finished, and those that are. */
import * as search from 'N/search';
import type { FeedName } from '#feeds/feed.ts';
import { feedFile as ids } from '../netsuite/ids.ts';
import { allRows, type Criteria, textOf } from '../netsuite/searches.ts';
import { FAILING, FAILURES } from './failures.ts';
import { monitoredFeeds } from './feeds.ts';
import { dayBefore, isWithin, timeShown } from './times.ts';

/** @property started and finished: epoch ms, to the minute, 0 when the entry has none */
export type Entry = {
  id: string;
  feed: FeedName;
  file: string;
  status: string;
  rows: number;
  applied: number;
  rejected: number;
  skipped: number;
  attempts: number;
  stops: number;
  message: string;
  started: number;
  finished: number;
};

/** @property heard when its last run began or last gave a sign of life, epoch ms @property running whether one is under way */
export type Turn = { heard: number; running: boolean; message: string };

export type FailingScript = { script: string; since: number; last: number; runs: number; message: string };

/** @property folders paths on the server, by feed */
export type Controls = {
  turns: ReadonlyMap<string, Turn>;
  failing: readonly FailingScript[];
  folders: readonly { feed: FeedName; path: string }[];
};

const { type, feed, file, status, rows, applied, rejected, skipped, attempts, stops, message } = ids;
const COLUMNS = [
  feed,
  file,
  status,
  rows,
  applied,
  rejected,
  skipped,
  attempts,
  stops,
  message,
  ids.started,
  ids.finished,
];

/** Names of entries that are no files begin so. */
const NO_FILE = '(';
const FOLDER = '(folder)/';

const isFile = [file, 'doesnotstartwith', NO_FILE];

type Filters = NonNullable<Criteria['filters']>;

/** 10 units. */
export function findControls(): Controls {
  const found = allRows({ type, filters: [[file, 'startswith', NO_FILE]], columns: [...COLUMNS, ids.heard] });
  const named = (row: search.Result): string => textOf(row.getValue(file));
  return {
    turns: new Map(
      found.filter((row) => named(row) === '(lock)').map((row) => [textOf(row.getValue(feed)), turnOf(row)]),
    ),
    failing: found
      .filter((row) => named(row).startsWith(FAILURES) && textOf(row.getValue(status)) === FAILING)
      .map((row) => failingOf(entryOf(row))),
    folders: found
      .filter((row) => named(row).startsWith(FOLDER) && isMonitored(textOf(row.getValue(feed))))
      .map((row) => ({
        feed: textOf(row.getValue(feed)) as FeedName,
        path: named(row).slice(FOLDER.length),
      })),
  };
}

/** Statements lie where they were put: nobody takes them away. */
const isMonitored = (name: string): boolean => monitoredFeeds.some((one) => one.name === name);

const turnOf = (row: search.Result): Turn => ({
  heard: Number(textOf(row.getValue(ids.heard))) || timeShown(textOf(row.getValue(ids.started))),
  running: textOf(row.getValue(status)) === 'Running',
  message: textOf(row.getValue(message)),
});

const failingOf = ({
  file: name,
  started,
  finished,
  attempts: runs,
  message: last,
}: Entry): FailingScript => ({
  script: name.slice(FAILURES.length),
  since: started,
  last: finished,
  runs,
  message: last,
});

/** Files that a run has begun and none has finished, the oldest first. 5 units, and 5 for each 1,000. */
export const findUnfinished = (): Entry[] =>
  allRows({
    type,
    filters: [[[status, 'is', 'Taken'], 'or', [status, 'is', 'Published']], 'and', isFile],
    columns: [byAge('ASC'), ...COLUMNS],
  }).map(entryOf);

/** Files with refused rows and files that failed, the newest first. 10 units. */
export const findProblems = (start: number, end: number): Entry[] =>
  newestRows(
    [[[status, 'is', 'Done with errors'], 'or', [status, 'is', 'Failed']], 'and', isFile],
    start,
    end,
  );

/** By name, whichever feed they are of. 10 units. */
export const findEntriesOf = (names: readonly string[]): Entry[] =>
  names.length === 0 ? [] : newestRows([anyOf(file, names), 'and', isFile], 0, 100);

const anyOf = (field: string, values: readonly string[]): unknown[] =>
  values.flatMap((value, index) => [...(index > 0 ? ['or'] : []), [field, 'is', value]]);

/** Entries are made in the order of their ids. */
const byAge = (order: 'ASC' | 'DESC'): search.Column =>
  search.createColumn({ name: 'internalid', sort: search.Sort[order] });

const newestRows = (filters: Filters, start: number, end: number): Entry[] =>
  search
    .create({ type, filters, columns: [byAge('DESC'), ...COLUMNS] })
    .run()
    .getRange({ start, end })
    .map(entryOf);

/** Finished from one minute on and before another. 5 units, and 5 for each 1,000 files. */
export function findFinished(from: number, until: number): Entry[] {
  const filters = [isFile, 'and', [ids.finished, 'onorafter', dayBefore(from)]];
  return allRows({ type, filters, columns: COLUMNS })
    .map(entryOf)
    .filter(({ finished }) => isWithin(finished, from, until));
}

function entryOf(row: search.Result): Entry {
  const text = (column: string): string => textOf(row.getValue(column));
  const number = (column: string): number => Number(row.getValue(column) || 0);
  return {
    id: textOf(row.id),
    feed: text(feed) as FeedName,
    file: text(file),
    status: text(status),
    rows: number(rows),
    applied: number(applied),
    rejected: number(rejected),
    skipped: number(skipped),
    attempts: number(attempts),
    stops: number(stops),
    message: text(message),
    started: timeShown(text(ids.started)),
    finished: timeShown(text(ids.finished)),
  };
}

/** @property files by status */
export type Finished = { feed: string; status: string; files: number; applied: number; rejected: number };

/** Files that finished since a day, such as `today`, counted by NetSuite, however many they are. 10 units. */
export function countFinished(day: 'today' | 'daysago7'): Finished[] {
  const group = (name: string) => search.createColumn({ name, summary: search.Summary.GROUP });
  const sum = (name: string) => search.createColumn({ name, summary: search.Summary.SUM });
  const count = search.createColumn({ name: 'internalid', summary: search.Summary.COUNT });
  const columns = [group(feed), group(status), count, sum(applied), sum(rejected)];
  return search
    .create({ type, filters: [isFile, 'and', [ids.finished, 'onorafter', day]], columns })
    .run()
    .getRange({ start: 0, end: 1000 })
    .map((row) => {
      const [byFeed = '', byStatus = '', files, done, refused] = columns.map((column) =>
        row.getValue(column),
      );
      return {
        feed: textOf(byFeed),
        status: textOf(byStatus),
        files: Number(files || 0),
        applied: Number(done || 0),
        rejected: Number(refused || 0),
      };
    });
}
