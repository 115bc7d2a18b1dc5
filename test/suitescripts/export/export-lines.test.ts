/** What stands in an export file for every kind of shipped line, and which lines never do. */
import { describe, expect, test } from '@jest/globals';
import { feedNamed } from '#feeds/catalogue.ts';
import { defaultContext, type Feed } from '#feeds/feed.ts';
import { parseCsv } from '#feeds/format/csv.ts';
import { parseCompletedOrders } from '#feeds/item-fulfillments/hotwax.ts';
import { type ExportedLine, parseExportedLines } from '#feeds/item-fulfillments/netsuite.ts';
import { shipOrder } from '../../../testbed/ship-order.ts';
import { convertWhole } from '../../feeds/convert-whole.ts';
import { FOLDER, reopen, SCRIPT, scenario } from '../export-scenario.ts';
import { GIFT_CARD, ITEM, KIT, type Line, OTHER_ITEM, OTHER_STORE, STORE, WAREHOUSE } from '../scenario.ts';

const order = (lines: readonly Line[], fields: Record<string, unknown> = {}) =>
  scenario.order(
    lines.map((line) => ({ location: WAREHOUSE, ...line })),
    { custbody_hc_order_id: 'HC1', ...fields },
  );

/** Runs the export and gives its rows, file after file. */
function exported(): ExportedLine[] {
  expect(scenario.run(SCRIPT)).toMatchObject({ ended: 'normally' });
  return rows();
}

const rows = (): ExportedLine[] =>
  scenario
    .files(FOLDER)
    .flatMap((name) => parseExportedLines(scenario.read(`${FOLDER}/${name}`)))
    .map(({ line }) => line);

/** Ships a part of an order: quantities by line, with the tracking numbers of its packages. */
const shipPart = (salesOrder: number, quantities: Record<string, number>, trackingNumbers: string[] = []) =>
  shipOrder(scenario.account, salesOrder, { lines: Object.keys(quantities), quantities, trackingNumbers });

/** What the transformer makes of a file. */
function convertText(text: string) {
  const feed = feedNamed('item-fulfillments') as Feed;
  return convertWhole(feed, { format: 'csv', table: parseCsv(text) }, defaultContext(0));
}

describe('a shipped line', () => {
  test('is reported with what was shipped of it, not with what was ordered', () => {
    const partly = order([{ quantity: 5, seqId: '00101' }]);
    shipPart(partly, { 1: 2 });
    shipPart(partly, { 1: 3 });

    expect(exported().map(({ quantity }) => quantity)).toEqual(['2', '3']);
  });

  test('is reported once, should its cost of goods sold have its fields too', () => {
    reopen({}, { doubts: { fieldsOnCostLines: true } });
    scenario.ship(order([{ seqId: '00101' }]));

    expect(exported()).toHaveLength(1);
  });

  test('says which line of which item fulfillment it is, so that two that are alike are two', () => {
    const partly = order([
      { quantity: 2, seqId: '00101' },
      { quantity: 2, seqId: '00101' },
    ]);
    const [first, second] = [shipPart(partly, { 1: 1, 2: 1 }), shipPart(partly, { 1: 1 })];

    expect(exported().map((line) => [line.itemFulfillmentId, line.itemFulfillmentLineId])).toEqual([
      [String(first), '1'],
      [String(first), '2'],
      [String(second), '1'],
    ]);
    const { text, counts } = convertText(scenario.read(`${FOLDER}/${scenario.files(FOLDER)[0]}`));
    expect(counts).toMatchObject({ rows: 3, applied: 3, rejected: 0 });
    expect(parseCompletedOrders(text)[0]?.orderMap.items).toHaveLength(3);
  });

  test('of a fraction keeps its point', () => {
    const half = order([{ quantity: 1.5, seqId: '00101' }]);
    shipPart(half, { 1: 0.5 });

    expect(exported()[0]?.quantity).toMatch(/^0?\.5$/);
  });

  test('in several packages has all their tracking numbers, each once', () => {
    shipPart(order([{ quantity: 2, seqId: '00101' }]), { 1: 2 }, ['1Z1', '1Z2', '1Z1']);

    expect(exported()[0]?.trackingNumber).toBe('1Z1 | 1Z2');
  });

  test('without carrier, method and tracking number has empty cells, and the word undefined nowhere', () => {
    scenario.ship(order([{ seqId: '00101' }]));

    expect(exported()[0]).toMatchObject({
      trackingNumber: '',
      carrier: '',
      shippingMethod: '',
      shippingMethodId: '',
    });
    expect(scenario.read(`${FOLDER}/${scenario.files(FOLDER)[0]}`)).not.toMatch(/undefined|null|NaN/);
  });

  test('with commas, quotes, line ends and other alphabets in its texts comes back the same', () => {
    const text = 'FedEx®, "2 Tage" (速達)';
    scenario.account.addRecord('shipitem', { id: 2831, itemid: text, shipcarrier: 'nonups' });
    shipPart(order([{ seqId: '00101' }], { shipmethod: '2831' }), { 1: 1 }, ['1Z,"1"']);

    expect(exported()[0]).toMatchObject({ shippingMethod: text, trackingNumber: '1Z,"1"' });
  });

  test('keeps the zeros of its ids', () => {
    scenario.ship(order([{ seqId: '00101' }], { custbody_hc_order_id: '000123' }));

    expect(exported()[0]).toMatchObject({ orderId: '000123', orderItemSeqId: '00101' });
  });

  test('with a tag of any kind is reported, as only what HotWax shipped itself is kept back', () => {
    scenario.ship(order([{ seqId: '00101', tag: 'rush' }]));

    expect(exported()).toHaveLength(1);
  });

  test('that is a kit is reported once, without its components', () => {
    scenario.ship(order([{ item: KIT, quantity: 2, seqId: '00101' }]));

    expect(exported()).toMatchObject([{ orderItemSeqId: '00101', quantity: '2' }]);
  });

  test('that is a gift card is reported like any other', () => {
    scenario.ship(order([{ item: GIFT_CARD, seqId: '00101' }]));

    expect(exported()).toHaveLength(1);
  });

  test('that shares its order item with another line is reported twice, as two lines were shipped', () => {
    scenario.ship(order([{ seqId: '00101' }, { item: OTHER_ITEM, seqId: '00101', quantity: 2 }]));

    expect(exported().map(({ quantity }) => quantity)).toEqual(['1', '2']);
  });
});

describe('a line that is not reported:', () => {
  test('one without an order item, such as NetSuite added itself', () => {
    scenario.ship(order([{ seqId: '00101' }, { item: ITEM }]));

    expect(exported()).toHaveLength(1);
  });

  test('one with a line type, such as a discount has', () => {
    scenario.account.addRecord('salesorder', {
      entity: '900',
      custbody_hc_order_id: 'HC1',
      sublists: {
        item: [
          { item: String(ITEM), quantity: 1, location: String(STORE), custcol_hc_order_line_id: '00101' },
          {
            item: String(OTHER_ITEM),
            quantity: 1,
            location: String(STORE),
            custcol_hc_order_line_id: '00101',
            custcol_hc_orderline_type_id: 'HC_DISCOUNT_00101',
          },
        ],
      },
    });
    const [only] = scenario.account.listRecords('salesorder');
    scenario.ship(only?.id ?? 0);

    expect(exported()).toHaveLength(1);
  });

  test.each([
    ['picked', 'A'],
    ['packed', 'B'],
  ])('one that is only %s, until it is shipped', (_what, shipstatus) => {
    const id = scenario.ship(order([{ seqId: '00101' }]), { shipstatus });
    expect(exported()).toEqual([]);

    scenario.account.asUser(({ record }) => {
      const fulfillment = record.load({ type: 'itemfulfillment', id });
      fulfillment.setValue({ fieldId: 'shipstatus', value: 'C' });
      fulfillment.save();
    });

    expect(exported()).toHaveLength(1);
  });
});

describe('the rows of a file', () => {
  test('have the rows of an order together, in the order they were shipped', () => {
    const [one, other] = [
      order([
        { quantity: 2, seqId: '00101' },
        { quantity: 2, seqId: '00102' },
      ]),
      order([{ quantity: 2, seqId: '00101' }], { custbody_hc_order_id: 'HC2' }),
    ];
    shipPart(one, { 1: 1, 2: 1 });
    shipPart(other, { 1: 1 });
    shipPart(one, { 1: 1 });
    shipPart(other, { 1: 1 });

    expect(exported().map(({ orderId, orderItemSeqId }) => `${orderId} ${orderItemSeqId}`)).toEqual([
      'HC1 00101',
      'HC1 00102',
      'HC1 00101',
      'HC2 00101',
      'HC2 00101',
    ]);
  });

  test('name the location of each line, where a fulfillment ships from several', () => {
    const several = order([
      { location: STORE, seqId: '00101' },
      { location: OTHER_STORE, seqId: '00102' },
    ]);
    scenario.ship(several);

    expect(exported().map(({ externalFacilityId }) => externalFacilityId)).toEqual([
      String(STORE),
      String(OTHER_STORE),
    ]);
  });
});
