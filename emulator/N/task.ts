/** N/task: CSV imports, searches and scripts put on the queue. Sources: section_4345798668, section_460871520995, section_4804558173. */

import type { World } from '../account/account-context.ts';
import { charge, type Execution } from '../account/execution.ts';
import type { Job } from '../account/queue.ts';
import type { MeteredCall } from '../platform/governance.ts';
import type { Deployment, ScriptRecord } from '../sdf/project.ts';
import { prepareSearchTask } from '../search/tasks/search-task.ts';
import { isInternalId, type Options, readArguments, textOption } from '../strictness/arguments.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { assertMaySubmit } from './company/role-permissions.ts';
import { prepareCsvImport } from './csv-import-task.ts';

type QueuedType = 'scheduled' | 'mapreduce';

const TASK_TYPES = {
  CSV_IMPORT: 'CSV_IMPORT',
  SCHEDULED_SCRIPT: 'SCHEDULED_SCRIPT',
  MAP_REDUCE: 'MAP_REDUCE',
  SEARCH: 'SEARCH',
};
const TASK_STATUSES = {
  PENDING: 'PENDING',
  PROCESSING: 'PROCESSING',
  COMPLETE: 'COMPLETE',
  FAILED: 'FAILED',
};

const MAP_REDUCE_STAGES = {
  GET_INPUT: 'GET_INPUT',
  MAP: 'MAP',
  SHUFFLE: 'SHUFFLE',
  REDUCE: 'REDUCE',
  SUMMARIZE: 'SUMMARIZE',
};

const CSV_PROPERTIES = ['mappingId', 'importFile', 'name'];
const SCRIPT_PROPERTIES = ['scriptId', 'deploymentId', 'params'];
const SEARCH_PROPERTIES = ['savedSearchId', 'fileId', 'filePath'];

export function createTaskModule(world: World, execution: Execution): object {
  return strictProxy('N/task', {
    TaskType: strictProxy('N/task.TaskType', TASK_TYPES),
    TaskStatus: strictProxy('N/task.TaskStatus', TASK_STATUSES),
    MapReduceStage: strictProxy('N/task.MapReduceStage', MAP_REDUCE_STAGES),
    create: (...values: unknown[]) => create(world, execution, values),
    checkStatus: (...values: unknown[]) => checkStatus(world, execution, values),
  });
}

function create(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/task.create';
  charge(execution, 'task.create');
  const optional = [...CSV_PROPERTIES, ...SCRIPT_PROPERTIES, ...SEARCH_PROPERTIES];
  const options = readArguments({ call, required: ['taskType'], optional }, values);
  const type = textOption(call, options, 'taskType');
  if (type === 'CSV_IMPORT') return csvImportTask(world, execution, options);
  if (type === 'SCHEDULED_SCRIPT') return scriptTask(world, execution, options, 'scheduled');
  if (type === 'MAP_REDUCE') return scriptTask(world, execution, options, 'mapreduce');
  if (type === 'SEARCH') return searchTask(world, execution, options);
  throw new NotEmulated(`task type ${type}`);
}

function csvImportTask(world: World, execution: Execution, options: Options): object {
  const members = {
    ...propertiesFrom(options, CSV_PROPERTIES),
    submit: () => {
      charge(execution, 'CsvImportTask.submit');
      assertMayImport(execution);
      const job = world.queue.add('CSVIMPORT', prepareCsvImport(world, members));
      return queued(world, job, 'CSV_IMPORT');
    },
  };
  return strictProxy('task.CsvImportTask', members, CSV_PROPERTIES);
}

/** Bundle installation, scheduled and RESTlet scripts only. */
function assertMayImport(execution: Execution): void {
  const type = execution.script?.record.type;
  if (type === 'scheduled' || type === 'restlet') return;
  throw suiteError(
    'SSS_OPERATION_UNAVAILABLE',
    'CsvImportTask.submit() can be used in bundle installation, scheduled and RESTlet scripts only (section_5594909667).',
  );
}

/** The file is there when the queue has run: its search is done then, not when the task is submitted (section_4799343953). */
function searchTask(world: World, execution: Execution, options: Options): object {
  let submitted = false;
  const members = {
    ...propertiesFrom(options, SEARCH_PROPERTIES),
    submit: () => {
      charge(execution, 'SearchTask.submit');
      if (submitted)
        throw suiteError(
          'CANNOT_RESUBMIT_SUBMITTED_ASYNC_SEARCH_TASK',
          'SearchTask.submit: this task was submitted before; create another.',
        );
      const job = world.queue.add('ASYNCSEARCH', prepareSearchTask(world, members));
      submitted = true;
      return queued(world, job, 'SEARCH');
    },
  };
  return strictProxy('task.SearchTask', members, SEARCH_PROPERTIES);
}

function scriptTask(world: World, execution: Execution, options: Options, scriptType: QueuedType): object {
  const isScheduled = scriptType === 'scheduled';
  const members = {
    ...propertiesFrom(options, SCRIPT_PROPERTIES),
    submit: () => {
      charge(execution, isScheduled ? 'ScheduledScriptTask.submit' : 'MapReduceScriptTask.submit');
      return submitScript(world, execution, members, scriptType);
    },
  };
  return strictProxy(
    isScheduled ? 'task.ScheduledScriptTask' : 'task.MapReduceScriptTask',
    members,
    SCRIPT_PROPERTIES,
  );
}

const propertiesFrom = (options: Options, names: readonly string[]): Options =>
  Object.fromEntries(names.map((name) => [name, options[name] ?? null]));

/**
 * The deployment must be Not Scheduled and idle. A script that submits itself is queued for after its own end and gets no
 * task id.
 */
function submitScript(
  world: World,
  execution: Execution,
  task: Options,
  scriptType: QueuedType,
): string | null {
  const script = world.project.scripts.find(({ id }) => id === task.scriptId);
  if (!script && isInternalId(task.scriptId))
    throw new NotEmulated(`the script with the internal id ${String(task.scriptId)}; it`);
  if (!script && world.project.scripts.length < 2)
    throw new NotEmulated(`the script ${String(task.scriptId)}, as no project has others than this; it`);
  if (script?.type !== scriptType) throw refused(`there is no ${scriptType} script ${String(task.scriptId)}`);
  if (script.inactive) throw refused(`${script.id} is inactive`);
  const deployment = chooseDeployment(world, script, task.deploymentId);
  assertMaySubmit(world, execution, scriptType);
  const own = execution.script?.record.id === script.id && execution.script.deployment.id === deployment.id;
  if (deployment.status !== 'NOTSCHEDULED')
    throw refused(`${deployment.id} has status ${deployment.status}, not NOTSCHEDULED`);
  if (world.queue.isBusy(script.id, deployment.id) && !own)
    throw refused(`${deployment.id} of ${script.id} has an unfinished task`);
  const job = world.queue.add(scriptType === 'scheduled' ? 'SCHEDSCRIPT' : 'MAPREDUCETASK', {
    kind: 'script',
    scriptType,
    scriptId: script.id,
    deploymentId: deployment.id,
    parameters: parametersOf(script, task.params),
    role: execution.script?.deployment.runAsRole,
  });
  queued(world, job, scriptType);
  return own ? null : job.taskId;
}

/** Without a deployment NetSuite takes any idle one. */
function chooseDeployment(world: World, script: ScriptRecord, wanted: unknown): Deployment {
  const candidates = script.deployments.filter(({ deployed }) => deployed);
  const found = wanted
    ? candidates.find(({ id }) => id === wanted)
    : candidates.find(({ id, status }) => status === 'NOTSCHEDULED' && !world.queue.isBusy(script.id, id));
  if (found) return found;
  if (wanted) throw refused(`${script.id} has no deployment ${String(wanted)}`);
  throw suiteError(
    'NO_DEPLOYMENTS_AVAILABLE',
    `${script.id} has no idle deployment with status NOTSCHEDULED.`,
  );
}

function parametersOf(script: ScriptRecord, given: unknown): Record<string, string> {
  const parameters = Object.entries((given ?? {}) as Options).map(([name, value]) => {
    if (!script.parameters.some(({ id }) => id === name))
      throw refused(`${name} is not a parameter of ${script.id}`);
    return [name, typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value ?? '')] as const;
  });
  return Object.fromEntries(parameters);
}

function queued(world: World, job: Job, taskType: string): string {
  world.emit({ kind: 'task-queued', taskId: job.taskId, taskType });
  return job.taskId;
}

/** A COMPLETE import may have refused rows: scripts learn no more than this. */
function checkStatus(world: World, execution: Execution, values: unknown[]): object {
  const call = 'N/task.checkStatus';
  charge(execution, 'task.checkStatus');
  const options = readArguments({ call, required: ['taskId'] }, values);
  const taskId = textOption(call, options, 'taskId');
  const job = world.queue.find(taskId);
  if (!job) throw suiteError('INVALID_TASK_ID', `${call}: there is no task ${taskId}.`);
  if (job.kind === 'csv-import') {
    return strictProxy('task.CsvImportTaskStatus', { taskId, status: job.status, mappingId: job.map.id });
  }
  if (job.kind === 'search') {
    const { status, savedSearchId, fileId = job.target.id ?? null } = job;
    return strictProxy('task.SearchTaskStatus', { taskId, status, savedSearchId, fileId });
  }
  const { scriptId, deploymentId, status } = job;
  const shared = { taskId, status, scriptId, deploymentId };
  return job.scriptType === 'scheduled'
    ? strictProxy('task.ScheduledScriptTaskStatus', shared)
    : strictProxy('task.MapReduceScriptTaskStatus', { ...shared, ...progressOf(execution, job) });
}

/** Units of each are those of its help page: sizes cost more than counts. Jobs here wait or are done, never in between. */
function progressOf(execution: Execution, { status }: Job): object {
  const done = status === 'COMPLETE' || status === 'FAILED';
  const counts = ['PendingMap', 'PendingReduce', 'PendingOutput', 'TotalMap', 'TotalReduce', 'TotalOutput'];
  const none = (call: MeteredCall) => () => {
    charge(execution, call);
    return 0;
  };
  return {
    stage: done ? MAP_REDUCE_STAGES.SUMMARIZE : MAP_REDUCE_STAGES.GET_INPUT,
    ...Object.fromEntries(counts.map((name) => [`get${name}Count`, none('MapReduceStatus.count')])),
    ...Object.fromEntries(counts.slice(0, 3).map((name) => [`get${name}Size`, none('MapReduceStatus.size')])),
    getCurrentTotalSize: none('MapReduceStatus.size'),
    getPercentageCompleted: () => {
      charge(execution, 'MapReduceStatus.count');
      return done ? 100 : 0;
    },
  };
}

const refused = (reason: string): Error =>
  suiteError('FAILED_TO_SUBMIT_JOB_REQUEST_1', `Failed to submit job request: ${reason}.`);
