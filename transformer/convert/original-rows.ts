/** Reads rows out of a file as they are there: cells as a JSON list, or the JSON element with these rows alone. */
import type { FeedSide } from '#feeds/feed.ts';
import { exactCsvLine, withWantedRows } from '#feeds/rows/rows-alone.ts';
import type { OriginalRows } from '../row-store/sqlite-row-store.ts';
import type { Chunks } from '../store/byte-stream.ts';
import { readSource } from './source-file.ts';

/**
 * An element that has several of the rows is kept with the first of them.
 * @returns the header of a CSV file
 * @throws TransformerError UNREADABLE_FILE
 */
export async function readOriginals(
  { format, rowLists = [] }: FeedSide,
  content: Chunks,
  isWanted: (row: number) => boolean,
  originals: OriginalRows,
): Promise<readonly string[]> {
  let header: readonly string[] = [];
  let row = 0;
  await readSource(content, format, (head) => {
    if (head.format === 'csv') header = head.header;
    return (record) => {
      let first = 0;
      const kept = withWantedRows(record, format === 'csv' ? [] : rowLists, () => {
        row += 1;
        if (!isWanted(row)) return false;
        first ||= row;
        return true;
      });
      if (first !== 0) originals.add(first, JSON.stringify(kept));
    };
  });
  return header;
}

/** A file of these rows alone, of the same format as the one they came in. */
export function* fileOfOriginals(
  { format }: FeedSide,
  header: readonly string[],
  texts: Iterable<string>,
): Generator<string> {
  if (format === 'csv') {
    yield exactCsvLine(header);
    for (const text of texts) yield exactCsvLine(JSON.parse(text) as string[]);
    return;
  }
  let between = '[\n';
  for (const text of texts) {
    yield `${between}${text}`;
    between = ',\n';
  }
  yield between === '[\n' ? '[]\n' : '\n]\n';
}
