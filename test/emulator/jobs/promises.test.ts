/** Promises in server scripts: the calls that have them, and entry points that are waited for. */
import { expect, test } from '@jest/globals';
import { ALL, accountWith, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const seed = (account: Parameters<typeof seedMasters>[0]) => {
  seedMasters(account);
  seedOrder(account, 1001, [{ item: 401, quantity: 3, location: 101 }]);
};

/** A scheduled script whose entry point is asynchronous. */
function runAsync(code: string, more = '') {
  const savedSearches = { customsearch_some: { type: 'customer', columns: ['entityid'] } };
  const account = accountWith(
    { scripts: [{ name: 'probe', uses: ALL, body: `${more} return { execute: async () => { ${code} } };` }] },
    { savedSearches },
  );
  seed(account);
  const report = account.runDeployment('customdeploy_probe');
  const told = report.logs.map(({ details }) => JSON.parse(details) as unknown);
  return { account, report, told };
}

test('the promise of a search call settles with what the call gives, for the same units', () => {
  const { told, report } = runAsync(
    `const orders = await search.create.promise({ type: 'salesorder', filters: [['mainline', 'is', 'T']] });
     const paged = await orders.runPaged.promise({ pageSize: 5 });
     const looked = await search.lookupFields.promise({ type: 'salesorder', id: 1001, columns: ['entity'] });
     tell([paged.count, looked.entity[0].text]);
     const codes = await Promise.all([
       search.load.promise({ id: 'customsearch_none' }).catch((error) => error.name),
       search.create.promise({}).then(() => 'made', (error) => error.name),
     ]);
     tell(codes);`,
  );
  expect(report).toMatchObject({ ended: 'normally', units: 5 + 1 + 5 });
  expect(told).toEqual([
    [1, 'Ada Lovelace'],
    ['INVALID_SEARCH', 'SSS_MISSING_REQD_ARGUMENT'],
  ]);
});

test('a query has a promise too', () => {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        uses: ['N/query'],
        body: `return { execute: async () => {
          const rows = await query.runSuiteQL.promise({ query: 'SELECT id FROM transaction' });
          tell(rows.asMappedResults());
        } };`,
      },
    ],
  });
  seed(account);
  const { logs, units } = account.runDeployment('customdeploy_probe');
  expect(logs.map(({ details }) => details)).toEqual(['[{"id":1001}]']);
  expect(units).toBe(10);
});

test('promises settle after the work that is under way, in the order they were made', () => {
  const { told } = runAsync(
    `const order = [];
     const first = search.lookupFields.promise({ type: 'salesorder', id: 1001, columns: ['tranid'] }).then(() => order.push('first'));
     const second = Promise.resolve().then(() => order.push('second'));
     order.push('now');
     await Promise.all([first, second]);
     tell(order);`,
  );
  expect(told).toEqual([['now', 'first', 'second']]);
});

test('an asynchronous entry point is waited for, with all it saves', () => {
  const { account, report } = runAsync(
    `await later();
     const order = record.load({ type: 'salesorder', id: 1001 });
     await later();
     order.setValue({ fieldId: 'memo', value: 'late' }).save();`,
    'const later = () => new Promise((resolve) => resolve());',
  );
  expect(report.ended).toBe('normally');
  expect(account.getRecord('salesorder', 1001).fields.memo).toBe('late');
});

test('what rejects an entry point is the error of the script', () => {
  const { report } = runAsync("await null; throw Object.assign(new Error('too late'), { name: 'LATE' });");
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'LATE', message: 'too late' } });
});

test('each call of an asynchronous map and reduce is waited for before its pairs are taken', () => {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        type: 'mapreduce',
        uses: ALL,
        body: `return {
          getInputData: async () => { await null; return [1, 2]; },
          map: async (context) => { await null; context.write('sum', context.value); },
          reduce: async (context) => { await null; if (context.values.length < 2) throw new Error('early'); context.write(context.key, context.values.join('+')); },
          summarize: async (context) => { await null; context.output.iterator().each((key, value) => { tell([key, value]); return true; }); },
        };`,
      },
    ],
  });
  const { logs, error } = account.runDeployment('customdeploy_probe');
  expect(error).toBeUndefined();
  expect(logs.map(({ details }) => details)).toEqual(['["sum","1+2"]']);
});

test.each([
  ["record.load.promise({ type: 'salesorder', id: 1001 })", 'N/record.load.promise outside client scripts'],
  [
    "search.create({ type: 'salesorder' }).run().each.promise(() => true)",
    'ResultSet.each.promise outside client scripts',
  ],
  [
    "record.load({ type: 'salesorder', id: 1001 }).save.promise()",
    'Record.save.promise outside client scripts',
  ],
])('%s is refused by name, as the help has it for client scripts', (call, words) => {
  const { report } = runOnce(`try { ${call}; } catch (error) { }`, { seed });
  expect(report.error?.message).toContain(`NOT_EMULATED: ${words}`);
});

test('what is not emulated ends the run, wherever in a promise it was met', () => {
  const { report } = runAsync('record.attach; await null;', '');
  expect(report.error?.name).toBe('NOT_EMULATED');
  const late = runAsync('await null; try { record.attach({}); } catch (error) { }');
  expect(late.report.error?.message).toContain('N/record.attach');
});
