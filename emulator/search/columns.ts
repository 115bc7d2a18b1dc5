/** Search columns as scripts name them. */
import { readArguments } from '../strictness/arguments.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { splitName } from './criteria.ts';
import { readFunction } from './functions/column-functions.ts';

export type Summary = 'GROUP' | 'COUNT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
export type Column = {
  name: string;
  join: string | undefined;
  formula: string | undefined;
  function: string | undefined;
  /** The join in the letters it was given in: results name it so. */
  shownJoin: string | undefined;
  summary: Summary | undefined;
  sort: 'ASC' | 'DESC' | 'NONE';
  label: string;
  /** As the script sees it in `Result.columns`. */
  object: object;
};

export const SUMMARIES = { GROUP: 'GROUP', COUNT: 'COUNT', SUM: 'SUM', AVG: 'AVG', MIN: 'MIN', MAX: 'MAX' };
export const SORTS = { ASC: 'ASC', DESC: 'DESC', NONE: 'NONE' };

const columns = new WeakMap<object, Column>();

/** `search.createColumn`. */
export function createColumn(...values: unknown[]): object {
  return readColumn(
    values.length === 1 ? values[0] : { name: values[0], join: values[1], summary: values[2] },
  ).object;
}

/** A column from its name, its options, or a column object made earlier. */
export function readColumn(given: unknown): Column {
  if (typeof given === 'string') return makeColumn({ name: given });
  if (typeof given !== 'object' || given === null) {
    throw suiteError(
      'SSS_INVALID_SRCH_COLUMN',
      `A search column must be a name or a column, not ${JSON.stringify(given)}.`,
    );
  }
  return columns.get(given) ?? makeColumn(given as Record<string, unknown>);
}

function makeColumn(given: Record<string, unknown>): Column {
  const call = 'N/search.createColumn';
  const signature = {
    call,
    required: ['name'],
    optional: ['join', 'summary', 'sort', 'label', 'formula', 'function'],
  };
  const options = readArguments(signature, [given]);
  const { name, join, shownJoin, formula } = splitName(String(options.name), options.join, options.formula);
  const facts = {
    name,
    join,
    summary: summaryOf(options.summary),
    formula,
    function: readFunction(options.function),
    sort: sortOf(options.sort),
    label: typeof options.label === 'string' ? options.label : '',
  };
  const shown = { ...facts, join: shownJoin };
  const object = strictProxy('search.Column', { ...shown, toJSON: () => shown }, ['sort', 'label']);
  const column = { ...facts, shownJoin, object };
  columns.set(object, column);
  return column;
}

/** The sort a script may have set on the column object since. */
export const currentSort = (column: Column): Column => ({
  ...column,
  sort: sortOf((column.object as { sort?: unknown }).sort),
});

/** How a result row names a column in JSON: `name`, `name.join`, `GROUP(name)`. */
export function columnKey({
  name,
  shownJoin,
  summary,
}: Pick<Column, 'name' | 'shownJoin' | 'summary'>): string {
  const key = shownJoin ? `${name}.${shownJoin}` : name;
  return summary ? `${summary}(${key})` : key;
}

function summaryOf(given: unknown): Summary | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const name = String(given).toUpperCase();
  if (name in SUMMARIES) return name as Summary;
  throw suiteError('SSS_INVALID_SRCH_COLUMN_SUM', `Unknown search summary ${name}.`);
}

function sortOf(given: unknown): Column['sort'] {
  const name = String(given ?? 'NONE').toUpperCase();
  if (name === 'ASC' || name === 'DESC' || name === 'NONE') return name;
  throw suiteError('WRONG_PARAMETER_TYPE', `Unknown sort ${name}: use search.Sort.`);
}
