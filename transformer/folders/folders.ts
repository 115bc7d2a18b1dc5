/** Where the files of each feed lie in a store: the folder it is read from, the one it is written to, and their sub-folders. */
import { feeds as catalogue } from '#feeds/catalogue.ts';
import type { Feed } from '#feeds/feed.ts';
import { storePath } from '../store/store-path.ts';

/**
 * One source folder of a feed and where its files go. A feed can have several, each with records and an archive of its own.
 * @property siblings the other source folders of the feed, which share the target folder with this one
 * @property minimumAgeSeconds how long a file must have been left alone before it is taken
 */
export type Route = {
  feed: Feed;
  sourceFolder: string;
  siblings: readonly string[];
  targetFolder: string;
  minimumAgeSeconds: number;
};

export const routeOf = (feed: Feed): Route => ({
  feed,
  sourceFolder: feed.source.folder,
  siblings: [],
  targetFolder: feed.target.folder,
  minimumAgeSeconds: 0,
});

export const defaultRoutes = (feeds: readonly Feed[] = catalogue): Route[] => feeds.map(routeOf);

/** A feed with all its source folders. */
export type FeedFolders = { feed: Feed; routes: readonly Route[] };

/** In the order in which the feeds come. */
export function byFeed(routes: readonly Route[]): FeedFolders[] {
  const feeds: { feed: Feed; routes: Route[] }[] = [];
  for (const route of routes) {
    const known = feeds.find((one) => one.routes.some((other) => areSiblings(route, other)));
    if (known) known.routes.push(route);
    else feeds.push({ feed: route.feed, routes: [route] });
  }
  return feeds;
}

const areSiblings = (route: Route, other: Route): boolean =>
  route.feed === other.feed && route.siblings.includes(other.sourceFolder);

/** The folder, where people must be told of which of several. */
export const folderIfSeveral = ({ siblings, sourceFolder }: Route): string | undefined =>
  siblings.length === 0 ? undefined : sourceFolder;

/** What a file is called where its folder is not named beside it: files of one name in two folders are two files. */
export const shownName = (route: Route, name: string): string => {
  const folder = folderIfSeveral(route);
  return folder === undefined ? name : `${folder}/${name}`;
};

/** A feed, or one source folder of it, in sentences. */
export const shownFeed = (route: Route): string => {
  const folder = folderIfSeveral(route);
  return folder === undefined ? route.feed.name : `${route.feed.name} in ${folder}`;
};

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
