/** Map/reduce: what travels between stages, what fails, and what summarize is told. */
import { expect, test } from '@jest/globals';
import type { Account } from '../../../emulator/account.ts';
import { ALL, accountWith, OBJECTS, seedMasters, seedOrder } from '../tiny-project.ts';

function run(body: string, seed?: (account: Account) => void) {
  const account = accountWith({
    scripts: [{ name: 'probe', type: 'mapreduce', uses: ALL, body }],
    objects: OBJECTS,
  });
  seed?.(account);
  const report = account.runDeployment('customdeploy_probe');
  const told = report.logs
    .filter(({ title }) => title === 'told')
    .map(({ details }) => JSON.parse(details) as unknown);
  return { account, report, told };
}

const SUMMARIZE = `summarize: (summary) => {
  const rows = (iterable) => { const list = []; iterable.iterator().each((...row) => { list.push(row); return true; }); return list; };
  const short = (errors) => rows(errors).map(([key, error, executionNo]) => [key, JSON.parse(error).name, executionNo]);
  tell({ input: summary.inputSummary.error && JSON.parse(summary.inputSummary.error).name, map: short(summary.mapSummary.errors), reduce: short(summary.reduceSummary.errors), output: rows(summary.output), keys: rows(summary.reduceSummary.keys) });
}`;

test('map, shuffle, reduce and summarize pass on text, grouped by key, values in text order', () => {
  const { told, report } = run(`return {
    getInputData: () => [{ k: 'b', n: 10 }, { k: 'a', n: 1 }, { k: 'b', n: 9 }],
    map: (context) => { const { k, n } = JSON.parse(context.value); context.write({ key: k, value: n }); },
    reduce: (context) => { tell([context.key, context.values, context.isRestarted, context.executionNo]); context.write(context.key, { sum: context.values.length }); },
    ${SUMMARIZE} };`);
  expect(told).toEqual([
    ['a', ['1'], false, 1],
    ['b', ['10', '9'], false, 1],
    {
      input: null,
      map: [],
      reduce: [],
      output: [
        ['a', '{"sum":1}'],
        ['b', '{"sum":2}'],
      ],
      keys: [
        ['a', 1, 'COMPLETE'],
        ['b', 1, 'COMPLETE'],
      ],
    },
  ]);
  expect(report.stages.map(({ stage, invocations }) => [stage, invocations])).toEqual([
    ['getInputData', 1],
    ['map', 3],
    ['reduce', 2],
    ['summarize', 1],
  ]);
});

test('without map the input goes straight to reduce, each value under its place', () => {
  const { told } = run(
    `return { getInputData: () => [{ ids: [1, 2] }, 'text'], reduce: (context) => tell([context.key, context.values]) };`,
  );
  expect(told).toEqual([
    ['0', ['{"ids":[1,2]}']],
    ['1', ['text']],
  ]);
});

test('without reduce what map writes is the output', () => {
  const { told } = run(
    `return { getInputData: () => ({ x: 1, y: 2 }), map: (context) => context.write(context.key, context.value), ${SUMMARIZE} };`,
  );
  expect(told[0]).toMatchObject({
    output: [
      ['x', '1'],
      ['y', '2'],
    ],
  });
});

test('a returned search gives a pair per row: the id, and the row as JSON with references as value and text', () => {
  const { told } = run(
    `return { getInputData: () => search.create({ type: 'salesorder', filters: [['mainline', 'is', 'F']], columns: ['item', 'quantity', 'closed', 'customer.entityid', 'custcol_line'] }),
      map: (context) => tell([context.key, JSON.parse(context.value)]) };`,
    (account) => {
      seedMasters(account);
      seedOrder(account, 1001, [{ item: 401, quantity: 2, custcol_line: '00101' }, { item: 402 }]);
    },
  );
  const values = { closed: 'F', 'entityid.customer': 'Ada Lovelace' };
  expect(told).toEqual([
    [
      '1001',
      {
        recordType: 'salesorder',
        id: '1001',
        values: { ...values, item: { value: '401', text: 'SHIRT-S' }, quantity: '2', custcol_line: '00101' },
      },
    ],
    [
      '1001',
      {
        recordType: 'salesorder',
        id: '1001',
        values: { ...values, item: { value: '402', text: 'SHIRT-M' }, quantity: '1', custcol_line: '' },
      },
    ],
  ]);
});

test('a file gives a pair per line', () => {
  const { told } = run(
    "return { getInputData: () => file.create({ name: 'a', fileType: 'CSV', contents: 'x\\n\\ny\\n' }), map: (context) => tell([context.key, context.value]) };",
  );
  expect(told).toEqual([
    ['0', 'x'],
    ['2', 'y'],
  ]);
});

test('nothing a script keeps in variables reaches the next invocation', () => {
  const { told } = run(
    'const seen = []; return { getInputData: () => [1, 2], reduce: (context) => { seen.push(context.key); tell(seen); } };',
  );
  expect(told).toEqual([['0'], ['1']]);
});

test('an error fails its pair only and is reported to summarize', () => {
  const { told, report } = run(`return { getInputData: () => [1, 2, 3],
    reduce: (context) => { if (context.key === '1') throw error.create({ name: 'MY_CODE', message: 'm' }); context.write(context.key, 'done'); }, ${SUMMARIZE} };`);
  expect(told[0]).toMatchObject({
    reduce: [['1', 'MY_CODE', 1]],
    output: [
      ['0', 'done'],
      ['2', 'done'],
    ],
    keys: [
      ['0', 1, 'COMPLETE'],
      ['1', 1, 'FAILED'],
      ['2', 1, 'COMPLETE'],
    ],
  });
  expect(report.ended).toBe('normally');
  expect(report.stages.find(({ stage }) => stage === 'reduce')?.errors).toHaveLength(1);
});

test('with retryCount a failed pair is tried again, its writes thrown away, what it did to records kept', () => {
  const { told, account } = run(`return { config: { retryCount: 2 }, getInputData: () => [1],
    reduce: (context) => { context.write('k', String(context.executionNo)); record.create({ type: 'customrecord_file' }).setValue('name', 'n').save(); if (context.executionNo < 3) throw new Error('again'); }, ${SUMMARIZE} };`);
  expect(told[0]).toMatchObject({
    reduce: [
      ['0', 'Error', 1],
      ['0', 'Error', 2],
    ],
    output: [['k', '3']],
  });
  expect(account.listRecords('customrecord_file')).toHaveLength(3);
});

test('with exitOnError the stage ends at the first failure', () => {
  const { report } = run(
    "return { config: { exitOnError: true }, getInputData: () => [1, 2, 3], map: () => { throw new Error('x'); }, summarize: () => {} };",
  );
  expect(report.stages.map(({ stage, invocations }) => [stage, invocations])).toEqual([
    ['getInputData', 1],
    ['map', 1],
    ['summarize', 1],
  ]);
});

test('an error in getInputData goes straight to summarize, and the run has failed', () => {
  const { told, report } = run(
    `return { getInputData: () => { throw error.create({ name: 'NO_INPUT', message: 'm' }); }, reduce: () => {}, ${SUMMARIZE} };`,
  );
  expect(told[0]).toMatchObject({ input: 'NO_INPUT' });
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'NO_INPUT' } });
});

test('an error in summarize fails the run', () => {
  const { report } = run(
    "return { getInputData: () => [], reduce: () => {}, summarize: () => { throw error.create({ name: 'LOUD', message: 'm' }); } };",
  );
  expect(report).toMatchObject({ ended: 'with an error', error: { name: 'LOUD' } });
});

test.each([
  ['map', 1_000],
  ['reduce', 5_000],
] as const)('a %s call has %i units of its own, and without any left the stage ends', (stage, units) => {
  const { told, report } = run(
    `return { getInputData: () => [1, 2], ${stage}: () => { tell(runtime.getCurrentScript().getRemainingUsage()); for (;;) search.create({ type: 'location' }).run().each(() => true); }, ${SUMMARIZE} };`,
  );
  expect(told[0]).toBe(units);
  expect(told[1]).toMatchObject({ [stage]: [['0', 'SSS_USAGE_LIMIT_EXCEEDED', 1]] });
  expect(report.stages.find((candidate) => candidate.stage === stage)?.invocations).toBe(1);
});

test('a key of more than 3,000 characters and a value of more than 1 MB are refused', () => {
  const { told } = run(
    `return { getInputData: () => [1], map: (context) => tell([codeOf(() => context.write('k'.repeat(3001), '')), codeOf(() => context.write('k', 'v'.repeat(1000001)))]) };`,
  );
  expect(told[0]).toEqual(['KEY_LENGTH_IS_OVER_3000_BYTES', 'VALUE_LENGTH_IS_OVER_10_MB']);
});

test('a map/reduce script may not submit a CSV import', () => {
  const { told } = run(
    'return { getInputData: () => [1], map: () => tell(codeOf(() => task.create({ taskType: task.TaskType.CSV_IMPORT }).submit())) };',
  );
  expect(told).toEqual(['SSS_OPERATION_UNAVAILABLE']);
});

test('a job that has used 10,000 units yields to another one between two calls, and summarize learns how often', () => {
  // A call of reduce uses 1,000 units here, so ten of them fill a job, and nothing is left to yield after the last five.
  const { told, report } = run(
    `return {
    getInputData: () => Array.from({ length: 25 }, (_, index) => index),
    reduce: () => { for (let call = 0; call < 200; call += 1) record.submitFields({ type: 'location', id: 101, values: { name: 'Place' } }); },
    summarize: (summary) => tell([summary.yields, summary.mapSummary.yields, summary.reduceSummary.yields]) };`,
    seedMasters,
  );
  expect(report.ended).toBe('normally');
  expect(told).toEqual([[2, 0, 2]]);
});
