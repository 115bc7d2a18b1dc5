/** The date texts of both sides: ISO 8601 with or without offset, and NetSuite's slash dates. */

/** Minutes that a zone is ahead of UTC at an instant (epoch ms). `feeds/` has no time zone data of its own. */
export type ZoneOffset = (instant: number) => number;

/** A point on the calendar as written: what a clock on the wall showed, and how far it was ahead of UTC if that was said. */
export type WrittenDate = { wallClock: number; offsetMinutes: number | undefined };

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}(?::?[0-5]\d)?)?)?$/i;
/** `1/4/2024 4:23 pm`; newer NetSuite text puts a narrow no-break space before am and pm. */
const SLASHED =
  /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?)?$/i;

const MINUTE = 60_000;

/** @returns undefined when the text is not a date that exists */
export function parseDate(text: string, order: 'MDY' | 'DMY' = 'MDY'): WrittenDate | undefined {
  const plain = text.trim();
  return parseIso(plain) ?? parseSlashed(plain, order);
}

function parseIso(text: string): WrittenDate | undefined {
  const defaults = parseIsoFast(text);
  if (defaults) return defaults;
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', offset] = match;
  return written([year, month, day, hour, minute, second].map(Number), parseOffset(offset));
}

/** `2024-01-04T16:23:00` with `Z`, `-05:00` or nothing after it, as nearly all are: files hold a date for every row. */
function parseIsoFast(text: string): WrittenDate | undefined {
  const rest = text.length - 19;
  if (rest !== 0 && rest !== 1 && rest !== 6) return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':')
    return undefined;
  const offset = rest === 6 ? usualOffset(text) : rest === 1 && text[19] === 'Z' ? 0 : undefined;
  if (rest > 0 && offset === undefined) return undefined;
  const parts = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  parts.push(digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19));
  return written(parts, offset);
}

function usualOffset(text: string): number | undefined {
  if ((text[19] !== '-' && text[19] !== '+') || text[22] !== ':') return undefined;
  const [hours, minutes] = [digits(text, 20, 22), digits(text, 23, 25)];
  if (Number.isNaN(hours) || !(minutes < 60)) return undefined;
  return (text[19] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/** NaN where something else than a digit stands. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function parseSlashed(text: string, order: 'MDY' | 'DMY'): WrittenDate | undefined {
  const match = SLASHED.exec(text);
  if (!match) return undefined;
  const [, first, second, year, hour = '0', minute = '0', seconds = '0', half] = match;
  const [month, day] = order === 'MDY' ? [first, second] : [second, first];
  const hour24 = half ? from12Hours(Number(hour), half) : Number(hour);
  if (hour24 === undefined) return undefined;
  return written([year, month, day, hour24, minute, seconds].map(Number), undefined);
}

function from12Hours(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function parseOffset(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^z$/i.test(text)) return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || '0'));
}

/** Dates that roll over, such as 30 February or 24:00, do not exist. */
function written(parts: readonly number[], offsetMinutes: number | undefined): WrittenDate | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (offsetMinutes !== undefined && Math.abs(offsetMinutes) > 14 * 60) return undefined;
  const isDay = year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const isTime = hour <= 23 && minute <= 59 && second <= 59;
  if (!isDay || !isTime) return undefined;
  return { wallClock: Date.UTC(year, month - 1, day, hour, minute, second), offsetMinutes };
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2) return isLeap ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The instant (epoch ms) of a written date; one without offset is read in `zone`, or as UTC. */
export function toInstant(date: WrittenDate, zone?: ZoneOffset): number {
  if (date.offsetMinutes !== undefined) return date.wallClock - date.offsetMinutes * MINUTE;
  if (!zone) return date.wallClock;
  // The offset is asked twice, as a first guess can lie on the other side of a change of the clocks. Where the clocks
  // go back an hour happens twice, and the earlier one is taken; in an hour that is skipped a clock that was not put
  // forward shows the time, so it is read as the hour after.
  const guess = date.wallClock - zone(date.wallClock) * MINUTE;
  const candidates = [zone(guess - 180 * MINUTE), zone(guess), zone(guess + 180 * MINUTE)].map(
    (offset) => date.wallClock - offset * MINUTE,
  );
  const exact = candidates.filter((instant) => instant + zone(instant) * MINUTE === date.wallClock);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** What a clock in the zone shows at an instant; UTC without a zone. */
export const toWallClock = (instant: number, zone?: ZoneOffset): number =>
  zone ? instant + zone(instant) * MINUTE : instant;

/** `2024-01-04T16:23:00-05:00`: the instant, and what the clock on the wall showed where it happened. */
export function formatWithOffset(wallClock: number, offsetMinutes: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const ahead = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return `${formatWallClock(wallClock).replace(' ', 'T')}${sign}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
}

/** `2024-01-04 16:23:00`, as HotWax imports it. Source: docs/contracts.md#completed-order-items-hotwax. */
export function formatWallClock(wallClock: number): string {
  const text = new Date(wallClock).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** `2024-01-04T21:23:00Z` */
export const formatInstant = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/**
 * Whether a row with validity dates holds now: from `fromDate` on, until just before `thruDate`; open where one is absent.
 * @returns undefined when a date is there and cannot be read
 */
export function isCurrent(fromDate: unknown, thruDate: unknown, now: number): boolean | undefined {
  const from = boundary(fromDate, Number.NEGATIVE_INFINITY);
  const thru = boundary(thruDate, Number.POSITIVE_INFINITY);
  return from === undefined || thru === undefined ? undefined : from <= now && now < thru;
}

function boundary(value: unknown, open: number): number | undefined {
  if (value === undefined || value === null || value === '') return open;
  // HotWax's older exports write dates as epoch milliseconds.
  if (typeof value === 'number') return value;
  const date = typeof value === 'string' ? parseDate(value) : undefined;
  return date && toInstant(date);
}
