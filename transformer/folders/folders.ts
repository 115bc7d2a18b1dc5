/** Where the files of each feed lie in a store: the folder it is read from, the one it is written to, and their sub-folders. */
import { feeds as catalogue } from '#feeds/catalogue.ts';
import type { Feed } from '#feeds/feed.ts';
import { storePath } from '../store/store-path.ts';

/** @property minimumAgeSeconds how long a file must have been left alone before it is taken */
export type Route = {
  feed: Feed;
  sourceFolder: string;
  targetFolder: string;
  minimumAgeSeconds: number;
};

export const routeOf = (feed: Feed): Route => ({
  feed,
  sourceFolder: feed.source.folder,
  targetFolder: feed.target.folder,
  minimumAgeSeconds: 0,
});

export const defaultRoutes = (feeds: readonly Feed[] = catalogue): Route[] => feeds.map(routeOf);

export const processingFolder = (route: Route): string => storePath(route.sourceFolder, 'processing');

export const archivePath = (route: Route, name: string): string =>
  storePath(route.sourceFolder, 'archive', name);

export const failedPath = (route: Route, name: string): string =>
  storePath(route.sourceFolder, 'failed', name);

export const errorFilePath = (route: Route, name: string): string =>
  storePath(route.sourceFolder, 'error', `${name}.errors.csv`);

/** Every folder that the transformer works in. */
export function foldersOf({ sourceFolder, targetFolder }: Route): string[] {
  const own = ['processing', 'archive', 'failed', 'error/.tmp', '.state/.tmp'];
  return [...own.map((folder) => storePath(sourceFolder, folder)), storePath(targetFolder, '.tmp')];
}

/** Where temporary files of a route can be left behind by a crash. */
export const temporaryFoldersOf = ({ sourceFolder, targetFolder }: Route): string[] => [
  storePath(sourceFolder, 'error', '.tmp'),
  storePath(sourceFolder, '.state', '.tmp'),
  storePath(targetFolder, '.tmp'),
];
