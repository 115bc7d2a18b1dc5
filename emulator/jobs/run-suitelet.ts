/** Runs a Suitelet: one request, and what the script wrote to the response (section_4407987288). */
import type { ExecutionReport } from '../account/account-events.ts';
import { ServerDown } from '../account/faults.ts';
import { createServerRequest } from '../N/web/server-request.ts';
import { createServerResponse } from '../N/web/server-response.ts';
import type { HttpRequest } from '../platform/http.ts';
import { describeError } from '../strictness/suite-error.ts';
import { callEntryPoint, type Invocation, invoke, type Run, reportOf } from './run-script.ts';

export function runSuitelet(run: Run): ExecutionReport {
  const request: HttpRequest = run.request ?? { method: 'GET' };
  let answer: Answer | undefined;
  let failure: unknown;
  try {
    answer = invoke(run, 'suitelet', (invocation) => called(invocation, request));
  } catch (thrown) {
    if (thrown instanceof ServerDown) throw thrown;
    failure = thrown ?? new Error('The script threw nothing at all.');
  }
  const errors = failure === undefined ? [] : [{ key: '', error: describeError(failure), executionNo: 1 }];
  const units = run.executions.reduce((sum, { used }) => sum + used, 0);
  const stage = { stage: 'onRequest', invocations: run.executions.length, units, errors };
  return { ...reportOf(run, [stage], failure), ...answer };
}

type Answer = Pick<ExecutionReport, 'response' | 'page'>;

function called(invocation: Invocation, given: HttpRequest): Answer {
  const { realm, execution } = invocation;
  const { response, written, page } = createServerResponse(execution);
  const context = Object.defineProperties(realm.adopt({}) as object, {
    request: { value: createServerRequest(execution, given), enumerable: true },
    response: { value: response, enumerable: true },
  });
  callEntryPoint(invocation, 'onRequest', context);
  const shown = page();
  return { response: written(), ...(shown ? { page: shown } : {}) };
}
