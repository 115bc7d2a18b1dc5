/** One shipment item is fulfilled once, whatever comes with it, before it or after it; what is not the same is told. */
import { afterAll, describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import { ServerDown } from '../../../emulator/account/faults.ts';
import { FOLDER, fulfillments, type Item, reopen, scenario, usuallyOpen } from '../fulfillment-scenario.ts';
import { OTHER_STORE, type Scenario, STORE, WAREHOUSE } from '../scenario.ts';
import { makeBacklogProject } from './backlog-project.ts';

const handed = makeBacklogProject();
afterAll(() => handed.remove());
usuallyOpen(handed);

/** A row as the transformer writes it. */
const item = (seqId: string, fields: Item = {}): Item => ({
  line_id: '1',
  location_id: String(STORE),
  quantity: '1',
  order_item_seq_id: '00101',
  shipment_id: '5001',
  shipment_item_seq_id: seqId,
  tracking_number: 'T1',
  ...fields,
});

/** A row of before rows said which shipment item they are. */
const older = (fields: Item = {}): Item => item('', { shipment_item_seq_id: undefined, ...fields });

/** What makes of a shipment item another one, or of its rows another shipment. */
const CHANGES: [string, Item][] = [
  ['another quantity', { quantity: '2' }],
  ['another tracking number', { tracking_number: 'T2' }],
  ['another location', { location_id: String(WAREHOUSE) }],
];
const OTHER_LINE: [string, Item] = ['another line', { line_id: '2' }];

const send = (name: string, order: number, ...items: Item[]) =>
  scenario.put(`${FOLDER}/${name}`, JSON.stringify([{ order_id: String(order), items }]));

type Draft = ReturnType<Parameters<Parameters<Scenario['account']['asUser']>[0]>[0]['record']['transform']>;

/** Saves an item fulfillment of an order that no script has made. */
const make = (order: number, fill: (draft: Draft) => void): void =>
  scenario.account.asUser(({ record }) => {
    const types = { fromType: 'salesorder', toType: 'itemfulfillment' };
    const draft = record.transform({ ...types, fromId: order, isDynamic: false });
    fill(draft);
    draft.save();
  });

const fulfilled = (order: number) => Number(scenario.line(order, 1).quantityfulfilled ?? 0);
function counts(name: string) {
  const { custrecord_hc_ff_applied: applied, custrecord_hc_ff_skipped: skipped } =
    scenario.ledger(name) ?? {};
  return [Number(applied), Number(skipped)];
}

describe.each([
  ['the scheduled script', 'customdeploy_create_itemfulfillment'],
  ['the script for backlogs', 'customdeploy_hc_create_backlog'],
])('of %s', (_what, deployment) => {
  const run = () => expect(scenario.run(deployment).ended).toBe('normally');
  const ship = (name: string, order: number, ...items: Item[]) => {
    send(name, order, ...items);
    run();
    return scenario.errors(FOLDER, name);
  };

  test('two shipment items that are alike otherwise are two', () => {
    const order = scenario.order([{ quantity: 2 }]);

    expect(ship('a.json', order, item('00001'), item('00002'))).toEqual([]);

    expect(fulfilled(order)).toBe(2);
    expect(counts('a.json')).toEqual([2, 0]);
  });

  test('a second package that comes in a later file is fulfilled too, with its own tracking number', () => {
    const order = scenario.order([{ quantity: 2 }]);
    ship('a.json', order, item('00001'));

    expect(ship('b.json', order, item('00002', { tracking_number: 'T2' }))).toEqual([]);

    expect(fulfilled(order)).toBe(2);
    const packages = fulfillments().flatMap(({ sublists }) => sublists.package ?? []);
    expect(packages.map(({ packagetrackingnumber }) => packagetrackingnumber)).toEqual(['T1', 'T2']);
  });

  test('a package that comes after an earlier one was taken back by a person is fulfilled all the same', () => {
    const order = scenario.order([{ quantity: 3 }]);
    ship('a.json', order, item('00001'));
    ship('b.json', order, item('00002', { tracking_number: 'T2' }));
    const [first] = fulfillments();
    scenario.account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id: first?.id ?? 0 }));

    expect(ship('c.json', order, item('00003', { tracking_number: 'T3' }))).toEqual([]);

    expect(fulfilled(order)).toBe(2);
  });

  test('a row that repeats another of its file is skipped, though its date or method differs', () => {
    const order = scenario.order([{ quantity: 2 }]);

    expect(ship('a.json', order, item('00001'), item('00001', { ship_method_id: '2830' }))).toEqual([]);

    expect(fulfilled(order)).toBe(1);
    expect(counts('a.json')).toEqual([1, 1]);
  });

  test.each([...CHANGES, OTHER_LINE])(
    'rows of one shipment item with %s are all refused, in one file',
    (_what2, fields) => {
      const order = scenario.order([{ quantity: 5 }, { quantity: 5 }]);

      expect(ship('a.json', order, item('00001'), item('00001', fields))).toEqual([
        '1 CONFLICTING_ROWS',
        '2 CONFLICTING_ROWS',
      ]);
      expect(fulfillments()).toEqual([]);
    },
  );

  test.each([...CHANGES, OTHER_LINE, ['no tracking number', { tracking_number: '' }] as [string, Item]])(
    'a shipment item that comes again with %s is refused, and says what it was',
    (_what2, fields) => {
      const order = scenario.order([{ quantity: 5 }, { quantity: 5 }]);
      ship('a.json', order, item('00001'));

      expect(ship('b.json', order, item('00001', fields), item('00002'))).toEqual([
        '1 SHIPMENT_ITEM_CHANGED',
      ]);

      expect(fulfilled(order)).toBe(2);
      expect(scenario.refusals(FOLDER, 'b.json')[0]?.message).toContain(
        `was fulfilled before as 1 of line 1 from location ${STORE} with tracking number T1, in item fulfillment ${fulfillments()[0]?.id}`,
      );
    },
  );

  test('a shipment item that comes again as it was is skipped, its tracking numbers in whatever order', () => {
    const order = scenario.order([{ quantity: 5 }]);
    ship('a.json', order, item('00001', { tracking_number: 'T1 | T2' }));

    expect(ship('b.json', order, item('00001', { tracking_number: ['T2', 'T1'], quantity: 1.0 }))).toEqual(
      [],
    );

    expect(fulfilled(order)).toBe(1);
    expect(counts('b.json')).toEqual([0, 1]);
  });

  test('a shipment from two locations is fulfilled from each, once', () => {
    const order = scenario.order([{ quantity: 5 }]);
    const rows = [item('00001'), item('00002', { location_id: String(OTHER_STORE), quantity: '2' })];

    expect(ship('a.json', order, ...rows)).toEqual([]);
    expect(ship('b.json', order, ...rows)).toEqual([]);

    expect(fulfilled(order)).toBe(3);
    expect(fulfillments()).toHaveLength(2);
    expect(counts('b.json')).toEqual([0, 2]);
  });

  describe('of rows that do not say which shipment item they are,', () => {
    test('those that come again with the same sum are repeats', () => {
      const order = scenario.order([{ quantity: 5 }]);
      ship('a.json', order, older(), older({ quantity: '2', tracking_number: 'T2' }));

      expect(ship('b.json', order, older({ tracking_number: 'T2' }), older({ quantity: '2' }))).toEqual([]);
      expect(fulfilled(order)).toBe(3);
      expect(counts('b.json')).toEqual([0, 2]);
    });

    test.each<[string, Item]>([
      ['another sum', { quantity: '3' }],
      ['another tracking number', { tracking_number: 'T2' }],
      ['another location', { location_id: String(WAREHOUSE) }],
    ])('those that come again with %s are refused', (_what2, fields) => {
      const order = scenario.order([{ quantity: 5 }]);
      ship('a.json', order, older());

      expect(ship('b.json', order, older(fields))).toEqual(['1 SHIPMENT_ITEM_CHANGED']);
      expect(fulfilled(order)).toBe(1);
    });

    test('those without an order item are distinguished by their line', () => {
      const order = scenario.order([{ quantity: 5 }, { quantity: 5 }]);
      const bare = (fields: Item) => older({ order_item_seq_id: undefined, ...fields });
      ship('a.json', order, bare({ quantity: '2' }));

      expect(ship('b.json', order, bare({ quantity: '3' }), bare({ line_id: '2' }))).toEqual([
        '1 SHIPMENT_ITEM_CHANGED',
      ]);
      expect(ship('c.json', order, bare({ quantity: '2' }))).toEqual([]);
      expect(fulfilled(order)).toBe(2);
      expect(scenario.line(order, 2).quantityfulfilled).toBe(1);
    });

    test('one that its file has twice is reported: it may be two', () => {
      const order = scenario.order([{ quantity: 5 }]);

      expect(ship('a.json', order, older(), older())).toEqual(['2 REPEATED_ROW']);
      expect(fulfilled(order)).toBe(1);
    });

    test('those that a later file names are repeats when their sum is the same', () => {
      const order = scenario.order([{ quantity: 5 }]);
      ship('a.json', order, older({ quantity: '2' }));

      expect(ship('b.json', order, item('00001'), item('00002'))).toEqual([]);
      expect(ship('c.json', order, item('00001'), item('00002'), item('00003'))).toEqual([
        '1 SHIPMENT_ITEM_CHANGED',
        '2 SHIPMENT_ITEM_CHANGED',
        '3 SHIPMENT_ITEM_CHANGED',
      ]);
      expect(fulfilled(order)).toBe(2);
    });

    test('those that an earlier file named are repeats when their sum is the same', () => {
      const order = scenario.order([{ quantity: 5 }]);
      ship('a.json', order, item('00001'), item('00002'));

      expect(ship('b.json', order, older({ quantity: '2' }))).toEqual([]);
      expect(ship('c.json', order, older({ quantity: '1' }))).toEqual(['1 SHIPMENT_ITEM_CHANGED']);
      expect(fulfilled(order)).toBe(2);
    });
  });

  describe('what the first version has fulfilled', () => {
    /** As it was made: the location in the external id, and of each row no more than line and order item. */
    const fulfilledBefore = (order: number, held: string, quantity = 1) =>
      make(order, (made) => {
        made.setValue({ fieldId: 'externalid', value: `hc-shipment-5001-${order}-${STORE}` });
        made.setValue({ fieldId: 'custbody_hc_shipment_id', value: '5001' });
        made.setValue({ fieldId: 'custbody_hc_order_items', value: held });
        made.setValue({ fieldId: 'custbody_hc_fulfillment_exported', value: true });
        made.setValue({ fieldId: 'shipstatus', value: 'C' });
        const set = (fieldId: string, value: number | string) =>
          made.setSublistValue({ sublistId: 'item', fieldId, line: 0, value });
        set('quantity', quantity);
        set('location', String(STORE));
        for (const [fieldId, value] of [
          ['packageweight', 1],
          ['packagetrackingnumber', 'T1'],
        ] as const)
          made.setSublistValue({ sublistId: 'package', fieldId, line: 0, value });
      });

    test.each(['1 00101', '1 00101\n1 00102', '1'])('and noted as %j is not fulfilled again', (held) => {
      const order = scenario.order([{ quantity: 5 }]);
      fulfilledBefore(order, held, held.split('\n').length);
      const orderItems = held.split('\n').map((line) => line.split(' ')[1]);
      const rows = orderItems.map((order_item_seq_id, index) => item(`0000${index}`, { order_item_seq_id }));

      expect(ship('b.json', order, ...rows)).toEqual([]);

      expect(fulfillments()).toHaveLength(1);
      expect(counts('b.json')).toEqual([0, rows.length]);
    });

    test.each(CHANGES)('is refused when it comes with %s', (_what2, fields) => {
      const order = scenario.order([{ quantity: 5 }]);
      fulfilledBefore(order, '1 00101');

      expect(ship('b.json', order, item('00001', fields))).toEqual(['1 SHIPMENT_ITEM_CHANGED']);

      expect(fulfilled(order)).toBe(1);
    });

    test("keeps none of the shipment's other lines from being fulfilled", () => {
      const order = scenario.order([{ quantity: 1 }, { quantity: 1 }]);
      make(order, (made) => {
        made.setValue({ fieldId: 'custbody_hc_shipment_id', value: '5001' });
        made.setValue({ fieldId: 'custbody_hc_order_items', value: '1 00101' });
        made.setSublistValue({ sublistId: 'item', fieldId: 'itemreceive', line: 1, value: false });
        made.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: String(STORE) });
      });
      const rows = [
        item('00001', { tracking_number: '' }),
        item('00002', { line_id: '2', order_item_seq_id: '00102', tracking_number: '' }),
      ];

      expect(ship('b.json', order, ...rows)).toEqual([]);

      expect(scenario.line(order, 2).quantityfulfilled).toBe(1);
      expect(counts('b.json')).toEqual([1, 1]);
    });
  });

  test('rows whose ids hold a line end are refused: they would pass for others', () => {
    const order = scenario.order([{ quantity: 5 }]);

    expect(
      ship(
        'a.json',
        order,
        item('00001', { order_item_seq_id: '00101\n1 00102' }),
        item('00001\n00002'),
        item('00003', { shipment_id: 'a\tb' }),
        item('00004'),
      ),
    ).toEqual(['1 INVALID_ID', '2 INVALID_ID', '3 INVALID_ID']);
    expect(fulfilled(order)).toBe(1);
  });

  test.each(['0%s', '%s.0', '+%s', '%se0', '%s,0', '0x%x', 'SO-%s', '-1', '0', '1'.repeat(19)])(
    'a sales order, line, location or ship method called %j is refused, whatever number it would be',
    (spelt) => {
      const order = scenario.order([{ quantity: 9 }]);
      const as = (id: number) => spelt.replace('%s', String(id)).replace('%x', id.toString(16));
      scenario.put(
        `${FOLDER}/a.json`,
        JSON.stringify([
          { order_id: as(order), items: [item('00001')] },
          {
            order_id: ` ${order} `,
            items: [
              item('00002', { line_id: as(1) }),
              item('00003', { location_id: as(STORE) }),
              item('00004', { ship_method_id: as(2830) }),
              item('00005', { line_id: 1, location_id: STORE, ship_method_id: 2830 }),
            ],
          },
        ]),
      );
      run();

      expect(scenario.errors(FOLDER, 'a.json')).toEqual([1, 2, 3, 4].map((row) => `${row} INVALID_ID`));
      expect(fulfilled(order)).toBe(1);
    },
  );

  test('a tracking number that cannot be read refuses its row', () => {
    const order = scenario.order([{ quantity: 5 }]);

    const rows = [
      item('00001', { tracking_number: { id: 'T1' } }),
      item('00002', { tracking_number: ['T1', 'T2'] }),
    ];
    expect(ship('a.json', order, ...rows)).toEqual(['1 INVALID_ID']);

    expect(scenario.refusals(FOLDER, 'a.json')[0]?.field).toBe('tracking_number');
    const packages = fulfillments().flatMap(({ sublists }) => sublists.package ?? []);
    expect(packages.map(({ packagetrackingnumber }) => packagetrackingnumber)).toEqual(['T1', 'T2']);
  });

  test('what somebody has changed in the notes of an item fulfillment refuses its shipment, and ends no run', () => {
    const order = scenario.order([{ quantity: 5 }]);
    ship('a.json', order, item('00001'));
    scenario.account.asUser(({ record }) =>
      record.submitFields({
        type: 'itemfulfillment',
        id: fulfillments()[0]?.id ?? 0,
        values: { custbody_hc_order_items: '{"line":"1","orderIt' },
      }),
    );

    expect(ship('b.json', order, item('00001'))).toEqual(['1 HELD_ROWS_CHANGED']);
    expect(fulfilled(order)).toBe(1);
  });

  test('a shipment of more rows than a search shows is compared all the same', () => {
    const order = scenario.order([{ quantity: 100 }]);
    const rows = Array.from({ length: 60 }, (_, index) => item(`000${10 + index}`));
    ship('a.json', order, ...rows);

    expect(ship('b.json', order, ...rows, item('00099'))).toEqual([]);

    expect(fulfilled(order)).toBe(61);
    expect(counts('b.json')).toEqual([1, 60]);
  });
});

test.each(['before', 'after'] as const)(
  'a server that goes down right %s it saves the second location of an older shipment costs nothing',
  (when) => {
    let saves = 0;
    reopen({
      [when]: (call: NCall) => {
        if (call.name !== 'Record.save' || fulfillments().length !== (when === 'before' ? 1 : 2)) return;
        saves += 1;
        if (saves === (when === 'before' ? 2 : 1)) throw new ServerDown(call, when);
      },
    });
    const order = scenario.order([{ quantity: 5 }]);
    send('a.json', order, older(), older({ location_id: String(OTHER_STORE), quantity: '2' }));

    for (let round = 0; round < 3; round += 1) {
      try {
        scenario.run('customdeploy_create_itemfulfillment');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ServerDown);
      }
    }

    expect(saves).toBeGreaterThan(0);
    expect(fulfilled(order)).toBe(3);
    expect(scenario.errors(FOLDER, 'a.json')).toEqual([]);
    expect(counts('a.json')).toEqual([2, 0]);
  },
);

test('of two runs that make the same part of a shipment at the same moment one does', () => {
  let order = 0;
  let made = false;
  reopen({
    before: ({ name, deploymentId }) => {
      if (name !== 'N/record.transform' || deploymentId !== 'customdeploy_create_itemfulfillment' || made)
        return;
      made = true;
      // What the other run knows of is the same, so it gives the part the same external id.
      make(order, (part) => {
        const held = { line: '1', orderItem: '00101', shipmentItem: '00001', quantity: '1' };
        const row = { ...held, location: String(STORE), tracking: ['T1'] };
        part.setValue({ fieldId: 'externalid', value: `hc-shipped-${order}-1-5001` });
        part.setValue({ fieldId: 'custbody_hc_shipment_id', value: '5001' });
        part.setValue({ fieldId: 'custbody_hc_order_items', value: JSON.stringify(row) });
        part.setSublistValue({ sublistId: 'item', fieldId: 'quantity', line: 0, value: 1 });
        part.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: String(STORE) });
      });
    },
  });
  order = scenario.order([{ quantity: 5 }]);
  send('a.json', order, item('00001'));

  scenario.run('customdeploy_create_itemfulfillment');

  expect(fulfilled(order)).toBe(1);
  expect(scenario.errors(FOLDER, 'a.json')).toEqual([]);
  expect(counts('a.json')).toEqual([0, 1]);
});
