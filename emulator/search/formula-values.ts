/** Values of search formulas and the functions on them, as Oracle SQL has them: an empty text is null. */

import type { World } from '../account/account-context.ts';
import {
  dayOf,
  formatDateTime,
  formatDay,
  instantOf,
  type WallTime,
  wallDay,
  wallTime,
} from '../platform/dates.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { suiteError } from '../strictness/suite-error.ts';

/** A point in time; `day` when it has no time of day. */
export type SqlDate = { instant: number; day: boolean };
export type SqlValue = string | number | SqlDate | null;

export type SqlFunction = (world: World, values: SqlValue[]) => SqlValue;

export const isSqlDate = (value: SqlValue): value is SqlDate => typeof value === 'object' && value !== null;

/** As `||` shows it; half is `.5`, as Oracle writes it. */
export function sqlText(world: World, value: SqlValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace(/^(-?)0\./, '$1.');
  if (typeof value === 'string') return value;
  const day = dayOf(wallTime(value.instant, world.preferences.timeZone));
  if (value.day) return formatDay(day, world.preferences.dateFormat);
  return formatDateTime(value.instant, world.preferences, { seconds: false });
}

export function sqlNumber(value: SqlValue): number | null {
  if (value === null || typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw suiteError(
    'SSS_INVALID_SRCH_FORMULA',
    `ERROR: Invalid Number: ${JSON.stringify(value)} in a formula.`,
  );
}

/** Below, equal or above zero; null when either is null. */
export function compareSql(world: World, left: SqlValue, right: SqlValue): number | null {
  if (left === null || right === null) return null;
  if (isSqlDate(left) && isSqlDate(right)) return left.instant - right.instant;
  if (typeof left === 'number' || typeof right === 'number')
    return (sqlNumber(left) as number) - (sqlNumber(right) as number);
  const [first, second] = [sqlText(world, left), sqlText(world, right)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

export function callSql(world: World, name: string, values: SqlValue[]): SqlValue {
  const run = FUNCTIONS[name];
  if (!run) throw new NotEmulated(`the function ${name} in a search formula`);
  return emptyIsNull(run(world, values));
}

export const emptyIsNull = (value: SqlValue): SqlValue => (value === '' ? null : value);

/** A function of a text and numbers that is null when its text is. */
function ofText(run: (text: string, ...rest: (string | number | null)[]) => SqlValue): SqlFunction {
  return (world, [first = null, ...rest]) =>
    first === null
      ? null
      : run(
          sqlText(world, first),
          ...rest.map((value) => (typeof value === 'number' ? value : value && sqlText(world, value))),
        );
}

function ofNumbers(run: (...numbers: number[]) => number): SqlFunction {
  return (_, values) => {
    const numbers = values.map(sqlNumber);
    return numbers.includes(null) ? null : run(...(numbers as number[]));
  };
}

const FUNCTIONS: Readonly<Record<string, SqlFunction>> = {
  NVL: (_, [first = null, second = null]) => first ?? second,
  NVL2: (_, [test = null, filled = null, empty = null]) => (test === null ? empty : filled),
  COALESCE: (_, values) => values.find((value) => value !== null) ?? null,
  NULLIF: (world, [first = null, second = null]) => (compareSql(world, first, second) === 0 ? null : first),
  DECODE: decode,
  CONCAT: (world, values) => values.map((value) => sqlText(world, value)).join(''),
  UPPER: ofText((text) => text.toUpperCase()),
  LOWER: ofText((text) => text.toLowerCase()),
  INITCAP: ofText((text) =>
    text.toLowerCase().replace(/[a-z0-9]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ),
  TRIM: ofText((text) => text.trim()),
  LTRIM: ofText((text) => text.trimStart()),
  RTRIM: ofText((text) => text.trimEnd()),
  LENGTH: ofText((text) => text.length),
  SUBSTR: ofText((text, start, length) => substring(text, Number(start ?? 1), length)),
  INSTR: ofText((text, part, from) => text.indexOf(String(part ?? ''), Number(from ?? 1) - 1) + 1),
  REPLACE: ofText((text, part, by) =>
    part === null || part === undefined ? text : text.replaceAll(String(part), String(by ?? '')),
  ),
  LPAD: ofText((text, length, by) =>
    text.padStart(Number(length), String(by ?? ' ')).slice(0, Number(length)),
  ),
  RPAD: ofText((text, length, by) => text.padEnd(Number(length), String(by ?? ' ')).slice(0, Number(length))),
  TO_CHAR: toChar,
  TO_NUMBER: (_, [value = null]) => sqlNumber(value),
  ROUND: ofNumbers(
    (value, digits = 0) =>
      Math.sign(value) * Number(`${Math.round(Number(`${Math.abs(value)}e${digits}`))}e${-digits}`),
  ),
  ABS: ofNumbers(Math.abs),
  FLOOR: ofNumbers(Math.floor),
  CEIL: ofNumbers(Math.ceil),
  MOD: ofNumbers((left, right) => left % right),
  TRUNC: (world, values) => truncate(world, values),
  SYSDATE: (world) => ({ instant: world.clock(), day: false }),
};

/** `decode(value, a, x, b, y, otherwise)`; nulls are equal here and nowhere else. */
function decode(world: World, [value = null, ...pairs]: SqlValue[]): SqlValue {
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const wanted = pairs[index] ?? null;
    const equal =
      value === null || wanted === null ? value === wanted : compareSql(world, value, wanted) === 0;
    if (equal) return pairs[index + 1] ?? null;
  }
  return pairs.length % 2 === 1 ? (pairs.at(-1) ?? null) : null;
}

/** Places count from 1, or from the end when negative. */
function substring(text: string, start: number, length: string | number | null | undefined): string {
  const from = start < 0 ? Math.max(0, text.length + start) : Math.max(0, start - 1);
  return length === undefined || length === null ? text.slice(from) : text.slice(from, from + Number(length));
}

function truncate(world: World, [value = null]: SqlValue[]): SqlValue {
  if (!isSqlDate(value)) return value === null ? null : Math.trunc(sqlNumber(value) as number);
  const { timeZone } = world.preferences;
  return { instant: instantOf(wallDay(dayOf(wallTime(value.instant, timeZone))), timeZone), day: true };
}

const MONTHS = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(
  ' ',
);
const DAYS = 'SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY'.split(' ');

/** Dates in the account's time zone: which zone NetSuite takes inside a script is not documented. */
function toChar(world: World, [value = null, format]: SqlValue[]): SqlValue {
  if (value === null) return null;
  if (format === undefined || format === null) return sqlText(world, value);
  if (!isSqlDate(value)) return numberToChar(sqlNumber(value) as number, String(format));
  const wall = wallTime(value.instant, world.preferences.timeZone);
  const filled = !/^FM/i.test(String(format));
  return String(format)
    .replace(/^FM/i, '')
    .replace(
      /"([^"]*)"|YYYY|YY|MONTH|MON|MM|DAY|DY|DD|HH24|HH12|HH|MI|SS|A\.?M\.?|P\.?M\.?/gi,
      (token, quoted) => quoted ?? datePart(token, wall, filled),
    );
}

function datePart(token: string, wall: WallTime, filled: boolean): string {
  const two = (number: number) => (filled ? String(number).padStart(2, '0') : String(number));
  const month = MONTHS[wall.month - 1] ?? '';
  const day = DAYS[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? '';
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(wall.year),
    YY: String(wall.year).slice(-2),
    MONTH: likeCase(token, month),
    MON: likeCase(token, month.slice(0, 3)),
    MM: two(wall.month),
    DAY: likeCase(token, day),
    DY: likeCase(token, day.slice(0, 3)),
    DD: two(wall.day),
    HH24: two(wall.hour),
    HH12: two(wall.hour % 12 || 12),
    HH: two(wall.hour % 12 || 12),
    MI: String(wall.minute).padStart(2, '0'),
    SS: String(wall.second).padStart(2, '0'),
  };
  return parts[token.toUpperCase()] ?? likeCase(token, wall.hour < 12 ? 'AM' : 'PM');
}

/** `MON` gives `JAN`, `Mon` gives `Jan`, `mon` gives `jan`. */
function likeCase(token: string, word: string): string {
  if (token === token.toUpperCase()) return word;
  if (token === token.toLowerCase()) return word.toLowerCase();
  return word.charAt(0) + word.slice(1).toLowerCase();
}

/** Formats of nines and zeros with a decimal point, such as `FM990.00`. */
function numberToChar(value: number, format: string): string {
  const digits = format.replace(/^FM/i, '');
  if (!/^[90,]*(\.[90]*)?$/.test(digits))
    throw new NotEmulated(`the number format ${format} in a search formula`);
  const [whole = '', decimals = ''] = digits.split('.');
  const fixed = value.toFixed(decimals.length);
  const least = whole.replace(/^[9,]+/, '').length;
  const [left = '', right] = fixed.split('.');
  const shown = least === 0 && left === '0' ? '' : left.padStart(least, '0');
  return right === undefined ? shown || '0' : `${shown}.${right}`;
}
