/**
 * What the scripts do not do yet on accounts as they are, by account and script: the finding of the review of real accounts, and the
 * claims it breaks. Who fixes a finding takes its marks away; a claim that is marked and holds is an error.
 */
import type { AccountName } from '../../testbed/accounts/named-accounts.ts';

type Claims = readonly string[];
type Marks = Readonly<Record<string, Readonly<Record<string, Claims>>>>;

const EXPECTED: Readonly<Partial<Record<AccountName, Marks>>> = {};

/** Claims that no script could keep on an account, since they begin with what the account does not have. */
const BESIDE_THE_POINT: Readonly<Partial<Record<AccountName, Readonly<Record<string, Claims>>>>> = {
  // Its lines go to two addresses, so a fulfillment of both is two.
  'several routes': {
    'fulfillment files': [
      'a file of several orders, shipments and locations makes one item fulfillment for each',
    ],
    HC_SC_CreateItemFulfillment: [
      'a shipment becomes one item fulfillment, shipped, with its lines, location, tracking numbers and date',
    ],
  },
  // Its kit is still open.
  kits: { HC_SC_UpdateSalesOrders: ['a row for an order that is closed or shipped is refused'] },
  // Its warehouse, from which they ship, has nothing.
  'stock at stores': {
    HC_SC_CreateItemFulfillment: ['a shipment of its own is an item fulfillment of its own, by location too'],
    HC_MR_ExportedSalesOrderFulfillmentCSV: [
      'an item fulfillment that was shipped is exported with ids as text, quoted cells, and a date with its offset',
      'an item fulfillment that was shipped is exported once, however often the script runs',
      'an item fulfillment that was shipped is exported days later too, as no run may lose it by being late',
      'an item fulfillment that was shipped falls back to the order id of the sales order, then to its external id',
      'an item fulfillment that was shipped keeps lines without a HotWax order item to NetSuite',
      'an item fulfillment that is only packed waits until it is shipped',
      'fulfillments beyond a batch go into files of their own',
      'a batch that was published and not ticked is exported again under its name with its content',
      'a server that cannot be reached makes the script fail loudly, and the next run delivers',
    ],
  },
};

export function findingOf(account: AccountName, script: string, claim: string): string | undefined {
  const marks = EXPECTED[account]?.[script] ?? {};
  return Object.keys(marks).find((finding) => marks[finding]?.includes(claim));
}

/** Whether a script does not do something yet on an account. */
export const hasMarks = (account: AccountName, script: string): boolean =>
  EXPECTED[account]?.[script] !== undefined;

export const isBesideThePoint = (account: AccountName, script: string, claim: string): boolean =>
  BESIDE_THE_POINT[account]?.[script]?.includes(claim) ?? false;
