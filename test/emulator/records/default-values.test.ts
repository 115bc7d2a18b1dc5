/** What a script gives a record with `defaultValues`, before it has it. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../../emulator/account.ts';
import { runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const seed = (account: Account) => {
  seedMasters(account);
  seedOrder(account, 1001, [{ item: 401, quantity: 3, location: 101 }]);
};

test('a record is created with the values given, in the mode that recordmode names', () => {
  const { told } = runOnce(
    `const order = record.create({ type: 'salesorder', defaultValues: { entity: 201, recordmode: 'dynamic' } });
     tell([order.isDynamic, order.getText('entity')]);
     tell(record.create({ type: 'salesorder', defaultValues: { entity: 201 } }).isDynamic);
     tell(record.load({ type: 'salesorder', id: 1001, defaultValues: { recordmode: 'dynamic' } }).isDynamic);`,
    { seed },
  );
  expect(told).toEqual([[true, 'Ada Lovelace'], false, true]);
});

test('a customer deposit created for a sales order is one of its customer', () => {
  const { told } = runOnce(
    `const deposit = record.create({ type: 'customerdeposit', defaultValues: { salesorder: 1001 } });
     tell(['salesorder', 'customer'].map((id) => deposit.getValue(id)));
     deposit.setValue('payment', 30).save();
     tell(search.create({ type: 'customerdeposit', filters: [['createdfrom', 'anyof', 1001], 'and', ['mainline', 'is', 'T']], columns: ['entity'] })
       .run().getRange(0, 9).map((row) => row.getText('entity')));`,
    { seed },
  );
  expect(told).toEqual([['1001', '201'], ['Ada Lovelace']]);
});

test.each([
  [
    "record.create({ type: 'salesorder', defaultValues: { nexuscountry: 'US' } })",
    'nexuscountry of N/record.create for salesorder',
  ],
  [
    "record.create({ type: 'location', defaultValues: { entity: 201 } })",
    'entity of N/record.create for location',
  ],
  [
    "record.load({ type: 'salesorder', id: 1001, defaultValues: { disablepaymentfilters: true } })",
    'disablepaymentfilters of N/record.load',
  ],
  [
    "record.create({ type: 'salesorder', defaultValues: { recordmode: 'slow' } })",
    'recordmode "slow" of N/record.create',
  ],
  [
    "record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment', defaultValues: { customform: 9 } })",
    'customform of N/record.transform',
  ],
])('%s is refused by name', (call, words) => {
  const { report } = runOnce(`try { ${call}; } catch (error) { }`, { seed });
  expect(report.error?.message).toContain(`NOT_EMULATED: the default value ${words}`);
});
