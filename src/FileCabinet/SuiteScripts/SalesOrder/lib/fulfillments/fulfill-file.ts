/**
 * The rows of a file of fulfilled order items into item fulfillments, each shipment on its own.
 * Source: docs/architecture.md#shipments-hotwax-to-netsuite.
 */

import { compositeKey } from '#feeds/format/values.ts';
import { parseShippedSalesOrders, type ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { withoutDuplicates } from '#feeds/rows/duplicates.ts';
import { addReject, type RowOwner, type Tally } from '#feeds/rows/tally.ts';
import { knowledgeOfAccount } from '../drafts/account-knowledge.ts';
import type { FulfillmentSettings } from '../drafts/settings.ts';
import { addResult, inFileOrder, type RowResult } from '../drain/row-results.ts';
import { findEarlierParts } from '../earlier-parts/earlier-fulfillments.ts';
import { heldRow } from '../earlier-parts/held-rows.ts';
import { type FeedFileEntry, isResumed } from '../feed-files/ledger.ts';
import type { FileOutcome } from '../feed-files/process-files.ts';
import type { Budget } from '../netsuite/governance.ts';
import { type Location, locationProblem } from '../netsuite/locations.ts';
import { findOrders } from '../orders/orders.ts';
import type { RowOutcome } from '../orders/row-outcomes.ts';
import { groupIntoShipments, type Shipment, shipmentIdOf } from '../orders/shipments.ts';
import { fulfillShipment } from './create-fulfillment.ts';
import type { Surroundings } from './fulfill-rows.ts';
import { findPartsAgain, type KnownOrders, makeKnownOrders } from './known-orders.ts';

/** Units one shipment may take: five drafts with notes and taking back, and a look at order and earlier parts each time. */
const UNITS_PER_SHIPMENT = 600;

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
  const known = makeKnownOrders(
    findEarlierParts(shipments),
    findOrders(shipments.map(({ salesOrderId }) => salesOrderId)),
  );
  const around = surroundings(settings);
  for (const shipment of shipments) {
    const results = applyShipment(shipment, known, isResumed(entry), around, budget);
    if (!results) {
      return {
        state: 'unfinished',
        why: 'The run used up its units in the middle of the file; a later run continues.',
      };
    }
    for (const result of results) addResult(tally, result);
  }
  return { state: 'settled', counts: tally.counts, rejects: inFileOrder(tally.rejects) };
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
  const rows = resolveDuplicates(name, lines, tally).filter((row) => canShip(row, locations(), tally));
  return { shipments: groupIntoShipments(name, rows), tally };
}

/** The same shipment item twice in one file: once if the rows agree, in the error file if they do not. */
function resolveDuplicates(name: string, rows: readonly ShippedLineRow[], tally: Tally): ShippedLineRow[] {
  const named = rows.filter(isNamed);
  const candidates = named.map((row) => ({
    owner: ownerOf(row),
    key: identityOf(row, name),
    row: contentOf(row),
  }));
  const doubtful = rows
    .filter(isDoubtful)
    .map((row) => ({ owner: ownerOf(row), key: doubtOf(row), row: '' }));
  const kept = [
    ...withoutDuplicates(candidates, tally, { field: SHIPMENT_ITEM, repeats: 'skipped' }),
    ...withoutDuplicates(doubtful, tally, { field: SHIPMENT_ITEM, repeats: 'refused' }),
  ];
  const keptRows = new Set(kept.map(({ owner }) => owner.row));
  return rows.filter((row) => keptRows.has(row.row) || (!isNamed(row) && !isDoubtful(row)));
}

const SHIPMENT_ITEM = 'shipment_item_seq_id';

const isNamed = ({ line }: ShippedLineRow): boolean => line.shipment_item_seq_id !== undefined;

/**
 * Rows of older files do not say which shipment item they are. Two identical ones may be one reported twice or
 * two; where not even the order item is known, the producer sent one for each piece.
 */
const isDoubtful = (row: ShippedLineRow): boolean =>
  !isNamed(row) && row.line.order_item_seq_id !== undefined;

const doubtOf = ({ salesOrderId, line }: ShippedLineRow): string => JSON.stringify([salesOrderId, line]);

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

function canShip(row: ShippedLineRow, locations: ReadonlyMap<string, Location>, tally: Tally): boolean {
  const problem = locationProblem(row.line.location_id, locations);
  if (!problem) return true;
  addReject(tally, { ...ownerOf(row), field: 'location_id', ...problem });
  return false;
}

/** @returns nothing when the budget does not allow for the shipment any more */
export function applyShipment(
  shipment: Shipment,
  known: KnownOrders,
  resumed: boolean,
  around: Surroundings,
  budget: Budget,
): RowResult[] | undefined {
  if (!budget.allows(UNITS_PER_SHIPMENT)) return undefined;
  const outcomes = fulfillShipment(shipment, known.partsOf(shipment), known.orderOf(shipment), around);
  if (outcomes.some(({ outcome }) => outcome === 'applied')) known.outdate(shipment);
  return outcomes.map((outcome) => resultOf(outcome, resumed));
}

export const surroundings = (settings: FulfillmentSettings): Surroundings => ({
  settings,
  account: knowledgeOfAccount(),
  findEarlier: findPartsAgain,
});

/** In a file that is taken up again what is found applied is its own work; in a new file it is a repeat. */
function resultOf(outcome: RowOutcome, resumed: boolean): RowResult {
  const { row, orderId, orderItemSeqId } = outcome.row;
  if (outcome.outcome !== 'refused') {
    const isOwn = outcome.outcome === 'applied' || resumed;
    return isOwn ? { row, applied: true } : { row, skipped: 'ALREADY_APPLIED' };
  }
  const { code, field, message } = outcome;
  return { row, orderId, orderItemSeqId, code, field, message };
}
