/** One run of one piece of script: who runs, what it has spent, what it has done, and whether it is beyond saving. */

import { type MeteredCall, type RecordClass, type Stage, unitsOf } from '../platform/governance.ts';
import type { Realm } from '../platform/realm.ts';
import type { Deployment, ScriptRecord } from '../sdf/project.ts';
import { suiteError } from '../strictness/suite-error.ts';
import type { LogLine, RecordReference } from './account-events.ts';

export type Execution = {
  realm: Pick<Realm, 'adopt' | 'list' | 'date' | 'promise'>;
  /** Undefined for a person at the screen: no units, no limits. */
  script: { record: ScriptRecord; deployment: Deployment; stage: Stage; invocationType: string } | undefined;
  limit: number;
  used: number;
  /** Units by metered call. */
  spent: Map<string, { times: number; units: number }>;
  /** N calls made so far, counted while faults are asked for. */
  calls: number;
  /** True while `define` is running, when no N call is allowed. */
  defining: boolean;
  /** Thrown again by every later N call: a script cannot catch its way out of it. */
  fatal: unknown;
  recordsCreated: RecordReference[];
  recordsChanged: RecordReference[];
  logs: LogLine[];
  /** Ends what the run left open, such as SFTP connections. */
  onEnd: (() => void)[];
};

export function createExecution(
  realm: Execution['realm'],
  script: Execution['script'],
  limit: number,
): Execution {
  return {
    realm,
    script,
    limit,
    used: 0,
    spent: new Map(),
    calls: 0,
    defining: false,
    fatal: undefined,
    recordsCreated: [],
    recordsChanged: [],
    logs: [],
    onEnd: [],
  };
}

/**
 * Lets a metered call through, or throws. A script that has used its units is over: whether its own code may
 * catch SSS_USAGE_LIMIT_EXCEEDED is disputed among sources, so the stricter reading holds (README, "Guesses").
 */
export function charge(execution: Execution, call: MeteredCall, recordClass?: RecordClass): void {
  allow(execution, call);
  if (!execution.script) return;
  const units = unitsOf(call, recordClass);
  const before = execution.spent.get(call) ?? { times: 0, units: 0 };
  execution.spent.set(call, { times: before.times + 1, units: before.units + units });
  execution.used += units;
  if (execution.used <= execution.limit) return;
  execution.fatal = suiteError(
    'SSS_USAGE_LIMIT_EXCEEDED',
    `Script Execution Usage Limit Exceeded: ${call} would bring the run to ${execution.used} of ${execution.limit} units.`,
  );
  throw execution.fatal;
}

/** The same for calls that cost nothing: refused during `define` and after the run is over. */
export function allow(execution: Execution, call: string): void {
  assertAlive(execution);
  if (!execution.defining) return;
  throw suiteError(
    'SUITESCRIPT_API_UNAVAILABLE_IN_DEFINE',
    `All SuiteScript API Modules are unavailable while executing your define callback: ${call} was called there.`,
  );
}

/** A run that is over gets the same error from every call. */
export function assertAlive({ fatal }: Execution): void {
  if (fatal !== undefined) throw fatal;
}

export const remainingUnits = (execution: Execution): number => Math.max(0, execution.limit - execution.used);
