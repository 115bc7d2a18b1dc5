/** A conversion of a file that is in memory as a whole, as the tests have them. */
import { beginConversion } from '#feeds/conversion/conversion.ts';
import type { ConversionContext, Feed, SourceHead } from '#feeds/feed.ts';
import type { Table } from '#feeds/format/csv.ts';
import type { Counts } from '#feeds/rows/counts.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import type { Warning } from '#feeds/rows/tally.ts';
import { memoryStorage } from '../../testbed/memory-storage.ts';

/** A source file, cut into records by whoever read it. */
export type SourceRecords = { format: 'json'; elements: Iterable<unknown> } | { format: 'csv'; table: Table };

/** The other side's file, and what became of every row. `text` has no rows when none was applied. */
export type ConvertedFile = {
  text: string;
  counts: Counts;
  rejects: Reject[];
  warnings: readonly Warning[];
};

/** @throws FeedError NOT_THIS_FEED */
export function convertWhole(feed: Feed, source: SourceRecords, context: ConversionContext): ConvertedFile {
  const head: SourceHead =
    source.format === 'json'
      ? { format: source.format }
      : { format: source.format, header: source.table.header };
  const conversion = beginConversion(feed, head, context, memoryStorage);
  for (const record of source.format === 'json' ? source.elements : source.table.rows) {
    conversion.take(record);
  }
  Array.from(conversion.resolveDuplicates());
  const { counts, warnings } = conversion;
  const rejects = [...conversion.rejects()];
  return { text: [...conversion.file()].join(''), counts, rejects, warnings };
}
