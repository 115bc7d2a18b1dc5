/** N/error: errors a script makes itself. */
import { readArguments } from '../strictness/arguments.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { isErrorLike, SuiteScriptError } from '../strictness/suite-error.ts';

export const createErrorModule = (): object =>
  strictProxy('N/error', { create, Type: strictProxy('N/error.Type', ERROR_TYPES) });

function create(...values: unknown[]): SuiteScriptError {
  const call = 'N/error.create';
  const options = readArguments(
    { call, required: ['name', 'message'], optional: ['notifyOff', 'cause'] },
    values,
  );
  return new SuiteScriptError(asText(options.name), asText(options.message), {
    cause: options.cause,
    notifyOff: options.notifyOff === true,
  });
}

/** Production scripts hand over whole error objects as messages; NetSuite shows them as text. JSON leaves nothing of a plain Error. */
function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  const isPlainError = isErrorLike(value) && !('toJSON' in value);
  return isPlainError ? String(value) : (JSON.stringify(value) ?? String(value));
}

const ERROR_TYPES = {
  MISSING_REQD_ARGUMENT: 'SSS_MISSING_REQD_ARGUMENT',
  SSS_MISSING_REQD_ARGUMENT: 'SSS_MISSING_REQD_ARGUMENT',
  INVALID_FLD_VALUE: 'INVALID_FLD_VALUE',
  INVALID_RCRD_TYPE: 'INVALID_RCRD_TYPE',
  SSS_INVALID_API_USAGE: 'SSS_INVALID_API_USAGE',
};
