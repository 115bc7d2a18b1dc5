/** What a pass did: events while it runs, and sums when it has ended. */
import type { FeedName } from '#feeds/feed.ts';
import { describe, isConnectionFailure, TransformerError } from '../errors.ts';

/** What became of the rows of a file; the skipped ones by reason. */
export type RowCounts = {
  rows: number;
  applied: number;
  rejected: number;
  skipped: Record<string, number>;
  warnings: number;
};

export type PassError = { code: string; message: string };

export function problemOf(error: unknown): PassError {
  return { code: error instanceof TransformerError ? error.code : 'UNEXPECTED', message: describe(error) };
}

/**
 * What a pass can go on after: anything the store refuses while the connection stands.
 * @throws the error itself when it is something else
 */
export function passingProblem(error: unknown): PassError {
  if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
  return problemOf(error);
}

export type PassEvent =
  | { event: 'files found'; feed: FeedName; files: number; bytes: number }
  | { event: 'file claimed'; feed: FeedName; file: string; size: number; adopted: boolean }
  | { event: 'file progress'; feed: FeedName; file: string; bytes: number }
  | { event: 'file converted'; feed: FeedName; file: string; counts: RowCounts; warnings: readonly string[] }
  | { event: 'file delivered'; feed: FeedName; file: string; output: string; byEarlierPass: boolean }
  | { event: 'rows rejected'; feed: FeedName; file: string; errorFile: string; rejected: number }
  | { event: 'file archived'; feed: FeedName; file: string; path: string; repeated: boolean }
  | { event: 'file failed'; feed: FeedName; file: string; path: string; problem: PassError }
  | { event: 'file left'; feed: FeedName; file: string; reason: string }
  | { event: 'file interrupted'; feed: FeedName; file: string; problem: PassError }
  | { event: 'file changed'; feed: FeedName; file: string; errorFile: string; problem: PassError }
  | { event: 'every row skipped'; feed: FeedName; file: string; skipped: RowCounts['skipped'] }
  | { event: 'name refused'; feed: FeedName; problem: PassError }
  | { event: 'feed interrupted'; feed: FeedName; problem: PassError }
  | { event: 'connection restored'; feed: FeedName; problem: PassError }
  | { event: 'pass failed'; problem: PassError }
  | { event: 'metrics not written'; problem: PassError }
  | { event: 'pass ended'; report: PassReport; problem?: PassError };

/**
 * @property files files that reached an end: archived or failed
 * @property skipped rows by reason; REPEATED_FILE are those of files that were delivered before
 * @property failedFiles files that as a whole could not be used
 * @property changedFiles files that went on changing after they were delivered
 * @property leftFiles files left for a later pass: too young, or growing
 * @property refusedNames how many files cannot be touched because of their names
 * @property interruptions what could not be finished because the store refused something
 */
export type FeedReport = {
  feed: FeedName;
  files: number;
  rows: number;
  applied: number;
  rejected: number;
  skipped: Record<string, number>;
  warnings: number;
  repeatedFiles: string[];
  failedFiles: string[];
  changedFiles: string[];
  leftFiles: string[];
  refusedNames: number;
  interruptions: PassError[];
};

/** @property stopped whether the pass was asked to stop, so that files may wait that it did not begin */
export type PassReport = { startedAt: string; endedAt: string; stopped: boolean; feeds: FeedReport[] };

export const emptyFeedReport = (feed: FeedName): FeedReport => ({
  feed,
  files: 0,
  rows: 0,
  applied: 0,
  rejected: 0,
  skipped: {},
  warnings: 0,
  repeatedFiles: [],
  failedFiles: [],
  changedFiles: [],
  leftFiles: [],
  refusedNames: 0,
  interruptions: [],
});

export function addCounts(report: FeedReport, counts: RowCounts): void {
  report.rows += counts.rows;
  report.applied += counts.applied;
  report.rejected += counts.rejected;
  report.warnings += counts.warnings;
  for (const [reason, count] of Object.entries(counts.skipped)) {
    report.skipped[reason] = (report.skipped[reason] ?? 0) + count;
  }
}

/** The exit code of `run`: 1 when something could not be finished, 3 when a person must look at an error file, else 0. */
export function exitCodeOf({ feeds }: PassReport): 0 | 1 | 3 {
  if (feeds.some(({ interruptions }) => interruptions.length > 0)) return 1;
  const needsPerson = feeds.some(
    ({ rejected, failedFiles, changedFiles, refusedNames }) =>
      rejected + failedFiles.length + changedFiles.length + refusedNames > 0,
  );
  return needsPerson ? 3 : 0;
}
