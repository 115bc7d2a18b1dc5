/** The simulation has teeth: without any one of the safeguards it says which part of the promise is broken. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { claims } from './invariants/claims.ts';
import { mutate, mutations } from './run/mutations.ts';
import { shrink } from './run/shrink.ts';
import { openScene, type Scene, simulate, simulateSeed } from './run/simulate.ts';
import { reportFailure } from './run/tell-failure.ts';

const built = join(import.meta.dirname, '../../dist/netsuite');
const temporary = mkdtempSync(join(tmpdir(), 'mutations-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function sceneWithout(safeguard: string): Scene {
  const mutation = mutations.find((one) => one.safeguard === safeguard);
  if (!mutation) throw new Error(`There is no safeguard "${safeguard}".`);
  const copy = join(temporary, safeguard.replace(/\W+/g, '-'));
  mutate(built, copy, mutation);
  return openScene(copy);
}

const MOST_SEEDS = 120;

/** Two runs must meet at the right calls for the turn to be missed: `two-runs.test.ts` takes it away. */
const others = mutations.filter(({ safeguard }) => !safeguard.startsWith('the lease'));

test.each(others)('without $safeguard this is found to be broken: $claim', async ({ safeguard, claim }) => {
  const scene = sceneWithout(safeguard);
  let broken: string | undefined;
  for (let seed = 1; seed <= MOST_SEEDS && !broken; seed += 1) {
    const { differences } = await simulateSeed(scene, seed);
    broken = differences.find((difference) => difference.claim === claim)?.text;
  }
  expect(broken).toBeDefined();
});

test('a broken promise is told in the shortest trace, which breaks it again when it is played alone', async () => {
  const [{ safeguard } = { safeguard: '' }] = mutations;
  const scene = sceneWithout(safeguard);
  const broken = await firstBroken(scene);
  const shortest = await shrink(broken, (plan) => simulate(scene, plan));
  const { outcome } = shortest;

  expect(outcome.differences.map(({ claim }) => claim)).toContain('shipment');
  expect(outcome.plan.orders).toHaveLength(1);
  expect(outcome.plan.actions.length).toBeLessThan(10);
  expect((await simulate(scene, outcome.plan)).differences).toEqual(outcome.differences);
  const told = reportFailure(shortest, broken.trace.length);
  expect(told).toContain(claims.shipment);
  expect(told).toMatch(/ 1\. \w{3} \d\d:\d\d:\d\d /);
  expect(told).toMatch(/npm run simulate -- --seed \d+ --only HC\d+,\d/);
});

async function firstBroken(scene: Scene) {
  for (let seed = 1; ; seed += 1) {
    const outcome = await simulateSeed(scene, seed);
    if (outcome.differences.some(({ claim }) => claim === 'shipment')) return outcome;
  }
}

test('the page tells of every safeguard that is removed here, and of every claim', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/simulation.md'), 'utf8').replace(
    /\s+/g,
    ' ',
  );

  for (const { safeguard } of mutations) expect(page).toContain(safeguard);
  for (const claim of Object.values(claims)) expect(page).toContain(claim);
});
