/** N/search: criteria, joins, columns, what values look like, order, paging, summaries, and refusals. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../../emulator/account.ts';
import { fulfill, OBJECTS, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const NOON = Date.UTC(2026, 0, 5, 20, 4, 30);

function seed(account: Account): void {
  seedMasters(account);
  seedOrder(
    account,
    1001,
    [
      { item: 401, quantity: 3, location: 101, custcol_line: '00101' },
      { item: 402, quantity: 1, location: 102, custcol_line: '00102', isclosed: true },
      { item: 403, quantity: 1 },
    ],
    { externalid: 'SHOP-1', custbody_order: 'HC1' },
  );
  seedOrder(account, 1002, [{ item: 402, quantity: 2, location: 102, custcol_line: '00101' }], {
    externalid: 'SHOP-2',
    memo: 'Rush',
  });
  account.asUser(({ record }) => {
    const shipped = record.transform({ fromType: 'salesorder', fromId: 1001, toType: 'itemfulfillment' });
    shipped.setValue({ fieldId: 'shipmethod', value: 301 });
    for (const [line, number] of ['1Z', '2Z'].entries()) {
      shipped.setSublistValue({
        sublistId: 'package',
        fieldId: 'packagetrackingnumber',
        line,
        value: number,
      });
      shipped.setSublistValue({ sublistId: 'package', fieldId: 'packageweight', line, value: 1 });
    }
    shipped.save();
  });
}

/** The values of one search, as a script gets them. */
function searched(type: string, filters: string, columns: string[], also = '') {
  const script = `const found = search.create({ type: '${type}', filters: ${filters}, columns: ${JSON.stringify(columns)}${also} }).run().getRange({ start: 0, end: 1000 });
    tell(found.map((result) => result.columns.map((column) => result.getValue(column))));`;
  const { told, report } = runOnce(script, { seed, options: { clock: () => NOON } });
  return told[0] ?? report.error?.name;
}

const LINES = "['mainline', 'is', 'F']";

test('a transaction has a main row and a row per line', () => {
  expect(searched('salesorder', "[['internalid', 'anyof', '1001']]", ['mainline', 'line', 'item'])).toEqual([
    ['*', '0', ''],
    [' ', '1', '401'],
    [' ', '2', '402'],
    [' ', '3', '403'],
  ]);
});

test('a fulfillment also has cost of goods sold rows, without custom line fields, which `cogs is F` leaves out', () => {
  expect(searched('itemfulfillment', `[${LINES}]`, ['item', 'custcol_line'])).toEqual([
    ['401', '00101'],
    ['401', ''],
  ]);
  expect(
    searched('itemfulfillment', `[${LINES}, 'and', ['cogs', 'is', 'F']]`, ['item', 'custcol_line']),
  ).toEqual([['401', '00101']]);
});

test.each<[string, string, string[]]>([
  [
    'anyof with several ids',
    "[['internalid', 'anyof', '1001', 1002], 'AND', ['mainline', 'is', true]]",
    ['1001', '1002'],
  ],
  ['anyof with a list', "[['internalid', 'anyof', ['1002']], 'And', ['mainline', 'is', 'T']]", ['1002']],
  ['noneof', "[['internalid', 'noneof', '1002'], 'and', ['mainline', 'is', 'T']]", ['1001']],
  [
    'or inside and',
    "[['mainline', 'is', 'T'], 'and', [['externalid', 'anyof', 'SHOP-1'], 'or', ['memo', 'contains', 'RUSH']]]",
    ['1001', '1002'],
  ],
  ['not', "[['mainline', 'is', 'T'], 'and', 'not', ['externalid', 'is', 'SHOP-1']]", ['1002']],
  [
    'a status',
    "[['status', 'anyof', ['SalesOrd:E', 'SalesOrd:D', 'SalesOrd:F']], 'and', ['mainline', 'is', 'T']]",
    ['1001'],
  ],
  ['@NONE@', "[['location', 'anyof', '@NONE@'], 'and', ['mainline', 'is', 'F']]", ['1001']],
  ['a custom body field', "[['custbody_order', 'isnotempty', ''], 'and', ['mainline', 'is', 'T']]", ['1001']],
  [
    'a custom line field',
    "[['custcol_line', 'startswith', '0010'], 'and', ['closed', 'is', 'F'], 'and', ['quantity', 'greaterthan', 2]]",
    ['1001'],
  ],
  ['a number between', "[['quantity', 'between', 2, 2]]", ['1002']],
  [
    'committed and shipped quantities',
    "[['quantitycommitted', 'greaterthan', 0], 'and', ['quantityshiprecv', 'equalto', 0], 'and', ['mainline', 'is', 'F'], 'and', ['closed', 'is', 'F']]",
    ['1002'],
  ],
  ['a day', "[['trandate', 'on', '1/5/2026'], 'and', ['mainline', 'is', 'T']]", ['1001', '1002']],
  [
    'a relative day',
    "[['datecreated', 'onorafter', 'today'], 'and', ['datecreated', 'notbefore', 'yesterday'], 'and', ['mainline', 'is', 'T']]",
    ['1001', '1002'],
  ],
  ['a minute', "[['lastmodifieddate', 'after', '1/5/2026 12:04 pm']]", []],
  [
    'within two minutes',
    "[['lastmodifieddate', 'within', '1/5/2026 12:03 pm', '1/5/2026 12:05 pm'], 'and', ['mainline', 'is', 'T']]",
    ['1001', '1002'],
  ],
  [
    'filter objects',
    "[search.createFilter({ name: 'mainline', operator: search.Operator.IS, values: 'T' }), search.createFilter({ name: 'internalid', operator: 'ANYOF', values: ['1001'] })]",
    ['1001'],
  ],
  ['one bare filter', "['internalidnumber', 'equalto', 1002]", ['1002', '1002']],
])('criteria: %s', (_, filters, ids) => {
  expect((searched('salesorder', filters, ['internalid']) as string[][]).flat()).toEqual(ids);
});

test('joins reach the order a fulfillment was made from', () => {
  expect(
    searched(
      'itemfulfillment',
      "[['mainline', 'is', 'T'], 'and', ['createdfrom.type', 'anyof', 'SalesOrd'], 'and', ['createdFrom.externalid', 'anyof', 'SHOP-1']]",
      ['createdfrom.internalid', 'createdfrom.custbody_order', 'createdfrom.externalid'],
    ),
  ).toEqual([['1001', 'HC1', 'SHOP-1']]);
});

test('values are text as the account writes it: references as ids, date-times without seconds, check boxes as booleans', () => {
  expect(
    searched('itemfulfillment', `[${LINES}, 'and', ['cogs', 'is', 'F']]`, [
      'location',
      'quantity',
      'trackingnumbers',
      'shipcarrier',
      'shipmethod',
      'trandate',
      'lastmodifieddate',
      'custbody_order',
      'custbody_sent',
      'createdfrom',
      'status',
      'type',
    ]),
  ).toEqual([
    [
      '101',
      '3',
      '1Z<BR>2Z',
      'nonups',
      '301',
      '1/5/2026',
      '1/5/2026 12:04 pm',
      'HC1',
      false,
      '1001',
      'shipped',
      'ItemShip',
    ],
  ]);
});

test("dates follow the account's preferences", () => {
  const { told } = runOnce(
    "tell(search.create({ type: 'salesorder', filters: ['mainline', 'is', 'T'], columns: ['lastmodifieddate'] }).run().getRange({ start: 0, end: 1 })[0].getValue('lastmodifieddate'));",
    {
      seed,
      options: {
        clock: () => NOON,
        preferences: { dateFormat: 'DD.MM.YYYY', timeFormat: 'H:mm', timeZone: 'Europe/Paris' },
      },
    },
  );
  expect(told).toEqual(['05.01.2026 21:04']);
});

test('getText gives names of references and nothing for the rest', () => {
  const { told } = runOnce(
    `const [row] = search.create({ type: 'itemfulfillment', filters: [['mainline', 'is', 'T']], columns: ['createdfrom', 'shipmethod', 'shipcarrier', 'status', 'trandate', 'internalid'] }).run().getRange({ start: 0, end: 1 });
     tell(row.columns.map((column) => row.getText(column)));`,
    { seed },
  );
  expect(told[0]).toEqual(['Sales Order #SO1001', 'Ground', 'FedEx/USPS/More', 'Shipped', null, null]);
});

test('lookupFields gives references as a list, other fields bare, and nothing for a record that is not there', () => {
  const { told } = runOnce(
    "const look = (id, columns) => search.lookupFields({ type: 'salesorder', id, columns }); tell([look(1001, ['entity', 'location', 'custbody_order', 'internalid', 'status']), look(77, ['entity'])]);",
    { seed },
  );
  expect(told[0]).toEqual([
    {
      entity: [{ value: '201', text: 'Ada Lovelace' }],
      location: [],
      custbody_order: 'HC1',
      internalid: '1001',
      status: [{ value: 'pendingBilling', text: 'Pending Billing' }],
    },
    {},
  ]);
});

test.each([
  ['A', 'pendingApproval'],
  ['C', 'cancelled'],
  ['E', 'pendingBillingPartFulfilled'],
  ['G', 'fullyBilled'],
])('an order of status %s shows the value %s', (orderstatus, value) => {
  const { told } = runOnce(
    "tell(search.lookupFields({ type: 'salesorder', id: 1, columns: ['status'] }).status[0].value);",
    {
      seed: (account) => {
        seedMasters(account);
        const [shipped, open] = [{ quantitybilled: 0, quantity: 2, quantitycommitted: 1 }, { quantity: 1 }];
        seedOrder(
          account,
          1,
          [shipped, open].map((line) => ({ item: 401, location: 101, ...line })),
          {
            ...(orderstatus === 'E' ? {} : { orderstatus }),
          },
        );
        if (orderstatus === 'E') fulfill(account, 1);
      },
    },
  );
  expect(told).toEqual([value]);
});

test('locations are found by name, activity and external id', () => {
  expect(
    searched('location', "[['isinactive', 'is', 'F'], 'and', ['subsidiary', 'anyof', 1]]", [
      'name',
      'externalid',
      'isinactive',
    ]),
  ).toEqual([
    ['Warehouse East', '', false],
    ['Store Main Street', 'STORE-1', false],
  ]);
});

test('results come sorted by the columns that say so', () => {
  const { told } = runOnce(
    `const columns = [search.createColumn({ name: 'quantity', sort: search.Sort.DESC }), search.createColumn({ name: 'internalid' })];
     tell(search.create({ type: 'salesorder', filters: [['mainline', 'is', 'F']], columns }).run().getRange({ start: 0, end: 3 }).map((row) => row.getValue('quantity')));`,
    { seed },
  );
  expect(told[0]).toEqual(['3', '2', '1']);
});

test('summary columns group, count, add and compare', () => {
  const { told } = runOnce(
    `const column = (name, summary) => search.createColumn({ name, summary });
     const rows = search.create({ type: 'salesorder', filters: [['mainline', 'is', 'F']], columns: [column('internalid', 'GROUP'), column('line', 'COUNT'), column('quantity', search.Summary.SUM), column('quantity', 'MAX')] }).run().getRange({ start: 0, end: 10 });
     tell(rows.map((row) => [row.id, row.getValue({ name: 'internalid', summary: 'GROUP' }), row.getValue({ name: 'line', summary: 'COUNT' }), row.getValue({ name: 'quantity', summary: 'SUM' }), row.getValue({ name: 'quantity', summary: 'max' })]));`,
    { seed },
  );
  expect(told[0]).toEqual([
    [null, '1001', '3', '5', '3'],
    [null, '1002', '1', '2', '2'],
  ]);
});

test.each([
  [
    'a custom column that the account does not have',
    "search.create({ type: 'salesorder', columns: ['custbody_nosuch'] }).run().getRange({ start: 0, end: 1 })",
    'SSS_INVALID_SRCH_COL',
  ],
  [
    'a custom filter that the account does not have',
    "search.create({ type: 'salesorder', filters: [['custbody_nosuch', 'is', 'x']] }).run().getRange({ start: 0, end: 1 })",
    'SSS_INVALID_SRCH_FILTER',
  ],
  [
    'an unknown operator',
    "search.create({ type: 'salesorder', filters: [['memo', 'equals', 'x']] })",
    'SSS_INVALID_SRCH_OPERATOR',
  ],
  [
    'an operator for another type of field',
    "search.create({ type: 'salesorder', filters: [['entity', 'contains', 'x']] }).run().getRange({ start: 0, end: 1 })",
    'SSS_INVALID_SRCH_OPERATOR',
  ],
  [
    'an expression without a conjunction',
    "search.create({ type: 'salesorder', filters: [['memo', 'is', 'x'], ['memo', 'is', 'y']] })",
    'SSS_INVALID_SRCH_FILTER_EXPR',
  ],
  [
    'an ISO date',
    "search.create({ type: 'salesorder', filters: [['trandate', 'on', '2026-01-05']] }).run().getRange({ start: 0, end: 1 })",
    'SSS_INVALID_SRCH_FILTER',
  ],
  [
    'more than 1,000 rows in a range',
    "search.create({ type: 'salesorder' }).run().getRange({ start: 0, end: 1001 })",
    'SSS_SEARCH_RESULT_LIMIT_EXCEEDED',
  ],
  ['pages of three', "search.create({ type: 'salesorder' }).runPaged({ pageSize: 3 })", 'INVALID_PAGE_SIZE'],
  [
    'a column that was not asked for',
    "search.create({ type: 'location', columns: ['name'] }).run().getRange({ start: 0, end: 1 })[0].getValue('isinactive')",
    'SSS_INVALID_SRCH_COL',
  ],
])('%s is refused', (_, code, name) => {
  expect(runOnce(`tell(codeOf(() => ${code}));`, { seed }).told).toEqual([name]);
});

test.each([
  [
    'a function nobody implemented',
    "search.create({ type: 'salesorder', columns: [{ name: 'formulatext', formula: 'SOUNDEX({memo})' }] }).run().getRange({ start: 0, end: 1 })",
    'SOUNDEX',
  ],
  [
    'an unknown join',
    "search.create({ type: 'salesorder', columns: ['billingaddress.city'] }).run().getRange({ start: 0, end: 1 })",
    'search join billingaddress',
  ],
  [
    'an operator nobody implemented',
    "search.create({ type: 'location', filters: ['name', 'haskeywords', 'x'] }).run().getRange({ start: 0, end: 1 })",
    'search operator haskeywords',
  ],
  ['an unknown type', "search.create({ type: 'vendorpayment' })", 'search type vendorpayment'],
  [
    'a column of NetSuite that is not here, even when the script catches it',
    "try { search.create({ type: 'salesorder', columns: ['terms'] }).run().getRange({ start: 0, end: 1 }); } catch (error) { }",
    'search column terms on salesorder',
  ],
  [
    'such a filter',
    "search.create({ type: 'customer', filters: [['terms', 'anyof', '1']] }).run().getRange({ start: 0, end: 1 })",
    'search filter terms on customer',
  ],
  [
    'such a column of a joined record',
    "search.create({ type: 'salesorder', columns: ['customer.terms'] }).run().getRange({ start: 0, end: 1 })",
    'search column customer.terms on salesorder',
  ],
  [
    'such a field in a formula',
    "search.create({ type: 'salesorder', columns: [{ name: 'formulatext', formula: '{terms}' }] }).run().getRange({ start: 0, end: 1 })",
    'search column terms on salesorder',
  ],
  [
    'such a field that is looked up',
    "search.lookupFields({ type: 'salesorder', id: 1001, columns: ['terms'] })",
    'search column terms on salesorder',
  ],
  [
    'a custom field of other records',
    "search.create({ type: 'location', columns: ['custbody_order'] }).run().getRange({ start: 0, end: 1 })",
    'search column custbody_order on location',
  ],
  [
    "a saved search that is the project's and not in the account's data",
    "search.load({ id: 'customsearch_late' })",
    'saved search customsearch_late',
  ],
])('%s is refused by name', (_, code, words) => {
  const objects = {
    ...OBJECTS,
    customsearch_late: '<savedsearch scriptid="customsearch_late"></savedsearch>',
  };
  expect(runOnce(`${code};`, { seed, objects }).report.error?.message).toContain(words);
});

test('paging goes through all rows, a page at a time', () => {
  const many = (account: Account) => {
    for (let index = 0; index < 12; index++) account.addRecord('location', { name: `L${index}` });
  };
  const { told, report } = runOnce(
    `const paged = search.create({ type: 'location', columns: ['name'] }).runPaged({ pageSize: 5 });
     tell([paged.count, paged.pageRanges.map(({ index }) => paged.fetch({ index }).data.length), paged.fetch(2).isLast]);`,
    { seed: many },
  );
  expect(told[0]).toEqual([12, [5, 5, 2], true]);
  expect(report.units).toBe(5 + 4 * 5);
});

test('each stops when told to, and at 4,000 rows', () => {
  const many = (account: Account) => {
    for (let index = 0; index < 4_001; index++) account.addRecord('subsidiary', { name: `S${index}` });
  };
  const { told } = runOnce(
    `const run = search.create({ type: 'subsidiary' }).run(); let seen = 0;
     run.each(() => ++seen < 3); tell(seen);
     tell(codeOf(() => run.each(() => true)));`,
    { seed: many },
  );
  expect(told).toEqual([3, 'SSS_SEARCH_FOR_EACH_LIMIT_EXCEEDED']);
});

test('a range is searched anew: what changed in between shifts it', () => {
  const { told } = runOnce(
    `const run = search.create({ type: 'location', filters: [['isinactive', 'is', 'F']], columns: ['name'] }).run();
     const first = run.getRange({ start: 0, end: 1 })[0];
     record.submitFields({ type: 'location', id: first.id, values: { isinactive: true } });
     tell(run.getRange({ start: 0, end: 1 })[0].getValue('name') === first.getValue('name'));`,
    { seed },
  );
  expect(told).toEqual([false]);
});

test('a fulfillment is found by its external id', () => {
  const { told } = runOnce(
    "tell(search.create({ type: 'itemfulfillment', filters: [['externalid', 'anyof', 'KEY-1'], 'and', ['mainline', 'is', 'T']] }).run().getRange({ start: 0, end: 5 }).length);",
    {
      seed: (account) => {
        seed(account);
        fulfill(account, 1002, { externalid: 'KEY-1' });
      },
    },
  );
  expect(told).toEqual([1]);
});

test('a choice takes one value with `is`, any with @ANY@, none with @NONE@; values that depend on the user are refused', () => {
  const ids = (filters: string) =>
    searched('salesorder', `[['mainline', 'is', 'T'], 'and', ${filters}]`, ['internalid']);
  expect(ids("['type', 'is', 'SalesOrd'], 'and', ['status', 'is', 'SalesOrd:B']")).toEqual([['1002']]);
  expect(ids("['entity', 'is', '@ANY@']")).toEqual([['1001'], ['1002']]);
  expect(ids("['entity', 'is', '@NONE@']")).toEqual([]);
  expect(ids("['entity', 'anyof', '@CURRENT@']")).toBe('NOT_EMULATED');
});
