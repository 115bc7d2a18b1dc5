/** The order in which a feed's files are taken, and the names of their outputs, which keep it: receivers go by names. */
import { shortHash, timeInFileName, timeStamp } from '#feeds/format/file-name.ts';

/** What is known of a file without reading it. */
export type SourceFile = { name: string; modified: number };

/**
 * Oldest first: by the time in a name that is surely UTC, otherwise by that of the file, which servers cut to seconds;
 * files of one time go by their names.
 */
export function inSourceOrder<Item>(items: readonly Item[], fileOf: (item: Item) => SourceFile): Item[] {
  return items
    .map((item) => ({ item, key: orderKey(fileOf(item)) }))
    .sort((one, other) => compareKeys(one.key, other.key))
    .map(({ item }) => item);
}

export const isBefore = (one: SourceFile, other: SourceFile): boolean =>
  compareKeys(orderKey(one), orderKey(other)) < 0;

/**
 * `2024-01-04-16-23-00-000-feed-2.json--1f3a9c045ab3c1d2-SalesOrders.csv`. It comes from the source file alone, so that
 * any pass at any time finds the same.
 * @property sha256 of the content
 * @property folder where it comes from, if that is one of several: the same name and content in another is another file
 */
export function outputName(
  source: SourceFile & { sha256: string; folder?: string | undefined },
  target: { name: string; extension: string },
): string {
  const { folder, sha256 } = source;
  const content = folder === undefined ? sha256.slice(0, 8) : shortHash(`${folder}/${sha256}`);
  return `${orderKey(source)}${content}-${target.name}.${target.extension}`;
}

/**
 * What the output's name begins with. Between name and hash stand two dashes, which a cleaned name does not have and
 * which come before all that it can go on with: `feed` stays before `feed-2`.
 */
function orderKey({ name, modified }: SourceFile): string {
  const inName = timeInFileName(name);
  const rest = inName === undefined ? name : name.slice(timeStamp(inName).length + 1);
  return `${timeStamp(inName ?? modified)}-${cleaned(rest)}--${shortHash(name)}`;
}

/** With all that is added, on the way through `.tmp/` and at the receiver, within the 255 bytes of common file systems. */
const LONGEST_CLEANED = 120;

const cleaned = (name: string): string =>
  name
    .slice(0, LONGEST_CLEANED)
    .replace(/[^\w.-]/g, '_')
    .replace(/-{2,}/g, '-')
    .replace(/-$/, '');

const compareKeys = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
