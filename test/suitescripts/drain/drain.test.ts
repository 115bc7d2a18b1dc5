/** That the room which drains a backlog serves any feed: here one of counters, of which nothing else in the project knows. */
import { describe, expect, test } from '@jest/globals';
import {
  appliedTo,
  DRAIN,
  FOLDER,
  makeCounters,
  outcome,
  put,
  reopenTight,
  runStarted,
  scenario,
  totals,
  unsettled,
} from './counters-scenario.ts';

describe('a feed that is described to the drain', () => {
  test('has every row applied once, and every file settled', () => {
    makeCounters('red', 'blue');
    put('a.csv', ['red', 1], ['blue', 2], ['red', 4]);
    scenario.later(1);
    put('b.csv', ['blue', 8], ['red', 16]);

    expect(scenario.run(DRAIN).ended).toBe('normally');

    expect(totals()).toEqual({ red: 21, blue: 10 });
    expect(outcome('a.csv')).toEqual({ status: 'Done', rows: 3, applied: 3, rejected: 0, skipped: 0 });
    expect(outcome('b.csv')).toEqual({ status: 'Done', rows: 2, applied: 2, rejected: 0, skipped: 0 });
    expect(scenario.files(`${FOLDER}/archive`)).toEqual(['a.csv', 'b.csv']);
  });

  test('has each group in one call, also where files name it in two ways, in the order of the files', () => {
    makeCounters('red', 'blue');
    put('b.csv', ['red', 1], ['blue', 1]);
    scenario.touch(`${FOLDER}/b.csv`);
    scenario.later(1);
    put('a.csv', ['RED', 1], ['Red', 1]);
    scenario.touch(`${FOLDER}/a.csv`);

    const report = scenario.run(DRAIN);

    // Two counters, and what is known of each file.
    expect(report.stages.find(({ stage }) => stage === 'reduce')?.invocations).toBe(4);
    expect(appliedTo('red')).toEqual(['b.csv-1', 'a.csv-1', 'a.csv-2']);
  });

  test('has rows that reading refuses and rows that a call refuses in the error file of their file, in its order', () => {
    makeCounters('red');
    put('a.csv', ['gone', 1], ['red', 'two'], ['red', 4], ['gone', 8], ['red', '0']);
    put('a.csv 1', ['red', 'x']);

    scenario.run(DRAIN);

    expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['1 NO_COUNTER', '2 INVALID_QUANTITY', '4 NO_COUNTER']);
    expect(scenario.errors(FOLDER, 'a.csv 1')).toEqual(['1 INVALID_QUANTITY']);
    expect(outcome('a.csv')).toEqual({
      status: 'Done with errors',
      rows: 5,
      applied: 1,
      rejected: 3,
      skipped: 1,
    });
  });

  test('has a file that is not whole in failed, with nothing of it applied, and the others as usual', () => {
    makeCounters('red');
    scenario.put(`${FOLDER}/cut.csv`, 'id,counter,amount,note\n1,red,1,\n2,red,1,"and then');
    put('whole.csv', ['red', 4]);

    scenario.run(DRAIN);

    expect(totals()).toEqual({ red: 4 });
    expect(scenario.files(`${FOLDER}/failed`)).toEqual(['cut.csv']);
    expect(scenario.errors(FOLDER, 'cut.csv')).toEqual(['0 UNREADABLE_FILE']);
    expect(outcome('whole.csv').status).toBe('Done');
  });

  test('has a file without rows settled', () => {
    put('empty.csv');

    scenario.run(DRAIN);

    expect(outcome('empty.csv')).toEqual({ status: 'Done', rows: 0, applied: 0, rejected: 0, skipped: 0 });
  });

  test('counts a row that an earlier file has brought as skipped', () => {
    makeCounters('red');
    put('a.csv', ['red', 1]);
    scenario.run(DRAIN);
    scenario.put(`${FOLDER}/b.csv`, scenario.read(`${FOLDER}/archive/a.csv`));

    scenario.run(DRAIN);

    expect(totals()).toEqual({ red: 1 });
    expect(outcome('b.csv')).toEqual({ status: 'Done', rows: 1, applied: 0, rejected: 0, skipped: 1 });
  });
});

describe('more than one run takes', () => {
  test('of a group than the budget of a call allows goes on in the next runs, which start each other', () => {
    reopenTight();
    makeCounters('red', 'blue');
    put('a.csv', ['blue', 1], ...Array.from({ length: 20 }, () => ['red', 1] as const));
    put('b.csv', ['red', 1], ['blue', 1]);

    scenario.run(DRAIN);

    expect(totals().red).toBeGreaterThan(3);
    expect(totals().red).toBeLessThan(20);
    expect(unsettled()).toEqual(['a.csv', 'b.csv']);
    expect(runStarted()).toBeGreaterThan(1);
    expect(totals()).toEqual({ red: 21, blue: 2 });
    expect(outcome('a.csv')).toEqual({ status: 'Done', rows: 21, applied: 21, rejected: 0, skipped: 0 });
    expect(outcome('b.csv')).toEqual({ status: 'Done', rows: 2, applied: 2, rejected: 0, skipped: 0 });
  });

  test('of files goes on in the next runs', () => {
    makeCounters('red');
    for (let file = 100; file < 220; file += 1) put(`${file}.csv`, ['red', 1]);

    scenario.run(DRAIN);
    expect(totals()).toEqual({ red: 30 });
    runStarted();

    expect(totals()).toEqual({ red: 120 });
    expect(unsettled()).toEqual([]);
  });
});

describe('more than NetSuite hands from stage to stage', () => {
  const long = 'x'.repeat(3_000);

  test('of one group is read by its call from the files', () => {
    makeCounters('red', 'blue');
    put('a.csv', ...Array.from({ length: 400 }, () => ['red', 1, long] as const), ['blue', 1]);

    const report = scenario.run(DRAIN);

    expect(report.ended).toBe('normally');
    expect(totals()).toEqual({ red: 400, blue: 1 });
    expect(outcome('a.csv')).toMatchObject({ status: 'Done', rows: 401, applied: 401 });
  });

  test('in so many files that a call cannot read them all is done in several runs', () => {
    makeCounters('red');
    for (let file = 10; file < 32; file += 1)
      put(`${file}.csv`, ...Array.from({ length: 20 }, () => ['red', 1, long] as const));

    scenario.run(DRAIN);
    expect(totals()).toEqual({ red: 200 });
    runStarted();

    expect(totals()).toEqual({ red: 440 });
    expect(unsettled()).toEqual([]);
  });

  test('of refused rows arrives in pieces', () => {
    put(
      'a.csv',
      ...Array.from({ length: 400 }, () => ['gone', 1, long] as const),
      ...Array.from({ length: 400 }, () => ['gone', 'x', long] as const),
    );

    expect(scenario.run(DRAIN).ended).toBe('normally');

    expect(scenario.errors(FOLDER, 'a.csv')).toHaveLength(800);
    expect(outcome('a.csv')).toMatchObject({ rows: 800, rejected: 800 });
  });

  test('of a name is cut, and names that then are alike stay apart', () => {
    makeCounters('red');
    put('a.csv', [`${long}a`, 1], [`${long}b`, 1], ['red', 1]);

    expect(scenario.run(DRAIN).ended).toBe('normally');

    expect(outcome('a.csv')).toMatchObject({ rows: 3, applied: 1, rejected: 2 });
  });
});
