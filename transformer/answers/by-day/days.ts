/** The days of a time zone as spans of time: the one with the change of clocks has 23 or 25 hours. */
import type { ZoneOffset } from '#feeds/format/dates.ts';
import type { Span } from '../../row-index/period.ts';

const [MINUTE, DAY] = [60_000, 86_400_000];

/** `2026-03-01` */
export const dayOf = (at: number, zone: ZoneOffset): string =>
  new Date(at + zone(at) * MINUTE).toISOString().slice(0, 10);

/** @returns undefined for what is no day */
export function spanOfDay(day: string, zone: ZoneOffset): Span | undefined {
  const utc = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(utc)) return undefined;
  return { from: midnight(utc, zone), to: midnight(utc + DAY, zone) };
}

/** The offset of the moment itself, which is that of the guess but for the hour of a change. */
function midnight(utc: number, zone: ZoneOffset): number {
  const guess = utc - zone(utc) * MINUTE;
  return utc - zone(guess) * MINUTE;
}

/** The last days up to now, the latest first. */
export function lastDays(now: number, count: number, zone: ZoneOffset): string[] {
  const today = Date.parse(`${dayOf(now, zone)}T00:00:00Z`);
  return Array.from({ length: count }, (_, before) =>
    new Date(today - before * DAY).toISOString().slice(0, 10),
  );
}
