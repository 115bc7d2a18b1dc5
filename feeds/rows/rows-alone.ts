/** Some rows of a file without the others, as the file has them. */
import { isObject, ownValue } from '../format/values.ts';

/**
 * Where the rows of a JSON element are: in the list of its first key, or in lists of the second key in the elements of that
 * list, and so on. What should have a list and has none is a row itself.
 */
export type RowLists = readonly string[];

/**
 * An element with its wanted rows alone; undefined when it has none.
 * @param isNextWanted is asked once for each row, in order
 */
export function withWantedRows(
  element: unknown,
  [list, ...deeper]: RowLists,
  isNextWanted: () => boolean,
): unknown {
  if (list === undefined) return isNextWanted() ? element : undefined;
  const items = isObject(element) ? ownValue(element, list) : undefined;
  if (!isObject(element) || !Array.isArray(items)) return isNextWanted() ? element : undefined;
  const wanted = items.flatMap((item: unknown) => {
    const kept = deeper.length === 0 ? { item, isKept: isNextWanted() } : keptOf(item, deeper, isNextWanted);
    return kept.isKept ? [kept.item] : [];
  });
  return wanted.length === 0 ? undefined : { ...element, [list]: wanted };
}

/** Where `null` stands for an item it is a row, too, so that nothing can stand for none. */
function keptOf(
  item: unknown,
  lists: RowLists,
  isNextWanted: () => boolean,
): { item: unknown; isKept: boolean } {
  const kept = withWantedRows(item, lists, isNextWanted);
  return { item: kept, isKept: kept !== undefined };
}

/**
 * A row with its end of line, each cell as it was: a list of tracking numbers keeps its line ends, which other files that are
 * written here have not.
 */
export const exactCsvLine = (cells: readonly string[]): string => `${cells.map(exactCell).join(',')}\n`;

const exactCell = (cell: string): string =>
  /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
