/** Customers that scripts make. */
import { expect, test } from '@jest/globals';
import { runOnce } from '../tiny-project.ts';

test('whether a customer is a person is said with T and F, in code, in data and in searches', () => {
  const { account, told } = runOnce(
    `const customer = record.create({ type: 'customer', isDynamic: true });
     customer.setValue({ fieldId: 'isperson', value: 'T' });
     customer.setValue({ fieldId: 'firstname', value: 'Grace' });
     customer.setValue({ fieldId: 'lastname', value: 'Hopper' });
     tell(record.load({ type: 'customer', id: customer.save() }).getValue('isperson'));
     customer.setValue({ fieldId: 'isperson', value: false });
     tell([customer.getValue('isperson'), codeOf(() => customer.setValue({ fieldId: 'isperson', value: 'maybe' }))]);
     tell(record.load({ type: 'customer', id: 21 }).getValue('isperson'));
     tell(search.create({ type: 'customer', filters: [['isperson', 'is', 'T']], columns: ['isperson', 'entityid'] })
       .run().getRange({ start: 0, end: 9 }).map((row) => [row.getValue('isperson'), row.getValue('entityid')]));`,
    { options: { data: { records: { customer: [{ id: 21, companyname: 'Acme', isperson: false }] } } } },
  );
  expect(told).toEqual(['T', ['F', 'INVALID_FLD_VALUE'], 'F', [['T', 'Grace Hopper']]]);
  expect(account.getRecord('customer', 21).fields.isperson).toBe('F');
});
