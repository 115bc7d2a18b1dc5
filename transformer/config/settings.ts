/** What a tenant's configuration means: how its files are converted, and where they lie. */
import { feeds as catalogue } from '#feeds/catalogue.ts';
import { type ConversionContext, defaultContext, type FeedName } from '#feeds/feed.ts';
import { type Route, routeOf } from '../folders/folders.ts';
import type { Configuration } from './schema.ts';
import { zoneOffset } from './time-zone.ts';

export function contextOf(configuration: Configuration, now: number): ConversionContext {
  const { facilityGroups, facilities, shippingMethods, unbrokeredFacilities } = configuration;
  const { productIdRequired, netsuite, hotwax } = configuration;
  const defaults = defaultContext(now);
  return {
    now,
    facilityGroups: {
      netsuite: facilityGroups.netsuite ?? defaults.facilityGroups.netsuite,
      oms: facilityGroups.oms ?? defaults.facilityGroups.oms,
    },
    facilities,
    shippingMethods,
    externalIdTemplate:
      netsuite.orderKey === 'externalId' ? (netsuite.externalIdTemplate ?? '{orderId}') : undefined,
    unbrokeredFacilities,
    productIdRequired,
    netsuiteDateOrder: netsuite.dateOrder ?? defaults.netsuiteDateOrder,
    netsuiteZone: netsuite.timeZone === undefined ? undefined : zoneOffset(netsuite.timeZone),
    hotwaxZone: hotwax.timeZone === undefined ? undefined : zoneOffset(hotwax.timeZone),
  };
}

/** After which pauses refusals of NetSuite are tried again; none where nothing is to be. */
export const pausesOf = ({ retries }: Configuration): readonly number[] =>
  retries.enabled ? retries.pauses : [];

/** @returns undefined when no index is kept */
export const indexFileOf = ({ index }: Configuration, tenant: string | undefined): string | undefined =>
  index.file?.replaceAll('{tenant}', tenant ?? 'tenant');

/** Where it is remembered what was told. @returns undefined when nobody is told */
export function toldFileOf(configuration: Configuration, tenant: string | undefined): string | undefined {
  const { notify } = configuration;
  const indexFile = indexFileOf(configuration, tenant);
  const beside = indexFile === undefined ? undefined : `${indexFile}.told.json`;
  return notify && (notify.toldFile?.replaceAll('{tenant}', tenant ?? 'tenant') ?? beside);
}

/**
 * Uploads straight to their final name can be seen growing on a server, and can halt for a while; local folders are filled
 * by moves.
 */
const SFTP_MINIMUM_AGE_SECONDS = 60;

/** The routes of the enabled feeds, or of those named: one for each source folder. */
export function routesOf(
  configuration: Configuration,
  names: readonly FeedName[],
  overSftp: boolean,
): Route[] {
  return catalogue
    .filter(({ name }) =>
      names.length === 0 ? configuration.feeds[name]?.enabled !== false : names.includes(name),
    )
    .flatMap((feed) => {
      const settings = configuration.feeds[feed.name];
      const defaults = routeOf(feed);
      const folders = settings?.sourceFolders ?? [settings?.sourceFolder ?? defaults.sourceFolder];
      return folders.map((sourceFolder) => ({
        feed,
        sourceFolder,
        siblings: folders.filter((folder) => folder !== sourceFolder),
        targetFolder: settings?.targetFolder ?? defaults.targetFolder,
        minimumAgeSeconds: settings?.minimumAgeSeconds ?? (overSftp ? SFTP_MINIMUM_AGE_SECONDS : 0),
      }));
    });
}
