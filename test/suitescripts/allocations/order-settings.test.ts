/** What rows ask for besides a location: of their line, and of the whole order where the deployment says so. */
import { expect, describe as plainDescribe, test as plainTest } from '@jest/globals';
import { FOLDER, locationOf, reopen, runWith, SCRIPT, scenario, sendText } from '../allocation-scenario.ts';
import { describe, onEveryAccountInTime, test } from '../every-account.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

/** Sends a file of all columns of HotWax's own connector, of which each row gives some. */
function sendRows(...rows: readonly Record<string, string | number>[]): void {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) =>
    columns.map((column) => `"${String(row[column] ?? '').replaceAll('"', '""')}"`),
  );
  sendText('a.csv', `${[columns, ...lines].map((cells) => cells.join(',')).join('\n')}\n`);
}

const errors = () => scenario.errors(FOLDER, 'a.csv');
const body = (order: number) => scenario.account.getRecord('salesorder', order).fields;
/** The ship method of the account, and its name. */
const METHOD = '2830';
const METHOD_NAME = '2-Day, "Fast"';
const withShipMethod = { custscript_hc_us_ship_method: 'T' };
const withShipTo = { custscript_hc_us_ship_to: 'T' };

onEveryAccountInTime('order settings', () => {
  describe('a row', () => {
    test('that says _NA_ takes the location off its line, as HotWax has taken the item back', () => {
      const order = scenario.order([{ location: STORE }, { location: STORE }]);
      sendRows({ internalId: order, lineId: 1, location: '_NA_' });
      scenario.run(SCRIPT);
      expect(errors()).toEqual([]);
      expect([1, 2].map((line) => scenario.line(order, line).location ?? null)).toEqual([
        null,
        String(STORE),
      ]);
    });

    test('that says F unticks the box of a rejected item, and one that says nothing leaves it', () => {
      const order = scenario.order([{}, {}]);
      sendText('first.csv', `internalId,lineId,rejected\n${order},1,T\n${order},2,T\n`);
      scenario.run(SCRIPT);
      expect(scenario.line(order, 1).custcol_hc_order_item_rejected).toBe(true);

      sendText(
        'second.csv',
        `internalId,lineId,location,rejected\n${order},1,${STORE},F\n${order},2,${STORE},\n`,
      );
      scenario.run(SCRIPT);

      const boxes = [1, 2].map((line) => scenario.line(order, line).custcol_hc_order_item_rejected);
      expect(boxes).toEqual([false, true]);
    });
  });
});

plainDescribe('a ship method', () => {
  plainTest.each([METHOD, METHOD_NAME])(
    'given as %s is set when the deployment says so',
    (shippingMethod) => {
      const order = scenario.order([{}, {}]);
      sendRows(...[1, 2].map((lineId) => ({ internalId: order, lineId, location: STORE, shippingMethod })));
      runWith(withShipMethod);
      expect(errors()).toEqual([]);
      expect(body(order).shipmethod).toBe(METHOD);
      expect(locationOf(order)).toBe(STORE);
    },
  );

  plainTest('is left alone otherwise', () => {
    const order = scenario.order([{}]);
    sendRows({ internalId: order, lineId: 1, location: STORE, shippingMethod: METHOD });
    scenario.run(SCRIPT);
    expect(body(order).shipmethod ?? null).toBeNull();
    expect(locationOf(order)).toBe(STORE);
  });

  plainTest(
    'that NetSuite does not have is refused by name, and the other rows of the order are applied',
    () => {
      const order = scenario.order([{}, {}]);
      sendRows(
        { internalId: order, lineId: 1, location: STORE, shippingMethod: 'By pigeon' },
        { internalId: order, lineId: 2, location: STORE },
      );
      runWith(withShipMethod);
      expect(errors()).toEqual(['1 NOT_SAVED']);
      expect(scenario.refusals(FOLDER, 'a.csv')[0]).toMatchObject({ field: 'shippingMethod' });
      expect([1, 2].map((line) => scenario.line(order, line).location ?? null)).toEqual([
        null,
        String(STORE),
      ]);
    },
  );

  plainTest(
    'of which rows of one order give two is refused in all of them, and rows that give none are applied',
    () => {
      scenario.account.addRecord('shipitem', { id: 2831, itemid: 'Slow', shipcarrier: 'nonups' });
      const order = scenario.order([{}, {}, {}]);
      sendRows(
        { internalId: order, lineId: 1, location: STORE, shippingMethod: METHOD },
        { internalId: order, lineId: 2, location: STORE, shippingMethod: '2831' },
        { internalId: order, lineId: 3, location: STORE },
      );
      runWith(withShipMethod);
      expect(errors()).toEqual(['1 CONFLICTING_ROWS', '2 CONFLICTING_ROWS']);
      expect(body(order).shipmethod ?? null).toBeNull();
      expect(scenario.line(order, 3).location).toBe(String(STORE));
    },
  );
});

plainDescribe('a ship-to address', () => {
  const address = {
    addressee: 'Ana "Anna" Lima',
    address1: '1, Main St',
    address2: '',
    city: 'São Paulo',
    state: 'SP',
    country: 'BR',
    zip: '01000',
  };
  const shipsTo = (order: number) =>
    (body(order).shippingaddress as { fields: Record<string, unknown> } | null | undefined)?.fields ?? null;

  plainTest('is set when the deployment says so, as an address of the order’s own', () => {
    const order = scenario.order([{}, {}]);
    sendRows(
      { internalId: order, lineId: 1, location: STORE, ...address },
      { internalId: order, lineId: 2, location: STORE, ...address },
    );
    runWith(withShipTo);
    expect(errors()).toEqual([]);
    expect(shipsTo(order)).toMatchObject({
      addressee: 'Ana "Anna" Lima',
      addr1: '1, Main St',
      city: 'São Paulo',
      state: 'SP',
      country: 'BR',
      zip: '01000',
    });
  });

  plainTest('takes the place of the customer’s own, which stays in the address book as it is', () => {
    const order = scenario.order([{}], {
      shipaddresslist: '77',
      shippingaddress: { country: 'BR', addr1: 'Rua 1', city: 'Rio', zip: '20000' },
    });
    sendRows({ internalId: order, lineId: 1, location: STORE, ...address, zip: '20000' });
    runWith(withShipTo);
    expect(errors()).toEqual([]);
    expect(body(order).shipaddresslist ?? null).toBeNull();
    expect(shipsTo(order)).toMatchObject({ addr1: '1, Main St', country: 'BR', zip: '20000' });
  });

  plainTest('that is there already costs no save', () => {
    const order = scenario.order([{}]);
    sendRows({ internalId: order, lineId: 1, location: STORE, ...address });
    runWith(withShipTo);
    const { lastmodifieddate } = body(order);
    sendText('b.csv', scenario.read(`${FOLDER}/archive/a.csv`));
    runWith(withShipTo);
    expect(scenario.ledger('b.csv')).toMatchObject({ custrecord_hc_ff_applied: 1 });
    expect(body(order).lastmodifieddate).toEqual(lastmodifieddate);
  });

  plainTest('is left alone otherwise', () => {
    const order = scenario.order([{}]);
    sendRows({ internalId: order, lineId: 1, location: STORE, ...address });
    scenario.run(SCRIPT);
    expect(shipsTo(order)).toBeNull();
    expect(locationOf(order)).toBe(STORE);
  });
});

plainDescribe('a further column', () => {
  const parameters = {
    custscript_hc_us_further_columns:
      'Sales channel = custbody_hc_sales_channel; seq = custcol_hc_order_line_id',
  };
  const row = (order: number, lineId: number, more = {}) => ({
    internalId: order,
    lineId,
    seq: `0010${lineId}`,
    ...more,
  });

  plainTest('is set on the field of the order or of the line that the deployment gives it', () => {
    const order = scenario.order([{}, {}]);
    sendRows(row(order, 1, { sales_channel: 'POS' }), row(order, 2));
    runWith(parameters);
    expect(errors()).toEqual([]);
    expect(body(order).custbody_hc_sales_channel).toBe('POS');
    expect([1, 2].map((line) => scenario.line(order, line).custcol_hc_order_line_id)).toEqual([
      '00101',
      '00102',
    ]);
  });

  plainTest(
    'is a column like any other that nobody reads when the deployment does not give it a field',
    () => {
      const order = scenario.order([{}]);
      sendRows({ ...row(order, 1, { sales_channel: 'POS' }), location: STORE });
      scenario.run(SCRIPT);
      expect(body(order).custbody_hc_sales_channel ?? null).toBeNull();
      expect(locationOf(order)).toBe(STORE);
    },
  );

  plainTest.each(['constructor', '__proto__', 'toString'])('may be called %s', (column) => {
    const order = scenario.order([{}, {}]);
    sendText(
      'a.csv',
      `internalId,lineId,location,${column}\n${order},1,${STORE},\n${order},2,${STORE},hello\n`,
    );
    runWith({ custscript_hc_us_further_columns: `${column} = custcol_hc_order_line_id` });
    expect(errors()).toEqual([]);
    expect([1, 2].map((line) => scenario.line(order, line).custcol_hc_order_line_id ?? null)).toEqual([
      null,
      'hello',
    ]);
  });

  plainTest('may be one that is read already, which keeps its own meaning besides', () => {
    const order = scenario.order([{}, {}]);
    sendRows(
      { internalId: order, lineId: 1, location: STORE, closed: 'no' },
      { internalId: order, lineId: 2, closed: 'yes' },
    );
    runWith({ custscript_hc_us_further_columns: 'closed = custcol_hc_order_line_id' });
    expect(errors()).toEqual([]);
    expect([1, 2].map((line) => scenario.line(order, line))).toMatchObject([
      { isclosed: false, custcol_hc_order_line_id: 'no' },
      { isclosed: true, custcol_hc_order_line_id: 'yes' },
    ]);
  });

  plainTest('that is no column of the account’s own field stops the run before a file is taken', () => {
    sendRows(row(scenario.order([{}]), 1));
    const report = runWith({ custscript_hc_us_further_columns: 'memo = memo' });
    expect(report.error?.name).toBe('COLUMNS_NOT_READ');
    expect(scenario.files(FOLDER)).toEqual(['a.csv']);
  });
});

plainTest(
  'where subsidiaries ship for each other, the inventory location is set and the location stays',
  () => {
    reopen({}, { named: 'cross-subsidiary' });
    const order = scenario.order([{ location: WAREHOUSE }]);
    const before = scenario.account.getRecord('salesorder', order).sublists.item?.[0]?.location ?? null;
    sendRows({ internalId: order, lineId: 1, location: STORE });
    scenario.run(SCRIPT);
    expect(scenario.account.getRecord('salesorder', order).sublists.item?.[0]).toMatchObject({
      inventorylocation: String(STORE),
    });
    expect(scenario.account.getRecord('salesorder', order).sublists.item?.[0]?.location ?? null).toBe(before);
  },
);
