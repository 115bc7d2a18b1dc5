/** What a check of the setup looks at, and what it finds. */
import type { ConversionContext } from '#feeds/feed.ts';
import type { Route } from '../folders/folders.ts';
import type { FileStore } from '../store/file-store.ts';

/**
 * @property says what was found; with what to do, when it is not fine
 * @property warns of something that may be meant so
 */
export type Finding = { what: string; fine: boolean; says: string; warns?: boolean };

export type SetupOptions = {
  store: FileStore;
  routes: readonly Route[];
  clock: () => number;
  context: ConversionContext;
};
