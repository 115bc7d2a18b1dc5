/** Summary columns: rows with the same groups become one, the other columns are counted, added or compared. */

import type { World } from '../account/account-context.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { compareCells, shownValue } from './cell-display.ts';
import type { Column } from './columns.ts';
import type { Cell } from './rows.ts';

/** One result: its record (none in a summary) and a cell per column, in the order of the columns. */
export type SearchResult = { recordType: string; id: number | null; cells: readonly Cell[] };

export function summarize(
  world: World,
  results: readonly SearchResult[],
  columns: readonly Column[],
): SearchResult[] {
  if (columns.some(({ summary }) => !summary))
    throw new NotEmulated('a summary search with a column that has no summary');
  const groups = new Map<string, SearchResult[]>();
  for (const result of results) {
    const key = JSON.stringify(
      result.cells
        .filter((_, index) => columns[index]?.summary === 'GROUP')
        .map((cell) => shownValue(world, cell)),
    );
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map((group) => ({
    recordType: group[0]?.recordType ?? '',
    id: null,
    cells: columns.map((column, index) =>
      summaryCell(
        world,
        column,
        group.map((result) => result.cells[index] as Cell),
      ),
    ),
  }));
}

function summaryCell(world: World, column: Column, cells: Cell[]): Cell {
  const [first] = cells as [Cell];
  const filled = cells.filter(({ value }) => value !== null);
  switch (column.summary) {
    case 'GROUP':
      return first;
    case 'COUNT':
      return { field: { ...first.field, id: 'count', type: 'integer' }, value: filled.length };
    case 'AVG':
      return { field: { ...first.field, type: 'float' }, value: averageOf(filled) };
    case 'SUM':
      return {
        field: { ...first.field, type: 'float' },
        value: filled.reduce((sum, { value }) => sum + Number(value), 0),
      };
    default: {
      const ordered = filled.toSorted((left, right) => compareCells(world, left, right));
      return (column.summary === 'MIN' ? ordered[0] : ordered.at(-1)) ?? first;
    }
  }
}

function averageOf(cells: readonly Cell[]): number | null {
  if (cells.length === 0) return null;
  return cells.reduce((sum, { value }) => sum + Number(value), 0) / cells.length;
}
