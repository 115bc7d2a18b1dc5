/** What an operator can set for one tenant, setting by setting; the editors' schema is made from the same lines. */
import { z } from 'zod';
import { feeds as catalogue } from '#feeds/catalogue.ts';
import { isInternalId } from '#feeds/format/values.ts';
import { DEFAULT_FILES_IN_FLIGHT, DEFAULT_STALE_CLAIM_MINUTES } from '../pass/pass-options.ts';
import { parseHostKey } from '../store/host-key.ts';
import { isStorePath } from '../store/store-path.ts';
import {
  check,
  exactlyOne,
  group,
  needs,
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

const fileToWrite = plainText
  .refine((value) => value !== '-' && !value.endsWith('/'), {
    error: 'must be the name of a file; neither standard output nor a folder can be replaced',
  })
  .meta({ editor: { type: ['string', 'number'] } });

const listOfOne = (value: unknown): unknown => (typeof value === 'string' ? [value] : value);

const logins = ['passwordFile', 'passwordEnvironment', 'privateKeyFile', 'privateKeyEnvironment'];

const sftpSchema = group({
  host: text.describe('Name or address of the SFTP server'),
  port: whole(1, 65_535).default(22).describe('Port of the SFTP server; 22 if left out'),
  username: text.describe('Name of the SFTP user'),
  passwordFile: text.optional().describe('File that holds the password'),
  passwordEnvironment: text.optional().describe('Environment variable that holds the password'),
  privateKeyFile: text.optional().describe('File that holds the private key'),
  privateKeyEnvironment: text.optional().describe('Environment variable that holds the private key'),
  passphraseFile: text.optional().describe('File that holds the passphrase of the private key'),
  passphraseEnvironment: text.optional().describe('Environment variable that holds the passphrase'),
  password: secret('passwordFile or passwordEnvironment'),
  passphrase: secret('passphraseFile or passphraseEnvironment'),
  privateKey: secret('privateKeyFile or privateKeyEnvironment'),
  hostKey: z
    .preprocess(listOfOne, z.array(hostKey).min(1))
    .optional()
    .meta({ editor: { type: ['string', 'array'] } })
    .describe('Host keys of which the server must show one: fingerprints (SHA256:...) or keys'),
  knownHostsFile: text.optional().describe('known_hosts file as OpenSSH keeps it'),
  root: plainText
    .refine((value) => value.startsWith('/'), { error: 'must be a path from the top, such as /home/user' })
    .describe('Folder on the server under which all folders lie'),
  timeoutSeconds: whole(1, 3_600).default(120).describe('How long one request to the server may take'),
})
  .refine(...exactlyOne('a way to log in', logins))
  .refine(...exactlyOne('how the server proves who it is', ['hostKey', 'knownHostsFile']))
  .refine(...needs(['passphraseFile', 'passphraseEnvironment'], ['privateKeyFile', 'privateKeyEnvironment']));

const feedSchema = group({
  enabled: truth.default(true).describe('Whether a pass takes this feed'),
  sourceFolder: folder.optional().describe('Folder that files are taken from'),
  targetFolder: folder.optional().describe('Folder that converted files go to'),
  minimumAgeSeconds: whole(0, 86_400)
    .optional()
    .describe('Files younger than this are left; 60 over SFTP, 0 for a local folder if left out'),
});

export const tenantShape = {
  connection: group({
    folder: text.optional().describe('Local folder under which all folders lie'),
    sftp: sftpSchema.optional().describe('SFTP server under whose root all folders lie'),
  })
    .refine(...exactlyOne('where the files are', ['folder', 'sftp']))
    .optional()
    .describe('Where the files are'),
  staleClaimMinutes: whole(0, 10_080)
    .default(DEFAULT_STALE_CLAIM_MINUTES)
    .describe('After how long a file in processing/ counts as abandoned'),
  filesInFlight: whole(1, MOST_FILES_IN_FLIGHT)
    .default(DEFAULT_FILES_IN_FLIGHT)
    .describe('How many files of a feed are worked on at once'),
  metricsFile: fileToWrite
    .optional()
    .describe('Where metrics go after each pass, in the text format of Prometheus'),
  facilityGroups: group({ netsuite: text.optional(), oms: text.optional() })
    .default({})
    .describe('HotWax facility groups by who fulfills'),
  facilities: group({ netsuite: texts.default([]), oms: texts.default([]) })
    .default({ netsuite: [], oms: [] })
    .describe('Facility ids by who fulfills, for rows that do not say their groups'),
  shippingMethods: z
    .record(text, internalId, {
      error: 'must be pairs of a HotWax shipment method and a NetSuite internal id',
    })
    .default({})
    .describe('HotWax shipment method: NetSuite ship method internal id'),
  productIdRequired: truth
    .default(true)
    .describe('Whether an allocation whose product has no NetSuite id is refused'),
  netsuite: group({
    dateOrder: z.enum(['MDY', 'DMY'], { error: 'must be MDY or DMY' }).optional(),
    timeZone: timeZone.optional().describe('Zone of NetSuite dates without an offset'),
  })
    .default({})
    .describe('How NetSuite writes dates'),
  hotwax: group({ timeZone: timeZone.optional().describe('Zone of dates written for HotWax') })
    .default({})
    .describe('How dates are written for HotWax'),
  feeds: group({
    'brokered-order-items': feedSchema.optional(),
    'item-fulfillments': feedSchema.optional(),
    'fulfilled-order-items': feedSchema.optional(),
  })
    .default({})
    .describe('Settings by feed'),
};

export const tenantSchema = group(tenantShape)
  .refine(...noFacilityOnBothSides())
  .refine(...noSharedFolders());

export type Configuration = z.output<typeof tenantSchema>;

export type SftpConfiguration = z.output<typeof sftpSchema>;

function noFacilityOnBothSides() {
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
function noSharedFolders() {
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
