/** CSV text to cells and back, per RFC 4180, for what runs inside NetSuite, where no package can be loaded. */
import { csvCutter } from './csv-cutter.ts';

/**
 * The header and rows of a CSV file; see `csvCutter` for what is a cell. Blank lines are left out.
 * @throws FeedError LINE_END_IN_CELL, UNCLOSED_QUOTE, ROW_TOO_LONG
 */
export function parseCsv(text: string): { header: string[]; rows: string[][] } {
  const records: string[][] = [];
  const cutter = csvCutter((cells) => records.push(cells));
  cutter.push(text);
  cutter.end();
  const [header = [], ...rows] = records;
  return { header, rows };
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
  const line = inOneLine(cell);
  return /[",]|^\s|\s$/.test(line) ? `"${line.replace(/"/g, '""')}"` : line;
}

/** A line end in a cell becomes a blank: who reads a file line by line would take what follows for a row. */
const inOneLine = (cell: string): string => (/[\r\n]/.test(cell) ? cell.replace(/\r\n|[\r\n]/g, ' ') : cell);
