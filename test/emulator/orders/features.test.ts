/** Features of an account: what orders and item fulfillments are like with each of them. */
import { describe, expect, test } from '@jest/globals';
import type { Account, AccountOptions, SeedValues } from '../../../emulator/account.ts';
import { FEATURES } from '../../../emulator/platform/features.ts';
import type { UserRecord } from '../../../emulator/setup/user-modules.ts';
import {
  draftOf,
  enterOrder,
  fulfillment,
  ITEM,
  KIT,
  type Line,
  LOT_ITEM,
  ORDER,
  OTHER_ITEM,
  offered,
  openAccount,
  orderLine,
  SERIAL_ITEM,
  STORE,
  setLine,
  ship,
  WAREHOUSE,
} from './order-account.ts';

function accountOf(
  features: AccountOptions['features'],
  lines: readonly Line[] = [{}],
  fields: SeedValues = {},
): Account {
  const account = openAccount({ features: features ?? [] });
  enterOrder(account, lines, fields);
  return account;
}

describe('Multi-Location Inventory', () => {
  test('has a line of stock ship from a location', () => {
    const account = accountOf(['MULTILOCINVT']);
    expect(() => ship(account, {}, { location: null })).toThrow('Please enter value(s) for: Location');
  });

  test('is not asked for one without it', () => {
    expect(ship(accountOf([]), {}, { location: null })).toBeGreaterThan(0);
  });
});

describe('Intercompany Cross-Subsidiary Fulfillment', () => {
  const FEATURE = ['MULTILOCINVT', 'SUBSIDIARIES', 'CROSSSUBSIDIARYFULFILLMENT'];
  const open = () => {
    const account = openAccount({ features: FEATURE });
    account.addRecord('location', { id: 103, name: 'Abroad', subsidiary: 2 });
    enterOrder(account, [
      { item: OTHER_ITEM, inventorylocation: 103 },
      { item: OTHER_ITEM, inventorylocation: STORE },
    ]);
    return account;
  };
  const from = (location: number) => ({ defaultValues: { inventorylocation: location } });

  test('makes a fulfillment for the inventory location it is asked for', () => {
    const account = open();
    expect(offered(account, from(103))).toEqual([['1', 1, true]]);
    expect(draftOf(account, from(103)).save()).toBeGreaterThan(0);
  });

  test('offers nothing without one', () => {
    expect(() => draftOf(open())).toThrow('at least one valid line item');
  });

  test('commits by the inventory location, not by the location', () => {
    const account = openAccount({ features: FEATURE });
    enterOrder(account, [{ quantity: 3, location: WAREHOUSE, inventorylocation: STORE }]);
    expect(orderLine(account)?.quantitycommitted).toBe(1);
  });

  test('is what lets a location of another subsidiary ship', () => {
    const account = accountOf(['MULTILOCINVT', 'SUBSIDIARIES'], [{ item: OTHER_ITEM }]);
    account.addRecord('location', { id: 103, name: 'Abroad', subsidiary: 2 });
    expect(() => ship(account, {}, { location: 103 })).toThrow('another subsidiary');
  });
});

describe('Multiple Shipping Routes', () => {
  const open = () =>
    accountOf(
      ['MULTISHIPTO'],
      [
        { item: OTHER_ITEM, shipgroup: 1 },
        { item: OTHER_ITEM, shipgroup: 2 },
      ],
      { ismultishipto: true },
    );

  test('makes a fulfillment for one ship group, the first unless another is named', () => {
    const account = open();
    expect(offered(account)).toEqual([['1', 1, true]]);
    expect(offered(account, { defaultValues: { shipgroup: 2 } })).toEqual([['2', 1, true]]);
    const id = draftOf(account, { defaultValues: { shipgroup: 2 } }).save();
    expect(fulfillment(account, id).fields.createdfromshipgroup).toBe(2);
  });
});

test('without Advanced Shipping an invoice of what was shipped is made with the item fulfillment', () => {
  const account = accountOf({ ADVSHIPPING: false }, [
    { quantity: 3, item: OTHER_ITEM },
    { item: OTHER_ITEM },
  ]);
  const draft = draftOf(account);
  setLine(draft, 0, { quantity: 2 });
  setLine(draft, 1, { itemreceive: false });
  draft.save();
  expect(account.listRecords('invoice')).toMatchObject([
    { fields: { createdfrom: '1001', trandate: '2026-03-10' }, sublists: { item: [{ quantity: 2 }] } },
  ]);
  expect(orderLine(account)).toMatchObject({ quantityfulfilled: 2, quantitybilled: 2 });
});

describe('Pick, Pack and Ship', () => {
  test('begins a fulfillment as picked', () => {
    expect(draftOf(accountOf(['PICKPACKSHIP'])).getValue({ fieldId: 'shipstatus' })).toBe('A');
    expect(draftOf(accountOf([])).getValue({ fieldId: 'shipstatus' })).toBe('C');
  });
});

/** Gives the first line of a draft inventory detail of these assignments. */
function detail(draft: UserRecord, assignments: readonly Record<string, unknown>[]): void {
  const subrecord = draft.getSublistSubrecord({ sublistId: 'item', fieldId: 'inventorydetail', line: 0 });
  assignments.forEach((assignment, line) => {
    for (const [fieldId, value] of Object.entries(assignment))
      subrecord.setSublistValue({ sublistId: 'inventoryassignment', fieldId, line, value });
  });
}

const NEEDED = 'Please configure the inventory detail in line 1';
const isRequired = (account: Account) =>
  draftOf(account).getSublistValue({ sublistId: 'item', fieldId: 'inventorydetailreq', line: 0 }) === 'T';

describe('Lot Tracking and Serialized Inventory', () => {
  const open = (item: number, quantity = 1) => {
    const account = openAccount({ features: ['LOTNUMBEREDINVENTORY', 'SERIALIZEDINVENTORY'] });
    enterOrder(account, [{ item, quantity }]);
    const number = (id: number, text: string) =>
      account.addRecord('inventorynumber', {
        id,
        inventorynumber: text,
        item,
        sublists: { locations: [{ location: WAREHOUSE, quantityonhand: item === SERIAL_ITEM ? 1 : 5 }] },
      });
    number(901, 'N-1');
    number(902, 'N-2');
    return account;
  };
  const shipWith = (account: Account, assignments: readonly Record<string, unknown>[]) => {
    const draft = draftOf(account);
    detail(draft, assignments);
    return draft.save();
  };

  test.each([LOT_ITEM, SERIAL_ITEM])('need inventory detail, of item %i', (item) => {
    const account = open(item);
    expect(isRequired(account)).toBe(true);
    expect(() => draftOf(account).save()).toThrow(NEEDED);
    const id = shipWith(account, [{ issueinventorynumber: 901, quantity: 1 }]);
    expect(fulfillment(account, id).sublists.item?.[0]?.inventorydetail).toMatchObject({
      sublists: { inventoryassignment: [{ issueinventorynumber: '901', quantity: 1 }] },
    });
  });

  test('want detail that adds up to the line', () => {
    expect(() => shipWith(open(LOT_ITEM, 3), [{ issueinventorynumber: 901, quantity: 2 }])).toThrow(
      'The total inventory detail quantity must be 3',
    );
  });

  test.each([
    ['that the item does not have', LOT_ITEM, 1, [{ issueinventorynumber: 999, quantity: 1 }]],
    ['of which too little is there', LOT_ITEM, 6, [{ issueinventorynumber: 901, quantity: 6 }]],
    ['that stand for one piece, twice', SERIAL_ITEM, 2, [{ issueinventorynumber: 901, quantity: 2 }]],
  ])('refuse numbers %s', (_what, item, quantity, assignments) => {
    expect(() => shipWith(open(item, quantity), assignments)).toThrow();
  });

  test('count what is left of a number', () => {
    const account = open(LOT_ITEM, 2);
    shipWith(account, [{ issueinventorynumber: 901, quantity: 2 }]);
    expect(account.getRecord('inventorynumber', 901).sublists.locations?.[0]?.quantityonhand).toBe(3);
  });
});

describe('Bin Management', () => {
  test('has items in bins ship from a bin of the location, which is chosen if it is not the preferred one', () => {
    const account = accountOf(['BINMANAGEMENT']);
    expect(isRequired(account)).toBe(true);
    expect(() => draftOf(account).save()).toThrow(NEEDED);
    const withBin = (bin: number) => {
      const draft = draftOf(account);
      detail(draft, [{ binnumber: bin, quantity: 1 }]);
      return draft.save();
    };
    expect(() => withBin(702)).toThrow('not available: 702');
    expect(withBin(701)).toBeGreaterThan(0);
  });

  test('fills in the preferred bin', () => {
    const account = accountOf(['BINMANAGEMENT']);
    account.asUser(({ record }) => {
      const item = record.load({ type: 'inventoryitem', id: ITEM });
      item.setSublistValue({ sublistId: 'locations', fieldId: 'preferredbin', line: 0, value: 701 });
      item.save();
    });
    const id = ship(account);
    expect(fulfillment(account, id).sublists.item?.[0]?.inventorydetail).toMatchObject({
      sublists: { inventoryassignment: [{ binnumber: '701', quantity: 1 }] },
    });
  });

  test('asks nothing of locations without bins, nor of items that use none', () => {
    expect(isRequired(accountOf(['BINMANAGEMENT'], [{ location: STORE }]))).toBe(false);
    expect(isRequired(accountOf(['BINMANAGEMENT'], [{ item: OTHER_ITEM }]))).toBe(false);
  });
});

test('Inventory Status has all stock ship with detail, of the status that is available unless another is named', () => {
  const account = accountOf(['INVENTORYSTATUS'], [{ item: OTHER_ITEM }]);
  expect(isRequired(account)).toBe(true);
  const id = ship(account);
  expect(fulfillment(account, id).sublists.item?.[0]?.inventorydetail).toMatchObject({
    sublists: { inventoryassignment: [{ inventorystatus: '801', quantity: 1 }] },
  });
});

test('Multiple Units of Measure: a line counts in its own unit, stock and searches in the base unit', () => {
  const account = openAccount({ features: ['UNITSOFMEASURE', 'MULTILOCINVT'] });
  account.addRecord('unitstype', {
    id: 601,
    name: 'Bottles',
    sublists: {
      uom: [
        { internalid: '1', unitname: 'Each', conversionrate: 1, baseunit: true },
        { internalid: '2', unitname: 'Case', conversionrate: 12 },
      ],
    },
  });
  account.addRecord('inventoryitem', {
    id: 407,
    itemid: 'BOTTLE',
    unitstype: 601,
    sublists: { locations: [{ location: WAREHOUSE, quantityonhand: 30 }] },
  });
  enterOrder(account, [{ item: 407, quantity: 3, units: '2' }]);
  expect(orderLine(account)?.quantitycommitted).toBe(2);
  expect(offered(account)).toEqual([['1', 2, true]]);
  ship(account);
  expect(account.getRecord('inventoryitem', 407).sublists.locations?.[0]?.quantityonhand).toBe(6);
  const [row] = account.asUser(({ search }) =>
    search
      .create({
        type: 'salesorder',
        filters: [['mainline', 'is', 'F']],
        columns: ['quantity', 'quantityuom', 'quantityshiprecv', 'unit'],
      })
      .run()
      .getRange({ start: 0, end: 1 }),
  );
  expect(['quantity', 'quantityuom', 'quantityshiprecv', 'unit'].map((name) => row?.getValue(name))).toEqual([
    '36',
    '3',
    '24',
    '2',
  ]);
});

describe('a kit', () => {
  const open = () => accountOf(['MULTILOCINVT'], [{ item: KIT, quantity: 1 }, { item: OTHER_ITEM }]);
  const CHANGED = /kit definition has been changed/;

  test('is as available as its members', () => {
    const account = openAccount({ features: ['MULTILOCINVT'] });
    enterOrder(account, [{ item: KIT, quantity: 4 }]);
    expect(orderLine(account)?.quantitycommitted).toBe(1);
  });

  test.each([
    ['left behind with its components marked', { itemreceive: false }],
    ['shipped in part with its components whole', { quantity: 2 }],
  ])('%s is refused in standard mode', (_what, change) => {
    const account = openAccount({ preferences: { fulfillBasedOnCommitment: 'Ignore Commitment' } });
    enterOrder(account, [{ item: KIT, quantity: 3 }, { item: OTHER_ITEM }]);
    expect(() => ship(account, {}, change)).toThrow(CHANGED);
  });

  test('left behind with its components is not', () => {
    const draft = draftOf(open());
    for (const line of [0, 1, 2]) setLine(draft, line, { itemreceive: false });
    expect(draft.save()).toBeGreaterThan(0);
  });

  test('has its components follow it in dynamic mode', () => {
    const account = open();
    const draft = draftOf(account, { isDynamic: true });
    draft.selectLine({ sublistId: 'item', line: 0 });
    draft.setCurrentSublistValue({ sublistId: 'item', fieldId: 'itemreceive', value: false });
    draft.commitLine({ sublistId: 'item' });
    const id = draft.save();
    expect(fulfillment(account, id).sublists.item?.map(({ item }) => item)).toEqual([String(OTHER_ITEM)]);
  });
});

describe('Shipping Label Integration', () => {
  const UPS = 301;
  const GROUND = 302;
  const open = (fields: SeedValues = { shipcarrier: 'ups', shipmethod: UPS }) => {
    const account = openAccount({ features: ['SHIPPINGLABELS'] });
    account.addRecord('shipitem', {
      id: UPS,
      itemid: 'UPS Ground',
      shipcarrier: 'ups',
      integratedcarrier: 'ups',
    });
    account.addRecord('shipitem', { id: GROUND, itemid: 'Ground', shipcarrier: 'nonups' });
    enterOrder(account, [{ item: OTHER_ITEM }], fields);
    return account;
  };
  const tracked = (draft: UserRecord, sublistId: string, ending = '') => {
    draft.setSublistValue({ sublistId, fieldId: `packageweight${ending}`, line: 0, value: 1 });
    draft.setSublistValue({ sublistId, fieldId: `packagetrackingnumber${ending}`, line: 0, value: '1Z1' });
  };

  test('gives a fulfillment the packages of its carrier instead of the usual ones', () => {
    const draft = draftOf(open());
    expect(
      ['package', 'packageups', 'packagefedex'].map((sublistId) => draft.getLineCount({ sublistId })),
    ).toEqual([-1, 0, -1]);
    expect(() => tracked(draft, 'package')).toThrow('this record has no sublist package');
  });

  test('buys a label as it is saved, unless that is switched off', () => {
    const account = open();
    expect(() => draftOf(account).save()).toThrow(
      'Authentication Failed: UPS was asked for a shipping label',
    );
    const draft = draftOf(account);
    tracked(draft, 'packageups', 'ups');
    draft.setValue({ fieldId: 'generateintegratedshipperlabel', value: false });
    const id = draft.save();
    const [found] = account.asUser(({ search }) =>
      search
        .create({
          type: 'itemfulfillment',
          filters: [['mainline', 'is', 'T']],
          columns: ['trackingnumbers'],
        })
        .run()
        .getRange({ start: 0, end: 1 }),
    );
    expect([found?.id, found?.getValue('trackingnumbers')]).toEqual([String(id), '1Z1']);
  });

  test('takes a method of the carrier only, which is set first', () => {
    const account = open({ shipcarrier: 'nonups', shipmethod: GROUND });
    expect(() => ship(account, { shipmethod: UPS })).toThrow('Invalid shipmethod reference key 301');
    const both = { shipcarrier: 'ups', shipmethod: UPS, generateintegratedshipperlabel: false };
    expect(ship(account, both)).toBeGreaterThan(0);
  });

  test('leaves fulfillments by other methods as they are', () => {
    const account = open({ shipcarrier: 'nonups', shipmethod: GROUND });
    const draft = draftOf(account);
    tracked(draft, 'package');
    expect(draft.save()).toBeGreaterThan(0);
  });
});

describe('forms', () => {
  const mandatory = (places: string[]) => {
    const account = openAccount({
      forms: [{ id: 68, recordType: 'itemfulfillment', preferred: true, mandatory: places }],
    });
    enterOrder(account, [{ item: OTHER_ITEM }]);
    return account;
  };

  test('want what they make mandatory, on the body and on lines', () => {
    expect(() => ship(mandatory(['memo']))).toThrow('Please enter value(s) for: memo.');
    expect(ship(mandatory(['memo']), { memo: 'x' })).toBeGreaterThan(0);
    expect(() => ship(mandatory(['item.itemdescription']))).toThrow(
      'Please enter value(s) for: itemdescription in line 1 of item.',
    );
  });

  test('are passed over by who ignores mandatory fields', () => {
    expect(draftOf(mandatory(['memo'])).save({ ignoreMandatoryFields: true })).toBeGreaterThan(0);
  });
});

describe('a feature', () => {
  test.each(Object.entries(FEATURES).flatMap(([id, { emulated, label }]) => (emulated ? [] : [[label, id]])))(
    '%s is refused by name when an order is fulfilled, not before',
    (label, id) => {
      const account = accountOf([String(id)]);
      expect(() => draftOf(account)).toThrow(
        `NOT_EMULATED: fulfilling a sales order with the feature ${label} (${id})`,
      );
    },
  );

  test('may be given by its label, and switched off', () => {
    const inEffect = (features: AccountOptions['features']) =>
      accountOf(features).getRecord('salesorder', ORDER) &&
      draftOf(accountOf(features)).getValue({ fieldId: 'shipstatus' });
    expect(inEffect(['Pick, Pack and Ship'])).toBe('A');
    expect(inEffect({ PICKPACKSHIP: false })).toBe('C');
  });

  test('without rules here may be on, and its owner hears that nothing follows', () => {
    const notices: string[] = [];
    openAccount({ features: ['PICKPACKSHP', 'CRM'], onNotice: (notice) => notices.push(notice) });
    expect(notices).toEqual([
      'features without rules here, of which scripts learn only that they are on: PICKPACKSHP, CRM',
    ]);
  });
});
