/** Connection settings from environment variables, which override those of the file. */

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * @property setting under `connection.sftp`
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

/** @property variables which variable a setting came from, by its path joined with dots */
type Overlaid = { settings: unknown; variables: ReadonlyMap<string, string> };

/** @param settings of one tenant, as the file gives them */
export function withEnvironment(
  settings: unknown,
  tenant: string | undefined,
  environment: Environment,
): Overlaid {
  const prefix = prefixOf(tenant);
  const given = connectionVariables.filter(({ name }) => isSet(environment[prefix + name]));
  const folder = environment[`${prefix}FOLDER`];
  if (!isGroup(settings) || (given.length === 0 && !isSet(folder))) return { settings, variables: new Map() };
  const connection = isGroup(settings.connection) ? settings.connection : {};
  const sftp = given.length === 0 ? undefined : sftpFrom(given, prefix, connection.sftp, environment);
  const variables = new Map(
    given.map(({ name, setting }) => [`connection.sftp.${setting}`, `${prefix}${name}`]),
  );
  if (isSet(folder)) variables.set('connection.folder', `${prefix}FOLDER`);
  const chosen = { ...(isSet(folder) && { folder }), ...(sftp && { sftp }) };
  return { settings: { ...settings, connection: chosen }, variables };
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
  const variables = connectionVariables.map(({ name, setting: of }) => ({
    name: prefixOf(tenant) + name,
    of,
  }));
  const variable = variables.find(({ name, of }) => of === setting && environment[name] === value);
  return variable?.name ?? `connection.sftp.${setting}`;
}

export const prefixOf = (tenant: string | undefined): string =>
  tenant === undefined ? 'TRANSFORMER_' : `TRANSFORMER_${tenant.toUpperCase().replaceAll('-', '_')}_`;

/** Orchestrators set variables to nothing where a value is missing. */
const isSet = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

function sftpFrom(
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
