/** Files that HotWax and people put into the folders of the feeds, at the story's own time. */
import { join } from 'node:path';
import { sendFile } from '../../../testbed/feed-folders.ts';
import { feedFileName } from '../../../testbed/hotwax.ts';
import type { Stage } from './stage.ts';

export function putFile(stage: Stage, folder: string, name: string, text: string): void {
  sendFile(join(stage.home, folder), name, text, stage.clock.now);
  stage.activity += 1;
}

/** No two of a second, as HotWax's jobs take longer. */
export function nextFeedName(stage: Stage, feed: Parameters<typeof feedFileName>[0]): string {
  stage.clock.now += 1000;
  return feedFileName(feed, stage.clock.now);
}
