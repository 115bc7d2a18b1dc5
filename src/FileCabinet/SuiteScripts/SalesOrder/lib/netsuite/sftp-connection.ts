/** The one place that reads the SFTP configuration record and connects. */
import * as runtime from 'N/runtime';
import * as search from 'N/search';
import * as sftp from 'N/sftp';
import { asFailure, type Failure, failure } from './failure.ts';
import { sftpConfiguration as ids } from './ids.ts';
import { textOf } from './searches.ts';

/**
 * @throws NO_SFTP_CONFIGURATION, SEVERAL_SFTP_CONFIGURATIONS, INCOMPLETE_SFTP_CONFIGURATION, OTHER_ACCOUNT, and what N/sftp throws (help
 * section_4617005472)
 */
export function connect(): sftp.Connection {
  const configuration = readConfiguration();
  const [type, hostKey] = splitHostKey(configuration[ids.hostKey]);
  const port = Number(configuration[ids.port]);
  return sftp.createConnection({
    url: configuration[ids.server],
    username: configuration[ids.userId],
    ...credential(configuration[ids.credential]),
    hostKey,
    ...(type ? { hostKeyType: type } : {}),
    ...(port > 0 ? { port } : {}),
    directory: configuration[ids.directory],
  });
}

/** For a run that writes records before it connects. 10 units. @throws what `connect` does before it connects */
export function assertConfigured(): void {
  readConfiguration();
}

/** For what is done after a run that has failed for want of it. 10 units. */
export const isConfigured = (): boolean => configurationProblem() === undefined;

/** Why nothing connects. 10 units. */
export function configurationProblem(): Failure | undefined {
  try {
    assertConfigured();
    return undefined;
  } catch (thrown) {
    return asFailure(thrown);
  }
}

type ConfigurationField = Exclude<(typeof ids)[keyof typeof ids], typeof ids.type>;
type Configuration = Record<ConfigurationField, string>;

function readConfiguration(): Configuration {
  const { type, ...fields } = ids;
  const columns = Object.values(fields);
  const found = search
    .create({ type, filters: [['isinactive', 'is', 'F']], columns })
    .run()
    .getRange({ start: 0, end: 2 });
  const [only, second] = found;
  if (!only) {
    throw failure(
      'NO_SFTP_CONFIGURATION',
      'There is no active HC SFTP Configuration record. Create one: see docs/deploying.md.',
    );
  }
  if (second) {
    throw failure(
      'SEVERAL_SFTP_CONFIGURATIONS',
      `There are several active HC SFTP Configuration records (${only.id}, ${second.id}, ...). Make all but one inactive.`,
    );
  }
  const configuration = Object.fromEntries(
    columns.map((column) => [column, String(only.getValue(column) ?? '').trim()]),
  ) as Configuration;
  refuseIncomplete(configuration, textOf(only.id));
  refuseOtherAccount(configuration[ids.account], textOf(only.id));
  return configuration;
}

/** Labels of what no connection can do without. The port has a default, and the directory may be the login's own. */
const REQUIRED: readonly (readonly [ConfigurationField, string])[] = [
  [ids.server, 'SFTP Server'],
  [ids.userId, 'User ID'],
  [ids.hostKey, 'Host Key'],
  [ids.credential, 'SFTP GUID'],
  [ids.account, 'NetSuite Account'],
];

function refuseIncomplete(configuration: Configuration, id: string): void {
  const missing = REQUIRED.filter(([field]) => configuration[field] === '').map(([, label]) => label);
  if (missing.length === 0) return;
  throw failure(
    'INCOMPLETE_SFTP_CONFIGURATION',
    `HC SFTP Configuration record ${id} lacks ${missing.join(', ')}. Fill in what is missing (this account is ${runtime.accountId}): see docs/deploying.md.`,
  );
}

/**
 * A refresh copies the record into a sandbox, where the scripts would take production's files. The account is entered by a person,
 * and never by a run: in a sandbox that was refreshed from an account without it, the run would enter the wrong one.
 */
function refuseOtherAccount(account: string, id: string): void {
  if (nameOf(account) === nameOf(runtime.accountId)) return;
  throw failure(
    'OTHER_ACCOUNT',
    `HC SFTP Configuration record ${id} belongs to the account ${account}, and this is ${runtime.accountId}, so nothing was touched. If the record was copied from there, as when a sandbox is refreshed, enter this account's own server and credential, then ${runtime.accountId} as its NetSuite Account; until then pause the feeds by the boxes of the record.`,
  );
}

/** The same account is 1234567_SB1 in one place and 1234567-sb1 in another. */
const nameOf = (account: string): string => account.toUpperCase().replaceAll('-', '_');

/**
 * The field held a password GUID, then a key id, and since 2024 the id of an API secret.
 * Source: docs/contracts.md#the-sftp-credential.
 */
function credential(value: string): { secret: string } | { keyId: string } | { passwordGuid: string } {
  if (value.startsWith('custsecret')) return { secret: value };
  if (value.startsWith('custkey')) return { keyId: value };
  return { passwordGuid: value };
}

/** Takes the bare base64 key or a whole line of ssh-keyscan: `host ssh-rsa AAAA...`. */
function splitHostKey(value: string): [type: 'rsa' | 'ecdsa' | 'dsa' | undefined, key: string] {
  const key = value.split(/\s+/).find((part) => part.startsWith('AAAA')) ?? value;
  if (key.startsWith('AAAAB3NzaC1yc2E')) return ['rsa', key];
  if (key.startsWith('AAAAE2VjZHNh')) return ['ecdsa', key];
  return [key.startsWith('AAAAB3NzaC1kc3M') ? 'dsa' : undefined, key];
}
