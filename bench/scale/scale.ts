/** Twelve tenants and two processes on a real OpenSSH server: what a kill, a dead server and a busy tenant cost the others. */
import { opensshMissing } from '../../testbed/sftp/openssh.ts';
import { OURS } from '../harness/alternate.ts';
import type { Result, Section } from '../harness/results.ts';
import type { Sizes } from '../harness/sizes.ts';
import { measureDeployed } from './deployed.ts';
import { measureSeeds } from './seeds.ts';
import { measureWaiting } from './waiting.ts';

export async function measureScale({ scale }: Sizes): Promise<Section> {
  if (opensshMissing !== undefined) return notRun(opensshMissing);
  const parts = [
    await measureWaiting(scale),
    await measureSeeds(scale),
    ...(scale.asDeployed ? [await measureDeployed()] : []),
  ];
  return {
    results: parts.flatMap(({ results }) => results),
    targets: parts.flatMap(({ targets }) => targets),
    tables: parts.flatMap(({ tables }) => tables),
  };
}

function notRun(note: string): Section {
  const nothing = { medianSeconds: null, peakMiB: null, ratioToOurs: null };
  const result: Result = { work: 'many tenants', contender: OURS, ...nothing, note };
  return { results: [result], targets: [], tables: [] };
}
