/** Searches put on the queue, and the CSV files they write. */
import { expect, test } from '@jest/globals';
import type { AccountOptions } from '../../../emulator/account.ts';
import { runOnce, seedMasters, seedOrder } from '../tiny-project.ts';

const OPTIONS: AccountOptions = {
  clock: () => Date.UTC(2026, 0, 5, 20),
  data: {
    folders: [{ id: 500, name: 'Exports' }],
    files: [{ id: 600, name: 'before.csv', folder: 500, contents: 'old' }],
  },
  savedSearches: {
    customsearch_lines: {
      type: 'salesorder',
      filters: [['mainline', 'is', 'F']],
      columns: [
        'internalid',
        { name: 'location', label: 'Store, or "place"' },
        'custcol_line',
        'quantity',
        { name: 'itemid', join: 'item' },
        { name: 'formulatext', formula: '\'a,"b"\'' },
        { name: 'closed', label: 'Closed' },
      ],
    },
    customsearch_unlabelled: { type: 'salesorder', columns: ['actualshipdate'] },
    customsearch_wrong: { type: 'salesorder', columns: [{ name: 'custbody_nobody_has', label: 'x' }] },
    customsearch_missing: { type: 'salesorder', columns: [{ name: 'weather', label: 'x' }] },
  },
};

function submit(script: string) {
  const { account, told, report } = runOnce(
    `const make = (more) => task.create({ taskType: task.TaskType.SEARCH, ...more }); ${script}`,
    {
      options: OPTIONS,
      seed: (made) => {
        seedMasters(made);
        seedOrder(made, 1001, [{ item: 401, quantity: 3, location: 101, custcol_line: '00101' }]);
        seedOrder(made, 1002, [{ item: 402, quantity: 0.5, location: 102 }]);
      },
    },
  );
  return { account, told, report, run: () => account.runQueue() };
}

test('the file is written when the queue runs, with headings and texts as a person exports them', () => {
  const { account, told, run, report } = submit(
    `const mine = make();
     mine.savedSearchId = 'customsearch_lines'; mine.filePath = 'Exports/lines.csv';
     const taskId = mine.submit();
     const { status, savedSearchId, fileId } = task.checkStatus(taskId);
     tell([status, savedSearchId, fileId]);`,
  );
  expect(report.error).toBeUndefined();
  expect(told).toEqual([['PENDING', 'customsearch_lines', null]]);
  expect(account.dump().files).toHaveLength(1);
  expect(run()).toMatchObject([{ kind: 'search', status: 'COMPLETE', rows: 2, fileId: 601 }]);
  expect(account.dump().files[1]).toMatchObject({
    name: 'lines.csv',
    folder: 500,
    contents:
      'Internal ID,"Store, or ""place""",custcol_line,Quantity,Name,Formula (Text),Closed\n' +
      '1001,Warehouse East,00101,3,SHIRT-S,"a,""b""",No\n' +
      '1002,Store Main Street,,0.5,SHIRT-M,"a,""b""",No\n',
  });
});

test('a file that is there is overwritten, named by its id or by its path, and its status says which it is', () => {
  const { account, told, run } = submit(
    `tell(task.checkStatus({ taskId: make({ savedSearchId: 'customsearch_lines', fileId: 600 }).submit() }).fileId);
     make({ savedSearchId: 'customsearch_lines', filePath: '/Exports/before.csv' }).submit();`,
  );
  expect(told).toEqual([600]);
  expect(run()).toMatchObject([{ fileId: 600 }, { fileId: 600 }]);
  expect(account.dump().files).toMatchObject([
    { id: 600, name: 'before.csv', contents: expect.stringContaining('SHIRT-S') },
  ]);
});

test('submitting a search costs 100 units', () => {
  const { report } = submit("make({ savedSearchId: 'customsearch_lines', fileId: 600 }).submit();");
  expect(report.units).toBe(100);
});

test.each([
  [
    'a file and a path',
    "{ savedSearchId: 'customsearch_lines', fileId: 600, filePath: 'Exports/a.csv' }",
    'UNSUPPORTED_COMBINATION_OF_PARAMETERS',
  ],
  ['no file', "{ savedSearchId: 'customsearch_lines' }", 'SSS_MISSING_REQD_ARGUMENT'],
  ['no search', '{ fileId: 600 }', 'SSS_MISSING_REQD_ARGUMENT'],
  [
    'a search nobody has',
    "{ savedSearchId: 'customsearch_none', fileId: 600 }",
    'ASYNC_SEARCH_SEARCH_ID_NOT_FOUND',
  ],
  ['a file nobody has', "{ savedSearchId: 'customsearch_lines', fileId: 7 }", 'THAT_RECORD_DOES_NOT_EXIST'],
  ['a folder', "{ savedSearchId: 'customsearch_lines', filePath: 'Exports' }", 'MUST_IDENTIFY_A_FILE'],
])('a task with %s is refused with its code', (_, options, code) => {
  const { told } = submit(`tell(codeOf(() => make(${options}).submit()));`);
  expect(told).toEqual([code]);
});

test('a task is submitted once', () => {
  const { told } = submit(
    "const mine = make({ savedSearchId: 'customsearch_lines', fileId: 600 }); mine.submit(); tell(codeOf(() => mine.submit()));",
  );
  expect(told).toEqual(['CANNOT_RESUBMIT_SUBMITTED_ASYNC_SEARCH_TASK']);
});

test.each([
  [
    "make({ savedSearchId: 'customsearch_lines', filePath: 'Nowhere/a.csv' }).submit()",
    'a search task that writes Nowhere/a.csv',
  ],
  [
    "make({ savedSearchId: 'customsearch_lines', fileId: 600 }).addInboundDependency({})",
    'task.SearchTask.addInboundDependency',
  ],
])('%s is refused by name', (call, refusal) => {
  expect(submit(call).report.error).toMatchObject({
    name: 'NOT_EMULATED',
    message: expect.stringContaining(refusal),
  });
});

test.each([
  ['customsearch_unlabelled', 'the heading of actualshipdate', true],
  ['customsearch_missing', 'search column weather', true],
  ['customsearch_wrong', 'SSS_INVALID_SRCH_COL', false],
])('a search that cannot run fails its job and leaves the file: %s', (id, message, refused) => {
  const { account, run } = submit(`make({ savedSearchId: '${id}', fileId: 600 }).submit();`);
  const [job] = run();
  expect(job).toMatchObject({ status: 'FAILED', rows: 0, message: expect.stringContaining(message) });
  expect('error' in (job ?? {})).toBe(refused);
  expect(account.dump().files[0]?.contents).toBe('old');
});
