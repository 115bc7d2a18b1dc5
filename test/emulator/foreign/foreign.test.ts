/** Scripts nobody wrote for this emulator, run by the command line as their owners would. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../../emulator/command-line/command.ts';
import type { RunReport } from '../../../emulator/command-line/report.ts';
import { temporaryFolder } from '../tiny-project.ts';

const HERE = import.meta.dirname;
const NOON = '2026-01-05T17:00:00Z';

type Saved = { records: Record<string, { id: number; [field: string]: unknown }[]>; files?: unknown[] };

/** A script run on the account of this folder; files of the SFTP server by path. */
function run(script: string, more: string[] = [], sftp: Record<string, string> = {}) {
  const folder = temporaryFolder('emulator-foreign-');
  const root = join(folder, 'sftp');
  for (const [path, text] of Object.entries({ 'home/keep/.keep': '', ...sftp })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  let output = '';
  let complaints = '';
  const words = [
    'run',
    join(HERE, 'scripts', script),
    '--account',
    join(HERE, 'account.json'),
    '--sftp-root',
    root,
  ];
  const code = runCommand([...words, '--out', join(folder, 'out.json'), '--now', NOON, '--json', ...more], {
    folder: HERE,
    clock: Date.now,
    write: (text) => {
      output += text;
    },
    complain: (text) => {
      complaints += text;
    },
  });
  expect(complaints).toBe('');
  const account = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as Saved;
  return { code, report: JSON.parse(output) as RunReport, account, root, out: join(folder, 'out.json') };
}

const PROJECT = ['--project', join(HERE, 'project')];
const find = ({ records }: Saved, type: string, id: number) =>
  records[type]?.find((record) => record.id === id);
const lines = (record: unknown) =>
  (record as { sublists: { item: Record<string, unknown>[] } }).sublists.item;

test('a map/reduce export uploads what its saved search finds and flags it', () => {
  const { code, report, account, root } = run('export_shipments.js', [], {
    'home/wms/out/shipments/.keep': '',
  });
  expect(code).toBe(0);
  const folder = join(root, 'home/wms/out/shipments');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.csv'));
  expect(readFileSync(join(folder, name), 'utf8')).toBe(
    'order,line,location,shipped,quantity,tracking,method\nWEB-2,b1,11,2026-01-04 15:30:00,2,1Z1 | 1Z2,Ground\n',
  );
  expect(find(account, 'itemfulfillment', 2001)).toMatchObject({ custbody_wms_sent: true });
  expect(report.execution.units).toBe(5 + 10 + 10 + 100);
  expect(report.execution.stages.map(({ stage }) => stage)).toEqual([
    'getInputData',
    'map',
    'reduce',
    'summarize',
  ]);
});

test('a run on the account it wrote finds nothing left to export', () => {
  const first = run('export_shipments.js', [], { 'home/wms/out/shipments/.keep': '' });
  const second = run('export_shipments.js', ['--account', first.out], { 'home/wms/out/shipments/.keep': '' });
  expect(second.report.files).toEqual([]);
  expect(second.report.records).toEqual([]);
});

test('a scheduled import hands files to CSV imports, which run after it and change the orders', () => {
  const { code, report, account, root } = run('import_orders.js', PROJECT, {
    'home/wms/orders/in/a.csv': 'External Id,Line Id,Location\nWEB-1,2,12\nWEB-9,1,12\n',
    'home/wms/orders/in/b.csv': 'Wrong,Header\n1,2\n',
    'home/wms/orders/in/archive/.keep': '',
    'home/wms/orders/in/error/.keep': '',
    'home/wms/orders/in/failed/.keep': '',
  });
  expect(code).toBe(0);
  expect(lines(find(account, 'salesorder', 1001)).map(({ location }) => location)).toEqual(['11', '12']);
  expect(report.jobs).toMatchObject([
    {
      mappingId: 'custimport_wms_orders',
      status: 'COMPLETE',
      rows: [{ outcome: 'imported' }, { outcome: 'rejected' }],
    },
  ]);
  expect(readdirSync(join(root, 'home/wms/orders/in/archive'))).toContain('a.csv');
  expect(readdirSync(join(root, 'home/wms/orders/in/failed'))).toContain('b.csv');
});

test('a script that ships orders fulfils what remains, once, and the order follows', () => {
  const sftp = {
    'home/wms/shipped/day.json': JSON.stringify([
      { order_id: '1001', items: [{ line_id: '1', quantity: 3, location_id: '11' }] },
      { order_id: '1002', items: [{ line_id: '1', quantity: 4, location_id: '11' }] },
    ]),
    'home/wms/shipped/archive/.keep': '',
  };
  const { report, account } = run('ship_orders.js', [], sftp);
  expect(lines(find(account, 'salesorder', 1001)).map(({ quantityfulfilled }) => quantityfulfilled)).toEqual([
    3, 0,
  ]);
  expect(find(account, 'salesorder', 1001)).toMatchObject({ orderstatus: 'E' });
  expect(lines(find(account, 'salesorder', 1002))[0]).toMatchObject({
    quantityfulfilled: 2,
    quantitycommitted: 3,
  });
  expect(report.execution.logs.filter(({ level }) => level === 'ERROR')).toHaveLength(1);
  expect(report.notices.join()).toContain('option enableSourceing of Record.save');
});

test('a script in dynamic mode ships one piece with a package', () => {
  const { code, report, account } = run('ship_dynamic.js', ['--param', 'custscript_order=1001']);
  expect(code).toBe(0);
  expect(report.execution.logs).toMatchObject([{ title: 'shipped', details: 'Shipped 1' }]);
  expect(lines(find(account, 'salesorder', 1001))[0]).toMatchObject({ quantityfulfilled: 1 });
});

test('a script of SuiteScript 2.0 with require does its work as it is loaded', () => {
  const { code, account } = run('by_require.js');
  expect(code).toBe(0);
  expect(account.files).toContainEqual(
    expect.objectContaining({
      id: 601,
      name: 'open.txt',
      folder: 500,
      contents: 'SO-1 Grace Hopper\nSO-2 Grace Hopper',
    }),
  );
});

test('what a script queues runs after it, with its parameters', () => {
  const { code, report, account } = run('move_and_queue.js', PROJECT);
  expect(code).toBe(0);
  expect(find(account, 'salesorder', 1001)).toMatchObject({ location: '12', memo: 'moved 1/5/2026' });
  expect(report.execution.logs).toMatchObject([{ title: 'no such order', details: 'SO-404' }]);
  expect(report.jobs).toMatchObject([
    { kind: 'script', status: 'COMPLETE', execution: { logs: [{ title: 'open orders', details: '2' }] } },
  ]);
});

test('a script that throws ends with exit code 4, and what it did before stays', () => {
  const { code, report, account } = run('throws.js');
  expect(code).toBe(4);
  expect(report.execution.error).toEqual({ name: 'NO_GOOD', message: 'on purpose' });
  expect(find(account, 'salesorder', 1001)).toMatchObject({ memo: 'before the end' });
});

test('the program itself says what happened and ends with the code', () => {
  const folder = temporaryFolder('emulator-foreign-');
  const main = join(HERE, '../../../emulator/main.ts');
  const started = (...words: string[]) =>
    spawnSync(process.execPath, [main, ...words], { encoding: 'utf8', cwd: HERE });
  const run = started(
    'run',
    'scripts/throws.js',
    '--account',
    'account.json',
    '--out',
    join(folder, 'out.json'),
  );
  expect(run.status).toBe(4);
  expect(run.stdout).toContain('NO_GOOD: on purpose');
  expect(run.stdout).toContain('changed salesorder 1001: memo');
  expect(started('run').status).toBe(2);
  expect(started('run', 'scripts/none.js', '--account', 'account.json')).toMatchObject({ status: 1 });
});
