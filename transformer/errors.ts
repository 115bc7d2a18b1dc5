/** Failures of the transformer: what happened, where, and what to do, under a code for programs. */

export type TransformerErrorCode =
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'UNSAFE_NAME'
  | 'SIZE_MISMATCH'
  | 'STORE_FAILED'
  | 'UNREACHABLE'
  | 'CONNECTION_LOST'
  | 'TIMED_OUT'
  | 'TIME_LIMIT'
  | 'AUTHENTICATION_FAILED'
  | 'HOST_KEY_MISMATCH'
  | 'DAMAGED_RECORD'
  | 'FOLDER_CHANGED'
  | 'DELIVERY_UNKNOWN'
  | 'CHANGED_AFTER_TAKEN'
  | 'HELD_BACK'
  | 'NOT_A_PLAIN_FILE'
  | 'UNKNOWN_KIND'
  | 'INDEX_FAILED'
  | 'PAGE_FAILED'
  | 'HEALTH_FAILED'
  | 'NOTICE_FAILED'
  | 'START_FAILED'
  | 'UNREADABLE_FILE'
  | 'NO_STATEMENT'
  | 'INCOMPLETE_STATEMENT'
  | 'NAME_REUSED'
  | 'INVALID_CONFIGURATION'
  | 'WRONG_USAGE';

export class TransformerError extends Error {
  readonly code: TransformerErrorCode;

  constructor(code: TransformerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TransformerError';
    this.code = code;
  }
}

export const hasCode = (error: unknown, ...codes: readonly TransformerErrorCode[]): boolean =>
  error instanceof TransformerError && codes.includes(error.code);

/** Why something was asked to stop, where that is a failure; undefined where somebody wanted it. */
export const failureOf = ({ reason }: AbortSignal): TransformerError | undefined =>
  reason instanceof TransformerError ? reason : undefined;

/** After these nothing more can be asked of the store. */
export const isConnectionFailure = (error: unknown): boolean =>
  hasCode(error, 'CONNECTION_LOST', 'TIMED_OUT');

/** The message of whatever was thrown, with those of its causes. */
export function describe(error: unknown): string {
  const { message, cause } = asError(error);
  if (cause === undefined) return message;
  const why = describe(cause);
  return message.includes(why) ? message : `${message} (${why})`;
}

/** The code that Node and ssh2 put on their errors, such as ENOENT or 2; `''` when there is none. */
export function codeOf(error: unknown): string {
  const { code } = asError(error);
  return typeof code === 'string' || typeof code === 'number' ? String(code) : '';
}

/** By what it has, not by its class: the errors of Node's own modules can be of another realm. */
function asError(error: unknown): { message: string; cause?: unknown; code?: unknown } {
  if (typeof error !== 'object' || error === null || !('message' in error)) return { message: String(error) };
  return {
    message: String(error.message),
    cause: 'cause' in error ? error.cause : undefined,
    code: 'code' in error ? error.code : undefined,
  };
}
