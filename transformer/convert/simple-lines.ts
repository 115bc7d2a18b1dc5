/** Lines of a CSV file that need no thought: quotes, if any, enclose whole cells, and the line ends where the row does. */
import type { OnRow } from '#feeds/format/csv-line-ends.ts';

/**
 * Passes lines on as rows, blank ones too, up to the first that is not ordinary.
 * @param longest characters of a line that may be ordinary
 * @returns where that line begins, or the length of the text
 */
export function splitSimpleLines(text: string, from: number, longest: number, onRow: OnRow): number {
  let [start, quote, carriageReturn] = [from, from - 1, from - 1];
  while (start < text.length) {
    const stop = indexOrEnd(text, '\n', start);
    if (quote < start) quote = indexOrEnd(text, '"', start);
    if (carriageReturn < start) carriageReturn = indexOrEnd(text, '\r', start);
    const end = carriageReturn === stop - 1 ? carriageReturn : stop;
    if (carriageReturn < end || end - start > longest) break;
    const cells = quote < end ? cutQuotedLine(text, start, end) : text.slice(start, end).split(',');
    if (!cells) break;
    onRow(cells);
    start = stop + 1;
  }
  return Math.min(start, text.length);
}

/** Of what is not there the end of the text, so that it is asked for once. */
function indexOrEnd(text: string, wanted: string, from: number): number {
  const index = text.indexOf(wanted, from);
  return index === -1 ? text.length : index;
}

/** @returns undefined when a quote stands elsewhere than around a whole cell */
function cutQuotedLine(text: string, start: number, end: number): string[] | undefined {
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    const stop = at < end && text[at] === '"' ? endOfQuoted(text, at, end) : endOfBare(text, at, end);
    if (stop === -1) return undefined;
    cells.push(text[at] === '"' && at < end ? unquoted(text, at, stop) : text.slice(at, stop));
    if (stop === end) return cells;
    at = stop;
  }
}

/** Where the delimiter after a quoted cell stands; -1 if there is none. */
function endOfQuoted(text: string, start: number, end: number): number {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && close < end && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const isClosed = close !== -1 && close < end && (close + 1 === end || text[close + 1] === ',');
  return isClosed ? close + 1 : -1;
}

function endOfBare(text: string, start: number, end: number): number {
  const comma = text.indexOf(',', start);
  const stop = comma === -1 || comma > end ? end : comma;
  const quote = text.indexOf('"', start);
  return quote === -1 || quote >= stop ? stop : -1;
}

function unquoted(text: string, start: number, stop: number): string {
  const inside = text.slice(start + 1, stop - 1);
  return inside.includes('"') ? inside.replaceAll('""', '"') : inside;
}
