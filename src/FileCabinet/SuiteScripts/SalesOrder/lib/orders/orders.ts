/** What NetSuite knows of the sales orders of a file before anything is written: one search for many orders, whatever they need. */
import type { Result } from 'N/search';
import { isInternalId } from '#feeds/format/values.ts';
import { isFeatureOn, placeField } from '../netsuite/features.ts';
import { bodyField, lineField } from '../netsuite/ids.ts';
import { isTrue } from '../netsuite/parameters.ts';
import { allRows, inChunks, itemLines, textOf, unique } from '../netsuite/searches.ts';

/**
 * @property kind search value of the item's type, such as `InvtPart`, `Kit` or `Service`
 * @property remaining what no fulfillment has taken, in the unit of the line
 * @property begun whether fulfillments have taken a part of it, or all
 * @property underWay what fulfillments have that are picked or packed and not shipped, in the same unit
 * @property baseUnits in one unit of the line
 * @property place where it ships from, internal id: the inventory location where lines have one
 * @property shipGroup of an order that goes to several addresses, otherwise `''`
 */
export type OrderLine = {
  kind: string;
  fulfillable: boolean;
  closed: boolean;
  remaining: number;
  begun: boolean;
  underWay: number;
  baseUnits: number;
  place: string;
  shipGroup: string;
  tag: string;
  storePickup: boolean;
};

/**
 * @property status search value, e.g. `pendingFulfillment`, and as people read it
 * @property journal how the journal of what was noted on it last begins
 */
export type Order = {
  status: string;
  statusText: string;
  journal: string;
  lines: Record<string, OrderLine>;
};

/** By internal id; orders that NetSuite does not have are missing. */
export type Orders = Record<string, Order>;

/** Features that decide what a line has. */
type Features = { place: ReturnType<typeof placeField>; routes: boolean; units: boolean; steps: boolean };

const readFeatures = (): Features => ({
  place: placeField(),
  routes: isFeatureOn('MULTISHIPTO'),
  units: isFeatureOn('UNITSOFMEASURE'),
  steps: isFeatureOn('PICKPACKSHIP'),
});

/** 10 units for each 500 orders, and 5 for each 1,000 lines. */
export function findOrders(salesOrderIds: readonly string[]): Orders {
  const features = readFeatures();
  const found: Orders = {};
  for (const ids of inChunks(unique(salesOrderIds).filter(isInternalId))) {
    const rows = allRows({
      type: 'salesorder',
      filters: [['internalid', 'anyof', ids], 'and', ...itemLines],
      columns: columnsOf(features),
    });
    for (const row of rows) addLine(found, row, features);
  }
  return found;
}

const columnsOf = ({ place, routes, units, steps }: Features) => [
  'status',
  'line',
  'closed',
  'quantity',
  'quantityshiprecv',
  place,
  lineField.tag,
  lineField.storePickup,
  bodyField.shipmentNotes,
  ...itemColumns,
  ...(routes ? ['ismultishipto', 'shipgroup'] : []),
  ...(units ? ['quantityuom'] : []),
  ...(steps ? ['quantitypicked', 'quantitypacked'] : []),
];

/** More than its key: an external id, each character escaped. */
const JOURNAL_BEGINS = 1000;

function addLine(found: Orders, row: Result, features: Features): void {
  const id = textOf(row.id);
  const order = found[id] ?? {
    status: textOf(row.getValue('status')),
    statusText: textOf(row.getText('status')),
    journal: textOf(row.getValue(bodyField.shipmentNotes)).slice(0, JOURNAL_BEGINS),
    lines: {},
  };
  found[id] = order;
  order.lines[textOf(row.getValue('line'))] = lineOf(row, features);
}

function lineOf(row: Result, features: Features): OrderLine {
  const { place, routes } = features;
  const baseUnits = baseUnitsOf(row, features.units);
  const kind = textOf(row.getValue({ name: 'type', join: 'item' }));
  return {
    kind,
    fulfillable: isShipped(row),
    closed: isTrue(row.getValue('closed')),
    ...openOf(row, features, baseUnits),
    baseUnits,
    place: textOf(row.getValue(place)),
    shipGroup:
      routes && isTrue(row.getValue('ismultishipto')) ? textOf(row.getValue('shipgroup')) || '1' : '',
    tag: textOf(row.getValue(lineField.tag)),
    storePickup: isTrue(row.getValue(lineField.storePickup)),
  };
}

/** Whether the item of a line is one that ships. Its columns are `itemColumns`. */
export const isShipped = (row: Result): boolean =>
  isTrue(row.getValue({ name: 'isfulfillable', join: 'item' })) ||
  ALWAYS_SHIPPED.includes(textOf(row.getValue({ name: 'type', join: 'item' })));

export const itemColumns = [
  { name: 'type', join: 'item' },
  { name: 'isfulfillable', join: 'item' },
] as const;

/** Kinds that have no box of their own to say so (help section_N2281951). */
const ALWAYS_SHIPPED = ['InvtPart', 'Assembly', 'Kit', 'NonInvtPart'];

/** Searches count in base units; `quantityuom` is in the line's own, which the feed has too. */
export function baseUnitsOf(row: Result, units: boolean): number {
  const own = units ? numberIn(row, 'quantityuom') : 0;
  return own > 0 ? numberIn(row, 'quantity') / own : 1;
}

function openOf(
  row: Result,
  { steps }: Features,
  baseUnits: number,
): Pick<OrderLine, 'remaining' | 'begun' | 'underWay'> {
  const [base, shipped] = [numberIn(row, 'quantity'), numberIn(row, 'quantityshiprecv')];
  // What is picked counts what is packed and shipped of it too; the largest is right should it not.
  const begun = steps ? ['quantitypicked', 'quantitypacked'].map((column) => numberIn(row, column)) : [];
  const taken = Math.max(shipped, ...begun);
  const inUnit = (quantity: number): number => Math.round((quantity / baseUnits) * 1e8) / 1e8;
  return { remaining: inUnit(base - taken), begun: taken > 0, underWay: inUnit(taken - shipped) };
}

const numberIn = (row: Result, column: string): number => Number(row.getValue(column) || 0);
