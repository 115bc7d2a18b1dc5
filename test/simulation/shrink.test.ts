/** Cutting down, on plans whose outcome is made up: what is needed stays, all else goes, and it ends. */
import { expect, test } from '@jest/globals';
import type { Act, Action, Plan } from './plan/plan.ts';
import { keepParts, partsOf } from './plan/plan.ts';
import { leaveOut, shrink } from './run/shrink.ts';
import type { Outcome } from './run/simulate.ts';

const saves: Act = { kind: 'user saves an order' };

/** Deed 7 runs into a crash and into another run, which a user disturbs. */
const inner: Action = {
  id: '7b',
  minutes: 1,
  act: { kind: 'script runs', deployment: 'other' },
  faults: [
    {
      id: '7ba',
      fault: { kind: 'meanwhile', at: 2, action: { id: '7ba', minutes: 0, act: saves, faults: [] } },
    },
  ],
};
const seventh: Action = {
  id: '7',
  minutes: 5,
  act: { kind: 'script runs', deployment: 'one' },
  faults: [
    { id: '7a', fault: { kind: 'crash', when: 'after', at: 3 } },
    { id: '7b', fault: { kind: 'meanwhile', at: 4, action: inner } },
  ],
};
const others = ['1', '2', '3', '4', '5', '6', '8', '9'].map(
  (id): Action => ({ id, minutes: 10, act: saves, faults: [] }),
);
const plan: Plan = { seed: 1, actions: [...others.slice(0, 6), seventh, ...others.slice(6)] };

const ORDERS = ['HC1', 'HC2', 'HC3'];

/** Breaks when all that is needed is there. */
const playNeeding =
  (...needed: string[]) =>
  async (played: Plan): Promise<Outcome> => {
    const there = [...(played.orders ?? ORDERS), ...partsOf(played)];
    const breaks = needed.every((id) => there.includes(id));
    const differences = breaks ? [{ claim: 'told', text: 'twice' } as const] : [];
    return { plan: played, orders: ORDERS, differences, trace: [], met: new Map() };
  };

test('only what the broken promise needs is left', async () => {
  const play = playNeeding('HC2', '3', '7ba');
  const { outcome } = await shrink(await play(plan), play);

  expect(outcome.plan.orders).toEqual(['HC2']);
  expect(partsOf(outcome.plan)).toEqual(['3', '7', '7b', '7ba']);
});

test('what is left out takes its time all the same', () => {
  const { actions } = keepParts(plan, new Set(['3', '7']));

  expect(actions.map(({ id, minutes }) => [id, minutes])).toEqual([
    ['3', 30],
    ['7', 35],
  ]);
});

test('a trace that breaks something else when it is cut is not taken', async () => {
  const play = playNeeding('HC1', '1');
  const other = async (played: Plan): Promise<Outcome> => {
    const outcome = await play(played);
    const differences =
      outcome.differences.length > 0 ? outcome.differences : [{ claim: 'ledger', text: '' } as const];
    return { ...outcome, differences };
  };
  const { outcome } = await shrink(await other(plan), other);

  expect(partsOf(outcome.plan)).toEqual(['1']);
});

test('of many parts one is found in few plays', async () => {
  const parts = Array.from({ length: 200 }, (_, index) => String(index));
  let plays = 0;
  const left = await leaveOut(parts, async (kept) => {
    plays += 1;
    return kept.includes('137');
  });

  expect(left).toEqual(['137']);
  expect(plays).toBeLessThan(60);
});
