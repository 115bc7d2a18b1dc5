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

const formatCsvLine = (cells: readonly string[]): string => cells.map(quoteCell).join(',');

/** Leading and trailing blanks are quoted too: some readers trim bare cells. */
function quoteCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

/** A quoted cell (which a delimiter must follow) or a bare one, and what ends it. */
const CELL = /("[^"]*(?:""[^"]*)*"(?=[,\r\n]|$)|[^,\r\n]*)(,|\r\n|\n|\r|$)/y;

function cutRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const start = CELL.lastIndex;
    const [, cell = '', end = ''] = CELL.exec(text) ?? [];
    refuseUnclosedQuote(cell, text, start);
    record.push(unquoteCell(cell));
    if (end === ',') {
      if (CELL.lastIndex === text.length) record.push('');
      else continue;
    }
    if (!isBlank(record)) records.push(record);
    record = [];
  }
  if (record.length > 0 && !isBlank(record)) records.push(record);
  return records;
}

function unquoteCell(cell: string): string {
  return cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"')
    ? cell.slice(1, -1).replace(/""/g, '"')
    : cell;
}

const isBlank = (record: readonly string[]): boolean => record.length === 1 && record[0]?.trim() === '';

/** A cell that opens a quote and never closes it would swallow the rest of the file. */
function refuseUnclosedQuote(cell: string, text: string, start: number): void {
  if (!cell.startsWith('"') || (cell.length >= 2 && cell.endsWith('"'))) return;
  if (text.indexOf('"', start + 1) !== -1) return;
  const line = text.slice(0, start).split(/\r\n|\n|\r/).length;
  throw new FeedError(
    'UNCLOSED_QUOTE',
    `Line ${line} opens a quoted cell that is never closed. Send the file again whole, or double the quote.`,
  );
}
