/** An account with two stores, a warehouse and an item of which there is little: what the tests of preferences and features start from. */
import type { Account, AccountOptions } from '../../../emulator/account.ts';
import { createAccount, type SeedValues } from '../../../emulator/account.ts';
import type { UserRecord } from '../../../emulator/setup/user-modules.ts';

export const WAREHOUSE = 101;
export const STORE = 102;
export const ITEM = 401;
/** Two of the item and one other make it. */
export const KIT = 404;
export const OTHER_ITEM = 402;
export const LOT_ITEM = 405;
export const SERIAL_ITEM = 406;
export const ORDER = 1001;

export const TODAY = Date.UTC(2026, 2, 10, 20);

/** Three of the item in the warehouse, one in the store; of the other item nothing is counted, so there is enough. */
export function openAccount(options: AccountOptions = {}): Account {
  const account = createAccount({ clock: () => TODAY, ...options });
  account.addRecord('subsidiary', { id: 1, name: 'Parent' });
  account.addRecord('subsidiary', { id: 2, name: 'Abroad' });
  account.addRecord('location', { id: WAREHOUSE, name: 'Warehouse', subsidiary: 1, usebins: true });
  account.addRecord('location', { id: STORE, name: 'Store', subsidiary: 1 });
  account.addRecord('customer', { id: 201, entityid: 'Ada Lovelace' });
  account.addRecord('bin', { id: 701, binnumber: 'A-1', location: WAREHOUSE });
  account.addRecord('bin', { id: 702, binnumber: 'S-1', location: STORE });
  account.addRecord('inventorystatus', { id: 801, name: 'Good', inventoryavailable: true });
  const stock = (warehouse: number, store: number, more: Record<string, number> = {}) => ({
    locations: [
      { location: WAREHOUSE, quantityonhand: warehouse, ...more },
      { location: STORE, quantityonhand: store },
    ],
  });
  account.addRecord('inventoryitem', { id: ITEM, itemid: 'SHIRT', usebins: true, sublists: stock(3, 1) });
  account.addRecord('inventoryitem', { id: OTHER_ITEM, itemid: 'MUG' });
  account.addRecord('kititem', {
    id: KIT,
    itemid: 'SET',
    sublists: {
      member: [
        { item: ITEM, quantity: 2 },
        { item: OTHER_ITEM, quantity: 1 },
      ],
    },
  });
  account.addRecord('lotnumberedinventoryitem', { id: LOT_ITEM, itemid: 'CREAM' });
  account.addRecord('serializedinventoryitem', { id: SERIAL_ITEM, itemid: 'PHONE' });
  return account;
}

export type Line = Record<string, string | number | boolean>;

/** Enters an order, at the warehouse unless its lines say otherwise. */
export function enterOrder(account: Account, lines: readonly Line[], fields: SeedValues = {}): number {
  return account.addRecord('salesorder', {
    id: ORDER,
    entity: 201,
    subsidiary: 1,
    ...fields,
    sublists: { item: lines.map((line) => ({ item: ITEM, quantity: 1, location: WAREHOUSE, ...line })) },
  });
}

export const draftOf = (account: Account, more: Record<string, unknown> = {}): UserRecord =>
  account.asUser(({ record }) =>
    record.transform({ fromType: 'salesorder', fromId: ORDER, toType: 'itemfulfillment', ...more }),
  );

/** Order line, quantity and mark of every line a fulfillment offers. */
export const offered = (account: Account, more: Record<string, unknown> = {}): unknown[] => {
  const draft = draftOf(account, more);
  return Array.from({ length: draft.getLineCount({ sublistId: 'item' }) }, (_, line) =>
    ['orderline', 'quantity', 'itemreceive'].map((fieldId) =>
      draft.getSublistValue({ sublistId: 'item', fieldId, line }),
    ),
  );
};

export const setLine = (draft: UserRecord, line: number, values: Record<string, unknown>): void => {
  for (const [fieldId, value] of Object.entries(values))
    draft.setSublistValue({ sublistId: 'item', fieldId, line, value });
};

/** Fulfills the order with these body fields and, of its first line, this quantity. */
export function ship(
  account: Account,
  fields: Record<string, unknown> = {},
  line: Record<string, unknown> = {},
): number {
  const draft = draftOf(account);
  for (const [fieldId, value] of Object.entries(fields)) draft.setValue({ fieldId, value });
  setLine(draft, 0, line);
  return draft.save();
}

export const fulfillment = (account: Account, id: number) => account.getRecord('itemfulfillment', id);

export const orderLine = (account: Account, line = 1) =>
  account.getRecord('salesorder', ORDER).sublists.item?.[line - 1];
