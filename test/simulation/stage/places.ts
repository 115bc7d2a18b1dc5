/** The folders of the feeds on the SFTP server, and files in them. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveTime } from './folder-store.ts';
import type { Stage } from './stage.ts';

export const ALLOCATIONS = 'hotwax/BrokeredOrderItems';
export const SHIPMENTS = 'hotwax/FulfilledOrderItems';
export const LINE_UPDATES = 'netsuite/salesorder/update';
export const LINES_TO_FULFILL = 'netsuite/fulfilledsalesorder/export';
export const EXPORTS = 'netsuite/salesorder/import/fulfillment-nifi';
export const COMPLETED = 'netsuite/salesorder/import/fulfillment';

export const FEED_FOLDERS = [ALLOCATIONS, SHIPMENTS, LINE_UPDATES, LINES_TO_FULFILL, EXPORTS, COMPLETED];

export function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** Written where nobody looks, then moved: as every sender of this project does. */
export function putFile(stage: Stage, folder: string, name: string, text: string): void {
  const place = join(stage.home, folder);
  mkdirSync(join(place, '.tmp'), { recursive: true });
  const temporary = join(place, '.tmp', name);
  writeFileSync(temporary, text);
  giveTime(temporary, stage.clock.now);
  renameSync(temporary, join(place, name));
  stage.activity += 1;
}

/** `STORE-HotWaxBrokeredOrderItemsFeed-2023-01-31-04-22-05.json`: no two of a second, as HotWax's jobs take longer. */
export function feedName(stage: Stage, feed: string): string {
  stage.clock.now += 1000;
  const time = new Date(stage.clock.now).toISOString().slice(0, 19).replace(/[T:]/g, '-');
  return `STORE-HotWax${feed}Feed-${time}.json`;
}
