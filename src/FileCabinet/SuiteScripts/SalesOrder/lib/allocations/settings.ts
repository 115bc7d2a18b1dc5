/** How allocations are to be applied: parameters of the scheduled script, which hands them on with its backlog. */
import { failure } from '../netsuite/failure.ts';
import { assertTemplate } from '../netsuite/external-ids.ts';
import { updateBacklogParameter, updateParameter as ids } from '../netsuite/ids.ts';
import { countParameter, flagParameter, textParameter } from '../netsuite/parameters.ts';
import { type FurtherColumn, parseFurtherColumns } from './further-columns.ts';

/**
 * @property minimumAge seconds
 * @property externalId how the external id of a sales order is made of the one in the feed
 * @property shipmentsFolder where the fulfillment script looks for rows that are shipments
 */
export type UpdateSettings = {
  folder: string;
  minimumAge: number;
  withQuantity: boolean;
  shipMethod: boolean;
  shipTo: boolean;
  further: readonly FurtherColumn[];
  externalId: string;
  shipmentsFolder: string;
};

/** @throws COLUMNS_NOT_READ, EXTERNAL_ID_NOT_READ before anything is taken */
export const readUpdateSettings = (): UpdateSettings => ({
  folder: textParameter(ids.folder, 'salesorder/update'),
  minimumAge: countParameter(ids.minimumAge, 60),
  withQuantity: flagParameter(ids.setQuantity, false),
  shipMethod: flagParameter(ids.shipMethod, false),
  shipTo: flagParameter(ids.shipTo, false),
  further: parseFurtherColumns(textParameter(ids.furtherColumns, '')),
  externalId: assertTemplate(textParameter(ids.externalId, '{id}')),
  shipmentsFolder: textParameter(ids.shipmentsFolder, 'fulfilledsalesorder/export'),
});

export const settingsToHandOver = (settings: UpdateSettings): Record<string, string> => ({
  [updateBacklogParameter.settings]: JSON.stringify(settings),
});

/** @throws NOT_HANDED_OVER when an administrator started the script instead of the one that hands over to it */
export function readHandedSettings(): UpdateSettings {
  const handed = textParameter(updateBacklogParameter.settings, '');
  if (handed !== '') return JSON.parse(handed) as UpdateSettings;
  throw failure(
    'NOT_HANDED_OVER',
    'HC_SC_UpdateSalesOrders starts this script when there is more work than one run can do. Start a deployment of that script instead.',
  );
}
