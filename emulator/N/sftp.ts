/** N/sftp: connections to SFTP servers. Sources: section_4617005472 and the help pages of each method, section_4617004932. */

import type { World } from '../account/account-context.ts';
import type { AccountEvent } from '../account/account-events.ts';
import { charge, type Execution } from '../account/execution.ts';
import type { MeteredCall } from '../platform/governance.ts';
import {
  CONNECT_CODES,
  type Codes,
  DIRECTORY_CODES,
  FILE_CODES,
  LIST_CODES,
  MOVE_CODES,
  REMOVE_DIRECTORY_CODES,
  translating,
} from '../sftp/failure-codes.ts';
import { CONNECT_TIMEOUT, PORTS } from '../sftp/limits.ts';
import { insidePath, joinPath, wildcardTest } from '../sftp/paths.ts';
import type { RemoteEntry, RemoteFiles } from '../sftp/port.ts';
import { readArguments, textOption } from '../strictness/arguments.ts';
import { strictProxy } from '../strictness/strict-proxy.ts';
import { suiteError } from '../strictness/suite-error.ts';
import { bytesOf, fileFromBytes } from './file.ts';
import { readConnectOptions } from './sftp-connect-options.ts';

const MAX_TRANSFER_TIMEOUT = 300;
const MAX_FILE_SIZE = 100_000_000;
const MAX_ENTRIES = 5_000;

const SORTS = {
  DATE: 'DATE',
  DATE_DESC: 'DATE_DESC',
  SIZE: 'SIZE',
  SIZE_DESC: 'SIZE_DESC',
  NAME: 'NAME',
  NAME_DESC: 'NAME_DESC',
};

type Connection = {
  world: World;
  execution: Execution;
  files: RemoteFiles;
  host: string;
  directory: string;
  timeout: number;
};

export function createSftpModule(world: World, execution: Execution): object {
  return strictProxy('N/sftp', {
    Sort: strictProxy('N/sftp.Sort', SORTS),
    MAX_CONNECT_TIMEOUT: CONNECT_TIMEOUT.most,
    MIN_CONNECT_TIMEOUT: CONNECT_TIMEOUT.least,
    DEFAULT_PORT_NUMBER: PORTS.defaults,
    MIN_PORT_NUMBER: PORTS.least,
    MAX_PORT_NUMBER: PORTS.most,
    createConnection: (...values: unknown[]) => createConnection(world, execution, values),
  });
}

function createConnection(world: World, execution: Execution, values: unknown[]): object {
  charge(execution, 'sftp.createConnection');
  const options = readConnectOptions(world, values);
  const files = translating(CONNECT_CODES, () => world.sftp.connect(options));
  execution.onEnd.push(() => files.close());
  const { directory } = options;
  const connection = { world, execution, files, host: options.host, directory, timeout: options.timeout };
  if (directory !== '' && !translating(CONNECT_CODES, () => files.isDirectory(directory, options.timeout))) {
    throw suiteError(
      'FTP_INVALID_DIRECTORY',
      `The directory ${directory} does not exist on ${options.host}.`,
    );
  }
  return connectionObject(connection);
}

function transferTimeout(timeout: unknown): number {
  if (timeout === undefined || timeout === null) return MAX_TRANSFER_TIMEOUT;
  if (typeof timeout === 'number' && timeout > 0 && timeout <= MAX_TRANSFER_TIMEOUT) return timeout;
  throw suiteError(
    'FTP_INVALID_TRANSFER_TIMEOUT',
    `The timeout must be 1 to 300 seconds, not ${String(timeout)}.`,
  );
}

function connectionObject(connection: Connection): object {
  return strictProxy('sftp.Connection', {
    MAX_FILE_SIZE,
    MAX_TRANSFER_TIMEOUT,
    list: (...values: unknown[]) => list(connection, values),
    download: (...values: unknown[]) => download(connection, values),
    upload: (...values: unknown[]) => upload(connection, values),
    move: (...values: unknown[]) => move(connection, values),
    makeDirectory: (...values: unknown[]) =>
      onPath(connection, 'makeDirectory', values, DIRECTORY_CODES, 'make-directory'),
    removeDirectory: (...values: unknown[]) =>
      onPath(connection, 'removeDirectory', values, REMOVE_DIRECTORY_CODES, 'remove-directory'),
    removeFile: (...values: unknown[]) => onPath(connection, 'removeFile', values, FILE_CODES, 'remove'),
  });
}

/** At most 5,000 entries, in the server's order before sorting: which ones are left out is not documented. */
function list(connection: Connection, values: unknown[]): object[] {
  const { execution, files, timeout } = connection;
  charge(execution, 'Connection.list');
  const { path = '', sort } = readArguments({ call: 'Connection.list', optional: ['path', 'sort'] }, values);
  const { folder, test } = wildcardTest(String(path));
  const entries = translating(LIST_CODES, () => files.list(joinPath(connection.directory, folder), timeout));
  const shown = sortEntries(entries.filter(({ name }) => test(name)).slice(0, MAX_ENTRIES), sort);
  return execution.realm.adopt(
    shown.map(({ name, directory, size, modified }) => ({
      directory,
      name,
      size,
      lastModified: new Date(modified),
    })),
  );
}

const COMPARISONS: Readonly<Record<string, (left: RemoteEntry, right: RemoteEntry) => number>> = {
  DATE: (left, right) => left.modified - right.modified,
  SIZE: (left, right) => left.size - right.size,
  NAME: (left, right) => (left.name < right.name ? -1 : 1),
};

function sortEntries(entries: RemoteEntry[], sort: unknown): RemoteEntry[] {
  const [name = '', direction] = String(sort ?? 'NAME').split('_');
  const compare = COMPARISONS[name];
  if (!compare)
    throw suiteError('SSS_INVALID_TYPE_ARG', `Connection.list: ${String(sort)} is not a value of sftp.Sort.`);
  const sorted = entries.toSorted(compare);
  return direction === 'DESC' ? sorted.reverse() : sorted;
}

function download(connection: Connection, values: unknown[]): object {
  const { execution, files } = connection;
  const call = 'Connection.download';
  charge(execution, 'Connection.download');
  const options = readArguments({ call, required: ['filename'], optional: ['directory', 'timeout'] }, values);
  const filename = textOption(call, options, 'filename');
  const path = joinPath(
    connection.directory,
    insidePath(String(options.directory ?? '')),
    insidePath(filename),
  );
  const timeout = transferTimeout(options.timeout);
  const bytes = translating(FILE_CODES, () => files.read(path, { timeout, maxBytes: MAX_FILE_SIZE }));
  report(connection, { action: 'download', path });
  return fileFromBytes(
    connection.world,
    execution,
    insidePath(filename).split('/').at(-1) ?? filename,
    bytes,
  );
}

function upload(connection: Connection, values: unknown[]): void {
  const { execution, files } = connection;
  const call = 'Connection.upload';
  charge(execution, 'Connection.upload');
  const optional = ['filename', 'directory', 'timeout', 'replaceExisting'];
  const options = readArguments({ call, required: ['file'], optional }, values);
  const bytes = bytesOf(options.file);
  if (!bytes) throw suiteError('SSS_INVALID_TYPE_ARG', `${call}: file must be a file.File.`);
  if (bytes.length > MAX_FILE_SIZE)
    throw suiteError(
      'FTP_MAXIMUM_FILE_SIZE_EXCEEDED',
      `${call}: the file is larger than ${MAX_FILE_SIZE} bytes.`,
    );
  const name = String(options.filename ?? (options.file as { name: string }).name);
  const path = joinPath(connection.directory, insidePath(String(options.directory ?? '')), insidePath(name));
  const timeout = transferTimeout(options.timeout);
  const replace = options.replaceExisting === true;
  translating(FILE_CODES, () => files.write(path, bytes, { timeout, replace }));
  report(connection, { action: 'upload', path });
}

function move(connection: Connection, values: unknown[]): void {
  const call = 'Connection.move';
  charge(connection.execution, 'Connection.move');
  const options = readArguments({ call, required: ['from', 'to'] }, values);
  const from = joinPath(connection.directory, insidePath(textOption(call, options, 'from')));
  const to = joinPath(connection.directory, insidePath(textOption(call, options, 'to')));
  translating(MOVE_CODES, () => connection.files.move(from, to, connection.timeout));
  report(connection, { action: 'move', path: from, target: to });
}

function onPath(
  connection: Connection,
  method: 'makeDirectory' | 'removeDirectory' | 'removeFile',
  values: unknown[],
  codes: Codes,
  action: SftpEvent['action'],
): void {
  const call = `Connection.${method}`;
  charge(connection.execution, call as MeteredCall);
  const options = readArguments({ call, required: ['path'] }, values);
  const path = joinPath(connection.directory, insidePath(textOption(call, options, 'path')));
  translating(codes, () => connection.files[method](path, connection.timeout));
  report(connection, { action, path });
}

type SftpEvent = Extract<AccountEvent, { kind: 'sftp' }>;

function report({ world, host }: Connection, event: Omit<SftpEvent, 'kind' | 'host'>): void {
  world.emit({ kind: 'sftp', host, ...event });
}
