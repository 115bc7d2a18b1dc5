/** Bins and lots of the deployment, where the feed names none: a bin for each location, and the lots that expire first. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { LOTS } from '../../../../testbed/accounts/named-accounts.ts';
import { BACKLOG, FOLDER, fulfilled, item, reopen, SCRIPT, scenario } from '../../fulfillment-scenario.ts';
import { LOT_ITEM, STORE, WAREHOUSE } from '../../scenario.ts';
import { makeBacklogProject } from '../backlog-project.ts';
import {
  addBin,
  assigned,
  BINS,
  codes,
  EARLIEST,
  FROM_WAREHOUSE,
  orderWithChosenLot,
  refusals,
  SHIPPED,
  ship,
} from './detail-scenario.ts';

const handed = makeBacklogProject();
afterAll(() => handed.remove());

describe('Bin of each location', () => {
  test('is what items in bins ship from, and nothing of other locations', () => {
    addBin('FRONT = 1');
    const order = scenario.order([{}]);
    ship(order, [item(1, FROM_WAREHOUSE)], { [BINS]: `${STORE}=Z\n ${WAREHOUSE} = FRONT = 1 ;` });
    expect(assigned()).toEqual([['', 'FRONT = 1', 1]]);
  });

  test('that NetSuite does not have refuses the rows, naming the parameter', () => {
    const order = scenario.order([{}]);
    ship(order, [item(1, FROM_WAREHOUSE)], { [BINS]: `${WAREHOUSE}=Z` });
    expect(refusals()).toEqual([
      ['1 BIN_NOT_FOUND location_id', expect.stringMatching(/bin Z .*Bin of each location/)],
    ]);
  });

  test.each([
    ['A-1', 'no equals sign'],
    ['Warehouse=A-1', 'no internal id'],
    ['0114=A-1', 'no internal id'],
    ['114=', 'no bin'],
    ['=A-1', 'no internal id'],
    ['114=A; 15=B; 114=C', 'twice'],
  ])('that cannot be read ends the run before it takes anything: %s', (value, why) => {
    const order = scenario.order([{}]);
    const run = ship(order, [item(1)], { [BINS]: value });
    expect(JSON.stringify(run)).toMatch(new RegExp(`BINS_NOT_READ.*${why}`));
    expect([scenario.files(FOLDER), fulfilled(order)]).toEqual([['a.json'], [0]]);
  });

  test('is handed on with a backlog', () => {
    addBin('B');
    const order = scenario.order([{}]);
    const others = Array.from({ length: 350 }, () => scenario.order([{}]));
    const file = [...others, order].map((id) => ({ order_id: String(id), items: [item(1, FROM_WAREHOUSE)] }));
    scenario.put(`${FOLDER}/a.json`, JSON.stringify(file));
    scenario.later(5);
    scenario.account.runDeployment(SCRIPT, { parameters: { [BINS]: `${WAREHOUSE}=B` } });
    scenario.account.runQueue();
    expect([fulfilled(order), assigned()]).toEqual([[1], [['', 'B', 1]]]);
  });

  test('is none when an earlier version handed the backlog over', () => {
    reopen({}, { ...handed, named: 'lots and bins' });
    const order = scenario.order([{}]);
    scenario.put(
      `${FOLDER}/a.json`,
      JSON.stringify([{ order_id: String(order), items: [item(1, FROM_WAREHOUSE)] }]),
    );
    scenario.run(BACKLOG);
    expect([fulfilled(order), assigned()]).toEqual([[1], [['', `${WAREHOUSE}-A`, 1]]]);
  });
});

describe('Ship the lots that expire first', () => {
  const parameters = { [EARLIEST]: 'T' };

  test('takes them in that order, over lines, and none that had expired', () => {
    const order = scenario.order([
      { item: LOT_ITEM, quantity: 2 },
      { item: LOT_ITEM, quantity: 22 },
    ]);
    ship(
      order,
      [item(1, { ...SHIPPED, quantity: '2' }), item(2, { ...SHIPPED, quantity: '22' })],
      parameters,
    );
    expect(refusals()).toEqual([]);
    expect([assigned(0), assigned(1)]).toEqual([
      [['L-SOON', '', 2]],
      [
        ['L-SOON', '', 1],
        ['L-LATE', '', 20],
        ['L-EVER', '', 1],
      ],
    ]);
  });

  test('leaves rows that name their lot what they name, and takes the rest around it', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 4 }]);
    ship(
      order,
      [
        item(1, { ...SHIPPED, shipment_item_seq_id: '1', quantity: '2' }),
        item(1, { ...SHIPPED, shipment_item_seq_id: '2', quantity: '2', lot_number: 'L-SOON' }),
      ],
      parameters,
    );
    expect(assigned()).toEqual([
      ['L-SOON', '', 3],
      ['L-LATE', '', 1],
    ]);
  });

  test('takes them from the bin they are in, or from the bin that is named', () => {
    const order = scenario.order([{ item: LOT_ITEM }, { item: LOT_ITEM }]);
    addBin('EMPTY');
    ship(
      order,
      [item(1, { ...FROM_WAREHOUSE, ...SHIPPED }), item(2, { ...FROM_WAREHOUSE, ...SHIPPED, bin: 'EMPTY' })],
      parameters,
    );
    expect(assigned()).toEqual([['L-SOON', `${WAREHOUSE}-A`, 1]]);
    expect(codes()).toEqual(['2 INVENTORY_DETAIL_NEEDED lot_number']);
  });

  test('takes a lot that had not expired yet when it was shipped', () => {
    const order = scenario.order([{ item: LOT_ITEM }]);
    ship(order, [item(1, { shipped_date: '2026-01-31T23:00:00-05:00' })], parameters);
    expect(assigned()).toEqual([['L-OLD', '', 1]]);
  });

  test('refuses what the location has too little of, by name', () => {
    const order = scenario.order([{ item: LOT_ITEM, quantity: 60 }]);
    ship(order, [item(1, { ...SHIPPED, quantity: '50' })], parameters);
    expect(refusals()).toEqual([
      ['1 INVENTORY_DETAIL_NEEDED lot_number', expect.stringMatching(/no lots left for 7 .* location 15/)],
    ]);
  });

  test('counts in the unit of the line', () => {
    reopen({}, { named: 'units of measure', features: ['LOTNUMBEREDINVENTORY'] });
    for (const { name, expires, quantity } of LOTS)
      scenario.account.addRecord('inventorynumber', {
        inventorynumber: name,
        item: LOT_ITEM,
        ...(expires && { expirationdate: expires }),
        sublists: { locations: [{ location: STORE, quantityonhand: quantity * 4 }] },
      });
    const order = scenario.order([{ item: LOT_ITEM, quantity: 3 }]);
    ship(order, [item(1, { ...SHIPPED, quantity: '3' })], parameters);
    expect(assigned()).toEqual([
      ['L-SOON', '', 1],
      ['L-LATE', '', 2],
    ]);
  });

  test('leaves lots that were chosen on the sales order', () => {
    const order = orderWithChosenLot('L-EVER');
    ship(order, [item(1, SHIPPED)], parameters);
    expect(assigned()).toEqual([['L-EVER', '', 1]]);
  });

  test('when it is off, leaves lots to NetSuite, whose refusal says what to do', () => {
    const order = scenario.order([{ item: LOT_ITEM }]);
    ship(order, [item(1, SHIPPED)]);
    expect(refusals()).toEqual([
      [
        '1 INVENTORY_DETAIL_NEEDED line_id',
        expect.stringMatching(/have HotWax send it, or fulfill the line/),
      ],
    ]);
  });
});
