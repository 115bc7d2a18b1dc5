/** Fractions are added up and compared as they are written, and never rounded. */
import { expect, test } from '@jest/globals';
import { FOLDER, scenario } from '../fulfillment-scenario.ts';
import { STORE } from '../scenario.ts';

function ship(name: string, order: number, ...quantities: (string | number)[]) {
  const items = quantities.map((quantity, index) => ({
    line_id: '1',
    location_id: String(STORE),
    quantity,
    shipment_id: name,
    shipment_item_seq_id: String(index),
    order_item_seq_id: '00101',
  }));
  scenario.put(`${FOLDER}/${name}`, JSON.stringify([{ order_id: String(order), items }]));
  scenario.run('customdeploy_create_itemfulfillment');
  return scenario.errors(FOLDER, name);
}
const fulfilled = (order: number) => scenario.line(order, 1).quantityfulfilled;

test('parts of a line that floating point numbers would make more of are all of it', () => {
  const order = scenario.order([{ quantity: 0.3 }]);

  expect(ship('a.json', order, '0.1', '0.2')).toEqual([]);
  expect(fulfilled(order)).toBe(0.3);
});

test('what remains after a fraction can be shipped to the last of it, and no more', () => {
  const order = scenario.order([{ quantity: 0.3 }]);
  ship('a.json', order, '0.1');

  expect(ship('b.json', order, '0.2001')).toEqual(['1 MORE_THAN_REMAINS']);
  expect(ship('c.json', order, '0.2')).toEqual([]);
});

test('a quantity of more places than are read exactly is refused, not rounded', () => {
  const order = scenario.order([{ quantity: 5 }]);

  expect(ship('a.json', order, '0.33333', '1.00004', 0.33333, '1.5000')).toEqual([
    '1 INVALID_QUANTITY',
    '2 INVALID_QUANTITY',
    '3 INVALID_QUANTITY',
  ]);
  expect(fulfilled(order)).toBe(1.5);
});

test.each([
  [['100', '20'], 120],
  [Array(10).fill('0.1'), 1],
  [['0.9999', '0.0001', '0.0011'], 1.0011],
  [['1.0005', '2.0005', '99999.4321'], 100002.4331],
])('%j of one line are fulfilled as %d', (quantities: string[], sum) => {
  const order = scenario.order([{ quantity: 1_000_000 }]);

  expect(ship('a.json', order, ...quantities)).toEqual([]);
  expect(fulfilled(order)).toBe(sum);
});
