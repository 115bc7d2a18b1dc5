/** Settings of the connection, of notices and of starting NetSuite's scripts from environment variables, which override those of the file. */

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @property setting under `connection.sftp`, under `notify`, or under `netsuite.start`
 * @property rivals settings of the file that this one rules out
 * @property isSecret whether the variable holds the secret itself: then it is only named
 */
type Variable = { name: string; setting: string; rivals?: readonly string[]; isSecret?: boolean };

const passphrases = ['passphraseFile', 'passphraseEnvironment'];
const keys = ['privateKeyFile', 'privateKeyEnvironment'];
const passwords = ['passwordFile', 'passwordEnvironment'];
const forPassword = [...passwords, ...keys, ...passphrases];
const forKey = [...passwords, ...keys];

/** After `TRANSFORMER_`, or `TRANSFORMER_<TENANT>_`. */
export const connectionVariables: readonly Variable[] = [
  { name: 'SFTP_HOST', setting: 'host' },
  { name: 'SFTP_PORT', setting: 'port' },
  { name: 'SFTP_USERNAME', setting: 'username' },
  { name: 'SFTP_PASSWORD', setting: 'passwordEnvironment', rivals: forPassword, isSecret: true },
  { name: 'SFTP_PASSWORD_FILE', setting: 'passwordFile', rivals: forPassword },
  { name: 'SFTP_PRIVATE_KEY', setting: 'privateKeyEnvironment', rivals: forKey, isSecret: true },
  { name: 'SFTP_PRIVATE_KEY_FILE', setting: 'privateKeyFile', rivals: forKey },
  { name: 'SFTP_PASSPHRASE', setting: 'passphraseEnvironment', rivals: passphrases, isSecret: true },
  { name: 'SFTP_PASSPHRASE_FILE', setting: 'passphraseFile', rivals: passphrases },
  { name: 'SFTP_HOST_KEY', setting: 'hostKey', rivals: ['knownHostsFile'] },
  { name: 'SFTP_KNOWN_HOSTS_FILE', setting: 'knownHostsFile', rivals: ['hostKey'] },
  { name: 'SFTP_ROOT', setting: 'root' },
  { name: 'SFTP_TIMEOUT_SECONDS', setting: 'timeoutSeconds' },
];

/** After the same. */
export const notifyVariables: readonly Variable[] = [
  {
    name: 'NOTIFY_WEBHOOK',
    setting: 'webhookEnvironment',
    rivals: ['webhook', 'webhookFile'],
    isSecret: true,
  },
  { name: 'NOTIFY_WEBHOOK_FILE', setting: 'webhookFile', rivals: ['webhook', 'webhookEnvironment'] },
];

/** After the same: of `netsuite.start`. */
export const startVariables: readonly Variable[] = [
  { name: 'NETSUITE_ACCOUNT', setting: 'account' },
  { name: 'NETSUITE_CONSUMER_KEY', setting: 'consumerKey' },
  {
    name: 'NETSUITE_CONSUMER_SECRET',
    setting: 'consumerSecretEnvironment',
    rivals: ['consumerSecretFile', 'consumerSecretEnvironment'],
    isSecret: true,
  },
  {
    name: 'NETSUITE_CONSUMER_SECRET_FILE',
    setting: 'consumerSecretFile',
    rivals: ['consumerSecretFile', 'consumerSecretEnvironment'],
  },
  { name: 'NETSUITE_TOKEN_ID', setting: 'tokenId' },
  {
    name: 'NETSUITE_TOKEN_SECRET',
    setting: 'tokenSecretEnvironment',
    rivals: ['tokenSecretFile', 'tokenSecretEnvironment'],
    isSecret: true,
  },
  {
    name: 'NETSUITE_TOKEN_SECRET_FILE',
    setting: 'tokenSecretFile',
    rivals: ['tokenSecretFile', 'tokenSecretEnvironment'],
  },
];

/** @property variables which variable a setting came from, by its path joined with dots */
type Overlaid = { settings: unknown; variables: ReadonlyMap<string, string> };

/** @param settings of one tenant, as the file gives them */
export function withEnvironment(
  settings: unknown,
  tenant: string | undefined,
  environment: Environment,
): Overlaid {
  if (!isGroup(settings)) return { settings, variables: new Map() };
  const prefix = prefixOf(tenant);
  const isGiven = ({ name }: Variable): boolean => isSet(environment[prefix + name]);
  const overlay = (group: string, given: readonly Variable[], ofFile: unknown) => ({
    settings: given.length === 0 ? undefined : overlaid(given, prefix, ofFile, environment),
    variables: given.map(({ name, setting }): [string, string] => [`${group}.${setting}`, prefix + name]),
  });
  const connection = isGroup(settings.connection) ? settings.connection : {};
  const sftp = overlay('connection.sftp', connectionVariables.filter(isGiven), connection.sftp);
  const notify = overlay('notify', notifyVariables.filter(isGiven), settings.notify);
  const netsuite = isGroup(settings.netsuite) ? settings.netsuite : {};
  const start = overlay('netsuite.start', startVariables.filter(isGiven), netsuite.start);
  const folder = environment[`${prefix}FOLDER`];
  const variables = new Map([...sftp.variables, ...notify.variables, ...start.variables]);
  if (isSet(folder)) variables.set('connection.folder', `${prefix}FOLDER`);
  const chosen = { ...(isSet(folder) && { folder }), ...(sftp.settings && { sftp: sftp.settings }) };
  const isChosen = Object.keys(chosen).length > 0;
  return {
    settings: {
      ...settings,
      ...(isChosen && { connection: chosen }),
      ...(notify.settings && { notify: notify.settings }),
      ...(start.settings && { netsuite: { ...netsuite, start: start.settings } }),
    },
    variables,
  };
}

/**
 * What is wrong with a connection that only the environment gives, in the names of its variables.
 * @param path the keys that lead to the value, outermost first
 */
export function inVariables(
  { path, message }: { path: readonly string[]; message: string },
  tenant: string | undefined,
): { path: readonly string[]; message: string } {
  const prefix = prefixOf(tenant);
  const variables = new Map(connectionVariables.map(({ name, setting }) => [setting, prefix + name]));
  const own = path[0] === 'connection' && path[1] === 'sftp' ? variables.get(path[2] ?? '') : undefined;
  const said = message.replace(/\b[a-z]+[A-Z]\w+/g, (word) => variables.get(word) ?? word);
  return { path: own === undefined ? path : [own], message: said };
}

/** Whose value it is: that of a variable, or of the configuration. */
export function sourceOf(
  setting: string,
  value: string,
  tenant: string | undefined,
  environment: Environment,
): string {
  const known: [string, readonly Variable[]][] = [
    ['connection.sftp', connectionVariables],
    ['notify', notifyVariables],
    ['netsuite.start', startVariables],
  ];
  const [group, ours] = known.find(([, variables]) => variables.some((one) => one.setting === setting)) ?? [
    'connection.sftp',
    [],
  ];
  const names = ours.filter((one) => one.setting === setting).map(({ name }) => prefixOf(tenant) + name);
  return names.find((name) => environment[name] === value) ?? `${group}.${setting}`;
}

export const prefixOf = (tenant: string | undefined): string =>
  tenant === undefined ? 'TRANSFORMER_' : `TRANSFORMER_${tenant.toUpperCase().replaceAll('-', '_')}_`;

/** Orchestrators set variables to nothing where a value is missing. */
const isSet = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

function overlaid(
  given: readonly Variable[],
  prefix: string,
  ofFile: unknown,
  environment: Environment,
): Record<string, unknown> {
  const ruledOut = given.flatMap(({ rivals = [] }) => rivals);
  const kept = Object.entries(isGroup(ofFile) ? ofFile : {}).filter(([key]) => !ruledOut.includes(key));
  const set = given.map(({ name, setting, isSecret }) => {
    const variable = prefix + name;
    return [setting, isSecret ? variable : environment[variable]];
  });
  return Object.fromEntries([...kept, ...set]);
}

type Group = Readonly<Record<string, unknown>>;

const isGroup = (value: unknown): value is Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
