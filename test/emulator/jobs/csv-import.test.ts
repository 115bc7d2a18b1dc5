/** N/task and CSV imports: what is queued, when it runs, and what becomes of each row. */
import { describe, expect, test } from '@jest/globals';
import { type Faults, ImportFailed, type ImportStep } from '../../../emulator/account/faults.ts';
import type { Account, AccountOptions, JobReport } from '../../../emulator/account.ts';
import { ALL, accountWith, fulfill, OBJECTS, seedMasters, seedOrder } from '../tiny-project.ts';

const field = (name: string, column: string, type = 'NAME') =>
  `<fieldmapping><field>${name}</field><columnreference><file>SALESORDER</file><column>${column}</column><type>${type}</type></columnreference></fieldmapping>`;

const importMap = ({
  handling = 'UPDATE',
  body = field('ID', 'order'),
  lines = field('LINE', 'line') +
    field('ITEM', 'item', 'INTERNAL_ID') +
    field('LOCATION', 'location', 'INTERNAL_ID') +
    field('[scriptid=custcol_line]', 'note') +
    field('ISCLOSED', 'closed'),
  flags = '',
} = {}) =>
  `<savedcsvimport scriptid="custimport_orders"><recordtype>SALESORDER</recordtype><importname>Orders</importname><datahandling>${handling}</datahandling><decimaldelimiter>PERIOD</decimaldelimiter><columndelimiter>COMMA</columndelimiter><charencoding>UTF_8</charencoding>${flags}
   <recordmappings><recordmapping><record>SALESORDER</record><fieldmappings>${body}</fieldmappings></recordmapping><recordmapping><record>SALESORDER:ITEM</record><fieldmappings>${lines}</fieldmappings></recordmapping></recordmappings></savedcsvimport>`;

const HEADER = 'order,line,item,location,note,closed\n';

const SUBMIT = (contents: string) =>
  `const csv = task.create({ taskType: task.TaskType.CSV_IMPORT }); csv.mappingId = 'custimport_orders'; csv.importFile = file.create({ name: 'a.csv', fileType: 'CSV', contents: ${JSON.stringify(contents)} }); csv.name = 'my import'; const id = csv.submit(); tell([typeof id, task.checkStatus({ taskId: id }).status, task.checkStatus(id).status]);`;

function account(
  execute: string,
  { map = importMap(), options = {} }: { map?: string; options?: AccountOptions } = {},
): Account {
  const made = accountWith(
    {
      scripts: [
        {
          name: 'probe',
          uses: ALL,
          execute,
          deployments: [{ id: 'customdeploy_probe', status: 'SCHEDULED' }, { id: 'customdeploy_rest' }],
        },
        {
          name: 'other',
          uses: ALL,
          execute: "tell(runtime.getCurrentScript().getParameter({ name: 'custscript_say' }));",
          parameters: [{ id: 'custscript_say', fieldtype: 'TEXT', defaultvalue: 'default' }],
        },
      ],
      objects: { ...OBJECTS, custimport_orders: map },
    },
    options,
  );
  seedMasters(made);
  seedOrder(
    made,
    1001,
    [
      { item: 401, quantity: 3, location: 101 },
      { item: 402, quantity: 1, custcol_line: 'old' },
    ],
    { externalid: 'S1' },
  );
  seedOrder(made, 1002, [{ item: 401, quantity: 1 }]);
  return made;
}

/** Submits a file and runs the queue. */
function imported(rows: string, map?: string) {
  const made = account(SUBMIT(rows), map === undefined ? {} : { map });
  const report = made.runDeployment('customdeploy_probe');
  const [job] = made.runQueue() as Extract<JobReport, { kind: 'csv-import' }>[];
  return { made, report, job, items: (id: number) => made.getRecord('salesorder', id).sublists.item };
}

test('an import waits until the queue runs, and then changes what it maps and nothing else', () => {
  const { made, report, job, items } = imported(
    `${HEADER}1001,1,,102,tag,\n1001,2,402,101,,\n1002,1,,102,,T\n`,
  );
  expect(report.error).toBeUndefined();
  expect(JSON.parse(report.logs[0]?.details ?? '')).toEqual(['string', 'PENDING', 'PENDING']);
  expect(report.units).toBe(100);
  expect(job).toMatchObject({
    kind: 'csv-import',
    name: 'my import',
    mappingId: 'custimport_orders',
    status: 'COMPLETE',
  });
  expect(job?.rows.map(({ row, outcome, recordId }) => [row, outcome, recordId])).toEqual([
    [1, 'imported', 1001],
    [2, 'imported', 1001],
    [3, 'imported', 1002],
  ]);
  expect(items(1001)).toMatchObject([
    { line: '1', location: '102', custcol_line: 'tag', quantity: 3 },
    { line: '2', location: '101', custcol_line: 'old', quantity: 1 },
  ]);
  expect(items(1002)).toMatchObject([{ location: '102', isclosed: true }]);
  expect(made.getRecord('salesorder', 1002).fields.orderstatus).toBe('H');
});

test('fields that are not on the form stored with the order are left as they are', () => {
  const form = { id: 7, recordType: 'salesorder', hidden: ['item.location'] };
  const rows = `${HEADER}1001,1,401,102,new,`;
  const made = account(SUBMIT(rows), { options: { forms: [{ ...form, preferred: true }] } });
  made.runDeployment('customdeploy_rest');
  expect(made.runNextJob()).toMatchObject({ status: 'COMPLETE', rows: [{ outcome: 'imported' }] });
  expect(made.getRecord('salesorder', 1001).sublists.item?.[0]).toMatchObject({
    location: '101',
    custcol_line: 'new',
  });
});

test('a line id that matches nothing adds a line', () => {
  const { items } = imported(`${HEADER}1002,7,402,101,,\n1002,,402,,,\n`);
  expect(items(1002)).toMatchObject([
    { line: '1' },
    { line: '2', item: '402', location: '101' },
    { line: '3', item: '402' },
  ]);
});

test.each([
  ['a line id that matches nothing, without an item', '1001,7,,102,,', 'Please choose an item to add'],
  ['an order that does not exist', '9,1,,102,,', 'RCRD_DSNT_EXIST'],
  ['a location that does not exist', '1001,1,,999,,', 'INVALID_KEY_OR_REF'],
  ['an inactive location', '1001,1,,103,,', 'INVALID_KEY_OR_REF'],
  ['a cell that is no check box', '1001,1,,,,perhaps', 'INVALID_FLD_VALUE'],
])('%s is refused with all rows of its order, the other orders go through', (_, row, message) => {
  const { job, items } = imported(`${HEADER}${row}\n1002,1,,102,,\n`);
  expect(job?.rows[0]).toMatchObject({ outcome: 'rejected', recordId: null });
  expect(job?.rows[0]?.message).toContain(message);
  expect(job).toMatchObject({ status: 'COMPLETE', rows: [{}, { outcome: 'imported', recordId: 1002 }] });
  expect(items(1002)).toMatchObject([{ location: '102' }]);
  expect(items(1001)).toHaveLength(2);
});

test('rows of one order that stand apart are two changes: the second may succeed though the first fails', () => {
  const { job } = imported(`${HEADER}1001,1,,999,,\n1002,1,,102,,\n1001,1,,102,,\n`);
  expect(job?.rows.map(({ outcome }) => outcome)).toEqual(['rejected', 'imported', 'imported']);
});

test('orders are found by external id, references by name or external id when the map says so', () => {
  const map = importMap({
    body: field('EXTERNALID', 'order'),
    lines: field('LINE', 'line') + field('ITEM', 'item') + field('LOCATION', 'location', 'EXTERNAL_ID'),
  });
  const { items, job } = imported('order,line,item,location\nS1,1,SHIRT-M,STORE-1\n', map);
  expect(job?.rows[0]?.message).toBe('');
  expect(items(1001)?.[0]).toMatchObject({ item: '402', location: '102' });
});

test('without a line column the item finds the line', () => {
  const { items } = imported(
    'order,item,location\n1001,402,101\n',
    importMap({ lines: field('ITEM', 'item', 'INTERNAL_ID') + field('LOCATION', 'location', 'INTERNAL_ID') }),
  );
  expect(items(1001)).toMatchObject([
    { line: '1', location: '101' },
    { line: '2', location: '101' },
  ]);
  expect(items(1001)).toHaveLength(2);
});

test('a map that overwrites missing fields empties what a blank cell says', () => {
  const { items } = imported(
    `${HEADER}1001,2,402,,,F\n`,
    importMap({ flags: '<overwritemissingfields>T</overwritemissingfields>' }),
  );
  expect(items(1001)?.[1]).toMatchObject({ custcol_line: null });
});

test('a map that overwrites sublists keeps only the lines of the file', () => {
  const { items } = imported(
    `${HEADER}1001,2,,101,,\n`,
    importMap({ flags: '<overwritesublists>T</overwritesublists>' }),
  );
  expect(items(1001)).toMatchObject([{ line: '2', location: '101' }]);
  expect(items(1001)).toHaveLength(1);
});

test('a map that adds makes new orders, and refuses those that exist', () => {
  const map = importMap({
    handling: 'ADD',
    body: field('EXTERNALID', 'order') + field('ENTITY', 'customer', 'INTERNAL_ID'),
    lines: field('ITEM', 'item', 'INTERNAL_ID') + field('QUANTITY', 'quantity'),
  });
  const { made, job } = imported(
    'order,customer,item,quantity\nNEW,201,401,2\nNEW,,402,1\nS1,201,401,1\n',
    map,
  );
  expect(job?.rows.map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'rejected']);
  const created = made.getRecord('salesorder', job?.rows[0]?.recordId ?? 0);
  expect(created).toMatchObject({
    fields: { externalid: 'NEW', entity: '201' },
    sublists: {
      item: [
        { item: '401', quantity: 2 },
        { item: '402', quantity: 1 },
      ],
    },
  });
});

test.each([
  ['a mapped column is missing', 'order,line\n1001,1\n', 'item, location, note, closed'],
  ['there is no row', HEADER, 'no rows'],
  ['there are more than 25,000 rows', `${HEADER}${'1001,1,,,,\n'.repeat(25_001)}`, '25001 rows'],
  ['a quote is never closed', `${HEADER}1001,"1,,,,\n`, 'cannot be read as CSV'],
])('an import is refused when submitted if %s', (_, contents, words) => {
  const { report, made } = imported(contents);
  expect(report.error?.name).toBe('FAILED_TO_SUBMIT_JOB_REQUEST_1');
  expect(report.error?.message).toContain(words);
  expect(made.runQueue()).toEqual([]);
});

test('an import map nobody has is refused', () => {
  const made = account(
    "task.create({ taskType: 'CSV_IMPORT', mappingId: 'custimport_typo', importFile: 'a\\n1' }).submit();",
  );
  expect(made.runDeployment('customdeploy_probe').error?.message).toContain('custimport_typo');
});

test('jobs run oldest first, one at a time if wanted, and a status follows', () => {
  const made = account(
    `const submit = (text) => task.create({ taskType: 'CSV_IMPORT', mappingId: 'custimport_orders', importFile: text }).submit();
     submit('${HEADER.trim()}\\n1001,1,,102,,'); submit('${HEADER.trim()}\\n1001,1,,101,,');`,
  );
  made.runDeployment('customdeploy_probe');
  expect(made.runNextJob()).toMatchObject({ status: 'COMPLETE' });
  expect(made.getRecord('salesorder', 1001).sublists.item?.[0]?.location).toBe('102');
  expect(made.runQueue()).toHaveLength(1);
  expect(made.runNextJob()).toBeUndefined();
  expect(made.getRecord('salesorder', 1001).sublists.item?.[0]?.location).toBe('101');
});

test('another script is queued with parameters of its own', () => {
  const made = account(
    "tell(typeof task.create({ taskType: task.TaskType.SCHEDULED_SCRIPT, scriptId: 'customscript_other', deploymentId: 'customdeploy_other', params: { custscript_say: 'hello' } }).submit());",
  );
  expect(made.runDeployment('customdeploy_probe').units).toBe(20);
  const [job] = made.runQueue();
  expect(job).toMatchObject({
    kind: 'script',
    status: 'COMPLETE',
    execution: { deploymentId: 'customdeploy_other' },
  });
  expect(made.logs.map(({ details }) => details)).toEqual(['"string"', '"hello"']);
});

test('a script that submits itself gets no task id and runs again after its end', () => {
  const made = account(
    "const script = runtime.getCurrentScript(); const made = search.create({ type: 'customrecord_file' }).run().getRange({ start: 0, end: 10 }).length; record.create({ type: 'customrecord_file' }).setValue('name', 'run').save(); if (made < 2) tell(task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: script.id, deploymentId: script.deploymentId }).submit());",
  );
  const report = made.runDeployment('customdeploy_rest');
  expect(report.logs[0]?.details).toBe('null');
  expect(made.runQueue()).toHaveLength(2);
  expect(made.listRecords('customrecord_file')).toHaveLength(3);
});

test.each([
  ['that is scheduled', 'customdeploy_probe', 'not NOTSCHEDULED'],
  ['that does not exist', 'customdeploy_typo', 'no deployment customdeploy_typo'],
])('a deployment %s cannot be submitted', (_, deployment, words) => {
  const made = account(
    `task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_probe', deploymentId: '${deployment}' }).submit();`,
  );
  const report = made.runDeployment('customdeploy_rest');
  expect(report.error?.name).toBe('FAILED_TO_SUBMIT_JOB_REQUEST_1');
  expect(report.error?.message).toContain(words);
});

test('a deployment with an unfinished task cannot be submitted again, any idle one can', () => {
  const made = account(
    "const submit = (more) => task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_other', ...more }).submit(); submit({}); tell([codeOf(() => submit({ deploymentId: 'customdeploy_other' })), codeOf(() => submit({}))]);",
  );
  expect(JSON.parse(made.runDeployment('customdeploy_probe').logs[0]?.details ?? '')).toEqual([
    'FAILED_TO_SUBMIT_JOB_REQUEST_1',
    'NO_DEPLOYMENTS_AVAILABLE',
  ]);
});

test('deployments of two scripts that have the same id are queued and run apart', () => {
  const deployments = [{ id: 'customdeploy1', status: 'NOTSCHEDULED' }];
  const submit = (name: string) =>
    `task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_${name}', deploymentId: 'customdeploy1' }).submit()`;
  const made = accountWith({
    scripts: [
      { name: 'east', deployments, uses: ['N/task'], execute: `tell(${submit('west')});` },
      { name: 'west', deployments, execute: "tell('west');" },
      { name: 'probe', uses: ['N/task'], execute: `${submit('east')}; ${submit('west')};` },
    ],
  });
  expect(made.runDeployment('customdeploy_probe').error).toBeUndefined();
  const ran = made.runQueue().map((job) => job.kind === 'script' && job.execution);
  expect(ran).toMatchObject([
    { scriptId: 'customscript_east', error: { message: expect.stringContaining('unfinished task') } },
    { scriptId: 'customscript_west', ended: 'normally', logs: [{ details: '"west"' }] },
  ]);
  expect(made.runDeployment('customdeploy1', { scriptId: 'customscript_east' }).logs).toMatchObject([
    { details: expect.stringContaining('SCHEDSCRIPT_') },
  ]);
});

test('a status of a task nobody submitted is refused', () => {
  expect(account("task.checkStatus('X')").runDeployment('customdeploy_probe').error?.name).toBe(
    'INVALID_TASK_ID',
  );
});

test('an import of a line that was fulfilled keeps its quantities', () => {
  const made = account(SUBMIT(`${HEADER}1001,1,,,tagged,\n`));
  fulfill(made, 1001);
  made.runDeployment('customdeploy_probe');
  made.runQueue();
  expect(made.getRecord('salesorder', 1001)).toMatchObject({
    fields: { orderstatus: 'F' },
    sublists: { item: [{ location: '101', quantityfulfilled: 3 }, {}] },
  });
});

describe('an import asks the faults before each record', () => {
  const ROWS = `${HEADER}1001,1,,102,,\n1001,2,,102,,\n1002,1,,102,,\n`;

  function importedWith(importing: Faults['importing']) {
    const options = { faults: importing ? { importing } : {} };
    const made = account(SUBMIT(ROWS), { options });
    const report = made.runDeployment('customdeploy_probe');
    expect(report.error).toBeUndefined();
    const [job] = made.runQueue() as Extract<JobReport, { kind: 'csv-import' }>[];
    const locations = [1001, 1002].map((id) => made.getRecord('salesorder', id).sublists.item?.[0]?.location);
    return { job, outcomes: job?.rows.map(({ outcome }) => outcome), locations };
  }

  test('and reports which', () => {
    const asked: ImportStep[] = [];
    importedWith((step) => asked.push(step));

    expect(asked).toEqual([
      { taskId: 'CSVIMPORT_1', job: 'my import', number: 1, record: '1001' },
      { taskId: 'CSVIMPORT_1', job: 'my import', number: 2, record: '1002' },
    ]);
  });

  test.each([
    ['before its first row changes nothing', 1, ['rejected', 'rejected', 'rejected'], '101'],
    ['half-way leaves what it has changed', 2, ['imported', 'imported', 'rejected'], '102'],
  ] as const)('one that fails %s, and its status is FAILED', (_, at, outcomes, first) => {
    const failed = importedWith(({ number }) => {
      if (number === at) throw new ImportFailed();
    });

    expect(failed.job?.status).toBe('FAILED');
    expect(failed.outcomes).toEqual(outcomes);
    expect(failed.locations).toEqual([first, undefined]);
  });

  test('a record that somebody else has locked is refused, and the others are imported', () => {
    const { job, outcomes, locations } = importedWith(({ record }) => {
      if (record === '1001') throw Object.assign(new Error('Locked'), { name: 'RCRD_LOCKED_BY_WF' });
    });

    expect(job?.status).toBe('COMPLETE');
    expect(outcomes).toEqual(['rejected', 'rejected', 'imported']);
    expect(locations).toEqual(['101', '102']);
  });
});
