/** Times as searches show them, and as people read them. */
import * as format from 'N/format';
import { isDate } from '../netsuite/dates.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param text in the format of whoever runs the script @returns epoch ms, 0 of what is no time */
export function timeShown(text: string): number {
  if (text === '') return 0;
  const parsed: unknown = format.parse({ value: text, type: format.Type.DATETIME });
  return isDate(parsed) ? parsed.getTime() : 0;
}

/**
 * Whether a time that a search has shown can be from one minute on and before another. In the hour that clocks show twice, when they are
 * set back, it can be either of two: what happened in it may be told twice, so that it is told.
 * @param instant as `timeShown` has it
 */
export const isWithin = (instant: number, from: number, until: number): boolean =>
  [instant, instant - HOUR, instant + HOUR].some(
    (one) => one >= from && one < until && (one === instant || showTime(one) === showTime(instant)),
  );

/** In the format and zone of whoever looks. */
export const showTime = (instant: number): string =>
  String(format.format({ value: new Date(instant), type: format.Type.DATETIME }));

/** The day before a time, as searches compare days: in the zone of whoever runs them, so that a day more does no harm. */
export const dayBefore = (instant: number): string =>
  String(format.format({ value: new Date(instant - DAY), type: format.Type.DATE }));

export function howLong(duration: number): string {
  if (duration < 2 * MINUTE) return 'a minute';
  if (duration < 2 * HOUR) return `${Math.floor(duration / MINUTE)} minutes`;
  return duration < 2 * DAY ? `${Math.floor(duration / HOUR)} hours` : `${Math.floor(duration / DAY)} days`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
