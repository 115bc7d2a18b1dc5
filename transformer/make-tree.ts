/** The folder tree of the feeds, made where it is missing; a second time nothing changes. */
import type { FileStore } from './file-store.ts';
import { foldersOf, type Route } from './route.ts';

export type MadeFolder = { folder: string; made: boolean };

export async function makeTree(store: FileStore, routes: readonly Route[]): Promise<MadeFolder[]> {
  const folders: MadeFolder[] = [];
  for (const folder of treeOf(routes)) {
    const made = !(await store.exists(folder));
    if (made) await store.makeFolder(folder);
    folders.push({ folder, made });
  }
  return folders;
}

/** Every folder that must be there. */
export const treeOf = (routes: readonly Route[]): string[] =>
  routes.flatMap((route) => [route.sourceFolder, route.targetFolder, ...foldersOf(route)]);
