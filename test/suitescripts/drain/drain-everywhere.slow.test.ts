/** A drain that fails, or whose server goes down or is restarted, at every single call: each row is applied once. */
import { expect, test } from '@jest/globals';
import { type NCall, ServerDown, ServerRestart } from '../../../emulator/account/faults.ts';
import {
  DRAIN,
  FOLDER,
  makeCounters,
  OTHER,
  outcome,
  put,
  reopen,
  scenario,
  totals,
  unsettled,
} from './counters-scenario.ts';

const failures = {
  'an error': () => new Error('UNEXPECTED_ERROR'),
  'a server that goes down': (call: NCall, when: 'before' | 'after') => new ServerDown(call, when),
  'a restart': (call: NCall, when: 'before' | 'after') => new ServerRestart(call, when),
};

const cases = (['before', 'after'] as const).flatMap((when) =>
  (Object.keys(failures) as (keyof typeof failures)[]).map((kind) => [kind, when] as const),
);

test.each(cases)('%s %s any of its calls leaves every row applied once', (kind, when) => {
  let at = 1;
  while (failAt(at, kind, when)) at += 1;
  expect(at).toBeGreaterThan(40);
});

/** @returns whether there was a call to fail at */
function failAt(at: number, kind: keyof typeof failures, when: 'before' | 'after'): boolean {
  let calls = 0;
  reopen({
    [when]: (call: NCall) => {
      calls += 1;
      if (calls === at) throw failures[kind](call, when);
    },
  });
  makeCounters('red', 'blue');
  put('a.csv', ['red', 1], ['gone', 2], ['blue', 4]);
  put('b.csv', ['red', 8]);
  for (const deployment of [DRAIN, OTHER, DRAIN]) {
    runOrGoDown(deployment);
    scenario.later(75);
  }
  expect({ at, ...totals() }).toEqual({ at, red: 9, blue: 4 });
  expect(scenario.errors(FOLDER, 'a.csv')).toEqual(['2 NO_COUNTER']);
  expect(outcome('a.csv')).toMatchObject({ applied: 2, rejected: 1, skipped: 0 });
  expect(unsettled()).toEqual([]);
  return calls >= at;
}

function runOrGoDown(deployment: string): void {
  try {
    scenario.run(deployment);
  } catch (thrown) {
    if (!(thrown instanceof ServerDown)) throw thrown;
  }
}
