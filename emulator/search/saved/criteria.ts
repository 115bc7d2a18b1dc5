/** The criteria of a definition as a filter expression. */
import { NotEmulated } from '../../strictness/not-emulated.ts';
import { isOperator } from '../operators.ts';
import type { Definition, Facts } from './definition.ts';
import { fieldNameOf } from './names.ts';

type Filter = Definition['filters'][number];

/** Words of definitions for operators that scripts name otherwise. */
const OPERATORS: Readonly<Record<string, string>> = {
  GT: 'greaterthan',
  GTE: 'greaterthanorequalto',
  LT: 'lessthan',
  LTE: 'lessthanorequalto',
  EQUAL: 'equalto',
};

/** What a criterion may have besides field, operator and values, and must not say otherwise. */
const PLAIN: Readonly<Record<string, string>> = {
  FLAG_DATE_TIME_SECOND: 'false',
  FLAG_FROM_AVAILABLE_FILTER: 'false',
  FLAG_NOT: 'false',
  FLAG_OR: 'false',
  FIELD_OR_CLAUSE_STATUS: 'N',
  FIELD_NUM_LEFT_PARENS: '0',
  FIELD_NUM_RIGHT_PARENS: '0',
};

const READ = ['FIELD_FILTER_NAME', 'FIELD_FORMULA', 'FIELD_MODIFIER', 'FIELD_ATTRIBUTE', 'FIELD_TYPE'];

export function criteriaOf(id: string, searchType: string, filters: readonly Filter[]): unknown[] {
  return filters.flatMap((filter, index) => {
    const term = termOf(id, searchType, filter);
    return index === 0 ? [term] : ['AND', term];
  });
}

function termOf(id: string, searchType: string, { facts, values }: Filter): unknown[] {
  assertPlain(id, facts);
  const { name, join } = fieldNameOf(id, searchType, facts.FIELD_FILTER_NAME ?? '');
  const path = join === undefined ? name : `${join}.${name}`;
  const left = facts.FIELD_FORMULA === undefined ? path : `${path}: ${facts.FIELD_FORMULA}`;
  return [left, ...comparison(id, facts, values)];
}

function assertPlain(id: string, facts: Facts): void {
  for (const [name, value] of Object.entries(facts))
    if (!READ.includes(name) && PLAIN[name] !== value)
      throw new NotEmulated(
        `${name} ${value} of ${facts.FIELD_FILTER_NAME ?? 'a filter'} of saved search ${id}`,
      );
}

/** A check box has its state where others have the operator, a date its day: `ON TODAY`. */
function comparison(id: string, facts: Facts, values: readonly string[]): unknown[] {
  const { FIELD_TYPE: type, FIELD_ATTRIBUTE: word = '', FIELD_MODIFIER: modifier } = facts;
  if (type === 'CHECKBOX' && (word === 'T' || word === 'F')) return ['is', word];
  if (modifier !== undefined) return dateComparison(id, facts, modifier, word);
  const operator = OPERATORS[word] ?? word.toLowerCase();
  if (!isOperator(operator)) throw unknown(id, facts);
  return [operator, ...values];
}

/** Only days that are named by a word: they are worked out when the search runs, the values beside them are those of another day. */
function dateComparison(id: string, facts: Facts, modifier: string, word: string): unknown[] {
  const operator = modifier.toLowerCase();
  const isDate = facts.FIELD_TYPE === 'DATE' || facts.FIELD_TYPE === 'DATETIME';
  if (!isDate || !isOperator(operator) || !DAYS.includes(word)) throw unknown(id, facts);
  return [operator, word.toLowerCase()];
}

const DAYS = ['TODAY', 'YESTERDAY', 'TOMORROW'];

const unknown = (id: string, facts: Facts): Error =>
  new NotEmulated(
    `the condition ${[facts.FIELD_MODIFIER, facts.FIELD_ATTRIBUTE].filter(Boolean).join(' ')} (${facts.FIELD_TYPE ?? 'no type'}) of ${facts.FIELD_FILTER_NAME ?? 'a filter'} of saved search ${id}`,
  );
