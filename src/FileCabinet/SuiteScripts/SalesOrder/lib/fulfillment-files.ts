/** The rows of a file of fulfilled order items into item fulfillments, each shipment on its own. Source: design 4.8. */
import { parseShippedSalesOrders, type ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { Reject } from '#feeds/reject.ts';
import { skip, skippedRows, type Tally } from '#feeds/tally.ts';
import { type EarlierPart, findEarlierParts } from './earlier-parts.ts';
import type { FileOutcome } from './feed-files.ts';
import type { FeedFileEntry } from './feed-ledger.ts';
import type { Budget } from './governance.ts';
import { type FulfillmentSettings, fulfillShipment } from './item-fulfillments.ts';
import { type Location, locationProblem } from './locations.ts';
import type { RowOutcome } from './row-outcomes.ts';
import { groupIntoShipments, type Shipment } from './shipments.ts';

/** Units one shipment may take: three attempts with tagging, and a look at an earlier part each time. */
const UNITS_PER_SHIPMENT = 300;

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
  for (const shipment of shipments) {
    const results = applyShipment(
      shipment,
      earlier.get(shipment.key) ?? [],
      isResumed(entry),
      settings,
      budget,
    );
    if (!results) {
      return {
        state: 'unfinished',
        why: 'The run used up its units in the middle of the file; the rest follows.',
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
  const rows = withoutRepeats(lines, tally).filter((row) => canShip(row, locations(), tally));
  return { shipments: groupIntoShipments(name, rows), tally };
}

/** Only an order item's id tells a repeat from a second piece: older files do not have it. */
function withoutRepeats(rows: readonly ShippedLineRow[], tally: Tally): ShippedLineRow[] {
  const seen = new Set<string>();
  return rows.filter(({ salesOrderId, line }) => {
    const key = JSON.stringify([salesOrderId, line]);
    if (line.order_item_seq_id && seen.has(key)) {
      skip(tally, 'REPEATED_ROW');
      return false;
    }
    seen.add(key);
    return true;
  });
}

function canShip(row: ShippedLineRow, locations: ReadonlyMap<string, Location>, tally: Tally): boolean {
  const problem = locationProblem(row.line.location_id, locations);
  if (!problem) return true;
  const { row: number, orderId, orderItemSeqId } = row;
  tally.rejects.push({ row: number, orderId, orderItemSeqId, field: 'location_id', ...problem });
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
