/** Whether two conversions of one file say the same: every order, row and value, in the same order. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { FeedName } from '#feeds/feed.ts';

/** @returns what differs first, undefined when nothing does */
export function difference(feed: FeedName, ours: string, theirs: string): string | undefined {
  const [mine, other] = [ours, theirs].map((path) => contentOf(feed, readFileSync(path, 'utf8')));
  if (mine === undefined || other === undefined) return undefined;
  if (mine.length !== other.length) return `${other.length} records where ours has ${mine.length}`;
  const at = mine.findIndex((record, index) => record !== other[index]);
  return at === -1 ? undefined : `record ${at + 1} is ${other[at]} where ours is ${mine[at]}`.slice(0, 400);
}

function contentOf(feed: FeedName, text: string): string[] {
  if (feed === 'brokered-order-items') {
    const rows: string[][] = parse(text);
    return rows.map((cells) => JSON.stringify(cells));
  }
  const elements: unknown[] = JSON.parse(text);
  return elements.map((element) => JSON.stringify(element));
}
