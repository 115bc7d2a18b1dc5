/** Stock as NetSuite would list it: one CSV row per item and location. */
import { FeedError } from '../errors.ts';
import { columnIndexes, trimmedCell } from '../format/csv-columns.ts';

export type ListedLevel = { item: string; location: string; quantity: string };

const spellings = { item: ['item'], location: ['location'], quantity: ['quantity'] };

/**
 * What reads the rows below a header; that of an empty file has none.
 * @throws FeedError NOT_THIS_FEED
 */
export function levelReader(header: readonly string[]): (cells: readonly string[]) => ListedLevel {
  const { item, location, quantity } = columnIndexes(header, spellings);
  if (header.length > 0 && Math.min(item, location, quantity) === -1)
    throw new FeedError('NOT_THIS_FEED', `The header "${header.join(',')}" is not that of inventory levels.`);
  return (cells) => ({
    item: trimmedCell(cells, item),
    location: trimmedCell(cells, location),
    quantity: trimmedCell(cells, quantity),
  });
}
