/** CSV text to cells and back, per RFC 4180, for what runs inside NetSuite, where no package can be loaded. */
import { FeedError } from './feed.ts';

/**
 * The header and rows of a CSV file. Blank lines are left out; a quote inside an unquoted cell is an ordinary character,
 * as the published NetSuite scripts write cells without quoting.
 * @throws FeedError UNCLOSED_QUOTE
 */
export function parseCsv(text: string): { header: string[]; rows: string[][] } {
  const records = cutRecords(text.replace(/^\uFEFF/, ''));
  const [header = [], ...rows] = records;
  return { header: header.map((name) => name.trim()), rows };
}

/** Rows as CSV lines that end in LF, header first. */
export function formatCsv(header: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [formatCsvLine(header)];
  for (const row of rows) lines.push(formatCsvLine(row));
  return `${lines.join('\n')}\n`;
}

/** Without the end of the line. */
export const formatCsvLine = (cells: readonly string[]): string => cells.map(quoteCell).join(',');

/** Leading and trailing blanks are quoted too: some readers trim bare cells. */
function quoteCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

function cutRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let start = 0;
  while (start < text.length) {
    const { cell, end } = cutCell(text, start);
    record.push(cell);
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
    if (text[end] === ',' && start < text.length) continue;
    if (text[end] === ',') record.push('');
    if (!isBlankLine(record)) records.push(record);
    record = [];
  }
  return records;
}

/** A cell, and where the delimiter after it stands. Searched for step by step: a regular expression overflows on long cells. */
type CutCell = { cell: string; end: number };

const cutCell = (text: string, start: number): CutCell =>
  (text[start] === '"' ? cutQuotedCell(text, start) : undefined) ?? cutBareCell(text, start);

/** @returns undefined when no delimiter follows the closing quote, so that the quotes are ordinary characters */
function cutQuotedCell(text: string, start: number): CutCell | undefined {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) throw unclosedQuote(text, start);
  const end = close + 1;
  if (end < text.length && !isDelimiter(text.charCodeAt(end))) return undefined;
  return { cell: text.slice(start + 1, close).replace(/""/g, '"'), end };
}

function cutBareCell(text: string, start: number): CutCell {
  let end = start;
  while (end < text.length && !isDelimiter(text.charCodeAt(end))) end += 1;
  return { cell: text.slice(start, end), end };
}

/** A comma or an end of line. */
const isDelimiter = (code: number): boolean => code === 0x2c || code === 0x0a || code === 0x0d;

const isBlankLine = (cells: readonly string[]): boolean => cells.length === 1 && cells[0]?.trim() === '';

/** A cell that opens a quote and never closes it would swallow the rest of the file. */
function unclosedQuote(text: string, start: number): FeedError {
  const line = text.slice(0, start).split(/\r\n|\n|\r/).length;
  return new FeedError(
    'UNCLOSED_QUOTE',
    `Line ${line} opens a quoted cell that is never closed. Send the file again whole, or double the quote.`,
  );
}
