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
};

const PLAYED = ACCOUNT_NAMES.filter((name) => LEFT_OUT[name] === undefined);

export const accountOf = (seed: number): AccountName => streamOf(seed, 'account', '').pick(PLAYED);

type Refusals = Readonly<Record<string, RegExp>>;

const REFUSED_TODAY: Readonly<Partial<Record<AccountName, Refusals>>> = {};

export const isRefusedToday = (account: AccountName, { code, message }: RefusedRow): boolean =>
  Object.values(REFUSED_TODAY[account] ?? {}).some((known) => known.test(`${code} ${message}`));
