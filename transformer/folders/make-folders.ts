/** The folder tree of the feeds, made where it is missing; a second time nothing changes. */
import { randomUUID } from 'node:crypto';
import type { FileStore } from '../store/file-store.ts';
import { markFolders, type WhenReplaced } from './folder-markers.ts';
import { foldersOf, type Route } from './folders.ts';

/** @property takenOver whether it replaces an earlier one of the feed */
export type MadeFolder = { folder: string; made: boolean; takenOver: boolean };

export async function makeFolders(
  store: FileStore,
  routes: readonly Route[],
  whenReplaced: (route: Route) => WhenReplaced,
  mark: string = randomUUID(),
): Promise<MadeFolder[]> {
  const folders: MadeFolder[] = [];
  for (const route of routes) {
    const ofRoute: { folder: string; made: boolean }[] = [];
    for (const folder of treeOf([route])) {
      const made = !(await store.exists(folder));
      if (made) await store.makeFolder(folder);
      ofRoute.push({ folder, made });
    }
    const { takenOver } = await markFolders(store, route, mark, whenReplaced(route));
    folders.push(...ofRoute.map((one) => ({ ...one, takenOver: takenOver.includes(one.folder) })));
  }
  return folders;
}

/** Every folder that must be there. */
export const treeOf = (routes: readonly Route[]): string[] =>
  routes.flatMap((route) => [route.sourceFolder, route.targetFolder, ...foldersOf(route)]);
