/** What each search operator means for each type of field; an operator that does not suit the field is refused. */
import { isDate } from 'node:util/types';
import type { World } from '../account/account-context.ts';
import {
  dayOf,
  instantOf,
  parseDateTime,
  parseDay,
  SERVER_TIME_ZONE,
  wallDay,
  wallTime,
} from '../platform/dates.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { relativeDays } from './relative-dates.ts';
import type { Cell } from './rows.ts';

export type Filter = {
  name: string;
  join: string | undefined;
  formula?: string | undefined;
  operator: string;
  values: unknown[];
};

const OPERATORS = [
  'after',
  'allof',
  'any',
  'anyof',
  'before',
  'between',
  'contains',
  'doesnotcontain',
  'doesnotstartwith',
  'equalto',
  'greaterthan',
  'greaterthanorequalto',
  'haskeywords',
  'is',
  'isempty',
  'isnot',
  'isnotempty',
  'lessthan',
  'lessthanorequalto',
  'noneof',
  'notafter',
  'notallof',
  'notbefore',
  'notbetween',
  'notequalto',
  'notgreaterthan',
  'notgreaterthanorequalto',
  'notlessthan',
  'notlessthanorequalto',
  'noton',
  'notonorafter',
  'notonorbefore',
  'notwithin',
  'on',
  'onorafter',
  'onorbefore',
  'startswith',
  'within',
] as const;

/** `search.Operator`. */
export const OPERATOR_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  OPERATORS.map((operator) => [operator.toUpperCase(), operator]),
);

export const isOperator = (operator: string): boolean => (OPERATORS as readonly string[]).includes(operator);

const NOT_IMPLEMENTED = ['haskeywords'];

/** True when the cell satisfies the filter. */
export function matches(world: World, cell: Cell, filter: Filter): boolean {
  if (NOT_IMPLEMENTED.includes(filter.operator)) throw new NotEmulated(`search operator ${filter.operator}`);
  const kind = kindOf(cell);
  if (filter.operator === 'isempty') return isEmpty(cell);
  if (filter.operator === 'isnotempty') return !isEmpty(cell);
  if (filter.operator === 'any') return true;
  if (kind === 'choice' || (cell.field.free && CHOICE_OPERATORS.includes(filter.operator)))
    return matchesChoice(cell, filter);
  if (kind === 'flag') return matchesFlag(cell, filter);
  if (kind === 'number') return matchesNumber(cell, filter);
  if (kind === 'time') return matchesTime(world, cell, filter);
  return matchesText(cell, filter);
}

/** Data that no table describes may be a choice written as its id: these operators say that it is one. */
const CHOICE_OPERATORS = ['anyof', 'noneof', 'allof', 'notallof'];

/** `@ANY@` stands for any value, `@NONE@` for none; others depend on who runs the search, such as `@CURRENT@`. */
const SPECIAL = /^@\w+@$/;

type Kind = 'choice' | 'flag' | 'number' | 'time' | 'text';

function kindOf({ field }: Cell): Kind {
  if (field.type === 'select' || field.type === 'multiselect' || field.type === 'list') return 'choice';
  if (field.type === 'checkbox') return 'flag';
  if (field.type === 'integer' || field.type === 'float' || field.type === 'currency') return 'number';
  return field.type === 'date' || field.type === 'datetime' ? 'time' : 'text';
}

const isEmpty = ({ value }: Cell): boolean =>
  value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);

/** Ids as text. The help gives choices `anyof` and `noneof` only; production code and tutorials also compare one value with `is`. */
function matchesChoice(cell: Cell, filter: Filter): boolean {
  const wanted = filter.values.map(String);
  const held = Array.isArray(cell.value) ? cell.value : cell.value === null ? [] : [String(cell.value)];
  if (wanted.length === 0) throw wrongValue(filter, 'at least one value');
  for (const value of wanted)
    if (SPECIAL.test(value) && value !== '@NONE@' && value !== '@ANY@')
      throw new NotEmulated(`the search value ${value}`);
  const found =
    held.length === 0
      ? wanted.includes('@NONE@')
      : wanted.includes('@ANY@') || held.some((id) => wanted.includes(id));
  if (filter.operator === 'anyof' || (filter.operator === 'is' && wanted.length === 1)) return found;
  if (filter.operator === 'noneof') return !found;
  if (filter.operator === 'allof') return wanted.every((id) => held.includes(id));
  if (filter.operator === 'notallof') return !wanted.every((id) => held.includes(id));
  throw unsuitable(cell, filter);
}

function matchesFlag(cell: Cell, filter: Filter): boolean {
  const wanted = filter.values[0];
  const flag =
    wanted === true || wanted === 'T' ? true : wanted === false || wanted === 'F' ? false : undefined;
  if (cell.field.id === 'mainline' && wanted === '*') return true;
  if (filter.operator !== 'is') throw unsuitable(cell, filter);
  if (flag === undefined) throw wrongValue(filter, "'T', 'F', true or false");
  return (cell.value === true) === flag;
}

const NUMBER_TESTS: Readonly<Record<string, (value: number, first: number, second: number) => boolean>> = {
  equalto: (value, first) => value === first,
  notequalto: (value, first) => value !== first,
  greaterthan: (value, first) => value > first,
  notgreaterthan: (value, first) => value <= first,
  greaterthanorequalto: (value, first) => value >= first,
  notgreaterthanorequalto: (value, first) => value < first,
  lessthan: (value, first) => value < first,
  notlessthan: (value, first) => value >= first,
  lessthanorequalto: (value, first) => value <= first,
  notlessthanorequalto: (value, first) => value > first,
  between: (value, first, second) => value >= first && value <= second,
  notbetween: (value, first, second) => value < first || value > second,
};

/** An empty number matches no comparison. */
function matchesNumber(cell: Cell, filter: Filter): boolean {
  const test = NUMBER_TESTS[filter.operator];
  if (!test) throw unsuitable(cell, filter);
  const [first = Number.NaN, second = Number.NaN] = filter.values.map((value) =>
    typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value),
  );
  if (Number.isNaN(first)) throw wrongValue(filter, 'a number');
  return cell.value !== null && test(Number(cell.value), first, second);
}

const TEXT_TESTS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  is: (value, wanted) => value === wanted,
  isnot: (value, wanted) => value !== wanted,
  contains: (value, wanted) => value.includes(wanted),
  doesnotcontain: (value, wanted) => !value.includes(wanted),
  startswith: (value, wanted) => value.startsWith(wanted),
  doesnotstartwith: (value, wanted) => !value.startsWith(wanted),
};

/** Letter case does not count. */
function matchesText(cell: Cell, filter: Filter): boolean {
  const test = TEXT_TESTS[filter.operator];
  if (!test) throw unsuitable(cell, filter);
  if (filter.values.length !== 1) throw wrongValue(filter, 'one text');
  const value = cell.value === null ? '' : String(cell.value);
  return test(value.toLowerCase(), String(filter.values[0]).toLowerCase());
}

/** A stretch of days or minutes: one of them for a date, more for words such as `lastweek`. */
type Stretch = { from: number; to: number };

const TIME_TESTS: Readonly<Record<string, (value: number, first: Stretch, second: Stretch) => boolean>> = {
  on: (value, { from, to }) => value >= from && value <= to,
  noton: (value, { from, to }) => value < from || value > to,
  after: (value, { to }) => value > to,
  notafter: (value, { to }) => value <= to,
  before: (value, { from }) => value < from,
  notbefore: (value, { from }) => value >= from,
  onorafter: (value, { from }) => value >= from,
  notonorafter: (value, { from }) => value < from,
  onorbefore: (value, { to }) => value <= to,
  notonorbefore: (value, { to }) => value > to,
  within: (value, first, second) => value >= first.from && value <= second.to,
  notwithin: (value, first, second) => value < first.from || value > second.to,
};

const MINUTE = 60_000;

/** Days are compared as days and times to the minute: searches know no seconds. */
function matchesTime(world: World, cell: Cell, filter: Filter): boolean {
  const test = TIME_TESTS[filter.operator];
  if (!test) throw unsuitable(cell, filter);
  const wanted = filter.values.map((value) => wantedTime(world, value, filter));
  const [first] = wanted;
  if (!first) throw wrongValue(filter, 'a date');
  if (cell.value === null) return filter.operator.startsWith('not');
  const byDay = cell.field.type === 'date' || wanted.some(({ minute }) => minute === undefined);
  const stretch = (time: WantedTime): Stretch =>
    byDay ? { from: time.day, to: time.lastDay } : { from: time.minute ?? 0, to: time.minute ?? 0 };
  const held = heldTime(world, cell);
  return test(byDay ? held.day : (held.minute ?? 0), stretch(first), stretch(lastTime(filter, wanted)));
}

/** `minute` is undefined for whole days; `lastDay` differs from `day` for words such as `thismonth`. */
type WantedTime = { day: number; lastDay: number; minute: number | undefined; word: boolean };

/**
 * The end of what `within` asks for. With one date and no second it has no end: a published script that gives only the first
 * one was used to find what changed since.
 */
function lastTime({ operator }: Filter, wanted: readonly WantedTime[]): WantedTime {
  const [first, second] = wanted as [WantedTime, WantedTime?];
  if (second) return second;
  if (!operator.endsWith('within') || first.word) return first;
  const never = Number.POSITIVE_INFINITY;
  return { day: never, lastDay: never, minute: never, word: false };
}

function heldTime(world: World, { field, value }: Cell): { day: number; minute: number | undefined } {
  if (field.type === 'date') return { day: dayNumber(String(value)), minute: undefined };
  const instant = Number(value);
  return {
    day: dayNumber(dayOf(wallTime(instant, world.preferences.timeZone))),
    minute: Math.floor(instant / MINUTE),
  };
}

function wantedTime(world: World, value: unknown, filter: Filter): WantedTime {
  if (isDate(value)) return wholeDay(dayOf(wallTime(value.getTime(), SERVER_TIME_ZONE)));
  const text = String(value);
  const word = relativeDays(text, dayOf(wallTime(world.clock(), world.preferences.timeZone)));
  if (word)
    return { day: dayNumber(word.first), lastDay: dayNumber(word.last), minute: undefined, word: true };
  const day = parseDay(text, world.preferences.dateFormat);
  if (day) return wholeDay(day);
  const instant = parseDateTime(text, world.preferences);
  if (instant === undefined)
    throw wrongValue(filter, `a date in this account's format (${world.preferences.dateFormat})`);
  const shown = wholeDay(dayOf(wallTime(instant, world.preferences.timeZone)));
  return { ...shown, minute: Math.floor(instant / MINUTE) };
}

const wholeDay = (day: string): WantedTime => ({
  day: dayNumber(day),
  lastDay: dayNumber(day),
  minute: undefined,
  word: false,
});

const dayNumber = (day: string): number => instantOf(wallDay(day), 'UTC');

function unsuitable(cell: Cell, filter: Filter): Error {
  if (cell.field.free)
    return new NotEmulated(`search operator ${filter.operator} on ${nameOf(filter)}, which is plain data,`);
  return suiteError(
    'SSS_INVALID_SRCH_OPERATOR',
    `An nlobjSearchFilter contains an invalid operator: ${filter.operator} does not apply to ${nameOf(filter)}, a ${cell.field.type} field.`,
  );
}

function wrongValue(filter: Filter, wanted: string): Error {
  return suiteError(
    'SSS_INVALID_SRCH_FILTER',
    `The search filter ${nameOf(filter)} ${filter.operator} needs ${wanted}, not ${JSON.stringify(filter.values)}.`,
  );
}

const nameOf = ({ name, join }: Filter): string => (join ? `${join}.${name}` : name);
