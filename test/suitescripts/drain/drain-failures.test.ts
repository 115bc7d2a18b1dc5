/** Calls and runs of a drain that die, are made again, or lose the feed: every row is still applied once. */
import { describe, expect, test } from '@jest/globals';
import { type NCall, ServerRestart } from '../../../emulator/account/faults.ts';
import {
  appliedTo,
  DRAIN,
  FOLDER,
  makeCounters,
  messageOf,
  OTHER,
  outcome,
  put,
  reopen,
  runStarted,
  scenario,
  totals,
  unsettled,
} from './counters-scenario.ts';

/** Saving a counter is all that a call of the made-up feed saves. */
const isSave = ({ name, stage, deploymentId }: NCall): boolean =>
  name === 'Record.save' && stage === 'reduce' && deploymentId === DRAIN;

/** @param work done after the nth counter is saved, between its call and the next */
function afterSave(work: (nth: number, call: NCall) => void): void {
  let saves = 0;
  reopen({
    after: (call) => {
      if (!isSave(call)) return;
      saves += 1;
      work(saves, call);
    },
  });
}

describe('a call', () => {
  test('that dies each time leaves its rows to a later run, and the run says so and starts no other', () => {
    let isBroken = true;
    let saves = 0;
    reopen({
      before: (call) => {
        if (isSave(call)) saves += 1;
        if (isSave(call) && isBroken && (saves === 1 || saves === 2))
          throw new Error('The record is broken.');
      },
    });
    makeCounters('red', 'blue');
    put('a.csv', ['red', 1], ['blue', 2], ['red', 4]);

    const report = scenario.run(DRAIN);

    expect(report.error).toMatchObject({ name: 'BACKLOG_FAILED' });
    expect(report.error?.message).toContain(
      '1 calls failed; a later run processes what they left. group 1: RED',
    );
    expect(totals()).toEqual({ red: 0, blue: 2 });
    expect(outcome('a.csv').status).toBe('Taken');
    expect(messageOf('a.csv')).toBe(
      '2 rows are still pending; a later run processes them. group 1: RED: Error: The record is broken.',
    );
    expect(runStarted()).toBe(0);

    isBroken = false;
    scenario.run(OTHER);
    expect(totals()).toEqual({ red: 5, blue: 2 });
    expect(outcome('a.csv')).toEqual({ status: 'Done', rows: 3, applied: 3, rejected: 0, skipped: 0 });
  });

  test('that dies after it has saved finds what it did when it is made again, and counts it as its own', () => {
    afterSave((nth) => {
      if (nth === 1) throw new Error('The answer got lost.');
    });
    makeCounters('red');
    put('a.csv', ['red', 1], ['red', 2]);
    put('b.csv', ['red', 4]);

    expect(scenario.run(DRAIN).ended).toBe('normally');

    expect(totals()).toEqual({ red: 7 });
    expect(outcome('a.csv')).toEqual({ status: 'Done', rows: 2, applied: 2, rejected: 0, skipped: 0 });
    expect(outcome('b.csv')).toMatchObject({ applied: 1, skipped: 0 });
  });

  test('that is restarted does the same, and so do those after it', () => {
    afterSave((nth, call) => {
      if (nth === 1) throw new ServerRestart(call, 'after');
    });
    makeCounters('red', 'blue');
    put('a.csv', ['red', 1], ['blue', 2], ['red', 4]);

    expect(scenario.run(DRAIN).ended).toBe('normally');

    expect(totals()).toEqual({ red: 5, blue: 2 });
    expect(outcome('a.csv')).toMatchObject({ applied: 3, skipped: 0 });
  });

  test('that is restarted while it reads its group from the files does the same', () => {
    afterSave((nth, call) => {
      if (nth === 1) throw new ServerRestart(call, 'after');
    });
    makeCounters('red');
    put('a.csv', ...Array.from({ length: 400 }, () => ['red', 1, 'x'.repeat(3_000)] as const));

    scenario.run(DRAIN);

    expect(totals()).toEqual({ red: 400 });
    expect(outcome('a.csv')).toMatchObject({ status: 'Done', applied: 400 });
  });
});

describe('a drain whose feed another deployment has', () => {
  test('takes nothing', () => {
    let took: string | undefined;
    afterSave((nth) => {
      if (nth > 1) return;
      put('b.csv', ['red', 2]);
      scenario.account.runDeployment(OTHER);
      took = String(scenario.files(FOLDER));
    });
    makeCounters('red');
    put('a.csv', ['red', 1]);

    scenario.run(DRAIN);

    expect(took).toBe('b.csv');
    expect(totals()).toEqual({ red: 1 });
  });

  test('since its own calls were not heard of for more than 70 minutes applies nothing any more, and settles nothing', () => {
    afterSave((nth) => {
      if (nth > 1) return;
      scenario.later(75);
      scenario.account.runDeployment(OTHER);
    });
    makeCounters('red', 'blue', 'green');
    put('a.csv', ['red', 1], ['blue', 2], ['green', 4]);

    expect(scenario.run(DRAIN).ended).toBe('normally');

    expect(totals()).toEqual({ red: 1, blue: 2, green: 4 });
    expect(outcome('a.csv')).toEqual({ status: 'Done', rows: 3, applied: 3, rejected: 0, skipped: 0 });
    expect(messageOf('a.csv')).toBe('');
  });

  test('is one that keeps it as long as its calls are heard of', () => {
    afterSave((nth) => {
      scenario.later(50);
      if (nth === 2) scenario.account.runDeployment(OTHER);
    });
    makeCounters('red', 'blue', 'green');
    put('a.csv', ['red', 1], ['blue', 2], ['green', 4]);

    scenario.run(DRAIN);

    expect(['red', 'blue', 'green'].map(appliedTo)).toEqual([['a.csv-1'], ['a.csv-2'], ['a.csv-3']]);
    expect(scenario.ledger('a.csv')?.custrecord_hc_ff_attempts).toBe(1);
  });
});

describe('a drain that fails', () => {
  test('while it shares out and in the end gives the feed back, so that another run can go on at once', () => {
    let isDown = true;
    reopen({
      before: ({ name }) => {
        if (isDown && name === 'Connection.list') throw new Error('The server does not answer.');
      },
    });
    makeCounters('red');
    put('a.csv', ['red', 1]);

    expect(scenario.run(DRAIN).error?.message).toContain('The server does not answer.');
    isDown = false;
    scenario.run(OTHER);

    expect(totals()).toEqual({ red: 1 });
    expect(unsettled()).toEqual([]);
  });
});
