/** What a pass is given. */
import type { ConversionContext } from '#feeds/feed.ts';
import type { Budget } from '../file/memory-budget.ts';
import type { Route } from '../folders/folders.ts';
import type { Heart } from '../folders/heartbeats.ts';
import type { PassEvent } from '../report/pass-report.ts';
import type { RetrySettings } from '../retries/retry-look.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';

export const DEFAULT_STALE_CLAIM_MINUTES = 15;
export const DEFAULT_FILES_IN_FLIGHT = 16;
/** Much longer than a pass over the files of a day, and shorter than schedulers give a process. */
export const DEFAULT_PASS_MINUTES = 15;
export const DEFAULT_KEEP_DAYS = 90;

/**
 * @property withinBudget does what takes memory when there is room for it; a pass that is alone has a budget of its own
 * @property routes the feeds and their folders; all feeds in their usual folders when left out
 * @property context `now` in it is the time at which validity dates are judged
 * @property staleClaimMinutes after how long a claim counts as abandoned
 * @property filesInFlight how many files are worked on at once
 * @property passId lower-case letters and digits, different for every pass
 * @property endedPasses ids of passes that are known to have ended, so that what they left is abandoned
 * @property reconnect opens the store anew, after a wait of its own; undefined when it is not to be tried (again)
 * @property index where it is noted what became of each row; none is kept when left out
 * @property keepDays for how many days the index keeps it
 * @property retries of what NetSuite refuses for now; none are made when left out
 * @property stop stops the pass from beginning further files
 * @property abandon makes it let go of those in progress, which the next pass begins anew
 */
export type PassOptions = {
  store: FileStore;
  routes?: readonly Route[];
  context: ConversionContext;
  clock: () => number;
  staleClaimMinutes?: number;
  filesInFlight?: number;
  passId?: string;
  endedPasses?: ReadonlySet<string>;
  reconnect?: (attempt: number) => Promise<FileStore | undefined>;
  stop?: AbortSignal;
  abandon?: AbortSignal;
  withinBudget?: Budget;
  index?: RowIndex | undefined;
  keepDays?: number;
  retries?: RetrySettings;
  onEvent?: (event: PassEvent) => void;
};

/**
 * @property reconnections how often the store was opened anew
 * @property listed what was in folders that the pass has looked into, so that it need not look again
 * @property storeClock the time by the clock of the store; undefined until a feed needs it
 * @property heart gives signs of life; undefined until a file is to be claimed, and where the store does not say the time
 */
export type Pass = Required<Omit<PassOptions, 'routes' | 'index'>> & {
  index?: RowIndex | undefined;
  reconnections: number;
  listed: Map<string, readonly StoreEntry[]>;
  storeClock?: StoreClock;
  heart?: Heart;
};

/** @property isStores false where the store does not say the time, so that it is this machine's */
export type StoreClock = { now: () => number; isStores: boolean };
