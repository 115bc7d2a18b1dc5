/** Features of the account that decide what its records have. */
import * as runtime from 'N/runtime';

type Feature = Parameters<typeof runtime.isFeatureInEffect>[0]['feature'];

export const isFeatureOn = (feature: Feature): boolean => runtime.isFeatureInEffect({ feature });
