/** N/runtime, N/format, N/file, N/error and N/log: the small modules. */
import { expect, test } from '@jest/globals';
import { accountWith, runOnce } from '../tiny-project.ts';

const PARAMETERS = [
  { id: 'custscript_text', fieldtype: 'TEXT', defaultvalue: 'folder' },
  { id: 'custscript_flag', fieldtype: 'CHECKBOX', defaultvalue: 'T' },
  { id: 'custscript_off', fieldtype: 'CHECKBOX' },
  { id: 'custscript_count', fieldtype: 'INTEGER', defaultvalue: '25' },
  { id: 'custscript_empty', fieldtype: 'INTEGER' },
];

function parametersOf(
  deployments: { id: string; values?: Record<string, string> }[],
  deployment: string,
): unknown {
  const account = accountWith({
    scripts: [
      {
        name: 'probe',
        uses: ['N/runtime'],
        parameters: PARAMETERS,
        deployments,
        execute: `const script = runtime.getCurrentScript(); tell([script.id, script.deploymentId, ${PARAMETERS.map(({ id }) => `script.getParameter({ name: '${id}' })`).join(', ')}]);`,
      },
    ],
  });
  account.runDeployment(deployment);
  return JSON.parse(account.logs[0]?.details ?? 'null');
}

test('parameters have the type of their field, and their default', () => {
  expect(parametersOf([{ id: 'customdeploy_a' }], 'customdeploy_a')).toEqual([
    'customscript_probe',
    'customdeploy_a',
    'folder',
    true,
    false,
    25,
    null,
  ]);
});

test('a value on the deployment comes before the default', () => {
  const deployments = [
    { id: 'customdeploy_a' },
    {
      id: 'customdeploy_b',
      values: { custscript_text: 'other', custscript_flag: 'F', custscript_count: '7' },
    },
  ];
  expect(parametersOf(deployments, 'customdeploy_b')).toEqual([
    'customscript_probe',
    'customdeploy_b',
    'other',
    false,
    false,
    7,
    null,
  ]);
});

test('a parameter the script does not have is refused, since NetSuite would give null', () => {
  expect(
    runOnce("tell(codeOf(() => runtime.getCurrentScript().getParameter({ name: 'custscript_typo' })));").told,
  ).toEqual(['SSS_INVALID_SCRIPT_PARAMETER']);
});

test('features are in effect when the account has them or the manifest requires them', () => {
  const { told } = runOnce(
    "tell(['MULTILOCINVT', 'multilocinvt', 'CUSTOMRECORDS', 'SUBSIDIARIES'].map((feature) => runtime.isFeatureInEffect({ feature })));",
    { options: { features: ['MULTILOCINVT'] } },
  );
  expect(told[0]).toEqual([true, true, true, false]);
});

const INSTANT = Date.UTC(2026, 2, 9, 3, 4, 5);

test.each([
  ['M/D/YYYY', 'h:mm a', 'America/Los_Angeles', ['3/8/2026', '3/8/2026 8:04:05 pm', '3/8/2026 11:04:05 pm']],
  ['DD/MM/YYYY', 'HH:mm', 'Europe/London', ['08/03/2026', '09/03/2026 03:04:05', '08/03/2026 23:04:05']],
  ['YYYY-MM-DD', 'H:mm', 'Asia/Calcutta', ['2026-03-08', '2026-03-09 8:34:05', '2026-03-08 23:04:05']],
  ['D-Mon-YYYY', 'h:mm a', 'GMT', ['8-Mar-2026', '9-Mar-2026 3:04:05 am', '8-Mar-2026 11:04:05 pm']],
] as const)('dates are written as %s %s in %s', (dateFormat, timeFormat, timeZone, expected) => {
  const { told } = runOnce(
    'const now = new Date(); tell([format.format({ value: now, type: format.Type.DATE }), format.format({ value: now, type: format.Type.DATETIME }), format.format({ value: now, type: format.Type.DATETIMETZ, timezone: format.Timezone.AMERICA_NEW_YORK })]);',
    { options: { clock: () => INSTANT, preferences: { dateFormat, timeFormat, timeZone } } },
  );
  expect(told[0]).toEqual(expected);
});

test('text in the format of the account is read, with and without seconds', () => {
  const { told } = runOnce(
    "const read = (value, type, timezone) => format.parse({ value, type, timezone }).toISOString(); tell([read('3/8/2026', 'date'), read('3/8/2026 8:04 pm', 'datetime'), read('3/8/2026 8:04:05 PM', 'datetimetz', 'America/New_York'), read('3/8/2026 12:00 am', 'datetimetz', 'Nowhere/Land')]);",
  );
  expect(told[0]).toEqual([
    '2026-03-08T08:00:00.000Z',
    '2026-03-09T03:04:00.000Z',
    '2026-03-09T00:04:05.000Z',
    '2026-03-08T00:00:00.000Z',
  ]);
});

test.each(['2026-03-08', '2026-03-08T10:00:00Z', '13/8/2026', '2/30/2026', 'tomorrow', ''])(
  '%s is no date in M/D/YYYY',
  (text) => {
    expect(
      runOnce(`tell(codeOf(() => format.parse({ value: ${JSON.stringify(text)}, type: format.Type.DATE })));`)
        .told,
    ).toEqual(['INVALID_DATE']);
  },
);

test('a file in memory has a name, a size in bytes, contents and lines', () => {
  const { told } = runOnce(
    "const made = file.create({ name: 'a.csv', fileType: file.Type.CSV, contents: 'é,1\\r\\nb,2\\n' }); const lines = []; made.lines.iterator().each((line) => { lines.push(line.value); return true; }); tell([made.name, made.fileType, made.size, made.getContents(), lines]);",
  );
  expect(told[0]).toEqual(['a.csv', 'CSV', 10, 'é,1\r\nb,2\n', ['é,1', 'b,2']]);
});

test('more than 10 MB of text is refused', () => {
  expect(
    runOnce(
      "tell(codeOf(() => file.create({ name: 'a', fileType: 'CSV', contents: 'x'.repeat(10 * 1024 * 1024 + 1) })));",
    ).told,
  ).toEqual(['SSS_FILE_CONTENT_SIZE_EXCEEDED']);
});

test('a file is saved in a folder of the File Cabinet, found by id and by path, replaced by name, and deleted', () => {
  const { told, report } = runOnce(`
    const folder = record.create({ type: record.Type.FOLDER }).setValue({ fieldId: 'name', value: 'Out' }).save();
    const save = (contents) => file.create({ name: 'a.csv', fileType: file.Type.CSV, contents, folder }).save();
    const [first, second] = [save('one'), save('two')];
    tell([first === second, file.load({ id: first }).getContents(), file.load('Out/a.csv').folder === folder,
      search.create({ type: search.Type.FOLDER, filters: [['name', 'is', 'Out']] }).run().getRange({ start: 0, end: 9 }).length,
      file.delete({ id: first }) === first, codeOf(() => file.load({ id: first })),
      codeOf(() => file.create({ name: 'b', fileType: 'CSV' }).save())]);`);
  expect(told).toEqual([[true, 'two', true, 1, true, 'RCRD_DSNT_EXIST', 'SSS_MISSING_REQD_ARGUMENT']]);
  expect(report.calls).toContainEqual({ call: 'File.save', times: 3, units: 60 });
});

test('logs take a title and details, by name or position, objects as JSON and errors by code and message', () => {
  const { report } = runOnce(
    "log.audit('title', { a: [1] }); log.error({ title: 'x'.repeat(120), details: new TypeError('bad') }); log.emergency('only');",
  );
  expect(report.logs.map(({ level, title, details }) => [level, title.length, details.slice(0, 80)])).toEqual(
    [
      ['AUDIT', 5, '{"a":[1]}'],
      ['ERROR', 99, '{"type":"error.Error","name":"TypeError","message":"bad","id":null,"stack":["at '],
      ['EMERGENCY', 4, ''],
    ],
  );
});

test('an error made by a script needs a name and a message', () => {
  expect(runOnce("tell(codeOf(() => error.create({ name: 'A' })));").told).toEqual([
    'SSS_MISSING_REQD_ARGUMENT',
  ]);
});
