/** The folders of the feeds on the SFTP server, below its user's home, and files in them. */
import { existsSync, mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeedName } from '#feeds/feed.ts';

export const ALLOCATIONS = 'hotwax/BrokeredOrderItems';
export const SHIPMENTS = 'hotwax/FulfilledOrderItems';
export const LINE_UPDATES = 'netsuite/salesorder/update';
export const LINES_TO_FULFILL = 'netsuite/fulfilledsalesorder/export';
export const EXPORTS = 'netsuite/salesorder/import/fulfillment-nifi';
export const COMPLETED = 'netsuite/salesorder/import/fulfillment';

/** Those that files of a feed come by, on either side. */
export const feedFolders: readonly { feed: FeedName; folder: string }[] = [
  { feed: 'brokered-order-items', folder: ALLOCATIONS },
  { feed: 'brokered-order-items', folder: LINE_UPDATES },
  { feed: 'item-fulfillments', folder: EXPORTS },
  { feed: 'item-fulfillments', folder: COMPLETED },
  { feed: 'fulfilled-order-items', folder: SHIPMENTS },
  { feed: 'fulfilled-order-items', folder: LINES_TO_FULFILL },
];

export function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** Written where nobody looks, then moved: as every sender of this project does. @param time of the file, in milliseconds */
export function sendFile(folder: string, name: string, text: string, time: number): void {
  const temporary = join(folder, '.tmp', name);
  mkdirSync(join(folder, '.tmp'), { recursive: true });
  writeFileSync(temporary, text);
  utimesSync(temporary, time / 1000, time / 1000);
  renameSync(temporary, join(folder, name));
}
