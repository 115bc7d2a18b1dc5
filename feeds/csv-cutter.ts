/** Cuts CSV text, whole or as it arrives, into rows of cells, so that every reader of a file finds the same rows. */
import { FeedError } from './feed.ts';
import { plainName, shown } from './text.ts';

/** Longer than any row of a feed. Without a limit a text without line ends would be drawn into memory as one row. */
export const LONGEST_ROW_CHARACTERS = 1024 * 1024;

/**
 * Lists of tracking numbers, and what the published connector copies of an address (contracts A.d). No other column of a
 * feed can hold a line end.
 */
const columnsOfLines: readonly string[] = ['trackingnumber', 'addressee', 'address1', 'address2', 'city'];

/** Both functions throw FeedError LINE_END_IN_CELL, UNCLOSED_QUOTE, ROW_TOO_LONG. */
export type CsvCutter = { push(text: string): void; end(): void };

type State = {
  /** What is not cut yet, as its row may go on. */
  rest: string;
  header: readonly string[] | undefined;
  rows: number;
  /** Where in the file `rest` begins. */
  line: number;
  isFirst: boolean;
};

/**
 * Per RFC 4180, but for two things. A quote inside an unquoted cell, or one that is not closed before a delimiter, is an
 * ordinary character, as the published NetSuite scripts write cells without quoting. And as two such quotes would take in
 * the rows between them, a cell may hold line ends only in `columnsOfLines`, without a comma, and in a row that is as wide
 * as the header: then no line in it can be a row.
 * @param onRow is given the header first, its names trimmed; blank lines are no rows
 */
export function csvCutter(onRow: (cells: string[]) => void): CsvCutter {
  const state: State = { rest: '', header: undefined, rows: 0, line: 1, isFirst: true };
  return {
    push: (text) => cut(state, text, false, onRow),
    end: () => cut(state, '', true, onRow),
  };
}

function cut(state: State, more: string, isWhole: boolean, onRow: (cells: string[]) => void): void {
  const text = state.rest + more;
  let at = state.isFirst && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  if (text !== '') state.isFirst = false;
  const source: Source = { state, text, isWhole, lineFeed: -1, carriageReturn: -1, quote: -1 };
  while (at < text.length) {
    const row = cutRow(source, at);
    if ((row?.end ?? text.length) - at > LONGEST_ROW_CHARACTERS) throw tooLong(state);
    if (!row) break;
    at = row.next;
    state.line += row.lines;
    if (row.cells.length > 1 || row.cells[0]?.trim() !== '') passOn(state, row.cells, onRow);
  }
  state.rest = text.slice(at);
}

const BYTE_ORDER_MARK = '\uFEFF';

function passOn(state: State, cells: string[], onRow: (cells: string[]) => void): void {
  if (state.header) {
    state.rows += 1;
    onRow(cells);
    return;
  }
  state.header = cells.map((name) => name.trim());
  onRow([...state.header]);
}

/** @property lineFeed where the next one stands, once it was looked for; so for the others */
type Source = {
  state: State;
  text: string;
  isWhole: boolean;
  lineFeed: number;
  carriageReturn: number;
  quote: number;
};

/** @property next where the next row begins, `lines` below */
type CutRow = { cells: string[]; end: number; next: number; lines: number };

/** @returns undefined when the row may go on in what has not arrived */
function cutRow(source: Source, start: number): CutRow | undefined {
  const line = cutLine(source, start);
  if (!line) return undefined;
  source.quote = nextOf(source.text, '"', source.quote, start);
  if (source.quote < line.end) return cutQuotedRow(source, start, line);
  const cells = source.text.slice(start, line.end).split(',');
  return { cells, end: line.end, next: line.next, lines: 1 };
}

type CutLine = { end: number; next: number };

/** LF, CRLF and CR end lines alike. */
function cutLine(source: Source, start: number): CutLine | undefined {
  const { text, isWhole } = source;
  source.lineFeed = nextOf(text, '\n', source.lineFeed, start);
  source.carriageReturn = nextOf(text, '\r', source.carriageReturn, start);
  const end = Math.min(source.lineFeed, source.carriageReturn);
  const mayGoOn = end === text.length || (text[end] === '\r' && end + 1 === text.length);
  if (mayGoOn && !isWhole) return undefined;
  return { end, next: end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1) };
}

/** Of what is not there the end of the text, so that it is asked for once. */
function nextOf(text: string, wanted: string, known: number, from: number): number {
  if (known >= from) return known;
  const index = text.indexOf(wanted, from);
  return index === -1 ? text.length : index;
}

function cutQuotedRow(source: Source, start: number, first: CutLine): CutRow | undefined {
  const cells: string[] = [];
  let [line, lines, at] = [first, 1, start];
  for (;;) {
    const cell = cutCell(source, at, line.end, cells.length);
    const last = cell && cell.end > line.end ? cutLine(source, cell.end) : line;
    if (!cell || !last) return undefined;
    if (last !== line) lines += lineEndsIn(source.text.slice(at, cell.end));
    line = last;
    cells.push(cell.text);
    at = cell.end + 1;
    if (cell.end === line.end) break;
  }
  refuseOtherWidth(source.state, cells, lines);
  return { cells, ...line, lines };
}

/** Stray quotes around the end of a row can take it together with the next one. */
function refuseOtherWidth(state: State, cells: readonly string[], lines: number): void {
  if (lines === 1 || cells.length === state.header?.length) return;
  throw lineEndInCell(
    state,
    cells.findIndex((cell) => /[\r\n]/.test(cell)),
  );
}

/** @property end where the delimiter after it stands */
type CutCell = { text: string; end: number };

/** Searched for step by step: a regular expression overflows on long cells. */
function cutCell(source: Source, start: number, lineEnd: number, column: number): CutCell | undefined {
  const { text } = source;
  if (text[start] !== '"' || start >= lineEnd) return cutBareCell(text, start, lineEnd);
  const close = closingQuote(text, start);
  if (close === -1 || close >= lineEnd) return cutListCell(source, start, { close, lineEnd, column });
  const isDelimited = close + 1 === lineEnd || text[close + 1] === ',';
  return isDelimited ? quotedCell(text, start, close) : cutBareCell(text, start, lineEnd);
}

function cutBareCell(text: string, start: number, lineEnd: number): CutCell {
  const comma = text.indexOf(',', start);
  const end = comma === -1 || comma > lineEnd ? lineEnd : comma;
  return { text: text.slice(start, end), end };
}

/** -1 when there is none. */
function closingQuote(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

function quotedCell(text: string, start: number, close: number): CutCell {
  const inside = text.slice(start + 1, close);
  return { text: inside.includes('"') ? inside.replace(/""/g, '"') : inside, end: close + 1 };
}

/** A cell whose quote is not closed in its line. @returns undefined when it may be closed in what has not arrived */
function cutListCell(
  { state, text, isWhole }: Source,
  start: number,
  { close, lineEnd, column }: { close: number; lineEnd: number; column: number },
): CutCell | undefined {
  if (lineEnd === text.length) throw unclosedQuote(state, column);
  const end = close === -1 ? text.length : close;
  const mayHoldLineEnds = columnsOfLines.includes(plainName(state.header?.[column] ?? ''));
  if (!mayHoldLineEnds || text.slice(start, end).includes(',')) throw lineEndInCell(state, column);
  const isKnown = close !== -1 && close + 1 < text.length;
  if (!isKnown && !isWhole) return undefined;
  if (close === -1) throw unclosedQuote(state, column);
  if (isKnown && !/[,\r\n]/.test(text[close + 1] ?? '')) throw lineEndInCell(state, column);
  return quotedCell(text, start, close);
}

const lineEndsIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1;

/** `Row 3, on line 4 of the file,` */
const whichRow = ({ header, rows, line }: State): string =>
  `${header ? `Row ${rows + 1}` : 'The header'}, on line ${line} of the file,`;

const whichCell = ({ header }: State, column: number): string =>
  header?.[column] ? `its cell in column ${shown(header[column])}` : `its cell ${column + 1}`;

const lineEndInCell = (state: State, column: number): FeedError =>
  new FeedError(
    'LINE_END_IN_CELL',
    `${whichRow(state)} opens a quote in ${whichCell(state, column)} that is not closed in that line, so the lines after it would become part of the cell. Only tracking numbers and addresses may go over several lines, and then without commas, in a row as wide as the header. Take the quote or the line end away, and send the file again.`,
  );

const unclosedQuote = (state: State, column: number): FeedError =>
  new FeedError(
    'UNCLOSED_QUOTE',
    `${whichRow(state)} opens a quote in ${whichCell(state, column)} that is never closed. Send the file again whole, or take the quote away.`,
  );

const tooLong = (state: State): FeedError =>
  new FeedError(
    'ROW_TOO_LONG',
    `${whichRow(state)} is longer than ${LONGEST_ROW_CHARACTERS} characters, which no row of a feed is. Have the sender look at what wrote it.`,
  );
