/** Two runs at once, exhaustively: at every single call of one deployment's run another deployment of the same feed runs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { mutate, mutations } from './run/mutations.ts';
import { openScene } from './run/simulate.ts';
import { playAtEveryCall, works } from './run/two-runs.ts';

const built = join(import.meta.dirname, '../../dist/netsuite');
const SEED = 4;

describe.each(Object.entries(works))('%s', (_, work) => {
  test('are applied once and in their order, whenever another deployment runs in the middle', async () => {
    const { broken, calls } = await playAtEveryCall(openScene(built), SEED, work);

    expect(broken).toEqual([]);
    expect(calls).toBeGreaterThan(20);
  }, 600_000);
});

const temporary = mkdtempSync(join(tmpdir(), 'two-runs-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

test('without the lease the promise is broken', async () => {
  const turn = mutations.find(({ safeguard }) => safeguard.startsWith('the lease'));
  if (!turn) throw new Error('There is no such safeguard.');
  mutate(built, join(temporary, 'project'), turn);
  const scene = openScene(join(temporary, 'project'));
  const { broken } = await playAtEveryCall(scene, SEED, works['shipments of stores']);

  expect(broken).toContainEqual(expect.stringMatching(new RegExp(`^${turn.claim}: `)));
});
