/** The time by which files are dated: that of the store, as the clocks of the machines that work on it may differ. */

import type { Route } from '../folders/folders.ts';
import type { FileStore } from '../store/file-store.ts';
import { removeIfThere } from '../store/if-there.ts';
import { storePath } from '../store/store-path.ts';

/** Dates are of whole seconds and a request takes its time: less than this says nothing. */
const LEAST_SKEW_MILLISECONDS = 5_000;

/**
 * This machine's clock, put right by what the store dates a file that is written now.
 * @param mark makes the name of that file one that nobody else uses
 * @returns undefined when the store does not say when a file was written
 */
export async function storeClock(
  store: FileStore,
  { sourceFolder }: Route,
  clock: () => number,
  mark: string,
): Promise<(() => number) | undefined> {
  if (!store.hasOwnClock) return clock;
  const path = storePath(sourceFolder, '.state', '.tmp', `.clock-${mark}`);
  await removeIfThere(store, path); // of an attempt whose connection was lost
  const { modified } = await store.write(
    path,
    Buffer.from('The transformer reads the time of the server from this file.\n'),
  );
  const skew = modified - clock();
  await removeIfThere(store, path);
  if (modified === 0) return undefined;
  return Math.abs(skew) < LEAST_SKEW_MILLISECONDS ? clock : () => clock() + skew;
}
