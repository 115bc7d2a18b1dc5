/** Features of the account that decide what its records have. */
import * as runtime from 'N/runtime';

type Feature = Parameters<typeof runtime.isFeatureInEffect>[0]['feature'];

export const isFeatureOn = (feature: Feature): boolean => runtime.isFeatureInEffect({ feature });

/** Whether locations of other subsidiaries ship too: where lines have an inventory location, that is where they ship from. */
export const shipsAcrossSubsidiaries = (): boolean => isFeatureOn('CROSSSUBSIDIARYFULFILLMENT');

export const placeField = (): 'location' | 'inventorylocation' =>
  shipsAcrossSubsidiaries() ? 'inventorylocation' : 'location';

/** Searches count `quantity` in base units, and HotWax counts in the unit of the order line (published searches). */
export const lineQuantityColumn = (): 'quantity' | 'quantityuom' =>
  isFeatureOn('UNITSOFMEASURE') ? 'quantityuom' : 'quantity';
