/** Passes over files on a real OpenSSH server, near and far, beside clients that only move the same files. */

import { opensshAvailable } from '../testbed/sftp/openssh.ts';
import { alternate, type Contender, OURS, progress, type Turns } from './alternate.ts';
import { count } from './conversion-works.ts';
import { type Measured, runMeasured } from './measured-process.ts';
import { missing } from './programs.ts';
import { type Chart, oursInTimesOf, type Result, type Section, type Target } from './results.ts';
import { type Client, type Distance, openStage, type Stage } from './sftp-stage.ts';
import type { Sizes } from './sizes.ts';

const SFTP = 'sftp, transfers only';
const NAIVE = 'naive ssh2-sftp-client, transfers only, from a tenth';
const shortNames: Readonly<Record<string, string>> = { [SFTP]: 'sftp', [NAIVE]: 'naive client' };
const distances: readonly Distance[] = ['loopback', '30 ms round trip'];

type Bundle = { says: string; files: number; bytes: number };

export async function measureFiles({ smallFiles, largeBytes, fileTurns }: Sizes): Promise<Section> {
  const bundles = {
    small: bundleOf(smallFiles.count, smallFiles.bytes),
    large: bundleOf(1, largeBytes),
  };
  if (!opensshAvailable) {
    const works = Object.values(bundles).flatMap((bundle) => distances.map((far) => workOf(bundle, far)));
    return { results: works.map(notRun), targets: targetsOf([], bundles), tables: [], charts: [] };
  }
  const results: Result[] = [];
  for (const bundle of Object.values(bundles)) results.push(...(await measureBundle(bundle, fileTurns)));
  const targets = targetsOf(results, bundles);
  return {
    results,
    targets,
    tables: [],
    charts: Object.values(bundles).map((each) => chartOf(results, each)),
  };
}

const bundleOf = (files: number, bytes: number): Bundle => {
  const size = bytes >= 1_000_000 ? `${count(bytes / 1_000_000)} MB` : `${count(bytes / 1000)} kB`;
  return { says: `${files === 1 ? '1 file' : `${count(files)} files`} of ${size}`, files, bytes };
};

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
    { name: OURS, run: () => timed(stage, 'ours', distance, stage.all) },
    { name: SFTP, why: missing('sftp'), run: () => timed(stage, 'sftp', distance, stage.all) },
    { name: NAIVE, run: () => scaled(stage, distance) },
  ];
}

async function timed(stage: Stage, client: Client, distance: Distance, names: readonly string[]) {
  stage.lay(names);
  const measured = await runMeasured(stage.run(client, distance, names));
  stage.check(names);
  return measured;
}

/** The naive client waits nearly all the time, so a tenth of the work is measured and multiplied, start and login apart. */
async function scaled(stage: Stage, distance: Distance): Promise<Measured> {
  const { names, share } = stage.part;
  const start = await timed(stage, 'naive', distance, []);
  const measured = await timed(stage, 'naive', distance, names);
  return { ...measured, seconds: start.seconds + (measured.seconds - start.seconds) / share };
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

function chartOf(results: readonly Result[], bundle: Bundle): Chart {
  const bars = distances.flatMap((distance) =>
    results
      .filter(({ work, medianSeconds }) => work === workOf(bundle, distance) && medianSeconds !== null)
      .map(({ contender, medianSeconds, ratioToOurs }) => ({
        label: `${distance}: ${shortNames[contender] ?? contender}`,
        value: medianSeconds ?? 0,
        text: `${(medianSeconds ?? 0).toFixed(2)} s (${(ratioToOurs ?? 0).toFixed(2)} ×)`,
        ours: contender === OURS,
      })),
  );
  const file = `files-${bundle.files === 1 ? 'large' : 'small'}.svg`;
  return { file, title: `Time of a pass over ${bundle.says}`, unit: 'seconds, whole process, median', bars };
}
