/** Opens the store that the configuration names; secrets are fetched here, at the last moment, and go nowhere else. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TransformerError } from '../errors.ts';
import { openThreadedSftp } from '../sftp-thread/threaded-sftp.ts';
import type { FileStore } from '../store/file-store.ts';
import { parseHostKey, parseKnownHosts, type TrustedKey } from '../store/host-key.ts';
import { openLocalFolder } from '../store/local-folder.ts';
import type { SftpSettings } from '../store/sftp-connection.ts';
import { sourceOf } from './environment.ts';
import type { Configuration, SftpConfiguration } from './schema.ts';

/**
 * @property tenant by whose variables settings are overridden; @property configurationFolder what relative paths are relative to
 * @property giveUp once aborted, no connection is tried any more
 */
export type StoreChoice = SecretChoice & {
  connection: NonNullable<Configuration['connection']>;
  giveUp?: AbortSignal | undefined;
};

export type SecretChoice = {
  tenant?: string | undefined;
  configurationFolder: string;
  environment: Readonly<Record<string, string | undefined>>;
};

export async function openStore(choice: StoreChoice): Promise<FileStore> {
  const { connection, configurationFolder, giveUp } = choice;
  if (connection.sftp)
    return openThreadedSftp(await sftpSettings(connection.sftp, choice), connection.sftp.root, giveUp);
  return openLocalFolder(resolve(configurationFolder, connection.folder ?? '.'));
}

const RETRY_DELAYS_SECONDS = [1, 4];

async function sftpSettings(sftp: SftpConfiguration, choice: StoreChoice): Promise<SftpSettings> {
  const { host, port, username, timeoutSeconds } = sftp;
  const hostKeys = await trustedKeys(sftp, choice);
  return {
    host,
    port,
    username,
    timeoutSeconds,
    hostKeys,
    login: await readLogin(sftp, choice),
    retryDelaysSeconds: RETRY_DELAYS_SECONDS,
  };
}

async function readLogin(sftp: SftpConfiguration, choice: StoreChoice): Promise<SftpSettings['login']> {
  const privateKey = await readSecret(sftp, 'privateKey', choice);
  if (privateKey === undefined) return { password: (await readSecret(sftp, 'password', choice)) ?? '' };
  const passphrase = await readSecret(sftp, 'passphrase', choice);
  return { privateKey: `${privateKey}\n`, ...(passphrase !== undefined && { passphrase }) };
}

type Secret = { setting: string; file: string | undefined; variable: string | undefined };

const readSecret = (
  sftp: SftpConfiguration,
  secret: 'privateKey' | 'password' | 'passphrase',
  choice: SecretChoice,
): Promise<string | undefined> =>
  secretOf(
    { setting: `${secret}File`, file: sftp[`${secret}File`], variable: sftp[`${secret}Environment`] },
    choice,
  );

/** Editors end files with a line feed that is not part of the secret. @returns undefined where none is set */
export async function secretOf(
  { setting, file, variable }: Secret,
  choice: SecretChoice,
): Promise<string | undefined> {
  if (file !== undefined) {
    const text = await readOwnFile(setting, file, choice);
    return notEmpty(text.replace(/\r?\n$/, ''), `The file ${file}`);
  }
  if (variable === undefined) return undefined;
  return notEmpty(choice.environment[variable] ?? '', `The environment variable ${variable}`);
}

function notEmpty(secret: string, where: string): string {
  if (secret !== '') return secret;
  throw new TransformerError(
    'INVALID_CONFIGURATION',
    `${where} is empty, but must contain a secret. Set it, or name another one in the configuration.`,
  );
}

async function readOwnFile(
  setting: string,
  file: string,
  { configurationFolder, tenant, environment }: SecretChoice,
): Promise<string> {
  const path = resolve(configurationFolder, file);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new TransformerError(
      'INVALID_CONFIGURATION',
      `Cannot read the file ${path}, which ${sourceOf(setting, file, tenant, environment)} names. Check that it exists and that this user may read it.`,
      { cause },
    );
  }
}

async function trustedKeys(sftp: SftpConfiguration, choice: StoreChoice): Promise<TrustedKey[]> {
  const { knownHostsFile: file, host, port } = sftp;
  if (file === undefined) return (sftp.hostKey ?? []).flatMap((text) => parseHostKey(text) ?? []);
  const keys = parseKnownHosts(await readOwnFile('knownHostsFile', file, choice), host, port);
  if (keys.length > 0) return keys;
  throw new TransformerError(
    'INVALID_CONFIGURATION',
    `${resolve(choice.configurationFolder, file)} has no key for ${host}, port ${port}. Add the line that ssh-keyscan prints, after checking the fingerprint with the server's operator.`,
  );
}
