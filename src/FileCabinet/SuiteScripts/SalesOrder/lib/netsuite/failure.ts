/** Failures of a whole run or a whole file: a code to look up, a sentence that says what to do, and the cause. */
import * as error from 'N/error';

export type Failure = { name: string; message: string };

export const failure = (code: string, message: string): Error =>
  error.create({ name: code, message, notifyOff: false }) as unknown as Error;

/** NetSuite throws objects that are not always an Error. */
export function asFailure(thrown: unknown): Failure {
  const { name, message } = (thrown ?? {}) as Partial<Failure>;
  return { name: name || 'UNEXPECTED_ERROR', message: message || String(thrown) };
}

export const isNamed = (thrown: unknown, ...names: readonly string[]): boolean =>
  names.includes(asFailure(thrown).name);

/** How N/sftp calls it is not documented. */
export const isMissingFolder = (thrown: unknown): boolean =>
  isNamed(thrown, 'FTP_INVALID_DIRECTORY', 'FTP_NO_SUCH_FILE_OR_DIRECTORY', 'FTP_DIRECTORY_NOT_FOUND');

/**
 * Whether NetSuite refuses the date of a transaction because its accounting period is not open: by its code (help
 * section_N3539978), or by the sentences of its accounting preferences (section_N1385293).
 */
export const saysClosedPeriod = (thrown: unknown): boolean =>
  isNamed(thrown, 'CLOSED_TRAN_PRD') || CLOSED_PERIOD.test(asFailure(thrown).message);

const CLOSED_PERIOD =
  /\b(?:closed|locked)\s+(?:accounting |posting )?period|\bperiod\b[^.]{0,40}\b(?:is|was|been) (?:closed|locked)\b|within an open accounting period|within the date range of your accounting period/i;

const BUSY: readonly string[] = [
  'RCRD_HAS_BEEN_CHANGED',
  'RCRD_EDITED_SINCE_RETRIEVED',
  'CUSTOM_RECORD_COLLISION',
];

/** Whether a workflow of the account has locked the record: by NetSuite's code, or by the words of a general one. */
export const isLocked = (thrown: unknown): boolean =>
  isNamed(thrown, 'RCRD_LOCKED_BY_WF') ||
  /locked by a user.defined workflow/i.test(asFailure(thrown).message);

/** Whether somebody else has the sales order at this moment. */
export const isBusy = (thrown: unknown): boolean => isNamed(thrown, ...BUSY) || isLocked(thrown);
