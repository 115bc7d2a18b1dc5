/** Searches of files and folders of the File Cabinet. */
import { expect, test } from '@jest/globals';
import type { AccountOptions } from '../../../emulator/account.ts';
import { createAccount } from '../../../emulator/account.ts';
import { accountWith, runOnce } from '../tiny-project.ts';

const NOON = Date.UTC(2026, 0, 5, 20);

const OPTIONS: AccountOptions = {
  clock: () => NOON,
  data: {
    folders: [
      { id: 500, name: 'Orders', parent: -15 },
      { id: 501, name: 'Archive', parent: 500 },
    ],
    files: [
      {
        id: 600,
        name: 'a.csv',
        folder: 500,
        contents: 'x'.repeat(1_500),
        created: '2026-01-02T09:30:00-08:00',
      },
      { id: 601, name: 'b.json', folder: 500, contents: '{}', description: 'second' },
      { id: 602, name: 'old.csv', folder: 501, contents: 'y' },
      { id: 603, name: 'rows', folder: 501, contents: 'z', fileType: 'CSV' },
    ],
  },
};

const run = (script: string, options: AccountOptions = OPTIONS) => {
  const { told, report } = runOnce(
    `const find = (type, filters, columns) => search.create({ type, filters, columns }).run().getRange({ start: 0, end: 99 });
     ${script}`,
    { options },
  );
  return report.error?.message ?? told[0];
};

const ids = (type: string, filters: string) =>
  run(`tell(find('${type}', ${filters}).map(({ id }) => Number(id)));`);

test.each([
  ["[['folder', 'anyof', 500]]", [600, 601]],
  ["[['folder', 'anyof', 500, 501]]", [600, 601, 602, 603]],
  ["[['folder', 'is', '501']]", [602, 603]],
  ["[['filetype', 'is', 'CSV'], 'AND', ['folder', 'is', 501]]", [602, 603]],
  ["[['filetype', 'anyof', 'JSON']]", [601]],
  ["[['name', 'is', 'A.CSV']]", [600]],
  ["[['internalid', 'anyof', 602]]", [602]],
  ["[['name', 'startswith', 'old']]", [602]],
  ["[['created', 'on', '1/2/2026'], 'AND', ['documentsize', 'greaterthan', 1]]", [600]],
  ["[['formulatext: {folder}', 'is', 'Archive']]", [602, 603]],
])('files with %s are %j', (filters, wanted) => {
  expect(ids('file', filters)).toEqual(wanted);
});

test('a file shows its name, folder, type, size in kilobytes, times and address', () => {
  expect(
    run(`const [row] = find('file', [['internalid', 'anyof', 600]], ['name', 'folder', 'filetype', 'documentsize', 'created', 'modified', 'url', 'internalid', 'description']);
      tell([row.recordType, row.id, row.getText('folder'), row.getText('filetype'), row.columns.map((column) => row.getValue(column))]);`),
  ).toEqual([
    'file',
    '600',
    'Orders',
    'CSV File',
    [
      'a.csv',
      '500',
      'CSV',
      '2',
      '1/2/2026 9:30 am',
      '1/2/2026 9:30 am',
      '/core/media/media.nl?id=600&c=EMULATOR&_xt=.csv',
      '600',
      '',
    ],
  ]);
});

test('what a script saves is found, moved where it moves it, with the times of its changes', () => {
  expect(
    run(`const made = file.create({ name: 'new.txt', fileType: file.Type.CSV, contents: 'a', folder: 500 }).save();
      const loaded = file.load({ id: 602 });
      loaded.folder = 500;
      tell([loaded.save(), find('file', [['folder', 'anyof', 500]], ['filetype']).map((row) => [Number(row.id), row.getValue('filetype')]),
        find('file', [['modified', 'on', 'today'], 'and', ['name', 'is', 'old.csv']]).length, made]);`),
  ).toEqual([
    602,
    [
      [600, 'CSV'],
      [601, 'JSON'],
      [602, 'CSV'],
      [604, 'CSV'],
    ],
    1,
    604,
  ]);
});

test('a file that is moved onto one of the same name replaces it', () => {
  expect(
    run(`const moved = file.load({ id: 602 });
      moved.name = 'a.csv'; moved.folder = 500;
      tell([moved.save(), find('file', [['name', 'is', 'a.csv']]).map(({ id }) => id), file.load({ id: 602 }).getContents()]);`),
  ).toEqual([602, ['602'], 'y']);
});

test('folders are found by name and parent, those every account has also', () => {
  expect(ids('folder', "[['name', 'is', 'Orders']]")).toEqual([500]);
  expect(ids('folder', "[['name', 'is', 'SuiteScripts']]")).toEqual([-15]);
  expect(ids('folder', "[['parent', 'anyof', 500]]")).toEqual([501]);
  expect(ids('folder', "[['internalid', 'anyof', -15, 501]]")).toEqual([-15, 501]);
});

test('fields of a file are looked up', () => {
  expect(
    run("tell(search.lookupFields({ type: 'file', id: 601, columns: ['name', 'folder', 'description'] }));"),
  ).toEqual({ name: 'b.json', folder: [{ value: '500', text: 'Orders' }], description: 'second' });
});

test.each([
  [
    "find('file', [['folder', 'anyof', -15]])",
    'finding SuiteScripts/probe.js, a file of the project, by a search',
  ],
  ["find('file', [['name', 'is', 'probe.js']])", 'finding SuiteScripts/probe.js'],
  ["find('file', [], ['owner'])", 'search column owner on file'],
  ["find('file', [['name', 'haskeywords', 'b']])", 'search operator haskeywords'],
  ["find('folder', [], [{ name: 'name', join: 'file' }])", 'search join file of folder'],
  ["search.lookupFields({ type: 'vendor', id: 7, columns: ['internalid'] })", 'search type vendor'],
])('%s is refused by name', (call, refusal) => {
  expect(run(`${call};`)).toContain(refusal);
});

test('files keep their times and types when an account is written down and read again', () => {
  const account = accountWith({}, OPTIONS);
  const { files } = account.dump();
  const again = createAccount({ clock: () => 0, data: { folders: OPTIONS.data?.folders ?? [], files } });
  expect(again.dump().files).toEqual(files);
  expect(files[0]).toMatchObject({
    created: '2026-01-02T17:30:00.000Z',
    modified: '2026-01-02T17:30:00.000Z',
  });
  expect(files[3]).toMatchObject({ fileType: 'CSV', created: new Date(NOON).toISOString() });
});
