/** The rows of a file of fulfilled order items into item fulfillments, each shipment on its own. Source: design 4.8. */
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import type { Reject } from '#feeds/reject.ts';
import { skip, skippedRows, type Tally } from '#feeds/tally.ts';
import { type EarlierPart, findEarlierParts } from './earlier-parts.ts';
import type { FileOutcome } from './feed-files.ts';
import type { FeedFileEntry } from './feed-ledger.ts';
import type { Budget } from './governance.ts';
import { type FulfillmentSettings, fulfillShipment, type RowOutcome } from './item-fulfillments.ts';
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
  settings: FulfillmentSettings,
  budget: Budget,
): FileOutcome {
  const { lines, tally } = parseShippedSalesOrders(text);
  const shipments = groupIntoShipments(name, lines);
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
