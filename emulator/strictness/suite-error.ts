/** The errors NetSuite throws at a script: a code in `name`, a message, and a JSON form. */

/** What an error looks like in the log and in a map/reduce error iterator. */
export type SuiteErrorJson = {
  type: string;
  name: string;
  message: string;
  id: string | null;
  stack: string[];
  notifyOff?: boolean;
};

/** `error.SuiteScriptError`; the fields are those of Oracle's stub of the class. */
export class SuiteScriptError extends Error {
  readonly id: string | null = null;
  readonly type = 'error.SuiteScriptError';
  readonly notifyOff: boolean;

  constructor(name: string, message: string, options: { cause?: unknown; notifyOff?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.notifyOff = options.notifyOff ?? false;
  }

  toJSON(): SuiteErrorJson {
    return {
      type: this.type,
      name: this.name,
      message: this.message,
      id: this.id,
      stack: scriptFrames(this.stack),
      notifyOff: this.notifyOff,
    };
  }

  override toString(): string {
    return JSON.stringify(this);
  }
}

/** Makes the error NetSuite would throw; `code` is what scripts match on, the message is ours. */
export const suiteError = (code: string, message: string, cause?: unknown): SuiteScriptError =>
  new SuiteScriptError(code, message, cause === undefined ? {} : { cause });

/** The JSON form of anything a script may throw: errors of another realm, and values that are no errors. */
export function errorToJson(thrown: unknown): SuiteErrorJson {
  if (thrown instanceof SuiteScriptError) return thrown.toJSON();
  const error = asErrorLike(thrown);
  const name = error?.name ?? 'UNEXPECTED_ERROR';
  const message = error?.message ?? String(thrown);
  return { type: 'error.Error', name, message, id: null, stack: scriptFrames(error?.stack) };
}

/** One line for a report: the code and the message of anything thrown. */
export function describeError(thrown: unknown): string {
  const { name, message } = errorToJson(thrown);
  return message.startsWith(name) ? message : `${name}: ${message}`;
}

/** Errors made inside a script's own context are not `instanceof` ours, so they are known by their shape. */
export function isErrorLike(thrown: unknown): thrown is { name: string; message: string; stack?: unknown } {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { name, message } = thrown as Record<string, unknown>;
  return typeof name === 'string' && typeof message === 'string';
}

function asErrorLike(thrown: unknown): { name: string; message: string; stack?: string } | undefined {
  if (!isErrorLike(thrown)) return undefined;
  const { name, message, stack } = thrown;
  return typeof stack === 'string' ? { name, message, stack } : { name, message };
}

/** Only the frames of the scripts themselves: the emulator's own frames are not part of NetSuite. */
function scriptFrames(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && /\/Suite(Scripts|Apps)\//.test(line));
}
