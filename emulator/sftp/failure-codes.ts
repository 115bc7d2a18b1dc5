/** NetSuite's error codes for what goes wrong on SFTP servers, per call. Source: the help page of each method. */
import { suiteError } from '../strictness/suite-error.ts';
import { RemoteFailure, type RemoteFailureKind } from './port.ts';

export type Codes = Partial<Record<RemoteFailureKind, string>>;

/** NetSuite's code for each failure; those that no call changes come first. */
const SHARED_CODES: Codes = {
  denied: 'FTP_PERMISSION_DENIED',
  closed: 'CONNECTION_CLOSED_BY_HOST',
  reset: 'CONNECTION_RESET',
  timeout: 'FTP_TRANSFER_TIMEOUT_EXCEEDED',
};

export const CONNECT_CODES: Codes = {
  'unknown-host': 'FTP_UNKNOWN_HOST',
  unreachable: 'FTP_CANNOT_ESTABLISH_CONNECTION',
  'connect-timeout': 'FTP_CONNECT_TIMEOUT_EXCEEDED',
  'refused-login': 'FTP_CANNOT_ESTABLISH_CONNECTION',
  'wrong-host-key': 'FTP_INCORRECT_HOST_KEY',
  'no-common-algorithm': 'FTP_UNSUPPORTED_ENCRYPTION_ALGORITHM',
  failed: 'FTP_CANNOT_ESTABLISH_CONNECTION',
};

export const LIST_CODES: Codes = { missing: 'FTP_INVALID_DIRECTORY', failed: 'FTP_INVALID_DIRECTORY' };

export const FILE_CODES: Codes = {
  missing: 'FTP_NO_SUCH_FILE_OR_DIRECTORY',
  exists: 'FTP_FILE_ALREADY_EXISTS',
  'too-big': 'FTP_MAXIMUM_FILE_SIZE_EXCEEDED',
  failed: 'THE_REMOTE_PATH_FOR_FILE_IS_NOT_VALID',
};

/** No code is documented for a folder that exists already; "not permitted" is the nearest. */
export const DIRECTORY_CODES: Codes = {
  missing: 'FTP_DIRECTORY_NOT_FOUND',
  exists: 'FTP_PERMISSION_DENIED',
  failed: 'FTP_PERMISSION_DENIED',
};

/** SFTP servers have no code of their own for a folder with files in it: they say "failure". */
export const REMOVE_DIRECTORY_CODES: Codes = {
  missing: 'FTP_DIRECTORY_NOT_FOUND',
  'not-empty': 'FTP_DIRECTORY_NOT_EMPTY',
  failed: 'FTP_DIRECTORY_NOT_EMPTY',
};

export const MOVE_CODES: Codes = {
  missing: 'FTP_INVALID_MOVE',
  exists: 'FTP_INVALID_MOVE',
  failed: 'FTP_INVALID_MOVE',
};

/** Runs a call on the files and turns its failure into NetSuite's error. */
export function translating<T>(codes: Codes, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RemoteFailure)) throw cause;
    const code = codes[cause.kind] ?? SHARED_CODES[cause.kind] ?? 'FTP_CANNOT_ESTABLISH_CONNECTION';
    throw suiteError(code, cause.message, cause);
  }
}
