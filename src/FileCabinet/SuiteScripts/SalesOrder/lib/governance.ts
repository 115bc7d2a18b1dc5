/** What a run may still use: a scheduled script has 10,000 units and an hour, and cannot be resumed (help section_4407982532). */
import * as log from 'N/log';
import * as runtime from 'N/runtime';
import * as task from 'N/task';
import { asFailure, isNamed } from './failure.ts';

/** Short runs are recommended, and an import or a restart must not find a script in its last minute (help chapter_N3361671). */
const LONGEST_RUN = 45 * 60_000;

export type Budget = { allows(units: number): boolean };

/** @param now epoch ms, asked again at every step */
export function startBudget(now: () => number): Budget {
  const started = now();
  return {
    allows: (units) =>
      runtime.getCurrentScript().getRemainingUsage() >= units && now() - started < LONGEST_RUN,
  };
}

/** Starts the on-demand deployment for what is left, so that a backlog does not wait for the next quarter of an hour. */
export function handOver(deployment: { scriptId: string; deploymentId: string }): void {
  const handed = task.create({ taskType: task.TaskType.SCHEDULED_SCRIPT, ...deployment });
  try {
    log.audit({ title: 'Backlog handed over', details: { ...deployment, task: handed.submit() } });
  } catch (thrown) {
    // It runs already, or is this very run: either way the backlog is seen to, at the latest by the schedule.
    if (!isNamed(thrown, 'FAILED_TO_SUBMIT_JOB_REQUEST_1')) throw thrown;
    log.audit({ title: 'Backlog waits for the schedule', details: asFailure(thrown).message });
  }
}
