/** Draining a backlog: scheduled starts, what they queue, and how long all of it takes. */
import type { ExecutionReport, JobReport } from '../../emulator/account/account-events.ts';
import type { NCall } from '../../emulator/account/faults.ts';
import type { Account } from '../../emulator/account.ts';
import { SECONDS_PER_INVOCATION, SECONDS_PER_JOB } from './costs.ts';

const QUARTER = 15 * 60_000;
/** A backlog that is not drained by then is not being drained. */
const MOST_STARTS = 2000;

/**
 * @property starts scheduled starts it took
 * @property units of all scripts that ran
 * @property imported records that CSV imports loaded and saved, of which no script is charged a unit
 * @property seconds simulated, from the first start to the end of the last job
 */
export type Drained = { starts: number; units: number; imported: number; seconds: number };

export type Running = {
  account: Account;
  clock: { now: number };
  pass: (seconds: number) => void;
  concurrency: ReadonlyMap<string, number>;
  processors: number;
};

export function drain(running: Running, deployments: readonly string[], isDrained: () => boolean): Drained {
  const { account, clock } = running;
  const drained: Drained = { starts: 0, units: 0, imported: 0, seconds: 0 };
  const begun = clock.now;
  while (!isDrained()) {
    if (drained.starts >= MOST_STARTS)
      throw new Error(`${deployments.join(', ')}: the backlog is not drained.`);
    if (drained.starts > 0) clock.now = Math.ceil((clock.now + 1) / QUARTER) * QUARTER;
    drained.starts += 1;
    for (const deploymentId of deployments) {
      addExecution(running, drained, account.runDeployment(deploymentId));
      for (let job = account.runNextJob(); job; job = account.runNextJob()) addJob(running, drained, job);
    }
  }
  drained.seconds = (clock.now - begun) / 1000;
  return drained;
}

function addJob(running: Running, drained: Drained, job: JobReport): void {
  if (job.kind === 'script') addExecution(running, drained, job.execution);
  else if (job.kind === 'csv-import') addImport(running, drained, job);
  else throw new Error(`A script queued a ${job.kind}, and the bench knows no cost of one.`);
}

type ImportReport = Extract<JobReport, { kind: 'csv-import' }>;

/** What its records take, the account has passed already. */
function addImport(running: Running, drained: Drained, job: ImportReport): void {
  const refused = job.rows.find(({ outcome }) => outcome !== 'imported');
  if (refused) throw new Error(`${job.name}: row ${refused.row} was not imported. ${refused.message}`);
  drained.imported += new Set(job.rows.map(({ recordId }) => recordId)).size;
  running.pass(SECONDS_PER_JOB);
}

function addExecution(running: Running, drained: Drained, report: ExecutionReport): void {
  if (report.ended !== 'normally')
    throw new Error(`${report.deploymentId} ended with ${report.error?.name}: ${report.error?.message}`);
  const { concurrency, processors } = running;
  drained.units += report.units;
  for (const { stage, invocations } of report.stages) {
    const parallel = share({ deploymentId: report.deploymentId, stage }, concurrency, processors);
    running.pass((invocations * SECONDS_PER_INVOCATION) / parallel);
  }
  running.pass(SECONDS_PER_JOB * report.stages.length);
}

/** Calls of map and reduce run beside each other, on as many processors as the account has and the deployment may use. */
export function share(
  { deploymentId, stage }: Pick<NCall, 'deploymentId' | 'stage'>,
  concurrency: ReadonlyMap<string, number>,
  processors: number,
): number {
  if (stage !== 'map' && stage !== 'reduce') return 1;
  return Math.min(processors, concurrency.get(deploymentId) ?? 1);
}
