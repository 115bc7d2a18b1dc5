/** A file that a worker has claimed, and what the worker works with. */
import type { ConversionContext } from '#feeds/feed.ts';
import type { Claim } from '../folders/claim.ts';
import type { Markers } from '../folders/folder-markers.ts';
import type { Route } from '../folders/folders.ts';
import type { PassEvent } from '../report/pass-report.ts';
import type { RowIndex } from '../row-index/open-index.ts';
import type { FileStore } from '../store/file-store.ts';
import type { Budget } from './memory-budget.ts';
import type { Ticket } from './sequencer.ts';

/**
 * @property clock that of the store
 * @property markers of the feed's folders, as they were when the pass began
 * @property emit where events go
 * @property inOrder runs a step after those of the files begun before this one
 * @property withinBudget does what takes memory when there is room for it
 * @property index where it is noted what became of each row; undefined where no index is kept
 * @property abandon when files in progress are to be let go of
 * @property leftovers what earlier passes have left in the folders for temporary files
 */
export type FileContext = {
  store: FileStore;
  route: Route;
  context: ConversionContext;
  clock: () => number;
  markers: Markers;
  emit: (event: PassEvent) => void;
  inOrder: Ticket['run'];
  withinBudget: Budget;
  abandon: AbortSignal;
  leftovers: () => Promise<readonly string[]>;
  index?: RowIndex | undefined;
};

/** @property path where it is in `processing/`; @property adopted whether an earlier pass had claimed it */
export type ClaimedFile = {
  name: string;
  path: string;
  size: number;
  modified: number;
  claim: Claim;
  adopted: boolean;
};
