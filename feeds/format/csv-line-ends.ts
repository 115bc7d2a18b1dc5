/** Which rows of a CSV file may go over several lines, and what is said of all others: the same for every reader of a file. */

import { FeedError } from '../errors.ts';
import { cutRow } from './csv-cells.ts';
import { plainName, quoteForMessage } from './values.ts';

/** Longer than any row of a feed. Without a limit a text without line ends would be drawn into memory as one row. */
export const LONGEST_ROW_CHARACTERS = 1024 * 1024;

/**
 * Lists of tracking numbers, and what the published connector copies of an address. No other column of a feed can hold a
 * line end. Source: docs/contracts.md#sales-order-lines-netsuite.
 */
const columnsOfLines: readonly string[] = ['trackingnumber', 'addressee', 'address1', 'address2', 'city'];

export type OnRow = (cells: string[]) => void;

export type CsvRows = {
  /**
   * Passes the next row of the file on, unless it is blank.
   * @param isOneLine false when a cell may hold a line end
   * @throws FeedError LINE_END_IN_CELL
   */
  pass(cells: string[], isOneLine: boolean): void;
  /**
   * Why the next row is none.
   * @param text all of it, or its beginning when it is too long
   * @returns LINE_END_IN_CELL, and if there is none ROW_TOO_LONG or UNCLOSED_QUOTE
   */
  refusal(text: string): FeedError;
};

/** Where a reader is in a file: before row `rows + 1`, or the header. */
type Place = { header: readonly string[] | undefined; rows: number; line: number };

/**
 * Two stray quotes would take in the rows between them. So a cell may hold line ends only in `columnsOfLines`, without a
 * comma, and in a row that is as wide as the header: then no line in it can be a row.
 * @param onRow is given the header first, its names trimmed; blank lines are no rows
 */
export function csvRows(onRow: OnRow): CsvRows {
  const place: Place = { header: undefined, rows: 0, line: 1 };
  return {
    pass(cells, isOneLine) {
      if (!isOneLine) refuseLineEnds(cells, place);
      place.line += isOneLine ? 1 : linesOf(cells);
      if (cells.length > 1 || cells[0]?.trim() !== '') passOn(cells, place, onRow);
    },
    refusal: (text) => refusal(text, place),
  };
}

function passOn(cells: string[], place: Place, onRow: OnRow): void {
  if (place.header) {
    place.rows += 1;
    onRow(cells);
    return;
  }
  place.header = cells.map((name) => name.trim());
  onRow([...place.header]);
}

const linesOf = (cells: readonly string[]): number =>
  cells.reduce((lines, cell) => lines + cell.split(LINE_END).length - 1, 1);

const LINE_END = /\r\n|\n|\r/;

function refuseLineEnds(cells: readonly string[], place: Place): void {
  const stray = strayLineEnd(cells, place);
  if (stray !== -1) throw lineEndInCell(place, stray);
  const column = cells.findIndex((cell) => LINE_END.test(cell));
  // Stray quotes around the end of a row can take it together with the next one.
  if (column !== -1 && cells.length !== place.header?.length) throw lineEndInCell(place, column);
}

/** The first column with a line end that may not be there, or -1. */
const strayLineEnd = (cells: readonly string[], { header }: Place): number =>
  cells.findIndex((cell, column) => LINE_END.test(cell) && !mayBeList(cell, header?.[column] ?? ''));

/** A cell that begins with a quote cannot be distinguished from one whose quotes are ordinary characters. */
const mayBeList = (cell: string, column: string): boolean =>
  columnsOfLines.includes(plainName(column)) && !cell.includes(',') && !cell.startsWith('"');

function refusal(text: string, place: Place): FeedError {
  const { cells } = cutRow(text.slice(0, LONGEST_ROW_CHARACTERS), 0);
  const stray = strayLineEnd(cells, place);
  if (stray !== -1) return lineEndInCell(place, stray);
  return text.length > LONGEST_ROW_CHARACTERS ? tooLong(place) : unclosedQuote(place, cells.length - 1);
}

/** `Row 3, on line 4 of the file,` */
const whichRow = ({ header, rows, line }: Place): string =>
  `${header ? `Row ${rows + 1}` : 'The header'}, on line ${line} of the file,`;

const whichCell = ({ header }: Place, column: number): string =>
  header?.[column] ? `its cell in column ${quoteForMessage(header[column])}` : `its cell ${column + 1}`;

const lineEndInCell = (place: Place, column: number): FeedError =>
  new FeedError(
    'LINE_END_IN_CELL',
    `${whichRow(place)} opens a quote in ${whichCell(place, column)} that is not closed in that line, so the lines after it would become part of the cell. Only tracking numbers and addresses may go over several lines, and then without commas, in a row as wide as the header. Take the quote or the line end away, and send the file again.`,
  );

const unclosedQuote = (place: Place, column: number): FeedError =>
  new FeedError(
    'UNCLOSED_QUOTE',
    `${whichRow(place)} opens a quote in ${whichCell(place, column)} that is never closed. Send the file again whole, or take the quote away.`,
  );

const tooLong = (place: Place): FeedError =>
  new FeedError(
    'ROW_TOO_LONG',
    `${whichRow(place)} is longer than ${LONGEST_ROW_CHARACTERS} characters, more than any row of a feed has. Check the system that wrote it.`,
  );
