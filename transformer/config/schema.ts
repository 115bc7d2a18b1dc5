/** What an operator can set for one tenant, setting by setting; the editors' schema is made from the same lines. */
import { z } from 'zod';
import { feeds as catalogue } from '#feeds/catalogue.ts';
import type { FeedName } from '#feeds/feed.ts';
import { isInternalId } from '#feeds/format/values.ts';
import { templateProblem } from '#feeds/hotwax/order-key.ts';
import { MOST_ATTEMPTS } from '../folders/resent-names.ts';
import {
  DEFAULT_FILES_IN_FLIGHT,
  DEFAULT_KEEP_DAYS,
  DEFAULT_PASS_MINUTES,
  DEFAULT_STALE_CLAIM_MINUTES,
} from '../pass/pass-options.ts';
import { DEFAULT_PAUSES } from '../retries/schedule.ts';
import { parseHostKey } from '../store/host-key.ts';
import { isStorePath } from '../store/store-path.ts';
import { notifySchema, toldSomewhere } from './notify-schema.ts';
import { startSchema } from './start-schema.ts';
import {
  check,
  exactlyOne,
  fileToWrite,
  group,
  needs,
  pause,
  plainText,
  secret,
  text,
  texts,
  timeZone,
  truth,
  whole,
} from './value-types.ts';

/** Each can take a few megabytes. */
const MOST_FILES_IN_FLIGHT = 64;

const folder = plainText.refine(isStorePath, {
  error:
    'must be a folder under the root such as hotwax/BrokeredOrderItems, without .. and without a slash at either end',
});

const hostKey = plainText.refine((value) => parseHostKey(value) !== undefined, {
  error: 'must be SHA256:... as ssh-keygen -l prints it, or a key such as ssh-ed25519 AAAA...',
});

const internalId = text.refine(isInternalId, {
  error: 'must be a NetSuite internal id, which is digits only and does not begin with 0',
});

const template = plainText.check((context) => {
  const problem = templateProblem(context.value);
  if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: context.value });
});

/** Where the script writes by default, below the directory of the published SFTP configuration. */
const DEFAULT_STATEMENT_FOLDER = 'netsuite/statement';

const listOfOne = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);

const logins = ['passwordFile', 'passwordEnvironment', 'privateKeyFile', 'privateKeyEnvironment'];

const sftpSchema = group({
  host: text.describe('Name or address of the SFTP server'),
  port: whole(1, 65_535).default(22).describe('Port of the SFTP server; 22 by default'),
  username: text.describe('Name of the SFTP user'),
  passwordFile: text.optional().describe('File that contains the password'),
  passwordEnvironment: text.optional().describe('Environment variable that contains the password'),
  privateKeyFile: text.optional().describe('File that contains the private key'),
  privateKeyEnvironment: text.optional().describe('Environment variable that contains the private key'),
  passphraseFile: text.optional().describe('File that contains the passphrase of the private key'),
  passphraseEnvironment: text.optional().describe('Environment variable that contains the passphrase'),
  password: secret('passwordFile or passwordEnvironment'),
  passphrase: secret('passphraseFile or passphraseEnvironment'),
  privateKey: secret('privateKeyFile or privateKeyEnvironment'),
  hostKey: z
    .preprocess(listOfOne, z.array(hostKey).min(1))
    .optional()
    .meta({ editor: { type: ['string', 'array'] } })
    .describe(
      'Accepted host keys, as fingerprints (SHA256:...) or keys; the server must present one of them',
    ),
  knownHostsFile: text.optional().describe('known_hosts file in the format of OpenSSH'),
  root: plainText
    .refine((value) => value.startsWith('/'), { error: 'must be an absolute path, such as /home/user' })
    .describe('Folder on the server that contains all other folders'),
  timeoutSeconds: whole(1, 3_600)
    .default(120)
    .describe('How many seconds one request to the server may take'),
})
  .refine(...exactlyOne('how to log in', logins))
  .refine(...exactlyOne('how the server proves its identity', ['hostKey', 'knownHostsFile']))
  .refine(...needs(['passphraseFile', 'passphraseEnvironment'], ['privateKeyFile', 'privateKeyEnvironment']));

const feedSchema = group({
  enabled: truth.default(true).describe('Whether a pass processes this feed'),
  sourceFolder: folder.optional().describe('Folder that files come from'),
  sourceFolders: z
    .array(folder, { error: 'must be a list, one folder after each dash' })
    .min(1, 'must name at least one folder')
    .optional()
    .describe('Folders that files come from, where there are several'),
  targetFolder: folder.optional().describe('Folder that converted files go to'),
  minimumAgeSeconds: whole(0, 86_400)
    .optional()
    .describe('Younger files wait for a later pass; by default 60 over SFTP, 0 for a local folder'),
}).refine(
  ...check(
    'has both sourceFolder and sourceFolders; use sourceFolders alone, with all of them',
    ({ sourceFolder, sourceFolders }) => sourceFolder === undefined || sourceFolders === undefined,
  ),
);

export const tenantShape = {
  connection: group({
    folder: text.optional().describe('Local folder that contains all other folders'),
    sftp: sftpSchema.optional().describe('SFTP server whose root contains all other folders'),
  })
    .refine(...exactlyOne('where the files are', ['folder', 'sftp']))
    .optional()
    .describe('Where the files are'),
  staleClaimMinutes: whole(0, 10_080)
    .default(DEFAULT_STALE_CLAIM_MINUTES)
    .describe(
      'After how many minutes a file in processing/ counts as abandoned whose pass gives no signs of life',
    ),
  passMinutes: whole(1, 1_440)
    .default(DEFAULT_PASS_MINUTES)
    .describe('After how many minutes a pass of a tenant stops, so that the next one goes on'),
  filesInFlight: whole(1, MOST_FILES_IN_FLIGHT)
    .default(DEFAULT_FILES_IN_FLIGHT)
    .describe('How many files of a feed are processed at once'),
  metricsFile: fileToWrite
    .optional()
    .describe('File for metrics after each pass, in the text format of Prometheus'),
  index: group({
    file: fileToWrite
      .optional()
      .describe(
        'SQLite file that says what became of each row; {tenant} in it becomes the name of the tenant',
      ),
    keepDays: whole(1, 3_650).default(DEFAULT_KEEP_DAYS).describe('For how many days it says so'),
  })
    .default({ keepDays: DEFAULT_KEEP_DAYS })
    .describe('The row index, which answers find and problems'),
  retries: group({
    enabled: truth.default(true).describe('Whether rows that NetSuite refused for now are sent again'),
    pauses: z
      .array(pause, { error: 'must be a list, one pause after each dash' })
      .min(1, 'must have at least one pause; to send nothing again, set enabled: false')
      .max(MOST_ATTEMPTS, `must have at most ${MOST_ATTEMPTS} pauses`)
      .default([...DEFAULT_PAUSES])
      .describe('How long after each refusal, such as 15m, 4h or 1d; after the last one it ends'),
  })
    .default({ enabled: true, pauses: [...DEFAULT_PAUSES] })
    .describe('Sending rows again that NetSuite refused for now'),
  notify: notifySchema.optional().describe('Who is told when something opens, is still open or is closed'),
  facilityGroups: group({ netsuite: text.optional(), oms: text.optional() })
    .default({})
    .describe('HotWax facility groups, by the side that fulfills'),
  facilities: group({ netsuite: texts.default([]), oms: texts.default([]) })
    .default({ netsuite: [], oms: [] })
    .describe('Facility ids, by the side that fulfills, for rows that do not name their groups'),
  shippingMethods: z
    .record(text, internalId, {
      error: 'must map HotWax shipment methods to NetSuite internal ids',
    })
    .default({})
    .describe('Internal id of the NetSuite ship method, by HotWax shipment method'),
  productIdRequired: truth
    .default(true)
    .describe('Whether to refuse an allocation whose product has no NetSuite id'),
  unbrokeredFacilities: texts
    .default([])
    .describe(
      'Ids of HotWax facilities that only hold orders; an allocation to one clears the location of its line, and is skipped otherwise',
    ),
  netsuite: group({
    dateOrder: z.enum(['MDY', 'DMY'], { error: 'must be MDY or DMY' }).optional(),
    timeZone: timeZone.optional().describe('Time zone of NetSuite dates without an offset'),
    orderKey: z
      .enum(['internalId', 'externalId'], { error: 'must be internalId or externalId' })
      .default('internalId')
      .describe('By which of its ids files name a sales order to NetSuite'),
    externalIdTemplate: template
      .optional()
      .describe(
        'What the external id of a sales order is made of, such as SO_{orderId}; {orderId} by default',
      ),
    statementFolder: folder
      .default(DEFAULT_STATEMENT_FOLDER)
      .describe('Folder into which NetSuite writes statements of its sales order lines'),
    start: startSchema
      .optional()
      .describe('How scripts are started at once; left out, they run by their schedules alone'),
  })
    .refine(...templateNeedsKey())
    .default({ orderKey: 'internalId', statementFolder: DEFAULT_STATEMENT_FOLDER })
    .describe(
      'How NetSuite writes dates, by what it knows orders, where its statements are, and how its scripts are started',
    ),
  hotwax: group({
    timeZone: timeZone
      .optional()
      .describe(
        'Time zone of dates written for HotWax, and of shipments that HotWax dates in UTC or without an offset',
      ),
  })
    .default({})
    .describe('How dates are written for HotWax'),
  feeds: group(settingsByFeed()).default({}).describe('Settings by feed'),
};

/** Of tenants of a process, and of connections to a server. */
export const MOST_AT_ONCE = 64;

/** What holds for the whole process, and not for one tenant of several. */
export const processShape = {
  tenantsAtOnce: whole(1, MOST_AT_ONCE)
    .default(4)
    .describe('How many tenants one process works on at once, without those whose server is silent'),
  connectionsPerServer: whole(1, MOST_AT_ONCE)
    .default(4)
    .describe('How many connections one process has to one server (host and port) at once'),
};

export const processSchema = group(processShape);

export type ProcessSettings = z.output<typeof processSchema>;

export const tenantSchema = group(tenantShape)
  .refine(...toldSomewhere())
  .refine(...noFacilityOnBothSides())
  .refine(...noSharedFolders());

export type Configuration = z.output<typeof tenantSchema>;

export type SftpConfiguration = z.output<typeof sftpSchema>;

function settingsByFeed() {
  const settings = feedSchema.optional();
  return Object.fromEntries(catalogue.map(({ name }) => [name, settings])) as Record<
    FeedName,
    typeof settings
  >;
}

function templateNeedsKey() {
  const error = 'has an externalIdTemplate, which counts only with orderKey: externalId';
  return check(
    error,
    ({ orderKey, externalIdTemplate }) => externalIdTemplate === undefined || orderKey === 'externalId',
  );
}

function noFacilityOnBothSides() {
  const error =
    'lists a facility under both facilities.netsuite and facilities.oms; only one side can fulfill it';
  return check(error, ({ facilities }) => {
    const { netsuite, oms } = (facilities ?? {}) as Record<string, unknown>;
    return (
      !Array.isArray(netsuite) || !Array.isArray(oms) || !netsuite.some((facility) => oms.includes(facility))
    );
  });
}

/** A folder used twice would feed outputs back in, or mix the state of two feeds. */
function noSharedFolders() {
  const error = 'uses one folder twice; every feed needs its own source folders and target folder';
  return check(error, ({ feeds }) => {
    const settings = (feeds ?? {}) as Record<string, Readonly<Record<string, unknown>> | undefined>;
    const folders = catalogue.flatMap(({ name, source, target }) => {
      const {
        sourceFolder = source.folder,
        sourceFolders,
        targetFolder = target.folder,
      } = settings[name] ?? {};
      return [...(Array.isArray(sourceFolders) ? sourceFolders : [sourceFolder]), targetFolder];
    });
    return new Set(folders).size === folders.length;
  });
}
