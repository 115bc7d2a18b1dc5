/** Passes over files on a real OpenSSH server, near and far, beside a user's pipeline, and beside what a pass consists of. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opensshAvailable } from '../../testbed/sftp/openssh.ts';
import { difference } from '../conversions/same-output.ts';
import { alternate, type Contender, OURS, progress, type Turns } from '../harness/alternate.ts';
import { type Measured, runMeasured } from '../harness/measured-process.ts';
import { type DuckDb, findDuckDb, missing } from '../harness/programs.ts';
import { oursInTimesOf, type Result, type Section, type Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { type Client, type Distance, openStage, type Stage } from './stage.ts';

const SFTP = 'sftp, transfers only';
const PIPELINE = 'sftp, DuckDB, sftp';
const CONVERSION = 'our conversion only, local file';
const distances: readonly Distance[] = ['loopback', '30 ms round trip'];

type Bundle = { says: string; files: number; bytes: number };

/** Enough for every peculiarity of the input, and few enough to compare value by value. */
const SAMPLE_BYTES = 2_000_000;

export async function measureFiles(sizes: Sizes): Promise<Section> {
  const { smallFiles, largeBytes, fileTurns } = sizes;
  const bundles = {
    small: bundleOf(smallFiles.count, smallFiles.bytes),
    large: bundleOf(1, largeBytes),
  };
  if (!opensshAvailable) {
    const works = Object.values(bundles).flatMap((bundle) => distances.map((far) => workOf(bundle, far)));
    return { results: works.map(notRun), targets: targetsOf([], bundles), tables: [] };
  }
  const duckDb = findDuckDb(sizes.mayInstall);
  const peer: Peer = { duckDb, why: await objection(duckDb, Math.min(SAMPLE_BYTES, largeBytes)) };
  const results: Result[] = [];
  for (const bundle of Object.values(bundles))
    results.push(...(await measureBundle(bundle, peer, fileTurns)));
  return { results, targets: targetsOf(results, bundles), tables: [] };
}

function bundleOf(files: number, bytes: number): Bundle {
  const size = bytes >= 1_000_000 ? `${count(bytes / 1_000_000)} MB` : `${count(bytes / 1000)} kB`;
  return { says: `${files === 1 ? '1 file' : `${count(files)} files`} of ${size}`, files, bytes };
}

const workOf = ({ says }: Bundle, distance: Distance): string => `pass over ${says}, ${distance}`;

const notRun = (work: string): Result => ({
  work,
  contender: OURS,
  medianSeconds: null,
  peakMiB: null,
  ratioToOurs: null,
  note: 'no OpenSSH server (apt-get install openssh-server)',
});

/** @property why the pipeline's time would not count */
type Peer = { duckDb: DuckDb; why: string | undefined };

/** It may lack our checks, but has to say the same of rows that are in order. */
async function objection(duckDb: DuckDb, bytes: number): Promise<string | undefined> {
  const absent = duckDb.kind === 'missing' ? duckDb.why : missing('sftp');
  if (absent !== undefined) return absent;
  const stage = await openStage(1, bytes, duckDb);
  const folder = mkdtempSync(join(tmpdir(), 'bench-sample-'));
  try {
    for (const client of ['ours', 'pipeline'] as const) {
      await timed(stage, client, 'loopback');
      copyFileSync(stage.delivered(), join(folder, client));
    }
    const differs = difference('item-fulfillments', join(folder, 'ours'), join(folder, 'pipeline'));
    return differs && `not counted, because its output differs from ours: ${differs}`;
  } finally {
    rmSync(folder, { recursive: true });
    await stage.stop();
  }
}

async function measureBundle(bundle: Bundle, peer: Peer, turns: Turns): Promise<Result[]> {
  progress(`preparing ${bundle.says}`);
  const stage = await openStage(bundle.files, bundle.bytes, peer.duckDb);
  try {
    const results: Result[] = [];
    for (const distance of distances) {
      const contenders = clients(stage, distance, peer.why);
      const own = bundle.files === 1 ? contenders : contenders.filter(({ name }) => name !== CONVERSION);
      results.push(...(await alternate(workOf(bundle, distance), own, turns)));
    }
    return results;
  } finally {
    await stage.stop();
  }
}

function clients(stage: Stage, distance: Distance, why: string | undefined): Contender[] {
  return [
    { name: OURS, run: () => timed(stage, 'ours', distance) },
    { name: SFTP, why: missing('sftp'), run: () => timed(stage, 'sftp', distance) },
    { name: PIPELINE, why, run: () => timed(stage, 'pipeline', distance) },
    { name: CONVERSION, run: () => runMeasured(stage.run('conversion', distance)) },
  ];
}

async function timed(stage: Stage, client: Client, distance: Distance): Promise<Measured> {
  stage.lay();
  const measured = await runMeasured(stage.run(client, distance));
  stage.check();
  return measured;
}

function targetsOf(
  results: readonly Result[],
  { small, large }: Record<'small' | 'large', Bundle>,
): Target[] {
  const beside = (bundle: Bundle, distance: Distance, contender: string, limit: number): Target => ({
    claim: `${workOf(bundle, distance)}: time, in times of ${contender}`,
    limit,
    found: oursInTimesOf(results, workOf(bundle, distance), contender),
  });
  return [
    beside(small, '30 ms round trip', PIPELINE, 0.1),
    beside(small, '30 ms round trip', SFTP, 0.2),
    beside(small, 'loopback', SFTP, 1),
    ...distances.map((distance) => ({
      claim: `${workOf(large, distance)}: time, in times of the longer of its transfer and its conversion, each alone`,
      limit: 1.2,
      found: inTimesOfLonger(results, workOf(large, distance)),
    })),
  ];
}

/** What cannot be hidden behind the other: null when one of them was not run. */
function inTimesOfLonger(results: readonly Result[], work: string): number | null {
  const ratios = [SFTP, CONVERSION].map((contender) => oursInTimesOf(results, work, contender));
  return ratios.includes(null) ? null : Math.min(...ratios.map(Number));
}
