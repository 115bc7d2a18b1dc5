/** Features of the account that decide what its records have. */
import * as runtime from 'N/runtime';

type Feature = Parameters<typeof runtime.isFeatureInEffect>[0]['feature'];

export const isFeatureOn = (feature: Feature): boolean => runtime.isFeatureInEffect({ feature });

/** Searches count `quantity` in base units, and HotWax counts in the unit of the order line (published searches). */
export const lineQuantityColumn = (): 'quantity' | 'quantityuom' =>
  isFeatureOn('UNITSOFMEASURE') ? 'quantityuom' : 'quantity';
