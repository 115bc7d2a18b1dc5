/** The rows of a file of fulfilled order items into item fulfillments, each shipment on its own. Source: design 4.8. */
import { parseShippedSalesOrders } from '#feeds/fulfilled-order-items/netsuite.ts';
import { skip, skippedRows, type Tally } from '#feeds/tally.ts';
import type { FileOutcome } from './feed-files.ts';
import type { FeedFileEntry } from './feed-ledger.ts';
import type { Budget } from './governance.ts';
import { bodyField } from './ids.ts';
import {
  type EarlierParts,
  type FulfillmentSettings,
  fulfillShipment,
  type RowOutcome,
} from './item-fulfillments.ts';
import { allRows, inChunks, isInternalId, textOf, unique } from './searches.ts';
import { groupIntoShipments, type Shipment } from './shipments.ts';

/** Units one shipment may take: three attempts with tagging, and a look at an earlier part each time. */
const UNITS_PER_SHIPMENT = 300;

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
    if (!budget.allows(UNITS_PER_SHIPMENT)) {
      return {
        state: 'unfinished',
        why: 'The run used up its units in the middle of the file; the rest follows.',
      };
    }
    const outcomes = fulfillShipment(shipment, earlier.get(shipment.key) ?? [], settings, findPartsAgain);
    for (const outcome of outcomes) count(outcome, entry, tally);
  }
  const counts = {
    rows: tally.rows,
    applied: tally.applied,
    rejected: tally.rejects.length,
    skipped: skippedRows(tally),
  };
  return { state: 'settled', counts, rejects: [...tally.rejects].sort((one, other) => one.row - other.row) };
}

const findPartsAgain = (shipment: Shipment): EarlierParts =>
  findEarlierParts([shipment]).get(shipment.key) ?? [];

/** Item fulfillments of these sales orders that HotWax shipments made, by key. 10 units for each 500 orders. */
function findEarlierParts(shipments: readonly Shipment[]): Map<string, number[]> {
  const parts = new Map<string, number[]>();
  const orders = unique(shipments.map(({ salesOrderId }) => salesOrderId)).filter(isInternalId);
  for (const ids of inChunks(orders)) {
    for (const row of fulfillmentsOf(ids)) {
      const key = textOf(row.getValue('externalid')).replace(PART_NUMBER, '');
      parts.set(key, [...(parts.get(key) ?? []), Number(row.id)]);
    }
  }
  return parts;
}

/** What `fulfillShipment` appends to the key of a second or later part. */
const PART_NUMBER = /#\d+$/;

const fulfillmentsOf = (salesOrderIds: readonly string[]) =>
  allRows({
    type: 'itemfulfillment',
    filters: [
      ['createdfrom', 'anyof', salesOrderIds],
      'and',
      ['mainline', 'is', 'T'],
      'and',
      [bodyField.shipmentId, 'isnotempty', ''],
    ],
    columns: ['externalid'],
  });

/** In a file that is taken up again what is found applied is its own work; in a new file it is a repeat. */
function count(outcome: RowOutcome, entry: FeedFileEntry, tally: Tally): void {
  const { row } = outcome;
  if (outcome.outcome === 'refused') {
    const { code, field, message } = outcome;
    tally.rejects.push({
      row: row.row,
      orderId: row.orderId,
      orderItemSeqId: row.orderItemSeqId,
      code,
      field,
      message,
    });
  } else if (outcome.outcome === 'applied' || entry.attempts > 1) tally.applied += 1;
  else skip(tally, 'ALREADY_APPLIED');
}
