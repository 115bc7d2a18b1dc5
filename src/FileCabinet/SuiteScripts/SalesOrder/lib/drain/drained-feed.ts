/** What a feed says of itself to have its files drained by a map/reduce script: nothing else in this room knows a feed. */
import type { FeedName } from '#feeds/feed.ts';
import type { Tally } from '#feeds/rows/tally.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import type { Budget } from '../netsuite/governance.ts';
import type { RowResult } from './row-results.ts';

/**
 * Rows of one file that are applied as one.
 * @property group the record that they change, such as a sales order: one that rows can name in two ways has one name here
 */
export type Portion<Work> = { group: string; work: Work };

/** @property resumed whether an earlier run or call had it: what is found applied is then its own work */
export type HandedPortion<Work> = { file: string; resumed: boolean; work: Work };

/** `Work` and `Known` are handed from stage to stage, so they must be what JSON keeps. */
export type DrainedFeed<Work, Known> = {
  name: FeedName;
  /** Units it takes to read a file, to find out of what groups its rows are, and to ask about these. */
  unitsPerFile: number;
  /**
   * The rows of a file that are to be applied; all others are in the tally.
   * @throws FeedError when the file as a whole cannot be read
   */
  read(file: string, text: string): { portions: readonly Portion<Work>[]; tally: Tally };
  /**
   * What has to be known of groups before they are applied, one for each: asked for many at once, as asking in each call
   * would cost more, and again in a call that is made again.
   */
  ask(groups: readonly (readonly Work[])[]): readonly Known[];
  /**
   * Applies the portions of one group, which are in the order of their files, as far as the budget allows. What an earlier
   * run or call has applied it must find for itself.
   * @returns what became of the rows of each portion, in the same order; portions that were not begun are missing
   */
  apply(
    portions: readonly HandedPortion<Work>[],
    known: Known,
    budget: Budget,
  ): readonly (readonly RowResult[])[];
};

/** A feed in an account. */
export type Drain<Work, Known> = {
  feed: DrainedFeed<Work, Known>;
  openFolder(): FeedFolder;
  minimumAgeSeconds: number;
  /** Epoch ms, asked again at every step. */
  now(): number;
};
