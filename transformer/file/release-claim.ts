/** Lets go of a file in `processing/`: from its name any pass sees that nobody works on it. */
import { type Release, releasedName } from '../folders/claim.ts';
import { processingFolder } from '../folders/folders.ts';
import { storePath } from '../store/store-path.ts';
import type { ClaimedFile, FileContext } from './file-context.ts';

export const releaseClaim = (
  { store, route }: Pick<FileContext, 'store' | 'route'>,
  { path, name, claim }: ClaimedFile,
  release: Release,
): Promise<void> =>
  store.rename(path, storePath(processingFolder(route), releasedName(claim, name, release)), {
    isFree: true,
  });
