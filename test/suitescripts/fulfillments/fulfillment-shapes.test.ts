/** Every shape in which fulfilled order items have been seen to arrive: NiFi's files of 2023, the connector's, and our own. */
import { describe, expect, test } from '@jest/globals';
import { FOLDER, fulfilled, SCRIPT, scenario } from '../fulfillment-scenario.ts';
import { STORE } from '../scenario.ts';

function run(text: string, name = 'a.json') {
  scenario.put(`${FOLDER}/${name}`, text);
  expect(scenario.run(SCRIPT).ended).toBe('normally');
}

describe('the file of', () => {
  test.each<[string, (order: number) => unknown]>([
    [
      'the first generation, with attributes',
      (order) => ({
        order_id: String(order),
        order_attributes: [{ attrName: 'ALLOW_SPLIT', attrValue: 'false' }],
        items: [{ line_id: '1', location_id: String(STORE), quantity: '1', tags: 'hotwax-fulfilled' }],
      }),
    ],
    [
      'the documentation, with attributes spelt the other way',
      (order) => ({
        order_id: String(order),
        orderAttributes: null,
        items: [{ line_id: '1', location_id: String(STORE), quantity: 1, tags: '#{defaultTags}' }],
      }),
    ],
    [
      'the connector',
      (order) => ({
        order_id: String(order),
        maySplit: 'Y',
        items: [
          {
            line_id: '1',
            shipment_method_type_id: null,
            quantity: 1,
            location_id: String(STORE),
            tags: 'hotwax-fulfilled',
          },
        ],
      }),
    ],
    [
      'another producer, with numbers for ids and keys nobody knows',
      (order) => ({
        order_id: order,
        anything: { else: [] },
        items: [{ line_id: 1, location_id: STORE, quantity: '1.0', colour: 'red', tags: null }],
      }),
    ],
    [
      'the transformer',
      (order) => ({
        order_id: String(order),
        maySplit: 'Y',
        hotwax_order_id: 'HC1',
        items: [
          {
            line_id: '1',
            location_id: String(STORE),
            quantity: '1',
            tags: 'hotwax-fulfilled',
            shipment_method_type_id: 'STANDARD',
            order_item_seq_id: '00101',
            shipment_id: 'S1',
            tracking_number: '1Z1',
            carrier_party_id: 'FEDEX',
            ship_method_id: '2830',
            shipped_date: '2026-02-27T23:30:00Z',
          },
        ],
      }),
    ],
  ])('%s is fulfilled, tagged, and told in the ledger', (_generation, element) => {
    const order = scenario.order([{}, {}]);

    run(JSON.stringify([element(order)]));

    expect(fulfilled(order)).toEqual([1, 0]);
    expect(scenario.line(order, 1).custcol_hc_item_tag).toBe('hotwax-fulfilled');
    expect(scenario.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_rows: 1,
      custrecord_hc_ff_applied: 1,
    });
  });
});

describe('a row', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['without a line', { line_id: null }, 'MISSING_NETSUITE_LINE_ID'],
    ['whose line is an object', { line_id: { id: 1 } }, 'INVALID_ID'],
    ['without a location', { location_id: '' }, 'MISSING_LOCATION'],
    ['without a quantity', { quantity: null }, 'MISSING_QUANTITY'],
    ['of nothing', { quantity: 0 }, 'INVALID_QUANTITY'],
    ['of less than nothing', { quantity: -1 }, 'INVALID_QUANTITY'],
    ['of something grouped', { quantity: '1,000' }, 'INVALID_QUANTITY'],
    ['of no number', { quantity: 'NaN' }, 'INVALID_QUANTITY'],
    ['shipped on no day', { shipped_date: '2026-02-30T10:00:00Z' }, 'INVALID_DATE'],
  ])('%s is refused with its field, and the others of its order are fulfilled', (_what, fields, code) => {
    const order = scenario.order([{}, {}]);
    const item = { line_id: '1', location_id: String(STORE), quantity: '1', shipment_id: 'S1' };

    run(
      JSON.stringify([
        {
          order_id: String(order),
          items: [
            { ...item, ...fields },
            { ...item, line_id: '2' },
          ],
        },
      ]),
    );

    expect(scenario.refusals(FOLDER, 'a.json')).toMatchObject([
      { row: '1', code, field: Object.keys(fields)[0] },
    ]);
    expect(fulfilled(order)).toEqual([0, 1]);
  });
});

describe('an element', () => {
  test('that is no order, or has no items, is refused alone', () => {
    const order = scenario.order([{}]);
    const items = [{ line_id: '1', location_id: String(STORE), quantity: '1' }];

    run(
      JSON.stringify([
        7,
        null,
        [],
        { order_id: '1' },
        { order_id: String(order), items: [null] },
        { items },
        { order_id: String(order), items },
      ]),
    );

    expect(scenario.refusals(FOLDER, 'a.json').map(({ row, code }) => `${row} ${code}`)).toEqual([
      '1 NOT_AN_ORDER',
      '2 NOT_AN_ORDER',
      '3 NOT_AN_ORDER',
      '4 MISSING_ORDER_ITEMS',
      '5 NOT_AN_ORDER_ITEM',
      '6 MISSING_NETSUITE_ORDER_ID',
    ]);
    expect(fulfilled(order)).toEqual([1]);
  });

  test('without items is nothing to do', () => {
    run('[{"order_id":"1","items":[]}]');

    expect(scenario.ledger('a.json')).toMatchObject({
      custrecord_hc_ff_status: 'Done',
      custrecord_hc_ff_rows: 0,
    });
  });

  test('with keys that programs trip over is read for what it says', () => {
    const order = scenario.order([{}]);
    run(
      `[{"__proto__":{"order_id":"7"},"constructor":"x","order_id":"${order}","items":[{"toString":1,"line_id":"1","location_id":"${STORE}","quantity":"1"}]}]`,
    );

    expect(fulfilled(order)).toEqual([1]);
  });
});

describe('text', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['an empty list', '[]'],
    ['null', 'null'],
    ['a byte order mark and an empty list', '\uFEFF[]'],
  ])('of %s is archived with nothing done', (_what, text) => {
    run(text);

    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.json']);
    expect(scenario.ledger('a.json')).toMatchObject({ custrecord_hc_ff_status: 'Done' });
  });

  test.each([
    ['cut short', '[{"order_id": "1", "items": [{'],
    ['one object without its list', '{"order_id": "1", "items": []}'],
    ['CSV', 'internalId,lineId\n1,1\n'],
    ['a number', '7'],
    ['a web page', '<html>502 Bad Gateway</html>'],
    ['a quote in a name that nobody escaped', '[{"order_id":"1","name":"5" pipe","items":[]}]'],
  ])('that is %s ends in failed, with the reason, and the next file is taken', (_what, text) => {
    const order = scenario.order([{}]);
    scenario.put(
      `${FOLDER}/b.json`,
      JSON.stringify([
        { order_id: String(order), items: [{ line_id: '1', location_id: String(STORE), quantity: '1' }] },
      ]),
    );
    run(text);

    expect(scenario.refusals(FOLDER, 'a.json')).toMatchObject([{ row: '0', code: 'UNREADABLE_FILE' }]);
    expect(scenario.files(`${FOLDER}/failed`)).toEqual(['a.json']);
    expect(fulfilled(order)).toEqual([1]);
  });
});
