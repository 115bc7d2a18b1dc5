/** `search.Result`: one row as a script reads it, and as map/reduce passes it on. */

import type { World } from '../account/account-context.ts';
import { readArguments } from '../strictness/arguments.ts';
import { tolerate } from '../strictness/leniency.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { isListed, shownText, shownValue } from './cell-display.ts';
import { type Column, columnKey, readColumn } from './columns.ts';
import { splitName } from './criteria.ts';
import { readFunction } from './functions/column-functions.ts';
import type { Cell } from './rows.ts';
import type { SearchResult } from './summary.ts';

export function makeResult(world: World, result: SearchResult, columns: readonly Column[]): object {
  const cell = (call: string, values: unknown[]) => cellOf(call, values, result, columns);
  return strictProxy('search.Result', {
    recordType: result.recordType,
    id: idOf(result),
    columns: columns.map(({ object }) => object),
    getValue: (...values: unknown[]) => {
      const found = cell('search.Result.getValue', values);
      return found ? shownValue(world, found) : null;
    },
    getText: (...values: unknown[]) => {
      const found = cell('search.Result.getText', values);
      return found ? shownText(world, found) : null;
    },
    getAllValues: () => valuesOf(world, result, columns, (reference) => [reference]),
    toJSON: () => ({
      recordType: result.recordType,
      id: idOf(result),
      values: valuesOf(world, result, columns, (reference) => [reference]),
    }),
  });
}

/**
 * The text map/reduce gives a map function for a row of a returned search: references as value and text, the rest as
 * text, checkboxes as T and F. Seen in a public log of production and in published map functions.
 */
export function mapValueOf(world: World, result: SearchResult, columns: readonly Column[]): string {
  const values = valuesOf(world, result, columns, (reference) => reference);
  const asText = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'boolean' ? (value ? 'T' : 'F') : value,
  ]);
  return JSON.stringify({
    recordType: result.recordType,
    id: idOf(result),
    values: Object.fromEntries(asText),
  });
}

/** A row of a summary stands for no single record. */
const idOf = ({ id }: SearchResult): string | null => (id === null ? null : String(id));

type Reference = { value: string | boolean; text: string };

function valuesOf(
  world: World,
  result: SearchResult,
  columns: readonly Column[],
  wrap: (reference: Reference) => unknown,
): Record<string, unknown> {
  const entries = columns.map((column, index) => {
    const cell = result.cells[index] as Cell;
    const value = shownValue(world, cell);
    const shown =
      isListed(cell) && value !== '' ? wrap({ value, text: shownText(world, cell) ?? String(value) }) : value;
    return [columnKey(column), shown] as const;
  });
  return Object.fromEntries(numbered(entries));
}

/** Columns of the same name, as several formulas are: the second is `formulatext_1`. */
function numbered<T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  return entries.map(([key, value], index) => {
    const before = entries.slice(0, index).filter(([other]) => other === key).length;
    return [before === 0 ? key : `${key}_${before}`, value] as const;
  });
}

/** A column that was not asked for gives null in NetSuite and hides an error, so it is refused. */
function cellOf(
  call: string,
  values: unknown[],
  result: SearchResult,
  columns: readonly Column[],
): Cell | undefined {
  const wanted = wantedColumn(call, values);
  const index = columns.findIndex(
    ({ name, join, summary, formula, function: called }) =>
      name === wanted.name &&
      join === wanted.join &&
      summary === wanted.summary &&
      (wanted.formula === undefined || formula === wanted.formula) &&
      (wanted.function === undefined || called === wanted.function),
  );
  if (index >= 0) return result.cells[index];
  const shown = columnKey(wanted);
  if (tolerate(`${call}: ${shown} is not among the columns of the search; returned null`)) return undefined;
  throw suiteError(
    'SSS_INVALID_SRCH_COL',
    `${call}: ${shown} is not among the columns of this search. (NetSuite returns null here.)`,
  );
}

function wantedColumn(
  call: string,
  values: unknown[],
): Pick<Column, 'name' | 'join' | 'shownJoin' | 'summary' | 'formula' | 'function'> {
  const [first] = values;
  if (typeof first === 'object' && first !== null && 'toJSON' in first) return readColumn(first);
  const options = readArguments(
    {
      call,
      required: ['name'],
      optional: ['join', 'summary', 'sort', 'label', 'formula', 'function', 'func'],
    },
    values,
  );
  const summary =
    options.summary === undefined ? undefined : (String(options.summary).toUpperCase() as Column['summary']);
  return {
    ...splitName(String(options.name), options.join, options.formula),
    summary,
    function: readFunction(options.function ?? options.func),
  };
}
