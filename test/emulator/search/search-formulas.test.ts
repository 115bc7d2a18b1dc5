/** Formulas, saved searches and date words of N/search. */
import { expect, test } from '@jest/globals';
import type { Account, AccountOptions } from '../../../emulator/account.ts';
import { withLeniency } from '../../../emulator/strictness/leniency.ts';
import { accountWith, OBJECTS, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const NOON = Date.UTC(2026, 0, 5, 20, 4, 30);

function seed(account: Account): void {
  seedMasters(account);
  seedOrder(account, 1001, [{ item: 401, quantity: 3, location: 101, custcol_line: '00101' }], {
    externalid: 'SHOP-1',
    custbody_order: 'HC1',
    memo: "it's, new",
  });
  seedOrder(account, 1002, [{ item: 402, quantity: 0.5, location: 102 }], { externalid: 'SHOP-2' });
  account.asUser(({ record }) => {
    record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' }).save();
  });
}

function told(script: string, options: AccountOptions = {}) {
  const run = runOnce(script, { seed, options: { clock: () => NOON, ...options } });
  return run.told[0] ?? run.report.error;
}

/** The formula of the first sales order's line. */
function formula(name: string, text: string, order = 1001) {
  return told(
    `const column = search.createColumn({ name: '${name}', formula: ${JSON.stringify(text)} });
     const [row] = search.create({ type: 'salesorder', filters: [['internalid', 'anyof', ${order}], 'and', ['mainline', 'is', 'F']], columns: [column] }).run().getRange({ start: 0, end: 1 });
     tell(row.getValue(column));`,
  );
}

test.each([
  ['NVL({custbody_order}, {externalid})', 1001, 'HC1'],
  ['NVL({custbody_order}, {externalid})', 1002, 'SHOP-2'],
  ["CONCAT({custbody_order}, CONCAT('-', {custcol_line}))", 1001, 'HC1-00101'],
  ["{custbody_order} || '-' || {line}", 1001, 'HC1-1'],
  ["'half ' || {quantity}", 1002, 'half .5'],
  ["SUBSTR({externalid}, INSTR({externalid}, '-') + 1)", 1001, '1'],
  ['SUBSTR({externalid}, -3, 2)', 1001, 'P-'],
  ["CASE WHEN {quantity} > 1 AND {location} = 'Warehouse East' THEN 'many' ELSE 'few' END", 1001, 'many'],
  ["CASE WHEN {quantity} > 1 THEN 'many' END", 1002, ''],
  ["CASE {location.id} WHEN 102 THEN 'store' ELSE 'other' END", 1002, 'store'],
  ['TO_CHAR({datecreated}, \'YYYY-MM-DD"T"HH24:MI:SS\')', 1001, '2026-01-05T12:04:30'],
  ["TO_CHAR({quantity} * 1.5, 'FM990.00')", 1001, '4.50'],
  ["REPLACE(UPPER({memomain}), '''', '')", 1001, 'ITS, NEW'],
  ["DECODE({custcol_line}, NULL, 'none', 'some')", 1002, 'none'],
  ["CASE WHEN {custcol_line} IS NOT NULL AND {externalid} NOT LIKE 'WEB%' THEN 'a' ELSE 'b' END", 1001, 'a'],
  ["CASE WHEN {externalid} IN ('SHOP-1', 'SHOP-9') THEN 'in' ELSE 'out' END", 1001, 'in'],
  ['{item.itemid}', 1001, 'SHIRT-S'],
])('the text formula %s of order %i is %s', (text, order, wanted) => {
  expect(formula('formulatext', text, order)).toBe(wanted);
});

test('a numeric formula is a number to filters and a text to scripts', () => {
  expect(formula('formulanumeric', '{quantity} + 1')).toBe('4');
  expect(formula('formulanumeric', 'NVL({rate}, 0)')).toBe('0');
});

test('a formula that cannot be read is refused, naming the place', () => {
  expect(formula('formulatext', "NVL({memo}, 'x'")).toMatchObject({ name: 'SSS_INVALID_SRCH_FORMULA' });
});

test('a filter may have a formula, in its name or beside it', () => {
  expect(
    told(`const ids = (filters) => search.create({ type: 'transaction', filters }).run().getRange({ start: 0, end: 99 }).map(({ id }) => Number(id));
      const kind = search.createFilter({ name: 'formulatext', formula: "{createdfrom}", operator: 'contains', values: 'Sales Order' });
      tell([ids([['mainline', 'is', 'T'], 'AND', ['formulatext: {createdfrom}', 'contains', 'Sales Order']]).length, ids([kind, search.createFilter({ name: 'mainline', operator: 'is', values: true })]).length,
        ids([['mainline', 'is', 'F'], 'AND', ['formulanumeric: {quantity} - 1', 'greaterthan', '1'], 'AND', ['type', 'anyof', 'SalesOrd']])]);`),
  ).toEqual([1, 1, [1001]]);
});

const SAVED: AccountOptions = {
  savedSearches: {
    customsearch_shipped: {
      type: 'itemfulfillment',
      filters: [['mainline', 'is', 'F'], 'AND', ['cogs', 'is', 'F']],
      columns: [
        'createdfrom.externalid',
        'quantity',
        { name: 'formulatext', formula: '{custcol_line}' },
        { name: 'formulatext', formula: "'second'" },
        { name: 'quantity', join: 'appliedtotransaction' },
      ],
    },
  },
};

test('a saved search is loaded and its results in JSON carry values and texts, joins in their own letters', () => {
  expect(
    told(
      "tell(search.load({ id: 'customsearch_shipped' }).run().getRange({ start: 0, end: 9 }).map((row) => row.toJSON().values));",
      SAVED,
    ),
  ).toEqual([
    {
      'externalid.createdFrom': [{ value: 'SHOP-1', text: 'SHOP-1' }],
      quantity: '3',
      formulatext: '00101',
      formulatext_1: 'second',
      'quantity.appliedToTransaction': '3',
    },
  ]);
});

test('a loaded search takes more filters and columns, pushed or set, as objects or as an expression', () => {
  expect(
    told(
      `const count = (change) => { const mine = search.load({ id: 'customsearch_shipped' }); change(mine); return mine.run().getRange({ start: 0, end: 9 }).length; };
       const none = search.createFilter({ name: 'internalid', operator: 'anyof', values: [99999] });
       tell([
         count(() => undefined),
         count((mine) => { const filters = mine.filters; filters.push(none); mine.filters = filters; }),
         count((mine) => { mine.filterExpression = mine.filterExpression.concat(['AND', ['internalid', 'anyof', 99999]]); }),
         count((mine) => { mine.filterExpression.push('AND', ['quantity', 'greaterthan', 5]); }),
         (() => { const mine = search.load('customsearch_shipped'); mine.columns.push(search.createColumn({ name: 'tranid' })); return mine.run().getRange({ start: 0, end: 1 })[0].columns.length; })(),
       ]);`,
      SAVED,
    ),
  ).toEqual([1, 0, 0, 0, 6]);
});

test('a search the account does not have is refused', () => {
  const load = "search.load({ id: 'customsearch_other' });";
  const savedSearches = { customsearch_some: { type: 'customer', columns: ['entityid'] } };
  expect(told(load, { savedSearches })).toMatchObject({ name: 'INVALID_SEARCH' });
  expect(told(load)).toMatchObject({ name: 'NOT_EMULATED' });
});

test.each([
  ['on', 'today', 2],
  ['after', 'yesterday', 2],
  ['before', 'today', 0],
  ['within', 'thisWeek', 2],
  ['within', 'lastmonth', 0],
  ['onorafter', 'daysago3', 2],
  ['onorafter', 'fourDaysAgo', 2],
  ['before', 'thirtydaysfromnow', 2],
  ['notwithin', 'THISYEAR', 0],
])('created %s %s finds %i orders', (operator, word, count) => {
  expect(
    told(
      `tell(search.create({ type: 'salesorder', filters: [['datecreated', '${operator}', '${word}'], 'and', ['mainline', 'is', 'T']] }).run().getRange({ start: 0, end: 9 }).length);`,
    ),
  ).toBe(count);
});

test('within with one date and no second has no end, as a published script relies on', () => {
  expect(
    told(
      "tell(search.create({ type: 'salesorder', filters: [['datecreated', 'within', '1/1/2026 1:00 am'], 'and', ['mainline', 'is', 'T']] }).run().getRange({ start: 0, end: 9 }).length);",
    ),
  ).toBe(2);
});

test('a map/reduce script may return a reference to a saved search instead of the search', () => {
  const account = accountWith(
    {
      scripts: [
        {
          name: 'refer',
          type: 'mapreduce',
          uses: ['N/search'],
          body: "return { getInputData: () => ({ type: 'search', id: 'customsearch_shipped' }), map: ({ key, value }) => tell([key, JSON.parse(value).values]) };",
        },
      ],
      objects: OBJECTS,
    },
    { ...SAVED, clock: () => NOON },
  );
  seed(account);
  const { logs, units } = account.runDeployment('customdeploy_refer');
  expect(units).toBe(0);
  expect(logs.map(({ details }) => JSON.parse(details)[1]['externalid.createdFrom'])).toEqual([
    { value: 'SHOP-1', text: 'SHOP-1' },
  ]);
});

test('a script that gives the second date of within as an option of its own is let pass where mistakes may', () => {
  const notices: string[] = [];
  const count = withLeniency(
    (notice) => notices.push(notice),
    () =>
      told(
        `const until = '1/2/2026 1:00 am';
         const filter = search.createFilter({ name: 'datecreated', operator: search.Operator.WITHIN, values: '1/1/2026 1:00 am', until });
         tell(search.create({ type: 'salesorder', filters: [filter, search.createFilter({ name: 'mainline', operator: 'is', values: ['T'] })] }).run().getRange({ start: 0, end: 9 }).length);`,
      ),
  );
  expect(count).toBe(2);
  expect(notices.join()).toContain('option until of N/search.createFilter');
});
