/**
 * Which rows of a shipment are new, which are fulfilled already, and which say something else than what was fulfilled: then
 * nothing shows which is right, so a person must decide.
 */

import { trackingNumbers } from '#feeds/format/tracking-numbers.ts';
import type { ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { sumOfQuantities } from '../orders/quantities.ts';
import { type RowOutcome, refusal } from '../orders/row-outcomes.ts';
import type { Shipment } from '../orders/shipments.ts';
import { type EarlierPart, heldBy, linesOfPart } from './earlier-fulfillments.ts';
import { type HeldRow, heldRow, isSameDetail, isSameRow, shownRow } from './held-rows.ts';

/** Rows with what becomes of them; those that are neither are to be fulfilled. */
export type Comparison = { open: ShippedLineRow[]; settled: RowOutcome[] };

/**
 * A lot is what one item fulfillment holds of a line and its order items, where that cannot be said of each shipment item.
 * @property ownTracking whether its tracking numbers are its own, or those of the whole item fulfillment
 * @property detail absent where it was not kept
 */
type Lot = {
  part: number;
  line: string;
  orderItems: string[];
  location: string;
  quantity: string;
  tracking: string[];
  ownTracking: boolean;
  detail?: string | undefined;
};

/** A shipment item as an item fulfillment holds it. */
type HeldItem = HeldRow & { part: number };

/** 10 units for each part of which the search does not show all that is compared. */
export function compareWithParts(shipment: Shipment, parts: readonly EarlierPart[]): Comparison {
  if (parts.length === 0) return { open: shipment.rows, settled: [] };
  const items = new Map<string, HeldItem>();
  const unnamed: Lot[] = [];
  for (const part of parts) addHeld(part, shipment.rows, items, unnamed);
  const lotsOfItems = [...items.values()].map(lotOf);
  const open: ShippedLineRow[] = [];
  const settled: RowOutcome[] = [];
  const isKnown = ({ line }: ShippedLineRow) => items.has(itemKey(heldRow(line)));
  const peers = [...shipment.rows.filter((row) => !isKnown(row)), ...shipment.elsewhere];
  for (const row of shipment.rows) {
    const held = items.get(itemKey(heldRow(row.line)));
    const lots = row.line.shipment_item_seq_id === undefined ? [...unnamed, ...lotsOfItems] : unnamed;
    const outcome = held ? compareItem(row, held) : compareWithLots(row, peers, lots);
    if (outcome) settled.push(outcome);
    else open.push(row);
  }
  return { open, settled };
}

const itemKey = ({ shipmentItem, orderItem }: HeldRow): string =>
  shipmentItem === '' ? '' : JSON.stringify([shipmentItem, orderItem]);

function addHeld(
  part: EarlierPart,
  rows: readonly ShippedLineRow[],
  items: Map<string, HeldItem>,
  unnamed: Lot[],
): void {
  const { held, earlier } = heldBy(part);
  for (const row of held) {
    if (row.shipmentItem === '') unnamed.push(lotOf({ ...row, part: part.id }));
    else items.set(itemKey(row), { ...row, part: part.id });
  }
  const concerned = earlier.some((row) =>
    rows.some(({ line }) => line.line_id === row.line && (line.order_item_seq_id ?? '') === row.orderItem),
  );
  if (concerned) unnamed.push(...lotsOfEarlier(part, earlier));
}

const lotOf = ({ part, line, orderItem, location, quantity, tracking, detail }: HeldItem): Lot => ({
  part,
  line,
  orderItems: [orderItem],
  location,
  quantity,
  tracking,
  ownTracking: true,
  detail,
});

/** The first version kept neither quantity nor location nor tracking number: the item fulfillment has them by line. */
function lotsOfEarlier(part: EarlierPart, earlier: readonly Pick<HeldRow, 'line' | 'orderItem'>[]): Lot[] {
  const tracking = trackingNumbers(part.tracking);
  return linesOfPart(part).flatMap((found) => {
    const orderItems = earlier.filter(({ line }) => line === found.line).map(({ orderItem }) => orderItem);
    const lot = { ...found, part: part.id, orderItems, tracking, ownTracking: false };
    return orderItems.length === 0 ? [] : [lot];
  });
}

function compareItem(row: ShippedLineRow, held: HeldItem): RowOutcome {
  if (isSameRow(heldRow(row.line), held)) return { row, outcome: 'already applied', part: held.part };
  return changed(row, shownRow(held), shownRow(heldRow(row.line)), held.part);
}

/** @param peers rows that together may be what the lots hold */
function compareWithLots(
  row: ShippedLineRow,
  peers: readonly ShippedLineRow[],
  lots: readonly Lot[],
): RowOutcome | undefined {
  const ofRow = lots.filter((lot) => isOf(row, lot));
  const here = ofRow.filter(({ location }) => location === row.line.location_id);
  const [first] = ofRow;
  const [nearest] = here;
  if (!first) return undefined;
  // Of a shipment from two locations a run that was interrupted may have fulfilled one.
  const elsewhere = ofRow.every((lot) => peers.some((peer) => isOf(peer, lot) && isAt(peer, lot)));
  if (here.length === 0 && elsewhere) return undefined;
  const together = peers.filter((peer) => here.some((lot) => isOf(peer, lot) && isAt(peer, lot)));
  if (nearest && areEqual(together, here)) return { row, outcome: 'already applied', part: nearest.part };
  const now = together.length > 0 ? together : [row];
  return changed(row, shownLots(ofRow), shownRow(total(now.map(({ line }) => heldRow(line)))), first.part);
}

const isOf = ({ line }: ShippedLineRow, lot: Lot): boolean =>
  line.line_id === lot.line && lot.orderItems.includes(line.order_item_seq_id ?? '');

const isAt = ({ line }: ShippedLineRow, { location }: Lot): boolean => line.location_id === location;

function areEqual(rows: readonly ShippedLineRow[], lots: readonly Lot[]): boolean {
  const now = total(rows.map(({ line }) => heldRow(line)));
  const tracking = new Set(lots.flatMap((lot) => lot.tracking));
  const known = now.tracking.every((number) => tracking.has(number));
  const all = now.tracking.length === tracking.size || lots.some(({ ownTracking }) => !ownTracking);
  const isSame = isSameDetail(detailTogether(lots), now.detail);
  return sumOfQuantities(lots.map(({ quantity }) => quantity)) === now.quantity && known && all && isSame;
}

/** How much of each, in any order of rows; undefined where it was not kept of all. */
function detailTogether(rows: readonly Pick<Lot, 'detail' | 'quantity'>[]): string | undefined {
  const quantities = new Map<string, string[]>();
  for (const { detail, quantity } of rows) {
    if (detail === undefined) return undefined;
    if (detail !== '') quantities.set(detail, [...(quantities.get(detail) ?? []), quantity]);
  }
  return [...quantities]
    .map(([detail, ofDetail]) => `${sumOfQuantities(ofDetail)} of ${detail}`)
    .sort()
    .join('; ');
}

/** Rows of one line and location as one. */
function total(rows: readonly HeldRow[]): HeldRow {
  const tracking = [...new Set(rows.flatMap((row) => row.tracking))].sort();
  const quantity = sumOfQuantities(rows.map((row) => row.quantity));
  const detail = detailTogether(rows);
  return { ...(rows[0] as HeldRow), quantity, tracking, ...(detail === undefined ? {} : { detail }) };
}

const shownLots = (lots: readonly Lot[]): string =>
  lots
    .map(({ detail = '', ...lot }) => shownRow({ ...lot, detail, orderItem: '', shipmentItem: '' }))
    .join(' and ');

function changed(row: ShippedLineRow, was: string, now: string, part: number): RowOutcome {
  const { shipment_id: shipment, shipment_item_seq_id: item } = row.line;
  const what = `${item ? `Shipment item ${item}` : `Line ${row.line.line_id}`} of ${shipment ? `shipment ${shipment}` : 'this file'}`;
  const message = `${what} was fulfilled before as ${was}, in item fulfillment ${part} (internal id); now the file has it as ${now}. Nothing was changed: if the file is right, correct the item fulfillment in NetSuite; otherwise correct the shipment in HotWax.`;
  return { row, ...refusal('SHIPMENT_ITEM_CHANGED', 'shipment_item_seq_id', message) };
}
