import { describe, expect, test } from '@jest/globals';
import { type FeedFlow, type SeenFlow, worstFirst } from '../../../transformer/answers/flow.ts';
import { sentenceOf } from '../../../transformer/answers/flow-words.ts';
import { flowOf } from '../../../transformer/answers/judge-flow.ts';
import { zoneOffset } from '../../../transformer/config/time-zone.ts';
import { missedSince, type Past, rowsToday, usualByNow } from '../../../transformer/operate/usual-rows.ts';
import { quietFlow } from './quiet-flow.ts';

const NOW = Date.parse('2026-03-02T11:15:00Z'); // a Monday
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const some = (files: number, age: number) => ({ files, since: NOW - age });

const quiet = quietFlow(NOW);

const flow = (seen: Partial<SeenFlow>): FeedFlow => flowOf({ ...quiet, ...seen });
const said = (seen: Partial<SeenFlow>) => {
  const { state, says } = flow(seen);
  return [state, says];
};

describe('a feed', () => {
  test('in whose receiver files lie for two hours is stopped, and says since when', () => {
    expect(said({ untaken: some(3, 2 * HOUR) })).toEqual([
      'stopped',
      'NetSuite has taken no allocation since 09:15 UTC; 3 files wait.',
    ]);
    expect(said({ untaken: some(1, 2 * DAY) })).toEqual([
      'stopped',
      'NetSuite has taken no allocation since 2026-02-28 11:15 UTC; 1 file waits.',
    ]);
  });

  test('whose receiver goes on taking files is late only, however old the oldest is', () => {
    expect(said({ untaken: some(3, 9 * HOUR), lastTaken: NOW - 10 * MINUTE })).toEqual([
      'late',
      'NetSuite is behind with allocations: 3 files wait, the oldest since 02:15 UTC.',
    ]);
    expect(flow({ untaken: some(3, 9 * HOUR), lastTaken: NOW - 2 * HOUR }).state).toBe('stopped');
    expect(flow({ untaken: some(3, 31 * MINUTE) }).state).toBe('late');
    expect(flow({ untaken: some(3, 29 * MINUTE) }).state).toBe('flowing');
  });

  test('whose files the transformer leaves for 15 minutes is late, for an hour stopped', () => {
    const states = [14, 15, 59, 60].map((minutes) => flow({ waiting: some(2, minutes * MINUTE) }).state);
    expect(states).toEqual(['flowing', 'late', 'late', 'stopped']);
    expect(said({ waiting: some(2, 2 * HOUR) })[1]).toBe(
      'The transformer has not taken 2 files of allocations, waiting since 09:15 UTC.',
    );
    const left = { files: 4, abandoned: 1, since: NOW - 2 * HOUR };
    expect(said({ processing: left })).toEqual([
      'stopped',
      'The transformer has left 1 file of allocations unfinished since 09:15 UTC.',
    ]);
    expect(flow({ processing: { ...left, abandoned: 0 } }).state).toBe('flowing');
  });

  test('with something open needs attention, unless it stands still', () => {
    const refused = { count: 12, unit: 'rows' as const, since: NOW - 3 * HOUR };
    expect(said({ refused, failed: some(1, 2 * DAY), unusable: 2 })).toEqual([
      'attention',
      'Allocations: 1 file failed, 2 files cannot be taken, 12 rows refused; the oldest for 2 days.',
    ]);
    expect(said({ refused: { ...refused, count: 1, unit: 'error files' } })[1]).toBe(
      'Allocations: 1 error file with refused rows; the oldest for 3 h.',
    );
    expect(flow({ refused, untaken: some(1, 3 * HOUR) }).state).toBe('stopped');
  });

  test('that NetSuite has begun and not finished for two hours is late', () => {
    expect(said({ receiving: some(1, 2 * HOUR) })).toEqual([
      'late',
      'NetSuite has begun 1 file of allocations and not finished, delivered since 09:15 UTC.',
    ]);
  });

  test('from which nothing comes that usually comes is late', () => {
    expect(said({ missed: 340, lastDelivery: NOW - 6 * HOUR, rowsToday: 12 })).toEqual([
      'late',
      'No allocation has come since 05:15 UTC; in such a time usually 340 rows come.',
    ]);
  });

  test('that moves says how much, one with nothing to do when it last had something', () => {
    expect(said({ lastDelivery: NOW - 5 * MINUTE, rowsToday: 340, usualByNow: 320 })).toEqual([
      'flowing',
      '340 rows of allocations delivered today (usual by now: 320), the last at 11:10 UTC.',
    ]);
    expect(said({ waiting: some(1, MINUTE) })).toEqual(['flowing', 'Allocations are under way: 1 file.']);
    expect(said({ lastDelivery: NOW - 2 * DAY, rowsToday: 0 })).toEqual([
      'idle',
      'No allocation waits, and the last came 2 days ago.',
    ]);
    expect(said({ feed: 'item-fulfillments' })).toEqual(['idle', 'No fulfillment waits.']);
  });

  test('that cannot be looked at is stopped, whatever else', () => {
    expect(said({ unknown: 'PERMISSION_DENIED: No.' })).toEqual([
      'stopped',
      'The folders of brokered-order-items cannot be looked at: PERMISSION_DENIED: No.',
    ]);
    expect(flow({ untaken: null, receiving: null }).state).toBe('idle');
  });
});

describe('all feeds', () => {
  const stopped = flow({ tenant: 'acme', untaken: some(3, 2 * HOUR) });
  const open = flow({ tenant: 'beta', failed: some(1, DAY) });
  const flowing = flow({ lastDelivery: NOW, rowsToday: 1 });

  test('are sorted worst first, and in one state by what has waited longest', () => {
    const older = flow({ untaken: some(1, 3 * HOUR) });
    expect(worstFirst([flowing, open, stopped, older])).toEqual([older, stopped, open, flowing]);
  });

  test('have one sentence: the worst of them, and how many others need a look', () => {
    expect(sentenceOf([flowing, open, stopped])).toBe(
      'acme: NetSuite has taken no allocation since 09:15 UTC; 3 files wait. 1 other feed needs a look.',
    );
    expect(sentenceOf([flowing, flowing])).toBe('Everything flows: 2 rows delivered today.');
    expect(sentenceOf([flow({}), flow({})])).toBe('Nothing waits anywhere.');
    expect(sentenceOf([])).toBe('No feed is enabled.');
  });
});

describe('what is usual', () => {
  const everyDay = (count: number, rows: (day: number) => number, hour = 10): Past['delivered'] =>
    Array.from({ length: count }, (_, day) => day + 1).map((day) => ({
      at: NOW - (NOW % DAY) - day * DAY + hour * HOUR,
      rows: rows(day),
    }));
  const past = (delivered: Past['delivered'], zone: Past['zone'] = () => 0): Past => ({
    delivered,
    since: Math.min(...delivered.map(({ at }) => at)) - 12 * HOUR,
    zone,
  });

  test('is the median of the same weekday by this hour, and unknown before three weeks of it or five days', () => {
    const mondays = (day: number) => (day % 7 === 0 ? 100 + day : 5);
    expect(usualByNow(past(everyDay(30, mondays)), NOW)).toBe(118); // 107, 114, 121, 128
    expect(usualByNow(past(everyDay(10, mondays)), NOW)).toBe(5);
    expect(usualByNow(past(everyDay(4, mondays)), NOW)).toBe(null);
    expect(usualByNow(past(everyDay(30, mondays, 12)), NOW)).toBe(0); // it is a quarter past eleven
    expect(usualByNow({ delivered: [], since: undefined, zone: () => 0 }, NOW)).toBe(null);
  });

  test('counts days by the clock on the wall', () => {
    const newYork = past([{ at: NOW - 7 * HOUR, rows: 3 }], zoneOffset('America/New_York'));
    expect(rowsToday(newYork, NOW)).toBe(0); // midnight there is five in the morning
    expect(rowsToday({ ...newYork, zone: () => 0 }, NOW)).toBe(3);
  });

  test('is missed once as much time has gone without it, also over midnight and over many days', () => {
    const daily = past(everyDay(30, () => 50));
    const last = NOW - (NOW % DAY) - DAY + 10 * HOUR; // yesterday at ten
    const at = (hours: number) => missedSince(daily, last, last + hours * HOUR);
    expect([at(20), at(24.5), at(25), at(30), at(44)]).toEqual([null, null, 50, 50, 50]);
    expect(at(24 * 3)).toBe(100); // the third may still come
  });

  test('does not miss what came earlier than on other days, nor less than is worth it', () => {
    const daily = past(everyDay(30, () => 50));
    const ten = NOW - (NOW % DAY) + 10 * HOUR;
    expect(missedSince(daily, ten - 1.5 * HOUR, ten + 3 * HOUR)).toBe(null);
    expect(missedSince(past(everyDay(30, () => 19)), ten - DAY, ten + 3 * HOUR)).toBe(null);
    expect(missedSince(daily, null, ten)).toBe(null);
  });
});
