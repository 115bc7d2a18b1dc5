/** The one way N/sftp reaches files: an open connection, whatever stands behind it. */

export type RemoteEntry = { name: string; directory: boolean; size: number; modified: number };

export type RemoteFiles = {
  list(path: string, timeout: number): RemoteEntry[];
  isDirectory(path: string, timeout: number): boolean;
  read(path: string, options: { timeout: number; maxBytes: number }): Uint8Array;
  write(path: string, bytes: Uint8Array, options: { timeout: number; replace: boolean }): void;
  move(from: string, to: string, timeout: number): void;
  makeDirectory(path: string, timeout: number): void;
  removeDirectory(path: string, timeout: number): void;
  removeFile(path: string, timeout: number): void;
  close(): void;
};

/** What can go wrong, in words both backends share; N/sftp turns them into NetSuite's codes per call. */
export type RemoteFailureKind =
  | 'missing'
  | 'exists'
  | 'denied'
  | 'not-empty'
  | 'too-big'
  | 'timeout'
  | 'closed'
  | 'reset'
  | 'failed'
  | 'unknown-host'
  | 'unreachable'
  | 'connect-timeout'
  | 'refused-login'
  | 'wrong-host-key'
  | 'no-common-algorithm';

export class RemoteFailure extends Error {
  readonly kind: RemoteFailureKind;

  constructor(kind: RemoteFailureKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RemoteFailure';
    this.kind = kind;
  }
}

export type ConnectOptions = {
  host: string;
  port: number;
  username: string;
  password: string | undefined;
  privateKey: string | undefined;
  /** Base64 of the server's public key, as `ssh-keyscan` prints it. */
  hostKey: string;
  /** Seconds to connect and for each call that has no time of its own. */
  timeout: number;
};
