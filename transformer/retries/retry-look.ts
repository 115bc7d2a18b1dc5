/** What is asked of retries, and what is planned. */
import type { Feed, FeedName } from '#feeds/feed.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import type { FileStore } from '../store/file-store.ts';

/** A cause by which refusals are grouped, and when the refusal was written, epoch ms. */
export type RefusalCause = { feed: FeedName; code: string; field: string; at: number };

/**
 * @property pauses after which a refusal is tried again, each counted from its error file, in ms; none where nothing is to be
 * @property looked names of error files of which nothing is to be tried, and when they were written; kept by who runs pass after pass
 * @property isAcknowledged whether somebody has said that refusals of the cause need nothing
 */
export type RetrySettings = {
  pauses: readonly number[];
  looked?: Map<string, number>;
  isAcknowledged?: (cause: RefusalCause) => boolean;
};

/**
 * @property folder where NetSuite takes the files of the feed
 * @property clock of this machine @property storeClock asks the store for its own
 */
export type RetryLook = Required<RetrySettings> & {
  store: FileStore;
  feed: Feed;
  folder: string;
  clock: () => number;
  storeClock: () => Promise<() => number>;
  stop: AbortSignal;
  index?: RowIndex | undefined;
};

/** @property name of the file to be made @property from the path of the file that has its rows */
export type PlannedRetry = { name: string; from: string; attempt: number; rows: ReadonlySet<number> };

/** NetSuite reads no larger text, so no larger file is one of its feeds. Source: help section_4223861820. */
export const LARGEST_BYTES = 10 * 1024 * 1024;
