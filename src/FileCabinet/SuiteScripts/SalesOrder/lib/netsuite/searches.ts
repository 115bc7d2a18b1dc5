/** Searches that may find more rows than one call returns, and lists of ids that are too long for one filter. */
import * as search from 'N/search';

export type Criteria = Parameters<typeof search.create>[0];

/** Every row, page by page: 5 units to start and 5 for each 1,000 rows (help section_4486596158). */
export function allRows(criteria: Criteria): search.Result[] {
  const paged = search.create(criteria).runPaged({ pageSize: 1000 });
  return paged.pageRanges.flatMap(({ index }) => paged.fetch({ index }).data);
}

/** Leaves the item lines of a transaction: neither its body, nor tax, nor shipping. */
export const itemLines = [
  ['mainline', 'is', 'F'],
  'and',
  ['taxline', 'is', 'F'],
  'and',
  ['shipping', 'is', 'F'],
];

/** Ids in one `anyof`: far more make a search slow, fewer cost units. */
const IDS_PER_FILTER = 500;

export function inChunks<Value>(values: readonly Value[], size = IDS_PER_FILTER): Value[][] {
  const chunks: Value[][] = [];
  for (let start = 0; start < values.length; start += size) chunks.push(values.slice(start, start + size));
  return chunks;
}

export const unique = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value) => value !== '')),
];

export const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : String(value);
