/**
 * What a run may still use: a scheduled script has 10,000 units and an hour, and cannot be resumed; a reduce call has 5,000
 * and 15 minutes (help sections 4407982532, 4480364878).
 */
import * as log from 'N/log';
import * as runtime from 'N/runtime';
import * as task from 'N/task';
import { asFailure, isNamed } from './failure.ts';

/** Short runs are recommended, and an import or a restart must not find a script in its last minute (help chapter_N3361671). */
const LONGEST_RUN = 45 * 60_000;
export const LONGEST_CALL = 10 * 60_000;

export type Budget = { allows(units: number): boolean };

/** @param now epoch ms, asked again at every step */
export function startBudget(now: () => number, longest = LONGEST_RUN): Budget {
  const started = now();
  return {
    allows: (units) => runtime.getCurrentScript().getRemainingUsage() >= units && now() - started < longest,
  };
}

type OnDemandDeployment = {
  taskType: 'SCHEDULED_SCRIPT' | 'MAP_REDUCE';
  scriptId: string;
  deploymentId: string;
};

/** Starts an on-demand deployment for what is left, so that a backlog does not wait for the next quarter of an hour. */
export function submitFollowUp(deployment: OnDemandDeployment, params: Record<string, string> = {}): void {
  const { taskType, ...target } = deployment;
  const handed =
    taskType === 'MAP_REDUCE'
      ? task.create({ taskType: task.TaskType.MAP_REDUCE, ...target, params })
      : task.create({ taskType: task.TaskType.SCHEDULED_SCRIPT, ...target, params });
  try {
    log.audit({ title: 'Backlog handed over', details: { ...deployment, task: handed.submit() } });
  } catch (thrown) {
    // It runs already, or is this very run: either way the backlog is seen to, at the latest by the schedule.
    if (!isNamed(thrown, ...RUNS_ALREADY)) throw thrown;
    log.audit({ title: 'Backlog waits for the schedule', details: asFailure(thrown).message });
  }
}

/** Names seen for scheduled and for map/reduce scripts. */
export const RUNS_ALREADY = ['FAILED_TO_SUBMIT_JOB_REQUEST_1', 'MAP_REDUCE_ALREADY_RUNNING'];
