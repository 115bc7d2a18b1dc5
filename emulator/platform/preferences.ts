/**
 * The preferences of an account that decide what its scripts meet, by Oracle's own names. Scripts find their effects and, with N/config,
 * their values. Sources: section_N1388149 (Order Management subtab), bridgehead_N3258805 (internal ids).
 */

import { type DatePreferences, DEFAULT_DATES } from './dates.ts';

export type Preferences = DatePreferences & {
  fulfillBasedOnCommitment: 'Limit to Committed' | 'Allow Uncommitted' | 'Ignore Commitment';
  defaultItemsToZero: boolean;
  allowOverage: boolean;
  updateTransactionDate: boolean;
  sendFulfilledEmails: boolean;
  commitOnEntry: boolean;
  defaultPostingPeriod: 'Current Period' | 'First Open Period';
  allowDateOutsidePeriod: 'Allow' | 'Warn' | 'Disallow';
  inventoryInClosedPeriods: boolean;
};

export type PreferenceName = Exclude<keyof Preferences, keyof DatePreferences>;

export type PreferenceSpec = {
  /** As NetSuite's page of preferences shows it. */
  label: string;
  /** As Oracle's list of internal ids has it; undefined where the list does not. */
  id: string | undefined;
  /** Check boxes are true or false. */
  values: readonly (string | boolean)[];
  default: string | boolean;
  /** Values a script may meet here; the others are refused when it does. */
  emulated: readonly (string | boolean)[];
  what: string;
};

const CHECK_BOX = [true, false] as const;

export const PREFERENCES: Readonly<Record<PreferenceName, PreferenceSpec>> = {
  fulfillBasedOnCommitment: {
    label: 'Fulfill Based on Commitment',
    id: 'FULFILLCOMMITTED',
    values: ['Limit to Committed', 'Allow Uncommitted', 'Ignore Commitment'],
    default: 'Limit to Committed',
    emulated: ['Limit to Committed', 'Allow Uncommitted', 'Ignore Commitment'],
    what: 'which lines an item fulfillment offers, and how much of them may go',
  },
  defaultItemsToZero: {
    label: 'Default Items to Zero Received/Fulfilled',
    id: 'DEFAULTUNFULFILLED',
    values: CHECK_BOX,
    default: false,
    emulated: CHECK_BOX,
    what: 'a new item fulfillment has its lines unmarked, with the quantity 0',
  },
  allowOverage: {
    label: 'Allow Overage on Item Fulfillments',
    id: undefined,
    values: CHECK_BOX,
    default: false,
    emulated: CHECK_BOX,
    what: 'more than remains of a line may be fulfilled',
  },
  updateTransactionDate: {
    label: 'Update Transaction Date Upon Fulfillment Status Change',
    id: 'UPDATEITEMSHIPDATEONSTATUSCHANGE',
    values: CHECK_BOX,
    default: false,
    emulated: CHECK_BOX,
    what: 'with Pick, Pack and Ship, the date of an item fulfillment follows that of its status',
  },
  sendFulfilledEmails: {
    label: 'Send Order Fulfilled Confirmation Emails',
    id: 'ORDFULFILLCONFEMAIL',
    values: CHECK_BOX,
    default: false,
    emulated: [false],
    what: 'the customer is told by e-mail of what was shipped',
  },
  commitOnEntry: {
    label: 'Perform Item Commitment After Transaction Entry',
    id: 'AUTOMATICITEMCOMMITMENT',
    values: CHECK_BOX,
    default: true,
    emulated: CHECK_BOX,
    what: 'an order is given stock when it is saved, or else keeps what people gave it',
  },
  defaultPostingPeriod: {
    label: 'Default Posting Period When Transaction Date in Closed Period',
    id: 'DEFAULTPERIODIFCLOSED',
    values: ['Current Period', 'First Open Period'],
    default: 'Current Period',
    emulated: ['Current Period', 'First Open Period'],
    what: 'the period of a transaction that is dated in a closed one',
  },
  allowDateOutsidePeriod: {
    label: 'Allow Transaction Date Outside of the Posting Period',
    id: 'DATEPERIODMISMATCH',
    values: ['Allow', 'Warn', 'Disallow'],
    default: 'Warn',
    emulated: ['Allow', 'Warn', 'Disallow'],
    what: 'whether a transaction may be posted in another period than its date is in',
  },
  inventoryInClosedPeriods: {
    label: 'Create and Edit Inventory Transactions Dated in Closed Periods',
    id: 'INVT_TRANS_CLOSED_PERIODS',
    values: CHECK_BOX,
    default: false,
    emulated: CHECK_BOX,
    what: 'an item fulfillment may be dated in a closed period, if it is posted in an open one',
  },
};

export const DEFAULT_PREFERENCES: Preferences = {
  ...DEFAULT_DATES,
  ...(Object.fromEntries(Object.entries(PREFERENCES).map(([name, spec]) => [name, spec.default])) as Pick<
    Preferences,
    PreferenceName
  >),
};
