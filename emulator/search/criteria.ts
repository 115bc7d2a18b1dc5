/** Search criteria as a tree, read from filter expressions and from filter objects. */
import { type Options, readArguments } from '../strictness/arguments.ts';
import { tolerate } from '../strictness/leniency.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { isFormulaName } from './formula-names.ts';
import { type Filter, isOperator } from './operators.ts';

export type Criteria =
  | { kind: 'filter'; filter: Filter }
  | { kind: 'and' | 'or'; parts: Criteria[] }
  | { kind: 'not'; part: Criteria };

const filterObjects = new WeakMap<object, Filter>();

/** `search.createFilter`. */
export function createFilter(...values: unknown[]): object {
  const call = 'N/search.createFilter';
  const options = readArguments(
    { call, required: ['name', 'operator'], optional: ['join', 'values', 'formula', 'summary'] },
    values,
  );
  return filterObject(filterFrom(call, options));
}

function filterObject(filter: Filter): object {
  const object = strictProxy('search.Filter', { ...filter, toJSON: () => filter });
  filterObjects.set(object, filter);
  return object;
}

/** The tree for whatever a script gave as `filters` or `filterExpression`. */
export function readCriteria(given: unknown): Criteria {
  if (given === undefined || given === null) return { kind: 'and', parts: [] };
  const single = asFilter(given);
  if (single) return { kind: 'filter', filter: single };
  if (!Array.isArray(given)) throw badExpression(given);
  if (given.length === 0) return { kind: 'and', parts: [] };
  // A list of filter objects is joined by "and"; a script may have pushed a filter in array form into it.
  if (given.some(isFilterObject) && given.every(asFilter))
    return {
      kind: 'and',
      parts: given.map((object) => ({ kind: 'filter', filter: asFilter(object) as Filter })),
    };
  return readExpression(given);
}

/** Criteria as the list of filter objects `Search.filters` gives; only what is joined by "and" can be one. */
export function filterList(criteria: Criteria): object[] {
  if (criteria.kind === 'filter') return [filterObject(criteria.filter)];
  if (criteria.kind === 'and') return criteria.parts.flatMap(filterList);
  throw new NotEmulated(`Search.filters of criteria joined by "${criteria.kind}"; use filterExpression. It`);
}

/** Criteria as the expression `Search.filterExpression` gives. */
export function expressionOf(criteria: Criteria): unknown[] {
  if (criteria.kind === 'filter') return termOf(criteria.filter);
  if (criteria.kind === 'not') return ['NOT', expressionOf(criteria.part)];
  const word = criteria.kind.toUpperCase();
  return criteria.parts.flatMap((part, index) => {
    const term = expressionOf(part);
    return index === 0 ? [term] : [word, term];
  });
}

function termOf({ name, join, formula, operator, values }: Filter): unknown[] {
  const path = join ? `${join}.${name}` : name;
  return [formula === undefined ? path : `${path}: ${formula}`, operator, ...values];
}

/** Terms joined by `and` and `or` in any letter case; `and` binds closer, as in SQL. */
function readExpression(terms: unknown[]): Criteria {
  const alternatives: Criteria[][] = [[]];
  let expectTerm = true;
  for (let index = 0; index < terms.length; index++) {
    const word = wordAt(terms, index);
    if (expectTerm) {
      const negated = word === 'not';
      if (negated) index++;
      const term = readTerm(terms[index]);
      alternatives.at(-1)?.push(negated ? { kind: 'not', part: term } : term);
    } else if (word === 'or') alternatives.push([]);
    else if (word !== 'and') throw badExpression(terms[index]);
    expectTerm = !expectTerm;
  }
  if (expectTerm) throw badExpression(terms);
  const parts = alternatives.map((all): Criteria => ({ kind: 'and', parts: all }));
  return parts.length === 1 ? (parts[0] as Criteria) : { kind: 'or', parts };
}

function readTerm(term: unknown): Criteria {
  const filter = asFilter(term);
  if (filter) return { kind: 'filter', filter };
  if (!Array.isArray(term) || term.length === 0) throw badExpression(term);
  return readExpression(term);
}

/** A filter object, or the array form `[name, operator, ...values]`. */
function asFilter(given: unknown): Filter | undefined {
  if (isFilterObject(given)) return filterFrom('search filter', given as Options);
  if (!Array.isArray(given) || typeof given[0] !== 'string' || given[0].toLowerCase() === 'not')
    return undefined;
  const [name, operator, ...values] = given;
  if (typeof operator !== 'string') throw badExpression(given);
  const flat = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
  return filterFrom('search filter', { name, operator, values: flat });
}

function isFilterObject(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  return filterObjects.has(given) || ('name' in given && 'operator' in given);
}

function filterFrom(call: string, options: Options): Filter {
  const made = filterObjects.get(options);
  if (made) return made;
  const known = ['name', 'join', 'operator', 'values', 'formula'];
  const unknown = Object.keys(options).filter((name) => !known.includes(name) && options[name] !== undefined);
  for (const name of unknown)
    if (!tolerate(`${name} of a ${call} is not known and was ignored`))
      throw new NotEmulated(`${name} of a ${call}`);
  const operator = String(options.operator).toLowerCase();
  if (!isOperator(operator)) {
    throw suiteError(
      'SSS_INVALID_SRCH_OPERATOR',
      `An nlobjSearchFilter contains an invalid operator: ${operator}.`,
    );
  }
  const { name, join, formula } = splitName(String(options.name), options.join, options.formula);
  return { name, join, formula, operator, values: valuesOf(options.values) };
}

export type SplitName = {
  name: string;
  join: string | undefined;
  /** The join in its own letters. */
  shownJoin: string | undefined;
  formula: string | undefined;
};

/**
 * `createdfrom.internalid` is the field `internalid` of the join `createdfrom`, `formulatext: {entity}` a formula; letter
 * case does not matter.
 */
export function splitName(text: string, join: unknown, formula?: unknown): SplitName {
  const given = typeof join === 'string' && join !== '' ? join : undefined;
  const [first = '', ...rest] = isFormulaName(text.toLowerCase()) ? text.split(':') : [text];
  const inName = rest.length > 0 ? rest.join(':').trim() : undefined;
  const expression = typeof formula === 'string' && formula !== '' ? formula : inName;
  if (expression !== undefined || given !== undefined) return namesOf(first.trim(), given, expression);
  const parts = first.split('.');
  if (parts.length > 2) throw new NotEmulated(`search name ${text}`);
  return parts.length === 2
    ? namesOf(parts[1] ?? '', parts[0], undefined)
    : namesOf(first, undefined, undefined);
}

const namesOf = (name: string, join: string | undefined, formula: string | undefined): SplitName => ({
  name: name.toLowerCase(),
  join: join?.toLowerCase(),
  shownJoin: join,
  formula,
});

function valuesOf(values: unknown): unknown[] {
  if (values === undefined || values === null) return [];
  return Array.isArray(values) ? values : [values];
}

function wordAt(terms: unknown[], index: number): string | undefined {
  const term = terms[index];
  return typeof term === 'string' ? term.toLowerCase() : undefined;
}

function badExpression(given: unknown): Error {
  return suiteError(
    'SSS_INVALID_SRCH_FILTER_EXPR',
    `Malformed search filter expression: ${JSON.stringify(given)}.`,
  );
}
