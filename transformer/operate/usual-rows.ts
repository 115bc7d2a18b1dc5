/** What usually comes at this time: the median of the same hours of earlier weeks, or of earlier days. */
import type { ZoneOffset } from '#feeds/format/dates.ts';

export type Delivered = { at: number; rows: number };

/** @property since from when on all deliveries are known, epoch ms; undefined when there are none */
export type Past = { delivered: readonly Delivered[]; since: number | undefined; zone: ZoneOffset };

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Weekdays differ, so they are asked first; a month of them is not there in the beginning. */
const WEEKS = [7, 14, 21, 28, 35, 42];
const DAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const [FEWEST_WEEKS, FEWEST_DAYS] = [3, 5];

/** How much of the past is asked for. */
export const PAST_DAYS = 50;

export const rowsToday = (past: Past, now: number): number => rowsIn(past, midnightBefore(past, now), now);

export const usualByNow = (past: Past, now: number): number | null =>
  usualIn(past, midnightBefore(past, now), now);

/** A delivery can come earlier or later than on other days without anything being wrong. */
const [EARLY, LATE] = [2 * HOUR, HOUR];
/** Fewer rows can fail to come by chance. */
const WORTH_MENTIONING = 20;

/** How many rows usually come in the time since the last delivery; null when it is nothing to speak of. */
export function missedSince(past: Past, last: number | null, now: number): number | null {
  if (last === null) return null;
  const usual = usualOfWeeks(past, last + EARLY, now - LATE);
  return usual !== null && usual >= WORTH_MENTIONING ? usual : null;
}

/** Without weeks to compare, any day is better than nothing for a figure, though not for an alarm: a Saturday may be quiet. */
const usualIn = (past: Past, from: number, to: number): number | null =>
  usualOfWeeks(past, from, to) ?? medianOf(past, from, to, DAYS, FEWEST_DAYS);

const usualOfWeeks = (past: Past, from: number, to: number): number | null =>
  medianOf(past, from, to, WEEKS, FEWEST_WEEKS);

/** Of the same span some days before, where it lies wholly before the span itself. */
function medianOf(
  past: Past,
  from: number,
  to: number,
  days: readonly number[],
  fewest: number,
): number | null {
  if (to <= from) return null;
  const sums = days
    .filter((count) => count * DAY >= to - from && earlier(past, from, count) >= (past.since ?? to))
    .map((count) => rowsIn(past, earlier(past, from, count), earlier(past, to, count)));
  return sums.length >= fewest ? median(sums) : null;
}

const rowsIn = ({ delivered }: Past, from: number, to: number): number =>
  delivered.reduce((sum, { at, rows }) => (at > from && at <= to ? sum + rows : sum), 0);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [upper = 0, lower = 0] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : Math.round((lower + upper) / 2);
}

/** By the clock on the wall, also where it was changed in between. */
const earlier = ({ zone }: Past, instant: number, days: number): number =>
  instant - days * DAY + (zone(instant) - zone(instant - days * DAY)) * MINUTE;

const midnightBefore = ({ zone }: Past, now: number): number => {
  const wall = now + zone(now) * MINUTE;
  return now - (((wall % DAY) + DAY) % DAY);
};
