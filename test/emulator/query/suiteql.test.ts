/** N/query: SuiteQL over the records of the account. */
import { expect, test } from '@jest/globals';
import type { Account, AccountOptions } from '../../../emulator/account.ts';
import { OBJECTS, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const NOON = Date.UTC(2026, 0, 5, 20, 4, 30);

function seed(account: Account): void {
  seedMasters(account);
  seedOrder(
    account,
    1001,
    [
      { item: 401, quantity: 3, location: 101, custcol_line: '00101' },
      { item: 403, quantity: 1 },
    ],
    {
      trandate: '2026-01-03',
      custbody_order: 'HC1',
      externalid: 'SHOP-1',
    },
  );
  seedOrder(account, 1002, [{ item: 402, quantity: 5, location: 102 }], {
    trandate: '2026-01-05',
    memo: "it's",
  });
  account.addRecord('customrecord_file', {
    name: 'a.csv',
    custrecord_rows: 7,
    custrecord_done: true,
    custrecord_place: 102,
  });
  account.asUser(({ record }) => {
    record.transform({ fromType: 'salesorder', fromId: 1002, toType: 'itemfulfillment' }).save();
  });
}

function run(script: string, options: AccountOptions = {}) {
  return runOnce(script, {
    seed,
    uses: ['N/query', 'N/log'],
    objects: OBJECTS,
    options: { clock: () => NOON, ...options },
  });
}

/** The values of the rows, or the message of the run's error. */
function rows(sql: string, params = '[]') {
  const { told, report } = run(
    `tell(query.runSuiteQL({ query: ${JSON.stringify(sql)}, params: ${params} }).results.map(({ values }) => values));`,
  );
  return report.error?.message ?? told[0];
}

test('rows come as values and as maps with names in small letters: ids as numbers, check boxes as T and F, days as the account writes them', () => {
  const { told, report } = run(
    `const found = query.runSuiteQL("SELECT Transaction.ID, TranID AS Number_, TranDate, Type, Status, Entity, Memo, Voided, custbody_order FROM Transaction WHERE Type = 'SalesOrd' ORDER BY Transaction.ID");
     tell(found.asMappedResults()); tell(found.results[1].values); tell(found.results[1].asMap().memo);`,
  );
  expect(report.error).toBeUndefined();
  expect(told[0]).toMatchObject([
    {
      id: 1001,
      trandate: '1/3/2026',
      type: 'SalesOrd',
      status: 'B',
      entity: 201,
      memo: null,
      voided: 'F',
      custbody_order: 'HC1',
    },
    { id: 1002, memo: "it's", custbody_order: null },
  ]);
  expect(Object.keys((told[0] as object[])[0] as object)[1]).toBe('number_');
  expect(told[1]).toMatchObject(
    [1002, /./, '1/5/2026', 'SalesOrd', 'F', 201, "it's", 'F', null].map((value) =>
      value instanceof RegExp ? expect.anything() : value,
    ),
  );
  expect(told[2]).toBe("it's");
});

test('lines are joined, the main line is line 0, and what is sold is counted below zero', () => {
  expect(
    rows(
      `SELECT tl.id, tl.mainline, tl.item, BUILTIN.DF(tl.item), i.itemid, i.itemtype, tl.quantity, BUILTIN.DF(tl.location) AS place, tl.custcol_line
          FROM transaction t INNER JOIN transactionline tl ON tl.transaction = t.id LEFT JOIN item i ON i.id = tl.item
          WHERE t.tranid IS NOT NULL AND t.id = ? ORDER BY tl.id`,
      '[1001]',
    ),
  ).toEqual([
    [0, 'T', null, null, null, null, null, null, null],
    [1, 'F', 401, 'SHIRT-S', 'SHIRT-S', 'InvtPart', -3, 'Warehouse East', '00101'],
    [2, 'F', 403, 'GIFT-WRAP', 'GIFT-WRAP', 'Service', -1, null, null],
  ]);
});

test.each([
  [
    'SELECT BUILTIN.DF(status), BUILTIN.DF(type), BUILTIN.DF(entity) FROM transaction WHERE id = 1001',
    [['Sales Order : Pending Fulfillment', 'Sales Order', 'Ada Lovelace']],
  ],
  ["SELECT NVL(memo, 'none') || '!' || externalid FROM transaction WHERE id = 1002", [["it's!"]]],
  [
    "SELECT DECODE(id, 1001, 'first', 'other') FROM transaction WHERE type = 'SalesOrd' ORDER BY id DESC",
    [['other'], ['first']],
  ],
  [
    "SELECT TO_CHAR(trandate, 'YYYY-MM-DD'), TO_CHAR(SYSDATE, 'HH24:MI') FROM transaction WHERE id = 1001",
    [['2026-01-03', '12:04']],
  ],
  [
    "SELECT id FROM transaction WHERE type = 'SalesOrd' AND trandate >= TO_DATE('2026-01-04', 'YYYY-MM-DD')",
    [[1002]],
  ],
  [
    "SELECT id FROM transaction WHERE trandate BETWEEN SYSDATE - 3 AND TRUNC(SYSDATE) AND type = 'SalesOrd'",
    [[1001], [1002]],
  ],
  [
    'SELECT TRUNC(SYSDATE) - trandate, ADD_MONTHS(trandate, 1), LAST_DAY(trandate) FROM transaction WHERE id = 1001',
    [[2, '2/3/2026', '1/31/2026']],
  ],
  ["SELECT MAX(trandate) AS latest, COUNT(*) FROM transaction WHERE type = 'SalesOrd'", [['1/5/2026', 2]]],
  [
    "SELECT item, SUM(quantity) FROM transactionline WHERE mainline = 'F' AND transaction IN (1001, 1002) GROUP BY item HAVING SUM(quantity) < -1 ORDER BY 2",
    [
      [402, -5],
      [401, -3],
    ],
  ],
  [
    "SELECT id, 5 / 2 FROM location WHERE isinactive = 'F' ORDER BY name DESC",
    [
      [101, 2.5],
      [102, 2.5],
    ],
  ],
  ["SELECT id FROM location WHERE name LIKE 'store%'", []],
  ["SELECT id FROM location WHERE UPPER(name) LIKE 'STORE%'", [[102]]],
  ['SELECT externalid FROM location ORDER BY externalid', [['STORE-1'], [null], [null]]],
  ['SELECT externalid FROM location ORDER BY externalid DESC', [[null], [null], ['STORE-1']]],
  ['SELECT TOP 2 id FROM location ORDER BY id DESC', [[103], [102]]],
  ['SELECT id FROM location ORDER BY id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY', [[102]]],
  ['SELECT id FROM location WHERE ROWNUM <= 2', [[101], [102]]],
  ['SELECT * FROM (SELECT id FROM location ORDER BY id DESC) WHERE ROWNUM <= 1', [[103]]],
  [
    'SELECT name, custrecord_rows, custrecord_done, BUILTIN.DF(custrecord_done), BUILTIN.DF(custrecord_place), created FROM customrecord_file',
    [['a.csv', 7, 'T', 'Yes', 'Store Main Street', '1/5/2026']],
  ],
  ["SELECT 'x' FROM dual UNION ALL SELECT email FROM customer", [['x'], [null]]],
  ['SELECT t."ID" FROM "TRANSACTION" t /* a comment */ WHERE t.id = 1001 -- and another', [[1001]]],
  [
    "WITH open_ AS (SELECT id FROM transaction WHERE status IN ('B', 'D')) SELECT COUNT(id) FROM open_",
    [[1]],
  ],
  [
    "SELECT CASE WHEN EXISTS (SELECT id FROM transaction WHERE entity = c.id) THEN 'has' ELSE 'none' END FROM customer c",
    [['has']],
  ],
])('%s gives %j', (sql, wanted) => {
  expect(rows(sql)).toEqual(wanted);
});

test('what the data does not tell is refused only where the result depends on it', () => {
  const told = (sql: string) => {
    const { told, report } = run(
      `tell(query.runSuiteQL(${JSON.stringify(sql)}).results.map(({ values }) => values));`,
      { data: { records: { creditmemo: [{ id: 9001, tranid: 'CM-9' }] } } },
    );
    return report.error?.message ?? told[0];
  };
  expect(told('SELECT tranid FROM transaction WHERE id = 9001')).toEqual([['CM-9']]);
  expect(told("SELECT id FROM transaction WHERE status = 'A'")).toContain(
    'NOT_EMULATED: the status of creditmemo 9001',
  );
});

test('params stand for question marks, booleans as T and F', () => {
  expect(rows('SELECT id FROM location WHERE isinactive = ? AND name LIKE ?', "[true, 'Closed%']")).toEqual([
    [103],
  ]);
  expect(rows('SELECT id FROM location WHERE id = ?', "['101']")).toEqual([[101]]);
  expect(rows('SELECT id FROM location WHERE id = ?', '[{}]')).toContain(
    'A param of SuiteQL must be text, number or boolean',
  );
  expect(rows('SELECT id FROM location WHERE id = ?')).toContain(
    'NOT_EMULATED: SuiteQL with 1 question marks and 0 params',
  );
});

test('a column without a name is called expr1 and so on', () => {
  const { told } = run(
    'tell(query.runSuiteQL("SELECT COUNT(*), BUILTIN.DF(id), id FROM location WHERE id = 101 GROUP BY id").asMappedResults());',
  );
  expect(told).toEqual([[{ expr1: 1, expr2: '101', id: 101 }]]);
});

test('an iterator goes through results and pages until the callback stops it', () => {
  const { told } = run(
    `const ids = []; const sql = 'SELECT id FROM location ORDER BY id';
     query.runSuiteQL(sql).iterator().each(({ value }) => { ids.push(value.values[0]); return ids.length < 2; });
     const paged = query.runSuiteQLPaged({ query: sql, pageSize: 5 });
     const pages = []; paged.iterator().each(({ value }) => { pages.push([value.data.results.length, value.isFirst, value.isLast, value.pageRange]); return true; });
     tell([ids, paged.count, paged.pageRanges, pages, paged.fetch({ index: 0 }).data.asMappedResults().length, codeOf(() => paged.fetch(1)), codeOf(() => query.runSuiteQLPaged({ query: sql, pageSize: 1001 }))]);`,
  );
  expect(told).toEqual([
    [
      [101, 102],
      3,
      [{ index: 0, size: 3 }],
      [[3, true, true, { index: 0, size: 3 }]],
      3,
      'INVALID_PAGE_RANGE',
      'INVALID_PAGE_SIZE',
    ],
  ]);
});

test('a run costs 10 units, and so does every page', () => {
  const { report } = run(
    "query.runSuiteQL('SELECT id FROM location'); const paged = query.runSuiteQLPaged({ query: 'SELECT id FROM location' }); paged.fetch(0); paged.iterator().each(() => true);",
  );
  expect(report.units).toBe(40);
});

test('a run and pages can be asked for as promises, for the same units', () => {
  const { told, report } = run(
    `const count = "SELECT COUNT(*) AS n FROM transaction";
     query.runSuiteQL.promise({ query: count }).then((found) => tell(found.asMappedResults()));
     query.runSuiteQLPaged.promise({ query: 'SELECT id FROM transaction', pageSize: 5 }).then((paged) => tell(paged.count));`,
  );
  expect(report).toMatchObject({ ended: 'normally', units: 20 });
  expect(told).toEqual([[{ n: 3 }], 3]);
});

test('a run gives 5,000 results at most, pages give all', () => {
  const { told } = run(
    `const many = 'SELECT a.id FROM location a, location b, location c, location d, location e, location f, location g, location h';
     tell([query.runSuiteQL(many).results.length, query.runSuiteQLPaged({ query: many, pageSize: 1000 }).count]);`,
  );
  expect(told).toEqual([[5_000, 6_561]]);
});

test.each([
  ['SELECT id FROM vendor', 'the table vendor in SuiteQL'],
  ['SELECT foreigntotal FROM transaction', 'the column foreigntotal in SuiteQL'],
  ['SELECT BUILTIN.DF(currency) FROM transaction', 'BUILTIN.DF of currency in SuiteQL'],
  ["SELECT BUILTIN.CONSOLIDATE(id, 'LEDGER') FROM transaction", 'BUILTIN.CONSOLIDATE in SuiteQL'],
  ["SELECT strftime('%Y', trandate) FROM transaction", 'the function strftime in SuiteQL'],
  ["SELECT REGEXP_SUBSTR(memo, 'a') FROM transaction", 'the function REGEXP_SUBSTR in SuiteQL'],
  ['SELECT * FROM transaction', 'SELECT * in SuiteQL'],
  ['SELECT t.* FROM transaction t', 'SELECT * in SuiteQL'],
  ['SELECT id FROM location LIMIT 1', 'LIMIT, which SuiteQL does not have'],
  ['SELECT t.id FROM transaction t, customer c WHERE t.entity = c.id(+)', 'the outer join (+)'],
  ["SELECT id FROM transaction WHERE trandate >= '1/1/2026'", 'the date trandate compared with a text'],
  ["SELECT id FROM transaction t WHERE '1/1/2026' <= t.trandate", 'the date trandate compared with a text'],
  ["SELECT id FROM transaction WHERE trandate NOT IN ('1/1/2026')", 'the date trandate compared with a text'],
  ["SELECT 'on ' || trandate FROM transaction", 'the date trandate joined with a text'],
  ["SELECT 1 + 2 || 'x' FROM dual", '|| beside arithmetic'],
  ['SELECT id FROM location WHERE ROWNUM <= 2 ORDER BY name', 'this use of ROWNUM'],
  [
    "SELECT quantity FROM transactionline tl INNER JOIN transaction t ON t.id = tl.transaction WHERE t.type = 'ItemShip' AND tl.mainline = 'F'",
    'the quantity of a line of itemfulfillment',
  ],
  ['SELECT id FROM location WHERE', 'this SuiteQL (incomplete input)'],
  ['DELETE FROM location', 'SuiteQL that begins with DELETE'],
  ["SELECT id FROM location WHERE name = 'a' ; DROP TABLE location", '; in SuiteQL'],
  ["SELECT TO_DATE('x', 'YYYY-MM-DD') FROM dual", 'TO_DATE of "x"'],
  ["SELECT TO_DATE('1-JAN-2026', 'DD-MON-YYYY') FROM dual", 'the date format DD-MON-YYYY'],
])('%s is refused by name', (sql, refusal) => {
  expect(rows(sql)).toContain(`NOT_EMULATED: ${refusal}`);
});

test('queries made of objects are refused by name', () => {
  const { report } = run("query.create({ type: 'customer' });");
  expect(report.error).toMatchObject({
    name: 'NOT_EMULATED',
    message: expect.stringContaining('N/query.create'),
  });
});

test('a missing query has its code', () => {
  const { told } = run(
    'tell([codeOf(() => query.runSuiteQL()), codeOf(() => query.runSuiteQL({ params: [] }))]);',
  );
  expect(told).toEqual([['SSS_MISSING_REQD_ARGUMENT', 'SSS_MISSING_REQD_ARGUMENT']]);
});

test('the unknown status of another kind of transaction matters to a query only if its result does', () => {
  const journal = {
    records: { journalentry: [{ id: 7, tranid: 'JE-1' }], invoice: [{ id: 8, status: 'Open' }] },
  };
  const ids = (where: string) => {
    const { told, report } = runOnce(
      `tell(query.runSuiteQL("SELECT id FROM transaction WHERE ${where} ORDER BY id").results.map(({ values }) => values[0]));`,
      { uses: ['N/query'], options: { data: journal } },
    );
    return told[0] ?? report.error?.message;
  };
  expect(ids("type = 'CustInvc' AND status = 'A'")).toEqual([8]);
  expect(ids("type IN ('CustInvc', 'Journal') AND status = 'A'")).toMatch(/the status of journalentry/);
});
