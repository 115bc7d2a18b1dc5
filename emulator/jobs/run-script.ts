/** What all script types share: one invocation in a fresh context, its limits, and the report of a run. */

import type { World } from '../account/account-context.ts';
import type { ExecutionReport, StageReport } from '../account/account-events.ts';
import { createExecution, type Execution } from '../account/execution.ts';
import { createModules } from '../N/modules.ts';
import { STAGE_LIMITS, type Stage } from '../platform/governance.ts';
import type { HttpRequest } from '../platform/http.ts';
import { createRealm, type Realm } from '../platform/realm.ts';
import type { Deployment, ScriptRecord } from '../sdf/project.ts';
import { NotEmulated, onRefusal } from '../strictness/not-emulated.ts';
import { errorToJson, suiteError } from '../strictness/suite-error.ts';
import { type EntryPoints, loadScript } from './load-script.ts';

/** One script as it is being run, whatever its type. */
export type Run = {
  world: World;
  script: ScriptRecord;
  deployment: Deployment;
  invocationType: string;
  /** To a RESTlet or Suitelet. */
  request?: HttpRequest | undefined;
  executions: Execution[];
};

export type Invocation = { realm: Realm; execution: Execution; entryPoints: EntryPoints };

/**
 * Loads the script anew and lets `work` call one of its entry points: nothing a script keeps in variables outlives an
 * invocation, since NetSuite may run each on another processor.
 */
export function invoke<T>(run: Run, stage: Stage, work: (invocation: Invocation) => T): T {
  const { world, script, deployment, invocationType } = run;
  const realm = createRealm(world.clock);
  const limits = STAGE_LIMITS[stage];
  const execution = createExecution(
    realm,
    { record: script, deployment, stage, invocationType },
    limits.units,
  );
  run.executions.push(execution);
  const stopListening = onRefusal((refusal) => {
    execution.fatal ??= refusal;
  });
  try {
    const result = realm.call(
      () => runOnce(world, script, { realm, execution }, work),
      world.timeLimits ? limits.seconds : undefined,
    );
    if (execution.fatal !== undefined) throw execution.fatal;
    return result;
  } catch (error) {
    throw execution.fatal ?? timeLimitOr(error, limits.seconds);
  } finally {
    stopListening();
    for (const end of execution.onEnd) end();
  }
}

/** Calls an entry point; an asynchronous one is waited for, and what rejects it is the script's error. */
export function callEntryPoint(
  { entryPoints, realm }: Pick<Invocation, 'entryPoints' | 'realm'>,
  name: string,
  ...context: unknown[]
): unknown {
  const entryPoint = entryPoints[name];
  if (typeof entryPoint !== 'function') {
    throw suiteError('SSS_NO_ENTRY_POINT', `The script has no entry point ${name}.`);
  }
  const result: unknown = entryPoint.call(entryPoints, ...context);
  return isPromise(result) ? realm.settle(result) : result;
}

const isPromise = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * The first thing the script asked for that is not emulated. It ends the run, whichever call it was and whatever the script caught:
 * what follows would rest on what NetSuite would not have done.
 */
export const refusalOf = ({ executions }: Run): NotEmulated | undefined =>
  executions.map(({ fatal }) => fatal).find((fatal) => fatal instanceof NotEmulated);

export function reportOf(run: Run, stages: StageReport[], failure: unknown): ExecutionReport {
  const { script, deployment, executions } = run;
  const error = refusalOf(run) ?? failure;
  const failed = error !== undefined;
  const { name, message, notifyOff, stack } = errorToJson(error);
  return {
    deploymentId: deployment.id,
    scriptId: script.id,
    scriptType: script.type,
    ended: failed ? 'with an error' : 'normally',
    ...(failed ? { error: { name, message, ...(notifyOff ? { notifyOff } : {}) } } : {}),
    ...(failed && stack.length > 0 ? { stack } : {}),
    units: executions.reduce((sum, { used }) => sum + used, 0),
    calls: callsOf(executions),
    stages,
    recordsCreated: executions.flatMap(({ recordsCreated }) => recordsCreated),
    recordsChanged: executions.flatMap(({ recordsChanged }) => recordsChanged),
    logs: executions.flatMap(({ logs }) => logs),
  };
}

function callsOf(executions: readonly Execution[]): ExecutionReport['calls'] {
  const total = new Map<string, { call: string; times: number; units: number }>();
  for (const [call, { times, units }] of executions.flatMap(({ spent }) => [...spent])) {
    const before = total.get(call) ?? { call, times: 0, units: 0 };
    total.set(call, { call, times: before.times + times, units: before.units + units });
  }
  return [...total.values()];
}

function runOnce<T>(
  world: World,
  script: ScriptRecord,
  { realm, execution }: Pick<Invocation, 'realm' | 'execution'>,
  work: (invocation: Invocation) => T,
): T {
  const modules = createModules(world, execution);
  realm.define('log', modules('N/log'));
  realm.define('util', modules('N/util'));
  const entryPoints = loadScript(script.file, script.type, {
    project: world.project,
    realm,
    execution,
    moduleOf: modules,
  });
  return work({ realm, execution, entryPoints });
}

function timeLimitOr(error: unknown, seconds: number): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return error;
  return suiteError(
    'SSS_TIME_LIMIT_EXCEEDED',
    `Script Execution Time Exceeded: more than ${seconds} seconds.`,
    error,
  );
}
