/** How item fulfillments are to be created: parameters of the scheduled script, which hands them on with its backlog. */
import { type BinsByLocation, parseBinsByLocation } from '../detail/bins-by-location.ts';
import { assertTemplate } from '../netsuite/external-ids.ts';
import { handedOver, readHanded } from '../netsuite/handed-settings.ts';
import { backlogParameter, createParameter as ids } from '../netsuite/ids.ts';
import { countParameter, flagParameter, numberParameter, textParameter } from '../netsuite/parameters.ts';

export type FulfillmentSettings = {
  tagLines: boolean;
  useShipDate: boolean;
  /** Dates what shipped in a closed period on the first open day, instead of having NetSuite refuse it. */
  moveClosedDates: boolean;
  /** Whether the account fulfills more than remains (Allow Overage on Item Fulfillments). */
  allowOverage: boolean;
  /** Saves although fields are empty that the account has made mandatory. */
  ignoreMandatory: boolean;
  /** Weight of a package of which the feed says none: NetSuite refuses a package without. */
  packageWeight: number;
  memo: string;
  /** Bins that locations ship from, of items in bins of which the feed names none. */
  binByLocation: BinsByLocation;
  /** Takes the lots that expire first where the feed names none. */
  earliestLots: boolean;
};

/** @property minimumAge seconds @property externalId how the external id of a sales order is made of the one in the feed */
export type CreateSettings = FulfillmentSettings & { folder: string; minimumAge: number; externalId: string };

/** Ledger 30, moves 20, read 100, error file 130, outcome file 130, searches 20, and a first shipment. */
export const UNITS_PER_FILE = 1030;

/** @throws BINS_NOT_READ, EXTERNAL_ID_NOT_READ before anything is taken */
export const readCreateSettings = (): CreateSettings => ({
  folder: textParameter(ids.folder, 'fulfilledsalesorder/export'),
  minimumAge: countParameter(ids.minimumAge, 60),
  externalId: assertTemplate(textParameter(ids.externalId, '{id}')),
  tagLines: flagParameter(ids.tagLines, true),
  useShipDate: flagParameter(ids.useShipDate, true),
  moveClosedDates: flagParameter(ids.moveClosedDates, true),
  allowOverage: flagParameter(ids.allowOverage, false),
  ignoreMandatory: flagParameter(ids.ignoreMandatory, true),
  packageWeight: numberParameter(ids.packageWeight, 1),
  memo: textParameter(ids.memo, 'Fulfilled by HotWax Commerce'),
  binByLocation: parseBinsByLocation(textParameter(ids.binByLocation, '')),
  earliestLots: flagParameter(ids.earliestLots, false),
});

export const settingsToHandOver = (settings: CreateSettings): Record<string, string> =>
  handedOver(backlogParameter.settings, settings);

/** What a version before did not hand on, as its deployments have it by default. */
const NOT_HANDED_ON = {
  moveClosedDates: true,
  allowOverage: false,
  ignoreMandatory: true,
  binByLocation: {},
  earliestLots: false,
  externalId: '{id}',
};

/** @throws NOT_HANDED_OVER */
export const readHandedSettings = (): CreateSettings => ({
  ...NOT_HANDED_ON,
  ...readHanded<CreateSettings>(backlogParameter.settings, 'HC_SC_CreateItemFulfillment'),
});
