/** What may change of a sales order once its lines are in a wave, requested, picked, fulfilled or closed; and what may be entered at all. */
import { describe, expect, test } from '@jest/globals';
import type { Account, AccountOptions, SeedValues } from '../../../emulator/account.ts';
import type { UserRecord } from '../../../emulator/setup/user-modules.ts';
import {
  draftOf,
  enterOrder,
  ITEM,
  type Line,
  ORDER,
  OTHER_ITEM,
  openAccount,
  orderLine,
  STORE,
  ship,
  WAREHOUSE,
} from './order-account.ts';

const FOREIGN = 103;

function accountOf(options: AccountOptions, lines: readonly Line[] = [{}], fields: SeedValues = {}): Account {
  const account = openAccount(options);
  account.addRecord('location', { id: FOREIGN, name: 'Abroad', subsidiary: 2 });
  enterOrder(account, lines, fields);
  return account;
}

const edit = (account: Account, change: (order: UserRecord) => void): number =>
  account.asUser(({ record }) => {
    const order = record.load({ type: 'salesorder', id: ORDER });
    change(order);
    return order.save();
  });

const setFirst = (account: Account, fieldId: string, value: unknown): number =>
  edit(account, (order) => order.setSublistValue({ sublistId: 'item', fieldId, line: 0, value }));

const status = (account: Account) => account.getRecord('salesorder', ORDER).fields.orderstatus;

describe('a line in a wave', () => {
  const released = (more: AccountOptions = {}, line: Line = {}) =>
    accountOf({ features: ['MULTILOCINVT', 'WMSSYSTEM'], ...more }, [
      { item: OTHER_ITEM, quantity: 5, quantitylocked: 3, ...line },
      { item: OTHER_ITEM, quantity: 5 },
    ]);
  const PLACE =
    'You cannot change the location in the header or the inventory location of line items associated with a wave transaction.';

  test.each([
    ['location', STORE, PLACE],
    ['location', '', PLACE],
    ['inventorylocation', STORE, PLACE],
    ['item', ITEM, 'You cannot change the item for a line item associated with a wave transaction.'],
    ['quantity', 2, 'Quantity of released items: 3'],
  ])('keeps its %s, and NetSuite says so in its own words: %s', (fieldId, value, message) => {
    const account = released();
    expect(() => setFirst(account, fieldId, value)).toThrow(message);
    expect(orderLine(account)).toMatchObject({ location: String(WAREHOUSE), quantity: 5 });
  });

  test('may grow, shrink to what is released, be closed, and be tagged', () => {
    const account = released();
    setFirst(account, 'quantity', 9);
    setFirst(account, 'quantity', 3);
    setFirst(account, 'description', 'fragile');
    setFirst(account, 'isclosed', true);
    expect(orderLine(account)).toMatchObject({ quantity: 3, isclosed: true, description: 'fragile' });
  });

  test('holds the location of the order, and cannot be removed; the other lines may be moved', () => {
    const account = released();
    expect(() => edit(account, (order) => order.setValue({ fieldId: 'location', value: STORE }))).toThrow(
      PLACE,
    );
    expect(() => edit(account, (order) => order.removeLine({ sublistId: 'item', line: 0 }))).toThrow(
      'You cannot delete a line item associated with a wave transaction.',
    );
    edit(account, (order) =>
      order.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 1, value: STORE }),
    );
    expect(account.getRecord('salesorder', ORDER).sublists.item?.[1]).toMatchObject({
      location: String(STORE),
    });
  });

  test('may name another location with cross-subsidiary fulfillment, not another inventory location', () => {
    const features = ['MULTILOCINVT', 'SUBSIDIARIES', 'CROSSSUBSIDIARYFULFILLMENT', 'WMSSYSTEM'];
    const account = released({ features });
    setFirst(account, 'location', STORE);
    expect(() => setFirst(account, 'inventorylocation', FOREIGN)).toThrow(PLACE);
  });

  test('is refused by name when its order is fulfilled', () => {
    expect(() => draftOf(released())).toThrow('NOT_EMULATED: fulfilling a sales order with a line in a wave');
  });

  test('is a line as any other without Warehouse Management', () => {
    const account = released({ features: ['MULTILOCINVT'] });
    setFirst(account, 'location', STORE);
    expect(orderLine(account)).toMatchObject({ location: String(STORE) });
  });
});

describe('a line on a fulfillment request', () => {
  const requested = () =>
    accountOf({ features: ['MULTILOCINVT', 'FULFILLMENTREQUEST'] }, [
      { item: OTHER_ITEM, quantity: 2, quantityrequestedtofulfill: 2 },
      { item: OTHER_ITEM },
    ]);

  test('keeps its item and may be moved', () => {
    const account = requested();
    expect(() => setFirst(account, 'item', ITEM)).toThrow(
      'You cannot change the item on lines that have already been requested.',
    );
    setFirst(account, 'location', STORE);
    expect(orderLine(account)).toMatchObject({ location: String(STORE), quantityrequestedtofulfill: 2 });
  });

  test('keeps its order from being canceled', () => {
    const account = requested();
    const cancel = () => edit(account, (order) => order.setValue({ fieldId: 'orderstatus', value: 'C' }));
    expect(cancel).toThrow('has a fulfillment request, so it cannot be canceled');
  });

  test('is refused by name when its order is fulfilled or it is removed', () => {
    expect(() => draftOf(requested())).toThrow('NOT_EMULATED: fulfilling a sales order with a line on');
    expect(() => edit(requested(), (order) => order.removeLine({ sublistId: 'item', line: 0 }))).toThrow(
      'NOT_EMULATED: removing a line that is on a fulfillment request',
    );
  });
});

describe('a line that was picked or fulfilled', () => {
  const shipped = (quantity: number, options: AccountOptions = {}, shipstatus = 'C') => {
    const account = accountOf({ features: ['PICKPACKSHIP'], ...options }, [
      { item: OTHER_ITEM, quantity: 3 },
      { item: OTHER_ITEM, quantity: 1 },
    ]);
    ship(account, { shipstatus }, { quantity });
    return account;
  };

  test.each([
    ['A', 'picked'],
    ['B', 'packed'],
    ['C', 'fulfilled'],
  ])('keeps its item and cannot be removed (%s: %s)', (shipstatus, step) => {
    const account = shipped(1, {}, shipstatus);
    expect(() => setFirst(account, 'item', ITEM)).toThrow(
      `You cannot change the selected item because it has already been ${step}.`,
    );
    expect(() => edit(account, (order) => order.removeLine({ sublistId: 'item', line: 0 }))).toThrow(
      'If you wish to delete the line, you must first delete the corresponding line(s)',
    );
  });

  test('may be moved while it is picked only, or partly fulfilled', () => {
    for (const account of [shipped(3, {}, 'A'), shipped(2)]) {
      setFirst(account, 'location', STORE);
      expect(orderLine(account)).toMatchObject({ location: String(STORE) });
    }
  });

  test('is refused by name when it is moved after all of it was fulfilled; all else may change', () => {
    const account = shipped(3);
    expect(() => setFirst(account, 'location', STORE)).toThrow(
      'NOT_EMULATED: another location of a line that is wholly fulfilled',
    );
    setFirst(account, 'description', 'gone');
    expect(orderLine(account)).toMatchObject({ description: 'gone', quantityfulfilled: 3 });
  });

  test.each([1, 3])(
    'of which %i of 3 went may be doubted: its place stays, with or without a word',
    (quantity) => {
      const kept = shipped(quantity, { doubts: { placeOfFulfilled: 'kept' } });
      setFirst(kept, 'location', STORE);
      expect(orderLine(kept)).toMatchObject({ location: String(WAREHOUSE) });

      const refused = shipped(quantity, { doubts: { placeOfFulfilled: 'refused' } });
      expect(() => setFirst(refused, 'location', STORE)).toThrow('the location of a fulfilled line stays');
    },
  );
});

describe('a sales order of which every line is closed', () => {
  const close = (account: Account, value: boolean) =>
    edit(account, (order) => {
      for (const line of [0, 1])
        order.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line, value });
    });

  test('is closed whether something was shipped or not, and opens again', () => {
    const account = accountOf({}, [{ item: OTHER_ITEM, quantity: 3 }, { item: OTHER_ITEM }]);
    ship(account, {}, { quantity: 1 });
    close(account, true);
    expect(status(account)).toBe('H');
    close(account, false);
    expect(status(account)).toBe('E');
  });
});

describe('what is entered', () => {
  test.each([
    [1.000001, 'Quantity can not have more than 5 decimal places.'],
    [-1, 'Inventory items must have a positive quantity.'],
  ])('a quantity of %d is refused', (quantity, message) => {
    const account = accountOf({});
    expect(() => setFirst(account, 'quantity', quantity)).toThrow(message);
  });

  test('a location of another subsidiary is an invalid reference for that of the order', () => {
    const account = accountOf({ features: ['SUBSIDIARIES'] });
    expect(() => setFirst(account, 'location', FOREIGN)).toThrow(
      `Invalid location reference key ${FOREIGN} for subsidiary 1.`,
    );
    expect(() => setFirst(account, 'location', 999)).toThrow('Invalid location reference key 999.');
  });

  test('an inventory location may be in another subsidiary with cross-subsidiary fulfillment', () => {
    const features = ['MULTILOCINVT', 'SUBSIDIARIES', 'CROSSSUBSIDIARYFULFILLMENT'];
    const account = accountOf({ features });
    setFirst(account, 'inventorylocation', FOREIGN);
    expect(() => setFirst(account, 'location', FOREIGN)).toThrow('for subsidiary 1.');
  });

  test('a ship method that does not exist is an invalid reference', () => {
    const account = accountOf({});
    expect(() => edit(account, (order) => order.setValue({ fieldId: 'shipmethod', value: 77 }))).toThrow(
      'Invalid shipmethod reference key 77.',
    );
  });
});

describe('the shipping address', () => {
  const move = (order: UserRecord) =>
    order.getSubrecord({ fieldId: 'shippingaddress' }).setValue({ fieldId: 'city', value: 'Oslo' });

  test('is set by a script that has given up the customer’s own', () => {
    const account = accountOf({}, [{}], { shipaddresslist: '5' });
    edit(account, (order) => {
      order.setValue({ fieldId: 'shipaddresslist', value: null });
      move(order);
    });
    expect(account.getRecord('salesorder', ORDER).fields).toMatchObject({
      shipaddresslist: null,
      shippingaddress: { fields: { city: 'Oslo' } },
    });
  });

  test('is refused by name when the order still names one of the customer', () => {
    const account = accountOf({}, [{}], { shipaddresslist: '5' });
    expect(() => edit(account, move)).toThrow('NOT_EMULATED: another shipping address while shipaddresslist');
  });
});

describe('a field that the form lacks', () => {
  const forms = [{ id: 68, recordType: 'salesorder', preferred: true, hidden: ['memo', 'item.location'] }];
  const change = (options: AccountOptions) => {
    const account = accountOf({ forms, ...options });
    edit(account, (order) => {
      order.setValue({ fieldId: 'memo', value: 'new' });
      order.setSublistValue({ sublistId: 'item', fieldId: 'location', line: 0, value: STORE });
      order.setSublistValue({ sublistId: 'item', fieldId: 'description', line: 0, value: 'new' });
    });
    return [account.getRecord('salesorder', ORDER).fields.memo, orderLine(account)];
  };

  test('is set by a script all the same', () => {
    expect(change({})).toMatchObject(['new', { location: String(STORE), description: 'new' }]);
  });

  test('may be doubted: what the script sets is lost without a word', () => {
    expect(change({ doubts: { fieldsOffForm: 'kept' } })).toMatchObject([
      null,
      { location: String(WAREHOUSE), description: 'new' },
    ]);
  });
});
