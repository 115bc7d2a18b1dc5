/** One SSH connection whose host key is verified and whose every request ends, even when the server falls silent. */
import { connect as openSocket, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectConfig, ServerHostKeyAlgorithm, SFTPWrapper } from 'ssh2';
import SftpClient from 'ssh2-sftp-client';
import { describe, hasCode, TransformerError } from '../errors.ts';
import { timedOut, withDeadline } from './deadline.ts';
import { hostKeyAlgorithms, hostKeyMismatch, isTrusted, otherKinds, type TrustedKey } from './host-key.ts';
import { openRequests, type Start } from './sftp-requests.ts';

export type SftpSettings = {
  host: string;
  port: number;
  username: string;
  login: { password: string } | { privateKey: string; passphrase?: string };
  /** The server must present one of these keys. */
  hostKeys: readonly TrustedKey[];
  timeoutSeconds: number;
  /** Waits between attempts to connect; as many attempts as waits, and one, unless one takes long. */
  retryDelaysSeconds: readonly number[];
  /** Once aborted, no connection is tried any more; one that was made stays. */
  giveUp?: AbortSignal | undefined;
};

export type SftpConnection = {
  /**
   * Sends one request of the protocol, at once, under the deadline.
   * @param start is given an ordinary Node callback
   */
  ask<Result>(what: string, start: Start<Result>): Promise<Result>;
  /** For how many milliseconds there has been no answer although one is due. */
  silence(): number;
  close(): Promise<void>;
};

/** Whoever has waited so long in vain is not helped by waiting again: the next pass tries. */
const LONGEST_ATTEMPT_MILLISECONDS = 30_000;

/** @throws TransformerError UNREACHABLE, TIMED_OUT, AUTHENTICATION_FAILED, HOST_KEY_MISMATCH */
export async function connectSftp(settings: SftpSettings): Promise<SftpConnection> {
  for (const delay of settings.retryDelaysSeconds) {
    const since = Date.now();
    try {
      return await connectTrusted(settings);
    } catch (error) {
      // A wrong key or password stays wrong, and servers lock out those who insist.
      if (!hasCode(error, 'UNREACHABLE', 'TIMED_OUT', 'CONNECTION_LOST')) throw error;
      if (Date.now() - since > LONGEST_ATTEMPT_MILLISECONDS) throw error;
      await sleep(delay * 1000, undefined, { signal: settings.giveUp }).catch(() => {}); // the next attempt reports it
    }
  }
  return connectTrusted(settings);
}

/** A key is shown before anybody logs in, so asking again for one of another kind locks nobody out. */
async function connectTrusted(settings: SftpSettings): Promise<SftpConnection> {
  const presented: Buffer[] = [];
  try {
    return await connectOnce(settings, presented);
  } catch (error) {
    const [first] = presented;
    if (!first) throw error;
    for (const kind of otherKinds(settings.hostKeys, first)) {
      const before = presented.length;
      try {
        return await connectOnce(settings, presented, kind);
      } catch (again) {
        const isMismatch = presented.length > before;
        if (!isMismatch && !isWithoutKind(again)) throw again;
      }
    }
    throw hostKeyMismatch(presented, addressOf(settings));
  }
}

/** ssh2 in its own words: the server has no key of the kind. */
const isWithoutKind = (error: unknown): boolean => /no matching host key/i.test(describe(error));

/** @param presented where keys go that are not trusted; @param kind the only kind of key to accept */
async function connectOnce(
  settings: SftpSettings,
  presented: Buffer[],
  kind?: readonly string[],
): Promise<SftpConnection> {
  const socket = await connectSocket(settings);
  const onGiveUp = (): void => void socket.destroy();
  settings.giveUp?.addEventListener('abort', onGiveUp);
  // Left to itself the client writes what happens to the console, where it would spoil the log.
  const client = new SftpClient('transformer', { error: () => {}, end: () => {}, close: () => {} });
  const lost = whenLost(client, settings);
  try {
    const login = logIn(client, socket, settings, { presented, kind });
    const sftp = await withDeadline(loggingIn(settings), deadlineOf(settings), login, lost);
    // Without its channel the connection is of no use.
    sftp.on('close', () => socket.destroy());
    const giveUp = (): void => void socket.destroy(); // what is still under way must not happen later
    const requests = openRequests({ lost, milliseconds: deadlineOf(settings), giveUp });
    const ask: SftpConnection['ask'] = (what, start) =>
      requests.ask(what, (done) =>
        start(sftp, (error, result) => (isOver(error) ? giveUp() : done(error, result))),
      );
    return { ask, silence: requests.silence, close: () => endGently(client, socket) };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    settings.giveUp?.removeEventListener('abort', onGiveUp);
  }
}

/** So ssh2 answers what is under way when the channel ends; the end of the connection then says what happened. */
const isOver = (error: Error | null | undefined): boolean => error?.message === 'No response from server';

/** ssh2 would leave Nagle's algorithm on, at 40 ms for every request. */
async function connectSocket(settings: SftpSettings): Promise<Socket> {
  const { host, port, giveUp } = settings;
  if (giveUp?.aborted) throw unreachable(settings, new Error('given up'));
  const socket = openSocket({ host, port, noDelay: true, keepAlive: true });
  const onGiveUp = (): void => void socket.destroy(new Error('given up'));
  giveUp?.addEventListener('abort', onGiveUp);
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
  } finally {
    giveUp?.removeEventListener('abort', onGiveUp);
  }
}

/** @returns the protocol itself: the client's own calls ask more of the server than they have to, and take turns */
async function logIn(
  client: SftpClient,
  socket: Socket,
  settings: SftpSettings,
  { presented, kind }: { presented: Buffer[]; kind: readonly string[] | undefined },
): Promise<SFTPWrapper> {
  const before = presented.length;
  let raised: unknown;
  const hostVerifier = (key: Buffer): boolean => {
    const trusted = isTrusted(settings.hostKeys, key);
    if (!trusted) presented.push(key);
    return trusted;
  };
  // The client passes on the text of an error only; what kind it was is in the one that ssh2 raised.
  client.on('error', (error: unknown) => {
    raised ??= error;
  });
  try {
    return await client.connect(configOf(settings, socket, hostVerifier, kind));
  } catch (cause) {
    throw loginFailure(raised ?? cause, presented.slice(before), settings);
  }
}

function configOf(
  settings: SftpSettings,
  sock: Socket,
  hostVerifier: (key: Buffer) => boolean,
  kind: readonly string[] | undefined,
): ConnectConfig {
  return {
    sock,
    username: settings.username,
    ...settings.login,
    ...algorithmsOf(settings, kind),
    hostVerifier,
    readyTimeout: deadlineOf(settings),
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
  };
}

function algorithmsOf(
  { hostKeys }: SftpSettings,
  kind: readonly string[] | undefined,
): Pick<ConnectConfig, 'algorithms'> {
  const serverHostKey = (kind ?? hostKeyAlgorithms(hostKeys)) as ServerHostKeyAlgorithm[] | undefined;
  return serverHostKey ? { algorithms: { serverHostKey } } : {};
}

/** Waits a second for a goodbye; a silent server gets none. */
async function endGently(client: SftpClient, socket: Socket): Promise<void> {
  const ended = client.end().catch(() => false); // it is over in either case
  await Promise.race([ended, sleep(1000, undefined, { ref: false })]);
  socket.destroy();
}

/** Nothing that ssh2 has under way is sure to end when the connection does, so everything is raced against this. */
function whenLost(client: SftpClient, settings: SftpSettings): Promise<never> {
  const lost = new Promise<never>((_, fail) => {
    let cause: Error | undefined;
    client.on('error', (error: Error) => {
      cause = error;
    });
    client.on('close', () => fail(connectionLost(settings, cause)));
  });
  lost.catch(() => {}); // it is heard by those who race against it
  return lost;
}

const addressOf = ({ host, port }: SftpSettings): string => `${host}:${port}`;

const loggingIn = (settings: SftpSettings): string => `Logging in to ${addressOf(settings)}`;

const deadlineOf = ({ timeoutSeconds }: SftpSettings): number => timeoutSeconds * 1000;

/** Only the message of what ssh2 threw is kept: its errors can carry the whole configuration, secrets too. */
const bare = (cause: unknown): Error => new Error(describe(cause));

function loginFailure(
  cause: unknown,
  presented: readonly Buffer[],
  settings: SftpSettings,
): TransformerError {
  if (presented.length > 0) return hostKeyMismatch(presented, addressOf(settings));
  const options = { cause: bare(cause) };
  const text = describe(cause);
  if (levelOf(cause) === 'client-authentication') return refused(settings, options);
  if (levelOf(cause) === 'client-timeout') return timedOut(loggingIn(settings), deadlineOf(settings));
  // ssh2 throws at once when it cannot read the key, and names no level.
  if (/privateKey/i.test(text)) return unusableKey(options);
  if (/subsystem/i.test(text)) return noSftp(options);
  return new TransformerError(
    'UNREACHABLE',
    `The server at ${addressOf(settings)} does not speak SSH as expected. Check host and port, and which host key types and ciphers it offers.`,
    options,
  );
}

const levelOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'level' in cause ? String(cause.level) : '';

const refused = (settings: SftpSettings, options: ErrorOptions): TransformerError =>
  new TransformerError(
    'AUTHENTICATION_FAILED',
    `${addressOf(settings)} refuses the login of ${settings.username}. Check the user name and its password or key, and that the key is authorized on the server.`,
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
    `Cannot connect to ${addressOf(settings)}. Check host, port and firewall.`,
    { cause: bare(cause) },
  );

const connectionLost = (settings: SftpSettings, cause: Error | undefined): TransformerError =>
  new TransformerError(
    'CONNECTION_LOST',
    `The connection to ${addressOf(settings)} was lost. No data is lost: run again, and the pass continues where it stopped.`,
    cause && { cause: bare(cause) },
  );

const noSftp = (options: ErrorOptions): TransformerError =>
  new TransformerError(
    'UNREACHABLE',
    'The server accepts the login but does not offer SFTP to this user. Have the SFTP subsystem enabled.',
    options,
  );
