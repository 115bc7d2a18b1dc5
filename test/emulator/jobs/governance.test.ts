/** Units: what calls cost, what is left, and what happens when nothing is. */
import { expect, test } from '@jest/globals';
import { runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

function seed(account: Parameters<typeof seedMasters>[0]) {
  seedMasters(account);
  seedOrder(account, 1001, [{ item: 401, quantity: 1000, location: 101 }]);
}

test.each([
  ['loading a transaction', "record.load({ type: 'salesorder', id: 1001 })", 10],
  ['loading another record', "record.load({ type: 'location', id: 101 })", 5],
  ['creating a custom record', "record.create({ type: 'customrecord_file' })", 2],
  [
    'creating and saving a custom record',
    "record.create({ type: 'customrecord_file' }).setValue('name', 'a').save()",
    6,
  ],
  ['loading and saving a transaction', "record.load({ type: 'salesorder', id: 1001 }).save()", 30],
  [
    'transforming and saving',
    "record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' }).save()",
    30,
  ],
  [
    'submitting fields of a transaction',
    "record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'x' } })",
    10,
  ],
  ['deleting a transaction', "record.delete({ type: 'salesorder', id: 1001 })", 20],
  ['looking fields up', "search.lookupFields({ type: 'location', id: 101, columns: 'name' })", 1],
  ['a range of results', "search.create({ type: 'location' }).run().getRange({ start: 0, end: 10 })", 10],
  ['a search gone through', "search.create({ type: 'location' }).run().each(() => true)", 10],
  ['pages', "search.create({ type: 'location' }).runPaged().fetch({ index: 0 })", 10],
  ['a call that fails', "codeOf(() => record.load({ type: 'location', id: 9 }))", 5],
  [
    'files, formats and logs',
    "file.create({ name: 'a', fileType: 'CSV', contents: 'x' }).getContents(); log.debug('a'); format.format({ value: new Date(), type: 'date' })",
    0,
  ],
])('%s costs what the help page says', (_, code, units) => {
  const { report, told } = runOnce(`${code}; tell(runtime.getCurrentScript().getRemainingUsage());`, {
    seed,
  });
  expect(report.error).toBeUndefined();
  expect(report.units).toBe(units);
  expect(told).toEqual([10_000 - units]);
});

test('a script that has used its units is over, even if it catches the error', () => {
  const { report, account } = runOnce(
    "for (;;) { try { record.create({ type: 'customrecord_file' }).setValue('name', 'a').save(); } catch (error) { if (error.name !== 'SSS_USAGE_LIMIT_EXCEEDED') throw error; break; } } log.audit('goes on');",
    { seed },
  );
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'SSS_USAGE_LIMIT_EXCEEDED' } });
  expect(account.listRecords('customrecord_file')).toHaveLength(Math.floor(10_000 / 6));
  expect(report.logs).toEqual([]);
});

test('a loop that watches what is left processes as many orders as the arithmetic says', () => {
  const { report } = runOnce(
    `search.create({ type: 'location' }).run().getRange({ start: 0, end: 1 }); record.load({ type: 'location', id: 101 });
     while (runtime.getCurrentScript().getRemainingUsage() >= 500) {
       const made = record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' });
       made.setSublistValue({ sublistId: 'item', fieldId: 'quantity', line: 0, value: 1 });
       made.save();
     }`,
    { seed },
  );
  expect(report.ended).toBe('normally');
  expect(report.recordsCreated).toHaveLength(317);
});
