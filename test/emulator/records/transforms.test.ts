/** Transactions made of orders other than fulfillments of sales orders: which lines they have, and what the order counts of them. */
import { describe, expect, test } from '@jest/globals';
import type { Account, AccountData } from '../../../emulator/account.ts';
import { createAccount } from '../../../emulator/account.ts';
import { runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const LINES = [
  { item: 401, quantity: 5, custcol_line: 'first', rate: 10 },
  { item: 402, quantity: 2 },
];

const seed = (account: Account) => {
  seedMasters(account);
  account.addRecord('transferorder', {
    id: 2001,
    location: 101,
    transferlocation: 102,
    orderstatus: 'B',
    sublists: { item: LINES.map(({ item, quantity }) => ({ item, quantity })) },
  });
  account.addRecord('purchaseorder', {
    id: 2002,
    entity: 201,
    location: 101,
    sublists: { item: LINES.map(({ item, quantity }) => ({ item, quantity })) },
  });
  seedOrder(account, 2003, [
    ...LINES.map((line) => ({ ...line, location: 101 })),
    { item: 403, quantity: 1, rate: 3 },
  ]);
};

const HELPERS = `
  const made = (fromType, fromId, toType, defaultValues) => record.transform({ fromType, fromId, toType, defaultValues });
  const linesOf = (one, ...fields) => Array.from({ length: one.getLineCount('item') }, (_, line) =>
    fields.map((fieldId) => one.getSublistValue({ sublistId: 'item', fieldId, line })));
  const set = (one, line, fieldId, value) => one.setSublistValue({ sublistId: 'item', fieldId, line, value });
  const order = (type, id, ...fields) => {
    const one = record.load({ type, id });
    return [one.getValue('status'), ...linesOf(one, ...fields)];
  };
  const ship = (shipstatus, ...quantities) => {
    const one = made('transferorder', 2001, 'itemfulfillment');
    one.setValue('shipstatus', shipstatus);
    quantities.forEach((quantity, line) => quantity === 0 ? set(one, line, 'itemreceive', false) : set(one, line, 'quantity', quantity));
    return one.save();
  };`;

const run = (script: string) => runOnce(`${HELPERS}\n${script}`, { seed });

describe('a transfer order', () => {
  test('has line ids three apart: the next two are those of its fulfillment and its receipt', () => {
    const { told } = run(
      `tell(order('transferorder', 2001, 'line'));
       tell(linesOf(made('transferorder', 2001, 'itemfulfillment'), 'orderline', 'quantity', 'location', 'itemreceive'));
       ship('C', 5, 2);
       tell(linesOf(made('transferorder', 2001, 'itemreceipt'), 'orderline', 'quantity', 'location', 'itemreceive'));`,
    );
    expect(told).toEqual([
      ['Pending Fulfillment', ['1'], ['4']],
      [
        ['2', 5, '101', true],
        ['5', 2, '101', true],
      ],
      [
        ['3', 5, '102', true],
        ['6', 2, '102', true],
      ],
    ]);
  });

  test('counts what is shipped and received, and its status follows', () => {
    const { told } = run(
      `const look = () => tell(order('transferorder', 2001, 'quantityfulfilled', 'quantityreceived'));
       const shipment = ship('C', 3, 0);
       look();
       made('transferorder', 2001, 'itemreceipt').save();
       look();
       ship('C', 2, 2);
       look();
       const receipt = made('transferorder', 2001, 'itemreceipt').save();
       look();
       record.delete({ type: 'itemreceipt', id: receipt });
       look();`,
    );
    expect(told).toEqual([
      ['Pending Receipt/Partially Fulfilled', [3, 0], [0, 0]],
      ['Partially Fulfilled', [3, 3], [0, 0]],
      ['Pending Receipt', [5, 3], [2, 0]],
      ['Received', [5, 5], [2, 2]],
      ['Pending Receipt', [5, 3], [2, 0]],
    ]);
  });

  test('has a line picked before it is shipped, and offers what is left of it', () => {
    const { told } = run(
      `const shipment = ship('A', 3, 0);
       tell(order('transferorder', 2001, 'quantitypicked', 'quantityfulfilled'));
       tell(linesOf(made('transferorder', 2001, 'itemfulfillment'), 'quantity'));
       const one = record.load({ type: 'itemfulfillment', id: shipment });
       one.setValue('shipstatus', 'C');
       one.save();
       tell(order('transferorder', 2001, 'quantitypicked', 'quantityfulfilled'));`,
    );
    expect(told).toEqual([
      ['Pending Fulfillment', [3, 0], [0, 0]],
      [[2], [2]],
      ['Pending Receipt/Partially Fulfilled', [3, 3], [0, 0]],
    ]);
  });

  test('is received shipment by shipment when one is named', () => {
    const { told } = run(
      `const [one, two] = [ship('C', 3, 0), ship('C', 1, 2)];
       const receipt = made('transferorder', 2001, 'itemreceipt', { itemfulfillment: two });
       tell([receipt.getValue('itemfulfillment') === String(two), ...linesOf(receipt, 'quantity')]);
       set(receipt, 1, 'itemreceive', false);
       receipt.save();
       tell(linesOf(made('transferorder', 2001, 'itemreceipt', { itemfulfillment: two }), 'orderline', 'quantity'));
       tell(codeOf(() => made('transferorder', 2001, 'itemreceipt', { itemfulfillment: 99 })));`,
    );
    expect(told).toEqual([[true, [1], [2]], [['6', 2]], 'INVALID_INITIALIZE_REF']);
  });

  test('takes no more than is left, and needs something to be marked', () => {
    const { told } = run(
      `tell([codeOf(() => ship('C', 6, 0)), codeOf(() => ship('C', 0, 0)), codeOf(() => made('transferorder', 2001, 'itemreceipt'))]);
       ship('C', 5, 2);
       tell([codeOf(() => made('transferorder', 2001, 'itemfulfillment')), codeOf(() => record.delete({ type: 'transferorder', id: 2001 }))]);`,
    );
    expect(told).toEqual([
      ['USER_ERROR', 'USER_ERROR', 'INVALID_INITIALIZE_REF'],
      ['INVALID_INITIALIZE_REF', 'THIS_RECORD_CANNOT_BE_DELETED_BECAUSE_IT_HAS_DEPENDENT_RECORDS'],
    ]);
  });

  test('waits for approval unless a script says otherwise', () => {
    const { told } = run(
      `const one = record.create({ type: 'transferorder' });
       set(one, 0, 'item', 401);
       set(one, 0, 'quantity', 1);
       const id = one.save();
       tell(order('transferorder', id));
       tell(codeOf(() => made('transferorder', id, 'itemfulfillment')));`,
    );
    expect(told).toEqual([['Pending Approval', []], 'INVALID_INITIALIZE_REF']);
  });
});

describe('a purchase order', () => {
  test('is received line by line, and waits for its bill', () => {
    const { told } = run(
      `const receipt = made('purchaseorder', 2002, 'itemreceipt');
       tell(linesOf(receipt, 'orderline', 'quantity', 'quantityremaining', 'location'));
       set(receipt, 0, 'quantity', 4);
       set(receipt, 1, 'itemreceive', false);
       tell(record.load({ type: 'itemreceipt', id: receipt.save() }).getValue('entity'));
       tell(order('purchaseorder', 2002, 'quantityreceived'));
       tell(linesOf(made('purchaseorder', 2002, 'itemreceipt'), 'orderline', 'quantity'));
       made('purchaseorder', 2002, 'itemreceipt').save();
       tell(order('purchaseorder', 2002, 'quantityreceived'));`,
    );
    expect(told).toEqual([
      [
        ['1', 5, 5, '101'],
        ['2', 2, 2, '101'],
      ],
      '201',
      ['Pending Billing/Partially Received', [4], [0]],
      [
        ['1', 1],
        ['2', 2],
      ],
      ['Pending Bill', [5], [2]],
    ]);
  });
});

describe('a sales order', () => {
  const SHIP = `const shipment = made('salesorder', 2003, 'itemfulfillment'); shipment.save();`;

  test('is invoiced for what is fulfilled and for what nothing fulfils', () => {
    const { told } = run(
      `tell(codeOf(() => made('salesorder', 2003, 'invoice')));
       ${SHIP}
       const invoice = made('salesorder', 2003, 'invoice');
       tell(linesOf(invoice, 'item', 'quantity', 'rate', 'amount', 'orderline'));
       set(invoice, 0, 'quantity', 4);
       const id = invoice.save();
       tell(order('salesorder', 2003, 'quantitybilled'));
       made('salesorder', 2003, 'cashsale').save();
       tell(order('salesorder', 2003, 'quantitybilled'));
       record.delete({ type: 'invoice', id });
       tell(order('salesorder', 2003, 'quantitybilled'));`,
    );
    expect(told).toEqual([
      'INVALID_INITIALIZE_REF',
      [
        ['401', 5, 10, 50, '1'],
        ['402', 2, null, null, '2'],
        ['403', 1, 3, 3, '3'],
      ],
      ['Pending Billing', [4], [2], [1]],
      ['Billed', [5], [2], [1]],
      ['Pending Billing', [1], [0], [0]],
    ]);
  });

  test('is returned by an authorization, which is received in its turn', () => {
    const { told } = run(
      `${SHIP}
       const back = made('salesorder', 2003, 'returnauthorization');
       tell([back.getText('entity'), back.getText('orderstatus'), ...linesOf(back, 'item', 'quantity')]);
       back.setValue('orderstatus', 'B');
       back.removeLine({ sublistId: 'item', line: 2 });
       set(back, 0, 'quantity', 1);
       const id = back.save();
       const receipt = made('returnauthorization', id, 'itemreceipt');
       tell(linesOf(receipt, 'orderline', 'quantity'));
       receipt.save();
       tell(order('returnauthorization', id, 'quantityreceived'));
       tell(linesOf(made('salesorder', 2003, 'returnauthorization'), 'item', 'quantity'));`,
    );
    expect(told).toEqual([
      ['Ada Lovelace', 'Pending Approval', ['401', 5], ['402', 2], ['403', 1]],
      [
        ['1', 1],
        ['2', 2],
      ],
      ['Pending Refund', [1], [2]],
      [
        ['401', 4],
        ['403', 1],
      ],
    ]);
  });
});

test('an account’s data may leave out what its shipments and receipts say', () => {
  const data: AccountData = {
    records: {
      transferorder: [
        { id: 5, orderstatus: 'E', location: 101, sublists: { item: [{ item: 401, quantity: 5 }] } },
      ],
      itemfulfillment: [
        { id: 6, createdfrom: 5, sublists: { item: [{ item: 401, quantity: 3, orderline: 2 }] } },
      ],
    },
  };
  const { fields, sublists } = createAccount({ data }).getRecord('transferorder', 5);
  expect(fields.orderstatus).toBe('E');
  expect(sublists.item).toMatchObject([{ line: '1', quantityfulfilled: 3, quantityreceived: 0 }]);
});

test.each([
  ["made('salesorder', 2003, 'creditmemo')", 'transform of salesorder to creditmemo'],
  ["made('purchaseorder', 2002, 'vendorbill')", 'transform of purchaseorder to vendorbill'],
  ["made('purchaseorder', 2002, 'itemreceipt', { itemfulfillment: 5 })", 'the default value itemfulfillment'],
  ["record.create({ type: 'itemreceipt' })", 'N/record.create of an item receipt'],
])('%s is refused by name', (call, words) => {
  expect(run(`try { ${call}; } catch (error) { }`).report.error?.message).toContain(`NOT_EMULATED: ${words}`);
});
