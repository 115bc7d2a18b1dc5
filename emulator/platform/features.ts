/**
 * The features of an account that decide what its scripts meet, by the ids of runtime.isFeatureInEffect and of the SDF manifest.
 * Any other feature may be enabled too: scripts learn of it, and no rule follows.
 */

export type FeatureSpec = {
  /** As NetSuite's page Enable Features shows it. */
  label: string;
  what: string;
  /** Whether an account has it when neither its owner nor the project says anything. */
  default: boolean;
  /** False for a feature that is refused when a script meets what it changes. */
  emulated: boolean;
};

const feature = (label: string, what: string, more: Partial<FeatureSpec> = {}): FeatureSpec => ({
  label,
  what,
  default: false,
  emulated: true,
  ...more,
});

export const FEATURES = {
  ADVSHIPPING: feature(
    'Advanced Shipping',
    'orders are fulfilled and invoiced apart; without it an invoice is made with each item fulfillment',
    { default: true },
  ),
  PICKPACKSHIP: feature('Pick, Pack and Ship', 'a fulfillment begins as picked, and dates follow its status'),
  MULTILOCINVT: feature(
    'Multi-Location Inventory',
    'stock is counted and committed by location, and a line of stock ships from one',
  ),
  SUBSIDIARIES: feature('OneWorld', 'orders and locations belong to subsidiaries'),
  CROSSSUBSIDIARYFULFILLMENT: feature(
    'Intercompany Cross-Subsidiary Fulfillment',
    'lines ship from the inventory location, of any subsidiary; a fulfillment is made for one of them',
  ),
  MULTISHIPTO: feature(
    'Multiple Shipping Routes',
    'lines have ship groups, and a fulfillment is made for one of them',
  ),
  LOTNUMBEREDINVENTORY: feature('Lot Tracking', 'lot numbered items ship with inventory detail'),
  SERIALIZEDINVENTORY: feature('Serialized Inventory', 'serialized items ship with inventory detail'),
  BINMANAGEMENT: feature('Bin Management', 'items of locations with bins ship from bins'),
  INVENTORYSTATUS: feature('Inventory Status', 'inventory detail names the status of what ships'),
  UNITSOFMEASURE: feature(
    'Multiple Units of Measure',
    'lines count in their own unit, stock in the base unit',
  ),
  SHIPPINGLABELS: feature(
    'Shipping Label Integration',
    'a fulfillment by an integrated carrier has that carrier’s packages and buys labels as it is saved',
  ),
  ACCOUNTINGPERIODS: feature(
    'Accounting Periods',
    'item fulfillments are posted in periods, if the account has any',
    { default: true },
  ),
  STOREPICKUP: feature('Store Pickup', 'orders are picked up in stores', { emulated: false }),
  FULFILLMENTREQUEST: feature(
    'Fulfillment Requests',
    'what stores are asked to ship keeps its item; it may be allocated anew, and its fulfillment is refused',
  ),
  WMSSYSTEM: feature(
    'Warehouse Management',
    'what a wave has released to the warehouse stays there; its fulfillment is refused',
  ),
} as const satisfies Readonly<Record<string, FeatureSpec>>;

export type FeatureId = keyof typeof FEATURES;
