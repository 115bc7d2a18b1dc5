import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { measuredOnPage } from '../../../bench/capacity/page-figures.ts';
import { transformerDay } from '../../../bench/capacity/transformer-day.ts';

const measured = {
  idlePass: { wall: 0.4, cpu: 0.3 },
  file: { wall: 0.02, cpu: 0.01 },
  row: { cpu: 0.00002 },
};

test('a day of the transformer is its passes, its files and its rows', () => {
  const load = { tenants: 10, itemsPerDay: 100_000, passesPerDay: 100, filesPerDay: 50 };
  const found = transformerDay(measured, load);

  expect(found.cpu).toBeCloseTo(1_000 * 0.3 + 500 * 0.01 + 100_000 * 0.00002);
  expect(found.wall).toBeCloseTo(1_000 * 0.4 + 500 * 0.02 + 2);
  expect(found.atOnce).toBe(1);
});

test('tenants are worked on side by side as soon as one after the other a day does not last', () => {
  const load = { tenants: 1_000, itemsPerDay: 0, passesPerDay: 288, filesPerDay: 0 };
  expect(transformerDay(measured, load).atOnce).toBe(2);
});

test('what was measured of passes, files and rows is on the page of speed', () => {
  const { idlePass, file, row } = measuredOnPage(readFileSync('docs/speed.md', 'utf8'));
  for (const seconds of [idlePass.wall, idlePass.cpu, file.wall, file.cpu, row.cpu])
    expect(seconds).toBeGreaterThan(0);
});

test('a page without a table is refused by the name of the table', () => {
  expect(() => measuredOnPage('# Speed')).toThrow('no table "Pass with nothing to do, over SFTP"');
});
