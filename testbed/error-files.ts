/** The error files both sides left, read as an operator would: every `error/*.errors.csv` under the SFTP user's home. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FeedName } from '#feeds/feed.ts';
import { feedFolders, namesIn } from './feed-folders.ts';

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

export function readRefusedRows(home: string): RefusedRow[] {
  return feedFolders.flatMap(({ feed, folder }) =>
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
export function unfinishedFiles(
  home: string,
  places: readonly string[] = ['', 'processing', '.tmp'],
): string[] {
  return feedFolders.flatMap(({ folder }) =>
    places.flatMap((place) =>
      namesIn(join(home, folder, place))
        .filter((name) => !/^\.(pass|alive)-/.test(name)) // notes of what passes did, and what killed ones have left of their signs of life
        .map((name) => join(folder, place, name)),
    ),
  );
}
