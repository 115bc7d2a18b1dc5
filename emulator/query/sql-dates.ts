/**
 * Dates inside a query: days as numbers, far from all others, so that days may be added, dates compared and subtracted, and a date
 * still be told from a number when it comes out.
 */
import { type WallTime, wallTime } from '../platform/dates.ts';

const BASE = 1_000_000_000;
const LAST = 200_000;
const DAY = 24 * 60 * 60 * 1000;

export const dateFromWall = ({ year, month, day, hour, minute, second }: WallTime): number =>
  BASE + Date.UTC(year, month - 1, day, hour, minute, second) / DAY;

export const dateFromInstant = (instant: number, zone: string): number =>
  dateFromWall(wallTime(instant, zone));

export const dateFromDay = (day: string): number => BASE + Date.parse(`${day}T00:00:00Z`) / DAY;

export const isDateNumber = (value: unknown): value is number =>
  typeof value === 'number' && value > BASE - LAST && value < BASE + LAST;

/** To the second: more a number of this size does not hold. */
export function wallFromDate(value: number): WallTime {
  const date = new Date(Math.round(((value - BASE) * DAY) / 1000) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
