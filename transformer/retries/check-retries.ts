/** Whether a pass may look into NetSuite's folders, from which it knows what to send again. */
import { look } from '../catch-up/store-looks.ts';
import { isConnectionFailure, TransformerError } from '../errors.ts';
import type { Route } from '../folders/folders.ts';
import type { FileStore } from '../store/file-store.ts';
import { storePath } from '../store/store-path.ts';

const PLACES = ['processing', 'archive', 'failed', 'error'] as const;

/** @returns why not, a sentence for each folder; nothing where all is well, or NetSuite has not made its folders yet */
export async function unreadablePlaces(store: FileStore, routes: readonly Route[]): Promise<string[]> {
  const folders = new Set(
    routes.filter(({ feed }) => feed.to === 'NetSuite').map(({ targetFolder }) => targetFolder),
  );
  const problems: string[] = [];
  for (const folder of folders)
    for (const place of PLACES) problems.push(...(await problemIn(store, storePath(folder, place))));
  return problems;
}

async function problemIn(store: FileStore, folder: string): Promise<string[]> {
  try {
    const last = (await look(store, folder)).at(-1);
    if (last && last.size < SMALL) await store.read(storePath(folder, last.name));
    return [];
  } catch (error) {
    if (!(error instanceof TransformerError) || isConnectionFailure(error)) throw error;
    return error.code === 'NOT_FOUND' ? [] : [error.message];
  }
}

/** That one of them may be read shows as well in a small one. */
const SMALL = 1024 * 1024;
