/** The error files both sides left, read as an operator would: every `error/*.errors.csv` under the SFTP user's home. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FeedName } from '#feeds/feed.ts';

export type RefusedRow = {
  feed: FeedName;
  errorFile: string;
  file: string;
  row: string;
  field: string;
  code: string;
  message: string;
  orderId: string;
  orderItemSeqId: string;
};

/** Folders that files of a feed come by, on either side. */
const folders: readonly { feed: FeedName; folder: string }[] = [
  { feed: 'brokered-order-items', folder: 'hotwax/BrokeredOrderItems' },
  { feed: 'brokered-order-items', folder: 'netsuite/salesorder/update' },
  { feed: 'item-fulfillments', folder: 'netsuite/salesorder/import/fulfillment-nifi' },
  { feed: 'item-fulfillments', folder: 'netsuite/salesorder/import/fulfillment' },
  { feed: 'fulfilled-order-items', folder: 'hotwax/FulfilledOrderItems' },
  { feed: 'fulfilled-order-items', folder: 'netsuite/fulfilledsalesorder/export' },
];

export function readRefusedRows(home: string): RefusedRow[] {
  return folders.flatMap(({ feed, folder }) =>
    namesIn(join(home, folder, 'error')).flatMap((name) => {
      const path = join(home, folder, 'error', name);
      const rows = parse(readFileSync(path), { columns: true, bom: true }) as Omit<
        RefusedRow,
        'feed' | 'errorFile'
      >[];
      return rows.map((row) => ({ ...row, feed, errorFile: relative(home, path) }));
    }),
  );
}

/** Files that wait or are being worked on: there must be none when everything has run. */
export function unfinishedFiles(home: string): string[] {
  return folders.flatMap(({ folder }) =>
    ['', 'processing', '.tmp'].flatMap((place) =>
      namesIn(join(home, folder, place)).map((name) => join(folder, place, name)),
    ),
  );
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
