/** What NetSuite has of the items of a shipment: how they are numbered, their lots and serial numbers, the bins of the location. */
import type { Result } from 'N/search';
import { compositeKey } from '#feeds/format/values.ts';
import { dayOf } from '../netsuite/dates.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, type Criteria, inChunks, textOf, unique } from '../netsuite/searches.ts';

/** How NetSuite tells pieces of an item apart. */
export type Tracking = { byLot: boolean; bySerial: boolean; inBins: boolean };

/** @property available in base units, @property expires `YYYY-MM-DD`, or `''` of a lot that does not expire */
export type LotInBin = { item: string; number: string; bin: string; available: number; expires: string };

export type Stock = {
  /** By internal id of the item. */
  tracking: ReadonlyMap<string, Tracking>;
  /** Internal ids of lots and serial numbers, by `numberKey`. */
  numbers: ReadonlyMap<string, string>;
  /** Internal ids of bins of the location, by name. */
  bins: ReadonlyMap<string, string>;
  /** Lots of the location, the earliest to expire first. */
  lots: readonly LotInBin[];
};

/** @property items internal ids, @property numbers and bins as the feed names them */
export type StockWanted = {
  locationId: string;
  items: readonly string[];
  numbers: readonly string[];
  bins: readonly string[];
  withLots: boolean;
};

export const numberKey = (item: string, number: string): string => compositeKey(item, number);

/** 10 units for each of the four searches that is needed, and 10 more for each 200 numbers. */
export function findStock({ locationId, items, numbers, bins, withLots }: StockWanted): Stock {
  const tracking = findTracking(items);
  const those = (is: (of: Tracking) => boolean) => [...tracking].filter(([, of]) => is(of)).map(([id]) => id);
  const byLot = those((of) => of.byLot);
  const numbered = those((of) => of.byLot || of.bySerial);
  return {
    tracking,
    numbers: numbered.length > 0 ? findNumbers(numbered, numbers) : new Map(),
    bins: those((of) => of.inBins).length > 0 ? findBins(locationId, bins) : new Map(),
    lots: withLots && byLot.length > 0 ? findLots(byLot, locationId) : [],
  };
}

function findTracking(items: readonly string[]): Map<string, Tracking> {
  const rows = allRows({
    type: 'item',
    filters: [['internalid', 'anyof', unique(items)]],
    columns: ['islotitem', 'isserialitem', 'usebins'],
  });
  return new Map(
    rows.map((row) => [
      textOf(row.id),
      {
        byLot: isTrue(row.getValue('islotitem')),
        bySerial: isTrue(row.getValue('isserialitem')),
        inBins: isTrue(row.getValue('usebins')),
      },
    ]),
  );
}

function findNumbers(items: readonly string[], numbers: readonly string[]): Map<string, string> {
  const rows = named('inventorynumber', 'inventorynumber', numbers, ['item', 'anyof', [...items]], ['item']);
  return new Map(
    rows.map((row) => [
      numberKey(textOf(row.getValue('item')), textOf(row.getValue('inventorynumber'))),
      textOf(row.id),
    ]),
  );
}

function findBins(locationId: string, bins: readonly string[]): Map<string, string> {
  const rows = named('bin', 'binnumber', bins, ['location', 'anyof', locationId], []);
  return new Map(rows.map((row) => [textOf(row.getValue('binnumber')), textOf(row.id)]));
}

/** Names in one filter expression. */
const NAMES_PER_SEARCH = 200;

/** Records of these names; `is` may take capitals for small letters, so that what is found is compared with what was asked. */
function named(
  type: string,
  field: string,
  names: readonly string[],
  filter: unknown[],
  columns: string[],
): Result[] {
  return inChunks(unique(names), NAMES_PER_SEARCH).flatMap((chunk) => {
    const anyOf = chunk.flatMap((name, index) => [...(index > 0 ? ['or'] : []), [field, 'is', name]]);
    return allRows({ type, filters: [filter, 'and', anyOf], columns: [field, ...columns] } as Criteria);
  });
}

const EXPIRES = { name: 'expirationdate', join: 'inventorynumber' };

function findLots(items: readonly string[], locationId: string): LotInBin[] {
  const rows = allRows({
    type: 'inventorybalance',
    filters: [
      ['item', 'anyof', [...items]],
      'and',
      ['location', 'anyof', locationId],
      'and',
      ['available', 'greaterthan', 0],
    ],
    columns: ['item', 'inventorynumber', 'binnumber', 'available', EXPIRES],
  } as Criteria);
  return rows.map(lotOf).sort((one, other) => byExpiry(one, other));
}

const lotOf = (row: Result): LotInBin => ({
  item: textOf(row.getValue('item')),
  number: textOf(row.getValue('inventorynumber')),
  bin: textOf(row.getValue('binnumber')),
  available: Number(row.getValue('available') || 0),
  expires: dayOf(row.getValue(EXPIRES)),
});

/** What does not expire comes last; of the same day the lot that NetSuite has had for longer comes first. */
const byExpiry = (one: LotInBin, other: LotInBin): number =>
  compare(one.expires || 'never', other.expires || 'never') || Number(one.number) - Number(other.number);

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
