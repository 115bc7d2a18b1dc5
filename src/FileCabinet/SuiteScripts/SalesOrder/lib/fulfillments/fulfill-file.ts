/** The rows of a file of fulfilled order items as shipments, and what became of the rows of one. */

import { compositeKey } from '#feeds/format/values.ts';
import { parseShippedSalesOrders, type ShippedLineRow } from '#feeds/fulfilled-order-items/netsuite.ts';
import { withoutDuplicates } from '#feeds/rows/duplicates.ts';
import { addReject, type RowOwner, type Tally } from '#feeds/rows/tally.ts';
import { knowledgeOfAccount } from '../drafts/account-knowledge.ts';
import type { FulfillmentSettings } from '../drafts/settings.ts';
import type { RowResult } from '../drain/row-results.ts';
import { heldRow } from '../earlier-parts/held-rows.ts';
import { externalIdOf, findByExternalIds } from '../netsuite/external-ids.ts';
import type { Budget } from '../netsuite/governance.ts';
import { type Location, locationProblem } from '../netsuite/locations.ts';
import type { RowOutcome } from '../orders/row-outcomes.ts';
import { groupIntoShipments, type Shipment, shipmentIdOf } from '../orders/shipments.ts';
import { fulfillShipment } from './create-fulfillment.ts';
import type { Surroundings } from './fulfill-rows.ts';
import { findPartsAgain, type KnownOrders } from './known-orders.ts';

/** Units one shipment may take: five drafts with notes and taking back, and a look at order and earlier parts each time. */
const UNITS_PER_SHIPMENT = 600;

/** Asked when they are first needed. */
export type KnownLocations = () => ReadonlyMap<string, Location>;

/**
 * Rows that repeat another, name a location that cannot ship, or an order that NetSuite does not have by its external id, are
 * in the tally.
 */
export function readShipments(
  name: string,
  text: string,
  locations: KnownLocations,
  externalId: string,
): { shipments: Shipment[]; tally: Tally } {
  const { lines, tally } = parseShippedSalesOrders(text);
  const known = withInternalIds(lines, externalId, tally);
  const rows = resolveDuplicates(name, known, tally).filter((row) => canShip(row, locations(), tally));
  return { shipments: groupIntoShipments(name, rows), tally };
}

function withInternalIds(lines: readonly ShippedLineRow[], template: string, tally: Tally): ShippedLineRow[] {
  const found = findByExternalIds(
    lines.map(({ externalId }) => externalId),
    template,
  );
  return lines.flatMap((row) => {
    const salesOrderId = row.salesOrderId || (found.get(row.externalId) ?? '');
    if (salesOrderId !== '') return [{ ...row, salesOrderId }];
    const message = `NetSuite has no sales order with the external id ${externalIdOf(template, row.externalId)}.`;
    addReject(tally, { ...ownerOf(row), code: 'ORDER_NOT_FOUND', field: 'external_id', message });
    return [];
  });
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
    const record = String(outcome.part);
    return isOwn ? { row, applied: true, record } : { row, skipped: 'ALREADY_APPLIED', record };
  }
  const { code, field, message } = outcome;
  return { row, orderId, orderItemSeqId, code, field, message };
}
