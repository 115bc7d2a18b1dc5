import { describe, expect, test } from '@jest/globals';
import type { SeenFlow } from '../../../transformer/answers/flow.ts';
import { flowOf } from '../../../transformer/answers/judge-flow.ts';
import type { Problem } from '../../../transformer/answers/problems.ts';
import type { PassView } from '../../../transformer/notices/conditions.ts';
import { newsIn, type ToldEntry } from '../../../transformer/notices/news.ts';
import { quietFlow } from '../answers/quiet-flow.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const NOW = Date.parse('2026-03-02T12:00:00Z');
const flow = (seen: Partial<SeenFlow>, at: number) =>
  flowOf({ ...quietFlow(at), feed: 'item-fulfillments', from: 'NetSuite', to: 'HotWax', ...seen });

/** Passes one after the other, of which each remembers what the ones before have told. */
function passes(escalateAfter: readonly number[] = [HOUR, DAY]) {
  let told: ToldEntry[] = [];
  return (minutes: number, seen: Partial<SeenFlow>, more: Partial<PassView> = {}): string[] => {
    const now = NOW + minutes * MINUTE;
    const view: PassView = {
      now,
      problem: undefined,
      interruptions: [],
      flows: [flow(seen, now)],
      problems: [],
      isIndexWhole: true,
      keepsIndex: true,
      ...more,
    };
    const news = newsIn(view, told, escalateAfter);
    told = news.told;
    return news.pieces.map(({ what, condition }) => `${what}: ${condition.says}`);
  };
}

const unreachable = { code: 'UNREACHABLE', message: 'No.' };

describe('what does not come', () => {
  test('is told when it is missed, and when it comes again', () => {
    const pass = passes();
    const lastDelivery = NOW - 6 * HOUR;
    expect(pass(0, { lastDelivery, missed: 340 })).toEqual([
      'opened: item-fulfillments: No fulfillment has come since 06:00 UTC; in such a time usually 340 rows come.',
    ]);
    expect(pass(5, { lastDelivery, missed: 345 })).toEqual([]);
    expect(pass(10, {})).toEqual([]); // without an index nobody knows
    expect(pass(15, { lastDelivery: NOW, missed: null })).toEqual([
      'closed: item-fulfillments: nothing is missed any more.',
    ]);
  });
});

describe('what stands still', () => {
  const untaken = { files: 2, since: NOW - 3 * HOUR };

  test('is told, though rows are refused at the same time, and a late one is not', () => {
    const pass = passes();
    const refused = { count: 3, unit: 'rows' as const, since: NOW };
    expect(pass(0, { untaken: { ...untaken, since: NOW - HOUR }, refused })).toEqual([]);
    expect(pass(5, { untaken, refused })).toEqual([
      'opened: item-fulfillments has stopped: HotWax has taken no fulfillment since 09:00 UTC; 2 files wait.',
    ]);
  });

  test('is neither told again nor called flowing while the server is away, nor by a pass of other feeds', () => {
    const pass = passes();
    expect(pass(0, { untaken })).toHaveLength(1);
    const away = { unknown: 'UNREACHABLE: No.', untaken: null, receiving: null };
    expect(pass(5, away, { problem: unreachable })).toEqual(['opened: The pass fails: UNREACHABLE: No.']);
    expect(pass(10, {}, { flows: [] })).toEqual(['closed: Passes succeed again.']);
    expect(pass(15, { untaken })).toEqual([]);
    expect(pass(20, {})).toEqual(['closed: item-fulfillments flows again.']);
  });

  test('because its folder cannot be looked at is told of that feed alone', () => {
    const pass = passes();
    expect(pass(0, { unknown: 'PERMISSION_DENIED: No.' })).toEqual([
      'opened: item-fulfillments has stopped: The folders of item-fulfillments cannot be looked at: PERMISSION_DENIED: No.',
    ]);
    expect(pass(5, {})).toEqual(['closed: item-fulfillments flows again.']);
  });
});

describe('what is open for long', () => {
  test('is told again at each of the times, once, also when a pass comes late', () => {
    const pass = passes([HOUR, 4 * HOUR, DAY]);
    const failing = (minutes: number) => pass(minutes, {}, { problem: unreachable });
    expect(failing(0)).toHaveLength(1);
    expect(failing(59)).toEqual([]);
    expect(failing(5 * 60)).toEqual(['still open: The pass fails: UNREACHABLE: No.']);
    expect(failing(6 * 60)).toEqual([]);
    expect(failing(24 * 60)).toHaveLength(1);
    expect(failing(240 * 60)).toEqual([]);
  });

  test('is not told again without times', () => {
    const pass = passes([]);
    expect(pass(0, {}, { problem: unreachable })).toHaveLength(1);
    expect(pass(10_000, {}, { problem: unreachable })).toEqual([]);
  });

  test('is one thing while a pass fails for another reason than before', () => {
    const pass = passes();
    const interruptions = [{ code: 'STORE_FAILED', message: 'Full.' }, unreachable];
    expect(pass(0, {}, { interruptions })).toEqual([
      'opened: The pass cannot finish everything: STORE_FAILED: Full. (and 1 more)',
    ]);
    expect(pass(5, {}, { problem: unreachable })).toEqual([]);
    expect(pass(60, {}, { problem: unreachable })).toEqual(['still open: The pass fails: UNREACHABLE: No.']);
  });
});

describe('what NetSuite refuses for now', () => {
  const refused = (since: number, state: 'planned' | 'waits' | 'ended'): Problem => {
    const at = new Date(since).toISOString();
    const retry = { since: at, refusals: 2, next: state === 'planned' ? at : null, state };
    const ids = { orderId: 'HC1', orderItemSeqId: '00101', salesOrder: '7', line: '1', fulfillment: '' };
    return {
      id: 'p-00000001',
      kind: 'rows',
      by: 'NetSuite',
      feed: 'fulfilled-order-items',
      code: 'NOT_COMMITTED',
      field: '',
      count: 1,
      orders: 1,
      oldest: at,
      newest: at,
      whatToDo: 'Correct the stock.',
      acknowledged: null,
      cases: [{ file: 'f', row: 1, at, ...ids, message: 'No.', retry }],
    };
  };

  test('and passes send again is told only once it has been open for an hour', () => {
    const pass = passes();
    const problems = [refused(NOW, 'planned')];
    expect(pass(0, {}, { problems })).toEqual([]);
    expect(pass(59, {}, { problems: [refused(NOW, 'waits')] })).toEqual([]);
    expect(pass(60, {}, { problems })).toEqual([
      'opened: fulfilled-order-items: 1 row of 1 order refused by NetSuite, NOT_COMMITTED; the oldest for 1 h (p-00000001). Refused 2 times since 2026-03-02 12:00 UTC; a pass sends it again at 2026-03-02 12:00 UTC.',
    ]);
    expect(pass(65, {}, { problems: [refused(NOW + 64 * MINUTE, 'planned')] })).toEqual([]);
    expect(pass(70, {})).toEqual([
      'closed: fulfilled-order-items: NOT_COMMITTED is no longer open (p-00000001).',
    ]);
  });

  test('is told at once when nothing sends it again, and not at all when it passes by itself', () => {
    expect(passes()(0, {}, { problems: [refused(NOW, 'ended')] })).toHaveLength(1);
    const pass = passes();
    expect(pass(0, {}, { problems: [refused(NOW, 'planned')] })).toEqual([]);
    expect(pass(20, {})).toEqual([]);
  });
});

describe('without an index', () => {
  const more = { problems: undefined, keepsIndex: false, isIndexWhole: false };

  test('failed files are told as the folders show them, and names that nobody can take', () => {
    const pass = passes();
    expect(pass(0, { failed: { files: 2, since: NOW }, unusable: 1 }, more)).toEqual([
      'opened: item-fulfillments: 1 file cannot be taken, because of the name or because it is no plain file.',
      'opened: item-fulfillments: 2 files in failed/.',
    ]);
    expect(pass(5, { failed: { files: 20, since: NOW } }, more)).toEqual([
      'grown: item-fulfillments: 20 files in failed/.',
      'closed: item-fulfillments: every file can be taken again.',
    ]);
    expect(pass(10, {}, more)).toEqual(['closed: item-fulfillments: no file is in failed/ any more.']);
  });
});
