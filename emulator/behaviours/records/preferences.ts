/** What the emulator claims of preferences, accounting periods and stock. */
import type { Behaviour } from '../behaviour.ts';

const GUESSED_DEFAULT = 'the default is a guess';

export const PREFERENCE_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'commitment.limit',
    what: 'Limit to Committed: lines without commitment are not offered',
    evidence: 'D',
    pages: {
      section_N1388149: [
        'Other items that are not committed',
        'Orders default to fulfill only the committed items and quantities',
      ],
    },
    source: GUESSED_DEFAULT,
    switch: 'fulfillBasedOnCommitment',
    test: ['preferences', 'Limit to Committed offers only what is committed, and no more may go'],
  },
  {
    id: 'commitment.nothing',
    what: 'Limit to Committed: an order with nothing committed is refused',
    evidence: 'D',
    pages: { section_N1226246: 'There are no items committed in this transaction' },
    source: 'its code is a guess',
    switch: 'fulfillBasedOnCommitment',
    test: ['preferences', 'Limit to Committed refuses an order of which nothing is committed'],
  },
  {
    id: 'commitment.allow',
    what: 'Allow Uncommitted: what is committed is offered, the rest can be added',
    evidence: 'D',
    pages: { section_N1388149: 'can be increased beyond the committed quantity' },
    source: 'that lines with nothing committed are unmarked is a guess',
    switch: 'fulfillBasedOnCommitment',
    test: ['preferences', 'Allow Uncommitted offers what is committed and lets the rest be added'],
  },
  {
    id: 'commitment.ignore',
    what: 'Ignore Commitment: all that is unfulfilled is offered',
    evidence: 'D',
    pages: {
      section_N1388149:
        'Orders default to fulfill all unfulfilled items and quantities without regard to commitment',
    },
    switch: 'fulfillBasedOnCommitment',
    test: ['preferences', 'Ignore Commitment offers all that is unfulfilled'],
  },
  {
    id: 'zero.default',
    what: 'A new fulfillment has zero of its lines',
    evidence: 'D',
    pages: {
      section_N1388149: 'default items to zero quantity when you open a fulfillment or receipt transaction',
    },
    source: `that they are unmarked, and ${GUESSED_DEFAULT}`,
    switch: 'defaultItemsToZero',
    test: [
      'preferences',
      'Default Items to Zero Received/Fulfilled offers lines unmarked, with nothing of them',
    ],
  },
  {
    id: 'overage',
    what: 'More than remains may be fulfilled',
    evidence: 'D',
    pages: {
      section_N1388149: 'enter a quantity larger than the quantity remaining for an item on a fulfillment',
    },
    source: GUESSED_DEFAULT,
    switch: 'allowOverage',
    test: [
      'preferences',
      'Allow Overage on Item Fulfillments at %j decides whether more than remains may go',
    ],
  },
  {
    id: 'status-date',
    what: 'A step without a date of its own dates the transaction today',
    evidence: 'D',
    pages: { section_3997655525: 'the Transaction Date field is populated with the current date' },
    source: GUESSED_DEFAULT,
    switch: 'updateTransactionDate',
    test: ['preferences', 'at %j a shipment without a ship date is dated %s'],
  },
  {
    id: 'emails',
    what: 'The e-mail to the customer is refused by name',
    evidence: 'D',
    pages: {
      section_N1388149: 'send a confirmation email showing the total quantity shipped upon fulfillment',
    },
    source: GUESSED_DEFAULT,
    switch: 'sendFulfilledEmails',
    test: ['preferences', 'with a value that is not emulated is refused by name once it matters, not before'],
  },
  {
    id: 'stock.entry',
    what: 'Stock is committed as an order is saved',
    evidence: 'D',
    pages: { section_N2281482: 'inventory items are committed as you enter or approve each transaction' },
    source: 'off by the help, on here: nobody commits by hand in an emulated account',
    switch: 'commitOnEntry',
    test: ['preferences', 'is committed when an order is saved, to the lines at the location that has it'],
  },
  {
    id: 'stock.location',
    what: 'A line without a location is not committed',
    evidence: 'G',
    source: 'undocumented; with Multi-Location Inventory stock is counted by location',
    test: [
      'preferences',
      'is not committed to a line that has no location, where stock is counted by location',
    ],
  },
  {
    id: 'stock.moves',
    what: 'A line that moves is committed again where it stands',
    evidence: 'G',
    source: 'undocumented; scripts that write the location and then transform rely on it',
    test: ['preferences', 'follows a line that moves to another location'],
  },
  {
    id: 'stock.commit-field',
    what: 'Complete Qty is all or nothing, Do Not Commit nothing, drop shipments are not committed',
    evidence: 'D',
    pages: { section_N2281482: 'This line item only ships when all items are committed' },
    test: ['preferences', 'is committed to %s as the help says'],
  },
  {
    id: 'period.default',
    what: 'What is dated in a closed period is posted in the current one, or in the first open one',
    evidence: 'D',
    pages: {
      section_N1385293: 'backdated transactions from a closed accounting period post to the current period',
    },
    switch: 'defaultPostingPeriod',
    test: [
      'preferences',
      'with Default Posting Period When Transaction Date in Closed Period at %s is posted in %s',
    ],
  },
  {
    id: 'period.mismatch',
    what: 'Disallow: a date outside the posting period is refused',
    evidence: 'D',
    pages: {
      section_N1385293:
        "users can't save a transaction unless the transaction date falls within the posting period",
    },
    source: `${GUESSED_DEFAULT}; Warn lets scripts pass, as published integrations have it`,
    switch: 'allowDateOutsidePeriod',
    test: ['preferences', 'with Allow Transaction Date Outside of the Posting Period at Disallow is refused'],
  },
  {
    id: 'period.inventory',
    what: 'A fulfillment dated in a closed period is refused, wherever it is posted',
    evidence: 'D',
    pages: { section_N1385293: 'can trigger inventory costing calculations in a closed period' },
    source: GUESSED_DEFAULT,
    switch: 'inventoryInClosedPeriods',
    test: [
      'preferences',
      'is refused unless Create and Edit Inventory Transactions Dated in Closed Periods is on',
    ],
  },
  {
    id: 'period.closed',
    what: 'Nothing is posted in a closed period, nor deleted from it',
    evidence: 'D',
    pages: {
      section_N1452509:
        'No one can make general ledger impacting changes to posting transactions in a closed period',
    },
    source: 'the code is a guess',
    test: ['preferences', 'or given one is refused'],
  },
  {
    id: 'period.marked',
    what: 'Custom fields change in a closed period only with its Allow Non-G/L Changes',
    evidence: 'D',
    pages: {
      section_N1452509: "you can make changes to posting transactions that don't affect the general ledger",
    },
    test: ['preferences', 'and already saved is marked when the period has Allow Non-G/L Changes at %j'],
  },
  {
    id: 'period.locked',
    what: 'A lock does not stop scripts',
    evidence: 'D',
    pages: { section_N1452509: 'Account administrators have both the Override Period Restrictions' },
    test: [
      'preferences',
      'is posted where it is dated once that period is open, locked or not: scripts run as administrator',
    ],
  },
];
