/**
 * The rows of a file of fulfilled order items into item fulfillments, each shipment on its own.
 * Source: docs/architecture.md#shipments-hotwax-to-netsuite.
 */

import { compositeKey } from '#feeds/format/values.ts';
import { parseShippedSalesOrders, type ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { repeatMessage, settleRepeats } from '#feeds/rows/duplicates.ts';
import type { Reject } from '#feeds/rows/reject.ts';
import { type RowOwner, reject, skip, skippedRows, type Tally } from '#feeds/rows/tally.ts';
import type { FeedFileEntry } from '../feed-files/ledger.ts';
import type { FileOutcome } from '../feed-files/process-files.ts';
import type { Budget } from '../netsuite/governance.ts';
import { type Location, locationProblem } from '../netsuite/locations.ts';
import { type FulfillmentSettings, fulfillShipment } from './create-fulfillment.ts';
import { type EarlierPart, findEarlierParts } from './earlier-fulfillments.ts';
import { heldRow } from './held-rows.ts';
import type { RowOutcome } from './row-outcomes.ts';
import { groupIntoShipments, type Shipment, shipmentIdOf } from './shipments.ts';

/** Units one shipment may take: three drafts with tagging and taking back, and a look at earlier parts each time. */
const UNITS_PER_SHIPMENT = 400;

/** What became of a row: refused, or whether it was this file that applied it. */
export type RowResult = Reject | { row: number; applied: boolean };

export const isReject = (result: RowResult): result is Reject => 'code' in result;

/** Applies a file, or as much of it as the budget allows; what an earlier run has applied is found by its key. */
export function applyShippedSalesOrders(
  name: string,
  text: string,
  entry: FeedFileEntry,
  locations: KnownLocations,
  settings: FulfillmentSettings,
  budget: Budget,
): FileOutcome {
  const { shipments, tally } = readShipments(name, text, locations);
  const earlier = findEarlierParts(shipments);
  const done = new Set<string>();
  for (const shipment of shipments) {
    const { key } = shipment;
    // What another location has shipped of it is a part by now.
    const parts = done.has(key) ? findPartsAgain(shipment) : (earlier.get(key) ?? []);
    done.add(key);
    const results = applyShipment(shipment, parts, isResumed(entry), settings, budget);
    if (!results) {
      return {
        state: 'unfinished',
        why: 'The run used up its units in the middle of the file; a later run continues.',
      };
    }
    for (const result of results) addResult(tally, result);
  }
  const counts = {
    rows: tally.rows,
    applied: tally.applied,
    rejected: tally.rejects.length,
    skipped: skippedRows(tally),
  };
  return { state: 'settled', counts, rejects: inFileOrder(tally.rejects) };
}

/** Asked when they are first needed. */
export type KnownLocations = () => ReadonlyMap<string, Location>;

/** Rows that repeat another, or name a location that cannot ship, are in the tally. */
export function readShipments(
  name: string,
  text: string,
  locations: KnownLocations,
): { shipments: Shipment[]; tally: Tally } {
  const { lines, tally } = parseShippedSalesOrders(text);
  const rows = settleRows(name, lines, tally).filter((row) => canShip(row, locations(), tally));
  return { shipments: groupIntoShipments(name, rows), tally };
}

/** The same shipment item twice in one file: once if the rows agree, in the error file if they do not. */
function settleRows(name: string, rows: readonly ShippedLineRow[], tally: Tally): ShippedLineRow[] {
  const named = rows.filter(({ line }) => line.shipment_item_seq_id !== undefined);
  const candidates = named.map((row) => ({
    owner: ownerOf(row),
    key: identityOf(row, name),
    row: contentOf(row),
  }));
  const field = 'shipment_item_seq_id';
  const kept = new Set(settleRepeats(candidates, tally, field).map(({ owner }) => owner.row));
  const settled = rows.filter(({ row, line }) => line.shipment_item_seq_id === undefined || kept.has(row));
  return withoutDoubts(settled, tally);
}

const ownerOf = ({ row, orderId, orderItemSeqId }: ShippedLineRow): RowOwner => ({
  row,
  orderId,
  orderItemSeqId,
});

const identityOf = (row: ShippedLineRow, name: string): string =>
  compositeKey(
    shipmentIdOf(row, name),
    row.line.shipment_item_seq_id ?? '',
    row.line.order_item_seq_id ?? '',
  );

const contentOf = ({ salesOrderId, line }: ShippedLineRow) => ({ salesOrderId, ...heldRow(line) });

/**
 * Rows of older files do not say which shipment item they are. Two identical ones may be one reported twice or
 * two; where not even the order item is known, the producer sent one for each piece.
 */
function withoutDoubts(rows: readonly ShippedLineRow[], tally: Tally): ShippedLineRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify([row.salesOrderId, row.line]);
    const isUnclear = row.line.shipment_item_seq_id === undefined && row.line.order_item_seq_id !== undefined;
    if (isUnclear && seen.has(key)) {
      reject(tally, ownerOf(row), 'REPEATED_ROW', 'shipment_item_seq_id', repeatMessage);
      return false;
    }
    seen.add(key);
    return true;
  });
}

function canShip(row: ShippedLineRow, locations: ReadonlyMap<string, Location>, tally: Tally): boolean {
  const problem = locationProblem(row.line.location_id, locations);
  if (!problem) return true;
  tally.rejects.push({ ...ownerOf(row), field: 'location_id', ...problem });
  return false;
}

export const isResumed = ({ attempts }: FeedFileEntry): boolean => attempts > 1;

/** @returns nothing when the budget does not allow for the shipment any more */
export function applyShipment(
  shipment: Shipment,
  earlier: readonly EarlierPart[],
  resumed: boolean,
  settings: FulfillmentSettings,
  budget: Budget,
): RowResult[] | undefined {
  if (!budget.allows(UNITS_PER_SHIPMENT)) return undefined;
  return fulfillShipment(shipment, earlier, settings, findPartsAgain).map((outcome) =>
    resultOf(outcome, resumed),
  );
}

const findPartsAgain = (shipment: Shipment): readonly EarlierPart[] =>
  findEarlierParts([shipment]).get(shipment.key) ?? [];

/** In a file that is taken up again what is found applied is its own work; in a new file it is a repeat. */
function resultOf(outcome: RowOutcome, resumed: boolean): RowResult {
  const { row, orderId, orderItemSeqId } = outcome.row;
  if (outcome.outcome !== 'refused') return { row, applied: outcome.outcome === 'applied' || resumed };
  const { code, field, message } = outcome;
  return { row, orderId, orderItemSeqId, code, field, message };
}

function addResult(tally: Tally, result: RowResult): void {
  if (isReject(result)) tally.rejects.push(result);
  else if (result.applied) tally.applied += 1;
  else skip(tally, 'ALREADY_APPLIED');
}

export const inFileOrder = (rejects: readonly Reject[]): Reject[] =>
  [...rejects].sort((one, other) => one.row - other.row);
