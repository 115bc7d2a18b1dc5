/** Passes over files on a real OpenSSH server, near and far, beside a client that only moves the same files. */
import { opensshAvailable } from '../../testbed/sftp/openssh.ts';
import { alternate, type Contender, OURS, progress, type Turns } from '../harness/alternate.ts';
import { type Measured, runMeasured } from '../harness/measured-process.ts';
import { missing } from '../harness/programs.ts';
import { oursInTimesOf, type Result, type Section, type Target } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { count } from '../harness/tables.ts';
import { type Client, type Distance, openStage, type Stage } from './stage.ts';

const SFTP = 'sftp, transfers only';
const distances: readonly Distance[] = ['loopback', '30 ms round trip'];

type Bundle = { says: string; files: number; bytes: number };

export async function measureFiles({ smallFiles, largeBytes, fileTurns }: Sizes): Promise<Section> {
  const bundles = {
    small: bundleOf(smallFiles.count, smallFiles.bytes),
    large: bundleOf(1, largeBytes),
  };
  if (!opensshAvailable) {
    const works = Object.values(bundles).flatMap((bundle) => distances.map((far) => workOf(bundle, far)));
    return { results: works.map(notRun), targets: targetsOf([], bundles), tables: [] };
  }
  const results: Result[] = [];
  for (const bundle of Object.values(bundles)) results.push(...(await measureBundle(bundle, fileTurns)));
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

async function measureBundle(bundle: Bundle, turns: Turns): Promise<Result[]> {
  progress(`preparing ${bundle.says}`);
  const stage = await openStage(bundle.files, bundle.bytes);
  try {
    const results: Result[] = [];
    for (const distance of distances)
      results.push(...(await alternate(workOf(bundle, distance), clients(stage, distance), turns)));
    return results;
  } finally {
    await stage.stop();
  }
}

function clients(stage: Stage, distance: Distance): Contender[] {
  return [
    { name: OURS, run: () => timed(stage, 'ours', distance) },
    { name: SFTP, why: missing('sftp'), run: () => timed(stage, 'sftp', distance) },
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
  const target = (bundle: Bundle, distance: Distance, limit: number): Target => ({
    claim: `${workOf(bundle, distance)}: time, in times of OpenSSH's sftp doing only the transfers`,
    limit,
    found: oursInTimesOf(results, workOf(bundle, distance), SFTP),
  });
  return [
    target(small, '30 ms round trip', 0.2),
    target(small, 'loopback', 1),
    target(large, 'loopback', 1.3),
    target(large, '30 ms round trip', 1.3),
  ];
}
