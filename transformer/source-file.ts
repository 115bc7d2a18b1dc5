/** The bytes of a source file cut into the records that a feed converts. */
import { CsvError, parse } from 'csv-parse/sync';
import { type Feed, FeedError, type SourceRecords } from '#feeds/feed.ts';
import { parseJsonList } from '#feeds/json.ts';
import { TransformerError } from './errors.ts';

/** @throws TransformerError UNREADABLE_FILE when nothing of the file can be read */
export function readSource(bytes: Uint8Array, format: Feed['source']['format']): SourceRecords {
  const text = decodeUtf8(bytes);
  return explained(() =>
    format === 'json' ? { format, elements: parseJsonList(text) } : { format, table: cutTable(text) },
  );
}

/** Runs what may find that a file is as a whole not of a feed. */
export function explained<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof FeedError) throw new TransformerError('UNREADABLE_FILE', cause.message, { cause });
    throw cause;
  }
}

/** Replacing what is not UTF-8 would change names and ids without a word. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const message = `The file is not UTF-8: ${whereNotUtf8(bytes)}. Have it written again in UTF-8.`;
    throw new TransformerError('UNREADABLE_FILE', message, { cause });
  }
}

function whereNotUtf8(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  const before = text.slice(0, text.indexOf('\uFFFD'));
  return `line ${before.split('\n').length} holds a byte that has no meaning there`;
}

function cutTable(text: string): { header: string[]; rows: string[][] } {
  const [header = [], ...rows] = cutCells(text);
  return { header: header.map((name) => name.trim()), rows };
}

/** Ragged rows are kept as they are: the feed judges each of them. */
function cutCells(text: string): string[][] {
  try {
    const records: string[][] = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
    return records.filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new TransformerError(
      'UNREADABLE_FILE',
      `The file cannot be cut into cells: ${cause.message}. A quote that opens a cell and never closes is the usual reason; correct it and send the file again.`,
      { cause },
    );
  }
}
