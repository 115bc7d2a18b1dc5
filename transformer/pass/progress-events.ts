/** Reports what was found of a feed, and where its events go. */
import type { FeedName } from '#feeds/feed.ts';
import { folderIfSeveral, type Route } from '../folders/folders.ts';
import type { PassEvent } from '../report/pass-report.ts';
import type { StoreEntry } from '../store/file-store.ts';
import type { Pass } from './pass-options.ts';

export function reportFound(
  { onEvent }: Pass,
  feed: FeedName,
  files: readonly { entry: StoreEntry }[],
): void {
  if (files.length === 0) return;
  const bytes = files.reduce((sum, { entry }) => sum + entry.size, 0);
  onEvent({ event: 'files found', feed, files: files.length, bytes });
}

/** Where the events of a route go: with its folder, if the feed has several. */
export function emitOf({ onEvent }: Pick<Pass, 'onEvent'>, route: Route): (event: PassEvent) => void {
  const folder = folderIfSeveral(route);
  return folder === undefined ? onEvent : (event) => onEvent({ ...event, folder });
}
