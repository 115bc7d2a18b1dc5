/** Runs a scheduled script: one entry point, one invocation (section_4407982532). */
import type { ExecutionReport } from '../account/account-events.ts';
import { MAX_RESTARTS, ServerDown, ServerRestart } from '../account/faults.ts';
import { describeError } from '../strictness/suite-error.ts';
import { callEntryPoint, invoke, type Run, reportOf } from './run-script.ts';

const INVOCATION_TYPES = {
  SCHEDULED: 'SCHEDULED',
  ON_DEMAND: 'ON_DEMAND',
  USER_INTERFACE: 'USER_INTERFACE',
  ABORTED: 'ABORTED',
  SKIPPED: 'SKIPPED',
};

export function runScheduled(run: Run): ExecutionReport {
  const error = executeFrom(run, run.invocationType, 0);
  const units = run.executions.reduce((sum, { used }) => sum + used, 0);
  const errors = error === undefined ? [] : [{ key: '', error: describeError(error), executionNo: 1 }];
  const stage = { stage: 'execute', invocations: run.executions.length, units, errors };
  return reportOf(run, [stage], error);
}

/** After a restart the whole script runs again, with the type ABORTED; what it had saved stays (section_1490041886). */
function executeFrom(run: Run, type: string, restarts: number): unknown {
  try {
    invoke(run, 'execute', (invocation) =>
      callEntryPoint(
        invocation,
        'execute',
        invocation.realm.adopt({ type, InvocationType: INVOCATION_TYPES }),
      ),
    );
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ServerRestart && restarts < MAX_RESTARTS)
      return executeFrom(run, INVOCATION_TYPES.ABORTED, restarts + 1);
    if (thrown instanceof ServerDown) throw thrown;
    return thrown ?? new Error('The script threw nothing at all.');
  }
}
