/** The outcome file of each file that the scripts finish: what became of every row of it, with the record it made. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Faults, ServerDown } from '../../../emulator/account/faults.ts';
import * as allocations from '../allocation-scenario.ts';
import { reopen as open, scenario } from '../each-scenario.ts';
import * as shipments from '../fulfillment-scenario.ts';
import { makeBacklogProject } from '../fulfillments/backlog-project.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const UPDATE = allocations.FOLDER;
const EXPORT = shipments.FOLDER;

const handed = makeBacklogProject();
afterAll(() => handed.remove());

const reopen = (faults: Faults = {}): void => open(faults, handed);

/** Either way in which the files of a feed are applied. */
const ways: [string, { allocate: () => void; fulfill: () => void }][] = [
  [
    'a run',
    {
      allocate: () => expect(scenario.run(allocations.SCRIPT).ended).toBe('normally'),
      fulfill: () => expect(scenario.run(shipments.SCRIPT).ended).toBe('normally'),
    },
  ],
  [
    'a drain',
    {
      allocate: () => expect(allocations.drain().ended).toBe('normally'),
      fulfill: () => expect(scenario.run(shipments.BACKLOG).ended).toBe('normally'),
    },
  ],
];

const shipped = 'hotwax-fulfilled';
const named = (line: number, item: string, more = {}) =>
  shipments.item(line, { shipment_item_seq_id: item, order_item_seq_id: item, ...more });

describe.each(ways)('the outcome file that %s writes', (_how, { allocate, fulfill }) => {
  test('has each row of a file of shipments: with the item fulfillment, with the reason, or why it was skipped', () => {
    reopen();
    const order = scenario.order([{ quantity: 3 }, {}, {}]);
    shipments.send('a.json', { id: order, items: [named(1, '1')] });
    fulfill();
    shipments.send('b.json', {
      id: order,
      items: [named(2, '2'), named(1, '1'), named(2, '2'), named(9, '9'), named(3, '3')],
    });
    fulfill();

    const [first, second] = shipments.fulfillments().map(({ id }) => id);
    expect(scenario.outcomes(EXPORT, 'a.json')).toEqual([`1,applied,,,,${first}`]);
    expect(scenario.outcomes(EXPORT, 'b.json')).toEqual([
      `1,applied,,,,${second}`,
      `2,skipped,ALREADY_APPLIED,,,${first}`,
      '3,skipped,REPEATED_ROW,,,',
      `4,refused,LINE_NOT_FULFILLABLE,line_id,Sales order ${order} has no line 9.,`,
      `5,applied,,,,${second}`,
    ]);
    expect(scenario.read(`${EXPORT}/outcome/b.json.outcome.csv`)).toMatch(
      /^row,outcome,code,field,message,record\n/,
    );
    expect(scenario.errors(EXPORT, 'b.json')).toEqual(['4 LINE_NOT_FULFILLABLE']);
  });

  test('has each row of a file of allocations, set or in place, with the sales order', () => {
    reopen();
    const [one, other] = [scenario.order([{}, {}]), scenario.order([{}])];
    allocations.send(allocations.at(2), [one, 1, STORE]);
    allocate();
    allocations.send(allocations.at(1), [one, 1, WAREHOUSE], [one, 2, WAREHOUSE], [one, 2, WAREHOUSE]);
    allocations.send('c.csv', [one, 1, STORE], [other, 7, STORE], ['x', 1, STORE], [other, 1, STORE]);
    allocate();

    expect(scenario.outcomes(UPDATE, allocations.at(2))).toEqual([`1,applied,,,,${one}`]);
    expect(scenario.outcomes(UPDATE, allocations.at(1))).toEqual([
      '1,skipped,SUPERSEDED,,,',
      `2,applied,,,,${one}`,
      '3,skipped,REPEATED_ROW,,,',
    ]);
    const cells = scenario.outcomes(UPDATE, 'c.csv').map((line) => line.split(',').slice(0, 4).join());
    expect(cells).toEqual([
      '1,applied,,',
      '2,refused,LINE_NOT_FOUND,lineId',
      '3,refused,INVALID_ID,internalId',
      '4,applied,,',
    ]);
  });

  test('says of shipments among allocations that they are handed on and in which file, and later what made of them', () => {
    reopen();
    const order = scenario.order([{}, { quantity: 2 }]);
    const header = 'internalId,lineId,location,quantity,tags\n';
    const rows = `${order},1,${WAREHOUSE},,\n${order},2,${STORE},2,${shipped}\n`;
    allocations.sendText('a.csv', header + rows);
    allocate();
    expect(scenario.outcomes(UPDATE, 'a.csv')).toEqual([
      `1,applied,,,,${order}`,
      `2,handed on,,,a.csv.shipments.json,${order}`,
    ]);
    fulfill();
    const [fulfillment] = shipments.fulfillments().map(({ id }) => id);
    expect(scenario.outcomes(EXPORT, 'a.csv.shipments.json')).toEqual([`1,applied,,,,${fulfillment}`]);

    allocations.sendText('again.csv', `${header}${order},2,${STORE},2,${shipped}\n`);
    allocate();
    expect(scenario.outcomes(UPDATE, 'again.csv')).toEqual([`1,skipped,ALREADY_APPLIED,,,${order}`]);
  });
});

describe('the outcome file', () => {
  test('is not written of a file that nobody can read, nor of one whose name was applied before', () => {
    allocations.sendText('a.csv', 'sku\n1\n');
    const order = scenario.order([{}]);
    allocations.send('b.csv', [order, 1, STORE]);
    scenario.run(allocations.SCRIPT);
    allocations.send('b.csv', [order, 1, WAREHOUSE], [order, 2, WAREHOUSE]);
    scenario.run(allocations.SCRIPT);

    expect(allocations.filesOf('failed')).toHaveLength(2);
    expect(allocations.filesOf('outcome')).toEqual(['b.csv.outcome.csv']);
    expect(scenario.outcomes(UPDATE, 'b.csv')).toEqual([`1,applied,,,,${order}`]);
  });

  test('has the rows of a file that is given up', () => {
    let isIll = false;
    reopen({
      before: (call) => {
        const isOrder = call.record?.type === 'salesorder';
        if (isIll && isOrder && call.name === 'Record.save') throw new ServerDown(call, 'before');
      },
    });
    const [one, other] = [scenario.order([{}]), scenario.order([{}])];
    allocations.send('a.csv', [one, 1, STORE]);
    scenario.run(allocations.SCRIPT);
    isIll = true;
    allocations.send('b.csv', [one, 1, STORE], [other, 1, STORE], [one, 1, STORE]);
    for (let run = 1; run <= 5; run += 1) expect(() => scenario.run(allocations.SCRIPT)).toThrow(ServerDown);
    scenario.run(allocations.SCRIPT);

    expect(allocations.status('b.csv')).toBe('Failed');
    const [first, second, third] = scenario.outcomes(UPDATE, 'b.csv');
    expect([first, third]).toEqual([`1,applied,,,,${one}`, '3,skipped,REPEATED_ROW,,,']);
    expect(second).toMatch(/^2,refused,RUNS_STOPPED,\(whole row\),/);
  });

  test('of an earlier attempt goes away when the file turns out not to be readable', () => {
    allocations.sendText('a.csv', 'sku\n1\n');
    scenario.put(`${UPDATE}/outcome/a.csv.outcome.csv`, 'of an earlier attempt');
    scenario.run(allocations.SCRIPT);
    expect(allocations.filesOf('outcome')).toEqual(['a.csv.outcome.csv']);
    scenario.put(`${UPDATE}/a.csv`, 'sku\n2\n');
    scenario.run(allocations.SCRIPT);

    expect(allocations.filesOf('outcome')).toEqual([]);
  });

  test('has no cell that a spreadsheet would take for a formula', () => {
    const order = scenario.order([{}]);
    allocations.sendText(
      '=1.csv',
      `internalId,lineId,location,quantity,tags\n${order},1,${STORE},1,${shipped}\n`,
    );
    scenario.run(allocations.SCRIPT);

    expect(scenario.outcomes(UPDATE, '=1.csv')).toEqual([
      expect.stringContaining(",'=1.csv.shipments.json,"),
    ]);
  });
});

describe('the folder for outcome files', () => {
  test('is made in a feed whose folder was marked before there were any, and again when it is gone', () => {
    const order = scenario.order([{}, {}]);
    allocations.send('a.csv', [order, 1, STORE]);
    scenario.run(allocations.SCRIPT);
    rmSync(scenario.path(`${UPDATE}/outcome`), { recursive: true });
    allocations.send('b.csv', [order, 2, STORE]);

    expect(scenario.run(allocations.SCRIPT).ended).toBe('normally');
    expect(allocations.filesOf('outcome')).toEqual(['b.csv.outcome.csv']);
  });

  test('is not made by the export, which writes none, nor by a run that settles nothing', () => {
    scenario.run('customdeploy_export_so_fulfillment');
    scenario.run(allocations.SCRIPT);

    for (const folder of [UPDATE, 'salesorder/import/fulfillment-nifi'])
      expect(existsSync(scenario.path(`${folder}/outcome`))).toBe(false);
  });

  test('may be there already', () => {
    const order = scenario.order([{}]);
    mkdirSync(scenario.path(`${UPDATE}/outcome`), { recursive: true });
    allocations.send('a.csv', [order, 1, STORE]);

    expect(scenario.run(allocations.SCRIPT).ended).toBe('normally');
    expect(scenario.outcomes(UPDATE, 'a.csv')).toEqual([`1,applied,,,,${order}`]);
  });

  test('that the server does not allow to be made stops the feed before the file is finished, and nothing is lost', () => {
    let isDenied = true;
    reopen({
      before: ({ name, deploymentId }) => {
        if (!isDenied || name !== 'Connection.makeDirectory' || deploymentId !== allocations.SCRIPT) return;
        if (allocations.filesOf('processing').length > 0)
          throw Object.assign(new Error('Permission denied.'), { name: 'FTP_PERMISSION_DENIED' });
      },
    });
    const order = scenario.order([{}]);
    allocations.send('a.csv', [order, 1, STORE]);
    expect(scenario.run(allocations.SCRIPT).error).toMatchObject({ name: 'FTP_PERMISSION_DENIED' });
    expect([allocations.status('a.csv'), allocations.filesOf('processing')]).toEqual(['Taken', ['a.csv']]);
    isDenied = false;
    scenario.run(allocations.SCRIPT);

    expect(allocations.status('a.csv')).toBe('Done');
    expect(scenario.outcomes(UPDATE, 'a.csv')).toEqual([`1,applied,,,,${order}`]);
  });

  test('that loses what is written into it stops the feed, and the next run writes it again', () => {
    let isLossy = true;
    reopen({
      after: ({ name }) => {
        if (!isLossy || name !== 'Connection.upload') return;
        rmSync(scenario.path(`${UPDATE}/outcome/a.csv.outcome.csv`), { force: true });
      },
    });
    const order = scenario.order([{}]);
    allocations.send('a.csv', [order, 1, STORE]);
    expect(scenario.run(allocations.SCRIPT).error).toMatchObject({ name: 'OUTCOME_FILE_MISSING' });
    isLossy = false;
    scenario.run(allocations.SCRIPT);

    expect(allocations.status('a.csv')).toBe('Done');
    expect(scenario.outcomes(UPDATE, 'a.csv')).toEqual([`1,applied,,,,${order}`]);
  });
});
