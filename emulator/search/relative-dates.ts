/** Days that search filters name by a word. Sources: published searches, and SearchDate of SuiteTalk; weeks begin on Sunday (a preference). */
import { NotEmulated } from '../strictness/not-emulated.ts';

export type Days = { first: string; last: string };

const DAY = 24 * 60 * 60 * 1000;

/** The days a word stands for, both `YYYY-MM-DD`; undefined for a text that is no word. */
export function relativeDays(text: string, today: string): Days | undefined {
  const word = text.toLowerCase().replaceAll(' ', '');
  if (!/^[a-z]+\d*$/.test(word)) return undefined;
  const [, name = '', count = ''] = /^([a-z]+)(\d*)$/.exec(word) ?? [];
  const days =
    count === '' ? (fixedDays(name, today) ?? speltDay(name, today)) : countedDay(name, Number(count), today);
  if (days) return days;
  throw new NotEmulated(`relative date ${text} in a search`);
}

function fixedDays(name: string, today: string): Days | undefined {
  const oneDay: Readonly<Record<string, number>> = { today: 0, yesterday: -1, tomorrow: 1 };
  const shift = oneDay[name];
  if (shift !== undefined) return single(shifted(today, shift));
  const [, which, unit, toDate] = /^(last|this|next)(week|month|year)(todate)?$/.exec(name) ?? [];
  if (!which || !unit) return undefined;
  const steps = which === 'last' ? -1 : which === 'next' ? 1 : 0;
  const days =
    unit === 'week' ? week(today, steps) : unit === 'month' ? months(today, steps, 1) : years(today, steps);
  return toDate && which === 'this' ? { first: days.first, last: today } : toDate ? undefined : days;
}

/** Numbers that words of SuiteTalk's SearchDate spell out: `fourDaysAgo`, `ninetyDaysFromNow`. */
const SPELT: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  thirty: 30,
  sixty: 60,
  ninety: 90,
};

function speltDay(name: string, today: string): Days | undefined {
  const [, number = '', unit = ''] = /^([a-z]+?)(daysago|daysfromnow)$/.exec(name) ?? [];
  const count = SPELT[number];
  return count === undefined ? undefined : countedDay(unit, count, today);
}

function countedDay(name: string, count: number, today: string): Days | undefined {
  if (name === 'daysago') return single(shifted(today, -count));
  if (name === 'daysfromnow') return single(shifted(today, count));
  if (name === 'weeksago') return single(shifted(today, -7 * count));
  if (name === 'monthsago') return single(`${months(today, -count, 1).first.slice(0, 8)}${today.slice(8)}`);
  return undefined;
}

const single = (day: string): Days => ({ first: day, last: day });

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

function week(today: string, steps: number): Days {
  const sunday = shifted(today, 7 * steps - new Date(today).getUTCDay());
  return { first: sunday, last: shifted(sunday, 6) };
}

function months(today: string, steps: number, length: number): Days {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const at = (index: number, day: number) => new Date(Date.UTC(year, index, day)).toISOString().slice(0, 10);
  return { first: at(month - 1 + steps, 1), last: at(month - 1 + steps + length, 0) };
}

const years = (today: string, steps: number): Days => months(`${today.slice(0, 4)}-01-01`, 12 * steps, 12);
