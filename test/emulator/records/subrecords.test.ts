/** Subrecords: addresses and inventory details, reached through the record that has them and saved with it. */
import { describe, expect, it } from '@jest/globals';
import type { Account } from '../../../emulator/account.ts';
import { createAccount } from '../../../emulator/account.ts';
import { runOnce } from '../tiny-project.ts';

const seed = (account: Account) => {
  account.addRecord('location', { id: 11, name: 'Boston' });
  account.addRecord('customer', { id: 21, entityid: 'Ada' });
  account.addRecord('inventoryitem', { id: 41, itemid: 'MUG' });
  account.addRecord('inventorynumber', { id: 71, inventorynumber: 'LOT-1', item: 41 });
  account.addRecord('salesorder', {
    id: 1001,
    entity: 21,
    shippingaddress: { country: 'US', addr1: '1 Main Street', city: 'Boston' },
    sublists: {
      item: [
        { item: 41, quantity: 3, location: 11 },
        { item: 41, quantity: 2, location: 11 },
      ],
    },
  });
};

const run = (script: string) => runOnce(script, { seed });

const ORDER = `const order = record.load({ type: 'salesorder', id: 1001 });`;
const DYNAMIC = `const order = record.load({ type: 'salesorder', id: 1001, isDynamic: true });`;
const DETAIL = `{ sublistId: 'item', fieldId: 'inventorydetail', line: 0 }`;
const CURRENT = `{ sublistId: 'item', fieldId: 'inventorydetail' }`;

describe('a subrecord of the body', () => {
  it('is created by the first get, read through its fields, and saved with its record', () => {
    const { account, told } = run(`${ORDER}
      tell(order.hasSubrecord({ fieldId: 'billingaddress' }));
      const address = order.getSubrecord({ fieldId: 'billingaddress' });
      address.setValue({ fieldId: 'country', value: 'CA' }).setText({ fieldId: 'city', text: 'Ottawa' });
      order.save();
      const again = record.load({ type: 'salesorder', id: 1001 }).getSubrecord({ fieldId: 'billingaddress' });
      tell([again.type, again.getValue('city'), again.getValue('country'), again.getText('country')]);`);
    expect(told).toEqual([false, ['address', 'Ottawa', 'CA', 'Canada']]);
    expect(account.dump().records.salesorder?.[0]?.billingaddress).toEqual({ country: 'CA', city: 'Ottawa' });
  });

  it('is gone after removeSubrecord, and was never there when it was only looked at', () => {
    const { account } = run(`${ORDER}
      order.removeSubrecord({ fieldId: 'shippingaddress' });
      order.getSubrecord({ fieldId: 'billingaddress' }).getValue('city');
      order.save();`);
    const order = account.dump().records.salesorder?.[0];
    expect(order).not.toHaveProperty('shippingaddress');
    expect(order).not.toHaveProperty('billingaddress');
  });

  it('is shown by a search part by part', () => {
    const { told } = run(`const [row] = search.create({
        type: 'salesorder', filters: [['mainline', 'is', 'T']],
        columns: ['shipaddress1', 'shipcity', 'shipcountry', 'shipzip'],
      }).run().getRange({ start: 0, end: 1 });
      tell(['shipaddress1', 'shipcity', 'shipcountry', 'shipzip'].map((name) => row.getValue(name)));
      tell(row.getText('shipcountry'));`);
    expect(told).toEqual([['1 Main Street', 'Boston', 'US', ''], 'United States']);
  });

  it('is left as it was when its record is not saved', () => {
    const { account } = run(
      `${ORDER} order.getSubrecord({ fieldId: 'shippingaddress' }).setValue('city', 'Salem');`,
    );
    expect(account.dump().records.salesorder?.[0]?.shippingaddress).toMatchObject({ city: 'Boston' });
  });
});

describe('a subrecord of a line', () => {
  it('takes lines of its own in standard mode', () => {
    const { account, told } = run(`${ORDER}
      const detail = order.getSublistSubrecord(${DETAIL});
      detail.setSublistValue({ sublistId: 'inventoryassignment', fieldId: 'issueinventorynumber', line: 0, value: 71 });
      detail.setSublistValue({ sublistId: 'inventoryassignment', fieldId: 'quantity', line: 0, value: 3 });
      tell(detail.getLineCount({ sublistId: 'inventoryassignment' }));
      order.save();
      const saved = record.load({ type: 'salesorder', id: 1001 });
      tell([0, 1].map((line) => saved.hasSublistSubrecord({ sublistId: 'item', fieldId: 'inventorydetail', line })));
      tell(saved.getSublistSubrecord(${DETAIL}).getSublistText('inventoryassignment', 'issueinventorynumber', 0));`);
    expect(told).toEqual([1, [true, false], 'LOT-1']);
    expect(account.dump().records.salesorder?.[0]?.sublists?.item?.[0]?.inventorydetail).toEqual({
      sublists: { inventoryassignment: [{ issueinventorynumber: '71', quantity: 3 }] },
    });
  });

  it('is part of the record in dynamic mode once its line and the line that has it are committed', () => {
    const { told } = run(`${DYNAMIC}
      for (const line of [0, 1]) {
        order.selectLine({ sublistId: 'item', line });
        const detail = order.getCurrentSublistSubrecord(${CURRENT});
        detail.selectNewLine({ sublistId: 'inventoryassignment' });
        detail.setCurrentSublistValue({ sublistId: 'inventoryassignment', fieldId: 'quantity', value: 2 });
        detail.commitLine({ sublistId: 'inventoryassignment' });
        if (line === 0) order.commitLine({ sublistId: 'item' });
      }
      order.cancelLine({ sublistId: 'item' });
      order.save();
      const saved = record.load({ type: 'salesorder', id: 1001, isDynamic: true });
      for (const line of [0, 1]) {
        saved.selectLine({ sublistId: 'item', line });
        tell(saved.hasCurrentSublistSubrecord(${CURRENT}));
      }
      saved.selectLine({ sublistId: 'item', line: 0 });
      saved.removeCurrentSublistSubrecord(${CURRENT});
      saved.commitLine({ sublistId: 'item' });
      saved.save();
      tell(record.load({ type: 'salesorder', id: 1001 }).hasSublistSubrecord(${DETAIL}));`);
    expect(told).toEqual([true, false, false]);
  });

  it('has to have its mandatory fields, and may name only what exists', () => {
    const fails = (values: string) =>
      run(`${ORDER}
        const detail = order.getSublistSubrecord(${DETAIL});
        for (const [fieldId, value] of Object.entries(${values}))
          detail.setSublistValue({ sublistId: 'inventoryassignment', fieldId, line: 0, value });
        order.save();`).report.error;
    expect(fails(`{ binnumber: 9 }`)?.message).toContain(
      'Please enter value(s) for: quantity in line 1 of inventoryassignment of inventorydetail in line 1 of item',
    );
    expect(fails(`{ quantity: 1, issueinventorynumber: 99 }`)?.name).toBe('INVALID_KEY_OR_REF');
  });
});

describe('what is no subrecord', () => {
  it('is NetSuite’s own error, and a member of the other mode is one as well', () => {
    const error = (script: string) => run(script).report.error?.name;
    expect(error(`${ORDER} order.getSubrecord({ fieldId: 'memo' });`)).toBe(
      'FIELD_1_IS_NOT_A_SUBRECORD_FIELD',
    );
    expect(error(`${DYNAMIC} order.getSublistSubrecord(${DETAIL});`)).toBe('SSS_INVALID_API_USAGE');
    expect(error(`${ORDER} order.getCurrentSublistSubrecord(${CURRENT});`)).toBe('SSS_INVALID_API_USAGE');
  });

  it('is refused by name where NetSuite’s answer is not known', () => {
    const refusal = (script: string) => run(script).report.error?.message;
    expect(refusal(`${ORDER} order.getSubrecord({ fieldId: 'shippingaddress' }).save();`)).toContain(
      'NOT_EMULATED: Record.save of a subrecord',
    );
    expect(refusal(`${ORDER} order.getValue('shippingaddress');`)).toContain(
      'NOT_EMULATED: the value of the subrecord field shippingaddress',
    );
    expect(refusal(`record.create({ type: 'inventorydetail' });`)).toContain(
      'NOT_EMULATED: record type inventorydetail',
    );
  });
});

describe('an account’s data', () => {
  const order = {
    id: 1001,
    entity: 21,
    shippingaddress: { country: 'United States', addr1: '1 Main Street' },
    sublists: {
      item: [
        {
          item: 41,
          quantity: 3,
          inventorydetail: { sublists: { inventoryassignment: [{ issueinventorynumber: 71, quantity: 3 }] } },
        },
      ],
    },
  };

  it('holds subrecords as it holds records, and gets back what it gave', () => {
    const account = createAccount({ data: { records: { salesorder: [order] } } });
    const dump = account.dump();
    expect(dump.records.salesorder?.[0]?.shippingaddress).toEqual({ country: 'US', addr1: '1 Main Street' });
    expect(dump.records.inventorynumber).toMatchObject([{ id: 71 }]);
    expect(createAccount({ data: { records: dump.records } }).dump().records).toEqual(dump.records);
  });

  it('may have them on records no table describes', () => {
    const account = createAccount({ data: { records: { transferorder: [{ ...order, id: 5 }] } } });
    expect(account.dump().records.transferorder?.[0]?.sublists?.item?.[0]?.inventorydetail).toMatchObject({
      sublists: { inventoryassignment: [{ quantity: 3 }] },
    });
  });

  it('is refused when a subrecord has a field nobody knows', () => {
    expect(() =>
      createAccount({ data: { records: { salesorder: [{ ...order, shippingaddress: { street: 'x' } }] } } }),
    ).toThrow('shippingaddress.street: the emulator knows no such field of this subrecord');
  });
});
