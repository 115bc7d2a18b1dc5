/** The account file: the page's own example, what may be left out, what is refused, and that it can be read again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../../emulator/command-line/command.ts';
import type { RunReport } from '../../../emulator/command-line/report.ts';
import { temporaryFolder } from '../tiny-project.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../emulator/account-file.md'), 'utf8');
const EXAMPLE = /```json account-example\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? '';

const script = (execute: string) =>
  `/**\n * @NApiVersion 2.1\n * @NScriptType ScheduledScript\n */\ndefine(['N/record', 'N/search', 'N/file'], (record, search, file) => ({ execute() {\n${execute}\n} }));\n`;

/** The script on the account; what it logs comes back, and the account as written. */
function run(account: string, execute: string, words: string[] = []) {
  const folder = temporaryFolder('emulator-account-');
  writeFileSync(join(folder, 'account.json'), account);
  writeFileSync(join(folder, 'script.js'), script(execute));
  const told = { output: '', complaints: '' };
  const code = runCommand(['run', 'script.js', '--account', 'account.json', '--json', ...words], {
    folder,
    clock: () => Date.UTC(2026, 0, 5, 17),
    write: (text) => {
      told.output += text;
    },
    complain: (text) => {
      told.complaints += text;
    },
  });
  const report = told.output === '' ? undefined : (JSON.parse(told.output) as RunReport);
  const logs = report?.execution.logs.map(({ details }) => details);
  return {
    code,
    logs,
    report,
    complaints: told.complaints,
    written: readFileSync(join(folder, 'account.json'), 'utf8'),
  };
}

test("the page's example runs: its saved search, its files, its orders and their fulfillments", () => {
  const { code, logs } = run(
    EXAMPLE,
    `const [row] = search.load({ id: 'customsearch_open_lines' }).run().getRange({ start: 0, end: 9 });
     log.debug('row', row);
     log.debug('file', file.load('SuiteScripts/Orders/orders.csv').getContents());
     const order = record.load({ type: 'salesorder', id: 1001 });
     log.debug('order', [order.getText('orderstatus'), order.getSublistValue('item', 'quantityfulfilled', 0), order.getText('entity')].join());`,
  );
  expect(code).toBe(0);
  expect(JSON.parse(logs?.[0] ?? '')).toEqual({
    recordType: 'salesorder',
    id: '1001',
    values: { tranid: 'SO-1', line: '1', 'upccode.item': '0001', formulanumeric: '2' },
  });
  expect(logs?.slice(1)).toEqual(['order\nSO-1\n', 'Pending Billing/Partially Fulfilled,1,Grace Hopper']);
});

test('an account that was written reads as the same account', () => {
  const first = run(EXAMPLE, '');
  const second = run(first.written, '');
  expect(second.written).toBe(first.written);
  expect(second.report?.records).toEqual([]);
});

test('what is not known of the file is kept: other keys, other fields, other record types', () => {
  const { code, logs, report, written } = run(
    JSON.stringify({
      note: 'mine',
      records: {
        invoice: [
          {
            id: 5,
            tranid: 'INV5',
            entity: 21,
            terms: 'Net 30',
            sublists: { item: [{ item: 41, quantity: 2 }] },
          },
        ],
        salesorder: [
          { id: 6, campaigncode: 7, sublists: { item: [{ item: 41, quantity: 2, rate: '1.5' }] } },
        ],
      },
    }),
    `const invoice = record.load({ type: 'invoice', id: 5 });
     log.debug('', [invoice.getValue('terms'), invoice.getLineCount('item'), search.lookupFields({ type: 'salesorder', id: 6, columns: ['campaigncode'] }).campaigncode].join());`,
  );
  expect(code).toBe(0);
  expect(logs).toEqual(['Net 30,1,7']);
  expect(JSON.parse(written)).toMatchObject({ note: 'mine', records: { invoice: [{ terms: 'Net 30' }] } });
  expect(report?.notices.join('\n')).toContain('an empty inventoryitem is used instead');
});

test('lines may stand beside the body fields, and a fulfillment finds its order line by its item', () => {
  const { logs } = run(
    JSON.stringify({
      records: {
        inventoryitem: [
          { id: 41, itemid: 'A' },
          { id: 42, itemid: 'B' },
        ],
        salesorder: [
          {
            id: 6,
            item: [
              { item: 41, quantity: 2 },
              { item: 42, quantity: 3, quantityfulfilled: 2 },
            ],
          },
        ],
        itemfulfillment: [{ id: 7, createdfrom: 6, item: [{ item: 'B', quantity: 1 }] }],
      },
    }),
    `const order = record.load({ type: 'salesorder', id: 6 });
     log.debug('', [0, 1].map((line) => order.getSublistValue({ sublistId: 'item', fieldId: 'quantityfulfilled', line })).join());
     log.debug('', record.load({ type: 'itemfulfillment', id: 7 }).getSublistValue({ sublistId: 'item', fieldId: 'orderline', line: 0 }));
     const rest = record.transform({ fromType: 'salesorder', fromId: 6, toType: 'itemfulfillment' });
     log.debug('', [0, 1].map((line) => rest.getSublistValue({ sublistId: 'item', fieldId: 'quantity', line })).join());`,
  );
  expect(logs).toEqual(['0,2', '2', '2,1']);
});

test('body fields may stand in `fields`, records be keyed by id, searches called `searches`', () => {
  const { logs } = run(
    JSON.stringify({
      searches: { customsearch_a: { type: 'location', columns: ['name'] } },
      records: { location: { 7: { fields: { name: 'Boston' } } } },
    }),
    "log.debug('', search.load('customsearch_a').run().getRange({ start: 0, end: 1 })[0].getValue('name'));",
  );
  expect(logs).toEqual(['Boston']);
});

test.each([
  ['text that is no JSON', '{', 'cannot be read as JSON'],
  ['an unknown date format', '{"preferences":{"dateFormat":"D-M-Y"}}', 'preferences.dateFormat'],
  ['records that are no list', '{"records":{"location":7}}', 'records.location'],
  [
    'two records of one id',
    '{"records":{"location":[{"id":1,"name":"a"},{"id":1,"name":"b"}]}}',
    'already a location with id 1',
  ],
  [
    'a day that is none',
    '{"records":{"salesorder":[{"id":1,"trandate":"soon"}]}}',
    'records.salesorder[0].trandate',
  ],
  [
    'a number that is none',
    '{"records":{"salesorder":[{"id":1,"sublists":{"item":[{"quantity":"many"}]}}]}}',
    'item[0].quantity',
  ],
])('%s is refused with the place, and the file is left as it was', (_, account, words) => {
  const { code, complaints, written } = run(account, '');
  expect(code).toBe(1);
  expect(complaints).toContain(words);
  expect(written).toBe(account);
});

test.each([
  [['--param', 'nothing'], '--param nothing'],
  [['--sftp', 'http://a'], '--sftp http://a'],
  [['--sftp', 'sftp://a', '--sftp-root', '.'], 'cannot be combined'],
  [['--now', 'later'], '--now later'],
  [['--unknown'], 'unknown'],
])('the command line %j is refused', (words, message) => {
  const { code, complaints } = run('{}', '', words);
  expect(code).toBe(2);
  expect(complaints).toContain(message);
});

test('a script cannot reach any host that was not named', () => {
  const folder = temporaryFolder('emulator-account-');
  writeFileSync(join(folder, 'account.json'), '{"secrets":{"custsecret_a":"x"}}');
  writeFileSync(
    join(folder, 'script.js'),
    script('').replace(
      "'N/file'], (record, search, file) => ({ execute() {",
      `'N/sftp'], (record, search, sftp) => ({ execute() { sftp.createConnection({ url: 'example.com', username: 'a', secret: 'custsecret_a', hostKey: '${Buffer.alloc(150, 'AAAAB3NzaC1yc2EAAAADAQAB', 'base64').toString('base64')}' });`,
    ),
  );
  let output = '';
  const code = runCommand(['run', 'script.js', '--account', 'account.json', '--json'], {
    folder,
    clock: Date.now,
    write: (text) => {
      output += text;
    },
    complain: () => undefined,
  });
  expect(code).toBe(4);
  expect((JSON.parse(output) as RunReport).execution.error?.name).toBe('FTP_UNKNOWN_HOST');
});

test('a custom field nobody has is passed over in both modes, and the report says so', () => {
  const { code, report, logs } = run(
    EXAMPLE,
    `const standard = record.load({ type: 'salesorder', id: 1001 });
     standard.setValue('custbody_nowhere', true);
     log.debug('', standard.getValue('custbody_nowhere'));
     standard.save();
     const dynamic = record.load({ type: 'salesorder', id: 1001, isDynamic: true });
     dynamic.selectLine({ sublistId: 'item', line: 0 });
     dynamic.setCurrentSublistValue({ sublistId: 'item', fieldId: 'custcol_nowhere', value: true });
     dynamic.commitLine({ sublistId: 'item' });
     dynamic.save();
     record.submitFields({ type: 'salesorder', id: 1001, values: { custbody_nowhere: 'x' } });`,
  );
  expect(code).toBe(0);
  expect(logs).toEqual(['']);
  expect(report?.records).toEqual([]);
  expect(report?.notices.join()).toContain('custcol_nowhere on salesorder.item');
});
