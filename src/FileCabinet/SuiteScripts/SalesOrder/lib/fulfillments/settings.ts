/** How item fulfillments are to be created: parameters of the scheduled script, which hands them on with its backlog. */
import { failure } from '../netsuite/failure.ts';
import { backlogParameter, createParameter as ids } from '../netsuite/ids.ts';
import { flagParameter, numberParameter, textParameter } from '../netsuite/parameters.ts';
import type { FulfillmentSettings } from './create-fulfillment.ts';

/** @property minimumAge seconds */
export type CreateSettings = FulfillmentSettings & { folder: string; minimumAge: number };

/** Ledger 30, moves 20, read 100, error file 100, search 10, and a first shipment. */
export const UNITS_PER_FILE = 700;

export const readCreateSettings = (): CreateSettings => ({
  folder: textParameter(ids.folder, 'fulfilledsalesorder/export'),
  minimumAge: numberParameter(ids.minimumAge, 0),
  tagLines: flagParameter(ids.tagLines),
  useShipDate: flagParameter(ids.useShipDate),
  packageWeight: numberParameter(ids.packageWeight, 1),
  memo: textParameter(ids.memo, 'Fulfilled by HotWax Commerce'),
});

export const settingsToHandOver = (settings: CreateSettings): Record<string, string> => ({
  [backlogParameter.settings]: JSON.stringify(settings),
});

/** @throws NOT_HANDED_OVER when an administrator started the script instead of the one that hands over to it */
export function readHandedSettings(): CreateSettings {
  const handed = textParameter(backlogParameter.settings, '');
  if (handed !== '') return JSON.parse(handed) as CreateSettings;
  throw failure(
    'NOT_HANDED_OVER',
    'HC_SC_CreateItemFulfillment starts this script when there is more work than one run can do. Start a deployment of that script instead.',
  );
}
