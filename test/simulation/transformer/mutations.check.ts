/** The simulation of the transformer has teeth: without any one of these safeguards it sees what it does not see with it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { playMany } from '../run/many-seeds.ts';
import type { SeedResult } from '../run/tally.ts';
import { transformerFolder, workerFile } from './command.ts';
import { type Mutation, mutate, mutations } from './run/mutations.ts';
import type { TransformerResult } from './run/try-seed.ts';

const temporary = mkdtempSync(join(tmpdir(), 'transformer-mutations-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const STEP = 30;
const MOST_SEEDS = 360;

/** What seeds break, by seed and claim. */
async function brokenIn(project: string, first: number): Promise<string[]> {
  const broken: string[] = [];
  const onResult = (result: SeedResult): void => {
    const { seed, broken: claims } = result as TransformerResult;
    broken.push(...claims.map((claim) => `${claim} ${seed}`));
  };
  await playMany({ worker: workerFile, project, first, runs: STEP, jobs: 2, shorten: false, onResult });
  return broken;
}

async function missedBy(
  { claims, first: begin = 1 }: Mutation,
  project: string,
): Promise<string | undefined> {
  for (let first = begin; first < begin + MOST_SEEDS; first += STEP) {
    const [without, whole] = [await brokenIn(project, first), await brokenIn(transformerFolder, first)];
    const found = without.filter((one) => !whole.includes(one));
    const missed = found.find((one) => claims.some((claim) => one.startsWith(`${claim} `)));
    if (missed !== undefined) return missed;
  }
  return undefined;
}

test.each(mutations)(
  'it notices when this is missing: $without',
  async (mutation) => {
    const project = mutate(mkdtempSync(join(temporary, 'without-')), mutation);

    expect(await missedBy(mutation, project)).toBeDefined();
  },
  600_000,
);
