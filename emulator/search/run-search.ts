/** Runs a search over the records of an account: rows, criteria, order, summaries. */

import type { World } from '../account/account-context.ts';
import type { RecordType } from '../account/schema.ts';
import type { StoredRecord } from '../account/store.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import {
  type Asked,
  expand,
  isStockOfItem,
  type Kind,
  kindOfJoin,
  kindOfName,
  STATUS_NOTE,
} from './beside/beside.ts';
import { fileRecords, projectFiles, standardFolders } from './cabinet/cabinet-records.ts';
import { FILE_TYPE } from './cabinet/file-type.ts';
import { compareCells } from './cell-display.ts';
import { readerOf } from './cells.ts';
import type { Column } from './columns.ts';
import type { Criteria } from './criteria.ts';
import { isPlain, searchTypes } from './fields/find-reader.ts';
import { namesInFormula } from './formula.ts';
import { applyFunction } from './functions/apply-function.ts';
import { type Filter, matches } from './operators.ts';
import { type Cell, type CellReader, mainRow, type Row, rowsOf } from './rows.ts';
import { BALANCE_TYPE, balanceRecords } from './stock/inventory-balance.ts';
import { type SearchResult, summarize } from './summary.ts';

export type SearchDefinition = {
  type: string;
  criteria: Criteria;
  columns: readonly Column[];
  /** What a saved search sorts by before its columns, shown or not. */
  order?: readonly Column[];
};

export function runSearch(world: World, definition: SearchDefinition): SearchResult[] {
  const { type, criteria, columns, order = [] } = definition;
  if (order.length > 0) return inOrder(runSearch(world, withOrder(definition)), columns.length);
  const test = testOf(world, type, criteria);
  const readers = columns.map((column) => columnReader(world, type, column));
  const asked = kindsAsked(world, definition);
  if (asked.includes('note')) refuseOtherNotes(criteria);
  if (type === FILE_TYPE.id) refuseProjectFiles(world, test);
  const found = candidates(world, type, criteria)
    .flatMap((record) => rowsOf(world, record))
    .flatMap((row) => expand(world, row, asked))
    .filter(test)
    .map((row) => resultOf(row, readers));
  const results = columns.some(({ summary }) => summary) ? summarize(world, found, columns) : found;
  return sorted(world, results, columns);
}

/** Who does not ask for one field gets the notes of all, which are not kept here. */
function refuseOtherNotes(criteria: Criteria): void {
  const ofStatus = filtersIn(criteria).some(
    ({ name, join, operator, values }) =>
      join === 'systemnotes' && name === 'field' && operator === 'anyof' && values.join() === STATUS_NOTE,
  );
  if (!ofStatus) throw new NotEmulated(`a search for system notes of other fields than ${STATUS_NOTE}`);
}

/** What the columns and criteria ask for besides the rows themselves; plain data of that name comes first. */
function kindsAsked(world: World, { type, criteria, columns }: SearchDefinition): Kind[] {
  const names = [...columns.map(namesIn), ...filtersIn(criteria).map(namesIn)].flat();
  const family = searchTypes(world, type)[0]?.family;
  const kinds = names.flatMap(({ name, join }) => {
    if (join !== undefined && isStockOfItem(join, name, family))
      return isPlain(world, 'item', name) ? [] : 'itemplace';
    if (join !== undefined) return kindOfJoin(join, family);
    return isPlain(world, type, name) ? [] : kindOfName(name, family);
  });
  return [...new Set(kinds)].filter((kind) => kind !== undefined);
}

const namesIn = ({ name, join, formula }: Asked & { formula?: string | undefined }): Asked[] =>
  formula === undefined ? [{ name, join }] : namesInFormula(formula);

const filtersIn = (criteria: Criteria): Filter[] => {
  if (criteria.kind === 'filter') return [criteria.filter];
  return criteria.kind === 'not' ? filtersIn(criteria.part) : criteria.parts.flatMap(filtersIn);
};

function columnReader(world: World, type: string, column: Column): CellReader {
  const { name, join, formula, summary } = column;
  const reader = readerOf(world, type, name, join, 'SSS_INVALID_SRCH_COL', formula);
  if (column.function === undefined) return reader;
  if (summary !== undefined && summary !== 'GROUP')
    throw new NotEmulated(`the column function ${column.function} with the summary ${summary}`);
  return applyFunction(world, column.function, reader);
}

/** The columns that only sort stand before those that are shown, and are taken off the results. */
function withOrder({ type, criteria, columns, order = [] }: SearchDefinition): SearchDefinition {
  if (columns.some(({ summary }) => summary) && order.some(({ summary }) => !summary))
    throw new NotEmulated('a summary search that sorts by a column it does not show');
  return { type, criteria, columns: [...order, ...columns] };
}

const inOrder = (results: SearchResult[], shown: number): SearchResult[] =>
  results.map((result) => ({ ...result, cells: result.cells.slice(result.cells.length - shown) }));

/** The record of that id, of a type that may be searched. */
export const recordWith = (world: World, type: string, id: number): Readonly<StoredRecord> | undefined =>
  isListed(type)
    ? everyRecord(world, type).find((record) => record.id === id)
    : world.schema.membersOf(type).flatMap((member) => world.store.look(member.id, id) ?? [])[0];

/** What is put together for a search, from other data than records of its type. */
const isListed = (type: string): boolean => [FILE_TYPE.id, BALANCE_TYPE.id, 'folder'].includes(type);

function everyRecord(world: World, type: string): readonly Readonly<StoredRecord>[] {
  if (type === FILE_TYPE.id) return fileRecords(world);
  if (type === BALANCE_TYPE.id) return balanceRecords(world);
  const kept = world.store.lookAll(type);
  return type === 'folder'
    ? [...standardFolders().filter(({ id }) => !kept.some((folder) => folder.id === id)), ...kept]
    : kept;
}

/** Every record of the type, or only those that what is asked to be equal lets through: most searches of scripts do. */
function candidates(world: World, type: string, criteria: Criteria): readonly Readonly<StoredRecord>[] {
  if (isListed(type)) return everyRecord(world, type);
  const members = world.schema.membersOf(type);
  const narrowed = narrow(world, members, criteria);
  const records = narrowed ?? members.flatMap((member) => world.store.lookAll(member.id));
  return members.length > 1 || narrowed ? records.toSorted((left, right) => left.id - right.id) : records;
}

/** A file of the project is in the account's File Cabinet, under an id that nobody knows here. */
function refuseProjectFiles(world: World, test: (row: Row) => boolean): void {
  const found = projectFiles(world).find(({ record }) => test(mainRow(record)));
  if (found)
    throw new NotEmulated(
      `finding ${found.path}, a file of the project, by a search (write it under files in the account file); it`,
    );
}

/** @returns undefined when every record must be tried */
function narrow(
  world: World,
  members: readonly RecordType[],
  criteria: Criteria,
): readonly Readonly<StoredRecord>[] | undefined {
  if (criteria.kind === 'and') {
    for (const part of criteria.parts) {
      const found = narrow(world, members, part);
      if (found) return found;
    }
  }
  if (criteria.kind !== 'filter' || criteria.filter.join) return undefined;
  const { name, operator, values } = criteria.filter;
  const texts = [...new Set(values.map(String))];
  if (operator === 'anyof' && name === 'internalid') {
    const ids = [...new Set(texts.map(Number))];
    return members.flatMap((member) => ids.flatMap((id) => world.store.look(member.id, id) ?? []));
  }
  if (operator === 'anyof' && name === 'externalid' && !texts.includes('@NONE@'))
    return members.flatMap((member) =>
      texts.flatMap((text) => world.store.lookBy(member.id, 'externalid', text)),
    );
  if (operator !== 'is' || !isBodyText(members, name) || texts.length !== 1 || texts[0] === '')
    return undefined;
  return members.flatMap((member) => world.store.lookLike(member.id, name, texts[0] ?? ''));
}

/** A text that every row of a record shows alike. */
const isBodyText = (members: readonly RecordType[], name: string): boolean =>
  name.startsWith('custbody') && members.every(({ fields }) => fields.get(name)?.type === 'text');

const resultOf = (row: Row, readers: CellReader[]): SearchResult => ({
  recordType: row.record.type,
  id: row.record.id,
  cells: readers.map((reader) => reader(row)),
});

function testOf(world: World, type: string, criteria: Criteria): (row: Row) => boolean {
  if (criteria.kind === 'not') {
    const part = testOf(world, type, criteria.part);
    return (row) => !part(row);
  }
  if (criteria.kind !== 'filter') {
    const parts = ownFirst(criteria.parts).map((part) => testOf(world, type, part));
    return criteria.kind === 'and'
      ? (row) => parts.every((part) => part(row))
      : (row) => parts.some((part) => part(row));
  }
  const { filter } = criteria;
  const reader = readerOf(world, type, filter.name, filter.join, 'SSS_INVALID_SRCH_FILTER', filter.formula);
  return (row) => matches(world, reader(row), filter);
}

/** What stands beside a row is asked of those rows only that the rest lets through: not every row can tell. */
const ownFirst = (parts: readonly Criteria[]): Criteria[] => {
  const isBeside = (part: Criteria) => filtersIn(part).some((filter) => namesIn(filter).some(isOfBeside));
  return [...parts.filter((part) => !isBeside(part)), ...parts.filter(isBeside)];
};

const isOfBeside = ({ name, join }: Asked): boolean =>
  FAMILIES.some((family) => (join === undefined ? kindOfName(name, family) : kindOfJoin(join, family)));

const FAMILIES = ['item', 'transaction'] as const;

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
