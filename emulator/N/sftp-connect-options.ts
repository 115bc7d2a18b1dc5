/** The options of `sftp.createConnection`: what they must be, and the secrets they stand for. */

import type { World } from '../account/account-context.ts';
import { hostKeyType } from '../sftp/host-key.ts';
import { CONNECT_TIMEOUT, PORTS } from '../sftp/limits.ts';
import type { ConnectOptions } from '../sftp/port.ts';
import { type Options, readArguments, textOption } from '../strictness/arguments.ts';
import { suiteError } from '../strictness/suite-error.ts';

/** What `createConnection` was given, checked (section_4617005472). */
export function readConnectOptions(world: World, values: unknown[]): ConnectOptions & { directory: string } {
  const call = 'N/sftp.createConnection';
  const options = readArguments(
    {
      call,
      required: ['url', 'hostKey'],
      optional: [
        'username',
        'passwordGuid',
        'secret',
        'keyId',
        'port',
        'directory',
        'timeout',
        'hostKeyType',
      ],
    },
    values,
  );
  const hostKey = textOption(call, options, 'hostKey');
  const host = textOption(call, options, 'url');
  const vouched = world.sftp.vouchedFor(host);
  const standIn = vouched === 'login';
  if (vouched === 'nothing') checkHostKey(hostKey, options.hostKeyType);
  const username = String(options.username ?? 'anonymous');
  return {
    host,
    port: portOf(options.port),
    username: standIn ? username : secretOr(world, username),
    ...credentials(world, call, options, standIn),
    hostKey,
    timeout: connectTimeout(options.timeout),
    directory: options.directory === undefined ? '' : textOption(call, options, 'directory'),
  };
}

/** `ed25519` keys are too short to pass for one: NetSuite knows rsa, dsa and ecdsa. */
function checkHostKey(hostKey: string, wantedType: unknown): void {
  const type = hostKeyType(hostKey);
  if (!type) {
    throw suiteError(
      'FTP_MALFORMED_HOST_KEY',
      'The hostKey must be the base64 text of an rsa, dsa or ecdsa key (96 bytes or more), without host name and type.',
    );
  }
  if (wantedType === undefined || wantedType === type) return;
  throw suiteError(
    'FTP_INCORRECT_HOST_KEY_TYPE',
    `hostKeyType is ${String(wantedType)}, the hostKey is ${type}.`,
  );
}

/** A password (by GUID or API secret), a key, or a key with either (section_4617005472). */
function credentials(world: World, call: string, options: Options, standIn: boolean) {
  const { secret, passwordGuid, keyId } = options;
  if (secret !== undefined && passwordGuid !== undefined) {
    throw suiteError(
      'MUTUALLY_EXCLUSIVE_ARGUMENTS',
      `${call}: secret and passwordGuid cannot be used together.`,
    );
  }
  const password = secret ?? passwordGuid;
  if (password === undefined && keyId === undefined) {
    throw suiteError(
      'SSS_MISSING_REQD_ARGUMENT',
      `${call}: Missing a required argument: secret, passwordGuid or keyId`,
    );
  }
  if (standIn) return { password: undefined, privateKey: undefined };
  return {
    password: password === undefined ? undefined : secretOf(world, String(password)),
    privateKey: keyId === undefined ? undefined : secretOf(world, String(keyId)),
  };
}

function secretOf(world: World, id: string): string {
  const value = world.secrets[id];
  if (value !== undefined) return value;
  throw suiteError(
    'FTP_CANNOT_ESTABLISH_CONNECTION',
    `There is no secret, password or key ${id} in this account. Give it in the option secrets.`,
  );
}

const secretOr = (world: World, text: string): string =>
  text.startsWith('custsecret') ? secretOf(world, text) : text;

function portOf(port: unknown): number {
  if (port === undefined || port === null) return PORTS.defaults;
  if (typeof port === 'number' && Number.isInteger(port) && port >= PORTS.least && port <= PORTS.most)
    return port;
  throw suiteError('FTP_INVALID_PORT_NUMBER', `The port number is invalid: ${String(port)}.`);
}

function connectTimeout(timeout: unknown): number {
  if (timeout === undefined || timeout === null) return CONNECT_TIMEOUT.most;
  if (typeof timeout === 'number' && timeout > 0 && timeout <= CONNECT_TIMEOUT.most) return timeout;
  throw suiteError(
    'FTP_INVALID_CONNECTION_TIMEOUT',
    `The timeout must be 1 to 20 seconds, not ${String(timeout)}.`,
  );
}
