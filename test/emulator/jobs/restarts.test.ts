/** The server is restarted in the middle of a run: what runs again, what it is told, and what it had done before. */
import { expect, test } from '@jest/globals';
import { type NCall, ServerRestart } from '../../../emulator/account/faults.ts';
import { accountWith } from '../tiny-project.ts';

const MAKE =
  "const make = (name) => record.create({ type: 'location' }).setValue({ fieldId: 'name', value: name }).save();";

/** A script on an account whose server is restarted after the n-th call of a stage, once. */
function run(type: 'scheduled' | 'mapreduce', body: string, stage: string, number: number, times = 1) {
  let left = times;
  const after = (call: NCall) => {
    if (call.stage !== stage || call.number !== number || left-- <= 0) return;
    throw new ServerRestart(call, 'after');
  };
  const account = accountWith(
    { scripts: [{ name: 'probe', type, uses: ['N/record'], body: `${MAKE} ${body}` }] },
    { faults: { after } },
  );
  const report = account.runDeployment('customdeploy_probe');
  const told = report.logs
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  return { report, told, names: account.listRecords('location').map(({ fields }) => fields.name) };
}

test('a scheduled script runs again from its beginning with the type ABORTED; what it saved stays', () => {
  const body = 'return { execute: (context) => { tell(context.type); make("a"); make("b"); } };';
  const { report, told, names } = run('scheduled', body, 'execute', 2);
  expect(told).toEqual(['ON_DEMAND', 'ABORTED']);
  expect(names).toEqual(['a', 'a', 'b']);
  expect(report.ended).toBe('normally');
});

const PAIRS = `getInputData: (context) => { tell(['input', context.isRestarted]); make('input'); return ['x', 'y']; },
  map: (context) => { tell(['map', context.key, context.isRestarted, context.executionNo]); context.write(context.value, 1); make(context.value); },
  summarize: (summary) => { const rows = []; summary.mapSummary.errors.iterator().each((key, error, no) => { rows.push([key, JSON.parse(error).name, no]); return true; }); let count = 0; summary.output.iterator().each(() => { count++; return true; }); tell(['summary', rows, count]); }`;

test('the pair that was interrupted runs again, its writes thrown away; summarize hears of it', () => {
  const { told, names } = run('mapreduce', `return { ${PAIRS} };`, 'map', 2);
  expect(told).toEqual([
    ['input', false],
    ['map', '0', false, 1],
    ['map', '0', true, 2],
    ['map', '1', true, 1],
    ['summary', [['0', 'SSS_APP_SERVER_RESTART', 1]], 2],
  ]);
  expect(names).toEqual(['input', 'x', 'x', 'y']);
});

test('getInputData runs again from its beginning', () => {
  const { told, names } = run('mapreduce', `return { ${PAIRS} };`, 'getInputData', 2);
  expect(told.slice(0, 2)).toEqual([
    ['input', false],
    ['input', true],
  ]);
  expect(names).toEqual(['input', 'input', 'x', 'y']);
});

test('a script that asks for no retries is not run again', () => {
  expect(() => run('mapreduce', `return { config: { retryCount: 0 }, ${PAIRS} };`, 'map', 2)).toThrow(
    'went down',
  );
});

test('a server that is always restarted ends the run at last', () => {
  expect(() => run('scheduled', 'return { execute: () => { make("a"); } };', 'execute', 2, 99)).toThrow(
    'went down',
  );
});
