/** Configurations by tenant: one for a plain file, one for each name under `tenants:`, with what the file sets for all of them. */
import { realpathSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { z } from 'zod';
import { type Environment, inVariables, withEnvironment } from './environment.ts';
import {
  type Configuration,
  type ProcessSettings,
  processSchema,
  processShape,
  tenantSchema,
  tenantShape,
} from './schema.ts';
import { indexFileOf, routesOf, toldFileOf } from './settings.ts';
import { group } from './value-types.ts';

/** @property name undefined for that of a plain file */
export type Tenant = { name: string | undefined; configuration: Configuration };

/** @property path the keys that lead to the value, outermost first; the environment variable if it came from one */
export type SettingError = { path: readonly string[]; message: string };

export type Checked = { tenants: Tenant[] } | { errors: SettingError[] };

/** With what the file says for the whole process. */
export type CheckedFile = { tenants: Tenant[]; process: ProcessSettings } | { errors: SettingError[] };

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** @param value what YAML read without types gave */
export function checkFile(value: unknown, environment: Environment): CheckedFile {
  const [own, rest] = parted(value);
  const process = processSchema.safeParse(own);
  const checked = checkTenants(rest, environment);
  const errors = [
    ...(process.error?.issues ?? []).map(({ path, message }) => ({ path: path.map(String), message })),
    ...('errors' in checked ? checked.errors : []),
  ];
  if (!process.success || 'errors' in checked) return { errors };
  return { tenants: checked.tenants, process: process.data };
}

/** What is of the process, and all else. */
function parted(value: unknown): [unknown, unknown] {
  if (!isGroup(value)) return [{}, value];
  const isOfProcess = ([name]: [string, unknown]): boolean => name in processShape;
  const entries = Object.entries(value);
  const others = entries.filter((entry) => !isOfProcess(entry));
  return [Object.fromEntries(entries.filter(isOfProcess)), Object.fromEntries(others)];
}

function checkTenants(value: unknown, environment: Environment): Checked {
  if (!isGroup(value) || value.tenants === undefined) {
    return collect([checkTenant(undefined, value, environment, (path) => path)]);
  }
  const { tenants, ...shared } = value;
  if (!isGroup(tenants) || Object.keys(tenants).length === 0) {
    return { errors: [{ path: ['tenants'], message: 'must be a group with the settings of each tenant' }] };
  }
  const checked = Object.entries(tenants).map(([name, own]) => checkNamed(name, own, shared, environment));
  return withoutClashes(collect(checked));
}

type CheckedTenant = { tenant: Tenant } | { errors: SettingError[] };

/** A setting of the tenant overrides the one for all, as a whole. */
function checkNamed(name: string, own: unknown, shared: Group, environment: Environment): CheckedTenant {
  const path = ['tenants', name];
  if (!NAME.test(name)) {
    const message = 'must have a name of lower-case letters, digits and dashes';
    const others = checkNamed(STAND_IN, own, shared, environment);
    const errors = 'errors' in others ? others.errors : [];
    const placed = errors.map((error) => ({ ...error, path: renamed(error.path, name) }));
    return { errors: [{ path, message }, ...placed] };
  }
  const settings = own === '' || own === null ? {} : own;
  if (!isGroup(settings)) return { errors: [{ path, message: 'must be a group of settings' }] };
  const misplaced = Object.keys(settings).filter((key) => key in processShape);
  if (misplaced.length > 0) {
    const message = 'holds for the whole process: set it once, outside of tenants';
    return { errors: misplaced.map((key) => ({ path: [...path, key], message })) };
  }
  const isOwn = (place: readonly string[]): boolean =>
    place[0] === undefined || place[0] in settings || !(place[0] in shared);
  return checkTenant(name, { ...shared, ...settings }, environment, (place) =>
    isOwn(place) ? [...path, ...place] : place,
  );
}

/** What a tenant with an impossible name is looked at by, so that all its errors are reported at once. */
const STAND_IN = 'x';

const renamed = ([group, named, ...rest]: readonly string[], name: string): readonly string[] =>
  group === 'tenants' && named === STAND_IN ? [group, name, ...rest] : [group, named, ...rest].filter(isText);

const isText = (part: string | undefined): part is string => part !== undefined;

function checkTenant(
  name: string | undefined,
  value: unknown,
  environment: Environment,
  placed: (path: readonly string[]) => readonly string[],
): CheckedTenant {
  const { settings, variables } = withEnvironment(value, name, environment);
  const checked = tenantSchema.safeParse(settings);
  if (checked.success) return { tenant: { name, configuration: checked.data } };
  const errors = checked.error.issues.map(({ path, message }) => {
    const place = path.map(String);
    const variable = variables.get(place.slice(0, 3).join('.'));
    if (variable !== undefined) return { path: [variable], message };
    const error = { path: placed(place), message };
    return isOnlyInEnvironment(value, variables) ? inVariables(error, name) : error;
  });
  return { errors };
}

/** Who sets nothing of a connection in the file does not know the names that its settings have there. */
const isOnlyInEnvironment = (value: unknown, variables: ReadonlyMap<string, string>): boolean =>
  variables.size > 0 && !(isGroup(value) && isGroup(value.connection) && isGroup(value.connection.sftp));

/** An error in what holds for all would be reported once for each tenant. */
function collect(all: readonly CheckedTenant[]): Checked {
  const errors = all.flatMap((checked) => ('errors' in checked ? checked.errors : []));
  if (errors.length === 0) return { tenants: all.flatMap((one) => ('tenant' in one ? one.tenant : [])) };
  return { errors: [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()] };
}

/** Two tenants in one folder would take each other's files. */
function withoutClashes(checked: Checked): Checked {
  if ('errors' in checked) return checked;
  const owners = new Map<string, string>();
  const errors: SettingError[] = [];
  for (const { name = '', configuration } of checked.tenants) {
    for (const { place, says, advice = '' } of placesOf(configuration, name)) {
      const owner = owners.get(place) ?? name;
      owners.set(place, owner);
      if (owner !== name) {
        errors.push({
          path: ['tenants', name],
          message: `uses ${says}, which the tenant ${owner} already uses${advice}`,
        });
      }
    }
  }
  return errors.length === 0 ? checked : { errors };
}

/** @property advice what to do, where that is not plain */
type Place = { place: string; says: string; advice?: string };

function placesOf(configuration: Configuration, name: string): Place[] {
  const { connection, metricsFile } = configuration;
  const { host, port, root } = connection?.sftp ?? {};
  const folder = connection?.folder === undefined ? undefined : realPlace(connection.folder);
  const store = JSON.stringify([folder, host?.toLowerCase(), port, root && posix.join(root, '/')]);
  const folders = routesOf(configuration, [], false).flatMap((route) => [
    route.sourceFolder,
    route.targetFolder,
  ]);
  const places = folders.map((folder) => ({
    place: `${store} ${folder}`,
    says: `the folder ${folder} of the same server`,
  }));
  const indexFile = indexFileOf(configuration, name);
  const toldFile = toldFileOf(configuration, name);
  const own: (Omit<Place, 'place'> & { file: string | undefined })[] = [
    { file: metricsFile, says: `the metricsFile ${metricsFile}` },
    ...(configuration.notify?.toldFile === undefined
      ? []
      : [
          {
            file: toldFile,
            says: `the notify.toldFile ${toldFile}`,
            advice: ': write {tenant} into its name',
          },
        ]),
    { file: indexFile, says: `the index.file ${indexFile}`, advice: ': write {tenant} into its name' },
  ];
  return [
    ...places,
    ...own.flatMap(({ file, ...rest }) =>
      file === undefined ? [] : [{ place: `file ${resolve(file)}`, ...rest }],
    ),
  ];
}

/** However it is spelled, and through links. */
function realPlace(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder); // a missing folder is reported when it is opened
  }
}

type Group = Readonly<Record<string, unknown>>;

const isGroup = (value: unknown): value is Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The whole file, for the schema that editors use. */
export const fileSchema = group({
  ...processShape,
  ...tenantShape,
  tenants: z
    .record(z.string().regex(NAME), group(tenantShape).partial())
    .optional()
    .describe('Settings by tenant; a setting outside applies to every tenant that does not override it'),
});
