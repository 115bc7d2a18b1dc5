/** Reports how far a feed is: what was found, and how much of a file was read. */
import type { FeedName } from '#feeds/feed.ts';
import { folderIfSeveral, processingFolder, type Route } from '../folders/folders.ts';
import type { PassEvent } from '../report/pass-report.ts';
import type { Chunks } from '../store/byte-stream.ts';
import type { FileStore, StoreEntry } from '../store/file-store.ts';
import { folderOf } from '../store/store-path.ts';
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

/** The store, reporting how much of the source file was read. */
export function reportingReads(pass: Pass, route: Route, file: string): FileStore {
  const { store } = pass;
  const emit = emitOf(pass, route);
  async function* counted(content: Chunks): Chunks {
    let bytes = 0;
    for await (const chunk of content) {
      bytes += chunk.length;
      emit({ event: 'file progress', feed: route.feed.name, file, bytes });
      yield chunk;
    }
  }
  const isSource = (path: string): boolean => folderOf(path) === processingFolder(route);
  const readStream: FileStore['readStream'] = (path, size) =>
    isSource(path) ? counted(store.readStream(path, size)) : store.readStream(path, size);
  return { ...store, readStream };
}
