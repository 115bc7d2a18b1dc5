/**
 * Formula columns and filters: an expression over the fields of a row, worked out row by row.
 * Source: help page of formulas in search (SQL expressions over {fields}); which functions, from published searches.
 */

import type { World } from '../account/account-context.ts';
import { dayOf, instantOf, wallDay, wallTime } from '../platform/dates.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { isReference, shownText, shownValue } from './cell-display.ts';
import { FORMULA_TYPES } from './formula-names.ts';
import { type Formula, fieldsIn, parseFormula } from './formula-syntax.ts';
import {
  callSql,
  compareSql,
  emptyIsNull,
  isSqlDate,
  type SqlValue,
  sqlNumber,
  sqlText,
} from './formula-values.ts';
import type { Cell, CellReader, Row } from './rows.ts';

/** Finds the reader of a field or of a field of a join, or throws NetSuite's refusal. */
export type FieldFinder = (name: string, join: string | undefined) => CellReader;

type Scope = { world: World; row: Row; readers: ReadonlyMap<string, (row: Row) => SqlValue> };

export function formulaReader(world: World, name: string, source: string, find: FieldFinder): CellReader {
  const type = FORMULA_TYPES[name];
  if (!type) throw new NotEmulated(`the search column ${name}`);
  const formula = parseFormula(source);
  const readers = new Map(fieldsIn(source).map((field) => [field, fieldReader(world, field, find)] as const));
  const field = { id: name, label: name, type, target: '', required: false, readOnly: true };
  return (row) => cellOf(world, field, evaluate(formula, { world, row, readers }));
}

/** The fields a formula names, and through which joins. */
export const namesInFormula = (source: string): { name: string; join: string | undefined }[] =>
  fieldsIn(source).map((text) => {
    const [first = '', second] = text.trim().toLowerCase().split('.');
    return second === undefined || second === 'id'
      ? { name: first, join: undefined }
      : { name: second, join: first };
  });

/** `{location}` is the name, `{location.id}` the id, `{item.upccode}` a field of a join. */
function fieldReader(world: World, text: string, find: FieldFinder): (row: Row) => SqlValue {
  const [first = '', second] = text.trim().toLowerCase().split('.');
  if (second === undefined || second === 'id') {
    const reader = find(first, undefined);
    return (row) => sqlOf(world, reader(row), second === 'id');
  }
  const reader = find(second, first);
  return (row) => sqlOf(world, reader(row), false);
}

function sqlOf(world: World, cell: Cell, id: boolean): SqlValue {
  const { field, value } = cell;
  if (field.type === 'checkbox') return value === true ? 'T' : 'F';
  if (value === null) return null;
  if (field.id === 'internalid' || field.type === 'id') return Number(value);
  if (field.type === 'date')
    return { instant: instantOf(wallDay(String(value)), world.preferences.timeZone), day: true };
  if (field.type === 'datetime') return { instant: Number(value), day: false };
  if (typeof value === 'number') return value;
  if (id) return sqlNumber(String(value));
  if (isReference(cell)) return emptyIsNull(shownText(world, cell) || String(value));
  return emptyIsNull(String(shownValue(world, cell)));
}

function cellOf(world: World, field: Cell['field'], value: SqlValue): Cell {
  if (value === null) return { field, value: null };
  if (field.type === 'float' || field.type === 'currency') return { field, value: sqlNumber(value) };
  if (field.type === 'textarea') return { field, value: sqlText(world, value) };
  if (!isSqlDate(value)) throw new NotEmulated(`a ${field.id} that gives ${JSON.stringify(value)}, which`);
  if (field.type === 'datetime') return { field, value: value.instant };
  return { field, value: dayOf(wallTime(value.instant, world.preferences.timeZone)) };
}

function evaluate(formula: Formula, scope: Scope): SqlValue {
  switch (formula.kind) {
    case 'literal':
      return emptyIsNull(formula.value);
    case 'field':
      return scope.readers.get(formula.name)?.(scope.row) ?? null;
    case 'call':
      return callSql(
        scope.world,
        formula.name,
        formula.parts.map((part) => evaluate(part, scope)),
      );
    case 'case': {
      const branch = formula.branches.find(({ when }) => holds(when, scope) === true);
      return evaluate(branch?.value ?? formula.otherwise, scope);
    }
    case 'operation':
      return operate(formula, scope);
    default:
      throw new NotEmulated(`a condition as the value of a search formula (${formula.kind})`);
  }
}

function operate(formula: Extract<Formula, { kind: 'operation' }>, scope: Scope): SqlValue {
  const [left, right] = [evaluate(formula.left, scope), evaluate(formula.right, scope)];
  if (formula.operator === '||') return emptyIsNull(sqlText(scope.world, left) + sqlText(scope.world, right));
  if (isSqlDate(left) || isSqlDate(right)) return dateArithmetic(formula.operator, left, right);
  const [first, second] = [sqlNumber(left), sqlNumber(right)];
  if (first === null || second === null) return null;
  switch (formula.operator) {
    case '+':
      return first + second;
    case '-':
      return first - second;
    case '*':
      return first * second;
    case '/':
      return first / second;
    default:
      throw new NotEmulated(`a comparison (${formula.operator}) as the value of a search formula`);
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** Days may be added to a date; the difference of two is a number of days. */
function dateArithmetic(operator: string, left: SqlValue, right: SqlValue): SqlValue {
  if (left === null || right === null) return null;
  if (operator === '-' && isSqlDate(left) && isSqlDate(right)) return (left.instant - right.instant) / DAY;
  const sign = operator === '+' ? 1 : operator === '-' ? -1 : undefined;
  if (sign === undefined || !isSqlDate(left))
    throw new NotEmulated(`${operator} on dates in a search formula`);
  return { ...left, instant: left.instant + sign * DAY * (sqlNumber(right) as number) };
}

/** True, false, or null where SQL does not know. */
function holds(formula: Formula, scope: Scope): boolean | null {
  if (formula.kind === 'not') return negated(holds(formula.part, scope));
  if (formula.kind === 'isnull') return evaluate(formula.part, scope) === null;
  if (formula.kind === 'in') return isAmong(formula, scope);
  if (formula.kind !== 'operation')
    throw new NotEmulated(`a value as the condition of a search formula (${formula.kind})`);
  const { operator } = formula;
  if (operator === 'AND' || operator === 'OR') return joined(formula, scope);
  const [left, right] = [evaluate(formula.left, scope), evaluate(formula.right, scope)];
  if (operator === 'LIKE') return like(scope.world, left, right);
  const order = compareSql(scope.world, left, right);
  return order === null ? null : (COMPARISONS[operator]?.(order) ?? null);
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function joined(
  { operator, left, right }: Extract<Formula, { kind: 'operation' }>,
  scope: Scope,
): boolean | null {
  const parts = [holds(left, scope), holds(right, scope)];
  const decisive = operator === 'OR';
  if (parts.includes(decisive)) return decisive;
  return parts.includes(null) ? null : !decisive;
}

function isAmong({ part, list }: Extract<Formula, { kind: 'in' }>, scope: Scope): boolean | null {
  const value = evaluate(part, scope);
  if (value === null) return null;
  return list.some((item) => compareSql(scope.world, value, evaluate(item, scope)) === 0);
}

function like(world: World, value: SqlValue, pattern: SqlValue): boolean | null {
  if (value === null || pattern === null) return null;
  const source = sqlText(world, pattern)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '[\\s\\S]*')
    .replaceAll('_', '[\\s\\S]');
  return new RegExp(`^${source}$`).test(sqlText(world, value));
}

const negated = (value: boolean | null): boolean | null => (value === null ? null : !value);
