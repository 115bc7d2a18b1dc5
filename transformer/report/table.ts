/** A table for people: aligned where the terminal is wide enough, else a paragraph for each line of it. */
import { paragraph, UNBROKEN } from './layout.ts';

/**
 * @param header names of the columns; the first names what a line is about, the others have numbers
 * @returns lines of at most `columns` characters, if the first cells are not longer
 */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string[] {
  const widths = header.map((name, at) =>
    Math.max(name.length, ...rows.map((cells) => cells[at]?.length ?? 0)),
  );
  const width = widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  if (width < columns) return [header, ...rows].map((cells) => aligned(cells, widths));
  return rows.flatMap((cells) => paragraphOf(header, cells, columns));
}

const GAP = '  ';

const aligned = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join(GAP)
    .trimEnd();

function paragraphOf(header: readonly string[], cells: readonly string[], columns: number): string[] {
  const [title = '', ...numbers] = cells;
  const named = numbers.map((number, at) => `${number}${UNBROKEN}${header[at + 1]}`);
  return [...paragraph(`${title}:`, columns), ...paragraph(named.join(', '), columns, GAP.length)];
}
