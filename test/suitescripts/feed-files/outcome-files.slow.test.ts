/** Outcome files while the server goes down at every call, and one that is larger than NetSuite writes. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { type NCall, ServerDown } from '../../../emulator/account/faults.ts';
import * as allocations from '../allocation-scenario.ts';
import { reopen, scenario } from '../each-scenario.ts';
import * as shipments from '../fulfillment-scenario.ts';
import { makeBacklogProject } from '../fulfillments/backlog-project.ts';
import { STORE, WAREHOUSE } from '../scenario.ts';

const UPDATE = allocations.FOLDER;
const EXPORT = shipments.FOLDER;

const handed = makeBacklogProject();
afterAll(() => handed.remove());

type Way = { deployment: string; run: () => unknown };

const runOf = (deployment: string): Way => ({ deployment, run: () => scenario.run(deployment) });

const fulfilling: [string, Way][] = [
  ['a run', runOf(shipments.SCRIPT)],
  ['a drain', runOf(shipments.BACKLOG)],
];

const allocating: [string, Way][] = [
  ['a run', runOf(allocations.SCRIPT)],
  ['a drain', { deployment: allocations.DRAIN, run: allocations.drain }],
];

/** Begins anew with a server that goes down at a call of the first run. @returns runs it, and says whether it came so far */
function goDownOnce(way: Way, when: 'before' | 'after', number: number): () => boolean {
  let calls = 0;
  let isOver = false;
  reopen(
    {
      [when]: (call: NCall) => {
        if (isOver || call.deploymentId !== way.deployment) return;
        calls += 1;
        if (calls === number) throw new ServerDown(call, when);
      },
    },
    handed,
  );
  return () => {
    try {
      way.run();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ServerDown);
    }
    isOver = true;
    return calls >= number;
  };
}

/** @param prepare gives what must be so in the end @returns how many calls there are */
function atEveryCall(way: Way, prepare: () => () => void): number {
  let number = 1;
  for (const when of ['before', 'after'] as const) {
    number = 1;
    for (let isReached = true; isReached; number += 1) {
      const runOnce = goDownOnce(way, when, number);
      const check = prepare();
      isReached = runOnce();
      for (let more = 0; more < 3; more += 1) way.run();
      check();
    }
  }
  return number;
}

describe.each(fulfilling)('a server that goes down at any call of %s', (_how, way) => {
  test('leaves the outcome file of shipments as if it had not, with the item fulfillment that was made', () => {
    const calls = atEveryCall(way, () => {
      const order = scenario.order([{ quantity: 3 }, {}]);
      const items = [1, 9, 2, 1].map((line) =>
        shipments.item(line, { shipment_item_seq_id: `${line}`, order_item_seq_id: `${line}` }),
      );
      shipments.send('a.json', { id: order, items });
      return () => {
        const made = shipments.fulfillments().map(({ id }) => id);
        expect(made).toHaveLength(1);
        expect(scenario.outcomes(EXPORT, 'a.json')).toEqual([
          `1,applied,,,,${made}`,
          `2,refused,LINE_NOT_FULFILLABLE,line_id,Sales order ${order} has no line 9.,`,
          `3,applied,,,,${made}`,
          '4,skipped,REPEATED_ROW,,,',
        ]);
        expect(scenario.errors(EXPORT, 'a.json')).toEqual(['2 LINE_NOT_FULFILLABLE']);
        expect(scenario.files(`${EXPORT}/archive`)).toEqual(['a.json']);
      };
    });
    expect(calls).toBeGreaterThan(30);
  });
});

describe.each(allocating)('a server that goes down at any call of %s', (_how, way) => {
  test('leaves the outcome file of allocations as if it had not, with what was handed on', () => {
    const calls = atEveryCall(way, () => {
      const order = scenario.order([{}, { quantity: 2 }]);
      const rows = [`1,${WAREHOUSE},,`, `2,${STORE},2,hotwax-fulfilled`, `9,${STORE},,`, `1,${WAREHOUSE},,`];
      const text = rows.map((row) => `${order},${row}\n`).join('');
      allocations.sendText('a.csv', `internalId,lineId,location,quantity,tags\n${text}`);
      return () => {
        expect(scenario.outcomes(UPDATE, 'a.csv')).toEqual([
          `1,applied,,,,${order}`,
          `2,handed on,,,a.csv.shipments.json,${order}`,
          expect.stringMatching(/^3,refused,LINE_NOT_FOUND,lineId,.*,$/),
          '4,skipped,REPEATED_ROW,,,',
        ]);
        expect(scenario.errors(UPDATE, 'a.csv')).toEqual(['3 LINE_NOT_FOUND']);
        expect(allocations.filesOf('archive')).toEqual(['a.csv']);
      };
    });
    expect(calls).toBeGreaterThan(30);
  });
});

test('no file leaves processing/ before its outcome file is there, whenever the server goes down', () => {
  for (let number = 1, isReached = true; isReached; number += 1) {
    const runOnce = goDownOnce(runOf(allocations.SCRIPT), 'after', number);
    const order = scenario.order([{}]);
    allocations.send('a.csv', [order, 1, STORE]);
    isReached = runOnce();
    const isFinished = allocations.filesOf('archive').length > 0 || allocations.status('a.csv') === 'Done';
    if (isFinished) expect(scenario.outcomes(UPDATE, 'a.csv')).toEqual([`1,applied,,,,${order}`]);
  }
});

describe('the outcome file', () => {
  test('comes in parts when it is larger than NetSuite writes, and parts that are left of an earlier one go away', () => {
    const long = 'x'.repeat(250);
    const rows = Array.from({ length: 39_000 }, (_, index) => `${long}${index},1,${STORE}\n`);
    allocations.sendText('a.csv', `externalId,lineId,location\n${rows.join('')}`);
    scenario.put(`${UPDATE}/outcome/a.csv.outcome-3.csv`, 'of an earlier run');
    scenario.put(`${UPDATE}/outcome/a.csv.outcome-3.csv.outcome.csv`, 'of another file');
    scenario.run(allocations.SCRIPT);

    const parts = ['a.csv.outcome-2.csv', 'a.csv.outcome.csv'];
    expect(allocations.filesOf('outcome')).toEqual([
      'a.csv.outcome-2.csv',
      'a.csv.outcome-3.csv.outcome.csv',
      'a.csv.outcome.csv',
    ]);
    const lines = parts.flatMap((part) =>
      scenario.read(`${UPDATE}/outcome/${part}`).trim().split('\n').slice(1),
    );
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(39_000);
  });
});
