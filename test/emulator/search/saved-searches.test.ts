/** Saved searches of an SDF project: their definitions are decoded when a script asks for them. */
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { OBJECTS, runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

type Facts = Record<string, string>;

const value = ([field, text]: [string, string]) =>
  `<Value fieldType="SearchFieldType" field="${field}"${text === '' ? ' />' : ` clazz="string">${text}</Value>`}`;
const values = (facts: Facts) => `<values>${Object.entries(facts).map(value).join('')}</values>`;
const recordOf = (facts: Facts) =>
  `<Record><recordType class="SearchRecordType">ANY</recordType>${values(facts)}</Record>`;

/** A criterion without anything unusual about it. */
const PLAIN: Facts = {
  FLAG_DATE_TIME_SECOND: 'false',
  FLAG_FROM_AVAILABLE_FILTER: 'false',
  FLAG_NOT: 'false',
  FLAG_OR: 'false',
  FIELD_OR_CLAUSE_STATUS: 'N',
  FIELD_NUM_LEFT_PARENS: '0',
  FIELD_NUM_RIGHT_PARENS: '0',
};

const filter = (name: string, type: string, word: string, wanted: string[] = [], more: Facts = {}) =>
  `<SearchFilter><descriptor>${values({ ...PLAIN, FIELD_FILTER_NAME: name, FIELD_TYPE: type, FIELD_ATTRIBUTE: word, ...more })}</descriptor><values><type>X</type><values>${[...wanted, ''].map((text, index) => recordOf({ KEY_ID: String(index), FIELD_VALUE: text })).join('')}</values></values></SearchFilter>`;
const column = (FIELD_ALIAS: string, index: number, more: Facts = {}) =>
  recordOf({
    FIELD_ALIAS,
    FIELD_INDEX: String(index),
    FIELD_LABEL: '',
    FIELD_FORMULA_ERROR: 'false',
    ...more,
  });
const sort = (KEY_FIELD: string, order: number, descending = false) =>
  recordOf({ KEY_FIELD, FILELD_ORDER: String(order), FLAG_DESCENDING: String(descending) });

type Parts = {
  type?: string;
  filters?: string[];
  columns?: string[];
  sorts?: string[];
  more?: string;
  search?: Facts;
};

function definition({
  type = 'Transaction',
  filters = [],
  columns = [],
  sorts = [],
  more = '',
  search = {},
}: Parts): string {
  const list = (name: string, items: string[]) =>
    `<${name}><type>X</type><values>${items.join('')}</values></${name}>`;
  const xml = `<?xml version="1.0"?><nssoc:SerializedObjectContainer xmlns:nssoc="x"><nssoc:definition><SearchDefinition><descriptor>${values({ FIELD_SEARCH_TYPE: type, MAX_ROWS: '', ...search })}</descriptor>${list('filters', filters)}${list('returnFields', columns)}${list('sortColumns', sorts)}${more}</SearchDefinition></nssoc:definition></nssoc:SerializedObjectContainer>`;
  return `0a1b@GZC@2026.1@${gzipSync(xml).toString('base64')}`;
}

/** What a script tells that loads the search `mine`, which the project has. */
function load(text: string, script: string) {
  const objects = {
    ...OBJECTS,
    customsearch_mine: `<savedsearch scriptid="customsearch_mine"><definition>${text}</definition></savedsearch>`,
  };
  const { told, report } = runOnce(`const mine = search.load({ id: 'customsearch_mine' }); ${script}`, {
    objects,
    seed: (account) => {
      seedMasters(account);
      seedOrder(account, 1001, [{ item: 401, quantity: 3, location: 101, custcol_line: '00101' }]);
      seedOrder(account, 1002, [{ item: 402, quantity: 5, location: 102 }]);
      seedOrder(account, 1003, [{ item: 401, quantity: 1, location: 102, custcol_line: 'x' }]);
    },
  });
  return report.error?.message ?? told[0];
}

const ROWS =
  'tell(mine.run().getRange({ start: 0, end: 9 }).map((row) => row.columns.map((column) => row.getValue(column))));';

test('a saved search of the project finds what its definition asks for', () => {
  const text = definition({
    filters: [
      filter('Transaction_TYPE', 'SELECT', 'ANYOF', ['SalesOrd']),
      filter('Transaction_MAINLINE', 'CHECKBOX', 'F'),
      filter('CUSTCOL_LINE', 'TEXT', 'ISNOTEMPTY'),
      filter('Transaction_FORMULANUMERIC', 'FLOAT', 'GT', ['1'], { FIELD_FORMULA: '{quantity}' }),
      filter('Transaction_FORMULANUMERIC', 'FLOAT', 'EQUAL', ['3'], { FIELD_FORMULA: 'NVL({quantity}, 0)' }),
      filter('LO_Location_ISINACTIVE', 'CHECKBOX', 'F'),
      filter('Transaction_DATECREATED', 'DATETIME', 'TODAY', ['2024-05-09 07:00:00.0 UTC'], {
        FIELD_MODIFIER: 'ON',
      }),
    ],
    columns: [
      column('Transaction_QUANTITY', 2, { FIELD_LABEL: 'how many' }),
      column('Transaction_INTERNALID', 1),
      column('LO_Location_NAME', 3),
      column('Transaction_FORMULATEXT', 4, { FIELD_FORMULA: '{custcol_line} || &amp;apos;!&amp;apos;' }),
    ],
    sorts: [sort('Transaction_ORDERTYPE', 1)],
  });
  expect(load(text, ROWS)).toEqual([['1001', '3', 'Warehouse East', '00101!']]);
  expect(
    load(
      text,
      'tell([mine.searchType, mine.filterExpression.length, mine.columns.map(({ label }) => label)]);',
    ),
  ).toEqual(['transaction', 13, ['', 'how many', '', '']]);
});

test('it sorts by what its definition says, by a column that it does not show also', () => {
  const parts = {
    filters: [
      filter('Transaction_TYPE', 'SELECT', 'ANYOF', ['SalesOrd']),
      filter('Transaction_MAINLINE', 'CHECKBOX', 'F'),
    ],
    columns: [column('Transaction_INTERNALID', 1), column('Transaction_ITEM', 2)],
  };
  const ids = 'tell(mine.run().getRange({ start: 0, end: 9 }).map(({ id }) => id));';
  const byQuantity = definition({ ...parts, sorts: [sort('Transaction_QUANTITY', 1, true)] });
  const byItem = definition({
    ...parts,
    sorts: [sort('Transaction_QUANTITY', 2), sort('Transaction_ITEM', 1, true)],
  });
  expect(load(byQuantity, ids)).toEqual(['1002', '1001', '1003']);
  expect(load(byItem, ids)).toEqual(['1003', '1001', '1002']);
  expect(load(byQuantity, ROWS)).toEqual([
    ['1002', '402'],
    ['1001', '401'],
    ['1003', '401'],
  ]);
});

test('it groups and adds up, as its definition says', () => {
  const text = definition({
    filters: [filter('Transaction_MAINLINE', 'CHECKBOX', 'F')],
    columns: [
      column('Transaction_ITEM', 1, { FIELD_SUMMARY_TYPE: 'GROUP' }),
      column('Transaction_QUANTITY', 2, { FIELD_SUMMARY_TYPE: 'SUM' }),
    ],
  });
  expect(load(text, ROWS)).toEqual([
    ['401', '4'],
    ['402', '5'],
  ]);
});

test('a search of the account file comes before one of the project', () => {
  const { told } = runOnce("tell(search.load({ id: 'customsearch_mine' }).searchType);", {
    objects: {
      customsearch_mine: `<savedsearch scriptid="customsearch_mine"><definition>${definition({})}</definition></savedsearch>`,
    },
    options: { savedSearches: { customsearch_mine: { type: 'location' } } },
  });
  expect(told).toEqual(['location']);
});

const one = (text: string) => ({ filters: [text] });

test.each([
  [
    'a join of unknown letters',
    one(filter('ZZ_Transaction_TYPE', 'SELECT', 'ANYOF', ['x'])),
    'the join ZZ (of ZZ_Transaction_TYPE)',
  ],
  [
    'an unknown condition',
    one(filter('Transaction_TRANID', 'TEXT', 'ROUGHLY', ['x'])),
    'the condition ROUGHLY (TEXT)',
  ],
  [
    'a date that is no word',
    one(filter('Transaction_TRANDATE', 'DATE', 'CUSTOM', ['1'], { FIELD_MODIFIER: 'ON' })),
    'the condition ON CUSTOM (DATE)',
  ],
  [
    'criteria joined by or',
    one(filter('Transaction_TRANID', 'TEXT', 'IS', ['x'], { FLAG_OR: 'true' })),
    'FLAG_OR true',
  ],
  [
    'parentheses',
    one(filter('Transaction_TRANID', 'TEXT', 'IS', ['x'], { FIELD_NUM_LEFT_PARENS: '1' })),
    'FIELD_NUM_LEFT_PARENS 1',
  ],
  ['an unknown kind of field', one(filter('Weather', 'TEXT', 'IS', ['x'])), 'the field Weather'],
  [
    'summary criteria',
    { more: `<summaryFilters><values>${filter('A', 'TEXT', 'IS')}</values></summaryFilters>` },
    'the summary criteria',
  ],
  ['a type of search it lacks', { type: 'PhoneCall' }, 'the type PhoneCall'],
  [
    'an unknown summary',
    { columns: [column('Transaction_TRANID', 1, { FIELD_SUMMARY_TYPE: 'MODE' })] },
    'the summary MODE',
  ],
  [
    '"when ordered by"',
    { columns: [column('Transaction_TRANID', 1, { FIELD_ORDERED_BY_ALIAS: 'x' })] },
    'FIELD_ORDERED_BY_ALIAS x',
  ],
  ['a maximum of results', { search: { MAX_ROWS: '5' } }, 'the maximum of 5 results'],
])('a definition with %s is refused by name when a script loads it', (_, parts, refusal) => {
  const message = load(definition(parts), 'tell(1)');
  expect(message).toContain(`NOT_EMULATED: ${refusal}`);
  expect(message).toContain('customsearch_mine');
});

test.each([
  ['is of another form', 'sha@XYZ@1@abc', 'the form (XYZ)'],
  ['is damaged', 'sha@GZC@1@H4sIAAAA', 'cannot be decoded'],
  ['is missing', '', 'the form (none)'],
])('a definition that %s is refused by name', (_, text, refusal) => {
  expect(load(text, 'tell(1)')).toContain(refusal);
});

test('a definition nobody loads does no harm', () => {
  const { told } = runOnce('tell(1);', {
    objects: {
      customsearch_mine:
        '<savedsearch scriptid="customsearch_mine"><definition>rubbish</definition></savedsearch>',
    },
  });
  expect(told).toEqual([1]);
});
