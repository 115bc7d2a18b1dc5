/** Cuts one row of CSV text into its cells. */

/**
 * @property end where the row's line end stands, or the text ends
 * @property isOpen whether the text ends inside a quoted cell
 */
export type CutRow = { cells: string[]; end: number; isOpen: boolean };

/**
 * Per RFC 4180, but a quote inside an unquoted cell, or one that is not closed before a delimiter, is an ordinary character,
 * as the published NetSuite scripts write cells without quoting. What opens with a quote is read as csv-parse reads it with
 * `relax_quotes`, as the transformer does: commas up to the next quote belong to it, and doubled quotes count once.
 */
export function cutRow(text: string, start: number): CutRow {
  const cells: string[] = [];
  for (let at = start; ; ) {
    const cell = text[at] === '"' ? cutQuotedCell(text, at) : cutBareCell(text, at);
    cells.push(cell.text);
    if (text[cell.end] !== ',') return { cells, end: cell.end, isOpen: cell.isOpen ?? false };
    at = cell.end + 1;
  }
}

/** @property end where the delimiter after it stands */
type CutCell = { text: string; end: number; isOpen?: boolean };

function cutBareCell(text: string, start: number): CutCell {
  const end = nextDelimiter(text, start);
  return { text: text.slice(start, end), end };
}

function cutQuotedCell(text: string, start: number): CutCell {
  const close = closingQuote(text, start);
  const inside = text.slice(start + 1, close === -1 ? text.length : close).replace(/""/g, '"');
  if (close === -1) return { text: inside, end: text.length, isOpen: true };
  const end = nextDelimiter(text, close + 1);
  const more = text.slice(close + 1, end);
  // To csv-parse a NUL ends a quoted cell, and then belongs to it.
  const isClosed = more === '' || more.startsWith('\0');
  return { text: isClosed ? inside + more : `"${inside}"${more}`, end };
}

/** Searched for step by step: a regular expression overflows on long cells. @returns -1 when there is none */
function closingQuote(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

function nextDelimiter(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isDelimiter(text.charCodeAt(end))) end += 1;
  return end;
}

/** A comma or an end of line. */
const isDelimiter = (code: number): boolean => code === 0x2c || code === 0x0a || code === 0x0d;
