/** How allocations are to be applied: parameters of the scheduled script, which hands them on with its backlog. */
import { assertTemplate } from '../netsuite/external-ids.ts';
import { handedOver, readHanded } from '../netsuite/handed-settings.ts';
import { updateParameter as ids, updateBacklogParameter } from '../netsuite/ids.ts';
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

export const settingsToHandOver = (settings: UpdateSettings): Record<string, string> =>
  handedOver(updateBacklogParameter.settings, settings);

/** @throws NOT_HANDED_OVER */
export const readHandedSettings = (): UpdateSettings =>
  readHanded(updateBacklogParameter.settings, 'HC_SC_UpdateSalesOrders');
