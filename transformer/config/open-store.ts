/** Opens the store that the configuration names; secrets are fetched here, at the last moment, and go nowhere else. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TransformerError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import { parseHostKey, parseKnownHosts, type TrustedKey } from '../store/host-key.ts';
import { openLocalFolder } from '../store/local-folder.ts';
import { openSftp } from '../store/sftp.ts';
import type { SftpSettings } from '../store/sftp-connection.ts';
import type { Configuration, SftpConfiguration } from './schema.ts';

/** @property configurationFolder what relative paths are relative to */
export type StoreChoice = {
  connection: NonNullable<Configuration['connection']>;
  configurationFolder: string;
  environment: Readonly<Record<string, string | undefined>>;
};

export async function openStore({
  connection,
  configurationFolder,
  environment,
}: StoreChoice): Promise<FileStore> {
  if (connection.sftp) {
    const settings = await sftpSettings(connection.sftp, configurationFolder, environment);
    return openSftp(settings, connection.sftp.root);
  }
  return openLocalFolder(resolve(configurationFolder, connection.folder ?? '.'));
}

const RETRY_DELAYS_SECONDS = [1, 4];

async function sftpSettings(
  sftp: SftpConfiguration,
  folder: string,
  environment: StoreChoice['environment'],
): Promise<SftpSettings> {
  const secret = (file: string | undefined, variable: string | undefined): Promise<string | undefined> =>
    readSecret(file && resolve(folder, file), variable, environment);
  const { host, port, username, timeoutSeconds } = sftp;
  const hostKeys = await trustedKeys(sftp, folder);
  return {
    host,
    port,
    username,
    timeoutSeconds,
    hostKeys,
    login: await readLogin(sftp, secret),
    retryDelaysSeconds: RETRY_DELAYS_SECONDS,
  };
}

type ReadSecret = (file: string | undefined, variable: string | undefined) => Promise<string | undefined>;

async function readLogin(sftp: SftpConfiguration, secret: ReadSecret): Promise<SftpSettings['login']> {
  const privateKey = await secret(sftp.privateKeyFile, sftp.privateKeyEnvironment);
  if (privateKey === undefined)
    return { password: (await secret(sftp.passwordFile, sftp.passwordEnvironment)) ?? '' };
  const passphrase = await secret(sftp.passphraseFile, sftp.passphraseEnvironment);
  return { privateKey: `${privateKey}\n`, ...(passphrase !== undefined && { passphrase }) };
}

/** Editors end files with a line feed that is not part of the secret. */
async function readSecret(
  file: string | undefined,
  variable: string | undefined,
  environment: StoreChoice['environment'],
): Promise<string | undefined> {
  if (file !== undefined)
    return notEmpty((await readOwnFile(file)).replace(/\r?\n$/, ''), `The file ${file}`);
  if (variable === undefined) return undefined;
  return notEmpty(environment[variable] ?? '', `The environment variable ${variable}`);
}

function notEmpty(secret: string, where: string): string {
  if (secret !== '') return secret;
  throw new TransformerError(
    'INVALID_CONFIGURATION',
    `${where} is empty, but must contain a secret. Set it, or name another one in the configuration.`,
  );
}

async function readOwnFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TransformerError(
      'INVALID_CONFIGURATION',
      `Cannot read the file ${path}, which the configuration names. Check that it exists and that this user may read it.`,
      { cause },
    );
  }
}

async function trustedKeys(sftp: SftpConfiguration, folder: string): Promise<TrustedKey[]> {
  if (sftp.knownHostsFile === undefined) {
    return (sftp.hostKey ?? []).flatMap((text) => parseHostKey(text) ?? []);
  }
  const path = resolve(folder, sftp.knownHostsFile);
  const keys = parseKnownHosts(await readOwnFile(path), sftp.host, sftp.port);
  if (keys.length > 0) return keys;
  throw new TransformerError(
    'INVALID_CONFIGURATION',
    `${path} has no key for ${sftp.host}, port ${sftp.port}. Add the line that ssh-keyscan prints, after checking the fingerprint with the server's operator.`,
  );
}
