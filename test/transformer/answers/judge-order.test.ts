/** What is a difference between the two sides of an order, and what is none. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Sent } from '../../../transformer/answers/agreement/both-sides.ts';
import { judgeOrder } from '../../../transformer/answers/agreement/judge-order.ts';
import { causes } from '../../../transformer/answers/reconcile.ts';
import { agreeing, AT, circumstances, FAULTS, row, sent, STORIES, withFault } from './worlds.ts';

const MINUTE = 60_000;

const stories = fc.array(
  fc.record({ story: fc.constantFrom(...STORIES), quantity: fc.constantFrom(2, 4, 10) }),
  { minLength: 1, maxLength: 6 },
);

const codesOf = (judged: ReturnType<typeof judgeOrder>) =>
  judged.differences.map(({ cause, code }) => `${cause} ${code}`.trim());

describe('two sides that agree', () => {
  test.each(STORIES)('have no difference on a line that was %s', (story) => {
    const judged = judgeOrder(agreeing([{ story, quantity: 2 }]), circumstances);

    expect(judged).toMatchObject({ differences: [], tooNew: 0, notCovered: 0, differing: 0 });
    expect(judged.compared).toBe(story === 'not sent yet' ? 0 : 1);
  });

  test('have no difference, whatever has happened to the lines of the order, and in whatever order rows are known', () => {
    fc.assert(
      fc.property(stories, fc.infiniteStream(fc.nat()), (lines, numbers) => {
        const { stated, sent: rows } = agreeing(lines);
        const shuffled = rows
          .map((one) => ({ one, at: numbers.next().value ?? 0 }))
          .sort((one, other) => one.at - other.at)
          .map(({ one }) => one);

        expect(codesOf(judgeOrder({ stated, sent: shuffled }, circumstances))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('one fault', () => {
  test.each(FAULTS.map((fault) => [fault.what, fault] as const))(
    'is found, with its cause: a line that is %s',
    (_what, fault) => {
      for (const story of fault.to) {
        const world = withFault([{ story, quantity: 4 }], fault);
        const judged = judgeOrder(world ?? agreeing([]), { ...circumstances, ...fault.around });

        expect(codesOf(judged)).toEqual([`${fault.cause} ${fault.code ?? ''}`.trim()]);
        expect(judged.differing).toBe(1);
        const [difference] = judged.differences;
        expect(difference).toMatchObject({
          orderId: 'HC1',
          salesOrder: '71501',
          whatToDo: expect.stringMatching(/\.$/),
        });
        expect(`${difference?.hotwax} ${difference?.netsuite}`).not.toMatch(/undefined|NaN/);
      }
    },
  );

  test('among lines that agree is exactly one difference', () => {
    fc.assert(
      fc.property(stories, fc.constantFrom(...FAULTS), (lines, fault) => {
        const world = withFault(lines, fault);
        fc.pre(world !== undefined);
        const judged = judgeOrder(world ?? agreeing([]), { ...circumstances, ...fault.around });

        expect(codesOf(judged)).toEqual([`${fault.cause} ${fault.code ?? ''}`.trim()]);
      }),
      { numRuns: 1000 },
    );
  });

  test('of every cause is planted by these tests', () => {
    const planted = new Set<string>([...FAULTS.map(({ cause }) => cause), 'ORDER_NOT_IN_NETSUITE']);

    expect(Object.keys(causes).filter((cause) => !planted.has(cause))).toEqual([]);
  });
});

describe('what moved', () => {
  const moved: readonly [string, Partial<Sent>][] = [
    ['after the statement', { made: AT + MINUTE, at: AT + MINUTE, settled: AT + 2 * MINUTE }],
    ['just before it', { made: AT - 10 * MINUTE, at: AT - 9 * MINUTE, settled: AT - 5 * MINUTE }],
    ['before it, and was applied after it', { settled: AT + MINUTE }],
  ];

  test.each(moved)('%s is too new to tell', (_when, times) => {
    const judged = judgeOrder(
      { stated: [row(1)], sent: [sent(1, { location: '999', ...times })] },
      circumstances,
    );

    expect(judged).toMatchObject({ differences: [], compared: 0, tooNew: 1 });
  });

  test('after the statement does not hide what is wrong with another line', () => {
    const judged = judgeOrder(
      {
        stated: [row(1), row(2)],
        sent: [sent(1, { made: AT + 1, at: AT + 1 }), sent(2, { location: '999' })],
      },
      circumstances,
    );

    expect(codesOf(judged)).toEqual(['ALLOCATION_CHANGED']);
  });
});

describe('an order that the statement does not have', () => {
  const absent = (rows: Sent[], since: number | null = circumstances.since) =>
    judgeOrder({ stated: [], sent: rows }, { ...circumstances, since });
  const shipment = sent(1, { feed: 'fulfilled-order-items', shipment: 'S1' });

  test('is a difference when the statement has all orders, or must have changed since', () => {
    expect(codesOf(absent([sent(1)], null))).toEqual(['ORDER_NOT_IN_NETSUITE']);
    expect(codesOf(absent([shipment]))).toEqual(['ORDER_NOT_IN_NETSUITE']);
  });

  test('is not covered when its allocation may have been in place before', () => {
    expect(absent([sent(1)])).toMatchObject({ differences: [], notCovered: 1 });
  });

  test('is a difference in any case when its row was refused', () => {
    const refused = { kind: 'refused', by: 'NetSuite', code: 'ORDER_NOT_FOUND', message: 'No.' } as const;

    expect(codesOf(absent([sent(1, { fate: refused })]))).toEqual(['ALLOCATION_REFUSED ORDER_NOT_FOUND']);
  });
});

describe('no difference is', () => {
  test('an allocation that is undone by one to no location, which clears the line', () => {
    const undone = sent(1, { location: '_NA_', made: AT - 4.5 * 60 * MINUTE, file: 'b.json' });

    expect(
      codesOf(
        judgeOrder(
          { stated: [row(1, { locationId: '', state: 'open' })], sent: [sent(1), undone] },
          circumstances,
        ),
      ),
    ).toEqual([]);
    expect(codesOf(judgeOrder({ stated: [row(1)], sent: [sent(1), undone] }, circumstances))).toEqual([
      'ALLOCATION_CHANGED',
    ]);
  });

  test('a refused allocation whose line stands there all the same', () => {
    const fate = { kind: 'refused', by: 'NetSuite', code: 'ORDER_BUSY', message: 'Busy.' } as const;

    expect(codesOf(judgeOrder({ stated: [row(1)], sent: [sent(1, { fate })] }, circumstances))).toEqual([]);
  });

  test('several order items of one line that are at different places, as one of them counts', () => {
    const items = [
      sent(1, { orderItemSeqId: '00101' }),
      sent(1, { orderItemSeqId: '00102', row: 2, location: '115' }),
    ];

    expect(codesOf(judgeOrder({ stated: [row(1)], sent: items }, circumstances))).toEqual([]);
  });

  test('several order items of one line that were shipped together', () => {
    const item = (seq: string) =>
      sent(1, {
        feed: 'fulfilled-order-items',
        shipment: 'S1',
        shipmentItem: seq,
        orderItemSeqId: seq,
        quantity: '1',
        location: '15',
      });
    const fulfilled = row(1, {
      fulfillmentId: '9',
      shipmentId: 'S1',
      shippedQuantity: '2',
      shippedFrom: '15',
      notExported: 'SHIPPED_BY_HOTWAX',
    });

    expect(
      codesOf(judgeOrder({ stated: [fulfilled], sent: [item('00101'), item('00102')] }, circumstances)),
    ).toEqual([]);
  });

  test('a fulfillment of an order that HotWax knows nothing of', () => {
    const wholesale = row(1, {
      orderId: '',
      orderItemSeqId: '',
      fulfillmentId: '9',
      fulfillmentStatus: 'shipped',
      fulfilledAt: '2026-03-02T09:00:00Z',
      shippedQuantity: '2',
      notExported: 'NO_HOTWAX_ID',
    });

    expect(judgeOrder({ stated: [wholesale], sent: [] }, circumstances)).toMatchObject({
      differences: [],
      compared: 0,
    });
  });

  test('what NetSuite shipped before any file is known', () => {
    const early = row(1, {
      fulfillmentId: '9',
      fulfillmentStatus: 'shipped',
      fulfilledAt: '2025-12-01T00:00:00Z',
      shippedQuantity: '2',
      notExported: 'NOT_YET',
    });

    expect(judgeOrder({ stated: [early], sent: [] }, circumstances)).toMatchObject({
      differences: [],
      notCovered: 1,
    });
  });

  test('what may be explained by a row of which nothing is known', () => {
    const unknown = sent(1, { location: '115', fate: { kind: 'unknown' } });

    expect(judgeOrder({ stated: [row(1)], sent: [unknown] }, circumstances)).toMatchObject({
      differences: [],
      notCovered: 1,
    });
  });

  test('what was told by a file that does not name the item fulfillment', () => {
    const shipped = row(1, {
      fulfillmentId: '9',
      fulfillmentLineId: '1',
      fulfillmentStatus: 'shipped',
      fulfilledAt: '2026-03-02T09:00:00Z',
      shippedQuantity: '2',
      exportFile: 'old.csv',
    });
    const told = sent(1, { feed: 'item-fulfillments', salesOrder: '', line: '', quantity: '2' });

    expect(codesOf(judgeOrder({ stated: [shipped], sent: [told] }, circumstances))).toEqual([]);
  });
});

describe('what is open in both', () => {
  test('is counted with the age of the oldest, and is no difference', () => {
    const judged = judgeOrder(
      agreeing([
        { story: 'allocated', quantity: 2 },
        { story: 'shipped by HotWax', quantity: 2 },
      ]),
      circumstances,
    );

    expect(judged).toMatchObject({ openInBoth: 1, oldestOpen: AT - 5 * 60 * MINUTE });
  });
});
