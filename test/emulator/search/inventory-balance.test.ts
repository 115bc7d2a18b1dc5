/** Searches of lots, serial numbers and what is there of them. */
import { expect, test } from '@jest/globals';
import { ITEM, LOT_ITEM, openAccount, SERIAL_ITEM, STORE, WAREHOUSE } from '../orders/order-account.ts';

function accountWithLots() {
  const account = openAccount({ features: ['BINMANAGEMENT', 'LOTNUMBEREDINVENTORY'] });
  account.addRecord('bin', { id: 703, binnumber: 'A-2', location: WAREHOUSE });
  const lot = (id: number, inventorynumber: string, expirationdate: string, places: object[]) =>
    account.addRecord('inventorynumber', {
      id,
      inventorynumber,
      item: LOT_ITEM,
      expirationdate,
      sublists: { locations: places as never },
    });
  lot(901, 'L-1', '2026-09-30', [
    { location: WAREHOUSE, binnumber: 701, quantityonhand: 5 },
    { location: WAREHOUSE, binnumber: 703, quantityonhand: 2 },
  ]);
  lot(902, 'L-2', '2026-06-30', [{ location: STORE, quantityonhand: 4 }]);
  return account;
}

test('shows what is there of each lot, by location and bin, with its expiry', () => {
  const rows = accountWithLots().asUser(({ search }) =>
    search
      .create({
        type: 'inventorybalance',
        filters: [['item', 'anyof', LOT_ITEM], 'and', ['available', 'greaterthan', 0]],
        columns: [
          'inventorynumber',
          'location',
          'binnumber',
          'available',
          { name: 'expirationdate', join: 'inventorynumber' },
        ],
      })
      .run()
      .getRange({ start: 0, end: 9 })
      .map((row) => [
        row.getValue('inventorynumber'),
        row.getText('inventorynumber'),
        row.getText('location'),
        row.getText('binnumber'),
        row.getValue('available'),
        row.getValue({ name: 'expirationdate', join: 'inventorynumber' }),
      ]),
  );
  expect(rows).toEqual([
    ['901', 'L-1', 'Warehouse', 'A-1', '5', '9/30/2026'],
    ['901', 'L-1', 'Warehouse', 'A-2', '2', '9/30/2026'],
    ['902', 'L-2', 'Store', '', '4', '6/30/2026'],
  ]);
});

test('finds numbers by item and text, and what kind of numbers an item has', () => {
  const account = accountWithLots();
  account.asUser(({ search }) => {
    const [found, ...more] = search
      .create({
        type: 'inventorynumber',
        filters: [
          ['item', 'anyof', [LOT_ITEM, SERIAL_ITEM]],
          'and',
          [['inventorynumber', 'is', 'L-2'], 'or', ['inventorynumber', 'is', 'S-1']],
        ],
        columns: ['item', 'inventorynumber'],
      })
      .run()
      .getRange({ start: 0, end: 9 });
    expect([found?.id, found?.getValue('item'), more.length]).toEqual(['902', String(LOT_ITEM), 0]);
    const kinds = search
      .create({
        type: 'item',
        filters: [['internalid', 'anyof', [ITEM, LOT_ITEM, SERIAL_ITEM]]],
        columns: ['islotitem', 'isserialitem', 'usebins'],
      })
      .run()
      .getRange({ start: 0, end: 9 })
      .map((row) => [
        row.id,
        row.getValue('islotitem'),
        row.getValue('isserialitem'),
        row.getValue('usebins'),
      ]);
    expect(kinds).toEqual([
      [String(ITEM), false, false, true],
      [String(LOT_ITEM), true, false, false],
      [String(SERIAL_ITEM), false, true, false],
    ]);
  });
});
