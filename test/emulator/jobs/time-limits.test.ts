import { expect, test } from '@jest/globals';
import { accountWith } from '../tiny-project.ts';

const body = `return { execute: () => {
  for (let index = 0; index < 3; index++) record.create({ type: 'location' }).setValue({ fieldId: 'name', value: 'a' + index }).save();
  tell(runtime.getCurrentScript().getRemainingUsage());
} };`;

test('a script that ends does and costs the same, whether its time is watched or not', () => {
  const reports = [true, false].map((timeLimits) => {
    const scripts = [{ name: 'probe', uses: ['N/record', 'N/runtime'], body }];
    const { logs, ...report } = accountWith({ scripts }, { timeLimits }).runDeployment('customdeploy_probe');
    return { report, told: logs.map(({ details }) => details) };
  });
  const [watched, trusted] = reports;
  expect(watched?.report).toMatchObject({ ended: 'normally', recordsCreated: [{}, {}, {}] });
  expect(trusted).toEqual(watched);
});

test('a script whose time is not watched is stopped by its units all the same', () => {
  const endless = "for (;;) record.create({ type: 'location' });";
  const scripts = [{ name: 'probe', uses: ['N/record'], body: `return { execute: () => { ${endless} } };` }];
  const report = accountWith({ scripts }, { timeLimits: false }).runDeployment('customdeploy_probe');
  expect(report.error?.name).toBe('SSS_USAGE_LIMIT_EXCEEDED');
});
