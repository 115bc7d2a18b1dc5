/** What an operator can set, and everything that can be wrong with it, said at once in plain words. */
import { z } from 'zod';
import { feeds as catalogue } from '#feeds/catalogue.ts';
import { type ConversionContext, defaultContext, type FeedName } from '#feeds/feed.ts';
import { parseHostKey } from './host-key.ts';
import { type Route, routeOf } from './route.ts';
import { DEFAULT_STALE_CLAIM_MINUTES } from './run.ts';
import { isStorePath } from './store-path.ts';
import { isTimeZone, zoneOffset } from './time-zone.ts';

/** YAML is read without types, so that `007` stays `007`: every value arrives as text. */
const text = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be one value') })
  .trim()
  .min(1, 'must not be empty');

const truth = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

const whole = (least: number, most: number) =>
  z
    .string({ error: `must be a whole number from ${least} to ${most}` })
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);

const texts = z.array(text, { error: 'must be a list, one value after each dash' });

const timeZone = text.refine(isTimeZone, { error: 'must be a time zone such as America/New_York' });

const folder = text.refine(isStorePath, {
  error:
    'must be a folder under the root such as hotwax/BrokeredOrderItems, without .. and without a slash at either end',
});

const secret = (instead: string) =>
  z.never({ error: `is a secret and must not stand in this file; use ${instead}` }).optional();

const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: (issue) => groupMistake(issue, Object.keys(shape)) });

const hostKey = text.refine((value) => parseHostKey(value) !== undefined, {
  error: 'must be SHA256:... as ssh-keygen -l prints it, or a key such as ssh-ed25519 AAAA...',
});

const listOfOne = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);

const sftpSchema = group({
  host: text,
  port: whole(1, 65_535).default(22),
  username: text,
  passwordFile: text.optional(),
  passwordEnvironment: text.optional(),
  privateKeyFile: text.optional(),
  passphraseFile: text.optional(),
  passphraseEnvironment: text.optional(),
  password: secret('passwordFile or passwordEnvironment'),
  passphrase: secret('passphraseFile or passphraseEnvironment'),
  privateKey: secret('privateKeyFile'),
  hostKey: z.preprocess(listOfOne, z.array(hostKey).min(1)).optional(),
  knownHostsFile: text.optional(),
  root: text.refine((value) => value.startsWith('/'), {
    error: 'must be a path from the top, such as /home/user',
  }),
  timeoutSeconds: whole(1, 3_600).default(120),
})
  .refine(...exactlyOne('a way to log in', ['passwordFile', 'passwordEnvironment', 'privateKeyFile']))
  .refine(...exactlyOne('how the server proves who it is', ['hostKey', 'knownHostsFile']))
  .refine(...needs(['passphraseFile', 'passphraseEnvironment'], 'privateKeyFile'));

const feedSchema = group({
  enabled: truth.default(true),
  sourceFolder: folder.optional(),
  targetFolder: folder.optional(),
  minimumAgeSeconds: whole(0, 86_400).optional(),
});

const configurationSchema = group({
  connection: group({ folder: text.optional(), sftp: sftpSchema.optional() })
    .refine(...exactlyOne('where the files are', ['folder', 'sftp']))
    .optional(),
  staleClaimMinutes: whole(0, 10_080).default(DEFAULT_STALE_CLAIM_MINUTES),
  facilityGroups: group({ netsuite: text.optional(), oms: text.optional() }).default({}),
  facilities: group({ netsuite: texts.default([]), oms: texts.default([]) }).default({
    netsuite: [],
    oms: [],
  }),
  shippingMethods: z
    .record(text, text, { error: 'must be pairs of a HotWax shipment method and a NetSuite internal id' })
    .default({}),
  productIdRequired: truth.default(true),
  netsuite: group({
    dateOrder: z.enum(['MDY', 'DMY'], { error: 'must be MDY or DMY' }).optional(),
    timeZone: timeZone.optional(),
  }).default({}),
  hotwax: group({ timeZone: timeZone.optional() }).default({}),
  feeds: group({
    'brokered-order-items': feedSchema.optional(),
    'item-fulfillments': feedSchema.optional(),
    'fulfilled-order-items': feedSchema.optional(),
  }).default({}),
})
  .refine(...noFacilityOnBothSides())
  .refine(...noSharedFolders());

export type Configuration = z.output<typeof configurationSchema>;

export type SftpConfiguration = z.output<typeof sftpSchema>;

/** @property path the keys that lead to the value, outermost first */
export type Mistake = { path: readonly string[]; message: string };

/** @param value what YAML read without types gave */
export function checkConfiguration(
  value: unknown,
): { configuration: Configuration } | { mistakes: Mistake[] } {
  const checked = configurationSchema.safeParse(value);
  if (checked.success) return { configuration: checked.data };
  return { mistakes: checked.error.issues.map(({ path, message }) => ({ path: path.map(String), message })) };
}

export const defaultConfiguration = (): Configuration => configurationSchema.parse({});

export function contextOf(configuration: Configuration, now: number): ConversionContext {
  const { facilityGroups, facilities, shippingMethods, productIdRequired, netsuite, hotwax } = configuration;
  const usual = defaultContext(now);
  return {
    now,
    facilityGroups: {
      netsuite: facilityGroups.netsuite ?? usual.facilityGroups.netsuite,
      oms: facilityGroups.oms ?? usual.facilityGroups.oms,
    },
    facilities,
    shippingMethods,
    productIdRequired,
    netsuiteDateOrder: netsuite.dateOrder ?? usual.netsuiteDateOrder,
    netsuiteZone: netsuite.timeZone === undefined ? undefined : zoneOffset(netsuite.timeZone),
    hotwaxZone: hotwax.timeZone === undefined ? undefined : zoneOffset(hotwax.timeZone),
  };
}

/** Uploads straight to their final name can be seen growing on a server; local folders are filled by moves. */
const SFTP_MINIMUM_AGE_SECONDS = 5;

/** The routes of the enabled feeds, or of those named. */
export function routesOf(
  configuration: Configuration,
  names: readonly FeedName[],
  overSftp: boolean,
): Route[] {
  return catalogue
    .filter(({ name }) =>
      names.length === 0 ? configuration.feeds[name]?.enabled !== false : names.includes(name),
    )
    .map((feed) => {
      const settings = configuration.feeds[feed.name];
      const usual = routeOf(feed);
      return {
        feed,
        sourceFolder: settings?.sourceFolder ?? usual.sourceFolder,
        targetFolder: settings?.targetFolder ?? usual.targetFolder,
        minimumAgeSeconds: settings?.minimumAgeSeconds ?? (overSftp ? SFTP_MINIMUM_AGE_SECONDS : 0),
      };
    });
}

function groupMistake(issue: z.core.$ZodRawIssue, settings: readonly string[]): string {
  if (issue.code !== 'unrecognized_keys') return `must be a group of settings: ${settings.join(', ')}`;
  const unknown = issue.keys.map((key) => JSON.stringify(key)).join(', ');
  return `has the unknown setting ${unknown}; it can have ${settings.join(', ')}`;
}

type Check = [(value: unknown) => boolean, { error: string; when: () => true }];

/** Looked at even when other things are wrong, so that all mistakes are told at once. */
function check(error: string, isFine: (value: Readonly<Record<string, unknown>>) => boolean): Check {
  const isFineOrNoGroup = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || isFine(value as Record<string, unknown>);
  return [isFineOrNoGroup, { error, when: () => true }];
}

function exactlyOne(what: string, keys: readonly string[]): Check {
  return check(`must say ${what} with exactly one of ${keys.join(', ')}`, (value) => {
    return keys.filter((key) => value[key] !== undefined).length === 1;
  });
}

function needs(keys: readonly string[], needed: string): Check {
  return check(`${keys.join(' or ')} makes sense only with ${needed}, and only one of them`, (value) => {
    const given = keys.filter((key) => value[key] !== undefined).length;
    return given === 0 || (given === 1 && value[needed] !== undefined);
  });
}

function noFacilityOnBothSides(): Check {
  const error =
    'has a facility both under facilities.netsuite and facilities.oms; it can be fulfilled by one side only';
  return check(error, ({ facilities }) => {
    const { netsuite, oms } = (facilities ?? {}) as Record<string, unknown>;
    return (
      !Array.isArray(netsuite) || !Array.isArray(oms) || !netsuite.some((facility) => oms.includes(facility))
    );
  });
}

/** A folder used twice would feed outputs back in, or mix the state of two feeds. */
function noSharedFolders(): Check {
  const error = 'uses one folder for two things; every feed needs a source and a target folder of its own';
  return check(error, ({ feeds }) => {
    const settings = (feeds ?? {}) as Record<
      string,
      { sourceFolder?: unknown; targetFolder?: unknown } | undefined
    >;
    const folders = catalogue.flatMap(({ name, source, target }) => [
      settings[name]?.sourceFolder ?? source.folder,
      settings[name]?.targetFolder ?? target.folder,
    ]);
    return new Set(folders).size === folders.length;
  });
}
