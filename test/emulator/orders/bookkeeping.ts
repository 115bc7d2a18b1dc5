/** The laws of a sales order's bookkeeping, as one check that any build of the emulator can be put to. */
import fc from 'fast-check';
import type { Account, createAccount } from '../../../emulator/account.ts';

/** What people do to an order, each thing with a number that says to which line or fulfillment. */
const deed = fc.record({
  what: fc.constantFrom('ship', 'ship part', 'ship too much', 'ship closed', 'same key', 'delete', 'close'),
  which: fc.nat(20),
});

const quantities = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });

const ORDER = 1001;

/** @throws with the shortest story that breaks a law */
export function checkBookkeeping(create: typeof createAccount, runs: number): void {
  fc.assert(
    fc.property(quantities, fc.array(deed, { maxLength: 12 }), (lines, deeds) => {
      const account = openAccount(create, lines);
      for (const { what, which } of deeds) {
        act(account, what, which);
        checkLaws(account, lines);
      }
    }),
    { numRuns: runs, seed: 7 },
  );
}

function openAccount(create: typeof createAccount, lines: readonly number[]): Account {
  const account = create({ features: ['MULTILOCINVT'] });
  account.addRecord('location', { id: 1, name: 'Here' });
  account.addRecord('customer', { id: 2, entityid: 'Customer' });
  account.addRecord('inventoryitem', { id: 3, itemid: 'Item' });
  const item = lines.map((quantity) => ({ item: '3', quantity, location: '1' }));
  account.addRecord('salesorder', { id: ORDER, entity: '2', sublists: { item } });
  return account;
}

function act(account: Account, what: string, which: number): void {
  if (what === 'delete') removeOne(account, which);
  else if (what === 'close') closeLine(account, which);
  else ship(account, what, which);
}

/** What NetSuite refuses is refused here too; the laws say whether it was refused whole. */
function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function ship(account: Account, what: string, which: number): void {
  const before = account.listRecords('itemfulfillment').length;
  const closed = orderLines(account)
    .filter((line) => line.isclosed === true)
    .map((line) => String(line.line));
  let shippedClosed = false;
  const saved = attempt(() =>
    account.asUser(({ record }) => {
      const fulfillment = record.transform({
        fromType: 'salesorder',
        fromId: ORDER,
        toType: 'itemfulfillment',
        isDynamic: false,
      });
      const count = fulfillment.getLineCount({ sublistId: 'item' });
      const set = (fieldId: string, line: number, value: unknown) =>
        fulfillment.setSublistValue({ sublistId: 'item', fieldId, line, value: value as never });
      for (let line = 0; line < count; line += 1) {
        const quantity = Number(
          fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'quantity', line }),
        );
        const chosen = line === which % count;
        set('itemreceive', line, what === 'ship' || chosen);
        if (chosen && what === 'ship part') set('quantity', line, Math.max(1, quantity - 1));
        if (chosen && what === 'ship too much') set('quantity', line, quantity + 1);
        const orderLine = String(
          fulfillment.getSublistValue({ sublistId: 'item', fieldId: 'orderline', line }),
        );
        shippedClosed ||= closed.includes(orderLine);
      }
      fulfillment.setValue({ fieldId: 'shipstatus', value: 'C' });
      if (what === 'same key') fulfillment.setValue({ fieldId: 'externalid', value: 'KEY' });
      fulfillment.save();
    }),
  );
  if (saved && what === 'ship too much') throw new Error('More was fulfilled than remained.');
  if (saved && shippedClosed) throw new Error('A closed line was fulfilled.');
  const made = account.listRecords('itemfulfillment').length - before;
  if (made !== (saved ? 1 : 0)) throw new Error(`${made} fulfillments were made where ${saved ? 1 : 0} was.`);
}

function removeOne(account: Account, which: number): void {
  const all = account.listRecords('itemfulfillment');
  const chosen = all[which % Math.max(1, all.length)];
  if (chosen) account.asUser(({ record }) => record.delete({ type: 'itemfulfillment', id: chosen.id }));
}

function closeLine(account: Account, which: number): void {
  attempt(() =>
    account.asUser(({ record }) => {
      const order = record.load({ type: 'salesorder', id: ORDER });
      const line = which % order.getLineCount({ sublistId: 'item' });
      order.setSublistValue({ sublistId: 'item', fieldId: 'isclosed', line, value: true });
      order.save();
    }),
  );
}

const orderLines = (account: Account) => account.getRecord('salesorder', ORDER).sublists.item ?? [];

function checkLaws(account: Account, ordered: readonly number[]): void {
  const fulfillments = account.listRecords('itemfulfillment');
  const taken = fulfillments.flatMap(({ sublists }) => sublists.item ?? []);
  orderLines(account).forEach((line, index) => {
    const shipped = taken
      .filter(({ orderline }) => orderline === line.line)
      .reduce((sum, { quantity }) => sum + Number(quantity), 0);
    if (line.quantity !== ordered[index])
      throw new Error(`Line ${index + 1} has another quantity than ordered.`);
    if (line.quantityfulfilled !== shipped) {
      throw new Error(
        `Line ${index + 1} shows ${String(line.quantityfulfilled)} fulfilled where ${shipped} are.`,
      );
    }
    if (shipped > Number(line.quantity)) throw new Error(`Line ${index + 1} is fulfilled more than once.`);
    const free = line.isclosed === true ? 0 : Number(line.quantity) - shipped;
    if (Number(line.quantitycommitted) > free) throw new Error(`Line ${index + 1} commits what is not free.`);
  });
  const keys = fulfillments.map(({ fields }) => fields.externalid).filter((key) => key);
  if (new Set(keys).size !== keys.length) throw new Error('Two fulfillments have one external id.');
  checkStatus(account);
}

/** B before anything ships, E in between, F when all that is open has shipped, H when nothing is open. */
function checkStatus(account: Account): void {
  const lines = orderLines(account);
  const open = lines.filter((line) => line.isclosed !== true);
  const shipped = lines.some((line) => Number(line.quantityfulfilled) > 0);
  const complete = open.every((line) => line.quantityfulfilled === line.quantity);
  const ended = open.length === 0 ? 'H' : 'F';
  const expected = open.length === 0 || (shipped && complete) ? ended : shipped ? 'E' : 'B';
  const status = account.getRecord('salesorder', ORDER).fields.orderstatus;
  if (status !== expected)
    throw new Error(`The order has status ${String(status)} where ${expected} is due.`);
}
