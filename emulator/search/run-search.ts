/** Runs a search over the records of an account: rows, criteria, order, summaries. */
import type { StoredRecord } from '../store.ts';
import type { World } from '../world.ts';
import { type Cell, type CellReader, readerOf } from './cells.ts';
import type { Column } from './columns.ts';
import type { Criteria } from './criteria.ts';
import { matches } from './operators.ts';
import { type Row, rowsOf } from './rows.ts';
import { compareCells } from './shown.ts';
import { type SearchResult, summarize } from './summary.ts';

export type SearchDefinition = { type: string; criteria: Criteria; columns: readonly Column[] };

export function runSearch(world: World, { type, criteria, columns }: SearchDefinition): SearchResult[] {
  const test = testOf(world, type, criteria);
  const readers = columns.map(({ name, join, formula }) =>
    readerOf(world, type, name, join, 'SSS_INVALID_SRCH_COL', formula),
  );
  const found = candidates(world, type, criteria)
    .flatMap((record) => rowsOf(world, record))
    .filter(test)
    .map((row) => resultOf(row, readers));
  const results = columns.some(({ summary }) => summary) ? summarize(world, found, columns) : found;
  return sorted(world, results, columns);
}

/** Every record of the type, or only those whose ids the criteria name: most searches of scripts do. */
function candidates(world: World, type: string, criteria: Criteria): readonly Readonly<StoredRecord>[] {
  const members = world.schema.membersOf(type);
  const ids = namedIds(criteria);
  const records = ids
    ? members.flatMap((member) => [...ids].flatMap((id) => world.store.look(member.id, id) ?? []))
    : members.flatMap((member) => world.store.lookAll(member.id));
  return members.length > 1 || ids ? records.toSorted((left, right) => left.id - right.id) : records;
}

function namedIds(criteria: Criteria): Set<number> | undefined {
  if (criteria.kind === 'and') return criteria.parts.map(namedIds).find((ids) => ids !== undefined);
  if (criteria.kind !== 'filter') return undefined;
  const { name, join, operator, values } = criteria.filter;
  return name === 'internalid' && !join && operator === 'anyof' ? new Set(values.map(Number)) : undefined;
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
  const reader = readerOf(world, type, filter.name, filter.join, 'SSS_INVALID_SRCH_FILTER', filter.formula);
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
