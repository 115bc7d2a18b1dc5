/** Runs SuiteQL over the records of an account: the tables a query names, in a database of its own. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { World } from '../account/account-context.ts';
import { formatDay } from '../platform/dates.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import type { Cell, Table } from './columns.ts';
import { registerFunctions } from './functions.ts';
import { openDatabase } from './open-database.ts';
import { rewrite, shownColumn } from './rewrite.ts';
import { isDateNumber, wallFromDate } from './sql-dates.ts';
import { tableNamed } from './tables.ts';
import { type Token, textOf, tokenize } from './tokens.ts';

export type QueryValue = string | number | null;
export type QueryRows = { names: string[]; rows: QueryValue[][] };

export function runQuery(world: World, source: string, params: readonly unknown[]): QueryRows {
  const tokens = tokenize(source);
  const values = params.map(paramValue);
  const wanted = tokens.filter(({ key }) => key === '?').length;
  if (wanted !== values.length)
    throw new NotEmulated(`SuiteQL with ${wanted} question marks and ${values.length} params`);
  const tables = tablesIn(world, tokens).map(readTable);
  const sql = textOf(rewrite(tokens, dateColumnsOf(tables)));
  const results = runs(tables).map((number) => runOnce(world, { source, sql, values, tables, number }));
  const [first] = results as [QueryRows];
  const vague = tables.flatMap(({ why }) => why)[0];
  if (vague !== undefined && results.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    throw new NotEmulated(vague);
  return first;
}

type Prepared = {
  source: string;
  sql: string;
  values: readonly SQLInputValue[];
  tables: readonly Filled[];
  number: number;
};

function runOnce(world: World, { source, sql, values, tables, number }: Prepared): QueryRows {
  const database = openDatabase();
  try {
    database.exec(
      "PRAGMA case_sensitive_like = ON; CREATE TABLE dual (dummy TEXT); INSERT INTO dual VALUES ('X')",
    );
    registerFunctions(world, database);
    for (const table of tables) fill(database, table, number);
    return read(world, database, sql, values);
  } catch (error) {
    throw isOfSqlite(error) ? new NotEmulated(reasonOf(error.message, source)) : error;
  } finally {
    database.close();
  }
}

/** A table with its cells; what is vague has several, of which each run takes another. */
type Filled = Table & { cells: (readonly Cell[])[][]; why: string[] };

function readTable(table: Table): Filled {
  const why: string[] = [];
  const cells = table.rows().map((row) =>
    table.columns.map((column) => {
      const cell = column.read(row);
      if (!('why' in cell)) return [cell];
      why.push(cell.why);
      return cell.candidates;
    }),
  );
  return { ...table, cells, why };
}

/** One run for each candidate of what is vague: where all give the same, it does not matter which is right. */
function runs(tables: readonly Filled[]): number[] {
  const most = Math.max(1, ...tables.flatMap(({ cells }) => cells.flat().map(({ length }) => length)));
  return Array.from({ length: most }, (_, number) => number);
}

function paramValue(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  throw suiteError(
    'SSS_INVALID_TYPE_ARG',
    `A param of SuiteQL must be text, number or boolean, not ${typeof value}.`,
  );
}

function tablesIn(world: World, tokens: readonly Token[]): Table[] {
  const names = new Set(tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text.toLowerCase()));
  return [...names].flatMap((name) => tableNamed(world, name) ?? []);
}

const dateColumnsOf = (tables: readonly Table[]): ReadonlySet<string> =>
  new Set(
    tables.flatMap(({ columns }) =>
      columns.filter(({ type }) => type === 'DATE').map(({ name }) => name.toUpperCase()),
    ),
  );

const quoted = (name: string): string => `"${name}"`;

function fill(database: DatabaseSync, { name, columns, cells }: Filled, number: number): void {
  const parts = columns.flatMap((column) => [
    `${quoted(column.name)} ${column.type}`,
    `${quoted(shownColumn(column.name))} TEXT`,
  ]);
  database.exec(`CREATE TABLE ${quoted(name)} (${parts.join(', ')})`);
  const insert = database.prepare(`INSERT INTO ${quoted(name)} VALUES (${parts.map(() => '?').join(', ')})`);
  for (const row of cells) {
    const chosen = row.map((candidates) => candidates[number % candidates.length]);
    insert.run(...chosen.flatMap((cell) => [cell?.value ?? null, cell?.shown ?? null]));
  }
}

function read(
  world: World,
  database: DatabaseSync,
  sql: string,
  values: readonly SQLInputValue[],
): QueryRows {
  const statement = database.prepare(sql);
  const columns = statement.columns();
  statement.setReturnArrays(true);
  const rows = statement.all(...values) as unknown as QueryValue[][];
  return {
    names: namesOf(columns.map(({ name }) => name)),
    rows: rows.map((row) =>
      row.map((value, index) => shownValue(world, value, columns[index]?.type ?? null)),
    ),
  };
}

/** Names in small letters; what has none is `expr1` and so on, as published results show. */
function namesOf(names: readonly string[]): string[] {
  let unnamed = 0;
  return names.map((name) =>
    /^[a-z_]\w*$/i.test(name) && !name.endsWith(shownColumn('')) ? name.toLowerCase() : `expr${++unnamed}`,
  );
}

/** A date comes out as a day in the account's format, without its time (published results). */
function shownValue({ preferences }: World, value: QueryValue, type: string | null): QueryValue {
  if (value === '') return null;
  if (!isDateNumber(value) || (type !== null && type !== 'DATE')) return value;
  const { year, month, day } = wallFromDate(value);
  const two = (number: number) => String(number).padStart(2, '0');
  return formatDay(`${year}-${two(month)}-${two(day)}`, preferences.dateFormat);
}

const isOfSqlite = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

function reasonOf(message: string, source: string): string {
  const [, kind, name = ''] = /^no such (table|column|function): "?([\w.]+)/.exec(message) ?? [];
  const shown = name.replace(/__df$/, '');
  if (kind !== undefined)
    return name === shown ? `the ${kind} ${name} in SuiteQL` : `BUILTIN.DF of ${shown} in SuiteQL`;
  return `this SuiteQL (${message}): ${source.replace(/\s+/g, ' ').trim()}; it`;
}
