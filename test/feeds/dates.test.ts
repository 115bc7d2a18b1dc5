/** Dates of both sides: what is written is read back, and clocks that are changed lose no hour. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatInstant,
  formatWallClock,
  isCurrent,
  parseDate,
  toInstant,
  toWallClock,
} from '#feeds/format/dates.ts';
import { zoneNamed } from './zones.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const zones = [
  'America/New_York',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
].map((name) => ({ name, zone: zoneNamed(name) }));
const anyZone = fc.constantFrom(...zones);
const second = fc.integer({ min: Date.UTC(1971, 0) / SECOND, max: Date.UTC(2099, 0) / SECOND });
const instant = second.map((seconds) => seconds * SECOND);
/** Half of them within a day of a change of the clocks somewhere. */
const nearChange = fc
  .tuple(
    fc.constantFrom(
      Date.UTC(2024, 2, 10, 7),
      Date.UTC(2024, 10, 3, 6),
      Date.UTC(2024, 2, 31, 1),
      Date.UTC(2024, 9, 27, 1),
      Date.UTC(2024, 3, 6, 15),
      Date.UTC(2024, 9, 5, 15, 30),
    ),
    fc.integer({ min: -1440, max: 1440 }),
  )
  .map(([change, minutes]) => change + minutes * 60 * SECOND);
const anyInstant = fc.oneof(instant, nearChange);

function instantOf(text: string): number | undefined {
  const date = parseDate(text);
  return date && toInstant(date);
}

describe('a date that was written', () => {
  test('as an instant is read back', () => {
    fc.assert(fc.property(instant, (at) => expect(instantOf(formatInstant(at))).toBe(at)));
  });

  test('in its usual shape is the same as with a fraction of a second, which is read in another way', () => {
    const number = (most: number, digits: number) =>
      fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(digits, '0'));
    const pair = (most: number) => fc.oneof(number(most, 2), fc.constantFrom('0a', '-1', ' 1', '1'));
    const offset = fc.oneof(
      fc.constantFrom('', 'Z', 'z', '+', '-05', '-0500', '+5:00'),
      fc
        .tuple(fc.constantFrom('+', '-'), pair(20), pair(75))
        .map(([sign, ...parts]) => sign + parts.join(':')),
    );
    const day = fc.tuple(number(2100, 4), pair(13), pair(32)).map((parts) => parts.join('-'));
    const time = fc.tuple(pair(24), pair(60), pair(60)).map((parts) => parts.join(':'));
    fc.assert(
      fc.property(day, time, offset, (date, clock, ahead) => {
        const usual = parseDate(`${date}T${clock}${ahead}`);
        expect(usual).toEqual(parseDate(`${date}T${clock}.0${ahead}`));
      }),
      { numRuns: 3000 },
    );
  });

  test('as a wall clock is read back without an offset', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(parseDate(formatWallClock(at))).toEqual({ wallClock: at, offsetMinutes: undefined });
      }),
    );
  });

  test('with an offset is the same instant whatever the offset', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), fc.boolean(), (at, offset, colon) => {
        const sign = offset < 0 ? '-' : '+';
        const digits = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
          String(part).padStart(2, '0'),
        );
        const text = `${formatWallClock(at + offset * 60 * SECOND)}${sign}${digits.join(colon ? ':' : '')}`;
        expect(instantOf(text)).toBe(at);
        expect(instantOf(text.replace(' ', 'T'))).toBe(at);
      }),
    );
  });

  test('with slashes is read in the order of the account, in 12 and in 24 hours', () => {
    fc.assert(
      fc.property(
        instant,
        fc.constantFrom('MDY', 'DMY'),
        fc.constantFrom(' ', '\u202F', ''),
        (at, order, gap) => {
          const date = new Date(at);
          const [day, month] = [date.getUTCDate(), date.getUTCMonth() + 1];
          const slashed = `${order === 'MDY' ? `${month}/${day}` : `${day}/${month}`}/${date.getUTCFullYear()}`;
          const [hour, rest] = [date.getUTCHours(), date.toISOString().slice(13, 19)];
          const half = `${hour % 12 || 12}${rest}${gap}${hour < 12 ? 'am' : 'PM'}`;
          expect(parseDate(`${slashed} ${half}`, order)?.wallClock).toBe(at);
          expect(parseDate(`${slashed} ${hour}${rest}`, order)?.wallClock).toBe(at);
        },
      ),
    );
  });
});

describe('a wall clock in a zone', () => {
  test('that a clock shows at an instant is read as an instant at which it shows it, the earlier of two', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (at, { zone }) => {
        const wallClock = toWallClock(at, zone);
        const read = toInstant({ wallClock, offsetMinutes: undefined }, zone);
        expect(toWallClock(read, zone)).toBe(wallClock);
        expect(read).toBeLessThanOrEqual(at);
        expect(at - read).toBeLessThanOrEqual(HOUR);
      }),
      { numRuns: 300 },
    );
  });

  test('that is skipped is read as a clock shows it that nobody put forward', () => {
    fc.assert(
      fc.property(anyInstant, anyZone, (wallClock, { name, zone }) => {
        fc.pre(name !== 'Pacific/Apia');
        const shown = toWallClock(toInstant({ wallClock, offsetMinutes: undefined }, zone), zone);
        expect(shown).toBeGreaterThanOrEqual(wallClock);
        expect(shown - wallClock).toBeLessThanOrEqual(HOUR);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['America/New_York', '2024-03-10 02:30', '2024-03-10T07:30:00Z'],
    ['Europe/Berlin', '2024-03-31 02:30', '2024-03-31T01:30:00Z'],
    ['Australia/Lord_Howe', '2024-10-06 02:15', '2024-10-05T15:45:00Z'],
    ['America/New_York', '2024-11-03 01:30', '2024-11-03T05:30:00Z'],
    ['Europe/Berlin', '2024-10-27 02:30', '2024-10-27T00:30:00Z'],
    ['Asia/Kolkata', '2024-01-01 00:00', '2023-12-31T18:30:00Z'],
  ])('in %s: %s is %s', (name, text, expected) => {
    const date = parseDate(text);
    expect(date && formatInstant(toInstant(date, zoneNamed(name)))).toBe(expected);
  });

  test('is UTC where no zone is given', () => {
    expect(toInstant({ wallClock: 0, offsetMinutes: undefined })).toBe(0);
    expect(toWallClock(0)).toBe(0);
  });
});

test('no text makes parseDate throw or give a date out of range', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-:.TZ+ apm') }), (text) => {
      const date = parseDate(text);
      expect(date === undefined || Number.isSafeInteger(date.wallClock)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

describe('a validity', () => {
  const now = Date.UTC(2024, 5, 1);

  test('holds from its first second on, until just before its last', () => {
    expect(isCurrent('2024-06-01T00:00:00Z', null, now)).toBe(true);
    expect(isCurrent('2024-06-01T00:00:01Z', null, now)).toBe(false);
    expect(isCurrent(null, '2024-06-01T00:00:00Z', now)).toBe(false);
    expect(isCurrent(null, '2024-06-01T00:00:01Z', now)).toBe(true);
  });

  test('is open where a date is absent', () => {
    expect(isCurrent(undefined, '', now)).toBe(true);
  });

  test('is not known when a date cannot be read', () => {
    expect(isCurrent('soon', null, now)).toBeUndefined();
    expect(isCurrent(null, true, now)).toBeUndefined();
  });
});
