/** Passes that try again what NetSuite refused for now, exhaustively: at every single request to the store something happens. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Act, Action, Fault, Plan } from './plan/plan.ts';
import { openScene, recordedTrace, simulate } from './run/simulate.ts';

const scene = openScene(join(import.meta.dirname, '../../dist/netsuite'));

const UPDATE = 'customdeploy_update_salesorder';
const CREATE = 'customdeploy_create_itemfulfillment';

const runs = (deployment: string): Act => ({ kind: 'script runs', deployment });

const action = (id: string, act: Act, fault?: Fault, minutes = 5): Action => ({
  id,
  minutes,
  act,
  faults: fault ? [{ id: `${id}a`, fault }] : [],
});

/** Others save the first order that the run saves, more often than it tries. */
const busy: Fault = { kind: 'order is busy', at: 1, times: 4 };

const works: Readonly<Record<string, { before: Action[]; deployment: string }>> = {
  allocations: {
    deployment: UPDATE,
    before: [
      action('1', { kind: 'HotWax allocates' }),
      action('2', { kind: 'HotWax allocates' }),
      action('3', { kind: 'transformer passes' }),
      action('4', runs(UPDATE), busy),
      action('5', { kind: 'HotWax allocates anew' }),
    ],
  },
  shipments: {
    deployment: CREATE,
    before: [
      action('1', { kind: 'HotWax allocates' }),
      action('2', { kind: 'HotWax ships' }),
      action('3', { kind: 'transformer passes' }),
      action('4', runs(CREATE), busy),
      action('5', { kind: 'HotWax ships' }),
    ],
  },
};

const PASS: Act = { kind: 'transformer passes' };

const planOf = (seed: number, before: readonly Action[], fault?: Fault): Plan => ({
  seed,
  actions: [...before, action('8', PASS, fault, 20), action('9', PASS)],
});

/** A seed of which an order is busy, so that rows are tried again. */
async function seedFor(before: readonly Action[]): Promise<number> {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { met, differences } = await simulate(scene, planOf(seed, before));
    expect(differences).toEqual([]);
    if (met.has('rows are tried again')) return seed;
  }
  throw new Error('No seed has a refusal that is tried again.');
}

const faultsAt = (at: number, deployment: string): Fault[] => [
  { kind: 'crash', when: 'after', at },
  { kind: 'meanwhile', at, action: { ...action('8b', PASS), minutes: 0 } },
  { kind: 'meanwhile', at, action: { ...action('8b', runs(deployment)), minutes: 0 } },
];

describe.each(Object.entries(works))('%s that were refused as their order was busy', (_, work) => {
  test('are applied once, whatever happens at whichever request of the pass that tries them again', async () => {
    const { before, deployment } = work;
    const seed = await seedFor(before);
    const broken: string[] = [];
    let requests = 0;
    for (let at = 1, struck = true; struck && broken.length === 0; at += 1) {
      struck = false;
      for (const fault of faultsAt(at, deployment)) {
        const outcome = await simulate(scene, planOf(seed, before, fault));
        struck ||=
          outcome.met.has(fault.kind) || [...outcome.met.keys()].some((kind) => kind.startsWith('meanwhile'));
        if (outcome.differences.length === 0) continue;
        const found = outcome.differences.map(({ claim, text }) => `${claim}: ${text}`);
        broken.push(`at ${at}, ${JSON.stringify(fault)}`, ...found, ...recordedTrace(outcome));
      }
      requests = at;
    }
    expect(broken).toEqual([]);
    expect(requests).toBeGreaterThan(20);
  }, 900_000);
});
