/** Files that HotWax and people put into the folders of the feeds, at the trace's own time. */
import { join } from 'node:path';
import { timeStamp } from '#feeds/format/file-name.ts';
import { sendFile } from '../../../testbed/feed-folders.ts';
import { feedFileName } from '../../../testbed/hotwax.ts';
import type { World } from './world.ts';

export function putFile(world: World, folder: string, name: string, text: string): void {
  sendFile(join(world.home, folder), name, text, world.clock.now);
  world.activity += 1;
}

/** No two of a second, as HotWax's jobs take longer. */
export function nextFeedName(world: World, feed: Parameters<typeof feedFileName>[0]): string {
  world.clock.now += 1000;
  return feedFileName(feed, world.clock.now);
}

/** The connector's files, of which names do not begin with a time. */
export function nextTaggedName(world: World): string {
  world.clock.now += 1000;
  return `SalesOrderUpdate-${timeStamp(world.clock.now)}.csv`;
}

/** What every pass writes down of itself, also one that finds nothing to do. */
export const isPassNote = (path: string): boolean => /\/\.state\/\.tmp\/\.pass-[^/]+$/.test(path);
