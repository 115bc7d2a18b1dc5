/** The worker thread that talks to real SFTP servers, one connection per `createConnection`. */
import { connect as openSocket, type Socket } from 'node:net';
import { type MessagePort, workerData } from 'node:worker_threads';
import { Client, type ConnectConfig, type FileEntryWithStats, type SFTPWrapper, type Stats } from 'ssh2';
import { type ConnectOptions, type RemoteEntry, RemoteFailure, type RemoteFailureKind } from './port.ts';
import type { Envelope, Reply, Request } from './server-files.ts';

type Connection = {
  client: Client;
  sftp: SFTPWrapper;
  /** Rejects when the connection ends, so that no call waits for an answer that cannot come. */
  lost: Promise<never>;
};

const { port, bell } = workerData as { port: MessagePort; bell: Int32Array };
const connections = new Map<number, Connection>();
let opened = 0;

port.on('message', (envelope: Envelope) => {
  void reply(envelope);
});

async function reply({ id, seconds, request }: Envelope): Promise<void> {
  const answer: Reply = await within(seconds, request)
    .then((value) => ({ id, value }))
    .catch((error: unknown) => ({ id, failure: failureOf(error) }));
  port.postMessage(answer);
  Atomics.add(bell, 0, 1);
  Atomics.notify(bell, 0);
}

async function within(seconds: number, request: Request): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const kind = request.call === 'connect' ? 'connect-timeout' : 'timeout';
    timer = setTimeout(
      () => reject(new RemoteFailure(kind, `${request.call} took longer than ${seconds} seconds.`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([handle(request), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function handle(request: Request): Promise<unknown> {
  if (request.call === 'connect') return openConnection(request.options);
  const connection = connections.get(request.connection);
  if (!connection) throw new RemoteFailure('closed', 'The connection is closed.');
  if (request.call === 'close') return closeConnection(request.connection, connection);
  return Promise.race([perform(connection.sftp, request), connection.lost]);
}

type FileRequest = Exclude<Request, { call: 'connect' | 'close' }>;

function perform(sftp: SFTPWrapper, request: FileRequest): Promise<unknown> {
  switch (request.call) {
    case 'list':
      return list(sftp, request.path);
    case 'isDirectory':
      return isDirectory(sftp, request.path);
    case 'read':
      return read(sftp, request.path, request.maxBytes);
    case 'write':
      return write(sftp, request);
    case 'move':
      return settle((done) => sftp.rename(request.from, request.to, done));
    case 'makeDirectory':
      return settle((done) => sftp.mkdir(request.path, done));
    case 'removeDirectory':
      return settle((done) => sftp.rmdir(request.path, done));
    default:
      return settle((done) => sftp.unlink(request.path, done));
  }
}

async function list(sftp: SFTPWrapper, path: string): Promise<RemoteEntry[]> {
  const entries = await settle<FileEntryWithStats[]>((done) => sftp.readdir(path, done));
  return entries
    .filter(({ filename }) => filename !== '.' && filename !== '..')
    .map(({ filename, attrs }) => ({
      name: filename,
      directory: (attrs.mode & 0o170000) === 0o040000,
      size: attrs.size,
      modified: attrs.mtime * 1000,
    }));
}

async function isDirectory(sftp: SFTPWrapper, path: string): Promise<boolean> {
  return settle<Stats>((done) => sftp.stat(path, done)).then(
    (stats) => stats.isDirectory(),
    (error: { code?: number }) => {
      if (error.code === NO_SUCH_FILE) return false;
      throw error;
    },
  );
}

async function read(sftp: SFTPWrapper, path: string, maxBytes: number): Promise<Uint8Array> {
  const { size } = await settle<Stats>((done) => sftp.stat(path, done));
  if (size > maxBytes)
    throw new RemoteFailure('too-big', `${path} has ${size} bytes, more than ${maxBytes}.`);
  const bytes = await settle<Buffer>((done) => sftp.readFile(path, done));
  return new Uint8Array(bytes);
}

/** Existence is asked with STAT first, as the help page of upload says NetSuite does. */
async function write(sftp: SFTPWrapper, request: Extract<FileRequest, { call: 'write' }>): Promise<void> {
  const { path, bytes, replace } = request;
  if (!replace && (await exists(sftp, path))) throw new RemoteFailure('exists', `${path} already exists.`);
  await settle<void>((done) => sftp.writeFile(path, Buffer.from(bytes), done));
}

async function exists(sftp: SFTPWrapper, path: string): Promise<boolean> {
  return settle<Stats>((done) => sftp.stat(path, done)).then(
    () => true,
    (error: { code?: number }) => {
      if (error.code === NO_SUCH_FILE) return false;
      throw error;
    },
  );
}

/** Connections that never come about leave nothing behind: the socket is destroyed with the failure. */
async function openConnection(options: ConnectOptions): Promise<number> {
  const socket = openSocket({ host: options.host, port: options.port, noDelay: true });
  try {
    await connected(socket);
    const connection = await login(socket, options);
    const number = ++opened;
    connections.set(number, connection);
    return number;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (cause: NodeJS.ErrnoException) => {
      const kind = cause.code === 'ENOTFOUND' ? 'unknown-host' : 'unreachable';
      reject(new RemoteFailure(kind, `No connection: ${cause.code ?? cause.message}.`, cause));
    });
  });
}

function login(socket: Socket, options: ConnectOptions): Promise<Connection> {
  const client = new Client();
  const seen = { hostKeyRefused: false };
  const lost = new Promise<never>((_, reject) => {
    client.once('close', () => reject(new RemoteFailure('closed', 'The server closed the connection.')));
    client.on('error', (cause: Error & { level?: string }) =>
      reject(loginFailure(cause, seen.hostKeyRefused)),
    );
  });
  lost.catch(() => undefined);
  const ready = new Promise<Connection>((resolve, reject) => {
    client.once('ready', () => {
      client.sftp((error, sftp) => (error ? reject(error) : resolve({ client, sftp, lost })));
    });
  });
  client.connect(configOf(socket, options, seen));
  return Promise.race([ready, lost]);
}

/** Only the key types NetSuite knows, and of those the one the script has a key of (section_4784614151). */
function configOf(socket: Socket, options: ConnectOptions, seen: { hostKeyRefused: boolean }): ConnectConfig {
  return {
    sock: socket,
    username: options.username,
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
    readyTimeout: options.timeout * 1000,
    ...(options.hostKey === VOUCHED_FOR ? {} : verifying(Buffer.from(options.hostKey, 'base64'), seen)),
  };
}

/** Whoever named the server answers for it. */
const VOUCHED_FOR = '';

function verifying(wanted: Buffer, seen: { hostKeyRefused: boolean }): Partial<ConnectConfig> {
  const type = wanted.subarray(4, 4 + wanted.readUInt32BE(0)).toString('latin1');
  const serverHostKey = type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type];
  return {
    algorithms: { serverHostKey: serverHostKey as never },
    hostVerifier: (key: Buffer) => {
      const same = key.equals(wanted);
      seen.hostKeyRefused = !same;
      return same;
    },
  };
}

function loginFailure(cause: Error & { level?: string }, hostKeyRefused: boolean): RemoteFailure {
  if (hostKeyRefused)
    return new RemoteFailure('wrong-host-key', 'The server presented another host key.', cause);
  if (cause.level === 'client-authentication')
    return new RemoteFailure('refused-login', 'The server refused the login.', cause);
  if (/no matching/i.test(cause.message))
    return new RemoteFailure('no-common-algorithm', cause.message, cause);
  return new RemoteFailure('reset', cause.message, cause);
}

function closeConnection(number: number, connection: Connection): void {
  connections.delete(number);
  connection.client.end();
}

const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;

const KINDS: Readonly<Record<number, RemoteFailureKind>> = {
  [NO_SUCH_FILE]: 'missing',
  [PERMISSION_DENIED]: 'denied',
};

function failureOf(error: unknown): { kind: RemoteFailureKind; message: string } {
  if (error instanceof RemoteFailure) return { kind: error.kind, message: error.message };
  const { code, message } = error as { code?: number | string; message?: string };
  const kind = typeof code === 'number' ? KINDS[code] : undefined;
  return { kind: kind ?? 'failed', message: message ?? String(error) };
}

function settle<T>(start: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}
