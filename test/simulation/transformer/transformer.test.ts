/** The transformer alone, against servers that lie, deny and break off: each seed plays in a thread with a time of its own. */
import { expect, test } from '@jest/globals';
import { playMany } from '../run/many-seeds.ts';
import type { SeedResult } from '../run/tally.ts';
import { transformerFolder, workerFile } from './command.ts';
import { makePlan } from './plan/make-plan.ts';
import { keepParts, partsOf } from './plan/plan.ts';
import type { TransformerResult } from './run/try-seed.ts';

async function playSome(first: number, runs: number) {
  const results: TransformerResult[] = [];
  const onResult = (result: SeedResult): void => void results.push(result as TransformerResult);
  const common = { worker: workerFile, project: transformerFolder, jobs: 2, shorten: false };
  const tally = await playMany({ ...common, first, runs, onResult });
  return { tally, results: results.sort((one, other) => one.seed - other.seed) };
}

test('the promise is kept, whatever the server does and whenever passes die: 60 seeds', async () => {
  const { tally, results } = await playSome(700_000, 60);

  expect(results.flatMap(({ failure }) => failure ?? [])).toEqual([]);
  expect([...tally.met.keys()]).toEqual(
    expect.arrayContaining([
      'sends, at once',
      'sends, renamed into place',
      'sends, in pieces',
      'meanwhile: sends',
      'kill',
      'cut',
      'freeze',
      'server is late',
      'is told to stop',
      'takes up what a silent pass has claimed',
      'disk is full',
      'no permission',
      'refuses',
      'denies what it has done',
      'folder is away',
      'folder is swapped',
      'accepts: target',
      'operator mends',
      'receiver takes',
    ]),
  );
});

test('the same seeds tell the same, in whatever threads they are played', async () => {
  const [one, other] = await Promise.all([playSome(700_000, 6), playSome(700_000, 6)]);

  expect(other.results).toEqual(one.results);
  expect(one.results.every(({ met }) => met.length > 3)).toBe(true);
});

test('what is left out of a plan changes nothing that was planned beside it', () => {
  const plan = makePlan(42);
  const parts = partsOf(plan);
  const kept = parts.filter((_, index) => index % 3 !== 0);
  const half = keepParts(plan, new Set(kept));

  expect(new Set(parts).size).toBe(parts.length);
  expect(parts.filter((part) => partsOf(half).includes(part))).toEqual(partsOf(half));
  expect(keepParts(plan, new Set(parts))).toEqual(plan);
});
