/** Do both sides agree: of each day and facility, whether what came in was delivered, refused or skipped, and what its receiver did with it. */
import type { FeedName } from '#feeds/feed.ts';
import type { ZoneOffset } from '#feeds/format/dates.ts';
import type { KnownFile } from '../../row-index/files-table.ts';
import type { RowOutcome } from '../../row-index/indexed-row.ts';
import type { RowIndex } from '../../row-index/open-index.ts';
import { countsIn, type FileTally, filesIn, type Span, talliesIn } from '../../row-index/period.ts';
import { addRepeat, addTally, type Balance, isEven, noRows, sum } from './balance.ts';
import { dayOf, lastDays, spanOfDay } from './days.ts';
import { type ReceiverBalance, receiversOf } from './receivers.ts';

/** @property failed files that could not be read, whose rows nobody has counted */
export type DayBalance = Balance & { day: string; files: number; failed: number };

/** @property facility HotWax's id where one is known, else `''`; @property location NetSuite's id likewise */
export type FacilityBalance = Balance & { feed: FeedName; facility: string; location: string };

/** @property counted by the delivery record; @property noted in the index */
export type Uneven = { file: KnownFile; counted: Balance; noted: Balance };

export type DayAgreement = {
  day: string;
  facilities: FacilityBalance[];
  receivers: ReceiverBalance[];
  uneven: Uneven[];
};

const isOwn = ({ side }: KnownFile): boolean => side === 'transformer';

/** Of the last days, the latest first, as far back as there is any file. */
export function daysIn(index: RowIndex, now: number, count: number, zone: ZoneOffset): DayBalance[] {
  const days = lastDays(now, count, zone).map((day) => ({ ...noRows(), day, files: 0, failed: 0 }));
  const byDay = new Map(days.map((day) => [day.day, day]));
  const from = spanOfDay(days.at(-1)?.day ?? '', zone)?.from ?? now;
  const span = { from, to: Number.MAX_SAFE_INTEGER };
  const files = new Map(
    filesIn(index, span)
      .filter(isOwn)
      .map((file) => [file.id, file]),
  );
  for (const file of files.values()) {
    const day = byDay.get(dayOf(file.at, zone));
    if (!day) continue;
    day.files += 1;
    if (file.place === 'failed') day.failed += 1;
    if (file.place === 'repeat') addRepeat(day, file);
  }
  for (const tally of countsIn(index, span)) {
    const file = files.get(tally.file);
    const day = file && byDay.get(dayOf(file.at, zone));
    if (day) addTally(day, tally);
  }
  return days.slice(0, 1 + days.findLastIndex(({ files }) => files > 0));
}

/** @returns undefined for what is no day */
export function agreementOn(index: RowIndex, day: string, zone: ZoneOffset): DayAgreement | undefined {
  const span = spanOfDay(day, zone);
  if (!span) return undefined;
  const files = filesIn(index, span).filter(isOwn);
  const tallies = talliesIn(index, span);
  return {
    day,
    facilities: facilitiesIn(files, tallies),
    receivers: receiversOf(index, files, span),
    uneven: unevenIn(files, tallies),
  };
}

function facilitiesIn(files: readonly KnownFile[], tallies: readonly FileTally[]): FacilityBalance[] {
  const feeds = new Map(files.map(({ id, feed }) => [id, feed]));
  const names = facilityNames(tallies);
  const balances = new Map<string, FacilityBalance>();
  const at = (feed: FeedName, facility: string, location: string): FacilityBalance => {
    const key = JSON.stringify([feed, facility, location]);
    const known = balances.get(key) ?? { ...noRows(), feed, facility, location };
    balances.set(key, known);
    return known;
  };
  for (const tally of tallies) {
    const feed = feeds.get(tally.file);
    const facility = tally.facility || (names.get(tally.location) ?? '');
    if (feed !== undefined) addTally(at(feed, facility, tally.location), tally);
  }
  for (const file of files) if (file.place === 'repeat') addRepeat(at(file.feed, '', ''), file);
  return [...balances.values()].sort(mostOpenFirst);
}

const mostOpenFirst = (one: FacilityBalance, other: FacilityBalance): number =>
  Number(isEven(one)) - Number(isEven(other)) || other.refused - one.refused || other.rows - one.rows;

/** Exports of NetSuite name the location alone; feeds of HotWax say whose it is. */
function facilityNames(tallies: readonly FileTally[]): Map<string, string> {
  const named = tallies.filter(({ facility, location }) => facility !== '' && location !== '');
  return new Map(named.map(({ facility, location }) => [location, facility]));
}

/** Whether a row is of this line of the list. */
export function isAtFacility(
  index: RowIndex,
  span: Span,
  { facility, location }: Pick<FacilityBalance, 'facility' | 'location'>,
): (row: { facility: string; location: string }) => boolean {
  const names = facilityNames(talliesIn(index, span));
  return (row) => row.location === location && (row.facility || (names.get(row.location) ?? '')) === facility;
}

/** The index is made of what was seen row by row, the record was written when they were decided: both must say the same. */
function unevenIn(files: readonly KnownFile[], tallies: readonly FileTally[]): Uneven[] {
  const ofFile = Map.groupBy(tallies, ({ file }) => file);
  return files
    .filter(({ place }) => place === 'archive')
    .map((file) => {
      const noted = noRows();
      for (const tally of ofFile.get(file.id) ?? []) addTally(noted, tally);
      return { file, counted: countedIn(file), noted };
    })
    .filter(({ counted, noted }) => !isSame(counted, noted));
}

function countedIn({ applied, rejected, skipped }: KnownFile): Balance {
  const all = sum(Object.values(skipped));
  return { rows: applied + rejected + all, applied, refused: rejected, skipped: all, unknown: 0 };
}

const isSame = (one: Balance, other: Balance): boolean =>
  (['rows', 'applied', 'refused', 'skipped', 'unknown'] as const).every((key) => one[key] === other[key]);

export const outcomeKinds = [
  'applied',
  'refused',
  'skipped',
  'unknown',
] as const satisfies readonly RowOutcome['kind'][];
