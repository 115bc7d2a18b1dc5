/** A file that a worker has claimed, and what the worker works with. */
import type { ConversionContext } from '#feeds/feed.ts';
import type { Claim } from './claim.ts';
import type { FileStore } from './file-store.ts';
import type { PassEvent } from './pass-report.ts';
import type { Route } from './route.ts';

/** @property tell where events go; @property inTurn takes a step after those of the files begun before this one */
export type Work = {
  store: FileStore;
  route: Route;
  context: ConversionContext;
  clock: () => number;
  tell: (event: PassEvent) => void;
  inTurn: <Result>(step: () => Promise<Result>) => Promise<Result>;
};

/** @property path where it stands in `processing/`; @property adopted whether an earlier pass had claimed it */
export type ClaimedFile = {
  name: string;
  path: string;
  size: number;
  modified: number;
  claim: Claim;
  adopted: boolean;
};
