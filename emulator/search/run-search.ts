/** Runs a search over the records of an account: rows, criteria, order, summaries. */
import { referenceName } from '../references.ts';
import { LISTS } from '../record-types.ts';
import { searchFromStored, textFromStored } from '../values.ts';
import type { World } from '../world.ts';
import { type Cell, type CellReader, readerOf } from './cells.ts';
import type { Column } from './columns.ts';
import type { Criteria } from './criteria.ts';
import { matches } from './operators.ts';
import { type Row, rowsOf } from './rows.ts';
import { summarize } from './summary.ts';

export type SearchDefinition = { type: string; criteria: Criteria; columns: readonly Column[] };

/** One result: its record (none in a summary) and a cell per column, in the order of the columns. */
export type SearchResult = { recordType: string; id: number | null; cells: readonly Cell[] };

export function runSearch(world: World, { type, criteria, columns }: SearchDefinition): SearchResult[] {
  const test = testOf(world, type, criteria);
  const readers = columns.map(({ name, join }) => readerOf(world, type, name, join, 'SSS_INVALID_SRCH_COL'));
  const found = world.schema
    .membersOf(type)
    .flatMap((member) => world.store.lookAll(member.id))
    .sort((left, right) => left.id - right.id)
    .flatMap((record) => rowsOf(world, record))
    .filter(test)
    .map((row) => resultOf(row, readers));
  const results = columns.some(({ summary }) => summary) ? summarize(world, found, columns) : found;
  return sorted(world, results, columns);
}

/** What `getValue` gives for a cell. */
export function shownValue(world: World, cell: Cell): string | boolean {
  return cell.shown ?? searchFromStored(world, cell.field, cell.value);
}

/** What `getText` gives: a name for references, null for anything else. */
export function shownText(world: World, cell: Cell): string | null {
  const { field, value } = cell;
  if (cell.text !== undefined && cell.text !== '') return cell.text;
  if (field.type === 'multiselect') return textFromStored(world, field, value);
  if (field.type !== 'select' && field.type !== 'list') return null;
  if (field.id === 'internalid' || field.id === 'externalid') return null;
  if (value === null) return '';
  return field.type === 'list'
    ? (LISTS[field.target]?.[String(value)] ?? '')
    : referenceName(world, field.target, String(value));
}

/** True for cells that JSON and lookupFields show as value and text; identities are shown bare. */
export function isReference({ field }: Cell): boolean {
  const { type, id } = field;
  return (type === 'select' || type === 'list') && id !== 'internalid' && id !== 'externalid';
}

function resultOf(row: Row, readers: CellReader[]): SearchResult {
  return { recordType: row.record.type, id: row.record.id, cells: readers.map((reader) => reader(row)) };
}

function testOf(world: World, type: string, criteria: Criteria): (row: Row) => boolean {
  if (criteria.kind === 'not') {
    const part = testOf(world, type, criteria.part);
    return (row) => !part(row);
  }
  if (criteria.kind !== 'filter') {
    const parts = criteria.parts.map((part) => testOf(world, type, part));
    return criteria.kind === 'and'
      ? (row) => parts.every((part) => part(row))
      : (row) => parts.some((part) => part(row));
  }
  const { filter } = criteria;
  const reader = readerOf(world, type, filter.name, filter.join, 'SSS_INVALID_SRCH_FILTER');
  return (row) => matches(world, reader(row), filter);
}

/** By the columns that carry a sort, first column first; otherwise by internal id, then line. */
function sorted(world: World, results: SearchResult[], columns: readonly Column[]): SearchResult[] {
  const keys = columns
    .map((column, index) => ({ index, sort: column.sort }))
    .filter(({ sort }) => sort !== 'NONE');
  if (keys.length === 0) return results;
  return results.toSorted((left, right) => {
    for (const { index, sort } of keys) {
      const order = compareCells(world, left.cells[index] as Cell, right.cells[index] as Cell);
      if (order !== 0) return sort === 'DESC' ? -order : order;
    }
    return 0;
  });
}

export function compareCells(world: World, left: Cell, right: Cell): number {
  const [first, second] = [sortKey(world, left), sortKey(world, right)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function sortKey(world: World, cell: Cell): number | string {
  if (cell.field.id === 'internalid') return Number(cell.value);
  if (typeof cell.value === 'number') return cell.value;
  if (cell.value === null) return '';
  return (shownText(world, cell) ?? String(cell.value)).toLowerCase();
}
