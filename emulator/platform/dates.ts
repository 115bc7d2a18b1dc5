/** Dates as an account shows them: its date and time format, its time zone, and the zone its servers run in. */

export type DateFormat =
  | 'M/D/YYYY'
  | 'MM/DD/YYYY'
  | 'D/M/YYYY'
  | 'DD/MM/YYYY'
  | 'D-Mon-YYYY'
  | 'D.M.YYYY'
  | 'DD.MM.YYYY'
  | 'YYYY-MM-DD'
  | 'YYYY/M/D'
  | 'YYYY/MM/DD';
export type TimeFormat = 'h:mm a' | 'H:mm' | 'HH:mm';
export type DatePreferences = { dateFormat: DateFormat; timeFormat: TimeFormat; timeZone: string };

/** Server-side scripts see Pacific time whatever the account's own zone is (section_4388843892). */
export const SERVER_TIME_ZONE = 'America/Los_Angeles';

export const DEFAULT_DATES: DatePreferences = {
  dateFormat: 'M/D/YYYY',
  timeFormat: 'h:mm a',
  timeZone: SERVER_TIME_ZONE,
};

/** A date and a time on some wall; months count from 1. */
export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What the wall clock in a zone shows at an instant. */
export function wallTime(instant: number, zone: string): WallTime {
  const shown = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  ) as Record<string, number>;
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return { year, month, day, hour, minute, second };
}

/** The instant at which a zone's wall clock shows this; in the hour a clock skips, the later reading. */
export function instantOf(wall: WallTime, zone: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const firstGuess = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(firstGuess, zone);
}

/** How far a zone is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(instant: number, zone: string): number {
  const wall = wallTime(instant, zone);
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return asUtc - Math.floor(instant / 1000) * 1000;
}

/** True for a zone the machine knows; NetSuite falls back to GMT for others. */
export function isTimeZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** `2026-01-05` as the account writes dates. */
export function formatDay(day: string, format: DateFormat): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return format.replace(/YYYY|Mon|MM|M|DD|D/g, (token) => {
    if (token === 'YYYY') return String(year).padStart(4, '0');
    if (token === 'Mon') return MONTHS[month - 1] ?? '';
    const value = token.startsWith('M') ? month : date;
    return token.length === 2 ? String(value).padStart(2, '0') : String(value);
  });
}

/** A date in the account's format as `2026-01-05`; undefined for anything else, ISO text included. */
export function parseDay(text: string, format: DateFormat): string | undefined {
  const tokens: string[] = [];
  const pattern = format.replace(/[./]/g, '\\$&').replace(/YYYY|Mon|MM|M|DD|D/g, (token) => {
    tokens.push(token);
    if (token === 'YYYY') return '(\\d{4})';
    return token === 'Mon' ? '([A-Za-z]{3})' : '(\\d{1,2})';
  });
  const match = new RegExp(`^${pattern}$`).exec(text.trim());
  if (!match) return undefined;
  const read = (letter: string) => match[tokens.findIndex((token) => token.startsWith(letter)) + 1] ?? '';
  const month = tokens.includes('Mon') ? monthNumber(read('M')) : Number(read('M'));
  return validDay(Number(read('Y')), month, Number(read('D')));
}

/** An instant as the account writes date-times; search results leave the seconds out, N/format does not. */
export function formatDateTime(
  instant: number,
  preferences: DatePreferences,
  options: { seconds: boolean; zone?: string },
): string {
  const wall = wallTime(instant, options.zone ?? preferences.timeZone);
  return `${formatDay(dayOf(wall), preferences.dateFormat)} ${formatTime(wall, preferences.timeFormat, options.seconds)}`;
}

/** A date-time in the account's format as an instant; undefined for anything else. */
export function parseDateTime(text: string, preferences: DatePreferences, zone?: string): number | undefined {
  const [dayText = '', ...rest] = text.trim().split(' ');
  const day = parseDay(dayText, preferences.dateFormat);
  if (!day) return undefined;
  const time = rest.length === 0 ? { hour: 0, minute: 0, second: 0 } : parseTime(rest.join(' '), preferences);
  if (!time) return undefined;
  return instantOf({ ...wallDay(day), ...time }, zone ?? preferences.timeZone);
}

/** The calendar day of a wall time. */
export function dayOf(wall: WallTime): string {
  const pad = (value: number, width: number) => String(value).padStart(width, '0');
  return `${pad(wall.year, 4)}-${pad(wall.month, 2)}-${pad(wall.day, 2)}`;
}

/** A calendar day as the midnight that begins it. */
export function wallDay(day: string): WallTime {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, day: date, hour: 0, minute: 0, second: 0 };
}

function formatTime(wall: WallTime, format: TimeFormat, seconds: boolean): string {
  const minute = String(wall.minute).padStart(2, '0');
  const rest = seconds ? `${minute}:${String(wall.second).padStart(2, '0')}` : minute;
  if (format === 'h:mm a') return `${wall.hour % 12 || 12}:${rest} ${wall.hour < 12 ? 'am' : 'pm'}`;
  return `${format === 'HH:mm' ? String(wall.hour).padStart(2, '0') : wall.hour}:${rest}`;
}

function parseTime(
  text: string,
  preferences: DatePreferences,
): Omit<WallTime, 'year' | 'month' | 'day'> | undefined {
  const halfDays = preferences.timeFormat === 'h:mm a';
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?: (am|pm))?$/i.exec(text.trim());
  if (!match || Boolean(match[4]) !== halfDays) return undefined;
  const shown = Number(match[1]);
  const hour = halfDays ? (shown % 12) + (match[4]?.toLowerCase() === 'pm' ? 12 : 0) : shown;
  const time = { hour, minute: Number(match[2]), second: Number(match[3] ?? 0) };
  const valid =
    hour < 24 && time.minute < 60 && time.second < 60 && (!halfDays || (shown >= 1 && shown <= 12));
  return valid ? time : undefined;
}

const monthNumber = (name: string): number =>
  MONTHS.findIndex((month) => month.toLowerCase() === name.toLowerCase()) + 1;

function validDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return dayOf({ year, month, day, hour: 0, minute: 0, second: 0 });
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, formatter);
  return formatter;
}
