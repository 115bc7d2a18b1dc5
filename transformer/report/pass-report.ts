/** What a pass did: events while it runs, and sums when it has ended. */
import type { FeedName } from '#feeds/feed.ts';
import { type Counts, noCounts } from '#feeds/rows/counts.ts';
import { describe, isConnectionFailure, TransformerError } from '../errors.ts';

export type PassError = { code: string; message: string };

export const problemOf = (error: unknown): PassError => ({
  code: error instanceof TransformerError ? error.code : 'UNEXPECTED',
  message: describe(error),
});

/**
 * What a pass can go on after: anything the store refuses while the connection stands.
 * @throws the error itself when it is something else
 */
export function passingProblem(error: unknown): PassError {
  if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
  return problemOf(error);
}

/** What is done with a file one after the other: each passes over all of it. */
export type FilePhase = 'reading' | 'converting' | 'writing';

/**
 * @property pausedUntil when the tenant was skipped because of failures before: until then it will be
 * @property takenUpInSeconds how soon it is taken up that another pass has begun, if nothing is heard of that
 * @property folder the source folder that it is about, where its feed has several
 */
export type PassEvent = FeedOrPassEvent & { folder?: string };

type FeedOrPassEvent =
  | { event: 'files found'; feed: FeedName; files: number; bytes: number }
  | { event: 'file claimed'; feed: FeedName; file: string; size: number; adopted: boolean }
  | { event: 'file progress'; feed: FeedName; file: string; phase: FilePhase; share: number }
  | { event: 'file converted'; feed: FeedName; file: string; counts: Counts; warnings: readonly string[] }
  | { event: 'file delivered'; feed: FeedName; file: string; output: string; byEarlierPass: boolean }
  | { event: 'rows rejected'; feed: FeedName; file: string; errorFile: string; rejected: number }
  | { event: 'file archived'; feed: FeedName; file: string; path: string; repeated: boolean }
  | { event: 'file failed'; feed: FeedName; file: string; path: string; problem: PassError }
  | { event: 'file left'; feed: FeedName; file: string; reason: string; takenUpInSeconds?: number }
  | { event: 'file interrupted'; feed: FeedName; file: string; problem: PassError }
  | { event: 'file changed'; feed: FeedName; file: string; errorFile: string; problem: PassError }
  | { event: 'rows retried'; feed: FeedName; file: string; of: string; attempt: number; rows: number }
  | { event: 'retry failed'; feed: FeedName; problem: PassError }
  | { event: 'index not written'; feed: FeedName; file: string; problem: PassError }
  | { event: 'index not updated'; problem: PassError }
  | { event: 'every row skipped'; feed: FeedName; file: string; skipped: Counts['skipped'] }
  | { event: 'name refused'; feed: FeedName; problem: PassError }
  | { event: 'feed interrupted'; feed: FeedName; problem: PassError }
  | { event: 'connection restored'; feed: FeedName; problem: PassError }
  | { event: 'pass failed'; problem: PassError; exitCode: number; pausedUntil?: string }
  | { event: 'metrics not written'; problem: PassError }
  | { event: 'pass not noted'; problem: PassError }
  | { event: 'script started'; feed: FeedName; outcome: 'started' | 'running'; files: number }
  | { event: 'script not started'; feed: FeedName; problem: PassError }
  | { event: 'notification sent'; channel: string; notices: number; title: string }
  | { event: 'notification not sent'; problem: PassError }
  | { event: 'pass ended'; report: PassReport; exitCode: number; problem?: PassError };

/**
 * @property files files that reached an end: archived or failed
 * @property skipped rows by reason; REPEATED_FILE are those of files that were delivered before
 * @property failedFiles files that as a whole could not be used
 * @property changedFiles files that went on changing after they were delivered
 * @property leftFiles files left for a later pass: too young, or growing
 * @property retriedFiles files of rows that NetSuite had refused for now; `retriedRows` is how many
 * @property refusedNames how many files cannot be touched because of their names
 * @property interruptions what could not be finished because the store refused something
 * Names are paths where the feed has several source folders.
 */
export type FeedReport = Counts & {
  feed: FeedName;
  files: number;
  repeatedFiles: string[];
  failedFiles: string[];
  changedFiles: string[];
  leftFiles: string[];
  retriedFiles: string[];
  retriedRows: number;
  refusedNames: number;
  interruptions: PassError[];
};

/** @property stopped whether the pass was asked to stop, so that files may wait that it did not begin */
export type PassReport = { startedAt: string; endedAt: string; stopped: boolean; feeds: FeedReport[] };

export const emptyFeedReport = (feed: FeedName): FeedReport => ({
  feed,
  files: 0,
  ...noCounts(),
  repeatedFiles: [],
  failedFiles: [],
  changedFiles: [],
  leftFiles: [],
  retriedFiles: [],
  retriedRows: 0,
  refusedNames: 0,
  interruptions: [],
});

/** The exit code of `run`: 1 when something could not be finished, 3 when a person must look at an error file, else 0. */
export function exitCodeOf({ feeds }: PassReport): 0 | 1 | 3 {
  if (feeds.some(({ interruptions }) => interruptions.length > 0)) return 1;
  const needsPerson = feeds.some(
    ({ rejected, failedFiles, changedFiles, refusedNames }) =>
      rejected + failedFiles.length + changedFiles.length + refusedNames > 0,
  );
  return needsPerson ? 3 : 0;
}
