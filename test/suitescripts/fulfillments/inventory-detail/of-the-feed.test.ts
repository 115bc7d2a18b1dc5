/** Which lots, serial numbers and bins a shipment takes of those that the feed names, or NetSuite itself; and what is said when nobody knows. */
import { describe, expect, test } from '@jest/globals';
import {
  fulfilled,
  fulfillments,
  type Item,
  item,
  linesOf,
  reopen,
  scenario,
} from '../../fulfillment-scenario.ts';
import { ITEM, LOT_ITEM, SERIAL_ITEM, WAREHOUSE } from '../../scenario.ts';
import {
  addBin,
  assigned,
  BINS,
  codes,
  EARLIEST,
  FROM_WAREHOUSE,
  leftOf,
  orderWithChosenLot,
  refusals,
  ship,
} from './detail-scenario.ts';

describe('what the feed names', () => {
  test('is shipped: lots, of which several rows of a line add up', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 9 }]);
    const row = (seq: string, lot: string, quantity: string) =>
      item(1, { shipment_item_seq_id: seq, lot_number: lot, quantity });
    ship(order, [row('1', 'L-LATE', '2.5'), row('2', 'L-SOON', '1'), row('3', 'L-LATE', '1.5')]);
    expect(refusals()).toEqual([]);
    expect(assigned()).toEqual([
      ['L-LATE', '', 4],
      ['L-SOON', '', 1],
    ]);
    expect(leftOf('L-LATE')).toBe(16);
  });

  test('is shipped: serial numbers, a list or one text', () => {
    const order = scenario.order([
      { item: SERIAL_ITEM, quantity: 2 },
      { item: SERIAL_ITEM, quantity: 1 },
    ]);
    ship(order, [
      item(1, { quantity: 2, serial_numbers: ['SN-15-1', 'SN-15-2'] }),
      item(2, { serial_numbers: 'SN-15-3' }),
    ]);
    expect(fulfilled(order)).toEqual([2, 1]);
    expect([...assigned(0), ...assigned(1)]).toEqual([
      ['SN-15-1', '', 1],
      ['SN-15-2', '', 1],
      ['SN-15-3', '', 1],
    ]);
  });

  test('is shipped: a bin, before that of the deployment and the preferred one', () => {
    addBin('B');
    addBin('C');
    const order = scenario.order([{ quantity: 2 }]);
    ship(order, [item(1, { ...FROM_WAREHOUSE, bin: 'B' })], { [BINS]: `${WAREHOUSE}=C` });
    expect(assigned()).toEqual([['', 'B', 1]]);
  });

  test('does not matter where NetSuite does not tell the goods apart', () => {
    const order = scenario.order([{}]);
    ship(order, [item(1, { lot_number: 'L-9', serial_numbers: 'S-9', bin: 'Z' })]);
    expect([fulfilled(order), refusals()]).toEqual([[1], []]);
  });

  test.each([
    ['lot', LOT_ITEM, { lot_number: 'L-9' }, 'LOT_NOT_FOUND lot_number', 'L-9'],
    ['lot in other letters', LOT_ITEM, { lot_number: 'l-soon' }, 'LOT_NOT_FOUND lot_number', 'l-soon'],
    [
      'serial number',
      SERIAL_ITEM,
      { serial_numbers: 'SN-9' },
      'SERIAL_NUMBER_NOT_FOUND serial_numbers',
      'SN-9',
    ],
    ['bin', ITEM, { bin: 'Z' }, 'BIN_NOT_FOUND bin', 'Z'],
  ])(
    'and NetSuite does not have is refused by name, and nothing else: %s',
    (_what, of, named, code, word) => {
      const order = scenario.order([{ item: of }, {}]);
      ship(order, [item(1, { ...FROM_WAREHOUSE, ...named }), item(2, FROM_WAREHOUSE)]);
      expect(refusals()).toEqual([[`1 ${code}`, expect.stringContaining(word)]]);
      expect(fulfilled(order)).toEqual([0, 1]);
      expect(linesOf(order)[0]?.custcol_hc_item_tag ?? null).toBeNull();
    },
  );

  test('and NetSuite has too little of is refused in its words, which name the lot', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 9 }]);
    ship(order, [item(1, { lot_number: 'L-SOON', quantity: '4' })]);
    expect(refusals()).toEqual([
      ['1 INVENTORY_DETAIL_REFUSED line_id', expect.stringMatching(/does not accept.*not available/)],
    ]);
  });

  test('must be all of it: serial numbers that are fewer than pieces, or that two rows have, are refused', () => {
    const order = scenario.order([{ item: SERIAL_ITEM, quantity: 5 }]);
    const row = (seq: string, serial_numbers: string, quantity = '1') =>
      item(1, { shipment_item_seq_id: seq, serial_numbers, quantity });
    ship(order, [row('1', 'SN-15-1', '2'), row('2', 'SN-15-2'), row('3', 'SN-15-2')]);
    expect(codes()).toEqual([
      '1 INVENTORY_DETAIL_NEEDED serial_numbers',
      '3 INVALID_SERIAL_NUMBERS serial_numbers',
    ]);
    expect(assigned()).toEqual([['SN-15-2', '', 1]]);
  });

  test('leaves rows of the same line that name nothing without goods: they are refused', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 5 }]);
    ship(order, [
      item(1, { shipment_item_seq_id: '1', lot_number: 'L-LATE' }),
      item(1, { shipment_item_seq_id: '2' }),
    ]);
    expect(codes()).toEqual(['2 INVENTORY_DETAIL_NEEDED lot_number']);
    expect([fulfilled(order), assigned()]).toEqual([[1], [['L-LATE', '', 1]]]);
  });

  test('takes the place of lots that were chosen on the sales order', () => {
    const order = orderWithChosenLot('L-EVER');
    ship(order, [item(1, { lot_number: 'L-LATE' })]);
    expect(assigned()).toEqual([['L-LATE', '', 1]]);
  });
});

test('the components of a kit are left to NetSuite, which refuses the kit in its words, and nothing else', () => {
  const kit = 601;
  scenario.account.addRecord('kititem', {
    id: kit,
    itemid: 'KIT OF LOTS',
    sublists: { member: [{ item: String(LOT_ITEM), quantity: 1 }] },
  });
  const order = scenario.order([{ item: kit }, {}]);
  ship(order, [item(1, { lot_number: 'L-LATE' }), item(2)], { [EARLIEST]: 'T' });
  expect([codes(), fulfilled(order)]).toEqual([['1 INVENTORY_DETAIL_NEEDED line_id'], [0, 1]]);
});

test('what NetSuite misses as soon as a line is committed is refused of that line alone', () => {
  const committed = (sublistId: string, line: Readonly<Record<string, unknown>>) => {
    if (sublistId !== 'item' || line.itemreceive !== true || line.inventorydetailreq !== 'T') return;
    if (line.inventorydetail) return;
    const message = 'Please configure the inventory detail for this line.';
    throw Object.assign(new Error(message), { name: 'USER_ERROR' });
  };
  reopen({}, { named: 'lots and bins', doubts: { committed } });
  const lot = { item: LOT_ITEM };
  const order = scenario.order([lot, {}, lot]);
  ship(order, [item(1), item(2), item(3, { lot_number: 'L-LATE' })]);
  expect([codes(), fulfilled(order)]).toEqual([['1 INVENTORY_DETAIL_NEEDED line_id'], [0, 1, 1]]);
});

test('a shipment that wants no detail costs nothing more', () => {
  const unitsOf = (parameters: Record<string, string>, fields: Item) => {
    reopen({}, { named: 'lots and bins' });
    const order = scenario.order([{}]);
    const { units } = ship(order, [item(1, fields)], parameters);
    expect(fulfilled(order)).toEqual([1]);
    return units;
  };
  expect(unitsOf({ [EARLIEST]: 'T', [BINS]: '15=Z' }, { lot_number: 'L', bin: 'B' })).toEqual(
    unitsOf({}, {}),
  );
});

describe('a shipment item that comes again', () => {
  const row = (fields: Item) => item(1, { shipment_item_seq_id: '1', quantity: '2', ...fields });
  const older = (fields: Item) => item(1, { quantity: '2', ...fields });

  test.each([
    ['lot', LOT_ITEM, { lot_number: 'L-LATE' }, { lot_number: 'L-SOON' }, /lot L-LATE.*lot L-SOON/],
    [
      'serial numbers',
      SERIAL_ITEM,
      { serial_numbers: 'SN-15-1 | SN-15-2' },
      { serial_numbers: 'SN-15-1 | SN-15-3' },
      /SN-15-2.*SN-15-3/,
    ],
  ])('with another %s is refused; unchanged it is skipped', (_what, of, before, after, words) => {
    for (const shaped of [row, older]) {
      reopen({}, { named: 'lots and bins' });
      const order = scenario.order([{ item: of, quantity: 4 }]);
      ship(order, [shaped(before)], {}, 'a.json');
      ship(order, [shaped(before)], {}, 'b.json');
      ship(order, [shaped(after)], {}, 'c.json');
      expect([fulfilled(order), codes('a.json'), codes('b.json')]).toEqual([[2], [], []]);
      expect(refusals('c.json')).toEqual([
        ['1 SHIPMENT_ITEM_CHANGED shipment_item_seq_id', expect.stringMatching(words)],
      ]);
    }
  });

  test('with its serial numbers in another order is skipped', () => {
    const order = scenario.order([{ item: SERIAL_ITEM, quantity: 4 }]);
    ship(order, [row({ serial_numbers: 'SN-15-1 | SN-15-2' })], {}, 'a.json');
    ship(order, [row({ serial_numbers: 'SN-15-2 | SN-15-1' })], {}, 'b.json');
    expect([fulfilled(order), codes('b.json')]).toEqual([[2], []]);
  });

  test('in rows that do not say which shipment item they are counts with how much of each lot', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 9 }]);
    const rows = (late: string, soon: string) => [
      item(1, { lot_number: 'L-LATE', quantity: late }),
      item(1, { lot_number: 'L-SOON', quantity: soon }),
    ];
    ship(order, rows('2', '1'), {}, 'a.json');
    ship(order, rows('2', '1').reverse(), {}, 'b.json');
    ship(order, rows('1', '2'), {}, 'c.json');
    expect([fulfilled(order), codes('b.json'), codes('c.json').map((code) => code.split(' ')[1])]).toEqual([
      [3],
      [],
      ['SHIPMENT_ITEM_CHANGED', 'SHIPMENT_ITEM_CHANGED'],
    ]);
  });

  test('twice in a file with two lots is refused twice', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 4 }]);
    ship(order, [row({ lot_number: 'L-LATE' }), row({ lot_number: 'L-SOON' })]);
    expect(codes().map((code) => code.split(' ')[1])).toEqual(['CONFLICTING_ROWS', 'CONFLICTING_ROWS']);
  });

  test('and was fulfilled by an earlier version, which kept no lots, is skipped whatever its lot', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 4 }]);
    ship(order, [row({ lot_number: 'L-LATE' })], {}, 'a.json');
    const id = fulfillments()[0]?.id ?? 0;
    const held = JSON.parse(String(fulfillments()[0]?.fields.custbody_hc_order_items));
    scenario.account.asUser(({ record }) =>
      record.submitFields({
        type: 'itemfulfillment',
        id,
        values: { custbody_hc_order_items: JSON.stringify({ ...held, detail: undefined }) },
      }),
    );
    ship(order, [row({ lot_number: 'L-SOON' })], {}, 'b.json');
    expect([fulfilled(order), codes('b.json')]).toEqual([[2], []]);
  });
});
