/** What is not emulated ends a run with exit code 1 wherever it is met; the report and the account are kept. */
import { expect, test } from '@jest/globals';
import { runTiny } from './run-tiny.ts';

const ACCOUNT = { records: { location: [{ id: 7, name: 'Boston' }] } };
const RENAME = "record.submitFields({ type: 'location', id: 7, values: { name: 'Salem' } });";
/** Options of this call are refused, even where the script catches it. */
const ASK = "try { record.create({ type: 'location', defaultValues: { parent: 1 } }); } catch (error) { }";

const stages = {
  getInputData: `${RENAME} return ['a', 'b', 'c'];`,
  map: 'context.write(context.key, context.value);',
  reduce: "tell('reduced');",
  summarize: "tell('summarized');",
};

/** A map/reduce script that asks for it in that stage; the other stages do no harm. */
function bodyWith(stage: keyof typeof stages): string {
  const bodies = { ...stages, [stage]: `${stages[stage].replace(/return.*/, '')}${ASK} ${stages[stage]}` };
  const entries = Object.entries(bodies).map(([name, body]) => `${name}: (context) => { ${body} }`);
  return `return { ${entries.join(', ')} };`;
}

test.each(['getInputData', 'map', 'reduce', 'summarize'] as const)('in %s', (stage) => {
  const { code, report, written } = runTiny(
    { type: 'mapreduce', body: bodyWith(stage) },
    { account: ACCOUNT },
  );
  expect(code).toBe(1);
  expect(report?.execution).toMatchObject({ ended: 'with an error', error: { name: 'NOT_EMULATED' } });
  expect(report?.execution.stages.at(-1)).toMatchObject({ stage, invocations: 1 });
  expect(written.records.location).toMatchObject([{ id: 7, name: 'Salem' }]);
});

const importMap = (field: string) =>
  `<savedcsvimport scriptid="custimport_places"><recordtype>LOCATION</recordtype><importname>Places</importname><datahandling>UPDATE</datahandling><columndelimiter>COMMA</columndelimiter><charencoding>UTF_8</charencoding>
   <recordmappings><recordmapping><record>LOCATION</record><fieldmappings>${['ID', field]
     .map(
       (name, index) =>
         `<fieldmapping><field>${name}</field><columnreference><column>${'ab'[index]}</column></columnreference></fieldmapping>`,
     )
     .join('')}</fieldmappings></recordmapping></recordmappings></savedcsvimport>`;

const SUBMIT =
  "const csv = task.create({ taskType: 'CSV_IMPORT' }); csv.mappingId = 'custimport_places'; csv.importFile = 'a,b\\n7,x\\n'; csv.submit();";

test('in a queued import, which is reported by its name with its rows, and the queue goes on', () => {
  const { code, report, written, complaints } = runTiny(
    {
      execute: `${RENAME} ${SUBMIT} task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_next' }).submit();`,
    },
    {
      account: ACCOUNT,
      scripts: [{ name: 'next', execute: "tell('next');" }],
      objects: { custimport_places: importMap('TIMEZONE') },
    },
  );
  expect(complaints).toBe('');
  expect(code).toBe(1);
  expect(report?.execution.ended).toBe('normally');
  expect(report?.jobs).toMatchObject([
    {
      kind: 'csv-import',
      name: 'Places',
      error: { name: 'NOT_EMULATED', message: expect.stringContaining('field location.timezone') },
      rows: [{ outcome: 'rejected' }],
    },
    { kind: 'script', status: 'COMPLETE' },
  ]);
  expect(written.records.location).toMatchObject([{ name: 'Salem' }]);
});

test('in a queued script', () => {
  const { code, report } = runTiny(
    { execute: "task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_next' }).submit();" },
    { scripts: [{ name: 'next', uses: ['N/record'], execute: ASK }] },
  );
  expect(code).toBe(1);
  expect(report?.jobs).toMatchObject([{ status: 'FAILED', execution: { error: { name: 'NOT_EMULATED' } } }]);
});

test('a script of SuiteScript 1.0 is refused by name', () => {
  const file = "/** Purges records. */\nfunction purge() { nlapiDeleteRecord('location', 7); }\n";
  const { code, complaints, written } = runTiny({ file }, { account: ACCOUNT });
  expect([code, complaints]).toEqual([1, expect.stringContaining('NOT_EMULATED: SuiteScript 1.0')]);
  expect(written).toEqual(ACCOUNT);
});

test('what a script returns beside its entry points is ignored, and reported', () => {
  const { code, report } = runTiny({ body: 'return { execute: () => tell(1), helper: () => 2 };' });
  expect(code).toBe(0);
  expect(report?.notices.join()).toContain('entry point helper');
});

test.each([
  [
    'CSV import',
    "const csv = task.create({ taskType: 'CSV_IMPORT' }); csv.mappingId = 371; csv.importFile = 'a'; csv.submit();",
  ],
  ['script', "task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 371 }).submit();"],
  ['saved search', "search.load({ id: '371' });"],
])('the internal id of a %s is refused, since only the account knows it', (kind, call) => {
  const { report } = runTiny(
    { execute: `try { ${call} } catch (error) { }` },
    {
      account: ACCOUNT,
      scripts: [{ name: 'next', execute: '' }],
      objects: { custimport_places: importMap('NAME') },
    },
  );
  expect(report?.execution.error?.message).toContain(`NOT_EMULATED: the ${kind} with the internal id 371`);
});

test('what another object of the project would be is refused where nobody gave any of its kind', () => {
  const caught = (call: string) =>
    runTiny({ execute: `try { ${call} } catch (error) { }` }, { account: ACCOUNT });
  const asked = [
    "const csv = task.create({ taskType: 'CSV_IMPORT' }); csv.mappingId = 'custimport_x'; csv.importFile = 'a\\n1\\n'; csv.submit();",
    "task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_x' }).submit();",
    "search.load({ id: 'customsearch_x' });",
  ].map(caught);
  expect(asked.map(({ code }) => code)).toEqual([1, 1, 1]);
  expect(asked.map(({ report }) => report?.execution.error?.message)).toEqual([
    expect.stringContaining('the CSV import custimport_x'),
    expect.stringContaining('the script customscript_x'),
    expect.stringContaining('the saved search customsearch_x'),
  ]);
});
