/** User event scripts of the project: when they run, what they see and change, and what their errors do to the saver. */
import { describe, expect, test } from '@jest/globals';
import type { Account, AccountOptions } from '../../../emulator/account.ts';
import { ALL, accountWith, fulfill, OBJECTS, seedMasters, seedOrder } from '../tiny-project.ts';

type Deployment = { recordtype?: string; eventtype?: string; executioncontext?: string; status?: string };

const scriptObject = ({ recordtype = 'SALESORDER', status = 'RELEASED', ...more }: Deployment) =>
  `<usereventscript scriptid="customscript_guard"><name>Guard</name><scriptfile>[/SuiteScripts/guard.js]</scriptfile><scriptdeployments>
    <scriptdeployment scriptid="customdeploy_guard"><isdeployed>T</isdeployed><loglevel>DEBUG</loglevel><recordtype>${recordtype}</recordtype><status>${status}</status>${Object.entries(
      more,
    )
      .map(([tag, text]) => `<${tag}>${text}</${tag}>`)
      .join('')}</scriptdeployment></scriptdeployments></usereventscript>`;

const scriptFile = (entryPoints: string) =>
  `/**\n * @NApiVersion 2.1\n * @NScriptType UserEventScript\n */\ndefine(['N/record', 'N/error', 'N/runtime'], (record, error, runtime) => {
   const tell = (value) => log.audit('told', JSON.stringify(value));
   return { ${entryPoints} };\n});\n`;

/** An order 1001, a guard on its record type, and a scheduled script that does `execute`. */
function accountGuarded(
  entryPoints: string,
  {
    execute = '',
    deployment = {},
    options = {},
    objects = {},
  }: {
    execute?: string;
    deployment?: Deployment;
    options?: AccountOptions;
    objects?: Record<string, string>;
  } = {},
): Account {
  const account = accountWith(
    {
      scripts: [{ name: 'probe', uses: ALL, execute }],
      objects: { ...OBJECTS, customscript_guard: scriptObject(deployment), ...objects },
      files: { 'SuiteScripts/guard.js': scriptFile(entryPoints) },
    },
    options,
  );
  seedMasters(account);
  seedOrder(account, 1001, [{ item: 401, quantity: 3, location: 101 }]);
  return account;
}

function run(account: Account) {
  const report = account.runDeployment('customdeploy_probe');
  const told = report.logs
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  return { report, told };
}

const SAVE_ORDER =
  "const order = record.load({ type: 'salesorder', id: 1001 }); order.setValue({ fieldId: 'memo', value: 'new' }); order.save();";
const SUBMIT_ORDER = "record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'new' } });";
const CATCH = (work: string) =>
  `try { ${work} tell('done'); } catch (error) { tell([error.name, error.message]); }`;
const memoOf = (account: Account) => account.getRecord('salesorder', 1001).fields.memo ?? null;

describe('a user event script', () => {
  test('hears of a load and a save, with the kind of event and the old record beside the new', () => {
    const account = accountGuarded(
      `beforeLoad: ({ type, oldRecord }) => tell(['load', type, oldRecord ?? null]),
       beforeSubmit: ({ type, newRecord, oldRecord, UserEventType }) => tell(['before', type === UserEventType.EDIT, newRecord.getValue('memo'), oldRecord.getValue('memo')]),
       afterSubmit: ({ type, newRecord }) => tell(['after', type, newRecord.id, newRecord.getValue({ fieldId: 'memo' })])`,
      { execute: SAVE_ORDER },
    );
    expect(run(account).told).toEqual([
      ['load', 'edit', null],
      ['before', true, 'new', ''],
      ['after', 'edit', 1001, 'new'],
    ]);
  });

  test('hears of what is created without an old record, and of what is deleted', () => {
    const account = accountGuarded(
      'beforeSubmit: ({ type, oldRecord }) => tell([type, oldRecord === null]), afterSubmit: ({ type, newRecord }) => tell([type, typeof newRecord.id])',
      {
        deployment: { recordtype: '[scriptid=customrecord_file]' },
        execute:
          "const made = record.create({ type: 'customrecord_file' }); made.setValue({ fieldId: 'name', value: 'a.csv' }); record.delete({ type: 'customrecord_file', id: made.save() });",
      },
    );
    expect(run(account).told).toEqual([
      ['create', true],
      ['create', 'number'],
      ['delete', false],
      ['delete', 'number'],
    ]);
  });

  test('sees of submitFields the fields that it changes and no others, under the type xedit', () => {
    const account = accountGuarded(
      `beforeSubmit: ({ type, newRecord, oldRecord }) => tell([type, newRecord.getValue('memo'), newRecord.getValue('entity'), newRecord.getLineCount({ sublistId: 'item' }), oldRecord.getValue('entity')])`,
      { execute: SUBMIT_ORDER },
    );
    expect(run(account).told).toEqual([['xedit', 'new', '', 0, '201']]);
  });

  test('changes the record before it is saved', () => {
    const account = accountGuarded(
      "beforeSubmit: ({ newRecord }) => { newRecord.setValue('memo', newRecord.getValue('memo') + ' (checked)'); newRecord.setSublistValue({ sublistId: 'item', fieldId: 'custcol_line', line: 0, value: 'seen' }); }",
      { execute: SAVE_ORDER },
    );
    run(account);
    expect(memoOf(account)).toBe('new (checked)');
    expect(account.getRecord('salesorder', 1001).sublists.item?.[0]?.custcol_line).toBe('seen');
  });

  test('that sets a field on a loaded record in beforeLoad changes nothing; on a new record it is the default', () => {
    const account = accountGuarded("beforeLoad: ({ newRecord }) => newRecord.setValue('memo', 'default')", {
      execute:
        "tell(record.load({ type: 'salesorder', id: 1001 }).getValue('memo')); tell(record.create({ type: 'salesorder' }).getValue('memo'));",
    });
    expect(run(account).told).toEqual(['', 'default']);
  });

  test.each([
    [
      'an error of N/error keeps its name and message',
      "throw error.create({ name: 'NO_SHIP_DATE', message: 'Give a ship date.' })",
      ['NO_SHIP_DATE', 'Give a ship date.'],
    ],
    [
      'an error of the language is UNEXPECTED_ERROR',
      'undefined.memo',
      ['UNEXPECTED_ERROR', expect.stringContaining('TypeError')],
    ],
    ['so is a text', "throw 'no'", ['UNEXPECTED_ERROR', 'no']],
  ])('that throws in beforeSubmit refuses the save: %s', (_, work, seen) => {
    const account = accountGuarded(`beforeSubmit: () => { ${work}; }`, { execute: CATCH(SAVE_ORDER) });
    expect(run(account).told).toEqual([seen]);
    expect(memoOf(account)).toBeNull();
  });

  test('that throws in afterSubmit reaches the saver, but the record is saved', () => {
    const account = accountGuarded(
      "afterSubmit: () => { throw error.create({ name: 'LATE', message: 'too late' }); }",
      { execute: CATCH(SAVE_ORDER) },
    );
    expect(run(account).told).toEqual([['LATE', 'too late']]);
    expect(memoOf(account)).toBe('new');
  });

  test('that throws in afterSubmit leaves the saver the id of what was created, and no second save of it', () => {
    const account = accountGuarded("afterSubmit: () => { throw 'too late'; }", {
      deployment: { recordtype: '[scriptid=customrecord_file]' },
      execute: `const made = record.create({ type: 'customrecord_file' }); made.setValue({ fieldId: 'name', value: 'a.csv' });
        try { made.save(); } catch (error) { tell(typeof made.id); } made.save();`,
    });
    const { report, told } = run(account);
    expect(told).toEqual(['number']);
    expect(report.error).toMatchObject({ name: 'NOT_EMULATED' });
    expect(account.listRecords('customrecord_file')).toHaveLength(1);
  });

  test('that throws in beforeLoad keeps the record from being opened', () => {
    const account = accountGuarded(
      "beforeLoad: () => { throw error.create({ name: 'CLOSED', message: 'not today' }); }",
      { execute: CATCH("record.load({ type: 'salesorder', id: 1001 });") },
    );
    expect(run(account).told).toEqual([['CLOSED', 'not today']]);
  });

  test('wakes no user event by what it saves itself', () => {
    const account = accountGuarded(
      `afterSubmit: ({ newRecord }) => { tell('after'); record.submitFields({ type: 'salesorder', id: newRecord.id, values: { memo: 'by the event' } });
         const again = record.load({ type: 'salesorder', id: newRecord.id }); again.setValue('memo', 'again'); again.save(); }`,
      { execute: SAVE_ORDER },
    );
    expect(run(account).told).toEqual(['after']);
    expect(memoOf(account)).toBe('again');
  });

  test('has 1,000 units of its own for each event, which are not those of the saver', () => {
    const loads = "record.load({ type: 'salesorder', id: 1001 });";
    const account = accountGuarded(
      `beforeSubmit: () => { ${loads} tell(runtime.getCurrentScript().getRemainingUsage()); }, afterSubmit: () => { while (true) ${loads} }`,
      { execute: `${CATCH(SUBMIT_ORDER)} tell(runtime.getCurrentScript().getRemainingUsage());` },
    );
    expect(run(account).told).toEqual([
      990,
      ['SSS_USAGE_LIMIT_EXCEEDED', expect.stringContaining('1010 of 1000')],
      9990,
    ]);
  });

  test('starts anew for every event: nothing it keeps in variables reaches the next one', () => {
    const account = accountGuarded(
      'beforeSubmit: () => { globalThis.seen = (globalThis.seen ?? 0) + 1; tell(seen); }',
      {
        execute: SUBMIT_ORDER + SUBMIT_ORDER,
      },
    );
    expect(run(account).told).toEqual([1, 1]);
  });

  test('learns what made the change, and runs for people too', () => {
    const account = accountGuarded('beforeSubmit: () => tell(runtime.executionContext)', {
      execute: SUBMIT_ORDER,
    });
    run(account);
    account.asUser(({ record }) =>
      record.submitFields({ type: 'salesorder', id: 1001, values: { memo: 'x' } }),
    );
    expect(account.logs.map(({ details }) => JSON.parse(details) as unknown)).toEqual([
      'SCHEDULED',
      'USERINTERFACE',
    ]);
  });

  test('does not run for what follows by itself from a save, nor for seed data', () => {
    const account = accountGuarded('beforeSubmit: ({ type }) => tell(type)');
    fulfill(account, 1001, { shipstatus: 'C' });
    expect(account.getRecord('salesorder', 1001).fields.orderstatus).toBe('F');
    expect(account.logs).toEqual([]);
  });

  test.each([
    ['of another record type', { recordtype: 'ITEMFULFILLMENT' }],
    ['for another event', { eventtype: 'CREATE' }],
    ['for other contexts', { executioncontext: 'USERINTERFACE|CSVIMPORT' }],
    ['that is only being tested', { status: 'TESTING' }],
  ])('has no say by a deployment %s', (_, deployment) => {
    const account = accountGuarded("beforeSubmit: () => { throw 'no'; }", {
      execute: SAVE_ORDER,
      deployment,
    });
    expect(run(account).report.ended).toBe('normally');
    expect(memoOf(account)).toBe('new');
  });

  test.each([
    ['on all records', { recordtype: 'RECORD' }],
    ['for this event', { eventtype: 'EDIT' }],
    ['for this among other contexts', { executioncontext: 'USERINTERFACE|SCHEDULED' }],
  ])('has its say by a deployment %s', (_, deployment) => {
    const account = accountGuarded("beforeSubmit: () => { throw 'no'; }", {
      execute: SAVE_ORDER,
      deployment,
    });
    expect(run(account).report.ended).toBe('with an error');
  });

  test.each([
    [
      'the form',
      'beforeLoad: (context) => { try { context.form.addButton({}); } catch (error) {} }',
      SAVE_ORDER,
    ],
    [
      'save of the record',
      'beforeSubmit: ({ newRecord }) => { try { newRecord.save(); } catch (error) {} }',
      SAVE_ORDER,
    ],
  ])('that asks for %s ends the run by name, whatever catches the error', (what, entryPoints, execute) => {
    const { report } = run(accountGuarded(entryPoints, { execute: CATCH(execute) }));
    expect(report.error).toMatchObject({ name: 'NOT_EMULATED', message: expect.stringContaining(what) });
  });
});

describe('an import', () => {
  const importMap = (flags: string) =>
    `<savedcsvimport scriptid="custimport_orders"><recordtype>SALESORDER</recordtype><importname>Orders</importname><datahandling>UPDATE</datahandling><decimaldelimiter>PERIOD</decimaldelimiter><columndelimiter>COMMA</columndelimiter><charencoding>UTF_8</charencoding>${flags}
     <recordmappings><recordmapping><record>SALESORDER</record><fieldmappings>${['ID,order', 'MEMO,memo'].map((pair) => `<fieldmapping><field>${pair.split(',')[0]}</field><columnreference><file>SALESORDER</file><column>${pair.split(',')[1]}</column><type>NAME</type></columnreference></fieldmapping>`).join('')}</fieldmappings></recordmapping></recordmappings></savedcsvimport>`;
  const SUBMIT =
    "const csv = task.create({ taskType: task.TaskType.CSV_IMPORT }); csv.mappingId = 'custimport_orders'; csv.importFile = 'order,memo\\n1001,new\\n'; csv.submit();";

  test.each([
    [
      'whose map runs server scripts is refused the row',
      '<runserversuitescript>T</runserversuitescript>',
      'rejected',
    ],
    [
      'whose map does not hears nothing of them',
      '<runserversuitescript>F</runserversuitescript>',
      'imported',
    ],
  ])('%s', (_, flags, outcome) => {
    const account = accountGuarded(
      "beforeSubmit: () => { throw error.create({ name: 'STOP', message: 'not from ' + runtime.executionContext }); }",
      { execute: SUBMIT, objects: { custimport_orders: importMap(flags) } },
    );
    run(account);
    const [job] = account.runQueue();
    expect(job).toMatchObject({ rows: [{ outcome }] });
    if (outcome === 'rejected')
      expect(job).toMatchObject({ rows: [{ message: 'STOP: not from CSVIMPORT' }] });
  });
});
