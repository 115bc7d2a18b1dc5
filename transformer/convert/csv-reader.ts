/** Cuts CSV that arrives in pieces into rows: ordinary lines by hand, others by csv-parse, and all as `feeds/format/csv.ts` does. */
import { StringDecoder } from 'node:string_decoder';
import { type CsvError, type Options, parse } from 'csv-parse/sync';
import { type CsvRows, csvRows, LONGEST_ROW_CHARACTERS, type OnRow } from '#feeds/format/csv-line-ends.ts';
import type { Chunks } from '../store/byte-stream.ts';
import { splitSimpleLines } from './simple-lines.ts';

/**
 * @param onRow is given the header first
 * @throws FeedError LINE_END_IN_CELL, UNCLOSED_QUOTE, ROW_TOO_LONG
 */
export async function readCsvRows(chunks: Chunks, onRow: OnRow): Promise<void> {
  const rows = csvRows(onRow);
  let waiting = '';
  for await (const text of texts(chunks)) {
    waiting = passWholeLines(waiting + text, rows);
    if (waiting.length > LONGEST_ROW_CHARACTERS + 1) throw rows.refusal(waiting); // the one may be a CR
  }
  const open = passRows(waiting, rows);
  if (open !== '') throw rows.refusal(open);
}

/** Without the byte order mark. */
async function* texts(chunks: Chunks): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let isFirst = true;
  for await (const bytes of inWholeLines(chunks)) {
    const text = decoder.write(bytes);
    yield isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text;
    isFirst = false;
  }
  yield decoder.end();
}

/** More bytes than the longest row can have. */
const MOST_BYTES = LONGEST_ROW_CHARACTERS * 4;

/**
 * But for the last one, and for a line that is too long in any case. Only the line that began in earlier chunks is copied:
 * buffers that are thrown away are collected late.
 */
async function* inWholeLines(chunks: Chunks): AsyncGenerator<Buffer> {
  let [begun, length] = [[] as Buffer[], 0];
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const end = length > MOST_BYTES ? bytes.length : endOfLines(bytes);
    const first = Math.min(bytes.indexOf(LINE_FEED) + 1 || end, end);
    if (end > 0) yield Buffer.concat([...begun, bytes.subarray(0, first)]);
    if (end > first) yield bytes.subarray(first, end);
    if (end > 0) [begun, length] = [[], 0];
    begun.push(Buffer.from(bytes.subarray(end))); // a copy: the memory of a chunk may be used again
    length += bytes.length - end;
  }
  yield Buffer.concat(begun);
}

/** A CR at the end may be half of a line end. */
function endOfLines(bytes: Buffer): number {
  const lineFeed = bytes.lastIndexOf(LINE_FEED) + 1;
  return lineFeed + bytes.subarray(lineFeed, -1).lastIndexOf(CARRIAGE_RETURN) + 1;
}

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** @returns what is not a whole row yet */
function passWholeLines(text: string, rows: CsvRows): string {
  const lineFeed = text.lastIndexOf('\n') + 1;
  // A CR at the end may be half of a line end.
  const end = lineFeed + text.slice(lineFeed, -1).lastIndexOf('\r') + 1;
  return passRows(text.slice(0, end), rows) + text.slice(end);
}

/** @returns the row at the end, if the text ends inside a quoted cell */
function passRows(text: string, rows: CsvRows): string {
  let [at, reach] = [0, SHORTEST_REACH];
  for (;;) {
    const start = splitSimpleLines(text, at, LONGEST_ROW_CHARACTERS, (cells) => rows.pass(cells, true));
    if (start === text.length) return '';
    reach = start - at < SHORTEST_REACH ? reach * 2 : SHORTEST_REACH;
    const end = endOfLine(text, start + reach);
    const open = passOtherRows(text.slice(start, end), rows);
    if (open !== '' && end === text.length) return open;
    at = end - open.length;
  }
}

/** Characters that csv-parse is given at least. A call costs as much as a row, a row ten times as much as by hand. */
const SHORTEST_REACH = 256;

function endOfLine(text: string, from: number): number {
  const lineEnd = /\r\n|\n|\r/g;
  lineEnd.lastIndex = from;
  return lineEnd.test(text) ? lineEnd.lastIndex : text.length;
}

/**
 * `raw` says where rows have line ends and how long they are; `info` would say it too, but takes half as long again. It
 * lacks the LF after a CR that ends the row.
 */
const options = {
  raw: true,
  relax_column_count: true,
  relax_quotes: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_records_with_error: true,
} satisfies Options;

type Parsed = { record: string[]; raw: string };

function passOtherRows(text: string, rows: CsvRows): string {
  let open = '';
  const onSkip = (error: CsvError | undefined, raw = ''): undefined => {
    if (error?.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    open = raw;
  };
  const parsed: unknown[] = parse(text, { ...options, on_skip: onSkip });
  for (const { record, raw } of parsed as Parsed[]) {
    const row = raw.replace(/[\r\n]$/, '');
    if (row.length > LONGEST_ROW_CHARACTERS) throw rows.refusal(row);
    rows.pass(record, !/[\r\n]/.test(row));
  }
  return open;
}
