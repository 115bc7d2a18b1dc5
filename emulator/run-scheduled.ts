/** Runs a scheduled script: one entry point, one invocation (section_4407982532). */
import type { ExecutionReport } from './account-events.ts';
import { ServerDown } from './faults.ts';
import { callEntryPoint, invoke, type Run, reportOf } from './run-script.ts';
import { describeError } from './suite-error.ts';

const INVOCATION_TYPES = {
  SCHEDULED: 'SCHEDULED',
  ON_DEMAND: 'ON_DEMAND',
  USER_INTERFACE: 'USER_INTERFACE',
  ABORTED: 'ABORTED',
  SKIPPED: 'SKIPPED',
};

export function runScheduled(run: Run): ExecutionReport {
  let error: unknown;
  try {
    invoke(run, 'execute', ({ realm, entryPoints }) =>
      callEntryPoint(
        entryPoints,
        'execute',
        realm.adopt({ type: run.invocationType, InvocationType: INVOCATION_TYPES }),
      ),
    );
  } catch (thrown) {
    if (thrown instanceof ServerDown) throw thrown;
    error = thrown ?? new Error('The script threw nothing at all.');
  }
  const [execution] = run.executions;
  const errors = error === undefined ? [] : [{ key: '', error: describeError(error), executionNo: 1 }];
  return reportOf(run, [{ stage: 'execute', invocations: 1, units: execution?.used ?? 0, errors }], error);
}
