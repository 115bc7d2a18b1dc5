/** A file that stops runs does not stop its feed: after five of them it is put aside, with what it has done and what not. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { ServerDown } from '../../../emulator/account/faults.ts';
import {
  counts,
  FOLDER,
  filesOf,
  locationOf,
  reopen,
  SCRIPT,
  scenario,
  send,
  status,
} from '../allocation-scenario.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

let isIll = true;
let orders: number[] = [];

/** Of the three orders of its file the second one brings the server down, whenever it is loaded. */
beforeEach(() => {
  isIll = true;
  let hasFile = false;
  reopen({
    before: (call) => {
      if (call.name === 'N/sftp.createConnection') hasFile = false;
      const isSecond =
        hasFile && locationOf(orders[0] ?? 0) === STORE && filesOf('processing').includes('a.csv');
      if (isIll && isSecond && call.name === 'N/record.load') throw new ServerDown(call, 'before');
      if (call.name === 'Connection.download') hasFile = true;
    },
  });
  orders = [1, 2, 3].map(() => scenario.order([{}]));
  send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));
  send('b.csv', [orders[2] ?? 0, 1, WAREHOUSE]);
});

/** Five runs die of it, and the sixth puts it aside. */
function giveUp(): void {
  for (let run = 1; run <= 5; run += 1) expect(() => scenario.run(SCRIPT)).toThrow(ServerDown);
  expect([status('a.csv'), filesOf('processing'), filesOf('failed')]).toEqual(['Taken', ['a.csv'], []]);
  isIll = false;
  scenario.run(SCRIPT);
}

describe('a file that stops runs', () => {
  test('is put into failed by the sixth run, which counts what it has applied and refuses the rest row by row', () => {
    giveUp();

    expect(filesOf('failed')).toEqual(['a.csv']);
    expect(status('a.csv')).toBe('Failed');
    expect(counts('a.csv')).toEqual([1, 2, 0]);
    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['2 RUNS_STOPPED', '3 RUNS_STOPPED']);
    expect(scenario.refusals(FOLDER, 'a.csv')[0]).toMatchObject({
      orderId: String(orders[1]),
      orderItemSeqId: '1',
      message: expect.stringMatching(/^5 runs stopped at this file, so it was put aside\. \S/),
    });
  });

  test('lets the newer files of its feed go on', () => {
    giveUp();

    expect(status('b.csv')).toBe('Done');
    expect(orders.map(locationOf)).toEqual([STORE, 0, WAREHOUSE]);
  });

  test('may come again under its name, and what it has applied is not applied again', () => {
    giveUp();
    scenario.put(`${FOLDER}/a.csv`, scenario.read(`${FOLDER}/failed/a.csv`));
    scenario.take(`${FOLDER}/failed/a.csv`);

    scenario.run(SCRIPT);

    expect(status('a.csv')).toBe('Done');
    expect(orders.map(locationOf)).toEqual([STORE, STORE, STORE]);
    expect(counts('a.csv')).toEqual([3, 0, 0]);
  });
});

test('a file that is too much for a run, and of which every drain dies, is put aside too', () => {
  let hasFile = false;
  reopen({
    before: (call) => {
      if (call.number === 1) hasFile = false;
      if (hasFile && call.stage === 'getInputData') throw new ServerDown(call, 'before');
      if (call.name === 'Connection.download') hasFile = true;
    },
  });
  orders = Array.from({ length: 340 }, () => scenario.order([{}]));
  send('a.csv', ...orders.map((order) => [order, 1, STORE] as const));

  for (let run = 1; run <= 5; run += 1) {
    scenario.run(SCRIPT);
    expect(() => scenario.account.runQueue()).toThrow(ServerDown);
    scenario.later(75);
  }
  scenario.run(SCRIPT);

  expect([status('a.csv'), filesOf('failed')]).toEqual(['Failed', ['a.csv']]);
  expect(counts('a.csv')).toEqual([0, 340, 0]);
});
