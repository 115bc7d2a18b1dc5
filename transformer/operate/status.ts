/** The state of the folders of a feed: what waits and since when, what is under way, what failed and why, what its receiver has left. */

import type { FeedName } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { isReleased, withoutMark } from '../folders/claim.ts';
import { attemptOf } from '../folders/resent-names.ts';
import { errorFilePath, type Route } from '../folders/folders.ts';
import { type Claimed, listWaiting, lookAtProcessing, staleFrom } from '../pass/list-files.ts';
import { type PassError, passingProblem, problemOf } from '../report/pass-report.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { readIfThere, undefinedIfNotFound } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';
import type { LookOptions } from './dry-run.ts';
import { instant, plainFilesIn, type ReceiverStatus, receiverStatus } from './receiver-status.ts';

export type WaitingFile = { file: string; bytes: number; since: string; young: boolean };

/**
 * @property alive when the pass last gave a sign of life; null when it has given none but its claim
 * @property until when it counts as abandoned, if nobody finishes it and no further sign comes
 * @property pass id of the pass that claimed it; null when something else put it there
 */
export type ProcessingFile = {
  file: string;
  since: string;
  alive: string | null;
  until: string;
  pass: string | null;
  abandoned: boolean;
};

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
  receiver: ReceiverStatus;
};

/**
 * @property reasons whether it is read why a file failed, which takes a look at a file for each; true when left out
 * @property retries whether files of rows that were sent again are counted, which takes a look at the archives of NetSuite
 */
export type StatusOptions = LookOptions & { reasons?: boolean; retries?: boolean };

export async function statusOf(options: StatusOptions): Promise<FeedStatus[]> {
  const receivers = new Map<string, Promise<ReceiverStatus>>();
  const receiverOf = (route: Route): Promise<ReceiverStatus> => {
    const receiver = receivers.get(route.targetFolder) ?? receiverStatus(options.store, route);
    receivers.set(route.targetFolder, receiver);
    return receiver;
  };
  return Promise.all(
    options.routes.map(async (route) => {
      const [own, receiver] = await Promise.all([statusOrProblem(options, route), receiverOf(route)]);
      return { ...own, receiver };
    }),
  );
}

type OwnStatus = Omit<FeedStatus, 'receiver'>;

/** What cannot be looked at in one feed does not hide the others. */
async function statusOrProblem(options: StatusOptions, route: Route): Promise<OwnStatus> {
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
  { store, now, staleClaimMinutes, reasons = true, retries = false }: StatusOptions,
  route: Route,
): Promise<OwnStatus> {
  const [waiting, processing, failed, errors] = await Promise.all([
    undefinedIfNotFound(() => listWaiting(store, route, now)),
    undefinedIfNotFound(() => lookAtProcessing(store, route, now, staleClaimMinutes)),
    failedFiles(store, route, reasons),
    plainFilesIn(store, storePath(route.sourceFolder, 'error')),
  ]);
  const { ready = [], young = [] } = waiting ?? {};
  const { abandoned = [], underWay = [] } = processing ?? {};
  return {
    feed: route.feed.name,
    folder: route.sourceFolder,
    missing: waiting === undefined,
    problem: null,
    waiting: [...ready.map((entry) => waitingFile(entry, false)), ...young.map((e) => waitingFile(e, true))],
    processing: [
      ...abandoned.map((one) => processingFile(one, true, staleClaimMinutes)),
      ...underWay.map((one) => processingFile(one, false, staleClaimMinutes)),
    ],
    failed,
    errorFiles: errorFiles(route, errors, failed),
    retries: retries ? await retriesIn(store, route) : NO_RETRIES,
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

const waitingFile = ({ name, size, modified }: StoreEntry, young: boolean): WaitingFile => ({
  file: name,
  bytes: size,
  since: instant(modified),
  young,
});

function processingFile(claimed: Claimed, abandoned: boolean, staleClaimMinutes: number): ProcessingFile {
  const { name, claim, entry, alive } = claimed;
  // A claim that was let go of has no time of its own.
  const own = { ...claimed, claim: claim && !isReleased(claim) ? claim : undefined };
  return {
    file: name,
    since: instant(own.claim?.at ?? entry.modified),
    alive: alive === undefined ? null : instant(alive),
    until: instant(staleFrom(own, staleClaimMinutes)),
    pass: claim?.passId ?? null,
    abandoned,
  };
}

async function failedFiles(store: FileStore, route: Route, reasons: boolean): Promise<FailedFile[]> {
  const folder = storePath(route.sourceFolder, 'failed');
  const files: FailedFile[] = [];
  for (const { name, modified } of await plainFilesIn(store, folder)) {
    const reason = reasons ? await reasonFor(store, route, name) : unknownReason;
    files.push({ file: name, path: `${folder}/${name}`, since: instant(modified), ...reason });
  }
  return files;
}

/** Error files of whole files have one row. Those with more are about the rows of another file of the same name. */
const LONGEST_REASON_BYTES = 10_000;

const unknownReason = { code: null, message: null };

async function reasonFor(
  store: FileStore,
  route: Route,
  name: string,
): Promise<Pick<FailedFile, 'code' | 'message'>> {
  const own = await readIfThere(store, errorFilePath(route, name));
  const bytes = own ?? (await readIfThere(store, errorFilePath(route, withoutMark(name))));
  if (!bytes || bytes.length > LONGEST_REASON_BYTES) return unknownReason;
  const { header, rows } = parseCsv(Buffer.from(bytes).toString());
  const cell = (cells: readonly string[], column: string): string => cells[header.indexOf(column)] ?? '';
  const whole = [...rows].find((cells) => cell(cells, 'row') === '0');
  return whole ? { code: cell(whole, 'code'), message: cell(whole, 'message') } : unknownReason;
}

/** Of failed files it is known already why there is one. */
function errorFiles(route: Route, errors: readonly StoreEntry[], failed: readonly FailedFile[]) {
  const ofFailed = new Set(
    failed
      .filter(({ code }) => code !== null)
      .flatMap(({ file }) => [`${file}.errors.csv`, `${withoutMark(file)}.errors.csv`]),
  );
  return errors
    .filter(({ name }) => !ofFailed.has(name))
    .map(({ name, modified }) => ({
      path: storePath(route.sourceFolder, 'error', name),
      since: instant(modified),
    }));
}
