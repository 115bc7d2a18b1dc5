/**
 * What a program outside may start, and what it is answered. Request and answer are those of HotWax's own RESTlet
 * HC_RL_RunSuiteScript (jobName, scriptType; status, message), with more in both: a program that calls that one can call this one.
 */
import * as log from 'N/log';
import * as task from 'N/task';
import type { FeedName } from '#feeds/feed.ts';
import { isSafeFileName } from '#feeds/format/file-name.ts';
import { findLeaseHolder } from '../feed-files/feed-lock.ts';
import { asFailure, isNamed } from '../netsuite/failure.ts';
import { RUNS_ALREADY } from '../netsuite/governance.ts';
import { createParameter, onDemandDeployment, updateParameter } from '../netsuite/ids.ts';

/**
 * @property outcome `running`: nothing was started, as a run of the feed is under way or waits; it may have listed the folder before
 * the caller's file was there
 */
export type Answer =
  | { status: 'success'; outcome: 'ready'; message: string; jobs: string[] }
  | { status: 'success'; outcome: 'started' | 'running'; message: string; deployment: string }
  | { status: 'error'; outcome: 'refused'; message: string; code: string };

type Job = {
  name: string;
  feed: FeedName;
  deployment: (typeof onDemandDeployment)[keyof typeof onDemandDeployment];
  completeFiles?: string;
};

/** All that can be started: a request chooses among these, and names nothing that is handed to NetSuite. */
const JOBS: readonly Job[] = [
  {
    name: 'HC_SC_UpdateSalesOrders',
    feed: 'brokered-order-items',
    deployment: onDemandDeployment.update,
    completeFiles: updateParameter.completeFiles,
  },
  {
    name: 'HC_SC_CreateItemFulfillment',
    feed: 'fulfilled-order-items',
    deployment: onDemandDeployment.create,
    completeFiles: createParameter.completeFiles,
  },
  {
    name: 'HC_MR_ExportedSalesOrderFulfillmentCSV',
    feed: 'item-fulfillments',
    deployment: onDemandDeployment.export,
  },
];

export const startableJobs = (): string[] => JOBS.map(({ name }) => name);

/** What HotWax's RESTlet calls the kinds of scripts. */
const SCRIPT_TYPES = { SCHEDULED_SCRIPT: 'SCHEDULED', MAP_REDUCE: 'MAP_REDUCE' } as const;

/** At most 10 units for the lease and 20 for the task, of a RESTlet's 5,000. */
export function startFeed(request: unknown): Answer {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    return refused('INVALID_REQUEST', 'Send a JSON object with jobName and scriptType.');
  const { jobName, scriptType, files = [] } = request as Record<string, unknown>;
  const job = JOBS.find(({ name }) => name === jobName);
  if (!job) return refused('UNKNOWN_JOB', `jobName must be one of ${startableJobs().join(', ')}.`);
  const wanted = SCRIPT_TYPES[job.deployment.taskType];
  if (scriptType !== undefined && scriptType !== wanted)
    return refused('WRONG_SCRIPT_TYPE', `scriptType of ${job.name} must be ${wanted}.`);
  if (!isListOfNames(files))
    return refused('INVALID_FILES', 'files must be a list of at most 200 file names.');
  return start(job, files);
}

const MOST_FILES = 200;
const LONGEST_NAME = 255;

const isListOfNames = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length <= MOST_FILES &&
  value.every((name) => typeof name === 'string' && name.length <= LONGEST_NAME && isSafeFileName(name));

/** A run that finds the lease taken does nothing, and would have been started in vain. */
function start({ name, feed, deployment, completeFiles }: Job, files: readonly string[]): Answer {
  const { taskType, ...target } = deployment;
  const about = { deployment: deployment.deploymentId };
  const holder = findLeaseHolder(feed);
  if (holder !== '' && holder !== deployment.deploymentId)
    return { status: 'success', outcome: 'running', message: `${holder} works on this feed.`, ...about };
  const params = completeFiles === undefined ? {} : { [completeFiles]: asLines(files) };
  try {
    const id =
      taskType === 'MAP_REDUCE'
        ? task.create({ taskType: task.TaskType.MAP_REDUCE, ...target, params }).submit()
        : task.create({ taskType: task.TaskType.SCHEDULED_SCRIPT, ...target, params }).submit();
    log.audit({ title: 'Started from outside', details: { job: name, ...target, task: id, files } });
    return { status: 'success', outcome: 'started', message: SUBMITTED, ...about };
  } catch (thrown) {
    const { name: code, message } = asFailure(thrown);
    log.audit({ title: 'Not started from outside', details: { job: name, ...target, code, message } });
    if (!isNamed(thrown, ...RUNS_ALREADY)) return refused(code, message);
    return { status: 'success', outcome: 'running', message, ...about };
  }
}

/** The words of HotWax's RESTlet. */
const SUBMITTED = 'Success: Task successfully submitted!';

/** A text area has 4,000 characters; names that do not fit wait for their age. */
const LONGEST_TEXT = 3_900;

const asLines = (files: readonly string[]): string =>
  files.reduce((text, name) => {
    const longer = text === '' ? name : `${text}\n${name}`;
    return longer.length <= LONGEST_TEXT ? longer : text;
  }, '');

const refused = (code: string, message: string): Answer => ({
  status: 'error',
  outcome: 'refused',
  message: `Error: ${message}`,
  code,
});
