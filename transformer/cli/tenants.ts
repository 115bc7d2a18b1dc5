/** The tenants a command is about, each with its routes and the way to its files. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FeedName } from '#feeds/feed.ts';
import { type ConfigurationFile, readConfiguration } from '../config/load.ts';
import { openStore } from '../config/open-store.ts';
import type { FailureMemory } from '../config/growing-pauses.ts';
import { type LoginMemory, openNoting } from '../config/refused-login.ts';
import type { ProcessSettings, SftpConfiguration } from '../config/schema.ts';
import { serverOf } from '../config/server-name.ts';
import { indexFileOf, routesOf } from '../config/settings.ts';
import type { Tenant } from '../config/tenants.ts';
import { describe, TransformerError } from '../errors.ts';
import type { Route } from '../folders/folders.ts';
import type { FileStore } from '../store/file-store.ts';
import { openLocalFolder } from '../store/local-folder.ts';
import type { CliContext } from './context.ts';
import type { PlaceOptions } from './options.ts';

/**
 * @property configurationFolder what relative paths in the configuration are relative to
 * @property place where its files are, for people
 * @property indexFile path of its row index; undefined when none is kept
 * @property server whose limit of connections counts; a folder of this machine is one of its own
 * @property failures of its server, after which passes pause; none are counted of a folder of this machine
 * @property login whether the server has refused it is remembered there
 */
export type ChosenTenant = Tenant & {
  configurationFolder: string;
  place: string;
  indexFile: string | undefined;
  routes: Route[];
  server: string;
  failures: FailureMemory | undefined;
  login: LoginMemory | undefined;
  open: (giveUp?: AbortSignal) => Promise<FileStore>;
};

/** @property process what holds for the whole process */
export type Chosen = { tenants: ChosenTenant[]; process: ProcessSettings };

/** @throws TransformerError INVALID_CONFIGURATION, WRONG_USAGE */
export const chooseTenants = async (options: PlaceOptions, cli: CliContext): Promise<ChosenTenant[]> =>
  (await choose(options, cli)).tenants;

/** @throws TransformerError INVALID_CONFIGURATION, WRONG_USAGE */
export async function choose(options: PlaceOptions, cli: CliContext): Promise<Chosen> {
  const file = await readConfigured(options.config, cli);
  const tenants = named(file.tenants, options.tenant);
  if (options.folder !== undefined && tenants.length > 1) {
    throw wrongUsage(
      `--folder can only be used for one tenant. Add --tenant <name>; ${namesIn(file.tenants)}.`,
    );
  }
  return { tenants: tenants.map((tenant) => chosen(tenant, file, options, cli)), process: file.process };
}

/** @throws TransformerError WRONG_USAGE when several are meant */
export async function chooseOneTenant(options: PlaceOptions, cli: CliContext): Promise<ChosenTenant> {
  const tenants = await chooseTenants(options, cli);
  const [tenant] = tenants;
  if (tenant && tenants.length === 1) return tenant;
  throw wrongUsage(`Choose one tenant with --tenant <name>; ${namesIn(tenants)}.`);
}

/** The file that is named, else the one that the environment names, else what the environment alone says. */
export const readConfigured = (
  path: string | undefined,
  { environment }: CliContext,
): Promise<ConfigurationFile> =>
  readConfiguration(path ?? (environment.TRANSFORMER_CONFIG || undefined), environment);

/** Of a configuration without connection, the one tenant that a conversion is for. */
export function onlyTenant(tenants: readonly Tenant[], names: readonly string[] | undefined): Tenant {
  const chosenOnes = named(tenants, names);
  const [tenant] = chosenOnes;
  if (tenant && chosenOnes.length === 1) return tenant;
  throw wrongUsage(`Choose one tenant with --tenant <name>; ${namesIn(tenants)}.`);
}

function named(tenants: readonly Tenant[], names: readonly string[] | undefined): Tenant[] {
  if (names === undefined) return [...tenants];
  const unknown = names.find((name) => !tenants.some((tenant) => tenant.name === name));
  if (unknown !== undefined)
    throw wrongUsage(`No tenant is named ${JSON.stringify(unknown)}; ${namesIn(tenants)}.`);
  return tenants.filter(({ name }) => name !== undefined && names.includes(name));
}

function namesIn(tenants: readonly Tenant[]): string {
  const names = tenants.flatMap(({ name }) => name ?? []);
  return names.length === 0
    ? 'the configuration names no tenants'
    : `the configuration has ${names.join(', ')}`;
}

function chosen(
  tenant: Tenant,
  { folder: configurationFolder }: ConfigurationFile,
  { folder, feed = [] }: PlaceOptions,
  { environment, clock }: CliContext,
): ChosenTenant {
  const { connection } = tenant.configuration;
  const overSftp = folder === undefined && connection?.sftp !== undefined;
  const routes = routesOf(tenant.configuration, feed as FeedName[], overSftp);
  const file = indexFileOf(tenant.configuration, tenant.name);
  const indexFile = file === undefined ? undefined : resolve(configurationFolder, file);
  const common = { ...tenant, configurationFolder, routes, indexFile };
  if (folder !== undefined)
    return {
      ...common,
      place: folder,
      server: folder,
      failures: undefined,
      login: undefined,
      open: () => openLocalFolder(folder),
    };
  if (!connection) throw nowhere(tenant.name);
  const { sftp } = connection;
  const place = sftp ? `${sftp.username}@${sftp.host}:${sftp.port}${sftp.root}` : (connection.folder ?? '');
  const server = sftp ? serverOf(sftp) : place;
  const open = (giveUp: AbortSignal | undefined): Promise<FileStore> =>
    openStore({ connection, configurationFolder, environment, tenant: tenant.name, giveUp });
  const login = sftp && indexFile !== undefined ? memoryOf(sftp, indexFile, configurationFolder) : undefined;
  const failures = sftp && { account: accountOf(sftp), path: indexFile && `${indexFile}.failures.json` };
  const noting = (giveUp?: AbortSignal) => openNoting(() => open(giveUp), login, clock);
  return { ...common, place, server, failures, login, open: noting };
}

function memoryOf(sftp: SftpConfiguration, indexFile: string, configurationFolder: string): LoginMemory {
  const { passwordFile, privateKeyFile, passphraseFile } = sftp;
  const secretFiles = [passwordFile, privateKeyFile, passphraseFile].flatMap((file) =>
    file === undefined ? [] : [resolve(configurationFolder, file)],
  );
  return { path: `${indexFile}.login.json`, account: accountOf(sftp), secretFiles };
}

const accountOf = ({ username, host, port }: SftpConfiguration): string => `${username} at ${host}:${port}`;

/** Makes the root of a local place, so that a tree can be begun from nothing. */
export async function makeLocalRoot(root: string): Promise<void> {
  try {
    await mkdir(root, { recursive: true });
  } catch (cause) {
    throw new TransformerError(
      'STORE_FAILED',
      `Cannot create the folder ${root}: ${describe(cause)}. Name another folder, or grant this user the rights.`,
      { cause },
    );
  }
}

const nowhere = (tenant: string | undefined): TransformerError =>
  wrongUsage(
    `No location is given for the files${tenant === undefined ? '' : ` of ${tenant}`}. Use --folder <root>, or --config <file> with a connection, or set TRANSFORMER_SFTP_HOST and the variables that belong to it.`,
  );

const wrongUsage = (message: string): TransformerError => new TransformerError('WRONG_USAGE', message);
