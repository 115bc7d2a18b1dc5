/** Whole days under a seed: crashes, restarts, time-outs, runs in the middle of runs, users, repeats, late files, failing saves. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makePlan } from './plan/make-plan.ts';
import { keepParts, partsOf } from './plan/plan.ts';
import { openScene, recordedTrace, simulate, simulateSeed } from './run/simulate.ts';
import { trySeed } from './run/try-seed.ts';

const scene = openScene(join(import.meta.dirname, '../../dist/netsuite'));

const CHUNK = 20;
const chunks = Array.from({ length: 10 }, (_, index) => 100_000 + index * CHUNK);

test.each(chunks)(`the promise is kept, whatever happens: ${CHUNK} seeds from %d`, async (first) => {
  for (let seed = first; seed < first + CHUNK; seed += 1) {
    const { failure } = await trySeed(scene, seed);
    if (failure !== undefined) throw new Error(failure);
  }
});

test('the same seed tells the same trace', async () => {
  const [one, other] = [await simulateSeed(scene, 42), await simulateSeed(scene, 42)];

  expect(recordedTrace(one)).toEqual(recordedTrace(other));
  expect(one.trace.length).toBeGreaterThan(40);
});

test('what is left out of a trace changes nothing that was planned beside it', () => {
  const plan = makePlan(42, scene.deployments);
  const parts = partsOf(plan);
  const kept = new Set(parts.filter((_, index) => index % 3 === 0));
  const half = keepParts(plan, kept);

  expect(new Set(parts).size).toBe(parts.length);
  for (const action of half.actions) {
    const original = plan.actions.find(({ id }) => id === action.id);
    expect(action.act).toEqual(original?.act);
    expect(original?.faults.map(({ id }) => id)).toEqual(
      expect.arrayContaining(action.faults.map(({ id }) => id)),
    );
  }
});

test('a trace without orders and actions is an empty one, and keeps the promise', async () => {
  const { differences, trace } = await simulate(scene, { seed: 1, orders: [], actions: [] });

  expect(differences).toEqual([]);
  expect(trace.map(({ text }) => text)).toEqual([expect.stringMatching(/^No more faults/)]);
});

test('every kind of action and of fault is met within a few seeds', async () => {
  const met = new Set<string>();
  for (let seed = 1; seed <= 40; seed += 1) {
    for (const what of (await simulateSeed(scene, seed)).met.keys()) met.add(what);
  }
  expect([...met]).toEqual(
    expect.arrayContaining([
      'script runs',
      'queued job runs',
      'transformer passes',
      'HotWax allocates',
      'HotWax allocates anew',
      'HotWax ships',
      'HotWax reads',
      'warehouse ships',
      'user saves an order',
      'user adds a line',
      'user closes a line',
      'user closes an order',
      'user cancels an order',
      'file comes again as it was',
      'file comes again with other content',
      'file comes again under another name',
      'crash',
      'restart',
      'time-out',
      'HotWax ships among allocations',
      'older file comes late',
      'file is held up',
      'held-up file arrives',
      'order stops runs',
      'failed file is put back',
      'slow',
      'killed at a save',
      'save is refused',
      'save times out',
      'order is busy',
      'meanwhile: script runs',
      'meanwhile: queued job runs',
      'meanwhile: transformer passes',
    ]),
  );
});
