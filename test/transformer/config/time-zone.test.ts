import { describe, expect, test } from '@jest/globals';
import { isTimeZone, zoneOffset } from '../../../transformer/config/time-zone.ts';

const offsetAt = (zone: string, instant: string): number => zoneOffset(zone)(Date.parse(instant));

describe('the offset of a time zone', () => {
  test.each([
    ['America/New_York', '2024-03-10T06:59:59Z', -300],
    ['America/New_York', '2024-03-10T07:00:00Z', -240],
    ['America/New_York', '2024-11-03T05:59:59Z', -240],
    ['America/New_York', '2024-11-03T06:00:00Z', -300],
    ['Europe/London', '2024-03-31T00:59:59Z', 0],
    ['Europe/London', '2024-03-31T01:00:00Z', 60],
    ['Australia/Lord_Howe', '2024-04-06T14:59:59Z', 660],
    ['Australia/Lord_Howe', '2024-04-06T15:00:00Z', 630],
    ['Asia/Kolkata', '2024-06-01T00:00:00Z', 330],
    ['Asia/Kathmandu', '2024-06-01T00:00:00Z', 345],
    ['UTC', '2024-06-01T00:00:00Z', 0],
  ])('%s at %s is %i minutes', (zone, instant, expected) => {
    expect(offsetAt(zone, instant)).toBe(expected);
  });

  test('is the same when asked again, in any order, and midnight is no 24 o’clock', () => {
    const offset = zoneOffset('America/New_York');
    const instants = [
      '2024-11-03T06:00:00Z',
      '2024-11-03T05:59:59Z',
      '2024-01-01T05:00:00Z',
      '2024-11-03T05:59:59Z',
    ];
    expect(instants.map((instant) => offset(Date.parse(instant)))).toEqual([-300, -240, -300, -240]);
  });

  test('a name that is no time zone is recognized', () => {
    expect(['America/New_York', 'UTC', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
