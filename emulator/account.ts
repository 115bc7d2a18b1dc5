/** A NetSuite account in memory: records, scripts and their queue, with a clock and a network in the caller's hands. */

import type { World } from './account/account-context.ts';
import type { AccountData, SavedSearch } from './account/account-data.ts';
import type {
  AccountEvent,
  ExecutionReport,
  JobReport,
  LogLine,
  SentEmail,
} from './account/account-events.ts';
import { createCabinet } from './account/cabinet.ts';
import type { UserEventData, WorkflowData } from './account/event-data.ts';
import { type Doubts, type Faults, ServerDown } from './account/faults.ts';
import type { Form } from './account/forms.ts';
import { createQueue, type Job } from './account/queue.ts';
import { NO_EVENTS } from './account/record-events.ts';
import { createSchema } from './account/schema.ts';
import { createStore, type Values } from './account/store.ts';
import { createRecordEvents } from './events/create-events.ts';
import { callRestlet, type RestletCall } from './jobs/call-restlet.ts';
import { runCsvImport } from './jobs/run-csv-import.ts';
import { runMapReduce } from './jobs/run-map-reduce.ts';
import { runRestlet } from './jobs/run-restlet.ts';
import { runScheduled } from './jobs/run-scheduled.ts';
import type { Run } from './jobs/run-script.ts';
import { runSuitelet } from './jobs/run-suitelet.ts';
import { type RunOptions, startRun } from './jobs/start-run.ts';
import { RECORD_RULES } from './orders/record-rules.ts';
import type { Company } from './platform/company-information.ts';
import type { ScriptType } from './platform/governance.ts';
import type { HttpResponse } from './platform/http.ts';
import type { Preferences } from './platform/preferences.ts';
import { loadDraft } from './records/drafts.ts';
import { EMPTY_PROJECT, readSdfProject, type SdfProject } from './sdf/project.ts';
import { type ScriptFile, withScriptFiles } from './sdf/script-file.ts';
import { runSearchTask } from './search/tasks/search-task.ts';
import { type AccountState, dumpAccount } from './setup/dump-account.ts';
import { inferSchema } from './setup/infer-schema.ts';
import { type FeaturesGiven, readFeatures, readPreferences, unknownFeatures } from './setup/read-switches.ts';
import { restoreAccount, restoreLists } from './setup/restore-account.ts';
import { instantFrom } from './setup/restore-values.ts';
import { addSeedRecord, type SeedValues } from './setup/seed.ts';
import { createUserModules, type UserModules } from './setup/user-modules.ts';
import { createSftpHosts, type SftpHost } from './sftp/hosts.ts';
import { NotEmulated } from './strictness/not-emulated.ts';

export type { AccountData } from './account/account-data.ts';
export type {
  AccountEvent,
  CsvRowResult,
  ExecutionReport,
  JobReport,
  LogLine,
  RecordReference,
  SentEmail,
  StageReport,
} from './account/account-events.ts';
export type { UserEventData, WorkflowData } from './account/event-data.ts';
export type { Form } from './account/forms.ts';
export type { Value, Values } from './account/store.ts';
export type { RestletCall } from './jobs/call-restlet.ts';
export type { RunOptions } from './jobs/start-run.ts';
export type { HttpMethod, HttpRequest, HttpResponse } from './platform/http.ts';
export type { Preferences } from './platform/preferences.ts';
export type { ScriptFile } from './sdf/script-file.ts';
export type { FeaturesGiven } from './setup/read-switches.ts';
export type { SeedValues } from './setup/seed.ts';
export type { UserModules, UserRecord, UserSearchResult } from './setup/user-modules.ts';
export type { SftpHost } from './sftp/hosts.ts';

export type AccountOptions = {
  /** An SDF project: the folder with manifest.xml, FileCabinet, Objects, or what was read of one. */
  project?: string | SdfProject;
  /**
   * Script files that need no object of a project: each gets a script record and the deployment `customdeploy_<file name>`. Of a user
   * event script, give also the record type: `{ file: 'src/check-order.js', record: 'salesorder' }`.
   */
  scripts?: readonly (string | ScriptFile)[];
  /** Epoch milliseconds; nothing in the account reads time elsewhere. */
  clock?: () => number;
  /** By the names of the emulator or by Oracle's labels: platform/preferences.ts. */
  preferences?: Partial<Preferences> | Readonly<Record<string, unknown>>;
  /** Besides the usual ones and those the project's manifest requires; an object also switches off: platform/features.ts. */
  features?: FeaturesGiven;
  /** What the page Company Information says, by internal id: platform/company-information.ts. */
  company?: Company;
  /** Processors that run scripts at the same time; a standard account has two. */
  processors?: number;
  /** Transaction forms, where they differ from one that has every field: account/forms.ts. */
  forms?: readonly Form[];
  /** Script ids of secrets, keys and password GUIDs, and what they stand for. */
  secrets?: Readonly<Record<string, string>>;
  /** Host names scripts may connect to; this machine is always reachable, nothing else is. */
  sftpHosts?: Readonly<Record<string, SftpHost>>;
  /** Records, folders and files the account has from the start; preferences and the rest are options of their own. */
  data?: AccountData;
  /** Receives what in the data had to be corrected. */
  onNotice?: (notice: string) => void;
  /** Searches scripts may load, by id. */
  savedSearches?: Readonly<Record<string, SavedSearch>>;
  /** The account's own objections, besides the user event scripts of the project and those in `data`. */
  userEvents?: readonly UserEventData[];
  workflows?: readonly WorkflowData[];
  onEvent?: (event: AccountEvent) => void;
  /** Asked before and after every N call of a script. */
  faults?: Faults;
  doubts?: Doubts;
  /**
   * False for scripts that are known to end: none is stopped for taking too long, and each invocation is spared the thread
   * that would watch it, which is a third of a simulation's time on a busy machine.
   */
  timeLimits?: boolean;
};

export type RecordView = { type: string; id: number; fields: Values; sublists: Record<string, Values[]> };

export type Account = {
  /** Seed data: not metered, validated like any other. Dates are `YYYY-MM-DD`. Returns the internal id. */
  addRecord(type: string, values: SeedValues): number;
  /** A copy of the record; throws RCRD_DSNT_EXIST. */
  getRecord(type: string, id: number): RecordView;
  listRecords(type: string): RecordView[];
  /** A person in the user interface: N modules without script limits. */
  asUser<T>(work: (modules: UserModules) => T): T;
  /**
   * Runs a script by its deployment, to its end; what it queues stays queued. Ids of deployments are unique within a script only
   * (section_460871520995): `scriptId` says which is meant where several scripts have it.
   */
  runDeployment(deploymentId: string, options?: RunOptions): ExecutionReport;
  /** Whether a role may call RESTlets at all. */
  mayCallRestlets(role: string): boolean;
  /** Answers a call from outside as a role of the project, which the login has given: see `listenForRestlets`. */
  callRestlet(call: RestletCall): HttpResponse;
  /** Whether a role has a permission: one that the project does not have may do everything. */
  mayUse(role: string, permission: string): boolean;
  /** Runs what N/task queued, oldest first, until nothing is left. */
  runQueue(): JobReport[];
  runNextJob(): JobReport | undefined;
  /** Records, folders and files as they are now, to be given as `data` to another account. */
  dump(): AccountState;
  readonly logs: readonly LogLine[];
  /** What scripts sent with N/email. */
  readonly emails: readonly SentEmail[];
  /** Ends the thread that talks to SFTP servers. */
  dispose(): void;
};

/** Of an account without SuiteCloud Plus licenses (a guess: the help gives limits by licenses, and two as the usual limit of a deployment). */
const STANDARD_PROCESSORS = 2;

/** Scripts that submit themselves endlessly would keep a queue running forever. */
const MAX_JOBS = 10_000;

export function createAccount(options: AccountOptions = {}): Account {
  const world = createWorld(options);
  const runNextJob = () => {
    const job = world.queue.next();
    return job && runJob(world, job);
  };
  return {
    addRecord: (type, values) => addSeedRecord(world, type, values),
    getRecord: (type, id) => viewOf(world, type, id),
    listRecords: (type) =>
      world.store.lookAll(world.schema.typeOf(type).id).map(({ id }) => viewOf(world, type, id)),
    asUser: (work) => work(createUserModules(world)),
    runDeployment: (deploymentId, run = {}) => runDeployment(world, deploymentId, run),
    mayUse: (role, permission) =>
      world.project.roles.find(({ id }) => id === role)?.permissions.has(permission) ?? true,
    mayCallRestlets: (role) => !world.project.roles.find(({ id }) => id === role)?.webServicesOnly,
    callRestlet: (call) => callRestlet(world, call, (id, run) => runDeployment(world, id, run)),
    runNextJob,
    runQueue: () => drain(runNextJob),
    dump: () => dumpAccount(world),
    logs: world.logs,
    emails: world.emails,
    dispose: world.sftp.dispose,
  };
}

function createWorld(options: AccountOptions): World {
  const { project: given = EMPTY_PROJECT, data = {} } = options;
  const project = withScriptFiles(
    typeof given === 'string' ? readSdfProject(given) : given,
    options.scripts ?? [],
  );
  const { inferred, notices } = inferSchema(data, project);
  const store = createStore();
  const clock = options.clock ?? Date.now;
  const preferences = readPreferences({ ...options.preferences });
  const timeOf = (given?: string) =>
    given === undefined ? clock() : instantFrom({ preferences }, given, 'files');
  const world: World = {
    clock,
    preferences,
    features: readFeatures(options.features ?? [], project.requiredFeatures),
    company: options.company ?? {},
    processors: options.processors ?? STANDARD_PROCESSORS,
    forms: options.forms ?? [],
    rules: RECORD_RULES,
    events: NO_EVENTS,
    secrets: options.secrets ?? {},
    project,
    schema: createSchema(project, inferred),
    savedSearches: options.savedSearches ?? {},
    store,
    cabinet: createCabinet(store, data.files, timeOf),
    queue: createQueue(),
    sftp: createSftpHosts(options.sftpHosts ?? {}),
    logs: [],
    emails: [],
    faults: options.faults,
    doubts: options.doubts ?? {},
    timeLimits: options.timeLimits ?? true,
    emit: options.onEvent ?? (() => undefined),
  };
  restoreLists(world);
  for (const notice of unknownFeatures(options.features ?? [])) options.onNotice?.(notice);
  for (const notice of [...notices, ...restoreAccount(world, data)]) options.onNotice?.(notice);
  const { userEvents = [], workflows = [] } = data;
  world.events = createRecordEvents(world, {
    userEvents: [...(options.userEvents ?? []), ...userEvents],
    workflows: [...(options.workflows ?? []), ...workflows],
  });
  return world;
}

function viewOf(world: World, type: string, id: number): RecordView {
  const { fields, sublists } = loadDraft(world, type, id);
  return { type, id, fields, sublists };
}

const RUNNERS: Partial<Record<ScriptType, (run: Run) => ExecutionReport>> = {
  scheduled: runScheduled,
  mapreduce: runMapReduce,
  restlet: runRestlet,
  suitelet: runSuitelet,
};

function runDeployment(world: World, deploymentId: string, options: RunOptions): ExecutionReport {
  const run = startRun(world, deploymentId, options);
  world.emit({
    kind: 'script-started',
    deploymentId,
    scriptId: run.script.id,
    invocationType: run.invocationType,
  });
  const runIt = RUNNERS[run.script.type];
  if (!runIt) throw new NotEmulated(`running a ${run.script.type} script by itself`);
  const report = runIt(run);
  world.emit({ kind: 'script-ended', report });
  return report;
}

function runJob(world: World, job: Job): JobReport {
  job.status = 'PROCESSING';
  const report = runToItsEnd(world, job);
  job.status = report.status;
  world.emit({ kind: 'job-finished', report });
  return report;
}

/** A job whose server went down has ended; NetSuite may start it again, and so may the owner of the account. */
function runToItsEnd(world: World, job: Job): JobReport {
  try {
    if (job.kind === 'csv-import') return runCsvImport(world, job);
    return job.kind === 'search' ? runSearchTask(world, job) : runScriptJob(world, job);
  } catch (thrown) {
    if (thrown instanceof ServerDown) job.status = 'FAILED';
    throw thrown;
  }
}

function runScriptJob(world: World, job: Extract<Job, { kind: 'script' }>): JobReport {
  const execution = runDeployment(world, job.deploymentId, {
    scriptId: job.scriptId,
    invocationType: 'ON_DEMAND',
    parameters: job.parameters,
    role: job.role,
  });
  const status = execution.ended === 'normally' ? 'COMPLETE' : 'FAILED';
  return { kind: 'script', taskId: job.taskId, status, execution };
}

function drain(runNextJob: () => JobReport | undefined): JobReport[] {
  const reports: JobReport[] = [];
  for (let report = runNextJob(); report; report = runNextJob()) {
    reports.push(report);
    if (reports.length < MAX_JOBS) continue;
    throw new Error(
      `QUEUE_NEVER_ENDS: ${MAX_JOBS} jobs ran and more are queued. A script submits itself endlessly; use runNextJob() to see which.`,
    );
  }
  return reports;
}
