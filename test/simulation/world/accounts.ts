/**
 * The account a seed is played on, drawn from the named ones, and what the scripts do not do there yet: rows that are refused today though
 * they should not be, by the finding of the review of real accounts. Who fixes a finding takes it away here.
 */

import { ACCOUNT_NAMES, type AccountName } from '../../../testbed/accounts/named-accounts.ts';
import type { RefusedRow } from '../../../testbed/error-files.ts';
import { streamOf } from '../plan/random-streams.ts';

/** Not played: there the demands of a trace cannot be met, whatever happens. */
const LEFT_OUT: Readonly<Partial<Record<AccountName, string>>> = {
  'stock at stores': 'its warehouses, which ship in every trace, have nothing',
  'cross-subsidiary': 'S4: allocations set the location, and what ships is at the inventory location',
  'units of measure': 'M5: quantities are reported in base units',
  'years on HotWax’s bundle': 'B4: what HotWax’s scripts fulfilled is reported to HotWax',
};

const PLAYED = ACCOUNT_NAMES.filter((name) => LEFT_OUT[name] === undefined);

export const accountOf = (seed: number): AccountName => streamOf(seed, 'account', '').pick(PLAYED);

type Refusals = Readonly<Record<string, RegExp>>;

/** An order with a kit, which every account may have. */
const EVERYWHERE: Refusals = {};

const REFUSED_TODAY: Readonly<Partial<Record<AccountName, Refusals>>> = {
  'limit to committed': { B1: /no items committed|LINE_NOT_FULFILLABLE|NOT_COMMITTED/ },
  'nothing by default': { S9: /NOT_COMMITTED/ },
  'lots and bins': { S12: /INVENTORY_DETAIL_NEEDED/ },
  'inventory status': { S12: /INVENTORY_DETAIL_NEEDED/ },
  'integrated UPS': { S3: /shipmethod/ },
  'form without columns': { S6: /View CSV Import Status/ },
  'mandatory fields': { M2: /Please enter value\(s\) for: shippingcost/ },
  'several routes': { S5: /LINE_NOT_FULFILLABLE|NOTHING_TO_FULFILL/ },
};

export const isRefusedToday = (account: AccountName, { code, message }: RefusedRow): boolean =>
  Object.values({ ...EVERYWHERE, ...REFUSED_TODAY[account] }).some((known) =>
    known.test(`${code} ${message}`),
  );
