/** Functions that search columns put their values through. */
import { expect, test } from '@jest/globals';
import { runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const NOON = Date.UTC(2026, 0, 5, 20);
const HOUR = 3_600_000;

/** Values of the first order line, or of the groups, or the error of the run. */
function told(columns: string, now = NOON) {
  let clock = NOON;
  const run = runOnce(
    `const rows = search.create({ type: 'salesorder', filters: [['mainline', 'is', 'F']], columns: ${columns} }).run().getRange({ start: 0, end: 9 });
     tell(rows.map((row) => row.columns.map((column) => row.getValue(column))));`,
    {
      options: { clock: () => clock },
      seed: (account) => {
        seedMasters(account);
        seedOrder(account, 1001, [{ item: 401, quantity: 2.345, location: 101 }], { trandate: '2025-12-31' });
        seedOrder(account, 1002, [{ item: 402, quantity: 7, location: 102 }], { trandate: '2025-12-30' });
        clock = now;
      },
    },
  );
  return run.told[0] ?? run.report.error;
}

test.each([
  ['absoluteValue', '0 - {quantity}', '2.345'],
  ['negate', '{quantity}', '-2.345'],
  ['round', '0 - 2.5', '-3'],
  ['roundToTenths', '{quantity}', '2.3'],
  ['roundToHundredths', '1.005', '1.01'],
  ['absoluteValue', 'NULL', ''],
])('%s of %s is %s', (called, formula, wanted) => {
  const rows = told(
    `[{ name: 'formulanumeric', formula: ${JSON.stringify(formula)}, function: '${called}' }]`,
  );
  expect((rows as string[][])[0]).toEqual([wanted]);
});

test.each([
  ['day', 'datecreated', '1/5/2026'],
  ['month', 'trandate', '2025-12'],
  ['year', 'trandate', '2025'],
  ['ageInHours', 'datecreated', '49'],
  ['ageInDays', 'datecreated', '2'],
])('%s of %s is %s', (called, name, wanted) => {
  const rows = told(`[{ name: '${name}', function: '${called}' }]`, NOON + 49.5 * HOUR);
  expect((rows as string[][])[0]).toEqual([wanted]);
});

test('rows are grouped by what the function gives', () => {
  expect(
    told(
      "[{ name: 'trandate', summary: 'GROUP', function: 'month' }, { name: 'quantity', summary: 'COUNT' }]",
    ),
  ).toEqual([['2025-12', '2']]);
});

test('two columns of one name are told apart by their function', () => {
  expect(told("['quantity', { name: 'quantity', function: 'negate' }]")).toEqual([
    ['2.345', '-2.345'],
    ['7', '-7'],
  ]);
});

test.each([
  ["{ name: 'quantity', function: 'rank' }", 'the column function rank'],
  ["{ name: 'quantity', function: 'month' }", 'the column function month on quantity'],
  ["{ name: 'trandate', function: 'round' }", 'the column function round on trandate'],
  [
    "{ name: 'quantity', summary: 'SUM', function: 'round' }",
    'the column function round with the summary SUM',
  ],
])('%s is refused by name', (column, refusal) => {
  expect(told(`[${column}]`)).toMatchObject({
    name: 'NOT_EMULATED',
    message: expect.stringContaining(refusal),
  });
});

test('a function NetSuite does not have is its own error', () => {
  expect(told("[{ name: 'quantity', function: 'absolutevalue' }]")).toMatchObject({
    name: 'INVALID_SRCH_FUNCTN',
  });
});
