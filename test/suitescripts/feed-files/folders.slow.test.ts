/** A folder that goes in the middle of a run, at every single call: nothing is lost with it. */
import { describe, expect, test } from '@jest/globals';
import type { NCall } from '../../../emulator/account/faults.ts';
import { reopen, scenario } from '../each-scenario.ts';
import { bringBack, FEEDS, putAway, settle, swap } from './changed-folders.ts';

describe.each(FEEDS)('the script for %s', (_what, { deployment, folder, prepare, isDone }) => {
  const begin = () => {
    const first = prepare();
    settle(deployment);
    expect(isDone(first)).toBe(true);
  };

  describe.each([
    ['away', putAway],
    ['swapped', swap],
  ] as const)('whose folder is %s', (_how, remove) => {
    /** @param lasting whether it stays so until the run has ended, or for this one call */
    const play = (at: number, lasting: boolean): boolean => {
      let calls = 0;
      let gone = false;
      let armed = false;
      const isCall = ({ name }: NCall) => armed && name.startsWith('Connection.');
      reopen({
        before: (call) => {
          if (!isCall(call)) return;
          calls += 1;
          if (calls !== at) return;
          remove(folder);
          gone = true;
        },
        after: (call) => {
          if (lasting || !isCall(call) || !gone) return;
          gone = false;
          bringBack(folder);
        },
      });
      begin();
      const next = prepare();
      armed = true;
      scenario.run(deployment);
      if (gone) bringBack(folder);
      gone = false;
      scenario.account.runQueue();
      scenario.run(deployment);
      if (gone) bringBack(folder);
      armed = false;
      settle(deployment);
      expect([at, isDone(next)]).toEqual([at, true]);
      expect(scenario.files(`${folder}/processing`)).toEqual([]);
      return calls >= at;
    };

    test.each([
      ['until the run ends', true],
      ['for one call', false],
    ])('in the middle of a run, %s, loses nothing at whichever call', (_howLong, lasting) => {
      let at = 1;
      while (play(at, lasting)) at += 1;

      expect(at).toBeGreaterThan(5);
    });
  });
});
