/** The state of the folders of a feed: what waits and since when, what is under way, what failed and why. */

import type { FeedName } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { isReleased, withoutMark } from '../folders/claim.ts';
import { attemptOf } from '../folders/resent-names.ts';
import { errorFilePath, type Route } from '../folders/folders.ts';
import { type Claimed, isStale, listProcessing, listWaiting } from '../pass/list-files.ts';
import { type PassError, passingProblem, problemOf } from '../report/pass-report.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { readIfThere, undefinedIfNotFound } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';
import type { LookOptions } from './dry-run.ts';

export type WaitingFile = { file: string; bytes: number; since: string; young: boolean };

/** @property pass id of the pass that claimed it; null when something else put it there */
export type ProcessingFile = { file: string; since: string; pass: string | null; abandoned: boolean };

/** @property code why it failed; null when there is no error file that says it */
export type FailedFile = {
  file: string;
  path: string;
  since: string;
  code: string | null;
  message: string | null;
};

/**
 * @property missing whether the source folder is not there
 * @property problem why the state is unknown
 * @property errorFiles those that hold refused rows
 * @property retries how many files of rows that NetSuite had refused for now are in its folders
 */
export type FeedStatus = {
  feed: FeedName;
  folder: string;
  missing: boolean;
  problem: PassError | null;
  waiting: WaitingFile[];
  processing: ProcessingFile[];
  failed: FailedFile[];
  errorFiles: { path: string; since: string }[];
  retries: { waiting: number; taken: number };
  refused: (PassError & { file: string })[];
};

export async function statusOf(options: LookOptions): Promise<FeedStatus[]> {
  const statuses: FeedStatus[] = [];
  for (const route of options.routes) statuses.push(await statusOrProblem(options, route));
  return statuses;
}

/** What cannot be looked at in one feed does not hide the others. */
async function statusOrProblem(options: LookOptions, route: Route): Promise<FeedStatus> {
  try {
    return await statusOfFeed(options, route);
  } catch (error) {
    const nothing = {
      waiting: [],
      processing: [],
      failed: [],
      errorFiles: [],
      refused: [],
      retries: NO_RETRIES,
    };
    const problem = passingProblem(error);
    return { feed: route.feed.name, folder: route.sourceFolder, missing: false, problem, ...nothing };
  }
}

async function statusOfFeed(
  { store, now, staleClaimMinutes }: LookOptions,
  route: Route,
): Promise<FeedStatus> {
  const stale = isStale(now, staleClaimMinutes);
  const waiting = await undefinedIfNotFound(() => listWaiting(store, route, now));
  const processing = await undefinedIfNotFound(() => listProcessing(store, route, stale));
  const { ready = [], young = [] } = waiting ?? {};
  const { abandoned = [], underWay = [] } = processing ?? {};
  const failed = await failedFiles(store, route);
  return {
    feed: route.feed.name,
    folder: route.sourceFolder,
    missing: waiting === undefined,
    problem: null,
    waiting: [...ready.map((entry) => waitingFile(entry, false)), ...young.map((e) => waitingFile(e, true))],
    processing: [
      ...abandoned.map((one) => processingFile(one, true)),
      ...underWay.map((one) => processingFile(one, false)),
    ],
    failed,
    errorFiles: await errorFiles(store, route, failed),
    retries: await retriesIn(store, route),
    refused: [...(waiting?.refused ?? []), ...(processing?.refused ?? [])].map(({ name, error }) => ({
      file: name,
      ...problemOf(error),
    })),
  };
}

const NO_RETRIES = { waiting: 0, taken: 0 };

/** NetSuite may not let others look into its folders, which hides nothing else. */
async function retriesIn(store: FileStore, { feed, targetFolder }: Route): Promise<FeedStatus['retries']> {
  if (feed.to !== 'NetSuite') return NO_RETRIES;
  const countIn = async (...place: string[]): Promise<number> =>
    (await plainFilesIn(store, storePath(targetFolder, ...place))).filter(({ name }) => attemptOf(name) > 0)
      .length;
  try {
    const [waiting, processing, archived, failed] = await Promise.all([
      countIn(),
      ...['processing', 'archive', 'failed'].map((place) => countIn(place)),
    ]);
    return { waiting: waiting ?? 0, taken: (processing ?? 0) + (archived ?? 0) + (failed ?? 0) };
  } catch (error) {
    passingProblem(error);
    return NO_RETRIES;
  }
}

const instant = (epoch: number): string => new Date(epoch).toISOString();

const waitingFile = ({ name, size, modified }: StoreEntry, young: boolean): WaitingFile => ({
  file: name,
  bytes: size,
  since: instant(modified),
  young,
});

const processingFile = ({ name, claim, entry }: Claimed, abandoned: boolean): ProcessingFile => ({
  file: name,
  since: instant(claim && !isReleased(claim) ? claim.at : entry.modified),
  pass: claim?.passId ?? null,
  abandoned,
});

async function plainFilesIn(store: FileStore, folder: string): Promise<StoreEntry[]> {
  const entries = (await undefinedIfNotFound(() => store.list(folder))) ?? [];
  const files = entries.filter(({ kind, name }) => kind === 'file' && !name.startsWith('.'));
  return files.sort((one, other) => one.modified - other.modified || (one.name < other.name ? -1 : 1));
}

async function failedFiles(store: FileStore, route: Route): Promise<FailedFile[]> {
  const folder = storePath(route.sourceFolder, 'failed');
  const files: FailedFile[] = [];
  for (const { name, modified } of await plainFilesIn(store, folder)) {
    const reason = await reasonFor(store, route, name);
    files.push({ file: name, path: `${folder}/${name}`, since: instant(modified), ...reason });
  }
  return files;
}

/** Error files of whole files have one row. Those with more are about the rows of another file of the same name. */
const LONGEST_REASON_BYTES = 10_000;

async function reasonFor(
  store: FileStore,
  route: Route,
  name: string,
): Promise<Pick<FailedFile, 'code' | 'message'>> {
  const unknown = { code: null, message: null };
  const own = await readIfThere(store, errorFilePath(route, name));
  const bytes = own ?? (await readIfThere(store, errorFilePath(route, withoutMark(name))));
  if (!bytes || bytes.length > LONGEST_REASON_BYTES) return unknown;
  const { header, rows } = parseCsv(Buffer.from(bytes).toString());
  const cell = (cells: readonly string[], column: string): string => cells[header.indexOf(column)] ?? '';
  const whole = [...rows].find((cells) => cell(cells, 'row') === '0');
  return whole ? { code: cell(whole, 'code'), message: cell(whole, 'message') } : unknown;
}

async function errorFiles(store: FileStore, route: Route, failed: readonly FailedFile[]) {
  const folder = storePath(route.sourceFolder, 'error');
  const ofFailed = new Set(
    failed
      .filter(({ code }) => code !== null)
      .flatMap(({ file }) => [`${file}.errors.csv`, `${withoutMark(file)}.errors.csv`]),
  );
  const files = await plainFilesIn(store, folder);
  return files
    .filter(({ name }) => !ofFailed.has(name))
    .map(({ name, modified }) => ({ path: `${folder}/${name}`, since: instant(modified) }));
}
