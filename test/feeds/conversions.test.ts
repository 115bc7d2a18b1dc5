/** What holds for every file: no row is lost, none is counted twice, and only a file as a whole makes a conversion throw. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatSalesOrderLineUpdates,
  parseSalesOrderLineUpdates,
} from '#feeds/brokered-order-items/netsuite.ts';
import { feedNamed, feeds } from '#feeds/catalogue.ts';
import { FeedError } from '#feeds/errors.ts';
import { defaultContext, type Feed, type FeedName } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { parseJsonList } from '#feeds/format/json.ts';
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { parseCompletedOrders } from '#feeds/item-fulfillments/hotwax.ts';
import {
  type ExportedLine,
  exportedColumns,
  formatExportedLines,
  parseExportedLines,
} from '#feeds/item-fulfillments/netsuite.ts';
import { skippedRows } from '#feeds/rows/counts.ts';
import { rejectCodes } from '#feeds/rows/reject.ts';
import type { Tally } from '#feeds/rows/tally.ts';
import { orderLike, salesOrderLike, shippedLine, soundOrders } from './arbitraries.ts';
import { type ConvertedFile, convertWhole } from './convert-whole.ts';

const context = defaultContext(Date.UTC(2024, 5, 1));

function named(name: FeedName): Feed {
  const feed = feedNamed(name);
  if (!feed) throw new Error(`No feed is called ${name}.`);
  return feed;
}

function convertText(feed: Feed, text: string): ConvertedFile {
  return feed.source.format === 'json'
    ? convertWhole(feed, { format: 'json', elements: parseJsonList(text) }, context)
    : convertWhole(feed, { format: 'csv', table: parseCsv(text) }, context);
}

function expectConverted({ counts, rejects }: ConvertedFile): void {
  expect(counts.rejected).toBe(rejects.length);
  expectBalanced({ counts, rejects }, counts.applied);
}

function expectBalanced({ counts, rejects }: Omit<Tally, 'skips'>, applied: number): void {
  expect(applied + rejects.length + skippedRows(counts)).toBe(counts.rows);
  expect(counts.rejected).toBe(rejects.length);
  const rows = rejects.map(({ row }) => row);
  expect(rows).toEqual([...new Set(rows)].sort((one, other) => one - other));
  for (const { row, code, field, message } of rejects) {
    expect(row >= 1 && row <= counts.rows && field !== '' && message !== '').toBe(true);
    expect(Object.keys(rejectCodes)).toContain(code);
  }
}

/** Undefined when the file as a whole was refused, which only a FeedError says. */
function unlessRefused<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (failure) {
    if (failure instanceof FeedError) return undefined;
    throw failure;
  }
}

const hotwaxFeeds = feeds.filter(({ from }) => from === 'HotWax');
const csvLike = fc.string({
  unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', '1', '\uFEFF', '{', '}', '[', ']'),
});
const wrongFile = fc.oneof(csvLike, fc.string({ unit: 'binary' }), fc.json());

/** What an operator can set of how HotWax's feeds are read. */
const settings = fc.record({
  productIdRequired: fc.boolean(),
  externalIdTemplate: fc.constantFrom(
    undefined,
    'SO_{orderId}',
    '{orderName}/{orderExternalId}',
    '{SHOPIFY_ID}',
  ),
  unbrokeredFacilities: fc.constantFrom([], ['_NA_'], ['101', '_NA_']),
});

describe('whatever a file holds', () => {
  test.each(feeds.map((feed) => [feed.name, feed] as const))('%s accounts for every row', (_, feed) => {
    fc.assert(
      fc.property(wrongFile, (text) => {
        const converted = unlessRefused(() => convertText(feed, text));
        if (converted) expectConverted(converted);
      }),
    );
  });

  test.each(hotwaxFeeds.map((feed) => [feed.name, feed] as const))(
    '%s accounts for every order item of what looks like orders',
    (_, feed) => {
      fc.assert(
        fc.property(fc.array(orderLike, { maxLength: 4 }), settings, (elements, given) => {
          const facilities = { netsuite: ['101'], oms: ['101'] };
          const converted = convertWhole(
            feed,
            { format: 'json', elements: JSON.parse(JSON.stringify(elements)) },
            { ...context, ...given, facilities, shippingMethods: { STANDARD: '2830' } },
          );
          expectConverted(converted);
        }),
        { numRuns: 500 },
      );
    },
  );

  test('item-fulfillments accounts for every row below its header', () => {
    const cell = fc.oneof(
      fc.constantFrom('00101', 'undefined', '1/4/2024 4:23 pm', '2024-01-04T16:23:00Z', '1', '0,5', ''),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 10 })), (rows) => {
        const table = { header: exportedColumns, rows };
        const converted = convertWhole(named('item-fulfillments'), { format: 'csv', table }, context);
        expectConverted(converted);
        expect(converted.counts.rows).toBe(rows.length);
      }),
    );
  });

  test('what NetSuite reads of it accounts for every row', () => {
    fc.assert(
      fc.property(fc.array(salesOrderLike, { maxLength: 4 }), wrongFile, (orders, text) => {
        const { lines, tally } = parseShippedSalesOrders(JSON.stringify(orders));
        expectBalanced(tally, lines.length);
        const updates = unlessRefused(() =>
          parseSalesOrderLineUpdates(`internalId,lineId,location\n${text}`),
        );
        if (updates) expectBalanced(updates.tally, updates.updates.length);
      }),
    );
  });

  test('a value nested a hundred thousand deep is refused like any other', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const feed of hotwaxFeeds) {
      const item = `{"orderItemSeqId":"1","orderItemExternalId":"1","facilityExternalId":"1","shippedQuantity":${deep},"orderItemQuantity":${deep},"facilityGroupMembers":[{"facilityGroupId":"NETSUITE_FULFILLMENT"},{"facilityGroupId":"OMS_FULFILLMENT"}]}`;
      const order = `{"orderId":"1","orderItems":[${item}],"shipments":[{"shipmentItems":[${item}]}]}`;
      const { counts, rejects } = convertText(feed, `[${order},${deep},"${'x'.repeat(1000)}"]`);
      expect([counts.rows, rejects.length]).toEqual([3, 3]);
      expect(rejects.every(({ message }) => message.length < 500)).toBe(true);
    }
  });

  test('a file of the other format is refused as a whole', () => {
    for (const feed of feeds) {
      const convert = () =>
        feed.source.format === 'csv'
          ? convertWhole(feed, { format: 'json', elements: [] }, context)
          : convertWhole(feed, { format: 'csv', table: { header: [], rows: [] } }, context);
      expect(convert).toThrow(expect.objectContaining({ code: 'NOT_THIS_FEED' }));
    }
  });
});

describe('rows that nothing is wrong with', () => {
  test('of brokered-order-items are all read by NetSuite, those of a sales order one after the other', () => {
    fc.assert(
      fc.property(soundOrders('NETSUITE_FULFILLMENT'), fc.nat(), (orders, seed) => {
        const pieces = shuffled(orders.flatMap(oneItemEach('orderItems')), seed);
        const { text, counts } = convertWhole(
          named('brokered-order-items'),
          { format: 'json', elements: pieces },
          context,
        );
        const read = parseSalesOrderLineUpdates(text);
        expect([counts.applied, read.updates.length, read.tally.rejects]).toEqual([
          pieces.length,
          pieces.length,
          [],
        ]);
        const ids = read.updates.map(({ update }) => update.internalId);
        expect(ids.filter((id, at) => id !== ids[at - 1])).toHaveLength(new Set(ids).size);
      }),
    );
  });

  test('of fulfilled-order-items are all read by NetSuite, with their quantities', () => {
    fc.assert(
      fc.property(soundOrders('OMS_FULFILLMENT'), (orders) => {
        const { text, counts } = convertWhole(
          named('fulfilled-order-items'),
          { format: 'json', elements: orders },
          context,
        );
        const read = parseShippedSalesOrders(text);
        const items = orders.flatMap((order) => (order.orderItems as { shippedQuantity: number }[]) ?? []);
        expect([counts.applied, read.lines.length]).toEqual([items.length, items.length]);
        expect(sumOf(read.lines.map(({ line }) => line.quantity))).toBe(
          sumOf(items.map(({ shippedQuantity }) => String(shippedQuantity))),
        );
      }),
    );
  });

  test('of item-fulfillments reach HotWax with the quantity of each order item, or are reported as repeats', () => {
    fc.assert(
      fc.property(fc.array(shippedLine), (lines) => {
        const converted = convertText(named('item-fulfillments'), formatExportedLines(lines));
        const { text, rejects } = converted;
        expectConverted(converted);
        expect(rejects.filter(({ code }) => code !== 'REPEATED_ROW')).toEqual([]);
        const refused = new Set(rejects.map(({ row }) => row));
        const kept = lines.filter(
          (line, index) => !refused.has(index + 1) && !isToldBefore(lines, line, index),
        );
        expect(quantitiesIn(text)).toEqual(quantitiesOf(kept));
      }),
    );
  });
});

/** Of a line that says which it is the first counts. */
const isToldBefore = (lines: readonly ExportedLine[], line: ExportedLine, index: number): boolean =>
  line.itemFulfillmentId !== '' &&
  line.itemFulfillmentLineId !== '' &&
  lines.findIndex((other) => JSON.stringify(other) === JSON.stringify(line)) < index;

/** The items of an order, each in an order of its own, as a feed cut at a row limit has them. */
const oneItemEach =
  (field: string) =>
  (order: Readonly<Record<string, unknown>>): unknown[] =>
    (order[field] as unknown[]).map((item) => ({ ...order, [field]: [item] }));

const shuffled = <Element>(elements: readonly Element[], seed: number): Element[] =>
  elements
    .map((element, index) => ({ element, rank: ((index + 1) * (seed + 7919)) % 10_007 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ element }) => element);

const sumOf = (quantities: readonly string[]): number =>
  quantities.reduce((sum, quantity) => sum + Math.round(Number(quantity) * 1000), 0);

function quantitiesOf(lines: readonly ExportedLine[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { orderId, orderItemSeqId, quantity } of lines) {
    const key = JSON.stringify([orderId, orderItemSeqId]);
    sums.set(key, (sums.get(key) ?? 0) + sumOf([quantity]));
  }
  return sums;
}

const withoutNames = {
  carrier: '',
  shippingMethod: '',
  shippingMethodId: '',
  itemFulfillmentId: '',
  itemFulfillmentLineId: '',
};

const quantitiesIn = (text: string): Map<string, number> =>
  quantitiesOf(
    parseCompletedOrders(text).flatMap(({ orderMap: { orderId, items } }) =>
      items.map((item) => ({ ...item, orderId, ...withoutNames })),
    ),
  );

describe('what one side writes', () => {
  test('as sales order line updates is read back', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9,"'=+@-][A-Za-z0-9 ,"-]{0,8}[A-Za-z0-9]$/);
    const internalId = fc.integer({ min: 1 }).map(String);
    const flag = fc.constantFrom('', 'T');
    const update = fc.record({
      internalId,
      lineId: internalId,
      item: fc.oneof(fc.constant(''), id),
      location: fc.oneof(internalId, fc.constant('_NA_')),
      quantity: fc.constantFrom('', '1', '0.5', '12.125'),
      closed: flag,
      rejected: fc.constantFrom('', 'T', 'F'),
    });
    fc.assert(
      fc.property(fc.array(update), (updates) => {
        const written = updates.map((each) => ({ ...each, externalId: '', tags: '' }));
        const read = parseSalesOrderLineUpdates(formatSalesOrderLineUpdates(written));
        expect(read.updates).toMatchObject(written.map((each, index) => ({ row: index + 1, update: each })));
        expect(read.updates.every(({ update: { shippingMethod, zip } }) => shippingMethod + zip === '')).toBe(
          true,
        );
      }),
    );
  });

  test('as exported lines is read back', () => {
    fc.assert(
      fc.property(fc.array(shippedLine), (lines) => {
        expect(parseExportedLines(formatExportedLines(lines)).map(({ line }) => line)).toEqual(lines);
      }),
    );
  });
});
