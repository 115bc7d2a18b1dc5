/** A row is refused for a reason that is true, in words that say what to do. */
import { describe, expect, test } from '@jest/globals';
import { shipOrder } from '../../../testbed/ship-order.ts';
import {
  FOLDER,
  fulfilled,
  item,
  linesOf,
  reopen,
  scenario,
  ship,
  taggedItem,
} from '../fulfillment-scenario.ts';
import { KIT, OTHER_ITEM, SERVICE, STORE, WAREHOUSE } from '../scenario.ts';

const reasons = () => scenario.refusals(FOLDER, 'a.json').map(({ code, message }) => `${code}: ${message}`);

describe('a line that', () => {
  test.each([
    [
      'is closed',
      [{ isclosed: true }, {}],
      1,
      /^LINE_NOT_FULFILLABLE: Line 1 of sales order \d+ is closed\.$/,
    ],
    ['does not exist', [{}], 9, /^LINE_NOT_FULFILLABLE: Sales order \d+ has no line 9\.$/],
    ['nobody ships', [{ item: SERVICE }, {}], 1, /does not fulfill \(Service\)\.$/],
  ])('%s is refused as such', (_what, lines, line, reason) => {
    ship(scenario.order(lines), item(line));
    expect(reasons()).toEqual([expect.stringMatching(reason)]);
  });

  test('is fulfilled already is refused as such', () => {
    const order = scenario.order([{ location: STORE }, { location: STORE }]);
    scenario.account.asUser(({ record }) => {
      const made = record.transform({ fromType: 'salesorder', fromId: order, toType: 'itemfulfillment' });
      made.setSublistValue({ sublistId: 'item', fieldId: 'itemreceive', line: 1, value: false }).save();
    });
    ship(order, item(1));
    expect(reasons()).toEqual([expect.stringMatching(/Line 1 of sales order \d+ is already fulfilled\.$/)]);
  });

  test('is picked by people and not shipped yet is refused as such', () => {
    reopen({}, { named: 'pick, pack and ship' });
    const order = scenario.order([{ location: STORE }, { location: STORE }]);
    shipOrder(scenario.account, order, { lines: ['1'], fields: { shipstatus: 'A' } });
    expect(ship(order, item(1), item(2))).toEqual(['1 LINE_NOT_FULFILLABLE']);
    expect(reasons()[0]).toContain('picked or packed in NetSuite and not shipped (1)');
    expect(fulfilled(order)).toEqual([0, 1]);
  });

  test('is a drop shipment is refused, naming where NetSuite fulfills it', () => {
    reopen({}, { named: 'limit to committed' });
    const order = scenario.order([{}, { location: STORE }]);
    scenario.account.asUser(({ record }) => {
      const loaded = record.load({ type: 'salesorder', id: order });
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'createpo', line: 0, value: 'DropShip' }).save();
    });
    ship(order, item(1));
    expect(reasons()).toEqual([expect.stringMatching(/is a drop shipment: .* Mark Shipped\.$/)]);
  });
});

describe('where only what is committed ships', () => {
  test('a special order that waits for its goods is refused as such, not as a drop shipment', () => {
    reopen({}, { named: 'limit to committed' });
    const order = scenario.order([{}, { location: STORE }]);
    scenario.account.asUser(({ record }) => {
      const loaded = record.load({ type: 'salesorder', id: order });
      loaded.setSublistValue({ sublistId: 'item', fieldId: 'createpo', line: 0, value: 'SpecOrd' }).save();
    });
    expect(ship(order, item(1))).toEqual(['1 NOT_COMMITTED']);
    expect(reasons()[0]).toMatch(/is a special order/);
  });

  test('a line that is short is told from the others although drafts begin with zero of each', () => {
    reopen({}, { named: 'limit to committed', preferences: { defaultItemsToZero: true } });
    const order = scenario.order([{ quantity: 5000 }, { item: OTHER_ITEM }]);
    expect(ship(order, taggedItem(1, { quantity: '5000' }), taggedItem(2))).toEqual(['1 NOT_COMMITTED']);
    expect(fulfilled(order)).toEqual([0, 1]);
  });

  test('a line with nothing committed is refused for that, its note taken back, and the others are fulfilled', () => {
    reopen({}, { named: 'stock at stores' });
    const order = scenario.order([{ location: STORE }, { location: STORE }]);
    expect(
      ship(order, taggedItem(1, { location_id: String(WAREHOUSE) }), taggedItem(2, { shipment_id: 'S2' })),
    ).toEqual(['1 NOT_COMMITTED']);
    expect(fulfilled(order)).toEqual([0, 1]);
    expect(linesOf(order)[0]).toMatchObject({ location: String(STORE), custcol_hc_item_tag: null });
    expect(reasons()[0]).toMatch(/committed/);
  });

  test('more than is committed is refused in NetSuite’s words, and the others are fulfilled', () => {
    reopen({}, { named: 'limit to committed' });
    const order = scenario.order([{ quantity: 5000 }, { item: OTHER_ITEM }]);
    expect(ship(order, taggedItem(1, { quantity: '5000' }), taggedItem(2))).toEqual(['1 NOT_COMMITTED']);
    expect(reasons()[0]).toContain('but only 1000 are committed');
    expect(fulfilled(order)).toEqual([0, 1]);
  });
});

test('a transaction that could not be committed is not stock that is not committed', () => {
  const throws = { name: 'UNEXPECTED_ERROR', message: 'The transaction could not be committed.' };
  const event = {
    record: 'itemfulfillment',
    event: 'beforeSubmit',
    contexts: ['SCHEDULED'],
    throws,
  } as const;
  reopen({}, { userEvents: [event] });
  expect(ship(scenario.order([{}]), item(1))).toEqual(['1 NOT_SAVED']);
});

test('a kit that is shipped in part takes its components along in proportion', () => {
  const order = scenario.order([{ item: KIT, quantity: 3 }, {}]);
  expect(ship(order, taggedItem(1, { quantity: '2' }))).toEqual([]);
  expect(fulfilled(order)).toEqual([2, 0]);
  const [made] = scenario.account.listRecords('itemfulfillment');
  expect(made?.sublists.item?.map(({ quantity }) => quantity)).toEqual([2, 4, 2]);
});

describe('a script of the account that lets no script change sales orders', () => {
  const SAYS_NO = {
    record: 'salesorder',
    event: 'beforeSubmit',
    when: ['edit'],
    contexts: ['SCHEDULED'],
    throws: { name: 'CREDIT_CHECK', message: 'The credit check says no.' },
  } as const;

  test('is named for an order whose line would have to move', () => {
    reopen({}, { userEvents: [SAYS_NO] });
    expect(ship(scenario.order([{}]), item(1))).toEqual(['1 NOT_SAVED']);
    expect(reasons()[0]).toMatch(/did not save on the sales order .*The credit check says no/);
  });

  test('does not matter to an order that has it all', () => {
    reopen({}, { userEvents: [SAYS_NO] });
    expect(ship(scenario.order([{ location: STORE, tag: 'hotwax-fulfilled' }]), item(1))).toEqual([]);
  });
});

describe('an account that allows overage', () => {
  test.each([
    [false, ['1 MORE_THAN_REMAINS'], 0],
    [true, [], 3],
  ])('has more than remains fulfilled when its parameter is %j', (on, errors, shipped) => {
    reopen({}, { preferences: { allowOverage: true } });
    const order = scenario.order([{ quantity: 2 }]);
    scenario.put(
      `${FOLDER}/a.json`,
      JSON.stringify([{ order_id: String(order), items: [item(1, { quantity: '3' })] }]),
    );
    scenario.account.runDeployment('customdeploy_create_itemfulfillment', {
      parameters: { custscript_hc_cf_allow_overage: on ? 'T' : 'F' },
    });
    expect([scenario.errors(FOLDER, 'a.json'), fulfilled(order)]).toEqual([errors, [shipped]]);
  });
});
