/** How far a time zone is ahead of UTC at an instant, from the time zone data that Node brings along. */
import type { ZoneOffset } from '#feeds/format/dates.ts';

const MINUTE = 60_000;
/** Zones change their clocks on quarters of an hour, so one answer holds for a quarter. */
const QUARTER = 15 * MINUTE;
const MOST_REMEMBERED = 100_000;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** @throws RangeError for a name that is no time zone */
export function zoneOffset(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const remembered = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER) * QUARTER;
    const known = remembered.get(quarter);
    if (known !== undefined) return known;
    const offset = Math.round((wallClockAt(format, quarter) - quarter) / MINUTE);
    if (remembered.size < MOST_REMEMBERED) remembered.set(quarter, offset);
    return offset;
  };
}

function wallClockAt(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
