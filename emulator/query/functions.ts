/** Functions of SuiteQL (section_158513731864): those of search formulas, those SQLite has alike, and some for dates. */
import type { DatabaseSync } from 'node:sqlite';
import type { World } from '../account/account-context.ts';
import { instantOf } from '../platform/dates.ts';
import { callSql, isSqlDate, type SqlValue } from '../search/formula-values.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { dateFromInstant, dateFromWall, isDateNumber, wallFromDate } from './sql-dates.ts';
import { KEYWORDS, type Token } from './tokens.ts';

type SqliteValue = string | number | bigint | null | Uint8Array;

/** Worked out as in search formulas. */
const FORMULA_FUNCTIONS =
  'NVL NVL2 DECODE CONCAT INITCAP TRIM LTRIM RTRIM SUBSTR INSTR LPAD RPAD TO_CHAR TO_NUMBER ROUND FLOOR CEIL MOD TRUNC SYSDATE UPPER LOWER LENGTH REPLACE ABS'.split(
    ' ',
  );

const OWN_FUNCTIONS: Readonly<Record<string, (world: World, values: SqliteValue[]) => SqliteValue>> = {
  TO_DATE: (_, values) => toDate(values),
  ADD_MONTHS: (_, [date = null, months = 0]) => addMonths(date, Number(months)),
  LAST_DAY: (_, [date = null]) => lastDay(date),
  GREATEST: (_, values) => extreme(values, (left, right) => left > right),
  LEAST: (_, values) => extreme(values, (left, right) => left < right),
  SIGN: (_, [value = null]) => (value === null ? null : Math.sign(Number(value))),
  POWER: (_, [base = null, exponent = null]) =>
    base === null || exponent === null ? null : Number(base) ** Number(exponent),
};

/** Those of SQLite that are Oracle's too. */
const NATIVE =
  'COUNT SUM AVG MIN MAX COALESCE NULLIF ROW_NUMBER RANK DENSE_RANK LAG LEAD FIRST_VALUE LAST_VALUE'.split(
    ' ',
  );

const ALLOWED = new Set([...FORMULA_FUNCTIONS, ...Object.keys(OWN_FUNCTIONS), ...NATIVE]);

/** SQLite has functions of its own, which NetSuite has not. */
export function assertFunctions(tokens: readonly Token[]): void {
  tokens.forEach(({ kind, key, text }, index) => {
    const isCall = kind === 'word' && tokens[index + 1]?.key === '(' && !KEYWORDS.has(key);
    const isName = tokens[index - 1]?.key === 'WITH' || tokens[index + 2]?.key === 'SELECT';
    if (isCall && !isName && !ALLOWED.has(key)) throw new NotEmulated(`the function ${text} in SuiteQL`);
  });
}

export function registerFunctions(world: World, database: DatabaseSync): void {
  const register = (name: string, run: (...values: SqliteValue[]) => SqliteValue) =>
    database.function(name, { varargs: true }, run);
  for (const name of FORMULA_FUNCTIONS)
    register(name, (...values) =>
      fromSql(
        world,
        callSql(
          world,
          name,
          values.map((value) => toSql(world, value)),
        ),
      ),
    );
  for (const [name, run] of Object.entries(OWN_FUNCTIONS)) register(name, (...values) => run(world, values));
}

function toSql({ preferences }: World, value: SqliteValue): SqlValue {
  if (!isDateNumber(value)) return value === '' ? null : (value as string | number | null);
  const wall = wallFromDate(value);
  const day = wall.hour + wall.minute + wall.second === 0;
  return { instant: instantOf(wall, preferences.timeZone), day };
}

const fromSql = ({ preferences }: World, value: SqlValue): SqliteValue =>
  isSqlDate(value) ? dateFromInstant(value.instant, preferences.timeZone) : value;

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  HH24: '(?<hour>\\d{1,2})',
  MI: '(?<minute>\\d{1,2})',
  SS: '(?<second>\\d{1,2})',
};

function toDate([text = null, format]: SqliteValue[]): SqliteValue {
  if (text === null || isDateNumber(text)) return text;
  if (format === undefined || format === null) throw new NotEmulated('TO_DATE without a format in SuiteQL');
  const plain = String(format)
    .toUpperCase()
    .replace(/"([^"]*)"/g, '$1');
  const pattern = plain
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/YYYY|HH24|MM|DD|MI|SS/g, (token) => PARTS[token] ?? token);
  if (/[A-Z]{2,}/.test(plain.replace(/YYYY|HH24|MM|DD|MI|SS/g, '')))
    throw new NotEmulated(`the date format ${String(format)} in SuiteQL`);
  const found = new RegExp(`^${pattern}$`, 'i').exec(String(text))?.groups;
  if (!found?.year)
    throw new NotEmulated(`TO_DATE of ${JSON.stringify(text)} as ${String(format)} in SuiteQL`);
  const part = (name: string, otherwise: number) => Number(found[name] ?? otherwise);
  return dateFromWall({
    year: Number(found.year),
    month: part('month', 1),
    day: part('day', 1),
    hour: part('hour', 0),
    minute: part('minute', 0),
    second: part('second', 0),
  });
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The last day of a month stays the last day. */
function addMonths(date: SqliteValue, months: number): SqliteValue {
  if (!isDateNumber(date)) return null;
  const wall = wallFromDate(date);
  const first = new Date(Date.UTC(wall.year, wall.month - 1 + months, 1));
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
  const last = daysIn(year, month);
  const day = wall.day === daysIn(wall.year, wall.month) ? last : Math.min(wall.day, last);
  return dateFromWall({ ...wall, year, month, day });
}

function lastDay(date: SqliteValue): SqliteValue {
  if (!isDateNumber(date)) return null;
  const wall = wallFromDate(date);
  return dateFromWall({ ...wall, day: daysIn(wall.year, wall.month) });
}

function extreme(values: SqliteValue[], isBetter: (left: never, right: never) => boolean): SqliteValue {
  if (values.includes(null)) return null;
  return values.reduce((best, value) => (isBetter(value as never, best as never) ? value : best));
}
