/** Failures of the transformer: what happened, where, and what to do, under a code that programs can tell apart. */

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
  | 'AUTHENTICATION_FAILED'
  | 'HOST_KEY_MISMATCH'
  | 'DAMAGED_RECORD'
  | 'UNREADABLE_FILE'
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

/** After these nothing more can be asked of the store. */
export const isConnectionFailure = (error: unknown): boolean =>
  hasCode(error, 'CONNECTION_LOST', 'TIMED_OUT');

/** The message of whatever was thrown, with those of its causes. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? describe(error.cause) : '';
  return cause === '' || error.message.includes(cause) ? error.message : `${error.message} (${cause})`;
}
