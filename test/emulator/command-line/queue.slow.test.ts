/** Scripts that submit themselves endlessly: ten thousand runs, so this is for the slow tests. */
import { expect, test } from '@jest/globals';
import { runTiny } from './run-tiny.ts';

const ACCOUNT = { records: { location: [{ id: 7, name: 'Boston' }] } };
const RENAME = "record.submitFields({ type: 'location', id: 7, values: { name: 'Salem' } });";

test('a queue that never ends is stopped, and what ran is reported and kept', () => {
  const self =
    "task.create({ taskType: 'SCHEDULED_SCRIPT', scriptId: 'customscript_next', deploymentId: 'customdeploy_next' }).submit();";
  const { code, report, written } = runTiny(
    { execute: `${RENAME} ${self}` },
    { account: ACCOUNT, scripts: [{ name: 'next', uses: ['N/task'], execute: self }] },
  );
  expect(code).toBe(1);
  expect(report?.stopped).toMatch(/QUEUE_NEVER_ENDS/);
  expect(written.records.location).toMatchObject([{ name: 'Salem' }]);
});
