/**
 * The accounting period an item fulfillment is posted in, and what a closed one forbids.
 * Sources: section_N1385293 (preferences), section_N1452509 (closed and locked periods: scripts run as administrator, whom a lock does not
 * stop), the schema's text of itemfulfillment.postingperiod.
 */

import type { World } from '../account/account-context.ts';
import type { Draft } from '../account/draft.ts';
import type { StoredRecord, Value } from '../account/store.ts';
import { hasFeature, preference } from '../account/switches.ts';
import { dayOf, wallTime } from '../platform/dates.ts';
import { suiteError } from '../strictness/suite-error.ts';

type Period = Readonly<StoredRecord>;

/**
 * Accounts without periods post anywhere; what is on the way, picked or packed and not shipped, may be of a closed period
 * (section_3997655525).
 */
export function choosePeriod(
  world: World,
  draft: Draft,
  previous: StoredRecord | undefined,
  isOnTheWay: boolean,
): void {
  const periods = basePeriods(world);
  if (periods.length === 0) return;
  const { fields } = draft;
  const dated = periodOf(periods, fields.trandate);
  const isMoved = previous !== undefined && previous.fields.trandate !== fields.trandate;
  if (isMoved && previous.fields.postingperiod === fields.postingperiod) fields.postingperiod = null;
  if (isOnTheWay && dated) fields.postingperiod = String(dated.id);
  fields.postingperiod ??= String((dated && isOpen(dated) ? dated : openPeriod(world, periods, dated)).id);
  const posted = periods.find(({ id }) => String(id) === fields.postingperiod);
  if (isOnTheWay && posted) return;
  if (!posted || !isOpen(posted)) throw closed(posted);
  assertPeriodOfDate(world, dated, posted);
}

/** A posting transaction of a closed period changes only in what does not post, if the period allows that. */
export function assertChangeable(world: World, previous: StoredRecord | undefined): void {
  const period = basePeriods(world).find(({ id }) => String(id) === previous?.fields.postingperiod);
  if (period && !isOpen(period) && period.fields.allownonglchanges !== true) throw closed(period);
}

/** Undoing what was posted there is a change of the general ledger. */
export function assertOpen(world: World, posted: StoredRecord): void {
  const period = basePeriods(world).find(({ id }) => String(id) === posted.fields.postingperiod);
  if (period && !isOpen(period)) throw closed(period);
}

function basePeriods(world: World): Period[] {
  if (!hasFeature(world, 'ACCOUNTINGPERIODS')) return [];
  return world.store
    .lookAll('accountingperiod')
    .filter(({ fields }) => !fields.isyear && !fields.isquarter && !fields.isadjust && !fields.isinactive)
    .toSorted((one, other) => String(one.fields.startdate).localeCompare(String(other.fields.startdate)));
}

const isOpen = ({ fields }: Period): boolean => fields.closed !== true;

function periodOf(periods: readonly Period[], day: Value | undefined): Period | undefined {
  const at = String(day);
  return periods.find(({ fields }) => String(fields.startdate) <= at && at <= String(fields.enddate));
}

function openPeriod(world: World, periods: readonly Period[], dated: Period | undefined): Period {
  const today = periodOf(periods, dayOf(wallTime(world.clock(), world.preferences.timeZone)));
  const first = periods.find(
    (period) => isOpen(period) && String(period.fields.startdate) >= String(dated?.fields.startdate ?? ''),
  );
  const chosen = preference(world, 'defaultPostingPeriod') === 'Current Period' ? today : first;
  if (chosen && isOpen(chosen)) return chosen;
  throw closed(chosen ?? dated);
}

function assertPeriodOfDate(world: World, dated: Period | undefined, posted: Period): void {
  if (dated?.id === posted.id) return;
  if (preference(world, 'allowDateOutsidePeriod') === 'Disallow') {
    throw suiteError(
      'USER_ERROR',
      'The transaction date you specified is not within the date range of your accounting period.',
    );
  }
  if (dated && !isOpen(dated) && !preference(world, 'inventoryInClosedPeriods')) {
    throw suiteError(
      'USER_ERROR',
      `The transaction date isn't within an open accounting period. One or more fields on this transaction can trigger inventory costing calculations in a closed period (${String(dated.fields.periodname)}).`,
    );
  }
}

const closed = (period: Period | undefined): Error =>
  suiteError(
    'USER_ERROR',
    `You cannot post to a closed period${period ? ` (${String(period.fields.periodname)})` : ''}.`,
  );
