/** Preferences of an account: what each of their values does to an item fulfillment. */
import { describe, expect, test } from '@jest/globals';
import { type Account, createAccount } from '../../../emulator/account.ts';
import { PREFERENCES } from '../../../emulator/platform/preferences.ts';
import {
  draftOf,
  enterOrder,
  fulfillment,
  ITEM,
  OTHER_ITEM,
  offered,
  openAccount,
  orderLine,
  STORE,
  setLine,
  ship,
  WAREHOUSE,
} from './order-account.ts';

const LOCATIONS = ['MULTILOCINVT'];

describe('Fulfill Based on Commitment at', () => {
  const open = (value: string): Account => {
    const account = openAccount({
      features: LOCATIONS,
      preferences: { 'Fulfill Based on Commitment': value },
    });
    enterOrder(account, [{ quantity: 5 }, { quantity: 2 }, { item: OTHER_ITEM, quantity: 1 }]);
    return account;
  };

  test('Limit to Committed offers only what is committed, and no more may go', () => {
    const account = open('Limit to Committed');
    expect(offered(account)).toEqual([
      ['1', 3, true],
      ['3', 1, true],
    ]);
    expect(() => ship(account, {}, { quantity: 4 })).toThrow('only 3 are committed');
    expect(ship(account, {}, { quantity: 3 })).toBeGreaterThan(0);
  });

  test('Limit to Committed refuses an order of which nothing is committed', () => {
    const account = openAccount({ features: LOCATIONS });
    enterOrder(account, [
      { quantity: 1, location: STORE },
      { quantity: 1, location: STORE },
    ]);
    account.asUser(({ record }) => {
      const order = record.load({ type: 'salesorder', id: 1001 });
      order.removeLine({ sublistId: 'item', line: 0 });
      order.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: null });
      order.save();
    });
    expect(() => draftOf(account)).toThrow('There are no items committed in this transaction');
  });

  test('Allow Uncommitted offers what is committed and lets the rest be added', () => {
    const account = open('Allow Uncommitted');
    expect(offered(account)).toEqual([
      ['1', 3, true],
      ['2', 0, false],
      ['3', 1, true],
    ]);
    expect(ship(account, {}, { quantity: 5 })).toBeGreaterThan(0);
  });

  test('Ignore Commitment offers all that is unfulfilled', () => {
    expect(offered(open('Ignore Commitment'))).toEqual([
      ['1', 5, true],
      ['2', 2, true],
      ['3', 1, true],
    ]);
  });
});

test('Default Items to Zero Received/Fulfilled offers lines unmarked, with nothing of them', () => {
  const account = openAccount({ preferences: { 'Default Items to Zero Received/Fulfilled': true } });
  enterOrder(account, [{ quantity: 2 }]);
  expect(offered(account)).toEqual([['1', 0, false]]);
  expect(() => draftOf(account).save()).toThrow('at least one line item');
  expect(ship(account, {}, { itemreceive: true, quantity: 2 })).toBeGreaterThan(0);
});

test.each([
  [true, 'no error'],
  [false, 'only 2 remain'],
])(
  'Allow Overage on Item Fulfillments at %j decides whether more than remains may go',
  (allowed, outcome) => {
    const account = openAccount({
      preferences: { allowOverage: allowed, fulfillBasedOnCommitment: 'Ignore Commitment' },
    });
    enterOrder(account, [{ quantity: 2 }]);
    const over = () => ship(account, {}, { quantity: 3 });
    if (outcome === 'no error') expect(over()).toBeGreaterThan(0);
    else expect(over).toThrow(outcome);
  },
);

describe('with Update Transaction Date Upon Fulfillment Status Change', () => {
  const open = (isOn: boolean): Account => {
    const account = openAccount({
      features: ['PICKPACKSHIP'],
      preferences: { updateTransactionDate: isOn },
    });
    enterOrder(account, [{}]);
    return account;
  };
  const EARLIER = new Date(2026, 1, 20, 12);

  test.each([
    [true, '2026-03-10'],
    [false, '2026-02-20'],
  ])('at %j a shipment without a ship date is dated %s', (isOn, date) => {
    const account = open(isOn);
    const id = ship(account, { shipstatus: 'C', trandate: EARLIER });
    expect(fulfillment(account, id).fields.trandate).toBe(date);
  });

  test('one with a ship date keeps its own date', () => {
    const account = open(true);
    const id = ship(account, { shipstatus: 'C', trandate: EARLIER, shippeddate: EARLIER });
    expect(fulfillment(account, id).fields).toMatchObject({
      trandate: '2026-02-20',
      shippeddate: '2026-02-20',
    });
  });
});

describe('a shipment dated in a closed period', () => {
  const JANUARY = new Date(2026, 0, 31, 12);
  const open = (preferences: Record<string, unknown>, february: Record<string, boolean> = {}): Account => {
    const account = openAccount({ preferences });
    const month = (id: number, name: string, from: string, to: string, more: Record<string, boolean>) =>
      account.addRecord('accountingperiod', { id, periodname: name, startdate: from, enddate: to, ...more });
    month(1, 'Q1 2026', '2026-01-01', '2026-03-31', { isquarter: true });
    month(2, 'Jan 2026', '2026-01-01', '2026-01-31', { closed: true, alllocked: true });
    month(3, 'Feb 2026', '2026-02-01', '2026-02-28', february);
    month(4, 'Mar 2026', '2026-03-01', '2026-03-31', {});
    enterOrder(account, [{}]);
    return account;
  };
  const periodOf = (account: Account, id: number) => fulfillment(account, id).fields.postingperiod;

  test('is refused unless Create and Edit Inventory Transactions Dated in Closed Periods is on', () => {
    expect(() => ship(open({}), { trandate: JANUARY })).toThrow("isn't within an open accounting period");
    const account = open({ inventoryInClosedPeriods: true });
    expect(periodOf(account, ship(account, { trandate: JANUARY }))).toBe('4');
  });

  test.each([
    ['Current Period', '4'],
    ['First Open Period', '3'],
  ])(
    'with Default Posting Period When Transaction Date in Closed Period at %s is posted in %s',
    (value, period) => {
      const account = open({ inventoryInClosedPeriods: true, defaultPostingPeriod: value });
      expect(periodOf(account, ship(account, { trandate: JANUARY }))).toBe(period);
    },
  );

  test.each(['Allow', 'Warn'])(
    'with Allow Transaction Date Outside of the Posting Period at %s may be posted in another',
    (value) => {
      const account = open({ inventoryInClosedPeriods: true, allowDateOutsidePeriod: value });
      expect(ship(account, { trandate: JANUARY })).toBeGreaterThan(0);
    },
  );

  test('with Allow Transaction Date Outside of the Posting Period at Disallow is refused', () => {
    const account = open({ inventoryInClosedPeriods: true, allowDateOutsidePeriod: 'Disallow' });
    expect(() => ship(account, { trandate: JANUARY })).toThrow('not within the date range');
  });

  test('or given one is refused', () => {
    expect(() => ship(open({}), { postingperiod: '2' })).toThrow('closed period (Jan 2026)');
  });

  test('is posted where it is dated once that period is open, locked or not: scripts run as administrator', () => {
    const account = open({}, { alllocked: true });
    expect(periodOf(account, ship(account, { trandate: new Date(2026, 1, 28, 12) }))).toBe('3');
  });

  test.each([
    [true, 'no error'],
    [false, 'closed period'],
  ])('and already saved is marked when the period has Allow Non-G/L Changes at %j', (allowed, outcome) => {
    const account = open({});
    const id = ship(account, { trandate: new Date(2026, 1, 28, 12) });
    account.asUser(({ record }) => {
      const period = record.load({ type: 'accountingperiod', id: 3 });
      period.setValue({ fieldId: 'closed', value: true });
      period.setValue({ fieldId: 'allownonglchanges', value: allowed });
      period.save();
    });
    const mark = () =>
      account.asUser(({ record }) =>
        record.submitFields({ type: 'itemfulfillment', id, values: { memo: 'seen' } }),
      );
    if (outcome === 'no error') expect(mark()).toBe(id);
    else expect(mark).toThrow(outcome);
    expect(() => account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id }))).toThrow(
      'closed period',
    );
  });
});

describe('stock', () => {
  test('is committed when an order is saved, to the lines at the location that has it', () => {
    const account = openAccount({ features: LOCATIONS });
    enterOrder(account, [{ quantity: 2 }, { quantity: 2 }, { quantity: 2, location: STORE }]);
    expect([1, 2, 3].map((line) => orderLine(account, line)?.quantitycommitted)).toEqual([2, 1, 1]);
  });

  test('is not committed to a line that has no location, where stock is counted by location', () => {
    const account = openAccount({ features: LOCATIONS });
    account.addRecord('salesorder', {
      id: 1001,
      entity: 201,
      sublists: { item: [{ item: ITEM, quantity: 1 }] },
    });
    expect(orderLine(account)?.quantitycommitted).toBe(0);
  });

  test('follows a line that moves to another location', () => {
    const account = openAccount({ features: LOCATIONS });
    enterOrder(account, [{ quantity: 2 }]);
    const move = (location: number) =>
      account.asUser(({ record }) => {
        const order = record.load({ type: 'salesorder', id: 1001 });
        setLine(order, 0, { location });
        order.save();
      });
    move(STORE);
    expect(orderLine(account)?.quantitycommitted).toBe(1);
    move(WAREHOUSE);
    expect(orderLine(account)?.quantitycommitted).toBe(2);
  });

  test('leaves its location as it ships, and comes back when the fulfillment is deleted', () => {
    const account = openAccount({ features: LOCATIONS });
    enterOrder(account, [{ quantity: 2 }]);
    const onHand = () => account.getRecord('inventoryitem', ITEM).sublists.locations?.[0]?.quantityonhand;
    const id = ship(account);
    expect(onHand()).toBe(1);
    account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id }));
    expect(onHand()).toBe(3);
  });

  test.each([
    ['a line that says Do Not Commit', { commitinventory: '3', quantity: 1 }, 0],
    ['a line that says Complete Qty and wants more than there is', { commitinventory: '2', quantity: 5 }, 0],
    ['a line that says Complete Qty and wants what there is', { commitinventory: '2', quantity: 3 }, 3],
    ['a drop shipment', { createpo: 'DropShip', quantity: 1 }, 0],
  ])('is committed to %s as the help says', (_what, line, committed) => {
    const account = openAccount({ features: LOCATIONS });
    enterOrder(account, [line]);
    expect(orderLine(account)?.quantitycommitted).toBe(committed);
  });

  test('is what people gave a line, where Perform Item Commitment After Transaction Entry is off', () => {
    const account = openAccount({ features: LOCATIONS, preferences: { commitOnEntry: false } });
    enterOrder(account, [{ quantity: 2, quantitycommitted: 1 }, { quantity: 2 }]);
    expect([1, 2].map((line) => orderLine(account, line)?.quantitycommitted)).toEqual([1, 0]);
  });

  test('is not committed to an order that is not approved', () => {
    const account = openAccount({ features: LOCATIONS });
    enterOrder(account, [{}], { orderstatus: 'A' });
    expect(orderLine(account)?.quantitycommitted).toBe(0);
  });
});

describe('a preference', () => {
  test.each(Object.values(PREFERENCES).map(({ label, id }) => [label, id]))(
    '%s may be given by its label and by its internal id',
    (label, id) => {
      const spec = Object.values(PREFERENCES).find((one) => one.label === label);
      const value = spec?.values.at(-1);
      for (const name of [label, id ?? label].map(String))
        expect(() => createAccount({ preferences: { [name]: value } })).not.toThrow();
    },
  );

  test('nobody knows, or a value it does not have, is refused with what there is', () => {
    expect(() => createAccount({ preferences: { 'Fulfil Everything': true } })).toThrow(
      'the emulator knows no preference "Fulfil Everything". It knows dateFormat',
    );
    expect(() =>
      createAccount({ preferences: { 'Fulfill Based on Commitment': 'Ignore Location' } }),
    ).toThrow(
      'cannot be "Ignore Location". Give "Limit to Committed" or "Allow Uncommitted" or "Ignore Commitment".',
    );
  });

  test('with a value that is not emulated is refused by name once it matters, not before', () => {
    const mailing = openAccount({ preferences: { sendFulfilledEmails: true } });
    enterOrder(mailing, [{}]);
    expect(() => ship(mailing)).toThrow(
      'NOT_EMULATED: the preference "Send Order Fulfilled Confirmation Emails"',
    );
  });
});
