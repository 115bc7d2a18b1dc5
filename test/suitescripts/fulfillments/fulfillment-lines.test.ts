/** Sales order lines of every kind that a HotWax facility can have shipped, and what becomes of the rows about them. */
import { describe, expect, test } from '@jest/globals';
import {
  FOLDER,
  fulfilled,
  fulfillments,
  linesOf,
  SCRIPT,
  scenario,
  ship,
  taggedItem,
} from '../fulfillment-scenario.ts';
import {
  CLOSED_STORE,
  GIFT_CARD,
  KIT,
  LOT_ITEM,
  OTHER_STORE,
  SERIAL_ITEM,
  SERVICE,
  STORE,
  WAREHOUSE,
} from '../scenario.ts';

describe('a line that is', () => {
  test('shipped in part, and in part again, is finished in the end', () => {
    const order = scenario.order([{ quantity: 5 }]);

    expect(ship(order, taggedItem(1, { quantity: '2' }))).toEqual([]);
    scenario.put(
      `${FOLDER}/b.json`,
      JSON.stringify([
        {
          order_id: String(order),
          items: [taggedItem(1, { quantity: 3, shipment_id: 'S2', order_item_seq_id: '00102' })],
        },
      ]),
    );
    scenario.run(SCRIPT);

    expect(fulfilled(order)).toEqual([5]);
    expect(fulfillments()).toHaveLength(2);
  });

  test('a kit is fulfilled by its main line, its components with it', () => {
    const order = scenario.order([{ item: KIT, quantity: 2 }, {}]);

    expect(ship(order, taggedItem(1, { quantity: '2' }))).toEqual([]);

    expect(fulfilled(order)).toEqual([2, 0]);
    expect(fulfillments()[0]?.sublists.item).toHaveLength(3);
  });

  test('a kit that HotWax did not ship stays where it is, its components too', () => {
    const order = scenario.order([{}, { item: KIT }]);

    ship(order, taggedItem(1));

    expect(fulfilled(order)).toEqual([1, 0]);
    expect(fulfillments()[0]?.sublists.item).toHaveLength(1);
  });

  test('a gift card is fulfilled like any other', () => {
    const order = scenario.order([{ item: GIFT_CARD }]);

    expect(ship(order, taggedItem(1))).toEqual([]);
    expect(fulfilled(order)).toEqual([1]);
  });

  test('a service, which nobody ships, is refused and the others are fulfilled', () => {
    const order = scenario.order([{ item: SERVICE }, {}]);

    expect(ship(order, taggedItem(1), taggedItem(2))).toEqual(['1 LINE_NOT_FULFILLABLE']);
    expect(fulfilled(order)[1]).toBe(1);
  });

  test('closed is refused, and the others of its shipment are fulfilled', () => {
    const order = scenario.order([{ isclosed: true }, {}]);

    expect(ship(order, taggedItem(1), taggedItem(2))).toEqual(['1 LINE_NOT_FULFILLABLE']);
    expect(fulfilled(order)).toEqual([0, 1]);
  });

  test('fulfilled already by a person is refused with the reason', () => {
    const order = scenario.order([{ location: STORE }]);
    scenario.ship(order);

    expect(ship(order, taggedItem(1))).toEqual(['1 NOTHING_TO_FULFILL']);
    expect(fulfillments()).toHaveLength(1);
  });

  test('asked for more than once in a shipment is fulfilled with the sum', () => {
    const order = scenario.order([{ quantity: 4 }]);

    expect(
      ship(
        order,
        taggedItem(1),
        taggedItem(1, { order_item_seq_id: '00102' }),
        taggedItem(1, { order_item_seq_id: '00103' }),
      ),
    ).toEqual([]);
    expect(fulfilled(order)).toEqual([3]);
  });

  test('asked for in fractions that add up to what remains is fulfilled', () => {
    const order = scenario.order([{ quantity: 0.3 }]);

    expect(
      ship(
        order,
        taggedItem(1, { quantity: '0,1' }),
        taggedItem(1, { quantity: 0.2, order_item_seq_id: '00102' }),
      ),
    ).toEqual([]);
    expect(fulfilled(order)).toEqual([0.3]);
  });

  test('one of two hundred is found, and the other lines are left', () => {
    const order = scenario.order(Array.from({ length: 200 }, () => ({})));

    expect(ship(order, taggedItem(180), taggedItem(199))).toEqual([]);

    expect(fulfilled(order).flatMap((quantity, index) => (quantity > 0 ? [index + 1] : []))).toEqual([
      180, 199,
    ]);
  });

  test('allocated to another location ships from where HotWax says it shipped', () => {
    const order = scenario.order([{ location: WAREHOUSE }]);

    expect(ship(order, taggedItem(1, { location_id: String(OTHER_STORE) }))).toEqual([]);

    expect(fulfillments()[0]?.sublists.item?.[0]?.location).toBe(String(OTHER_STORE));
    expect(linesOf(order)[0]?.location).toBe(String(OTHER_STORE));
  });

  test('picked up in a store is marked so, the others are not', () => {
    const order = scenario.order([{}, {}]);

    ship(
      order,
      taggedItem(1, { shipment_method_type_id: 'STOREPICKUP' }),
      taggedItem(2, { shipment_method_type_id: null }),
    );

    expect(linesOf(order).map(({ custcolisbopis }) => custcolisbopis === true)).toEqual([true, false]);
  });
});

describe('a location', () => {
  test('of another one in the same order is an item fulfillment of its own', () => {
    const order = scenario.order([{}, {}, {}]);

    ship(order, taggedItem(1), taggedItem(2, { location_id: String(OTHER_STORE) }), taggedItem(3));

    expect(
      fulfillments().map(({ sublists }) => sublists.item?.map(({ location }) => Number(location))),
    ).toEqual([[STORE, STORE], [OTHER_STORE]]);
  });

  test('of an order that may not be split is on its body', () => {
    const order = scenario.order([{}, {}]);
    scenario.put(
      `${FOLDER}/a.json`,
      JSON.stringify([{ order_id: String(order), maySplit: 'N', items: [taggedItem(1), taggedItem(2)] }]),
    );
    scenario.run(SCRIPT);

    expect(scenario.account.getRecord('salesorder', order).fields.location).toBe(String(STORE));
    expect(fulfilled(order)).toEqual([1, 1]);
  });
});

describe('a shipment that NetSuite refuses', () => {
  test.each([
    ['of serial numbered items', { item: SERIAL_ITEM }, {}, {}, /inventory detail/i],
    ['of lot numbered items', { item: LOT_ITEM }, {}, {}, /inventory detail/i],
    ['from a location that does not exist', {}, {}, { location_id: '7' }, /7/],
    ['from an inactive location', {}, {}, { location_id: String(CLOSED_STORE) }, /16/],
    ['of an order that is not approved', {}, { orderstatus: 'A' }, {}, /not open/],
    ['of an order that is cancelled', {}, { orderstatus: 'C' }, {}, /not open/],
    ['of an order that is billed', {}, { orderstatus: 'G' }, {}, /Nothing is left/],
  ])(
    '%s is told with its row and the reason, and is not fulfilled',
    (_what, line, fields, shipped, reason) => {
      const order = scenario.order([line], fields);

      expect(ship(order, taggedItem(1, shipped))).toHaveLength(1);

      expect(scenario.refusals(FOLDER, 'a.json')).toMatchObject([
        { file: 'a.json', row: '1', message: expect.stringMatching(reason), orderItemSeqId: '00101' },
      ]);
      expect(fulfillments()).toEqual([]);
      expect(fulfilled(order)).toEqual([0]);
    },
  );
});

describe('what comes with a shipment', () => {
  test('is one package for each tracking number, with weight and carrier', () => {
    const order = scenario.order([{}, {}]);

    ship(
      order,
      taggedItem(1, { tracking_number: '1Z1 | 1Z2', carrier_party_id: 'FEDEX' }),
      taggedItem(2, { tracking_number: '1Z2<BR>1Z3', carrier_party_id: 'FEDEX' }),
    );

    expect(
      fulfillments()[0]?.sublists.package?.map((line) => [
        line.packagetrackingnumber,
        line.packageweight,
        line.packagedescr,
      ]),
    ).toEqual([
      ['1Z1', 1, 'FEDEX'],
      ['1Z2', 1, 'FEDEX'],
      ['1Z3', 1, 'FEDEX'],
    ]);
  });

  test('is the day of shipping as the feed writes it, when the deployment says so', () => {
    const order = scenario.order([{ quantity: 2 }]);

    ship(order, taggedItem(1, { shipped_date: '2026-02-27T23:30:00-08:00' }));

    expect(fulfillments()[0]?.fields.trandate).toBe('2026-02-27');
  });
});
