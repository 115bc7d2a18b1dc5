/** One SSH connection whose host key is verified and whose every request ends, even when the server falls silent. */
import { connect as openSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ConnectConfig, type ServerHostKeyAlgorithm, type SFTPWrapper } from 'ssh2';
import { withDeadline } from '../deadline.ts';
import { describe, hasCode, TransformerError } from '../errors.ts';
import { hostKeyAlgorithms, hostKeyMismatch, type TrustedKey } from '../host-key.ts';

export type SftpSettings = {
  host: string;
  port: number;
  username: string;
  login: { password: string } | { privateKey: string; passphrase?: string };
  /** Keys of which the server must show one. */
  hostKeys: readonly TrustedKey[];
  timeoutSeconds: number;
  /** Waits between attempts to connect; as many attempts as waits, and one. */
  retryDelaysSeconds: readonly number[];
};

export type SftpConnection = {
  /** Runs one request of the protocol under the deadline; `start` is given an ordinary Node callback. */
  ask<Result>(what: string, start: (sftp: SFTPWrapper, done: Done<Result>) => void): Promise<Result>;
  close(): Promise<void>;
};

export type Done<Result> = (error: Error | null | undefined, result?: Result) => void;

/** @throws TransformerError UNREACHABLE, TIMED_OUT, AUTHENTICATION_FAILED, HOST_KEY_MISMATCH */
export async function connectSftp(settings: SftpSettings): Promise<SftpConnection> {
  for (const delay of settings.retryDelaysSeconds) {
    try {
      return await connectOnce(settings);
    } catch (error) {
      // A wrong key or password stays wrong, and servers lock out those who insist.
      if (!hasCode(error, 'UNREACHABLE', 'TIMED_OUT', 'CONNECTION_LOST')) throw error;
      await sleep(delay * 1000);
    }
  }
  return connectOnce(settings);
}

async function connectOnce(settings: SftpSettings): Promise<SftpConnection> {
  const socket = await connectSocket(settings);
  const client = new Client();
  const lost = whenLost(client, settings);
  try {
    await withDeadline(
      `Logging in to ${addressOf(settings)}`,
      deadlineOf(settings),
      logIn(client, socket, settings),
      lost,
    );
    const sftp = await withDeadline('Opening SFTP', deadlineOf(settings), openSftp(client), lost);
    return connectionOver({ client, sftp, lost, settings });
  } catch (error) {
    destroy(client, socket);
    throw error;
  }
}

/** ssh2 would leave Nagle's algorithm on, at 40 ms for every request. */
async function connectSocket(settings: SftpSettings): Promise<Socket> {
  const { host, port } = settings;
  const socket = openSocket({ host, port, noDelay: true, keepAlive: true });
  const connected = new Promise<void>((resolve, fail) => {
    socket.once('connect', resolve);
    socket.once('error', (cause) => fail(unreachable(settings, cause)));
  });
  try {
    await withDeadline(`Connecting to ${addressOf(settings)}`, deadlineOf(settings), connected);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function logIn(client: Client, socket: Socket, settings: SftpSettings): Promise<void> {
  return new Promise((resolve, fail) => {
    let presented: Buffer | undefined;
    client.once('ready', () => resolve());
    client.once('error', (cause) => fail(loginFailure(cause, presented, settings)));
    const hostVerifier = (key: Buffer): boolean => {
      const trusted = settings.hostKeys.some((known) => known.matches(key));
      if (!trusted) presented = key;
      return trusted;
    };
    try {
      client.connect(configOf(settings, socket, hostVerifier));
    } catch (cause) {
      fail(unusableKey({ cause: bare(cause) })); // ssh2 throws at once when it cannot read the key
    }
  });
}

function configOf(
  settings: SftpSettings,
  sock: Socket,
  hostVerifier: (key: Buffer) => boolean,
): ConnectConfig {
  return {
    sock,
    username: settings.username,
    ...settings.login,
    ...algorithmsOf(settings),
    hostVerifier,
    readyTimeout: deadlineOf(settings),
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
  };
}

function algorithmsOf({ hostKeys }: SftpSettings): Pick<ConnectConfig, 'algorithms'> {
  const serverHostKey = hostKeyAlgorithms(hostKeys) as ServerHostKeyAlgorithm[] | undefined;
  return serverHostKey ? { algorithms: { serverHostKey } } : {};
}

const openSftp = (client: Client): Promise<SFTPWrapper> =>
  new Promise((resolve, fail) => {
    client.sftp((cause, sftp) => (cause ? fail(noSftp(cause)) : resolve(sftp)));
  });

type Open = { client: Client; sftp: SFTPWrapper; lost: Promise<never>; settings: SftpSettings };

function connectionOver({ client, sftp, lost, settings }: Open): SftpConnection {
  return {
    async ask<Result>(what: string, start: (sftp: SFTPWrapper, done: Done<Result>) => void): Promise<Result> {
      const work = new Promise<Result>((resolve, fail) => {
        start(sftp, (error, result) => (error ? fail(error) : resolve(result as Result)));
      });
      work.catch(() => {}); // when the race is over already
      try {
        return await withDeadline(what, deadlineOf(settings), work, lost);
      } catch (error) {
        if (hasCode(error, 'TIMED_OUT')) client.destroy(); // what is still under way must not happen later
        throw error;
      }
    },
    close: () => endGently(client, lost),
  };
}

/** Waits a second for a goodbye; a silent server gets none. */
async function endGently(client: Client, lost: Promise<never>): Promise<void> {
  client.end();
  await Promise.race([lost.catch(() => {}), sleep(1000, undefined, { ref: false })]);
  client.destroy();
}

/** Nothing that ssh2 has under way is sure to end when the connection does, so everything is raced against this. */
function whenLost(client: Client, settings: SftpSettings): Promise<never> {
  const lost = new Promise<never>((_, fail) => {
    let cause: Error | undefined;
    client.on('error', (error) => {
      cause = error;
    });
    client.once('close', () => fail(connectionLost(settings, cause)));
  });
  lost.catch(() => {}); // it is heard by those who race against it
  return lost;
}

function destroy(client: Client, socket: Socket): void {
  client.destroy();
  socket.destroy();
}

const addressOf = ({ host, port }: SftpSettings): string => `${host}:${port}`;

const deadlineOf = ({ timeoutSeconds }: SftpSettings): number => timeoutSeconds * 1000;

/** Only the message of what ssh2 threw is kept: its errors can carry the whole configuration, secrets too. */
const bare = (cause: unknown): Error => new Error(describe(cause));

function loginFailure(cause: Error, presented: Buffer | undefined, settings: SftpSettings): TransformerError {
  if (presented) return hostKeyMismatch(presented, addressOf(settings));
  const level = 'level' in cause ? String(cause.level) : '';
  const options = { cause: bare(cause) };
  if (level === 'client-authentication') return refused(settings, options);
  return new TransformerError(
    'UNREACHABLE',
    `The server at ${addressOf(settings)} does not speak SSH as expected. Check host and port, and which host key types and ciphers it offers.`,
    options,
  );
}

const refused = (settings: SftpSettings, options: ErrorOptions): TransformerError =>
  new TransformerError(
    'AUTHENTICATION_FAILED',
    `${addressOf(settings)} refuses the login of ${settings.username}. Check the user name and its password or key, and that the key is authorised on the server.`,
    options,
  );

const unusableKey = (options: ErrorOptions): TransformerError =>
  new TransformerError(
    'AUTHENTICATION_FAILED',
    'The private key cannot be used. Check the file and its passphrase.',
    options,
  );

const unreachable = (settings: SftpSettings, cause: Error): TransformerError =>
  new TransformerError(
    'UNREACHABLE',
    `No connection to ${addressOf(settings)}. Check host, port and firewall.`,
    { cause: bare(cause) },
  );

const connectionLost = (settings: SftpSettings, cause: Error | undefined): TransformerError =>
  new TransformerError(
    'CONNECTION_LOST',
    `The connection to ${addressOf(settings)} was lost. Nothing is lost with it: run again and the pass goes on where it stopped.`,
    cause && { cause: bare(cause) },
  );

const noSftp = (cause: Error): TransformerError =>
  new TransformerError(
    'UNREACHABLE',
    'The server accepts the login but offers no SFTP to this user. Have the SFTP subsystem switched on.',
    { cause: bare(cause) },
  );
