/** Runs a RESTlet: one request, one entry point, one response. Sources: section_4407966008 (post), section_4619215993 (formats). */
import type { ExecutionReport } from '../account/account-events.ts';
import { ServerDown } from '../account/faults.ts';
import { restletResponseOf } from '../N/web/restlet-response.ts';
import { type HttpRequest, type HttpResponse, mediaTypeOf } from '../platform/http.ts';
import { NotEmulated } from '../strictness/not-emulated.ts';
import { describeError, errorToJson, SuiteScriptError, suiteError } from '../strictness/suite-error.ts';
import { callEntryPoint, type Invocation, invoke, type Run, refusalOf, reportOf } from './run-script.ts';

type Format = 'application/json' | 'text/plain';

/** NetSuite answers by itself: the script is not called, or not to its end. */
class RequestRefused extends Error {
  readonly status: number;

  constructor(status: number, why: string) {
    super(`NetSuite answers ${status} by itself: ${why}.`);
    this.name = 'REQUEST_REFUSED';
    this.status = status;
  }
}

export function runRestlet(run: Run): ExecutionReport {
  const request: HttpRequest = run.request ?? { method: 'GET' };
  const { response, error } = answerTo(run, request);
  const failed = error === undefined ? [] : [{ key: '', error: describeError(error), executionNo: 1 }];
  const units = run.executions.reduce((sum, { used }) => sum + used, 0);
  const stage = {
    stage: request.method.toLowerCase(),
    invocations: run.executions.length,
    units,
    errors: failed,
  };
  const isKnown = !(error instanceof NotEmulated) && refusalOf(run) === undefined;
  return { ...reportOf(run, [stage], error), ...(response && isKnown ? { response } : {}) };
}

function answerTo(run: Run, request: HttpRequest): { response?: HttpResponse; error?: unknown } {
  let format: Format = 'text/plain';
  try {
    format = formatOf(request);
    return { response: invoke(run, 'restlet', (invocation) => called(invocation, request, format)) };
  } catch (thrown) {
    if (thrown instanceof ServerDown) throw thrown;
    const error = thrown ?? new Error('The script threw nothing at all.');
    return { error, response: errorResponse(error, format) };
  }
}

/** Of the request and of its response; names of media types are case-sensitive here. */
function formatOf(request: HttpRequest): Format {
  const { method, body = '' } = request;
  const mediaType = mediaTypeOf(request);
  const hasBody = body !== '';
  if (hasBody && (method === 'GET' || method === 'DELETE'))
    throw new RequestRefused(400, `a ${method} request may not have a body`);
  if (mediaType === 'application/xml') throw new NotEmulated('a request or response as application/xml');
  if (mediaType === 'application/json' || mediaType === 'text/plain') return mediaType;
  if (hasBody)
    throw new RequestRefused(
      415,
      `the Content-Type of the request is ${mediaType ?? 'missing'}, and not application/json or text/plain`,
    );
  return 'text/plain';
}

function called(invocation: Invocation, request: HttpRequest, format: Format): HttpResponse {
  const name = request.method.toLowerCase();
  if (invocation.entryPoints[name] === undefined)
    throw new RequestRefused(405, `the script has no entry point ${name}`);
  return responseOf(callEntryPoint(invocation, name, inputOf(invocation, request, format)), format);
}

/** The parameters of the address as text, or the body. */
function inputOf(
  { realm }: Invocation,
  { method, parameters = {}, body = '' }: HttpRequest,
  format: Format,
): unknown {
  if (method === 'GET' || method === 'DELETE') return realm.adopt({ ...parameters });
  if (body === '') throw new NotEmulated(`a ${method} request without a body`);
  return format === 'text/plain' ? body : realm.adopt(parsed(body));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RequestRefused(400, `the body is not JSON: ${(cause as Error).message}`);
  }
}

/** Text is returned as it is, whatever the format (a guess where that is JSON). */
function responseOf(returned: unknown, format: Format): HttpResponse {
  const own = restletResponseOf(returned);
  if (own) return { status: 200, headers: { 'Content-Type': own.contentType }, body: own.content };
  const answer = (body: string) => ({ status: 200, headers: { 'Content-Type': format }, body });
  if (returned === undefined || returned === null) return answer('');
  if (typeof returned === 'string') return answer(returned);
  if (format === 'application/json') return answer(JSON.stringify(returned));
  throw suiteError(
    'INVALID_RETURN_DATA_FORMAT',
    'Invalid data format. You should return TEXT. (Or send the request with Content-Type application/json.)',
  );
}

/** What is no error of SuiteScript has no code of its own. */
function asCallerSees(error: unknown): { name: string; message: string } {
  const { name, message } = errorToJson(error);
  if (error instanceof SuiteScriptError || name === 'UNEXPECTED_ERROR') return { name, message };
  return { name: 'UNEXPECTED_ERROR', message: `${name}: ${message}` };
}

function errorResponse(error: unknown, format: Format): HttpResponse {
  if (error instanceof RequestRefused) return { status: error.status, headers: {}, body: '' };
  const { name, message } = asCallerSees(error);
  const body =
    format === 'application/json'
      ? JSON.stringify({ error: { code: name, message } })
      : `error code: ${name}\nerror message: ${message}`;
  return { status: 400, headers: { 'Content-Type': format }, body };
}
