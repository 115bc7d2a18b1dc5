/** N/search: searches made in code, run, paged, and looked up. */

import type { World } from '../account/account-context.ts';
import { charge, type Execution } from '../account/execution.ts';
import { withoutFaults } from '../account/faults.ts';
import { withPromises } from '../account/promises.ts';
import { isReference, shownText, shownValue } from '../search/cell-display.ts';
import { readerOf } from '../search/cells.ts';
import { createColumn, currentSort, readColumn, SORTS, SUMMARIES } from '../search/columns.ts';
import {
  type Criteria,
  createFilter,
  expressionOf,
  filterList,
  readCriteria,
  splitName,
} from '../search/criteria.ts';
import { searchTypes } from '../search/fields/find-reader.ts';
import { OPERATOR_NAMES } from '../search/operators.ts';
import { runPaged } from '../search/paged.ts';
import { makeResult } from '../search/result.ts';
import { mainRow } from '../search/rows.ts';
import { recordWith, runSearch, type SearchDefinition } from '../search/run-search.ts';
import { findSavedSearch, savedSearchIds } from '../search/saved/saved-search.ts';
import type { SearchResult } from '../search/summary.ts';
import { idOption, isInternalId, type Options, readArguments, textOption } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { assertMayRead } from './company/role-permissions.ts';
import { SEARCH_TYPE_NAMES } from './record-names.ts';

/** Rows per call (section_N3352288). */
const MAX_RANGE = 1_000;
const MAX_EACH = 4_000;

type Parts = { type: string; filters: unknown; columns: unknown; order?: readonly unknown[] };

const searches = new WeakMap<object, () => SearchDefinition>();

export function createSearchModule(world: World, execution: Execution): object {
  return strictProxy('N/search', {
    Type: strictProxy('N/search.Type', SEARCH_TYPE_NAMES),
    Operator: strictProxy('N/search.Operator', OPERATOR_NAMES),
    Summary: strictProxy('N/search.Summary', SUMMARIES),
    Sort: strictProxy('N/search.Sort', SORTS),
    createFilter,
    createColumn,
    create: (...values: unknown[]) => create(world, execution, values),
    load: (...values: unknown[]) => load(world, execution, values),
    lookupFields: (...values: unknown[]) => lookupFields(world, execution, values),
  });
}

/** The results of a search object returned from getInputData; undefined for anything else. */
export function resultsOfSearch(
  world: World,
  given: unknown,
): { results: SearchResult[]; definition: SearchDefinition } | undefined {
  const read = typeof given === 'object' && given !== null ? searches.get(withoutFaults(given)) : undefined;
  if (!read) return undefined;
  const definition = read();
  return { results: runSearch(world, definition), definition };
}

function create(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/search.create';
  charge(execution, 'search.create');
  const options = readArguments(
    { call, required: ['type'], optional: ['filters', 'columns', 'title', 'id'] },
    values,
  );
  const type = textOption(call, options, 'type');
  assertMayRead(world, execution, type, 'search');
  return searchOf(world, execution, { type, filters: options.filters, columns: options.columns });
}

/** A search the account has, as its owner defined it; a script may change its copy before running it. */
function load(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/search.load';
  charge(execution, 'search.load');
  const options = readArguments({ call, required: ['id'], optional: ['type'] }, values);
  return loadSearch(world, execution, String(options.id));
}

export function loadSearch(world: World, execution: Execution, id: string): object {
  const saved = findSavedSearch(world, id);
  if (!saved && isInternalId(id)) throw new NotEmulated(`the saved search with the internal id ${id}; it`);
  if (!saved && savedSearchIds(world).length === 0)
    throw new NotEmulated(`the saved search ${id}, as the data and the project have none at all; it`);
  if (!saved)
    throw suiteError(
      'INVALID_SEARCH',
      `That search does not exist: ${id}. The account has ${savedSearchIds(world).join(', ')}.`,
    );
  return searchOf(world, execution, {
    type: saved.type.toLowerCase(),
    filters: execution.realm.adopt(saved.filters ?? []),
    columns: canonicalJoins(saved.columns ?? []),
    order: saved.order ?? [],
  });
}

/** A saved search names its joins in NetSuite's own letters, whatever those of its definition. */
function canonicalJoins(columns: readonly unknown[]): unknown[] {
  return columns.map((given) => {
    const column = (typeof given === 'string' ? { name: given } : given) as Options;
    const { name, join, shownJoin, formula } = splitName(String(column.name), column.join, column.formula);
    if (join === undefined) return column;
    return { ...column, name, formula, join: JOIN_LETTERS[join] ?? shownJoin };
  });
}

const JOIN_LETTERS: Readonly<Record<string, string>> = {
  createdfrom: 'createdFrom',
  appliedtotransaction: 'appliedToTransaction',
  applyingtransaction: 'applyingTransaction',
  billingtransaction: 'billingTransaction',
  fulfillingtransaction: 'fulfillingTransaction',
  inventorylocation: 'inventoryLocation',
  memberitem: 'memberItem',
  tolocation: 'toLocation',
  customermain: 'customerMain',
  salesrep: 'salesRep',
};

function searchOf(world: World, execution: Execution, given: Parts): object {
  if (searchTypes(world, given.type).length === 0) throw new NotEmulated(`search type ${given.type}`);
  readCriteria(given.filters);
  const columns = columnList(given.columns).map((column) => readColumn(column).object);
  return searchObject(world, execution, { ...given, columns: execution.realm.list(columns) });
}

function searchObject(world: World, execution: Execution, parts: Parts): object {
  const { list, adopt } = execution.realm;
  const definition = (): SearchDefinition => ({
    type: parts.type,
    criteria: readCriteria(parts.filters),
    columns: columnList(parts.columns).map((column) => currentSort(readColumn(column))),
    order: (parts.order ?? []).map(readColumn),
  });
  const members = {
    searchType: parts.type,
    // Scripts push into what these give, so each gives the very list the search will use.
    get filters() {
      if (!isFilterList(parts.filters)) parts.filters = list(filterList(readCriteria(parts.filters)));
      return parts.filters;
    },
    set filters(filters: unknown) {
      parts.filters = filters;
    },
    get filterExpression() {
      if (!Array.isArray(parts.filters) || isFilterList(parts.filters))
        parts.filters = adopt(topExpression(readCriteria(parts.filters)));
      return parts.filters;
    },
    set filterExpression(filters: unknown) {
      parts.filters = filters;
    },
    get columns() {
      return parts.columns;
    },
    set columns(columns: unknown) {
      parts.columns = list(columnList(columns).map((column) => readColumn(column).object));
    },
    run: () => {
      charge(execution, 'Search.run');
      return resultSet(world, execution, definition());
    },
    runPaged: (...values: unknown[]) => runPaged(world, execution, definition(), values),
  };
  const object = strictProxy('search.Search', withPromises(execution, 'Search', members), [
    'filters',
    'filterExpression',
    'columns',
  ]);
  searches.set(object, definition);
  return object;
}

function isFilterList(filters: unknown): boolean {
  return (
    Array.isArray(filters) &&
    filters.length > 0 &&
    filters.every((filter) => !Array.isArray(filter) && typeof filter === 'object')
  );
}

const topExpression = (criteria: Criteria): unknown[] =>
  criteria.kind === 'filter' ? [expressionOf(criteria)] : expressionOf(criteria);

function columnList(given: unknown): unknown[] {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given : [given];
}

/** Each call searches again: records changed in between change what the next range holds. */
function resultSet(world: World, execution: Execution, definition: SearchDefinition): object {
  const results = () =>
    runSearch(world, definition).map((result) => makeResult(world, result, definition.columns));
  const members = {
    columns: execution.realm.list(definition.columns.map(({ object }) => object)),
    getRange: (...values: unknown[]) => {
      charge(execution, 'ResultSet.getRange');
      const { start, end } = rangeOf(values);
      return execution.realm.list(results().slice(start, end));
    },
    each: (callback: (result: object) => boolean) => {
      charge(execution, 'ResultSet.each');
      for (const [index, result] of results().entries()) {
        if (index >= MAX_EACH) {
          throw suiteError(
            'SSS_SEARCH_FOR_EACH_LIMIT_EXCEEDED',
            `No more than ${MAX_EACH} search results may be requested at one time from ResultSet.each. Use runPaged.`,
          );
        }
        if (callback(result) !== true) return;
      }
    },
  };
  return strictProxy('search.ResultSet', withPromises(execution, 'ResultSet', members));
}

function rangeOf(values: unknown[]): { start: number; end: number } {
  const call = 'ResultSet.getRange';
  const options = readArguments({ call, required: ['start', 'end'] }, values);
  const start = idOption(call, options, 'start');
  const end = idOption(call, options, 'end');
  if (start < 0 || end < start)
    throw suiteError('SSS_INVALID_SEARCH_RESULT_INDEX', `${call}: ${start} to ${end} is not a range.`);
  if (end - start <= MAX_RANGE) return { start, end };
  throw suiteError(
    'SSS_SEARCH_RESULT_LIMIT_EXCEEDED',
    `No more than ${MAX_RANGE} search results may be requested at one time: ${start} to ${end}.`,
  );
}

/** Fields of one record: references as a list of value and text, the rest bare (section_4345776651). */
function lookupFields(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/search.lookupFields';
  charge(execution, 'search.lookupFields');
  const options = readArguments({ call, required: ['type', 'id', 'columns'] }, values);
  const type = textOption(call, options, 'type');
  const names = columnList(options.columns).map(String);
  const id = idOption(call, options, 'id');
  if (searchTypes(world, type).length === 0) throw new NotEmulated(`search type ${type}`);
  const readers = names.map((name) => {
    const { name: field, join } = splitName(name, undefined);
    return [name, readerOf(world, type, field, join, 'SSS_INVALID_SRCH_COL')] as const;
  });
  const record = recordWith(world, type, id);
  if (!record) return execution.realm.adopt({});
  const found = readers.map(([name, reader]) => [name, lookedUp(world, reader(mainRow(record)))] as const);
  return execution.realm.adopt(Object.fromEntries(found) as Options);
}

function lookedUp(world: World, cell: Parameters<typeof shownValue>[1]): unknown {
  const value = shownValue(world, cell);
  if (cell.field.type === 'multiselect') {
    const texts = (shownText(world, cell) ?? '').split(',');
    return value === ''
      ? []
      : String(value)
          .split(',')
          .map((id, index) => ({ value: id, text: texts[index] ?? '' }));
  }
  if (!isReference(cell)) return value;
  return value === '' ? [] : [{ value, text: shownText(world, cell) ?? '' }];
}
