/**
 * What the scripts do not do yet on accounts as they are, by account and script: the finding of the review of real accounts, and the
 * claims it breaks. Who fixes a finding takes its marks away; a claim that is marked and holds is an error.
 */
import type { AccountName } from '../../testbed/accounts/named-accounts.ts';

type Claims = readonly string[];
type Marks = Readonly<Record<string, Readonly<Record<string, Claims>>>>;

/** All that want a location to be set. */
const ALLOCATIONS: Claims = [
  'a file of allocations sets the locations of its lines, touches nothing else and ends in the archive',
  'a file of allocations is read with the header of 2023, whose key is the external id',
  'a file of allocations is read with the header of 2024, whose key is the external id',
  'a file of allocations waits for the import of an older file about the same order, and then has the last word',
  'a file of allocations under a name that was applied before goes to failed/, whatever it contains',
  'a file of allocations that failed may come again under its name once it is corrected',
  'a row that is refused does not keep the others from being applied',
];

/** The same of several files, and of files that come late. */
const FILES_OF_ALLOCATIONS: Claims = [
  'several files are taken oldest first, by the time in their names, not by their letters or dates',
  'several files about different orders are imported side by side, those about one order after each other',
  'several files that come while an older one is being imported are judged by what its import has done',
  'several files wait for older ones that wait themselves',
  'several files of more than the units of a run are done without waiting for the schedule',
];

const LATE_ALLOCATIONS: Claims = [
  'a file that comes after a newer one changes the lines that the newer one does not name, and skips the others with the reason',
  'a file that comes after a newer one is compared with every newer one, however the rows name the order',
  'a file that comes after a newer one is applied all the same when nothing of the newer one was: it failed',
  'a file that comes after a newer one is applied when its own name has no time, as a person who means it can name it',
  'a file that comes after a newer one is refused with the names of the files when these are not in archive any more',
  'a file that comes after a newer one is refused when too many newer ones would have to be read',
  'a file that comes after a newer one meets an import of a newer one that still runs, and waits for it',
  'a file that comes after a newer one and was left in processing by a run that died knows of an import of a newer one that still runs',
  'a file that comes in its turn costs 10 units for looking, and one that changes nothing none',
];

const EXPECTED: Readonly<Partial<Record<AccountName, Marks>>> = {
  'cross-subsidiary': {
    'allocation files': { S4: FILES_OF_ALLOCATIONS },
    'late allocations': { S4: LATE_ALLOCATIONS },
    HC_SC_UpdateSalesOrders: {
      S4: [
        ...ALLOCATIONS,
        'a row whose line is as it asks already is applied without an import',
        'a row that its import did not take is reported when the line is read back',
      ],
    },
  },
  'form without columns': {
    'allocation files': { S6: FILES_OF_ALLOCATIONS },
    'late allocations': { S6: LATE_ALLOCATIONS },
    HC_SC_UpdateSalesOrders: {
      S6: [...ALLOCATIONS, 'a file of allocations can tag, reject and close lines'],
    },
  },
};

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
