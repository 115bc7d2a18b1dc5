/** What a feed says of itself to have its files applied, in a scheduled run or drained by a map/reduce script: nothing else here knows a feed. */
import type { FeedName } from '#feeds/feed.ts';
import type { RowOwner, Tally } from '#feeds/rows/tally.ts';
import type { FeedFolder } from '../feed-files/feed-folder.ts';
import type { ReadableFolder } from '../feed-files/peek-folder.ts';
import type { Budget } from '../netsuite/governance.ts';
import type { RowResult } from './row-results.ts';

/**
 * Rows of one file that are applied as one.
 * @property group the record that they change, such as a sales order: one that rows can name in two ways has one name here
 */
export type Portion<Work> = { group: string; work: Work };

/** @property resumed whether an earlier run or call had it: what is found applied is then its own work */
export type HandedPortion<Work> = { file: string; resumed: boolean; work: Work };

/**
 * @property record of a row that is applied: internal id of what it made or changed
 * @property refused whether it is known without an attempt that the row is refused, which takes no units
 * @property handsOn what follows from the row, and is handed on as its file is settled
 * @property objection the code that a row which is not applied would be refused with, as far as that is known before NetSuite is asked
 */
export type Recognized = {
  owner: RowOwner;
  applied: boolean;
  record?: string;
  refused?: boolean;
  handsOn?: object;
  objection?: string;
};

/** @property file in which something is handed on @property has whether what follows from a row is in it; each is asked for once */
export type HandedOn = { file: string; has(follows: object): boolean };

/** `Work` and `Known` are handed from stage to stage, so they must be what JSON keeps. */
export type DrainedFeed<Work, Known> = {
  name: FeedName;
  /** Units it takes to read a file, to find out of what groups its rows are, to ask about these, and to settle it. */
  unitsPerFile: number;
  /** Units that a group takes in which something is to be applied. */
  unitsPerGroup: number;
  /**
   * The rows of a file that are to be applied; all others are in the tally.
   * @returns nothing when the budget does not allow for it
   * @throws FeedError when the file as a whole cannot be read
   */
  read(
    file: string,
    text: string,
    folder: ReadableFolder,
    budget: Budget,
  ): { portions: readonly Portion<Work>[]; tally: Tally } | undefined;
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
  /** The rows of portions of one group, and which of them are found applied; nothing is written. */
  recognize(works: readonly Work[], known: Known): readonly Recognized[];
  /** Of a file that is given up: what of it was handed on before. */
  handedOn?(file: string): HandedOn;
  /**
   * The last look at a file of which all rows are accounted for, and what is to be done once for it; called again after a
   * crash. @returns what became of the rows after all, and a note for the ledger
   */
  beforeSettled?(
    file: string,
    results: readonly RowResult[],
  ): { results: readonly RowResult[]; note: string };
};

/** A feed in an account. */
export type Drain<Work, Known> = {
  feed: DrainedFeed<Work, Known>;
  openFolder(): FeedFolder;
  minimumAgeSeconds: number;
  /** Names of files that are known to be complete, whatever their age. */
  completeFiles?: readonly string[];
  /** Epoch ms, asked again at every step. */
  now(): number;
};
