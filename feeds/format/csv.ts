/** CSV text to cells and back, per RFC 4180, without a package: NetSuite can load none. The transformer writes with it, too. */
import { cutRow } from './csv-cells.ts';
import { csvRows, LONGEST_ROW_CHARACTERS } from './csv-line-ends.ts';

/** A CSV file cut into cells: the header's, and each row's in order. */
export type Table = { header: readonly string[]; rows: Iterable<readonly string[]> };

/**
 * The header and rows of a CSV file; see `cutRow` for what is a cell, and `csvRows` for what is a row.
 * @throws FeedError LINE_END_IN_CELL, UNCLOSED_QUOTE, ROW_TOO_LONG
 */
export function parseCsv(text: string): { header: string[]; rows: string[][] } {
  const records: string[][] = [];
  const found = csvRows((cells) => records.push(cells));
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const { cells, end, isOpen } = cutRow(text, start);
    const row = text.slice(start, end);
    if (isOpen || row.length > LONGEST_ROW_CHARACTERS) throw found.refusal(row);
    found.pass(cells, !/[\r\n]/.test(row));
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
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
  if (isBare(cell)) return cell;
  const line = inOneLine(cell);
  return /[",]|^\s|\s$/.test(line) ? `"${line.replace(/"/g, '""')}"` : line;
}

/** As most cells are: of ASCII without blanks, commas and quotes. */
function isBare(cell: string): boolean {
  for (let index = 0; index < cell.length; index += 1) {
    const code = cell.charCodeAt(index);
    if (code < 0x21 || code > 0x7e || code === 0x22 || code === 0x2c) return false;
  }
  return true;
}

/** A line end in a cell becomes a blank: who reads a file line by line would take what follows for a row. */
const inOneLine = (cell: string): string => (/[\r\n]/.test(cell) ? cell.replace(/\r\n|[\r\n]/g, ' ') : cell);
