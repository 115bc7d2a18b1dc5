/** The memory of one process is shared by its passes; what never ends takes nothing from the others. */
import { setTimeout as tick } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { makeSharedBudget, type Share } from '../../../transformer/file/memory-budget.ts';

/** Work that ends when the test says so. */
function held(share: Share, bytes: number) {
  let end = (): void => {};
  let hasBegun = false;
  const done = share.within(bytes, () => {
    hasBegun = true;
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  return { done, end: () => end(), hasBegun: () => hasBegun };
}

test('passes together take no more than one alone', async () => {
  const budget = makeSharedBudget(10);
  const [one, other] = [budget.share(), budget.share()];
  const first = held(one, 6);
  const second = held(other, 6);
  await tick(0);
  expect([first.hasBegun(), second.hasBegun()]).toEqual([true, false]);
  first.end();
  await first.done;
  await tick(0);
  expect(second.hasBegun()).toBe(true);
  second.end();
});

test('many files of one pass do not keep another waiting: whoever holds least is next', async () => {
  const budget = makeSharedBudget(10);
  const [one, other] = [budget.share(), budget.share()];
  const [first, second, third] = [held(one, 5), held(one, 5), held(one, 5)];
  const late = held(other, 5);
  await tick(0);
  first.end();
  await first.done;
  await tick(0);
  expect([second, third, late].map(({ hasBegun }) => hasBegun())).toEqual([true, false, true]);
});

test('what a pass holds that only waits for its server is free for the others, until it goes on', async () => {
  const budget = makeSharedBudget(10);
  let isIdle = false;
  const [one, other] = [budget.share(() => isIdle), budget.share()];
  const stuck = held(one, 10);
  const first = held(other, 10);
  await tick(0);
  expect(first.hasBegun()).toBe(false);
  isIdle = true;
  budget.look();
  await tick(0);
  expect(first.hasBegun()).toBe(true);
  isIdle = false;
  const second = held(other, 1);
  first.end();
  await first.done;
  await tick(0);
  expect(second.hasBegun()).toBe(false);
  stuck.end();
  await stuck.done;
  await tick(0);
  expect(second.hasBegun()).toBe(true);
});

test('what a pass holds when it is given up is given back, and nothing more of it begins', async () => {
  const budget = makeSharedBudget(10);
  const [one, other] = [budget.share(), budget.share()];
  const stuck = held(one, 10);
  const behind = held(one, 1);
  const next = held(other, 10);
  one.giveBack();
  await tick(0);
  expect([stuck, behind, next].map(({ hasBegun }) => hasBegun())).toEqual([true, false, true]);
  stuck.end();
  await stuck.done;
  await tick(0);
  expect(behind.hasBegun()).toBe(false);
  expect(held(other, 1).hasBegun()).toBe(false); // what was given back is not given back twice
});
